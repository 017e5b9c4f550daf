"""The tagger's parts that need no model: windows, cues, spans."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.classify.tagger import (
    CONTENT,
    DISTANCES,
    MAX_PIECES,
    SPEAKER,
    Tagger,
    cue_ranges,
    distance_class,
    distance_classes,
    spans_of,
    windows_of,
)


@dataclass
class Encoding:
    ids: list[int]
    word_ids: list[int]


class Tokenizer:
    """Every letter is a piece."""

    def encode(self, words: list[str], is_pretokenized: bool, add_special_tokens: bool) -> Encoding:
        assert is_pretokenized
        assert not add_special_tokens
        letters = [(ord(letter), at) for at, word in enumerate(words) for letter in word]
        return Encoding([number for number, _ in letters], [at for _, at in letters])

    def token_to_id(self, token: str) -> int:
        return {"[CLS]": 101, "[SEP]": 102}[token]


@given(st.lists(st.tuples(st.integers(1, 30), st.booleans(), st.booleans()), min_size=1, max_size=200))
def test_windows_hold_every_word_once_in_order(shape: list[tuple[int, bool, bool]]) -> None:
    words = ["x" * size for size, _, _ in shape]
    paragraphs = np.cumsum([new for _, new, _ in shape]).tolist()
    sentences = np.cumsum([new or more for _, new, more in shape]).tolist()
    windows = windows_of(words, paragraphs, sentences, Tokenizer())
    assert windows[0].first == 0
    assert windows[-1].last == len(words)
    assert all(one.last == other.first for one, other in pairwise(windows))
    for window in windows:
        assert len(window.pieces) == window.last - window.first
        breaks = sum(paragraphs[at] != paragraphs[at - 1] for at in range(window.first + 1, window.last))
        assert len(window.ids) <= MAX_PIECES + breaks + 2
        assert [window.ids[at] for at in window.pieces] == [ord("x")] * len(window.pieces)


def test_a_window_ends_with_a_paragraph_where_it_can() -> None:
    words = ["x" * 60] * 6
    windows = windows_of(words, [0, 0, 1, 1, 1, 2], [0, 0, 1, 2, 3, 4], Tokenizer())
    assert [(window.first, window.last) for window in windows] == [(0, 2), (2, 5), (5, 6)]


@given(st.integers(-500, 500))
def test_distance_classes_are_within_bounds(distance: int) -> None:
    assert 0 <= distance_class(distance) < DISTANCES


def test_words_of_the_cue_are_at_no_distance() -> None:
    assert distance_classes(5, (1, 3)).tolist() == [
        distance_class(-1), distance_class(0), distance_class(0), distance_class(1), distance_class(2),
    ]  # fmt: skip


def test_cues_begin_anew_where_a_beginning_is_likelier() -> None:
    chances = np.array([[0.9, 0.1, 0.0], [0.1, 0.8, 0.1], [0.1, 0.1, 0.8], [0.2, 0.7, 0.1], [0.9, 0.0, 0.1]])
    assert cue_ranges(chances, 0.5) == [(1, 3), (3, 4)]


@given(st.integers(2, 40), st.data())
def test_spans_leave_the_cue_out_and_do_not_meet(count: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, count - 1))
    cue = (first, data.draw(st.integers(first + 1, count)))
    logits = np.array(
        data.draw(st.lists(st.lists(st.floats(-6, 6), min_size=3, max_size=3), min_size=count, max_size=count))
    )
    speaker, content = spans_of(logits, cue)
    taken = [at for part in (*content, *([speaker] if speaker else [])) for at in range(*part)]
    assert len(taken) == len(set(taken))
    assert not set(taken) & set(range(*cue))


def test_clear_labels_become_spans() -> None:
    logits = np.zeros((6, 3))
    for at, label in enumerate((SPEAKER, SPEAKER, 0, CONTENT, CONTENT, 0)):
        logits[at, label] = 5.0
    assert spans_of(logits, (2, 3)) == ((0, 2), ((3, 5),))


def test_installed_tagger_finds_a_plain_statement() -> None:
    tagger = Tagger.find()
    if tagger is None:
        pytest.skip("the installed model holds no tagger of statements")
    words = ["The", "foreign", "minister", "said", "that", "the", "talks", "had", "failed", "."]
    sighting = tagger.look(words, [0] * len(words), [0] * len(words))
    assert len(sighting.chances) == len(words)
    assert [each.cue for each in sighting.statements] == [(3, 4)]
    assert sighting == tagger.look(words, [0] * len(words), [0] * len(words))
