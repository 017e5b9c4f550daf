"""Who a phrase names by itself: what `resolve` answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from dragoman.extract.mentions import MentionFinder
from dragoman.extract.syntax import Syntax
from dragoman.intake.articles import without_surrogates
from dragoman.knowledge.knowledge import Knowledge
from dragoman.model.claim import Party
from dragoman.model.reading import Reading
from dragoman.resolve.parties import PartyResolver
from dragoman.run.coder import Coder
from dragoman.run.examples import plain_text

_SURE, _LIKELY, _WORDS = 0.95, 0.7, 0.3
_FAR_BIGGER = 5  # times as many people: the town that a bare name means


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase and the ISO day for which it is to be resolved."""

    text: str
    on: str | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """Who a phrase names; fields that are not known are None."""

    text: str
    party: Party | None
    confidence: float

    def to_dict(self) -> dict[str, object]:
        party = self.party
        return {
            "text": self.text,
            "name": party.name if party else None,
            "entity": party.entity if party else None,
            "country": party.country if party else None,
            "sector": party.sector if party else None,
            "office": party.office if party else None,
            "confidence": self.confidence,
            "rule": party.rule if party else "resolve.none",
            "reason": party.reason if party else "no words that name a party",
        }


def resolve_phrases(phrases: Iterable[Phrase], coder: Coder) -> Iterator[Named]:
    """An answer for each phrase, in order; a phrase is read by itself, without any article around it."""
    rows = list(phrases)
    texts = [" ".join(without_surrogates(row.text).split()) for row in rows]
    readings = coder.parser.read(plain_text(text) if text else plain_text(".") for text in texts)
    for row, text, reading in zip(rows, texts, readings, strict=True):
        yield Named(row.text, *_resolve(text, row.on, reading, coder)) if text else Named(row.text, None, 0.0)


def _resolve(text: str, on: str | None, reading: Reading, coder: Coder) -> tuple[Party | None, float]:
    knowledge = coder.knowledge
    finder = MentionFinder(reading, text, Syntax(reading), knowledge.almanac, knowledge.roles, knowledge.language)
    head = _head(reading, finder)
    index = finder.at(head)
    if index is None:
        return _by_its_words(text, head, on, finder, coder)
    parties = PartyResolver(knowledge.almanac, knowledge.language, on, knowledge.roles).resolve(finder.mentions)[index]
    party = parties[0]
    if party.entity is None and party.country is None and party.name == text:
        party = _of_a_town(party, knowledge)
    return party, _SURE if party.entity else _LIKELY if party.country or party.sector else _WORDS


def _by_its_words(
    text: str, head: int, on: str | None, finder: MentionFinder, coder: Coder
) -> tuple[Party | None, float]:
    """A party of the phrase's own words, with the country that stands in it and the sector of the body before its head.

    "An amusement park in Kabul" is no government, and "two gang confederations" are no gang, but of its sector.
    """
    knowledge, syntax = coder.knowledge, finder.syntax
    inside = finder.inside(head) or tuple(
        index
        for noun in syntax.prepositional(head, ("across", "throughout", "near"))
        for index in finder.parties([noun])
    )
    body = next((role for child in syntax.reading.children[head] if (role := finder.role_ending_at(child))), None)
    if not inside and body is None:
        return None, 0.0
    resolver = PartyResolver(knowledge.almanac, knowledge.language, on, knowledge.roles)
    found = resolver.resolve(finder.mentions)[inside[0]][0] if inside else None
    country = found.country if found is not None else None
    sector = body.sector if body is not None else None
    party = Party(text, 0, len(text), text, None, country, sector, None, "resolve.words", "told by the words in it")
    return party, _LIKELY


def _of_a_town(party: Party, knowledge: Knowledge) -> Party:
    """The party with the country of the town of its name, where no other town of this name is near it in size."""
    towns = knowledge.places.cities.named(party.name)
    rivals = [town for town in towns if town.country != towns[0].country]
    if not towns or (rivals and rivals[0].population * _FAR_BIGGER > towns[0].population):
        return party
    reason = f"a town in {towns[0].country}"
    return replace(party, country=towns[0].country, sector=None, rule="resolve.town", reason=reason)


def _head(reading: Reading, finder: MentionFinder) -> int:
    """The head token of a phrase: a known name that covers all of it, else the root, else its last noun."""
    size = len(reading)
    for token in range(size):
        hit = finder.hit_at.get(token)
        if hit is not None and hit.last == size and (hit.first == 0 or (reading.tags[0] == "DT" and hit.first == 1)):
            return size - 1
    roots = [token for token, head in enumerate(reading.heads) if head == token]
    for root in roots:
        several_of = reading.lower[root] in finder.language.partitives and "of" in reading.lower[root + 1 : root + 2]
        if reading.tags[root][0] == "N" or several_of:
            return root
    nouns = [token for token in range(size) if reading.tags[token][0] == "N"]
    return nouns[-1] if nouns else roots[0]
