"""Whose word a claim is: who would have to be wrong for it to be wrong."""

from __future__ import annotations

from collections.abc import Mapping

from dragoman.knowledge.almanac import Almanac
from dragoman.model.judging import ArticleGroup, KnownArticle, KnownClaim

UNKNOWN = "unknown"
"""The witness of articles whose publisher is not told: all of them together count as one."""
_MEDIUM = "publisher:"


class Witnesses:
    """Tells the witness of each claim: the medium that is cited for it, the agency that the article comes from, the
    publisher whose article it copies, or else its own publisher."""

    def __init__(
        self, articles: Mapping[str, KnownArticle], groups: Mapping[str, ArticleGroup], almanac: Almanac
    ) -> None:
        self._articles, self._groups, self._almanac = articles, groups, almanac

    def of(self, claim: KnownClaim) -> tuple[str, bool]:
        """The witness's name, and whether a state runs it (False where that is not known)."""
        article = self._articles[claim.told_in]
        for voice in reversed(claim.of_role("said_by")):  # the innermost medium is where it comes from
            if voice.entity is not None and voice.entity.startswith(_MEDIUM):
                return self._named(voice.name)
        original = self._articles[self._groups[claim.told_in].copy_of]
        for name in (article.agency, original.agency, original.publisher, article.publisher):
            if name:
                return self._named(name)
        return UNKNOWN, False

    def _named(self, name: str) -> tuple[str, bool]:
        publisher = self._almanac.publisher_named(name)
        if publisher is None:
            return name, False
        return publisher.name, publisher.state or publisher.kind == "government"
