"""The passages with marked statements: all in the codebook's form, enough of them, of every kind."""

from __future__ import annotations

from collections import Counter

import pytest

from conftest import ROOT
from dragoman.intake.marked_passages import MarkedPassage, read_passages

FOLDER = ROOT / "training" / "statements"


@pytest.fixture(scope="module")
def passages() -> list[MarkedPassage]:
    """All passages; one that cannot be read raises PassageError here, with file and line."""
    return list(read_passages(FOLDER))


def test_there_are_enough_passages_of_every_kind(passages: list[MarkedPassage]) -> None:
    kinds = Counter(passage.where.split(":")[0] for passage in passages)
    assert len(kinds) >= 9
    assert min(kinds.values()) >= 140
    assert len(passages) >= 2000


def test_no_passage_stands_twice(passages: list[MarkedPassage]) -> None:
    counts = Counter(passage.text for passage in passages)
    assert [text for text, count in counts.items() if count > 1] == []


def test_contents_do_not_take_in_the_comma_before_the_cue(passages: list[MarkedPassage]) -> None:
    wrong = [
        f"{passage.where}: {words!r}"
        for passage in passages
        for attribution in passage.attributions
        for span in attribution.content
        if (words := passage.text[span.start : span.end]).endswith(",")
    ]
    assert wrong == []


def test_speakers_keep_their_possessive_ending(passages: list[MarkedPassage]) -> None:
    wrong = [
        f"{passage.where}: {passage.text[span.start : span.end]!r}"
        for passage in passages
        for attribution in passage.attributions
        for span in attribution.speaker
        if passage.text[span.end : span.end + 2] in ("’s", "'s") and not passage.text[span.end + 2 :][:1].isalpha()
    ]
    assert len(wrong) <= 5, wrong
