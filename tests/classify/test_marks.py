"""Marks stand around the right tokens, whatever the sentence, and never push it over the encoder's length."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from dragoman.classify.classifier import Classifier
from dragoman.classify.marks import ACTOR, CUE, MAX_TOKENS, RECIPIENT, MarkedSentence, marked_tokens
from dragoman.classify.package import TOKENIZER_FILE
from dragoman.model.span import Span

SHOWN = {
    number: sign
    for marks, signs in ((ACTOR, "[]"), (RECIPIENT, "<>"), (CUE, "{}"))
    for number, sign in zip(marks, signs, strict=True)
}
TEXT = "Norway condemned the army of Myanmar."


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(Classifier.find().folder / TOKENIZER_FILE))


def span(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


def shown(sentence: MarkedSentence, tokenizer: Tokenizer) -> str:
    """The tokens as they are given to the encoder, the marks as signs."""
    ids = marked_tokens(sentence, tokenizer).ids
    return " ".join(SHOWN.get(number) or str(tokenizer.id_to_token(number)) for number in ids)


def test_the_tokenizer_has_room_for_the_marks(tokenizer: Tokenizer) -> None:
    for number in SHOWN:
        assert str(tokenizer.id_to_token(number)).startswith("[unused")
    assert tokenizer.truncation is None
    assert tokenizer.padding is None


@pytest.mark.parametrize(
    ("actor", "recipient", "cue", "expected"),
    [
        ("Norway", "the army of Myanmar", ("condemned",), "[ norway ] { condemned } < the army of myanmar > ."),
        ("the army of Myanmar", "Norway", (), "< norway > condemned [ the army of myanmar ] ."),
        ("Norway", None, (), "[ norway ] condemned the army of myanmar ."),
        (None, "Myanmar", ("Norway", "army"), "{ norway } condemned the { army } of < myanmar > ."),
        (None, None, (), "norway condemned the army of myanmar ."),
        ("the army of Myanmar", "Myanmar", (), "norway condemned [ the army of < myanmar > ] ."),
    ],
)
def test_marks_stand_around_the_words(
    tokenizer: Tokenizer, actor: str | None, recipient: str | None, cue: tuple[str, ...], expected: str
) -> None:
    who, whom = (None if words is None else span(TEXT, words) for words in (actor, recipient))
    sentence = MarkedSentence(TEXT, who, whom, tuple(span(TEXT, words) for words in cue))
    assert shown(sentence, tokenizer) == f"[CLS] {expected} [SEP]"


def test_spans_count_code_points_and_not_bytes(tokenizer: Tokenizer) -> None:
    text = "🇳🇴 “Größe” — Norway condemned Côte d’Ivoire."
    sentence = MarkedSentence(text, span(text, "Norway"), span(text, "Côte d’Ivoire"))
    assert "[ norway ] condemned < cote d ’ ivo ##ire > ." in shown(sentence, tokenizer)


def test_a_span_inside_a_word_marks_the_tokens_it_touches(tokenizer: Tokenizer) -> None:
    sentence = MarkedSentence(TEXT, Span(2, 4), span(TEXT, "Myanmar"))
    assert shown(sentence, tokenizer).startswith("[CLS] [ norway ] condemned ")


def test_positions_are_those_of_the_opening_marks(tokenizer: Tokenizer) -> None:
    tokens = marked_tokens(MarkedSentence(TEXT, span(TEXT, "Myanmar"), span(TEXT, "Norway")), tokenizer)
    assert tokens.ids[tokens.actor] == ACTOR[0]
    assert tokens.ids[tokens.recipient] == RECIPIENT[0]
    alone = marked_tokens(MarkedSentence(TEXT, span(TEXT, "Norway"), None), tokenizer)
    assert (alone.actor, alone.recipient) == (1, 0)


def test_spans_outside_of_the_text_or_on_blanks_are_ignored(tokenizer: Tokenizer) -> None:
    plain = marked_tokens(MarkedSentence(TEXT, None, None), tokenizer)
    outside = Span(len(TEXT), len(TEXT) + 9)
    assert marked_tokens(MarkedSentence(TEXT, outside, Span(6, 7), (outside,)), tokenizer) == plain


@pytest.mark.parametrize("before", [0, 60, 300])
@pytest.mark.parametrize("after", [0, 60, 300])
def test_a_long_sentence_keeps_its_marks(tokenizer: Tokenizer, before: int, after: int) -> None:
    text = "rain " * before + TEXT + " snow" * after
    sentence = MarkedSentence(text, span(text, "Norway"), span(text, "Myanmar"), (span(text, "condemned"),))
    tokens = marked_tokens(sentence, tokenizer)
    assert len(tokens.ids) == min(MAX_TOKENS, before + after + 7 + len(SHOWN) + 2)
    assert "[ norway ] { condemned } the army of < myanmar > ." in shown(sentence, tokenizer)
    assert tokens.ids[tokens.actor] == ACTOR[0]
    assert tokens.ids[tokens.recipient] == RECIPIENT[0]


def test_the_words_around_the_marks_are_kept_on_both_sides(tokenizer: Tokenizer) -> None:
    text = "rain " * 300 + TEXT + " snow" * 300
    words = shown(MarkedSentence(text, span(text, "Norway"), span(text, "Myanmar")), tokenizer).split()
    assert abs(words.count("rain") - words.count("snow")) <= 2


def test_a_long_sentence_without_marks_keeps_its_beginning(tokenizer: Tokenizer) -> None:
    words = shown(MarkedSentence(TEXT + " snow" * 300, None, None), tokenizer)
    assert words.startswith("[CLS] norway condemned the army of myanmar . snow")


SPANS = st.none() | st.builds(
    lambda start, length: Span(start, start + length), st.integers(0, 900), st.integers(1, 99)
)
WORDS = ("Norway", "naïve", "🇳🇴", "[SEP]", "[PAD]", "—", "uncharacteristically")
TEXTS = st.text(max_size=60) | st.lists(st.sampled_from(WORDS), max_size=250).map(" ".join)


@given(TEXTS, SPANS, SPANS, st.lists(SPANS, max_size=2))
def test_never_longer_than_the_encoder_reads(
    tokenizer: Tokenizer, text: str, actor: Span | None, recipient: Span | None, cue: list[Span | None]
) -> None:
    sentence = MarkedSentence(text, actor, recipient, tuple(part for part in cue if part is not None))
    tokens = marked_tokens(sentence, tokenizer)
    assert 2 <= len(tokens.ids) <= MAX_TOKENS
    assert (tokens.ids[0], tokens.ids[-1]) == (tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]"))
    for position, mark in ((tokens.actor, ACTOR[0]), (tokens.recipient, RECIPIENT[0])):
        assert (tokens.ids[position] == mark) == (position > 0)
        assert tokens.ids.count(mark) <= 1
