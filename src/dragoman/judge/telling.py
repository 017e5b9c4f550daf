"""A claim of an event as judging compares it: who takes part, when and where it is told to have happened, its words."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.judge.days import ordinal
from dragoman.judge.words import telling, weight, words_of
from dragoman.model.judging import KnownClaim, KnownParty

_STATE = "state:"
_PERSON = "person:"
_MONTH = 31
_RARE = 0.55
"""The weight from which a word is rare enough to find claims by: some 30 uses in a million, names above all."""


@dataclass(frozen=True, slots=True)
class Who:
    """A party of a claim. `known` is its entity or, of somebody the almanac has not, its name in lower case, of which
    `words` are the telling ones. `is_named` is false of "the participants" and "him"."""

    known: str
    words: frozenset[str]
    country: str | None
    sector: str | None
    is_state: bool
    is_person: bool
    is_named: bool


@dataclass(frozen=True, slots=True)
class Telling:
    """One claim of an event, taken apart. Days are ordinals (`date.toordinal`); `last` is the last day it may be.

    `actors` and `recipients` as told; where the event is mutual all are actors. `day` is where it stands in time for
    finding others: its first day as told, else the day of publication. `precise` says that a day is told, `told` that
    any time is. `words` are those of the evidence, `sentence` those of the whole sentence, `names` those that
    name the parties, `said` the sentence's very wording.
    """

    claim: KnownClaim
    actors: tuple[Who, ...]
    recipients: tuple[Who, ...]
    first: int | None
    last: int | None
    published: int | None
    day: int | None
    told: bool
    precise: bool
    words: frozenset[str]
    sentence: frozenset[str]
    names: frozenset[str]
    said: str
    rare: frozenset[str]
    numbers: frozenset[str]

    @property
    def everybody(self) -> tuple[Who, ...]:
        return self.actors + self.recipients

    @property
    def countries(self) -> frozenset[str]:
        return frozenset(who.country for who in self.everybody if who.country)


def telling_of(claim: KnownClaim) -> Telling:
    """A claim of kind event, taken apart."""
    told = claim.basis not in (None, "published")
    first = ordinal(claim.since) if told else None
    until = ordinal(claim.until) if told else None
    last = until - 1 if until is not None else None
    published = ordinal(claim.published)
    actors = tuple(_who(party) for party in claim.of_role("actor"))
    recipients = tuple(_who(party) for party in claim.of_role("recipient"))
    words = telling(claim.evidence.text)
    around = claim.sentence.text if claim.sentence is not None else claim.evidence.text
    span = last - first if first is not None and last is not None else None
    near = first if first is not None and span is not None and span <= _MONTH else None
    return Telling(
        claim, actors, recipients, first, last, published,
        day=near if near is not None else None if told else published,
        told=told and (first is not None or last is not None),
        precise=span is not None and span <= 1,
        words=words,
        sentence=telling(around),
        names=frozenset(word for party in claim.parties for word in party.name.lower().split()),
        said=" ".join(words_of(around)),
        rare=frozenset(word for word in words if weight(word) >= _RARE),
        numbers=frozenset(word for word in words if word[0].isdigit()),
    )  # fmt: skip


def _who(party: KnownParty) -> Who:
    entity = party.entity or ""
    return Who(
        known=party.known,
        words=telling(party.name),
        country=party.country,
        sector=party.sector,
        is_state=entity.startswith(_STATE),
        is_person=entity.startswith(_PERSON)
        or (party.entity is None and party.sector is not None and party.name.istitle()),
        is_named=any(word[:1].isupper() for word in party.name.split()),
    )
