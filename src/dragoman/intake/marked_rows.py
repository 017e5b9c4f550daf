"""Reads marked sentences, as docs/codebook.md has them: one a line with marks in it, or as JSON Lines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dragoman.model.span import Span

NONE = "NONE"
_STATUSES = ("actual", "future", "hypothetical", "historical")
_POLARITIES = ("affirmed", "denied")
_ROLES = ("actor", "recipient", "cue")
_MARK = re.compile(r"[\[\]{}<>]")
_CLOSING = {"[": "]", "{": "}", "<": ">"}


class RowError(ValueError):
    """A line of the training set breaks the codebook's form; the message names file, line and mend."""


@dataclass(frozen=True, slots=True)
class TrainingRow:
    """One marked sentence; spans count code points of `text`, from 0, end exclusive."""

    text: str
    type: str
    mode: str | None
    status: str
    polarity: str
    actor: Span | None
    recipient: Span | None
    cue: tuple[Span, ...]
    where: str
    """File and line."""


def read_rows(path: Path) -> Iterator[TrainingRow]:
    """All rows of a file, or of the text files in a folder in the order of their names; raises RowError, OSError."""
    for file in sorted(path.glob("*.txt")) if path.is_dir() else [path]:
        for number, line in enumerate(file.read_text(encoding="utf-8-sig").splitlines(), 1):
            where = f"{file.name}:{number}"
            if line.lstrip().startswith("{") and file.suffix == ".jsonl":
                yield _json_row(line, where)
            elif line.strip() and not line.startswith("#"):
                yield read_row(line, where)


def read_row(line: str, where: str) -> TrainingRow:
    """One line; raises RowError."""
    head, bar, marked = line.partition("|")
    if not bar or "|" in marked:
        raise RowError(f"{where}: write TYPE.mode status polarity | sentence, with one |")
    label, *words = head.split() or [""]
    type_, _, mode = label.partition(".")
    if not type_:
        raise RowError(f"{where}: the line begins with no type")
    status = next((word for word in words if word in _STATUSES), "actual")
    polarity = next((word for word in words if word in _POLARITIES), "affirmed")
    odd = [word for word in words if word not in (*_STATUSES, *_POLARITIES)]
    if odd:
        raise RowError(f"{where}: {' '.join(odd)} is neither status nor polarity")
    text, spans = _unmarked(marked.strip(), where)
    if len(spans["["]) > 1 or len(spans["<"]) > 1 or len(spans["{"]) > 2:
        raise RowError(f"{where}: mark one [actor], one <recipient> and at most two {{cues}}")
    if (type_ == NONE) != (not spans["{"]):
        raise RowError(f"{where}: a row of NONE has no {{cue}}, every other row has one")
    if type_ == NONE and not (spans["["] and spans["<"]):
        raise RowError(f"{where}: a row of NONE marks both [actor] and <recipient>")
    if not spans["["] and not spans["<"]:
        raise RowError(f"{where}: neither [actor] nor <recipient> is marked")
    actor, recipient = (next(iter(spans[mark]), None) for mark in "[<")
    return TrainingRow(text, type_, mode or None, status, polarity, actor, recipient, tuple(spans["{"]), where)


def _unmarked(marked: str, where: str) -> tuple[str, dict[str, list[Span]]]:
    """The sentence without its marks, and the spans of each kind."""
    spans: dict[str, list[Span]] = {"[": [], "{": [], "<": []}
    text, at, opened = "", 0, ""
    start = 0
    for found in _MARK.finditer(marked):
        text += marked[at : found.start()]
        at = found.end()
        mark = found.group()
        if mark in _CLOSING and not opened:
            opened, start = mark, len(text)
        elif opened and mark == _CLOSING[opened] and len(text) > start:
            spans[opened].append(Span(start, len(text)))
            opened = ""
        else:
            raise RowError(
                f"{where}: {mark} stands where no mark may; marks stand beside each other, closed and not nested"
            )
    if opened:
        raise RowError(f"{where}: {opened} is never closed")
    return text + marked[at:], spans


def _json_row(line: str, where: str) -> TrainingRow:
    """A row ``{"text", "type", "actor": {"start", "end"}, "recipient"?, "cue"?, "mode"?, "status"?, "polarity"?}``."""
    try:
        row = json.loads(line)
        text = row["text"]
        spans = [Span(part["start"], part["end"]) if (part := row.get(role)) else None for role in _ROLES]
        for span in spans:
            if span is not None:
                span.words(text)
        actor, recipient, cue = spans
        type_, mode = row["type"], row.get("mode")
        status, polarity = row.get("status", "actual"), row.get("polarity", "affirmed")
        if not isinstance(text, str) or not isinstance(type_, str) or not type_ or not isinstance(mode, str | None):
            raise ValueError("text, type and mode are strings")
        if status not in _STATUSES or polarity not in _POLARITIES:
            raise ValueError(f"status is one of {', '.join(_STATUSES)}, polarity of {', '.join(_POLARITIES)}")
        if actor is None and recipient is None:
            raise ValueError("neither actor nor recipient is marked")
        return TrainingRow(
            text, type_, mode, status, polarity, actor, recipient, (cue,) if cue is not None else (), where
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise RowError(
            f'{where}: no row {{"text","type","actor":{{"start","end"}},"recipient":{{…}}}} ({error}); mend it'
        ) from error
