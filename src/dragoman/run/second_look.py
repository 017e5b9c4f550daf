"""Asks the model again about a stored claim, to show what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from dragoman.classify.classifier import Classifier, ClassifierMissingError
from dragoman.classify.marks import MarkedSentence
from dragoman.classify.nearest import Neighbour, Neighbours
from dragoman.model.span import Span


def nearest_sentences(record: Mapping[str, object], folder: Path | None = None) -> list[Neighbour]:
    """The training sentences likest to an event claim's own; none where the model was not asked or is not installed."""
    sentence = record.get("sentence")
    if record.get("chances") is None or not isinstance(sentence, Mapping):
        return []
    try:
        classifier = Classifier.find(folder)
    except ClassifierMissingError:
        return []
    neighbours = Neighbours.load(classifier.folder)
    if neighbours is None:
        return []
    start = int(sentence["start"])
    end = int(sentence["end"])

    def inside(item: object) -> Span | None:
        if not isinstance(item, Mapping) or not start <= int(item["start"]) < int(item["end"]) <= end:
            return None
        return Span(int(item["start"]) - start, int(item["end"]) - start)

    actors, recipients = (_list(record.get(role)) for role in ("actor", "recipient"))
    who = inside(actors[0]) if actors else None
    other = recipients[0] if recipients else actors[1] if len(actors) > 1 else None
    cue = inside(record.get("cue"))
    marked = MarkedSentence(str(sentence["text"]), who, inside(other), (cue,) if cue is not None else ())
    return neighbours.nearest(classifier.judge(marked).features)


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else []
