"""Time expressions: where they begin and end, which rule finds them, and which of them dates an event."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.extract.times import find_times, time_for
from dragoman.extract.times_guards import GUARDS
from dragoman.knowledge.times import TimeLexicon, load_time_lexicon
from dragoman.model.article import CleanText, OffsetMap
from dragoman.model.reading import Reading
from dragoman.reading.parser import Parser
from dragoman.resolve.times import resolve_times

ENGLISH = Path(__file__).parents[2] / "src" / "dragoman" / "data" / "languages" / "en"
CASES = Path(__file__).parents[1] / "cases" / "times.txt"


def clean(text: str) -> CleanText:
    return CleanText(text, OffsetMap(((0, len(text), 0, len(text)),)), ((0, len(text), "body"),))


def cases() -> list[tuple[str, ...]]:
    rows = []
    for line in CASES.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            rows.append(tuple(cell.strip() for cell in line.split(" | ")))
    return rows


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser.load()


@pytest.fixture(scope="module")
def lexicon() -> TimeLexicon:
    return load_time_lexicon(ENGLISH)


def read(parser: Parser, texts: Sequence[str]) -> list[Reading]:
    return list(parser.read(clean(text) for text in texts))


def test_case_file_is_long_enough_and_well_formed() -> None:
    rows = cases()
    assert len(rows) >= 120
    assert {len(row) for row in rows} == {6}


def test_cases(parser: Parser, lexicon: TimeLexicon) -> None:
    rows = cases()
    wrong = []
    for row, reading in zip(rows, read(parser, [row[1] for row in rows]), strict=True):
        published, text, words, kind, value, edtf = row
        expressions = find_times(reading, lexicon, text)
        mentions = resolve_times(expressions, None if published == "-" else published)
        got = [(m.passage.text, m.type, m.value, m.when.edtf if m.when else "-") for m in mentions]
        if (got and words == "-") or (words != "-" and (words, kind, value, edtf) not in got):
            wrong.append((row, got))
    assert not wrong, "\n".join(map(str, wrong))


def test_every_rule_finds_its_examples_and_not_its_counter_examples(parser: Parser, lexicon: TimeLexicon) -> None:
    tasks = [
        (rule, text, wanted)
        for rule in lexicon.rules
        if rule.form != "none"
        for texts, wanted in ((rule.examples, True), (rule.counter_examples, False))
        for text in texts
    ]
    wrong = []
    for (rule, text, wanted), reading in zip(tasks, read(parser, [text for _, text, _ in tasks]), strict=True):
        found = {expression.rule for expression in find_times(reading, lexicon, text)}
        if (rule.id in found) is not wanted:
            wrong.append((rule.id, text, wanted, found))
    assert not wrong, "\n".join(map(str, wrong))


def test_every_guard_named_by_a_rule_exists_and_every_guard_is_used(lexicon: TimeLexicon) -> None:
    assert {guard for rule in lexicon.rules for guard in rule.guards} == set(GUARDS)


def test_spans_count_into_the_article_and_not_into_the_clean_copy(parser: Parser, lexicon: TimeLexicon) -> None:
    article = "The envoy  met\nhim on 3\nMay 2019 in Rome."
    copy = article.replace("  ", " ").replace("\n", " ")
    offsets = OffsetMap(((0, 9, 0, 9), (9, 10, 9, 11), (10, len(copy), 11, len(article))))
    reading = next(parser.read([CleanText(copy, offsets, ((0, len(copy), "body"),))]))
    (expression,) = find_times(reading, lexicon, article)
    assert expression.passage.text == "3\nMay 2019"
    assert article[expression.passage.start : expression.passage.end] == "3\nMay 2019"
    assert reading.words[expression.first : expression.last] == ["3", "May", "2019"]


DATING = [
    ("China condemned the sale on 3 May 2019.", "condemned", "3 May 2019"),
    ("On 3 May 2019, China condemned the sale that was announced in 2018.", "condemned", "3 May 2019"),
    ("China condemned the sale that was announced in 2018.", "announced", "2018"),
    ("China condemned the sale that was announced in 2018.", "condemned", None),
    ("The ministers agreed to sign the accord in June 2019.", "sign", "June 2019"),
    ("The minister's visit on 3 May 2019 angered Peru.", "visit", "3 May 2019"),
    ("The minister arrived on Monday and left on Thursday.", "arrived", "Monday"),
    ("The minister arrived on Monday and left on Thursday.", "left", "Thursday"),
    ("The spokesman said on Friday that Peru had recalled its envoy.", "recalled", None),
    ("Peru recalled its envoy every year.", "recalled", None),
    ("Peru recalled its envoy.", "recalled", None),
]


@pytest.mark.parametrize(("text", "cue", "words"), DATING)
def test_time_for(parser: Parser, lexicon: TimeLexicon, text: str, cue: str, words: str | None) -> None:
    (reading,) = read(parser, [text])
    mentions = resolve_times(find_times(reading, lexicon, text), "2021-12-24")
    index = time_for(reading, mentions, reading.words.index(cue))
    assert (None if index is None else mentions[index].passage.text) == words


WORDS = """May 5 1998 2019 , . - the of last next Friday year week two and a quarter third ago earlier from to today's
early 1990s '90s a.m. 10:30 24/12/2021 2021-02-30 every half noon spring Christmas century nineteen GMT İ ½ 💥"""
PIECES = st.sampled_from(WORDS.split())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=st.lists(PIECES, min_size=1, max_size=25), published=st.sampled_from([None, "2021-12-24", "0001-01-01"]))
def test_spans_lie_inside_and_intervals_run_forward(
    parser: Parser, lexicon: TimeLexicon, pieces: list[str], published: str | None
) -> None:
    text = " ".join(pieces)
    (reading,) = read(parser, [text])
    expressions = find_times(reading, lexicon, text)
    end = 0
    for expression in expressions:
        assert end <= expression.passage.start
        end = expression.passage.end
        assert text[expression.passage.start : end] == expression.passage.text
        assert 0 <= expression.first < expression.last <= len(reading)
    mentions = resolve_times(expressions, published)
    assert [mention.passage for mention in mentions] == [expression.passage for expression in expressions]
    for mention in mentions:
        assert mention.value
        if mention.when is not None:
            assert mention.when.from_ is not None
            assert mention.when.to is not None
            assert mention.when.from_ < mention.when.to
