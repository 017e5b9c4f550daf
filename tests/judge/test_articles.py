"""Copies and versions of articles."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st
from judge_factories import known_article

from dragoman.judge.articles import group_articles
from dragoman.knowledge.judging import load_thresholds

THRESHOLDS = load_thresholds().articles
WORDS = [
    "river",
    "bridge",
    "envoy",
    "treaty",
    "winter",
    "harbour",
    "signal",
    "garden",
    "council",
    "lantern",
    "market",
    "orchard",
    "painter",
    "quarry",
]


def story(seed: int, length: int = 120) -> str:
    chooser = random.Random(seed)
    return " ".join(chooser.choice(WORDS) + str(chooser.randrange(40)) for _ in range(length))


def test_wire_copy_is_found_and_the_first_is_the_original() -> None:
    wire = story(1)
    groups = group_articles(
        [
            known_article("b", wire + " A line that the paper added.", "2024-03-06", publisher="Morning Paper"),
            known_article("a", wire, "2024-03-05", publisher="Wire Agency"),
            known_article("c", story(2), "2024-03-05", publisher="Evening Paper"),
        ],
        THRESHOLDS,
    )
    assert {group.article: group.copy_of for group in groups} == {"a": "a", "b": "a", "c": "c"}
    copied = next(group for group in groups if group.article == "b")
    assert copied.similarity is not None
    assert 0.6 < copied.similarity < 1
    assert copied.reason is not None
    assert "Wire Agency" in copied.reason


def test_of_one_day_the_agency_is_the_original() -> None:
    wire = story(3)
    groups = group_articles(
        [known_article("a", wire, publisher="Paper"), known_article("z", wire, publisher="Wire", agency="Wire")],
        THRESHOLDS,
    )
    assert {group.article: group.copy_of for group in groups} == {"a": "z", "z": "z"}


def test_the_same_words_years_later_are_no_copy() -> None:
    groups = group_articles([known_article("a", story(4)), known_article("b", story(4), "2026-03-05")], THRESHOLDS)
    assert all(group.copy_of == group.article for group in groups)


def test_an_article_that_comes_again_is_a_version() -> None:
    groups = group_articles(
        [
            known_article("k1", story(5), "2024-03-05", id="42", publisher="Paper"),
            known_article("k2", story(5)[:500] + " corrected", "2024-03-07", id="42", publisher="Paper"),
            known_article("k3", story(6), "2024-03-07", id="42", publisher="Another"),
            known_article("k4", story(7), "2024-03-08", id="42", publisher="Paper"),
        ],
        THRESHOLDS,
    )
    assert {group.article: group.version_of for group in groups} == {"k1": "k1", "k2": "k1", "k3": "k3", "k4": "k4"}


def test_nothing_is_a_copy_of_empty_text() -> None:
    assert [
        group.copy_of for group in group_articles([known_article("a", ""), known_article("b", "…")], THRESHOLDS)
    ] == [
        "a",
        "b",
    ]


@given(st.permutations(range(7)))
def test_the_order_of_articles_makes_no_difference(order: list[int]) -> None:
    wire = story(8)
    articles = [
        known_article(
            f"k{number}", wire + f" tail {number}" * (number % 3), f"2024-03-0{1 + number % 4}", publisher=name
        )
        for number, name in enumerate(("P", "Q", None, "P", "R", "Q", None))
    ]
    assert group_articles([articles[at] for at in order], THRESHOLDS) == group_articles(articles, THRESHOLDS)
