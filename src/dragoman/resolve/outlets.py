"""Whose voice an article is: the agency it comes from and the publisher that printed it."""

from __future__ import annotations

from dragoman.knowledge.almanac import Almanac, Publisher
from dragoman.model.article import Article
from dragoman.model.claim import Party, Voice


def find_outlets(article: Article, almanac: Almanac) -> tuple[Voice, ...]:
    """The publisher, then the agency of the dateline or credits: the voices that close every chain, outermost first.

    They stand in no words of the article, so their span is empty. `state_media` is None where the almanac does not
    know them.
    """
    names = [name for name in (article.publisher, article.agency) if name]
    found = [_voice(name, almanac.publisher_named(name)) for name in names]
    return tuple({voice.name: voice for voice in found}.values())


def as_party(voice: Voice) -> Party:
    """An outlet as who reports a statement."""
    return Party(
        voice.name, 0, 0, "", voice.entity, voice.country, voice.sector, rule="resolve.reporter.outlet",
        reason="nobody else is told to report it; the article does",
    )  # fmt: skip


def _voice(name: str, publisher: Publisher | None) -> Voice:
    if publisher is None:
        return Voice(name, 0, 0, "")
    sector = "GOV" if publisher.kind == "government" else "MED"
    state = publisher.state or publisher.kind == "government"
    return Voice(publisher.name, 0, 0, "", publisher.id, publisher.country, sector, state)
