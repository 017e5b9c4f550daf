"""Spans, passages and offset maps refuse what does not fit; they never move it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.model.article import OffsetMap
from dragoman.model.claim import EventClaim, Party
from dragoman.model.span import Passage, Span

OFFSETS = st.integers(-3, 40)


@given(OFFSETS, OFFSETS)
def test_span_is_made_exactly_where_it_holds_a_character(start: int, end: int) -> None:
    if 0 <= start < end:
        assert (Span(start, end).start, Span(start, end).end) == (start, end)
    else:
        with pytest.raises(ValueError, match="empty or reversed"):
            Span(start, end)


@given(st.text(max_size=20), st.integers(0, 20), st.integers(1, 21))
def test_words_of_a_span_are_the_slice_or_refused(text: str, start: int, length: int) -> None:
    span = Span(start, start + length)
    if span.end <= len(text):
        assert span.words(text) == text[start : start + length]
        passage = Passage.cut(text, span.start, span.end)
        assert (passage.text, passage.span) == (text[span.start : span.end], span)
        assert passage.to_dict() == {"start": span.start, "end": span.end, "text": passage.text}
    else:
        with pytest.raises(ValueError, match="past the text"):
            span.words(text)
        with pytest.raises(ValueError, match="past the text"):
            Passage.cut(text, span.start, span.end)


@pytest.mark.parametrize(("start", "end", "text"), [(0, 3, "ab"), (3, 2, "a"), (-1, 1, "ab"), (2, 2, "a")])
def test_passage_that_does_not_hold_its_words_is_refused(start: int, end: int, text: str) -> None:
    with pytest.raises(ValueError, match="does not hold"):
        Passage(start, end, text)


@given(st.integers(0, 9), st.integers(1, 5), st.integers(0, 9), st.integers(1, 5))
def test_spans_overlap_where_they_share_a_character(one: int, size: int, other: int, length: int) -> None:
    first, second = Span(one, one + size), Span(other, other + length)
    shared = set(range(first.start, first.end)) & set(range(second.start, second.end))
    assert first.overlaps(second) is second.overlaps(first) is bool(shared)


# The clean copy "Mr. Roe" of the text "Mr.Roe", then a block "naïve" read for "na\u00efve" spelt as six characters.
MAP = OffsetMap(((0, 3, 0, 3), (3, 4, 3, 3), (4, 7, 3, 6), (7, 12, 6, 12)))


@pytest.mark.parametrize(
    ("clean", "original"),
    [((0, 3), (0, 3)), ((4, 7), (3, 6)), ((0, 7), (0, 6)), ((7, 12), (6, 12)), ((9, 10), (6, 12)), ((5, 10), (4, 12))],
)
def test_offsets_go_back_to_the_text_and_blocks_go_back_whole(
    clean: tuple[int, int], original: tuple[int, int]
) -> None:
    assert MAP.span(*clean) == Span(*original)


@st.composite
def maps(draw: st.DrawFn) -> OffsetMap:
    """Maps whose pieces follow one another on both sides."""
    pieces: list[tuple[int, int, int, int]] = []
    clean = text = 0
    for clean_size, size in draw(st.lists(st.tuples(st.integers(1, 6), st.integers(1, 6)), min_size=1, max_size=8)):
        text += draw(st.integers(0, 3))
        pieces.append((clean, clean + clean_size, text, text + size))
        clean, text = clean + clean_size, text + size
    return OffsetMap(tuple(pieces))


@given(maps(), st.data())
def test_wider_clean_spans_give_wider_spans(made: OffsetMap, data: st.DataObject) -> None:
    size = made.pieces[-1][1]
    start = data.draw(st.integers(0, size - 1))
    end = data.draw(st.integers(start + 1, size))
    inner, outer = made.span(start, end), made.span(0, size)
    assert outer.start <= inner.start < inner.end <= outer.end
    wider = made.span(max(start - 1, 0), min(end + 1, size))
    assert wider.start <= inner.start
    assert inner.end <= wider.end


def claim(**values: object) -> EventClaim:
    fields: dict[str, object] = {"article": "a", "evidence": Passage(0, 2, "ab"), "confidence": 0.5, "rule": "r"}
    return EventClaim(**(fields | values))  # type: ignore[arg-type]


def test_claim_id_hangs_on_the_whole_content() -> None:
    party = Party("Peru", 0, 4, "Peru", country="PER")
    ids = {
        each.id
        for each in (
            claim(), claim(article="b"), claim(confidence=0.51), claim(rule="s"), claim(type="AID"),
            claim(actor=(party,)), claim(recipient=(party,)), claim(reasons=("x",)), claim(polarity="denied"),
        )
    }  # fmt: skip
    assert len(ids) == 9
    assert claim(actor=(party,)).id == claim(actor=(party,)).id
    assert all(len(each) == 16 and int(each, 16) >= 0 for each in ids)


def test_claim_with_a_lone_surrogate_has_an_id() -> None:
    assert len(claim(reasons=("\ud800",)).id) == 16
