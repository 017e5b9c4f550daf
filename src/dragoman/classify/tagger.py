"""Runs the small model of statements: which words are a cue, and for each cue who speaks and what is said."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from dragoman.classify.package import (
    TOKENIZER_FILE,
    files_hash,
    installed_folder,
    open_session,
    open_tokenizer,
    softmax,
)
from dragoman.model.finding import SeenStatement, Sighting

TAGGER_FILE, TAGGER_HEADS, TAGGER_ABOUT = "statements.onnx", "statements.npz", "statements.json"
_FILES = (TAGGER_FILE, TAGGER_HEADS, TAGGER_ABOUT, TOKENIZER_FILE)
PARAGRAPH_END = 7
"""The number in BERT's vocabulary, free like 1 to 6, that stands for the end of a paragraph."""
MAX_PIECES = 224
OTHER, SPEAKER, CONTENT = 0, 1, 2
MAPS = ("cue", "word", "word_cross", "of_cue", "cue_cross")
"""The linear maps of the words' vectors that the network gives: chances of a cue, and what the second head needs of
words and of cues. They are computed in the network, for numpy would wake a thread a core for each."""
SWITCH = 0.5
"""What it costs, in log-odds, to begin or end a span: stray words in or beside a span are smoothed away."""

_STEPS = (1, 2, 3, 4, 5, 7, 10, 14, 20, 30, 50)
DISTANCES = 2 * len(_STEPS) + 1
PARAGRAPHS = 5
Array = np.ndarray[Any, Any]
Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Window:
    """What the encoder reads at once: words `[first, last)`, their pieces, and the first piece of each word."""

    first: int
    last: int
    ids: tuple[int, ...]
    pieces: tuple[int, ...]


def distance_class(distance: int) -> int:
    """The class of a word's distance from the cue: 0 inside it, negative before it."""
    size = sum(abs(distance) >= step for step in _STEPS)
    return size if distance >= 0 else len(_STEPS) + size


_DISTANCE_CLASSES = np.array([distance_class(at) for at in range(-60, 61)])


def distance_classes(count: int, cue: Range) -> Array:
    """The distance class of each of `count` words from the cue."""
    at = np.arange(count)
    away = np.where(at < cue[0], at - cue[0], np.where(at >= cue[1], at - cue[1] + 1, 0))
    found: Array = _DISTANCE_CLASSES[np.clip(away, -60, 60) + 60]
    return found


def paragraph_classes(paragraphs: Array, cue: Range) -> Array:
    """How many paragraphs each word is from the cue's, two at most either way, as a class from 0 to 4."""
    found: Array = np.clip(paragraphs - paragraphs[cue[0]], -2, 2) + 2
    return found


def windows_of(
    words: Sequence[str], paragraphs: Sequence[int], sentences: Sequence[int], tokenizer: Any
) -> list[Window]:
    """Cuts an article into windows of whole paragraphs; a paragraph too long for one is cut at sentences, or anywhere.

    `paragraphs` and `sentences` give each word's, as rising numbers.
    """
    encoding = tokenizer.encode(list(words), is_pretokenized=True, add_special_tokens=False)
    pieces: list[list[int]] = [[] for _ in words]
    for number, word in zip(encoding.ids, encoding.word_ids, strict=True):
        pieces[word].append(number)
    opening, closing = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    found: list[Window] = []
    at = 0
    while at < len(words):
        end, room = at, MAX_PIECES
        while end < len(words):
            room -= len(pieces[end]) or 1
            if room < 0 and end > at:
                break
            end += 1
        if end < len(words):
            end = _last_break(paragraphs, at, end) or _last_break(sentences, at, end) or end
        ids, first = [opening], []
        for word in range(at, end):
            if word > at and paragraphs[word] != paragraphs[word - 1]:
                ids.append(PARAGRAPH_END)
            first.append(len(ids))
            ids += pieces[word][:MAX_PIECES] or [PARAGRAPH_END]
        found.append(Window(at, end, (*ids, closing), tuple(first)))
        at = end
    return found


def _last_break(numbers: Sequence[int], first: int, last: int) -> int | None:
    return next((at for at in range(last, first, -1) if numbers[at] != numbers[at - 1]), None)


@dataclass(frozen=True)
class Tagger:
    """The model in a folder; loading is put off until it is first asked."""

    folder: Path

    @classmethod
    def find(cls, folder: Path | None = None) -> Tagger | None:
        """The model in a folder, or the installed one; None where there is none."""
        if folder is None:
            folder = installed_folder()
            if folder is None:
                return None
        return cls(folder) if all((folder / name).is_file() for name in _FILES) else None

    @classmethod
    def beside(cls, classifier: Path) -> Tagger | None:
        """The model that goes with a classifier's folder: the one in it, else the installed one."""
        return cls.find(classifier) or cls.find()

    @cached_property
    def about(self) -> dict[str, Any]:
        """What statements.json tells: version, training set, thresholds, figures."""
        content: dict[str, Any] = json.loads((self.folder / TAGGER_ABOUT).read_text(encoding="utf-8"))
        return content

    @cached_property
    def name(self) -> str:
        """Version and hash, as each run keeps them."""
        return f"{self.about['version']} {files_hash(self.folder, _FILES)}"

    @cached_property
    def tokenizer(self) -> Any:
        return open_tokenizer(self.folder)

    @cached_property
    def _session(self) -> Any:
        return open_session(self.folder / TAGGER_FILE)

    @cached_property
    def _heads(self) -> dict[str, Array]:
        with np.load(self.folder / TAGGER_HEADS) as stored:
            return {name: stored[name].astype(np.float32) for name in stored.files}

    def look(self, words: Sequence[str], paragraphs: Sequence[int], sentences: Sequence[int]) -> Sighting:
        """The statements of an article's words, in the order of their cues."""
        found: list[SeenStatement] = []
        chances: list[float] = []
        for window in windows_of(words, paragraphs, sentences, self.tokenizer):
            inside = np.array(paragraphs[window.first : window.last])
            seen, odds = self._look(window, inside)
            found += [_moved(each, window.first) for each in seen]
            chances += odds.round(3).tolist()
        return Sighting(tuple(found), tuple(chances))

    def _look(self, window: Window, paragraphs: Array) -> tuple[list[SeenStatement], Array]:
        ids = np.array([window.ids], dtype=np.int64)
        maps = self._session.run(list(MAPS), {"ids": ids, "mask": np.ones_like(ids)})
        chances, words, crossed, of_cue, cue_cross = (each[0][list(window.pieces)] for each in maps)
        chances = softmax(chances)
        inside: Array = 1 - chances[:, 0]
        found = []
        for cue in cue_ranges(chances, self.about["threshold"]):
            cue_words = slice(*cue)
            sums = words + of_cue[cue_words].mean(0)
            sums += self._heads["distance.weight"][distance_classes(len(words), cue)]
            sums += self._heads["paragraph.weight"][paragraph_classes(paragraphs, cue)]
            both = np.concatenate([np.maximum(sums, 0), crossed * cue_cross[cue_words].mean(0)], -1)
            logits = np.einsum("wk,ck->wc", both, self._heads["out.weight"]) + self._heads["out.bias"]
            speaker, content = spans_of(logits, cue)
            if content:
                found.append(SeenStatement(cue, speaker, content, round(float(inside[cue_words].max()), 3)))
        return found, inside


def cue_ranges(chances: Array, threshold: float) -> list[Range]:
    """Cues among words, from the chances of outside, beginning and inside of a cue."""
    found: list[Range] = []
    inside = chances[:, 1:].sum(1)
    at = 0
    while at < len(chances):
        if inside[at] < threshold:
            at += 1
            continue
        end = at + 1
        while end < len(chances) and inside[end] >= threshold and chances[end, 2] >= chances[end, 1]:
            end += 1
        found.append((at, end))
        at = end
    return found


def spans_of(logits: Array, cue: Range) -> tuple[Range | None, tuple[Range, ...]]:
    """The speaker and the pieces of content that make a path of labels likeliest, the cue's own words left out."""
    scores = logits - logits.max(1, keepdims=True)
    scores[cue[0] : cue[1], 1:] = -50.0
    labels = _best_path(scores)
    speakers = _runs(labels, SPEAKER)
    odds = logits[:, SPEAKER] - np.maximum(logits[:, OTHER], logits[:, CONTENT])
    speaker = max(speakers, key=lambda run: float(odds[run[0] : run[1]].sum()), default=None)
    return speaker, tuple(_runs(labels, CONTENT))


def _best_path(scores: Array) -> list[int]:
    """Viterbi's path through three labels, where each change costs `SWITCH`."""
    best = scores[0].tolist()
    back: list[tuple[int, int, int]] = []
    for row in scores[1:].tolist():
        top = max(range(3), key=best.__getitem__)
        high = best[top] - SWITCH
        came = tuple(label if best[label] >= high else top for label in range(3))
        best = [max(best[label], high) + row[label] for label in range(3)]
        back.append(came)  # type: ignore[arg-type]
    label = max(range(3), key=best.__getitem__)
    path = [label]
    for came in reversed(back):
        label = came[label]
        path.append(label)
    return path[::-1]


def _runs(labels: Sequence[int], wanted: int) -> list[Range]:
    found: list[Range] = []
    for at, label in enumerate(labels):
        if label != wanted:
            continue
        if found and found[-1][1] == at:
            found[-1] = (found[-1][0], at + 1)
        else:
            found.append((at, at + 1))
    return found


def _moved(seen: SeenStatement, by: int) -> SeenStatement:
    def moved(part: Range) -> Range:
        return part[0] + by, part[1] + by

    speaker = moved(seen.speaker) if seen.speaker is not None else None
    return SeenStatement(moved(seen.cue), speaker, tuple(moved(part) for part in seen.content), seen.chance)
