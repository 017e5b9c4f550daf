"""Rules and model joined: who overrules whom, and how sure both are together. Opinions are made by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.classify.classifier import NONE, Opinion
from dragoman.classify.joining import ALONE, NEXT_TO_NOTHING, SURE, SURE_OF_NOTHING, VERY_SURE, Joiner, together
from dragoman.model.finding import EventMention
from dragoman.model.span import Passage

JOINER = Joiner(
    {
        "SANCTION.embargo": ("COERCE", "restrict"),
        "SANCTION.convict": ("COERCE", None),
        "SANCTION.expel": ("SANCTION", "expel"),
    }
)
TEXT = "Norway condemned Myanmar."
EVENT = EventMention(
    type="ACCUSE",
    mode="disapprove",
    rule="condemn",
    cue=Passage.cut(TEXT, 7, 16),
    token=1,
    evidence=Passage.cut(TEXT, 0, 24),
    sentence=0,
    actor=(0,),
    recipient=(1,),
    cameo="111",
    confidence=0.7,
    reasons=("the verb",),
)
FIRM = replace(EVENT, confidence=0.95)  # a rule that no doubt of the model makes faint
HAIR = 0.001  # above or below a threshold


def opinion(mode: str | None = None, **types: float) -> Opinion:
    """An opinion of these types, the likeliest first; two underscores stand for the point before a mode."""
    ordered = sorted(types.items(), key=lambda item: -item[1])
    return Opinion({name.replace("__", "."): share for name, share in ordered}, mode, 0.0, {"actual": 1.0})


def joined(found: Opinion, event: EventMention = EVENT) -> EventMention:
    both = JOINER.join(event, found)
    assert both is not None
    return both


def test_where_both_agree_confidence_rises_and_nothing_else_changes() -> None:
    found = opinion("ACCUSE.allege", ACCUSE=0.95, NONE=0.03)
    both = joined(found)
    assert EVENT.confidence < both.confidence < 0.95
    assert both == replace(EVENT, confidence=both.confidence, chances=JOINER.chances(found))


def test_a_model_that_doubts_lowers_the_confidence_and_leaves_the_event() -> None:
    both = joined(opinion(ACCUSE=0.2, REJECT=0.5, NONE=0.3))
    assert both.confidence < EVENT.confidence
    assert (both.type, both.mode, both.cameo, both.reasons) == ("ACCUSE", "disapprove", "111", ("the verb",))


def test_a_model_that_is_sure_of_nothing_drops_the_event() -> None:
    assert JOINER.join(EVENT, opinion(NONE=0.97, ACCUSE=0.02)) is None
    assert JOINER.join(EVENT, opinion(NONE=SURE_OF_NOTHING)) is None


@pytest.mark.parametrize(
    "found",
    [
        opinion(NONE=SURE_OF_NOTHING - HAIR, ACCUSE=0.05),
        opinion(NONE=0.89, ACCUSE=NEXT_TO_NOTHING),
    ],
)
def test_nothing_is_dropped_where_the_model_is_not_sure_or_gives_the_rule_a_chance(found: Opinion) -> None:
    assert joined(found, FIRM).type == "ACCUSE"


def test_a_model_that_is_sure_of_another_type_replaces_it_and_says_so() -> None:
    both = joined(opinion("THREATEN.violence", THREATEN=0.9, ACCUSE=0.04))
    assert (both.type, both.mode, both.cameo) == ("THREATEN", "violence", None)
    assert both.confidence == pytest.approx(0.72)
    assert both.reasons[0] == "the verb"
    assert "THREATEN (0.90)" in both.reasons[1]
    assert "ACCUSE (0.04)" in both.reasons[1]
    assert (both.rule, both.cue, both.actor, both.recipient) == (EVENT.rule, EVENT.cue, (0,), (1,))
    assert both.chances is not None
    assert both.chances.best == ("THREATEN", 0.9)


def test_what_rules_have_composed_is_replaced_by_a_very_sure_model_alone() -> None:
    for share, plain, composed in (
        (SURE, "THREATEN", "ACCUSE"),
        (VERY_SURE - HAIR, "THREATEN", "ACCUSE"),
        (VERY_SURE, "THREATEN", "THREATEN"),
    ):
        found = opinion(THREATEN=share, ACCUSE=0.04)
        assert joined(found, FIRM).type == plain
        both = JOINER.join(FIRM, found, composed=True)
        assert both is not None
        assert both.type == composed


@pytest.mark.parametrize(
    "found",
    [
        opinion(THREATEN=SURE - HAIR, ACCUSE=0.04),
        opinion(THREATEN=0.85, ACCUSE=NEXT_TO_NOTHING),
        opinion(NONE=0.59, THREATEN=0.41),
    ],
)
def test_a_model_that_is_less_sure_replaces_nothing(found: Opinion) -> None:
    both = joined(found, FIRM)
    assert (both.type, both.mode, both.reasons) == ("ACCUSE", "disapprove", ("the verb",))


def test_a_mode_of_another_type_is_not_taken() -> None:
    assert joined(opinion("ACCUSE.allege", THREATEN=0.9, ACCUSE=0.04)).mode is None


def test_shares_of_types_that_are_written_alike_are_summed() -> None:
    chances = JOINER.chances(opinion(SANCTION__embargo=0.3, COERCE=0.25, SANCTION__convict=0.1, SANCTION=0.35))
    assert chances.shares == (("COERCE", 0.65), ("SANCTION", 0.35))


def test_equal_shares_stand_in_the_order_of_their_names() -> None:
    names = [name for name, _ in JOINER.chances(opinion(REJECT=0.4, ACCUSE=0.4, AID=0.2)).shares]
    assert names == ["ACCUSE", "REJECT", "AID"]


def test_alone_the_model_needs_to_be_surer() -> None:
    assert JOINER.alone(opinion(AID=ALONE - HAIR)) is None
    assert JOINER.alone(opinion(NONE=0.99)) is None
    found = JOINER.alone(opinion("CONSULT.visit", CONSULT=ALONE))
    assert found is not None
    assert found[:2] == ("CONSULT", "visit")
    assert found[2] == pytest.approx(ALONE * 0.8)


def test_alone_takes_type_and_mode_as_the_ontology_writes_them() -> None:
    found = JOINER.alone(opinion("SANCTION.expel", SANCTION__embargo=ALONE))
    assert found is not None
    assert found[:2] == ("COERCE", "restrict")
    summed = JOINER.alone(opinion(SANCTION__embargo=ALONE - 0.1, COERCE=0.1 + HAIR))
    assert summed is not None
    assert summed[0] == "COERCE"


@given(st.floats(0, 1), st.floats(0, 1))
def test_together_is_symmetric_and_between(one: float, other: float) -> None:
    both = together(one, other)
    assert both == together(other, one)
    low, high = sorted(min(max(each, 0.02), 0.98) for each in (one, other))
    assert low - HAIR <= both <= high + HAIR


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_a_surer_model_makes_both_surer(rule: float, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert together(rule, low) <= together(rule, high)


SHARES = st.dictionaries(
    st.sampled_from(["ACCUSE", "THREATEN", "COERCE", "SANCTION", "SANCTION.embargo", "SANCTION.convict", NONE]),
    st.floats(0.005, 1),
    min_size=1,
).map(lambda shares: {name: share / sum(shares.values()) for name, share in shares.items()})


@given(SHARES)
def test_whatever_the_model_says_the_event_stays_whole(shares: dict[str, float]) -> None:
    found = Opinion(dict(sorted(shares.items(), key=lambda item: -item[1])), None, 0.0, {})
    chances = JOINER.chances(found)
    assert sum(share for _, share in chances.shares) == pytest.approx(1, abs=HAIR)
    both = JOINER.join(EVENT, found)
    if both is None:
        assert chances.best[0] == NONE
        return
    assert 0 < both.confidence < 1
    assert both.chances == chances
    assert both.type in ("ACCUSE", chances.best[0])
    assert both.type != NONE
    assert (both.type == "ACCUSE") == (both.reasons == EVENT.reasons)
