"""From clean copies to readings: offsets through repairs, long and empty texts, lemmas, a model that is not there."""

from __future__ import annotations

import pytest

from dragoman.intake.articles import article_from_text
from dragoman.intake.clean import clean_article
from dragoman.model.article import CleanText, OffsetMap
from dragoman.model.reading import Reading
from dragoman.reading.lemmas import Lemmatizer
from dragoman.reading.parser import PIECE, ModelMissingError, Parser, model_name
from dragoman.run.coder import Coder


@pytest.fixture(scope="module")
def parser(coder: Coder) -> Parser:
    return coder.parser


def copy_of(text: str) -> CleanText:
    return CleanText(text, OffsetMap(((0, len(text), 0, len(text)),) if text else ()), ((0, len(text), "body"),))


def read(parser: Parser, *texts: CleanText) -> list[Reading]:
    return list(parser.read(texts))


def is_sound(reading: Reading) -> None:
    """Index-aligned lists, tokens in order, sentences that cover all of them, one tree each."""
    size = len(reading)
    for row in (reading.lower, reading.lemmas, reading.tags, reading.deps, reading.heads, reading.starts,
                reading.ends, reading.clean_starts, reading.clean_ends, reading.sentence_of,
                reading.children):  # fmt: skip
        assert len(row) == size
    at = 0
    for number, sentence in enumerate(reading.sentences):
        assert sentence.first == at < sentence.last
        at = sentence.last
        for token in range(sentence.first, sentence.last):
            assert reading.sentence_of[token] == number
            assert sentence.first <= reading.heads[token] < sentence.last
    assert at == size
    for token in range(size):
        start, end = reading.clean_starts[token], reading.clean_ends[token]
        assert reading.clean.text[start:end] == reading.words[token]
        assert all(reading.heads[child] == token for child in reading.children[token])
    assert reading.clean_starts == sorted(reading.clean_starts)
    assert reading.starts == sorted(reading.starts)


def test_offsets_count_into_the_text_and_not_into_its_copy(parser: Parser) -> None:
    text = "OSLO (Reuters) - The minis-\nter’s  aide &amp; two envoys\nmet Peru’s cabinet. Chile pro­tested."
    clean = clean_article(article_from_text(text)).clean
    (reading,) = read(parser, clean)
    is_sound(reading)
    for token, (start, end) in enumerate(zip(reading.starts, reading.ends, strict=True)):
        assert 0 <= start < end <= len(text), reading.words[token]
    at = reading.words.index("Peru")
    assert text[reading.starts[at] : reading.ends[at]] == "Peru"
    at = reading.words.index("protested")
    assert text[reading.starts[at] : reading.ends[at]] == "pro­tested"
    assert reading.phrase(at - 1, at + 1) == "Chile protested"


def test_astral_characters_count_as_one(parser: Parser) -> None:
    text = "🇵🇪 Peru 🕊 thanked Chile."
    (reading,) = read(parser, copy_of(text))
    is_sound(reading)
    at = reading.words.index("thanked")
    assert reading.starts[at] == text.index("thanked")


@pytest.mark.parametrize("text", ["", " ", "\n", ".", "\u200b", "🕊"])
def test_texts_without_words_give_readings(parser: Parser, text: str) -> None:
    (reading,) = read(parser, CleanText(text, OffsetMap(((0, len(text), 0, len(text)),)), ((0, len(text), "body"),)))
    is_sound(reading)
    assert len(reading) <= len(text)


def test_no_paragraphs_give_no_tokens(parser: Parser) -> None:
    (reading,) = read(parser, CleanText("", OffsetMap(()), ()))
    assert len(reading) == 0
    assert reading.sentences == []


def test_readings_come_in_order_with_empty_ones_between(parser: Parser) -> None:
    texts = ["Peru thanked Chile.", "", "Oslo slept."]
    readings = read(parser, *(copy_of(text) for text in texts))
    assert [reading.clean.text for reading in readings] == texts
    assert [bool(len(reading)) for reading in readings] == [True, False, True]


def test_long_paragraph_is_cut_at_sentences(parser: Parser) -> None:
    sentence = "Peru thanked Chile for the ships. "
    text = sentence * (2 * PIECE // len(sentence) + 3)
    (reading,) = read(parser, copy_of(text.strip()))
    is_sound(reading)
    assert {sentence.paragraph for sentence in reading.sentences} == {0}
    assert reading.words.count("thanked") == text.count("thanked")
    assert all(reading.phrase(each.first, each.last).endswith(".") for each in reading.sentences)


@pytest.mark.parametrize("word", ["ships ", "ships"])
def test_paragraph_without_sentences_is_cut_at_a_blank_or_anywhere(parser: Parser, word: str) -> None:
    text = (word * (PIECE // len(word) + 50)).strip()
    (reading,) = read(parser, copy_of(text))
    is_sound(reading)
    assert reading.clean_ends[-1] == len(text)
    if " " in text:
        assert set(reading.words) == {"ships"}


def test_paragraphs_keep_their_number_and_kind(parser: Parser) -> None:
    text = "Peru thanks Chile\nPeru thanked Chile. Oslo slept."
    clean = CleanText(text, OffsetMap(((0, len(text), 0, len(text)),)), ((0, 17, "headline"), (18, len(text), "body")))
    (reading,) = read(parser, clean)
    is_sound(reading)
    assert [(each.paragraph, each.headline) for each in reading.sentences] == [(0, True), (1, False), (1, False)]


def test_same_text_gives_the_same_reading(parser: Parser) -> None:
    copy = copy_of("Peru's two ministers were thanked by Chile on Monday.")
    first, second = read(parser, copy, copy)
    assert (first.tags, first.deps, first.heads, first.lemmas, first.entities) == (
        second.tags, second.deps, second.heads, second.lemmas, second.entities,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "lemmas"),
    [
        ("Ministers met.", ["minister", "meet", "."]),
        ("The spies were seen.", ["the", "spy", "be", "see", "."]),
        ("Peru has accused Chile.", ["peru", "have", "accuse", "chile", "."]),
        ("They didn't leave.", ["they", "do", "not", "leave", "."]),
        ("Peru won't agree.", ["peru", "will", "not", "agree", "."]),
        ("It’s worse.", ["it", "be", "bad", "."]),
    ],
)
def test_lemmas(parser: Parser, sentence: str, lemmas: list[str]) -> None:
    (reading,) = read(parser, copy_of(sentence))
    assert reading.lemmas == lemmas


def test_lemmas_without_tables_are_the_words() -> None:
    assert Lemmatizer({}, {}, {}).lemma("accused", "VBD") == "accused"


@pytest.mark.parametrize("load", [Parser.load, model_name])
def test_missing_model_is_named_with_what_to_do(load: object) -> None:
    assert callable(load)
    with pytest.raises(ModelMissingError, match=r"'xx_no_such_model' is not installed; install"):
        load("xx_no_such_model")
