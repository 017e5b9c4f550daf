"""Parties already named in an article, and the small questions that resolving them asks again and again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dragoman.knowledge.almanac import Tenure
from dragoman.knowledge.gazetteer import fold
from dragoman.model.claim import Party
from dragoman.model.mention import Mention

_RECENT = 10  # years after leaving office in which a bare surname still means the former holder


@dataclass(slots=True)
class Known:
    """Somebody already named in the article."""

    party: Party
    words: frozenset[str]
    sentence: int
    subject: bool
    person: bool
    plural: bool
    named: bool
    definite: bool
    first: int


def fullness(party: Party | None) -> int:
    """How much is known of a party: country, office, sector."""
    if party is None:
        return -1
    return 4 * (party.country is not None) + 2 * (party.office is not None) + (party.sector is not None)


def fits(known: Known, wanted: str) -> bool:
    """Whether a pronoun for a "person", a "thing" or "many" may go back to this party."""
    if wanted == "person":
        return known.person and not known.plural and (known.named or known.definite)
    if wanted == "thing":
        return not known.person and not known.plural and known.party.entity is not None
    return known.plural


def only(known: Iterable[Known]) -> Known | None:
    """The one party that all of these are, or None."""
    different = {(each.party.entity, each.party.name): each for each in known}
    return next(iter(different.values())) if len(different) == 1 else None


def party_of(
    mention: Mention, name: str, entity: str | None, country: str | None, sector: str | None, office: str | None,
    rule: str, reason: str,
) -> Party:  # fmt: skip
    """The party that a mention was resolved to, at the mention's place."""
    place = mention.passage
    return Party(name, place.start, place.end, place.text, entity, country, sector, office, rule, reason)


def again(mention: Mention, party: Party, rule: str, reason: str) -> Party:
    """A party named before, at the place of a mention that goes back to it."""
    return party_of(mention, party.name, party.entity, party.country, party.sector, party.office, rule, reason)


def bare(mention: Mention, rule: str, reason: str) -> Party:
    """A party of the mention's own words, with what they show."""
    return party_of(
        mention, mention.words, None, first_country(mention.countries), mention.sector, mention.role, rule, reason
    )


def first_country(countries: Sequence[str]) -> str | None:
    """The first country, or None."""
    return countries[0] if countries else None


def name_words(name: str) -> frozenset[str]:
    """The words of a name, folded to lower case, initials left out: what a short form must be part of."""
    return frozenset(word for word in fold(name).replace("-", " ").replace(".", " ").lower().split() if len(word) > 1)


def same_office(role: str, title: str) -> bool:
    """True where a title in running text may be this office: equal, or the one ends in the other."""
    title = title.lower()
    return (
        role in (title, "leader")
        or title.startswith((role + " of ", role + " for "))
        or title.endswith(" " + role)
        or role.endswith(" " + title)
    )


def was_near(tenure: Tenure, day: str) -> bool:
    """In office on the day, or out of it for no longer than `_RECENT` years."""
    if tenure.covers(day):
        return True
    return tenure.until is not None and tenure.until <= day and int(day[:4]) - int(tenure.until[:4]) <= _RECENT
