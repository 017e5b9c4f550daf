"""Reads the case files of events and judges a coder's claims by them; the tests of cases and of floors share it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from dragoman.intake.articles import article_from_text
from dragoman.model.claim import EventClaim, Party
from dragoman.model.dossier import Dossier
from dragoman.run.coder import Coder

FOLDER = Path(__file__).parent / "cases" / "events"


class CaseFileError(ValueError):
    """A line of a case file that is not of the format; the message names file and line."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One event that a text must give; words of nobody are an empty tuple, a mode that does not matter is None."""

    type: str
    mode: str | None
    status: str
    polarity: str
    actor: tuple[str, ...]
    recipient: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EventCase:
    """A block of a case file: a text, the events it must give (none: it must give none), whether it still fails."""

    file: str
    line: int
    text: str
    wanted: tuple[Wanted, ...]
    fails: bool

    @property
    def name(self) -> str:
        return f"{self.file}:{self.line}"


def read_cases(folder: Path = FOLDER) -> list[EventCase]:
    """All blocks of all files under `folder`, by file and line.

    Raises:
        CaseFileError: for a line that is no `text:`, `event:` or `expect: fail`, and for a block without text or event.
    """
    return [case for path in sorted(folder.glob("*.txt")) for case in read_blocks(path.stem, path.read_text("utf-8"))]


def read_blocks(file: str, content: str) -> list[EventCase]:
    """The blocks of one file's content, which blank lines keep apart."""
    found: list[EventCase] = []
    block: list[tuple[int, str]] = []
    for number, line in enumerate([*content.splitlines(), ""], 1):
        if line.strip():
            if not line.startswith("#"):
                block.append((number, line.strip()))
        elif block:
            found.append(_case(file, block))
            block = []
    return found


def _case(file: str, block: list[tuple[int, str]]) -> EventCase:
    text = ""
    wanted: list[Wanted] = []
    none = fails = False
    for number, line in block:
        key, _, value = line.partition(":")
        value = value.strip()
        if key == "text" and value and not text:
            text = value
        elif key == "event" and value == "none":
            none = True
        elif key == "event":
            wanted.append(_wanted(value, f"{file}:{number}"))
        elif key == "expect" and value == "fail":
            fails = True
        else:
            raise CaseFileError(f"{file}:{number}: {line!r} is none of text:, event:, expect: fail")
    if not text or none == bool(wanted):
        raise CaseFileError(f"{file}:{block[0][0]}: a block needs one text and its events, or 'event: none' alone")
    return EventCase(file, block[0][0], text, tuple(wanted), fails)


def _wanted(value: str, where: str) -> Wanted:
    parts = [part.strip() for part in value.split("|")]
    if len(parts) != 3 or "->" not in parts[2] or len(parts[1].split()) != 2:
        raise CaseFileError(f"{where}: write TYPE [mode] | status polarity | actor words -> recipient words")
    type_, _, mode = parts[0].partition(" ")
    status, polarity = parts[1].split()
    actor, _, recipient = parts[2].partition("->")
    return Wanted(type_, mode.strip() or None, status, polarity, _words(actor), _words(recipient))


def _words(cell: str) -> tuple[str, ...]:
    return () if cell.strip() == "-" else tuple(word.strip() for word in cell.split(",") if word.strip())


_judged: dict[int, dict[str, str | None]] = {}


def judged(coder: Coder) -> dict[str, str | None]:
    """By the name of each case: None where it passes, else what is wrong. All are coded once for a coder."""
    if id(coder) not in _judged:
        _judged[id(coder)] = judge(read_cases(), coder)
    return _judged[id(coder)]


def judge(cases: Iterable[EventCase], coder: Coder) -> dict[str, str | None]:
    """As `judged`, of these cases."""
    rows = list(cases)
    found = coder.code(article_from_text(case.text, id=case.name) for case in rows)
    return {case.name: _why_not(case, dossier) for case, dossier in zip(rows, found, strict=True)}


def _why_not(case: EventCase, dossier: object) -> str | None:
    if not isinstance(dossier, Dossier):
        return f"not coded: {dossier}"
    events = [claim for claim in dossier.claims if isinstance(claim, EventClaim)]
    missing = [wanted for wanted in case.wanted if not any(_meets(wanted, event) for event in events)]
    if not missing and (case.wanted or not events):
        return None
    shown = "; ".join(_shown(event) for event in events) or "nothing"
    return f"{case.text!r} gives {shown}; " + (f"missing {missing}" if case.wanted else "wanted is nothing")


def _meets(wanted: Wanted, event: EventClaim) -> bool:
    if (wanted.type, wanted.status, wanted.polarity) != (event.type, event.status, event.polarity):
        return False
    if wanted.mode is not None and wanted.mode != event.mode:
        return False
    reciprocal = len(event.actor) > 1 and not event.recipient
    if reciprocal:
        return all(_named(word, event.actor) for word in (*wanted.actor, *wanted.recipient))
    return _fit(wanted.actor, event.actor) and _fit(wanted.recipient, event.recipient)


def _fit(words: tuple[str, ...], parties: tuple[Party, ...]) -> bool:
    """True where every wanted one is among the parties; nobody wanted needs nobody found."""
    return all(_named(word, parties) for word in words) and bool(words) == bool(parties)


def _named(words: str, parties: tuple[Party, ...]) -> bool:
    return any(words in text or text in words for party in parties for text in (party.text,))


def _shown(event: EventClaim) -> str:
    actor, recipient = (", ".join(party.text for party in side) or "-" for side in (event.actor, event.recipient))
    return f"{event.type} {event.mode} | {event.status} {event.polarity} | {actor} -> {recipient} by {event.rule}"
