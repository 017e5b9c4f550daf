"""`--version`: program, model and data."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version


def version_lines() -> Iterator[str]:
    """One line each for the program, the language model and the data."""
    from dragoman.classify.classifier import Classifier, ClassifierMissingError
    from dragoman.classify.tagger import Tagger
    from dragoman.knowledge.knowledge import data_hash
    from dragoman.reading.parser import model_name

    yield f"dragoman {version('dragoman')}"
    yield f"model {model_name()}"
    yield f"data {data_hash()}"
    tagger = Tagger.find()
    try:
        yield f"classifier {Classifier.find().name}"
        yield f"tagger {tagger.name}" if tagger is not None else "tagger not installed"
    except ClassifierMissingError:
        yield "classifier not installed"
