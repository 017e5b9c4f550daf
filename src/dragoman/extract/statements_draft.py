"""A statement while it is being read: still in tokens."""

from __future__ import annotations

from dataclasses import dataclass, field

from dragoman.extract.statements_spans import Range
from dragoman.extract.statements_speakers import Speaker


@dataclass(slots=True)
class Draft:
    """A statement in tokens; `contents` are its ranges, `speaker` who is behind it.

    `preposition`: the cue is a phrase like "according to"; `verbatim`: the content is given in full, without marks.
    """

    rule: str
    token: int
    cue: Range | None
    speaker: Speaker
    contents: list[Range]
    stance: str | None
    via: list[int] = field(default_factory=list)
    reported_by: int | None = None
    addressee: tuple[int, ...] = ()
    outer: Draft | None = None
    preposition: bool = False
    verbatim: bool = False
    confidence: float = 0.8
