"""Expressions of time and the intervals they are resolved to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dragoman.model.span import Passage

TimeType = Literal["DATE", "TIME", "DURATION", "SET"]
Basis = Literal["explicit", "relative", "published", "inferred"]
FormKind = Literal["date", "shift", "offset", "span", "duration", "set", "vague"]
Anchor = Literal["published", "reference"]
Tense = Literal["past", "present", "future"]


@dataclass(frozen=True, slots=True)
class When:
    """When something happened, as told. `from_`/`to` are the ISO days of the half-open interval [from_, to).

    `edtf` is ISO 8601-2 ("2019-06", "2015/..", "../2015"). `basis` says what the value rests on: explicit words, words
    relative to another date, the day of publication alone, or an inference (then `rule` names it).
    """

    edtf: str
    from_: str | None
    to: str | None
    basis: Basis
    text: str | None = None
    start: int | None = None
    end: int | None = None
    rule: str | None = None

    def to_dict(self) -> dict[str, object]:
        return {
            "edtf": self.edtf,
            "from": self.from_,
            "to": self.to,
            "text": self.text,
            "start": self.start,
            "end": self.end,
            "basis": self.basis,
            "rule": self.rule,
        }


@dataclass(frozen=True, slots=True)
class TimeForm:
    """What an expression of time says by itself, before any date of reference is known. What is not said is None.

    `kind` names the way it is resolved: a `date` of the calendar (perhaps without its year), a unit `shift`-ed from the
    anchor ("last week"), an `offset` of `count` units ("two days ago"), a `span` of units up to or from the anchor
    ("the past seven years"), a `duration`, a `set` or a `vague` word. `unit` is Y, M, W, D, Q, E (decade), C (century),
    WE (weekend), TH, TM or TS. `count` is None where the number is vague. `shift` moves the anchor's unit (or, in a
    date, its year) back or on; `anchor` is the day of publication or the latest date that the article told. `part` is
    MO, MI, AF, EV or NI; `clock` is HH:MM or HH:MM:SS; `zone` is "Z" for universal time. `holiday` is the rule of the
    lexicon ("12-25", "11-4-4": the fourth Thursday of November, "easter-2"). `fixed` is a TIMEX3 value given whole,
    `length` that of the count of units of an offset or a span.
    """

    kind: FormKind
    year: int | None = None
    month: int | None = None
    day: int | None = None
    day_to: int | None = None
    weekday: int | None = None
    season: str | None = None
    quarter: int | None = None
    half: int | None = None
    decade: int | None = None
    century: int | None = None
    holiday: str | None = None
    part: str | None = None
    clock: str | None = None
    zone: str | None = None
    unit: str | None = None
    count: float | None = None
    shift: int | None = None
    anchor: Anchor = "published"
    approximate: bool = False
    fixed: str | None = None
    length: str | None = None


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words that tell a time, as found: what they say (`form`) and the tense of the verb that governs them.

    `firm` is True where they hang on that verb itself and not on a noun below it.
    `first`/`last` are the tokens `[first, last)` it covers, `sentence` the sentence's index. `opens_range` marks the
    first end of a range whose other end is the next expression ("from 2015 to 2018").
    """

    passage: Passage
    type: TimeType
    form: TimeForm
    sentence: int
    first: int
    last: int
    rule: str
    tense: Tense | None = None
    firm: bool = False
    opens_range: bool = False


@dataclass(frozen=True, slots=True)
class TimeMention:
    """One expression of time in an article, resolved as far as the article allows.

    `value` is a TIMEX3 value ("1998-08-07", "P7Y", "PRESENT_REF"); `when` is None for durations and sets, and for dates
    that cannot be anchored. `first`/`last` are the tokens `[first, last)` it covers, `sentence` the sentence's index.
    """

    passage: Passage
    type: TimeType
    value: str
    when: When | None
    sentence: int
    first: int
    last: int
    rule: str

    def to_dict(self, article: str) -> dict[str, object]:
        """The mention's line as `annotate` prints it."""
        return {
            "article": article,
            "layer": "time",
            **self.passage.to_dict(),
            "type": self.type,
            "value": self.value,
            "edtf": self.when.edtf if self.when else None,
            "rule": self.rule,
        }
