"""An article for reading on a terminal: its text with what was found marked, and who says so in the margin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from rich.console import Console
from rich.text import Text

from dragoman.export.parts import Record, part, parts, words
from dragoman.export.table import claim_title
from dragoman.export.visible import visible
from dragoman.model.claim import ACTING_ROLES, OTHER_ROLES

MARGIN = 36
"""Columns of the margin; the text takes the rest."""
LEAST = 24
"""Columns that the text takes however narrow the terminal."""
_STYLES = {"party": "green", "cue": "bold cyan", "event": "bold yellow", "content": "italic"}
_SIGNS = {"party": ("[", "]"), "cue": ("_", "_"), "event": ("*", "*"), "content": ("‹", "›")}
"""What stands for the colours where there are none."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters `[start, end)` of the article and what they are: party, cue, event or content."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Note:
    """A line of the margin that belongs to the character at `start`."""

    start: int
    text: str


def reading_view(
    text: str, sentences: Sequence[tuple[int, int]], claims: Sequence[Record], outlets: Sequence[Record],
    console: Console, colour: bool,
) -> Iterator[Text]:  # fmt: skip
    """The lines of an article for the console, a sentence at a time with its margin; blank ones part paragraphs.

    `sentences` are offsets into `text`, `claims` records of claims, `outlets` those of the article's line. Without
    `colour` signs stand for the styles: [party], _cue_ of a statement, *cue* of an event, ‹what is said›. All text is
    safe for a terminal.
    """
    marks, notes = marks_of(claims), notes_of(claims)
    column = max(console.width - MARGIN - 3, LEAST)
    voice = " < ".join(_outlet(outlet) for outlet in reversed(outlets))
    if voice:
        yield Text(visible(f"told by {voice}"), "dim")
    last = 0
    for start, end in _lines(text, sentences):
        if last and "\n" in text[last:start]:
            yield Text("")
        last = end
        lines = _styled(text, start, end, marks, colour).wrap(console, column)
        margin = [line for note in notes if start <= note.start < end for line in _folded(visible(note.text))]
        for line, note in zip_longest(lines, margin):
            yield _with_note(line or Text(""), note, column)


def marks_of(claims: Iterable[Record]) -> list[Mark]:
    """What to mark, in rising order."""
    found: set[Mark] = set()
    for claim in claims:
        kind = words(claim, "kind")
        for party in parts(claim, *ACTING_ROLES, *OTHER_ROLES, "via", "reported_by"):
            found.update(_mark(party, "party"))
        cue = part(claim, "cue")
        if cue is not None and kind in ("event", "statement"):
            found.update(_mark(cue, "event" if kind == "event" else "cue"))
        for passage in parts(claim, "content"):
            found.update(_mark(passage, "content"))
    return sorted(found, key=lambda mark: (mark.start, -mark.end, mark.kind))


def notes_of(claims: Iterable[Record]) -> list[Note]:
    """The margin's notes: for a statement the chain of its voices, for other claims what they say, who to whom."""
    found: list[Note] = []
    for claim in claims:
        evidence = part(claim, "cue") or part(claim, "evidence")
        if evidence is None:
            continue
        start = int(words(evidence, "start") or 0)
        found += [Note(start, line) for line in _note(claim)]
    return sorted(found, key=lambda note: note.start)


def _note(claim: Record) -> Iterator[str]:
    who, whom = (", ".join(_name(party) for party in parts(claim, *roles)) for roles in (ACTING_ROLES, OTHER_ROLES))
    chain = _chain(claim)
    if claim.get("kind") == "statement":
        via = "".join(f" < via {_name(party)}" for party in parts(claim, "via"))
        verb = words(claim, "stance") or "says"
        yield f"“ {who or 'nobody named'}{via}{chain} {verb}" + (f" to {whom}" if whom else "")
    else:
        yield f"• {claim_title(claim)}: {who}" + (f" → {whom}" if whom else "") + chain


def _chain(claim: Record) -> str:
    """The voices around a claim, innermost first, state media marked."""
    said = {words(speaker, "name") for speaker in parts(claim, "speaker")}
    voices = [voice for voice in reversed(parts(claim, "said_by")) if words(voice, "name") not in said]
    return "".join(f" < {_name(voice)}{' (state media)' if voice.get('state_media') else ''}" for voice in voices)


def _name(party: Record) -> str:
    country = words(party, "country")
    return f"{words(party, 'name')} {country}" if country else words(party, "name")


def _outlet(outlet: Record) -> str:
    return words(outlet, "name") + (" (state media)" if outlet.get("state_media") else "")


def _mark(passage: Record, kind: str) -> Iterator[Mark]:
    start, end = int(words(passage, "start") or 0), int(words(passage, "end") or 0)
    if start < end:
        yield Mark(start, end, kind)


def _lines(text: str, sentences: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The sentences, and what stands between them that is no sentence (credits, links), without blanks around."""
    at = 0
    for start, end in (*sentences, (len(text), len(text))):
        for first, last in ((at, start), (start, end)):
            words = text[first:last]
            if words.strip():
                yield first + len(words) - len(words.lstrip()), first + len(words.rstrip())
        at = max(at, end)


def _styled(text: str, start: int, end: int, marks: Sequence[Mark], colour: bool) -> Text:
    near = [mark for mark in marks if mark.start < end and start < mark.end]
    line = Text()
    for at in range(start, end):
        if not colour:
            line.append("".join(_SIGNS[mark.kind][0] for mark in near if mark.start == at))
        styles = " ".join(dict.fromkeys(_STYLES[mark.kind] for mark in near if mark.start <= at < mark.end))
        line.append(visible(text[at]), styles if colour else "")
        if not colour:
            line.append("".join(_SIGNS[mark.kind][1] for mark in reversed(near) if mark.end == at + 1))
    return line


def _folded(note: str) -> list[str]:
    """A note in lines of the margin's width, the second and further ones set in."""
    lines: list[str] = []
    while len(note) > MARGIN:
        blank = note.rfind(" ", 4, MARGIN + 1)
        cut = blank if blank > 0 else MARGIN
        lines.append(note[:cut])
        note = "  " + note[cut:].strip()
    return [*lines, note]


def _with_note(line: Text, note: str | None, column: int) -> Text:
    line = line.copy()
    line.rstrip()
    if not note:
        return line
    line.append(" " * max(column - line.cell_len, 0) + " │ ", "dim")
    line.append(note, "dim")
    return line
