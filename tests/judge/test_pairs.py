"""How alike two claims of events are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from judge_factories import FLAVIA, LEAD, RUDOLF, RUPERT, day, known_event, party

from dragoman.judge.blocks import candidate_pairs
from dragoman.judge.pairs import chance, features_of, reasons
from dragoman.judge.telling import telling_of
from dragoman.knowledge.judging import load_thresholds
from dragoman.model.judging import KnownClaim

EVENTS = load_thresholds().events
OTHER_WORDS = "President Rassendyll held talks with Queen Flavia about the border railway on Tuesday"
STATES = (party("Ruritania", "RUR", entity="state:RUR"), party("Graustark", "GRA", entity="state:GRA"))


def likely(one: KnownClaim, other: KnownClaim) -> bool:
    return chance(telling_of(one), telling_of(other), EVENTS.weights) >= EVENTS.join


def of_other_paper(*parties: object, text: str = OTHER_WORDS, **more: object) -> KnownClaim:
    return known_event("c2", *parties, text=text, article="a2", publisher="Graustark Herald", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "other",
    [
        of_other_paper(),
        of_other_paper(published="2024-03-06"),
        of_other_paper(**day("2024-03-05", "2024-03-06")),
        of_other_paper(FLAVIA, RUDOLF),
        of_other_paper(text=LEAD),
    ],
)
def test_two_papers_tell_of_one_meeting(other: KnownClaim) -> None:
    assert likely(known_event("c1"), other)


@pytest.mark.parametrize(
    "other",
    [
        of_other_paper(RUDOLF, RUPERT, text=LEAD.replace("queen of Graustark", "count of Hentzau")),
        of_other_paper(published="2024-05-20"),
        of_other_paper(
            mode="phone", text="Rudolf Rassendyll telephoned Flavia about a wedding", published="2024-03-09"
        ),
        of_other_paper(**day("2019-06-01", "2019-06-02")),
    ],
)
def test_other_meetings_are_told_apart(other: KnownClaim) -> None:
    assert not likely(known_event("c1"), other)


def test_two_days_told_apart_are_two_meetings() -> None:
    one = known_event("c1", **day("2024-03-05", "2024-03-06"))
    assert not likely(one, of_other_paper(**day("2024-03-12", "2024-03-13")))


def test_reasons_name_the_features_by_weight() -> None:
    told = reasons(telling_of(known_event("c1")), telling_of(of_other_paper()), EVENTS.weights)
    assert any(reason.startswith("two match: +") for reason in told)
    assert not any(name for name in EVENTS.weights if name != "bias" and name not in _all_features())


def _all_features() -> set[str]:
    return set(features_of(telling_of(known_event("c1")), telling_of(of_other_paper())))


@given(st.data())
def test_likeness_is_the_same_from_both_sides_and_features_are_shares(data: st.DataObject) -> None:
    parties = st.lists(st.sampled_from((RUDOLF, FLAVIA, RUPERT, *STATES, party("him"), party("allies"))), max_size=3)
    when = st.sampled_from([{}, day("2024-03-05", "2024-03-06"), day("2024-01-01", "2025-01-01")])
    sides = [
        telling_of(
            known_event(
                f"c{number}", *data.draw(parties), text=data.draw(st.sampled_from([LEAD, OTHER_WORDS, "12 men met"])),
                article=data.draw(st.sampled_from(["a1", "a2"])),
                published=data.draw(st.sampled_from([None, "2024-03-09"])),
                **data.draw(when),
            )
        )
        for number in range(2)
    ]  # fmt: skip
    found = features_of(*sides)
    assert found == features_of(*reversed(sides))
    assert all(0 <= value <= 1 for value in found.values())
    one, other = sides
    assert chance(one, other, EVENTS.weights) == chance(other, one, EVENTS.weights)


def test_claims_are_compared_that_share_a_key_and_no_others() -> None:
    tellings = [
        telling_of(known_event("c1")),
        telling_of(of_other_paper()),
        telling_of(known_event("c3", RUPERT, text="Hentzau hosted nobody", type="AID", article="a3")),
    ]
    assert list(candidate_pairs(tellings, EVENTS)) == [(0, 1)]


def test_a_large_block_is_compared_with_its_neighbours_only() -> None:
    crowd = [telling_of(known_event(f"c{number}", article=f"a{number}")) for number in range(200)]
    pairs = list(candidate_pairs(crowd, EVENTS))
    assert len(pairs) == len(set(pairs)) <= 200 * EVENTS.neighbours
    assert {at for pair in pairs for at in pair} == set(range(200))
