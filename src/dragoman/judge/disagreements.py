"""What claims of one happening tell differently: date, count, doer, place, whether it happened at all."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from dragoman.judge.telling import Telling
from dragoman.knowledge.judging import CountWords
from dragoman.model.judging import About, Disagreement, KnownClaim

_TOKEN = re.compile(r"\d[\d,]*(?:\.\d+)?|[^\W\d_]+(?:['’-][^\W\d_]+)*")
_MONTH = 31
_APART_KM = 150.0
"""Two places this far from each other are not a town and its surroundings."""
_EARTH_KM = 6371.0


def event_disagreements(group: Sequence[Telling], matter: str, counts: CountWords) -> Iterator[Disagreement]:
    """One row for each claim that takes part in a disagreement, in the order of the group."""
    if len(group) < 2:
        return
    for about, told in (
        ("happened", _happened(group)),
        ("date", _dates(group)),
        ("doer", _doers(group)),
        ("place", _places(group)),
        ("count", _counts(group, counts)),
    ):
        yield from _rows(about, told, matter, group)  # type: ignore[arg-type]


def _rows(about: About, told: Mapping[str, str], matter: str, group: Sequence[Telling]) -> Iterator[Disagreement]:
    for telling in group:
        if telling.claim.id in told:
            yield Disagreement(matter, about, telling.claim.id, told[telling.claim.id])


def _happened(group: Sequence[Telling]) -> dict[str, str]:
    """Some affirm and some deny it. That it was planned and then done is no disagreement."""
    done = {each.claim.id: each.claim.polarity or "" for each in group if each.claim.status in ("actual", "historical")}
    return done if len(set(done.values())) > 1 else {}


def _dates(group: Sequence[Telling]) -> dict[str, str]:
    told = [
        each for each in group
        if each.told and each.first is not None and each.last is not None and each.last - each.first <= _MONTH
    ]  # fmt: skip
    if not told or max(each.first or 0 for each in told) <= min(each.last or 0 for each in told):
        return {}  # intervals that all touch pairwise have a day in common
    return {each.claim.id: each.claim.edtf or "" for each in told}


def _doers(group: Sequence[Telling]) -> dict[str, str]:
    """Claims that name different countries as the one that acted; where all act together nobody is the doer."""
    doers = {
        each.claim.id: frozenset(who.country for who in each.actors if who.country) for each in group if each.recipients
    }
    known = {number: countries for number, countries in doers.items() if countries}
    if not known or frozenset.intersection(*known.values()):
        return {}
    return {number: ";".join(sorted(countries)) for number, countries in known.items()}


def _places(group: Sequence[Telling]) -> dict[str, str]:
    placed = [each.claim for each in group if each.claim.place is not None]
    if any(_are_places_apart(one, other) for at, one in enumerate(placed) for other in placed[at + 1 :]):
        return {claim.id: claim.place or "" for claim in placed}
    return {}


def _are_places_apart(one: KnownClaim, other: KnownClaim) -> bool:
    if one.place == other.place:
        return False
    if one.place_country is not None and other.place_country is not None and one.place_country != other.place_country:
        return True
    if None in (one.latitude, one.longitude, other.latitude, other.longitude):
        return False
    return _kilometres(one, other) > _APART_KM and not _names_country(one, other)


def _names_country(one: KnownClaim, other: KnownClaim) -> bool:
    """Whether one place names the country of which the other is a part: whole degrees are a country's centre."""
    return any(
        claim.latitude is not None and claim.longitude is not None and _is_rough(claim.latitude, claim.longitude)
        for claim in (one, other)
    )


def _is_rough(latitude: float, longitude: float) -> bool:
    """The almanac's centres of countries and regions are rounded to tenths of a degree; towns are not."""
    return round(latitude, 1) == latitude and round(longitude, 1) == longitude


def _kilometres(one: KnownClaim, other: KnownClaim) -> float:
    """The great-circle distance (haversine)."""
    first, second = math.radians(one.latitude or 0), math.radians(other.latitude or 0)
    along = math.radians((other.longitude or 0) - (one.longitude or 0))
    chord = math.sin((second - first) / 2) ** 2 + math.cos(first) * math.cos(second) * math.sin(along / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(chord))


def _counts(group: Sequence[Telling], words: CountWords) -> dict[str, str]:
    """Claims that count the same thing differently, with what they tell: "12 soldiers"."""
    by_thing: dict[str, dict[str, int]] = defaultdict(dict)
    for each in group:
        for thing, number in counted(each.claim.evidence.text, words).items():
            by_thing[thing][each.claim.id] = number
    found: dict[str, list[str]] = defaultdict(list)
    for thing in sorted(by_thing):
        told = by_thing[thing]
        if len(set(told.values())) > 1:
            for claim, count in told.items():
                found[claim].append(f"{count} {thing}")
    return {claim: "; ".join(things) for claim, things in found.items()}


def counted(text: str, words: CountWords) -> dict[str, int]:
    """What a text counts: the word behind a number, in lower case, with the number. Years count nothing."""
    tokens = _TOKEN.findall(text.lower())
    found: dict[str, int] = {}
    at = 0
    while at < len(tokens):
        number, after = _number(tokens, at, words)
        if number is None:
            at += 1
            continue
        if after < len(tokens) and _is_thing(tokens[after], words):
            found.setdefault(tokens[after], number)
        at = after
    return found


def _is_thing(word: str, words: CountWords) -> bool:
    return not word[0].isdigit() and word not in words.not_counted and word not in words.number_words


def _number(tokens: Sequence[str], at: int, words: CountWords) -> tuple[int | None, int]:
    """The whole number written from `at` on, and the place after it."""
    first = tokens[at]
    value: int | None = None
    if first[0].isdigit():
        plain = first.replace(",", "")
        value = int(plain) if plain.isdecimal() and len(plain) <= 12 else None
        if value is None or (1000 <= value <= 2100 and "," not in first):
            return None, at + 1
    elif first in words.number_words:
        value = words.number_words[first]
        if value >= 20 and at + 1 < len(tokens) and words.number_words.get(tokens[at + 1], 10) < 10:
            at, value = at + 1, value + words.number_words[tokens[at + 1]]
    if value is None:
        return None, at + 1
    after = at + 1
    while after < len(tokens) and tokens[after] in words.large_words:
        value *= words.large_words[tokens[after]]
        after += 1
    return value, after
