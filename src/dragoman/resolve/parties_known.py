"""Parties already named in an article, and the small questions that resolving them asks again and again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from dragoman.knowledge.almanac import Almanac, Tenure
from dragoman.knowledge.gazetteer import fold
from dragoman.model.claim import Party
from dragoman.model.mention import Mention

_RECENT = 10  # years after leaving office in which a bare surname still means the former holder


_SHORT = 5  # letters from which two words are compared as wholes
_MIXED = (
    ("ck", "k"), ("ph", "f"), ("kh", "k"), ("ch", "c"), ("sh", "s"), ("zh", "s"), ("ts", "s"), ("q", "k"), ("x", "ks"),
    ("c", "k"), ("z", "s"), ("v", "f"), ("j", "i"), ("g", "k"), ("b", "p"), ("d", "t"),
)  # fmt: skip
_ARTICLES = frozenset({"al", "el", "ul", "ad", "ar", "as", "ash", "an", "at", "az"})  # of Arabic names
_OF_PEOPLE = ("group:", "party:")  # one body that "they" may mean: a movement, a party


@dataclass(slots=True)
class Known:
    """Somebody already named in the article."""

    party: Party
    parties: tuple[Party, ...]
    """All whom the same words mean ("the presidents of Chile and Peru"); `party` is the first."""
    words: frozenset[str]
    sentence: int
    subject: bool
    person: bool
    plural: bool
    named: bool
    definite: bool
    thing: bool
    first: int
    row: int
    """The coordination it stands in: those of one row and sentence are named together."""


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
    return (known.plural or (known.party.entity or "").startswith(_OF_PEOPLE)) and not known.thing


def only(known: Iterable[Known]) -> Known | None:
    """The one party that all of these are, or None."""
    different = {(each.party.entity, each.party.name): each for each in known}
    return next(iter(different.values())) if len(different) == 1 else None


def distinct(parties: Iterable[Party]) -> tuple[Party, ...]:
    """The parties without those that are named by an entity and name that came before."""
    found: dict[tuple[str | None, str, str | None], Party] = {}
    for party in parties:
        found.setdefault((party.entity, party.name, party.country if party.entity is None else None), party)
    return tuple(found.values())


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
    """The words of a name, folded to lower case, initials and articles left out: what a short form must be part of."""
    words = fold(name).replace("-", " ").replace(".", " ").lower().split()
    return frozenset(word for word in words if len(word) > 1 and word not in _ARTICLES)


def same_office(role: str, title: str) -> bool:
    """True where a title in running text may be this office: equal, or the one ends in the other."""
    title = title.lower()
    return (
        role in (title, "leader")
        or title.startswith((role + " of ", role + " for "))
        or (title.endswith(" " + role) and " of " not in title)  # no "wife of the prime minister"
        or role.endswith(" " + title)
    )


def head_of(almanac: Almanac, country: str | None, day: str | None) -> Party | None:
    """The head of the government whose own texts speak of "the President" and say "I", on the ISO day, if known."""
    if country is None or day is None:
        return None
    tenures = almanac.holders(country, "president", day) or tuple(
        tenure for tenure in almanac.leaders(country, day) if tenure.office != "head-of-state"
    )
    if len({tenure.person for tenure in tenures}) != 1:
        return None
    tenure = tenures[0]
    reason = f"{tenure.title} of {country} on {day}"
    return Party(tenure.name, 0, 0, "", tenure.person, country, "GOV", tenure.title, "resolve.office.tenure", reason)


def is_spelt_like(name: str, other: str, least: float = 0.8) -> bool:
    """Whether two names may be one in two spellings ("Heidar Aliyev", "Heydar Aliyev").

    Word for word where both have as many: "Kim Pong Gil" is no "Kim Jong Gil", for short words differ by a letter.
    """
    one, two = (fold(each).replace("-", " ").lower().split() for each in (name, other))
    if one[-1][0] != two[-1][0] and one[0][0] != two[0][0]:
        return False
    if len(one) == len(two) and not all(_is_word_like(*pair) for pair in zip(one, two, strict=True)):
        return False
    return SequenceMatcher(None, " ".join(one), " ".join(two), autojunk=False).ratio() >= least


def _is_word_like(one: str, other: str) -> bool:
    """Whether two words may be spellings of one: alike on the whole, or of the same consonants where they are short."""
    if one == other or _consonants(one) == _consonants(other):
        return True
    return min(len(one), len(other)) >= _SHORT and SequenceMatcher(None, one, other, autojunk=False).ratio() >= 0.7


def _consonants(word: str) -> str:
    """The word's consonants, those that spellings mix made one: Choe and Choi, Dmitri and Dmitry, Yusuf and Youssef."""
    for letters, letter in _MIXED:
        word = word.replace(letters, letter)
    plain = re.sub("[aeiouyhw]", "", word)
    return re.sub(r"(.)\1", r"\1", plain) or word


def was_near(tenure: Tenure, day: str) -> bool:
    """In office on the day, or out of it for no longer than `_RECENT` years."""
    if tenure.covers(day):
        return True
    return tenure.until is not None and tenure.until <= day and int(day[:4]) - int(tenure.until[:4]) <= _RECENT
