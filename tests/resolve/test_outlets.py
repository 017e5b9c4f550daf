"""The article's own voice: publisher and agency, and whether a state runs them."""

from __future__ import annotations

from dragoman.knowledge.almanac import load_almanac
from dragoman.model.article import Article
from dragoman.resolve.outlets import find_outlets


def _article(**more: str) -> Article:
    return Article("a", "Text.", "0" * 64, "text/1", **more)


def test_publisher_then_agency_each_once() -> None:
    almanac = load_almanac()
    found = find_outlets(_article(publisher="Xinhua", agency="KCNA"), almanac)
    assert [(voice.country, voice.state_media) for voice in found] == [("CHN", True), ("PRK", True)]
    assert len(find_outlets(_article(publisher="KCNA", agency="KCNA"), almanac)) == 1


def test_an_unknown_paper_is_kept_by_its_name() -> None:
    (voice,) = find_outlets(_article(publisher="The Strelsau Gazette"), load_almanac())
    assert (voice.name, voice.entity, voice.state_media) == ("The Strelsau Gazette", None, None)


def test_nothing_is_told_of_an_article_without_either() -> None:
    assert find_outlets(_article(), load_almanac()) == ()
