"""The lines that one coded article gives, as the record contract has them."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.model.claim import Voice
from dragoman.model.dossier import Dossier


def dossier_records(dossier: Dossier, claims_only: bool = False) -> Iterator[dict[str, object]]:
    """The article's line, its repairs, its problems, its claims; with `claims_only` the claims alone."""
    if not claims_only:
        yield {**dossier.article.to_dict(), "outlets": [_outlet(voice) for voice in dossier.outlets]}
        for repair in dossier.repairs:
            yield repair.to_dict(dossier.article.id)
        for problem in dossier.problems:
            yield problem.to_dict()
    for claim in dossier.claims:
        yield claim.to_dict()


def _outlet(voice: Voice) -> dict[str, object]:
    """A publisher or agency of the article's line; it stands in no words of the text."""
    return {"name": voice.name, "entity": voice.entity, "country": voice.country, "state_media": voice.state_media}
