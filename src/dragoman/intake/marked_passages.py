"""Reads passages in which people have marked statements: speaker, cue and content (docs/codebook-statements.md)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dragoman.model.span import Span

_TAG = re.compile(r"<(/?)([sct])([1-9][0-9]?)>")
_ROLES = {"s": "speaker", "c": "cue", "t": "content"}
PARAGRAPH = " ¶ "
"""Ends a paragraph inside a line; the passage's text has a line break in its place."""


class PassageError(ValueError):
    """A passage that cannot be read; the message names file, line and mend."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """One statement of a passage; spans count code points of the passage's text, in the order of the text."""

    speaker: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class MarkedPassage:
    """A passage without its tags, what is marked in it, and where it stands ("file:line")."""

    text: str
    attributions: tuple[Attribution, ...]
    where: str


def read_passages(folder: Path) -> Iterator[MarkedPassage]:
    """All passages of the folder's .txt files, by name and line; PassageError on the first that is wrong."""
    for path in sorted(folder.glob("*.txt")):
        with path.open(encoding="utf-8") as handle:
            for number, line in enumerate(handle, 1):
                if line.strip() and not line.startswith("#"):
                    yield read_passage(line.rstrip("\n"), f"{path.name}:{number}")


def read_passage(line: str, where: str) -> MarkedPassage:
    """One line of a file of passages."""
    line = line.strip().replace(PARAGRAPH, "\n")
    pieces: list[str] = []
    length, last = 0, 0
    opened: dict[tuple[str, int], int] = {}
    found: dict[int, dict[str, list[Span]]] = {}
    for tag in _TAG.finditer(line):
        piece = line[last : tag.start()]
        pieces.append(piece)
        length, last = length + len(piece), tag.end()
        closing, letter, number = tag[1], tag[2], int(tag[3])
        name = tag[0].replace("/", "")
        if not closing:
            if (letter, number) in opened:
                raise PassageError(f"{where}: {name} is opened twice; close it first")
            opened[letter, number] = length
            continue
        if (letter, number) not in opened:
            raise PassageError(f"{where}: {tag[0]} closes nothing; open it with {name}")
        start = opened.pop((letter, number))
        if start >= length:
            raise PassageError(f"{where}: {name} holds no words")
        found.setdefault(number, {}).setdefault(_ROLES[letter], []).append(Span(start, length))
    if opened:
        letter, number = next(iter(opened))
        raise PassageError(f"{where}: <{letter}{number}> is not closed")
    pieces.append(line[last:])
    text = "".join(pieces)
    if "<" in text and re.search(r"</?[a-z][0-9]", text):
        raise PassageError(f"{where}: a tag is none of <s1>, <c1>, <t1> (with a number from 1 to 99)")
    for number, spans in found.items():
        for role in ("cue", "content"):
            if role not in spans:
                raise PassageError(f"{where}: attribution {number} has no {role}; mark one or drop its other spans")
        for role, each in spans.items():
            for span in each:
                words = text[span.start : span.end]
                if words != words.strip():
                    raise PassageError(f"{where}: {role} {words!r} begins or ends with a blank; leave it outside")
    attributions = tuple(
        Attribution(tuple(spans.get("speaker", ())), tuple(spans["cue"]), tuple(spans["content"]))
        for _, spans in sorted(found.items())
    )
    return MarkedPassage(text, attributions, where)
