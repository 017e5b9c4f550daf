"""Every mention found in an article, a layer at a time, as the record contract prints them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from dragoman.model.dossier import Dossier

LAYERS = ("actor", "place", "time", "statement", "nested", "event")
USUAL_LAYERS = ("actor", "place", "time", "statement", "event")
"""Those printed where none are asked for. Statements inside what another says are a layer of their own."""


def annotation_rows(dossier: Dossier, layers: Iterable[str] = USUAL_LAYERS) -> Iterator[dict[str, object]]:
    """The rows of the wanted layers of one article, each layer in the order of the text."""
    makers: dict[str, Callable[[Dossier], Iterator[dict[str, object]]]] = {
        "actor": _actors,
        "place": _places,
        "time": _times,
        "statement": partial(_statements, nested=False),
        "nested": partial(_statements, nested=True),
        "event": _events,
    }
    for layer in layers:
        yield from makers[layer](dossier)


def _actors(dossier: Dossier) -> Iterator[dict[str, object]]:
    rows = [party for found in dossier.settled for party in found]
    for party in sorted(rows, key=lambda party: (party.start, party.end, party.name)):
        yield {
            "article": dossier.article.id, "layer": "actor", "start": party.start, "end": party.end, "text": party.text,
            "name": party.name, "entity": party.entity, "country": party.country, "sector": party.sector,
            "office": party.office, "rule": party.rule,
        }  # fmt: skip


def _places(dossier: Dossier) -> Iterator[dict[str, object]]:
    for place in dossier.places:
        yield {
            "article": dossier.article.id, "layer": "place", "start": place.start, "end": place.end, "text": place.text,
            "name": place.name, "country": place.country, "lat": place.lat, "lon": place.lon,
            "geonames": place.geonames, "rule": place.rule,
        }  # fmt: skip


def _times(dossier: Dossier) -> Iterator[dict[str, object]]:
    for time in dossier.times:
        yield time.to_dict(dossier.article.id)


def _statements(dossier: Dossier, nested: bool) -> Iterator[dict[str, object]]:
    """Statements of the article's own level, or those inside a quotation or another's content."""
    said_by = {
        (claim.evidence, claim.cue): claim.to_dict()["said_by"] for claim in dossier.claims if claim.kind == "statement"
    }
    for statement in dossier.statement_mentions:
        if statement.nested != nested:
            continue
        evidence, speaker, cue = statement.evidence, statement.speaker_passage, statement.cue
        yield {
            "article": dossier.article.id, "layer": "nested" if nested else "statement", **evidence.to_dict(),
            "speaker": speaker.to_dict() if speaker is not None else None,
            "cue": cue.to_dict() if cue is not None else None,
            "content": [part.to_dict() for part in statement.content],
            "said_by": said_by.get((evidence, cue), []), "manner": statement.manner, "rule": statement.rule,
        }  # fmt: skip


def _events(dossier: Dossier) -> Iterator[dict[str, object]]:
    for event in dossier.event_mentions:
        yield {
            "article": dossier.article.id, "layer": "event", **event.evidence.to_dict(), "cue": event.cue.to_dict(),
            "type": event.type, "mode": event.mode, "polarity": event.polarity, "status": event.status,
            "rule": event.rule,
        }  # fmt: skip
