"""Every block of every case file of events, coded by the rules alone; the texts are coded once for all tests."""

from __future__ import annotations

import pytest

from dragoman.run.coder import Coder
from event_cases import CaseFileError, EventCase, judge, judged, read_blocks, read_cases

CASES = read_cases()


@pytest.fixture(scope="module")
def judgements(rules: Coder) -> dict[str, str | None]:
    return judged(rules)


def _parameter(case: EventCase) -> object:
    marks = [pytest.mark.xfail(strict=True, reason="a known gap; if it passes, remove 'expect: fail'")]
    return pytest.param(case, id=case.name, marks=marks if case.fails else [])


@pytest.mark.parametrize("case", [_parameter(case) for case in CASES])
def test_text_gives_the_events_of_its_case(case: EventCase, judgements: dict[str, str | None]) -> None:
    why_not = judgements[case.name]
    assert why_not is None, why_not


@pytest.mark.parametrize(
    ("event", "fits"),
    [
        ("CONSULT | actual affirmed | Peru, Chile -> -", True),
        ("CONSULT visit | actual affirmed | Peru, Chile -> -", False),
        ("CONSULT | future affirmed | Peru, Chile -> -", False),
        ("CONSULT | actual denied | Peru, Chile -> -", False),
        ("ASSAULT | actual affirmed | Peru, Chile -> -", False),
        ("CONSULT | actual affirmed | Peru, Bolivia -> -", False),
        ("none", False),
    ],
)
def test_judge_passes_what_fits_and_nothing_else(event: str, fits: bool, rules: Coder) -> None:
    """Else the cases would be worth nothing."""
    (case,) = read_blocks("X", f"text: Peru met Chile.\nevent: {event}")
    assert (judge([case], rules)[case.name] is None) is fits


@pytest.mark.parametrize(
    ("event", "fits"),
    [("- -> Chile", False), ("Peru -> -", False), ("Chile -> Peru", False), ("Peru -> Chile", True), ("P -> C", True)],
)
def test_judge_knows_who_acts(event: str, fits: bool, rules: Coder) -> None:
    (case,) = read_blocks("X", f"text: Peru condemned Chile.\nevent: ACCUSE | actual affirmed | {event}")
    assert (judge([case], rules)[case.name] is None) is fits


def test_every_type_has_cases_and_texts_stand_once() -> None:
    texts = [case.text for case in CASES]
    assert sorted(text for text in set(texts) if texts.count(text) > 1) == []
    assert {case.file for case in CASES} == TYPES


TYPES = {
    "ACCUSE", "AGREE", "AID", "ASSAULT", "COERCE", "CONCEDE", "CONSULT", "COOPERATE", "MOBILIZE", "PROTEST", "REJECT",
    "REQUEST", "RETREAT", "SANCTION", "SUPPORT", "THREATEN",
}  # fmt: skip


def test_block_is_read_with_all_its_lines() -> None:
    (case,) = read_blocks(
        "X",
        "# words\n\n# more\ntext: A met B: twice.\nevent: CONSULT visit | actual denied | A, B -> -\nexpect: fail\n",
    )
    assert (case.name, case.text, case.fails) == ("X:4", "A met B: twice.", True)
    (wanted,) = case.wanted
    assert (wanted.type, wanted.mode, wanted.status, wanted.polarity) == ("CONSULT", "visit", "actual", "denied")
    assert (wanted.actor, wanted.recipient) == (("A", "B"), ())


@pytest.mark.parametrize(
    "block",
    [
        "text: A met B.",
        "event: none",
        "text: A met B.\nevent: none\nevent: CONSULT | actual affirmed | A -> B",
        "text: A met B.\nevent: CONSULT | actual | A -> B",
        "text: A met B.\nevent: CONSULT | actual affirmed | A B",
        "text: A met B.\nevent: none\nexpect: maybe",
        "text: A met B.\nevents: none",
    ],
)
def test_misspelt_block_is_refused_with_file_and_line(block: str) -> None:
    with pytest.raises(CaseFileError, match=r"^X:\d"):
        read_blocks("X", block)
