"""What people's judgements come to: followed through coding anew, the later holds, whatever order they come in."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.judge.rulings import rulings_of, standing
from dragoman.model.judging import Action, Judgement, KnownClaim, KnownParty, Rulings
from dragoman.model.span import Passage

TEXT = "The envoy of Ruritania met the queen of Graustark in Strelsau. The envoy then met the king of Graustark."


def claim(number: str, start: int = 23, end: int = 26, text: str = TEXT, **more: Any) -> KnownClaim:
    """A meeting of RUR and GRA at the cue `start`:`end`, in a clause around it."""
    cue = Passage.cut(text, start, end)
    first = text.rfind(".", 0, start) + 1
    evidence = Passage.cut(text, first, text.find(".", end))
    parties = (KnownParty("actor", "envoy", country="RUR"), KnownParty("recipient", "queen", country="GRA"))
    known = KnownClaim(number, "event", "a1", "k1", evidence, cue, parties=parties, type="CONSULT", polarity="affirmed")
    return replace(known, **more)


def judged(action: Action, number: str, *, at: int = 1, **about: str) -> Judgement:
    return Judgement(number, action, "Ada", f"2024-01-01T00:00:{at:02d}+00:00", "because", **about)


def ruled(judgements: list[Judgement], claims: list[KnownClaim], current: list[KnownClaim]) -> Rulings:
    return rulings_of(judgements, {each.id: each for each in claims}, current)


def test_a_claim_that_stands_is_judged_itself() -> None:
    one, two = claim("c1"), claim("c2")
    assert ruled([judged("accept", "j1", claim="c1")], [one], [one, two]).verdicts == {"c1": "accepted"}


def test_a_claim_that_stands_is_judged_even_if_it_was_not_handed_in() -> None:
    assert ruled([judged("reject", "j1", claim="c1")], [], [claim("c1")]).verdicts == {"c1": "rejected"}


def test_a_judgement_follows_to_the_claim_on_the_same_cue() -> None:
    old, new, elsewhere = claim("old"), claim("new", 22, 27), claim("else", 78, 81)
    found = ruled([judged("accept", "j1", claim="old")], [old], [elsewhere, new])
    assert found.verdicts == {"new": "accepted"}
    assert found.loose == ()


def test_of_several_on_one_cue_the_most_alike_is_followed() -> None:
    old = claim("old", place="Strelsau", edtf="2024-03-05")
    king = KnownParty("recipient", "king", country="GRA")
    near = claim("z-near", place="Strelsau", edtf="2024-03-05", mode="visit")
    far = claim("a-far", parties=(old.parties[0], king))
    assert ruled([judged("reject", "j1", claim="old")], [old], [far, near]).verdicts == {"z-near": "rejected"}


@pytest.mark.parametrize(
    "other",
    [
        {"type": "AID"},
        {"polarity": "denied"},
        {"parties": (KnownParty("actor", "envoy", country="GRA"), KnownParty("recipient", "queen", country="GRA"))},
        {"parties": (KnownParty("actor", "envoy", country="RUR"),)},
    ],
)
def test_what_is_coded_otherwise_has_to_be_judged_anew(other: dict[str, Any]) -> None:
    old, new = claim("old"), claim("new", **other)
    found = ruled(
        [
            judged("reject", "j1", claim="old"),
            judged("correct", "j2", claim="old", field="type", value="YIELD"),
        ],
        [old],
        [new],
    )
    assert found.verdicts == {}
    assert found.loose == ("j1",)
    assert found.corrections == {"new": (("type", "YIELD", "j2"),)}


def test_an_office_of_another_title_is_another_office() -> None:
    old = claim("old", kind="office", type=None, name="Envoy", office_country="RUR")
    same, other = replace(old, id="same", name="envoy"), replace(old, id="other", name="queen")
    verdict = [judged("accept", "j1", claim="old")]
    assert ruled(verdict, [old], [other, same]).verdicts == {"same": "accepted"}
    assert ruled(verdict, [old], [other]).loose == ("j1",)


@pytest.mark.parametrize("other", [{"article": "a2"}, {"kind": "statement"}])
def test_another_article_or_kind_is_never_followed(other: dict[str, Any]) -> None:
    found = ruled([judged("accept", "j1", claim="old")], [claim("old")], [claim("new", **other)])
    assert (found.verdicts, found.loose) == ({}, ("j1",))


def test_without_a_cue_the_evidence_is_followed() -> None:
    old, new, elsewhere = claim("old", cue=None), claim("new"), claim("else", 78, 81)
    assert ruled([judged("accept", "j1", claim="old")], [old], [elsewhere, new]).verdicts == {"new": "accepted"}


def test_words_that_moved_in_a_newer_version_are_followed() -> None:
    later = "CORRECTED. " + TEXT
    old = claim("old", 78, 81)
    first, second = (claim(f"v2-{at}", at + 11, at + 14, later, told_in="k2") for at in (23, 78))
    assert ruled([judged("reject", "j1", claim="old")], [old], [first, second]).verdicts == {"v2-78": "rejected"}


def test_a_judgement_holds_in_every_version_of_the_article() -> None:
    first, other = claim("v1-23"), claim("v1-78", 78, 81)
    again, else_ = claim("v2-23", told_in="k2"), claim("v2-78", 78, 81, told_in="k2")
    everything = [first, other, again, else_]
    rows = [
        judged("reject", "j1", claim="v1-23"),
        judged("split", "j2", claim="v1-23", other="v2-78"),
        judged("correct", "j3", claim="v2-78", field="when", value="2024"),
    ]
    found = ruled(rows, everything, everything)
    assert found.verdicts == {"v1-23": "rejected", "v2-23": "rejected"}
    assert [pair[:2] for pair in found.apart] == [
        ("v1-23", "v1-78"),
        ("v1-23", "v2-78"),
        ("v1-78", "v2-23"),
        ("v2-23", "v2-78"),
    ]
    assert set(found.corrections) == {"v1-78", "v2-78"}


def test_another_claim_on_the_cue_of_a_newer_version_is_not_taken_for_it() -> None:
    one, two = claim("both", place="Strelsau"), claim("v1", place="Zenda")
    newer = claim("v2", place="Zenda", told_in="k2")  # of "both" the newer version makes the same claim, told in k1
    found = ruled([judged("reject", "j1", claim="both")], [one], [one, two, newer])
    assert found.verdicts == {"both": "rejected"}


@pytest.mark.parametrize("field", ["when", "recipient"])
def test_a_version_that_corrected_itself_is_not_corrected_again(field: str) -> None:
    one = claim("v1", edtf="2024-03-04")
    king = KnownParty("recipient", "king", country="GRA")
    two = claim("v2", edtf="2024-03-05", told_in="k2", parties=(one.parties[0], king))
    rows = [judged("correct", "j1", claim="v1", field=field, value="X"), judged("reject", "j2", claim="v1")]
    found = ruled(rows, [one], [one, two])
    assert set(found.corrections) == {"v1"}
    assert set(found.verdicts) == {"v1", "v2"}


def test_other_words_at_the_same_place_are_not_followed() -> None:
    later = TEXT.replace("met the queen", "saw the queen", 1)
    old, new = claim("old"), claim("new", text=later, told_in="k2")
    assert ruled([judged("accept", "j1", claim="old")], [old], [new]).loose == ("j1",)


def test_the_later_of_contradicting_judgements_holds() -> None:
    one, two = claim("c1"), claim("c2", 78, 81)
    found = ruled(
        [
            judged("reject", "j9", at=2, claim="c1"),
            judged("accept", "j1", at=3, claim="c1"),
            judged("split", "j2", at=5, claim="c2", other="c1"),
            judged("merge", "j3", at=4, claim="c1", other="c2"),
            judged("correct", "j4", at=6, claim="c2", field="when", value="2024"),
            judged("correct", "j5", at=7, claim="c2", field="when", value="2023"),
            judged("correct", "j6", at=1, claim="c2", field="type", value="AID"),
        ],
        [one, two],
        [one, two],
    )
    assert found.verdicts == {"c1": "accepted"}
    assert (found.same, found.apart) == ((), (("c1", "c2", "j2"),))
    assert found.corrections == {"c2": (("type", "AID", "j6"), ("when", "2023", "j5"))}


def test_judgements_of_claims_that_became_one_contradict_each_other() -> None:
    old, now = claim("old"), claim("now")
    verdicts = [judged("accept", "j1", at=5, claim="old"), judged("reject", "j2", at=4, claim="now")]
    assert ruled(verdicts, [old, now], [now]).verdicts == {"now": "accepted"}


def test_two_claims_that_became_one_are_not_merged_and_cannot_be_split() -> None:
    old, now = claim("old"), claim("now")
    pairs = [
        judged("merge", "j1", claim="old", other="now"),
        judged("split", "j2", at=2, claim="old", other="now"),
    ]
    found = ruled(pairs, [old, now], [now])
    assert (found.same, found.apart, found.loose) == ((), (), ("j2",))


def test_withdrawn_judgements_count_for_nothing_and_may_come_back() -> None:
    verdict = judged("reject", "j1", claim="c1")
    back = judged("withdraw", "j2", at=2, judgement="j1")
    again = judged("withdraw", "j3", at=3, judgement="j2")
    twice = judged("withdraw", "j4", at=4, judgement="j3")
    for rows, stand in (([verdict], 1), ([verdict, back], 0), ([verdict, back, again], 1)):
        assert len(standing(rows)) == stand
    assert standing([twice, again, back, verdict]) == []
    assert ruled([verdict, back], [claim("c1")], [claim("c1")]) == Rulings()


def test_withdrawals_that_go_in_a_circle_end() -> None:
    rows = [judged("withdraw", "j1", judgement="j2"), judged("withdraw", "j2", judgement="j1")]
    assert standing(rows) == []


CLAIMS = [
    claim("c1"),
    claim("c2", 78, 81),
    claim("old1", mode="visit"),
    claim("old2", 78, 81, type="AID"),
    claim("lost", article="a9"),
]
CURRENT = [*CLAIMS[:2], claim("v2", told_in="k2"), claim("v2b", told_in="k2", mode="phone")]
NUMBERS = st.sampled_from([each.id for each in CLAIMS])


@st.composite
def histories(draw: st.DrawFn) -> list[Judgement]:
    rows: list[Judgement] = []
    for number in range(draw(st.integers(1, 9))):
        at = draw(st.integers(0, 3))
        action: Action = draw(st.sampled_from(["accept", "reject", "merge", "split", "correct", "withdraw"]))
        about: dict[str, str] = {}
        if action == "withdraw":
            if not rows:
                continue
            about["judgement"] = draw(st.sampled_from(rows)).id
        else:
            about["claim"] = draw(NUMBERS)
        if action in ("merge", "split"):
            about["other"] = draw(NUMBERS)
        if action == "correct":
            about |= {"field": draw(st.sampled_from(["when", "type"])), "value": draw(st.sampled_from(["1", "2"]))}
        rows.append(judged(action, f"j{number}", at=at, **about))
    return rows


@given(histories(), st.randoms(use_true_random=False))
def test_the_order_of_what_is_given_never_matters(rows: list[Judgement], random: Random) -> None:
    wanted = ruled(rows, CLAIMS, CURRENT)
    shuffled, claims, current = list(rows), list(CLAIMS), list(CURRENT)
    for each in (shuffled, claims, current):
        random.shuffle(each)
    found = ruled([*shuffled, *shuffled[:2]], claims, current)
    assert found == wanted
    assert list(found.verdicts) == list(wanted.verdicts)
    assert list(found.corrections) == list(wanted.corrections)


@given(histories())
def test_every_judgement_that_stands_is_accounted_for(rows: list[Judgement]) -> None:
    found = ruled(rows, CLAIMS, CURRENT)
    assert set(found.verdicts) | set(found.corrections) <= {each.id for each in CURRENT}
    counted = {number for *_, number in (*found.same, *found.apart)} | {
        number for several in found.corrections.values() for _, _, number in several
    }
    assert counted | set(found.loose) <= {each.id for each in standing(rows)}
    assert not counted & set(found.loose)


def test_of_people_on_one_cue_the_name_tells_which() -> None:
    people = [KnownParty("member", name, country="RUR") for name in ("Flavia", "Rupert")]
    old = claim("old", kind="membership", parties=(people[1],), status="incumbent")
    flavia = claim("a", kind="membership", parties=(people[0],), status="incumbent")
    rupert = claim("b", kind="membership", parties=(people[1],))
    assert ruled([judged("reject", "j1", claim="old")], [old], [flavia, rupert]).verdicts == {"b": "rejected"}
