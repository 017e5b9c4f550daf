"""Conditions on the surroundings of a match, by which a time rule tells "in 2005" from "2005 people"."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dragoman.extract.times_forms import SlotReader
from dragoman.extract.times_words import TimeWords
from dragoman.knowledge.times import TimeLexicon, figure_kind
from dragoman.model.reading import Reading

_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_DATE_LABELS = frozenset({"DATE", "TIME", "EVENT"})


@dataclass(slots=True)
class Surroundings:
    """The words `[first, last)` of a match within their stretch, and the reading they are in."""

    reading: Reading
    lexicon: TimeLexicon
    words: TimeWords
    first: int
    last: int
    slots: SlotReader
    labels: Mapping[int, str]

    @property
    def token(self) -> int:
        """The first token of the match."""
        return self.token_at(self.words.starts[self.first])

    @property
    def last_token(self) -> int:
        return self.token_at(self.words.ends[self.last - 1] - 1)

    def token_at(self, offset: int) -> int:
        return max(bisect_right(self.reading.clean_starts, offset) - 1, 0)

    @property
    def before(self) -> str:
        """The word before the match, in lower case; empty at the beginning."""
        return self.words.words[self.first - 1] if self.first else ""

    @property
    def after(self) -> str:
        return self.words.words[self.last] if self.last < len(self.words.words) else ""

    @property
    def tag_after(self) -> str:
        at = self.last_token + 1
        return self.reading.tags[at] if at < len(self.reading) else ""

    @property
    def tag(self) -> str:
        """The tag of the match's last token."""
        return self.reading.tags[self.last_token]

    def is_in(self, word: str, *classes: str) -> bool:
        return any(self.lexicon.value(name, word) is not None for name in classes)

    def slot_token(self, slot: str) -> int:
        return self.token_at(self.words.starts[self.slots.slots[slot][0]])

    @property
    def unit(self) -> str | None:
        return self.slots.value("unit", "UNIT", "UNITS")


def _clock(at: Surroundings) -> bool:
    return at.slots.has("ampm") or at.slots.has("noon") or at.is_in(at.before, "AT")


def _days(at: Surroundings) -> bool:
    joined = at.words.words[at.slots.slots["day_to"][0] - 1]
    return at.tag_after not in _NOUNS or at.is_in(joined, "MARK_HYPHEN")


def _day_number(at: Surroundings) -> bool:
    if at.slots.has("year") or at.slots.has("rel"):
        return True
    if at.slots.value("day", "ORD") is not None:
        return at.tag_after not in _NOUNS and not at.is_in(at.after, "MARK_HYPHEN")
    return not (at.tag_after == "NNS" and at.is_in(at.before, "IN"))


def _season(at: Surroundings) -> bool:
    return at.is_in(at.before, "PRECEDES_YEAR", "AT") and not at.is_in(at.after, "OF", "MARK_HYPHEN")


def _decade(at: Surroundings) -> bool:
    word = at.slots.word("decade") or ""
    if at.is_in(at.before, "POSSESSIVE") or at.tag_after in ("NNS",):
        return len(word) == 5
    if len(word) == 5 and word[0].isdigit():
        return True
    return at.last - at.first > 1


def _year(at: Surroundings) -> bool:
    """A bare figure of four digits is a year after certain words, or where the parser's entities have it as a date."""
    if at.is_in(at.after, "UNIT", "UNITS", "MEASURE"):
        return False
    if at.tag_after in ("NNS", "NNPS") and not at.is_in(at.before, "PRECEDES_YEAR", "POSSESSIVE"):
        return False
    year = at.slots.number("year") or 0
    label = at.labels.get(at.token)
    if label in _DATE_LABELS:
        return True
    return 1400 <= year <= 2100 and at.is_in(at.before, "PRECEDES_YEAR") and label in (None, "CARDINAL")


def _year_near(at: Surroundings) -> bool:
    return at.tag_after not in ("NNS", "NNPS") and not at.is_in(at.after, "UNITS", "MEASURE")


def _range_end(at: Surroundings) -> bool:
    start = at.words.words[at.first - 2]
    return int(at.words.words[at.first]) > int(start[2:])


def _not_proper(at: Surroundings) -> bool:
    return at.tag not in ("NNP", "NNPS")


def _not_title(at: Surroundings) -> bool:
    token = at.token
    first = at.reading.sentences[at.reading.sentence_of[token]].first
    return token == first or at.reading.tags[token] not in ("NNP", "NNPS")


def _part(at: Surroundings) -> bool:
    return at.slots.has("edge") or at.is_in(at.before, "IN", "AT", "PRECEDES_YEAR")


def _ago(at: Surroundings) -> bool:
    if at.unit in ("TS", None) or at.is_in(at.after, "THAN"):
        return False
    if at.slots.value("dir", "DEEDAGO") is not None:
        return True
    # "two days before the vote" counts from the vote
    return at.tag_after in (".", ",", ":", "''", "-RRB-", "", "VBD", "CC") or at.slots.word("dir") in (
        "earlier",
        "later",
    )


def _span_one(at: Surroundings) -> bool:
    if at.unit == "C" and at.slots.word("rel") == "last":
        return False  # the century before this one
    if at.slots.shift() == -1:
        return at.unit not in ("D", "TS", "TM")
    return at.unit in ("E", "C") or at.slots.word("rel") != "next"


def _unit_shift(at: Surroundings) -> bool:
    return at.unit not in ("TS", "TM", "TH", "L")


def _anaphoric_unit(at: Surroundings) -> bool:
    if at.unit in ("TS", "TM", "TH", "L"):
        return False
    return not at.slots.has("that") or at.reading.tags[at.slot_token("that")] not in ("IN", "WDT")


def _day_of_month(at: Surroundings) -> bool:
    return at.is_in(at.before, "ON", "AT") and at.tag_after not in _NOUNS | {"JJ", "CD"}


def _month(at: Surroundings) -> bool:
    token = at.slot_token("month")
    tag = at.reading.tags[token]
    if tag not in ("NNP", "NNPS"):
        return False
    label = at.labels.get(token)
    if label is None or at.first != at.last - 1:
        return (
            at.is_in(at.before, "PRECEDES_YEAR", "AT", "IN", "ON")
            or at.first != at.last - 1
            or len(at.words.words) == 1
        )
    return label in _DATE_LABELS


def _rate(at: Surroundings) -> bool:
    if at.unit in ("TS", "Q"):
        return False
    if at.is_in(at.before, "MEASURE"):
        return True
    before = at.token - 1
    return before >= 0 and at.reading.tags[before] == "NNS" and not at.is_in(at.after, "AGO")


def _duration(at: Surroundings) -> bool:
    unit = at.unit
    joined = at.is_in(at.words.words[at.slots.slots["unit"][0] - 1], "MARK_HYPHEN")
    if at.slots.value("unit", "UNIT") is not None and figure_kind(at.slots.word("n") or "").startswith("year"):
        return False  # "the 1988 quarter"
    if unit == "Q" and (joined or at.is_in(at.after, "OF")):
        return False  # three quarters of something is a share
    if unit == "TS" and at.slots.value("unit", "UNIT") is not None:
        return joined
    if at.slots.value("n", "VAGUE") is not None and at.slots.value("unit", "UNIT") is not None:
        return joined
    return True


def _duration_one(at: Surroundings) -> bool:
    return at.unit not in ("TS", "Q", "WE") and not (at.unit == "D" and at.is_in(at.after, "OF"))


def _bare_units(at: Surroundings) -> bool:
    return at.unit not in ("TS", "TM", "Q", "WE") and at.slots.word("unit") != "nights" and at.tag == "NNS"


def _the_unit(at: Surroundings) -> bool:
    if at.unit not in ("Y", "Q", "W", "M", "WE") and not (at.slots.has("edge") and at.unit in ("D", "E", "C")):
        return False
    if at.unit == "WE" or at.slots.has("edge"):
        return not at.is_in(at.after, "OF")
    return at.tag_after not in _NOUNS | {"WRB", "WDT", "HYPH", "CD"} and not at.is_in(at.after, "AFTER_THE_UNIT")


def _vague(at: Surroundings) -> bool:
    return not at.is_in(at.after, "AFTER_REF")


def _noun(at: Surroundings) -> bool:
    return at.tag == "NN" and at.tag_after not in _NOUNS | {"CD"}


Guard = Callable[[Surroundings], bool]

GUARDS: Mapping[str, Guard] = {
    "clock": _clock,
    "days": _days,
    "day_number": _day_number,
    "season": _season,
    "decade": _decade,
    "year": _year,
    "year_near": _year_near,
    "range_end": _range_end,
    "not_proper": _not_proper,
    "not_title": _not_title,
    "part": _part,
    "ago": _ago,
    "span_one": _span_one,
    "unit_shift": _unit_shift,
    "anaphoric_unit": _anaphoric_unit,
    "day_of_month": _day_of_month,
    "month": _month,
    "rate": _rate,
    "duration": _duration,
    "duration_one": _duration_one,
    "bare_units": _bare_units,
    "the_unit": _the_unit,
    "noun": _noun,
    "vague": _vague,
}
