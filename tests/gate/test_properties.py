"""What holds of every article whatever it says: spans are slices, coding is repeatable, records are JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.intake.articles import article_from_text
from dragoman.model.article import Article
from dragoman.model.dossier import Dossier
from dragoman.run.annotate import annotation_rows
from dragoman.run.coder import Coder
from dragoman.run.records import dossier_records

PARTIES = ["Peru", "the Chilean army", "Russian President Vladimir Putin", "NATO", "Beijing", "He", "the two countries",
           "Mali's finance minister, Amadou Diallo,", "Polish and Czech farmers", "protesters in Oslo"]  # fmt: skip
SENTENCES = [
    "{0} accused {1} of attacking {2}.", "{0} met {1} in Vienna on 3 May 2011.",
    "“We will never attack {1},” {0} said.",
    "{0} said that {1} had denied meeting {2}.", "{0} signed a treaty with {1} in 1998.", "{0} joined NATO in 2004.",
    "{0} has been ambassador to {1} since 2015.", "LIMA (Reuters) - {0} thanked {1}.",
    "{0} agreed to stop shelling {1}.",
    "Asked whether {0} knew {1}, {2} declined to answer.", "{0} has close ties with {1}.",
]  # fmt: skip
TEMPLATES = [
    SENTENCES[each % len(SENTENCES)].format(*(PARTIES[(each * step + each // 10) % len(PARTIES)] for step in (1, 3, 7)))
    for each in range(6 * len(SENTENCES))
]
NOISE = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["\n", "\n\n", "\r\n", "\t", "\u00ad", "\u200b", "\ufeff", "\u202e", "🇵🇪🕊", "&amp;", "&#8217;", "<b>", "</p>",
         "â€™", "minis-\nter", "Tosaid", "\x00", "e\u0301", "ﬁ", "”", "((", "https://a.example/b", "\ud800",
         "x" * 60, "\\", "\\0",
         '"']
    ),
)  # fmt: skip
TEXTS = st.lists(st.one_of(st.sampled_from(TEMPLATES), NOISE), min_size=1, max_size=8).map("".join)
DAYS = st.sampled_from([None, "1987-03-04", "2015-12-31", "2021-12-24"])
ARTICLES = st.builds(lambda text, day: article_from_text(text, published=day), TEXTS, DAYS)
MANY = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


class Desk:
    """A coder whose `repr` is short: Hypothesis prints what a test failed with."""

    def __init__(self, coder: Coder) -> None:
        self.coder = coder


@pytest.fixture(scope="module")
def desk(coder: Coder) -> Desk:
    return Desk(coder)


def coded(desk: Desk, *articles: Article) -> list[Dossier]:
    found = list(desk.coder.code(articles))
    assert all(isinstance(each, Dossier) for each in found), found
    return [each for each in found if isinstance(each, Dossier)]


def all_records(dossier: Dossier) -> list[dict[str, object]]:
    return [*dossier_records(dossier), *annotation_rows(dossier)]


def passages(value: object) -> Iterator[tuple[int, int, str | None]]:
    """Everything in a record that has a start and an end, with its words where it gives them."""
    if isinstance(value, dict):
        start, end = value.get("start"), value.get("end")
        if isinstance(start, int) and isinstance(end, int):
            yield start, end, value.get("text")
        for part in value.values():
            yield from passages(part)
    elif isinstance(value, list):
        for part in value:
            yield from passages(part)


@MANY
@given(article=ARTICLES)
def test_every_span_is_the_slice_of_the_article_that_it_says(article: Article, desk: Desk) -> None:
    (dossier,) = coded(desk, article)
    for record in all_records(dossier):
        for start, end, words in passages(record):
            assert 0 <= start < end <= len(article.text), record
            assert words is None or words == article.text[start:end], record
    for span in dossier.sentences:
        assert span.end <= len(article.text)


@MANY
@given(article=ARTICLES)
def test_coding_twice_gives_equal_records_and_they_are_json(article: Article, desk: Desk) -> None:
    (first,), (second,) = coded(desk, article), coded(desk, article)
    rows = all_records(first)
    assert rows == all_records(second)
    for row in rows:
        line = json.dumps(row, ensure_ascii=False, allow_nan=False)
        line.encode("utf-8")
        assert json.loads(line) == row


@MANY
@given(articles=st.lists(ARTICLES, min_size=2, max_size=4))
def test_order_of_articles_changes_nothing(articles: list[Article], desk: Desk) -> None:
    articles = [replace(article, id=str(number)) for number, article in enumerate(articles)]
    there = {dossier.article.id: all_records(dossier) for dossier in coded(desk, *articles)}
    back = {dossier.article.id: all_records(dossier) for dossier in coded(desk, *articles[::-1])}
    assert there == back
    assert list(there) == [article.id for article in articles]


@MANY
@given(article=ARTICLES)
def test_claims_have_ids_of_their_own_and_stand_in_order(article: Article, desk: Desk) -> None:
    (dossier,) = coded(desk, article)
    assert len({claim.id for claim in dossier.claims}) == len(dossier.claims)
    starts = [claim.evidence.start for claim in dossier.claims]
    assert starts == sorted(starts)
    for claim in dossier.claims:
        assert 0 < claim.confidence <= 1
        if claim.sentence is not None and claim.kind != "statement":  # words said go on over sentences
            assert claim.sentence.start <= claim.evidence.start < claim.evidence.end <= claim.sentence.end


def test_the_templates_give_claims_of_every_kind(desk: Desk) -> None:
    """Else the properties would hold of nothing."""
    dossiers = coded(desk, *(article_from_text(text) for text in TEMPLATES))
    kinds = {claim.kind for dossier in dossiers for claim in dossier.claims}
    assert kinds == {"event", "statement", "office", "agreement", "membership", "relation"}
