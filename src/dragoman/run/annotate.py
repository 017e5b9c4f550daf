"""Every mention found in an article, a layer at a time, as the record contract prints them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dragoman.model.dossier import Dossier

LAYERS = ("actor", "place", "time", "statement", "event")


def annotation_rows(dossier: Dossier, layers: Iterable[str] = LAYERS) -> Iterator[dict[str, object]]:
    """The rows of the wanted layers of one article, each layer in the order of the text."""
    makers = {
        "actor": _actors,
        "place": _places,
        "time": _times,
        "statement": _statements,
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


def _statements(dossier: Dossier) -> Iterator[dict[str, object]]:
    said_by = {
        (claim.evidence, claim.cue): claim.to_dict()["said_by"] for claim in dossier.claims if claim.kind == "statement"
    }
    for statement in dossier.statement_mentions:
        evidence, speaker, cue = statement.evidence, statement.speaker_passage, statement.cue
        yield {
            "article": dossier.article.id, "layer": "statement", **evidence.to_dict(),
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
