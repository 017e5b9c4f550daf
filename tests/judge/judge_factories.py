"""Small makers of articles and claims for the tests of judging."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dragoman.model.judging import KnownArticle, KnownClaim, KnownParty
from dragoman.model.span import Passage

LEAD = "The president of Ruritania met the queen of Graustark in Strelsau to discuss the railway across the border"


def known_article(key: str, text: str = LEAD, published: str | None = "2024-03-05", **more: str | None) -> KnownArticle:
    return replace(KnownArticle(key, more.pop("id", None) or key, text, published=published), **more)  # type: ignore[arg-type]


def party(name: str, country: str | None = None, role: str = "actor", entity: str | None = None) -> KnownParty:
    return KnownParty(role, name, entity, country, "GOV")


RUDOLF = party("Rudolf Rassendyll", "RUR", entity="person:rudolf-rassendyll")
FLAVIA = party("Flavia Elphberg", "GRA", entity="person:flavia-elphberg")
RUPERT = party("Rupert Hentzau", "HEN", entity="person:rupert-hentzau")


def known_event(
    number: str, *parties: KnownParty, text: str = LEAD, at: int = 0, article: str = "a1", **more: object
) -> KnownClaim:
    """A CONSULT of 5 March 2024 between Rudolf and Flavia, dated by publication, unless told otherwise."""
    cue = text.find("met")
    told: dict[str, object] = {
        "type": "CONSULT", "mode": "meet", "polarity": "affirmed", "status": "actual", "basis": "published",
        "published": "2024-03-05", "publisher": "Strelsau Gazette", "confidence": 0.8,
        "sentence": Passage(at, at + len(text), text),
        "cue": Passage(at + cue, at + cue + 3, "met") if cue >= 0 else None,
    } | more  # fmt: skip
    return KnownClaim(
        number, "event", article, str(told.pop("told_in", article)), Passage(at, at + len(text), text),
        parties=parties or (RUDOLF, FLAVIA), **told,  # type: ignore[arg-type]
    )  # fmt: skip


def day(iso: str, until: str) -> dict[str, Any]:
    """The fields of a claim that tells its time: from a day to the day before another."""
    return {"since": iso, "until": until, "edtf": iso, "basis": "explicit"}
