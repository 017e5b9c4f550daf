"""Joining by chances."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dragoman.judge.clusters import cluster, nearest_in_group


def test_the_surest_join_first_and_a_weak_tie_across_keeps_groups_apart() -> None:
    edges = [(0.9, 0, 1), (0.8, 2, 3), (0.6, 1, 2), (0.1, 0, 3), (0.1, 0, 2), (0.1, 1, 3)]
    assert cluster(4, edges, 0.5) == [[0, 1], [2, 3]]
    assert cluster(4, [(0.9, 0, 1), (0.8, 2, 3), (0.6, 1, 2)], 0.5) == [[0, 1, 2, 3]]


def test_what_people_say_goes_before_chances() -> None:
    assert cluster(3, [(0.0, 0, 1), (0.9, 1, 2)], 0.5, same=[(0, 1)], apart=[(0, 2)]) == [[0, 1], [2]]
    assert cluster(2, [(0.99, 0, 1)], 0.5, apart=[(1, 0)]) == [[0], [1]]


def test_the_nearest_of_a_group() -> None:
    assert nearest_in_group([0, 2, 5], {(0, 2): 0.7, (2, 5): 0.9, (0, 5): 0.8}) == {2: (0.9, 5), 5: (0.9, 2)}


pairs = st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda pair: pair[0] < pair[1])


@given(st.dictionaries(pairs, st.sampled_from([0.0, 0.2, 0.5, 0.6, 0.6, 0.9, 1.0]), max_size=25), st.randoms())
def test_every_place_stands_in_one_group_whatever_the_order(chances: dict[tuple[int, int], float], random) -> None:  # type: ignore[no-untyped-def]
    edges = [(chance, one, other) for (one, other), chance in chances.items()]
    groups = cluster(10, edges, 0.5)
    assert sorted(at for group in groups for at in group) == list(range(10))
    random.shuffle(edges)
    assert cluster(10, edges, 0.5) == groups
    for group in groups:
        across = [chance for (one, other), chance in chances.items() if one in group and other in group]
        assert len(group) == 1 or max(across) >= 0.5
