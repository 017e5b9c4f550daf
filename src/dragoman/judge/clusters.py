"""Joins things by the chances that they are the same: the surest first, and never against what people said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

Edge = tuple[float, int, int]
"""A chance from 0 to 1 and the places of two things, the smaller first."""


def cluster(
    count: int, edges: Iterable[Edge], join: float, same: Iterable[tuple[int, int]] = (),
    apart: Iterable[tuple[int, int]] = (),
) -> list[list[int]]:  # fmt: skip
    """The places 0 to `count` - 1 in groups, each in rising order, the groups by their first place.

    `edges` are the pairs that were compared, those below `join` too: they speak against. Two groups become one where
    a pair of theirs reaches `join` and all compared pairs across them do on average (average linkage; Sokal and
    Michener 1958), the surest pairs first. Pairs of `same` are together whatever their chance, pairs of `apart` never,
    and `same` goes before `apart`. The result hangs on the edges alone, not on their order.
    """
    beside: list[dict[int, float]] = [{} for _ in range(count)]
    strong: list[Edge] = []
    for chance, one, other in edges:
        beside[one][other] = beside[other][one] = chance
        if chance >= join:
            strong.append((chance, one, other))
    groups = [[at] for at in range(count)]
    group_of = list(range(count))
    foes: list[set[int]] = [set() for _ in range(count)]
    for one, other in apart:
        foes[one].add(other)
        foes[other].add(one)

    def merge(one: int, other: int) -> None:
        kept, gone = sorted((group_of[one], group_of[other]), key=lambda group: (-len(groups[group]), group))
        if kept != gone:
            for at in groups[gone]:
                group_of[at] = kept
            groups[kept] += groups[gone]
            groups[gone] = []

    def may_merge(one: int, other: int) -> bool:
        fewer, more = sorted((groups[group_of[one]], groups[group_of[other]]), key=len)
        them = group_of[more[0]]
        if any(group_of[foe] == them for at in fewer for foe in foes[at]):
            return False
        chances = [chance for at in fewer for near, chance in beside[at].items() if group_of[near] == them]
        return sum(chances) >= join * len(chances)

    for one, other in sorted(same):
        merge(one, other)
    for _, one, other in sorted(strong, key=lambda edge: (-edge[0], edge[1], edge[2])):
        if group_of[one] != group_of[other] and may_merge(one, other):
            merge(one, other)
    return sorted(sorted(group) for group in groups if group)


def nearest_in_group(group: Sequence[int], chances: Mapping[tuple[int, int], float]) -> dict[int, tuple[float, int]]:
    """For each member but the first the compared member it is most like, with the chance; the first of equals."""
    found: dict[int, tuple[float, int]] = {}
    for at in group[1:]:
        near = [
            (chances[pair], other)
            for other in group
            if other != at and (pair := (at, other) if at < other else (other, at)) in chances
        ]
        if near:
            found[at] = max(near, key=lambda each: (each[0], -each[1]))
    return found
