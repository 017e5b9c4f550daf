"""Which claims of events are worth comparing: those that share a key, so that the work grows with the claims and not
with their pairs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from dragoman.judge.telling import Telling
from dragoman.knowledge.judging import EventThresholds

Key = tuple[object, ...]
_MONTH = 30


def candidate_pairs(tellings: Sequence[Telling], thresholds: EventThresholds) -> Iterator[tuple[int, int]]:
    """Pairs of places in `tellings` worth comparing, each once, the smaller place first.

    `tellings` must stand in an order that hangs on their content alone. In a block that is larger than
    `largest_block` each claim is compared with its `neighbours` next in time only (the sorted neighbourhood of
    Hernández and Stolfo 1995).
    """
    blocks: dict[Key, list[int]] = defaultdict(list)
    for at, telling in enumerate(tellings):
        for key in _keys(telling, thresholds):
            blocks[key].append(at)
    seen: set[tuple[int, int]] = set()
    for key in sorted(blocks, key=repr):
        members = sorted(blocks[key], key=lambda at: (tellings[at].day or 0, at))
        reach = len(members) if len(members) <= thresholds.largest_block else thresholds.neighbours
        for number, one in enumerate(members):
            for other in members[number + 1 : number + 1 + reach]:
                pair = (one, other) if one < other else (other, one)
                if pair not in seen:
                    seen.add(pair)
                    yield pair


def _keys(telling: Telling, thresholds: EventThresholds) -> Iterator[Key]:
    """Pairs of countries, people, and rare words, each with the type and the month or the months beside it."""
    claim = telling.claim
    types = sorted({claim.type or "", *thresholds.kin.get(claim.type or "", ())})
    family = types[0]
    months = _months(telling)
    countries = sorted(telling.countries)
    people = sorted({who.known for who in telling.everybody if who.is_person})
    for month in months:
        for number, one in enumerate(countries):
            for other in countries[number + 1 :]:
                yield "pair", family, one, other, month
        for person in people:
            yield "person", family, person, month
        if len(countries) == 1 and not people:
            yield "country", family, countries[0], month
        for word in telling.rare:
            yield "word", family, word, month
    if telling.told or claim.status == "historical":
        for person in people or countries:
            for word in sorted(telling.rare):
                yield "old", family, person, word


def _months(telling: Telling) -> tuple[int, ...]:
    """The month of a telling's day and the one next to it that is nearer; 0 for the undated."""
    if telling.day is None:
        return (0,)
    month, rest = divmod(telling.day, _MONTH)
    return (month, month + 1) if rest >= _MONTH // 2 else (month - 1, month)
