"""What coding is done with: parser, data, and what a user puts in their place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import get_args

from dragoman.classify.classifier import ABOUT_FILE
from dragoman.knowledge.tables import DATA
from dragoman.reading.parser import DEFAULT_MODEL
from dragoman.run.opinions import Engine


@dataclass(frozen=True, slots=True)
class Setup:
    """The choices that decide what an article is coded as; two runs with equal setups give equal claims.

    `model` is a spaCy model by package name or path, `data` the folder of the program's own data, `ontology` a folder
    of a user's own event types and rules, whose files go before those of the program. `engine` tells whether rules, the
    model of event types or both code events; `classifier` is the folder of that model, None the installed one.
    `geonames` is a GeoNames dump of a user's own, whose towns are put beside the program's,
    `almanac` a folder of people and groups of a user's own, which are added to the program's.
    """

    model: str = DEFAULT_MODEL
    data: Path = DATA
    ontology: Path | None = None
    engine: Engine = "both"
    classifier: Path | None = None
    geonames: Path | None = None
    almanac: Path | None = None

    def __post_init__(self) -> None:
        if self.engine not in get_args(Engine):
            raise ValueError(f"engine is {self.engine!r}; it is one of {', '.join(get_args(Engine))}")


def setup_of(
    models: Iterable[str], ontology: str | Path | None = None, engine: Engine = "both",
    geonames: str | Path | None = None, almanac: str | Path | None = None,
) -> Setup:  # fmt: skip
    """The setup for models by name: a folder with a model of event types, anything else a spaCy model."""
    setup = Setup(
        ontology=None if ontology is None else Path(ontology),
        engine=engine,
        geonames=None if geonames is None else Path(geonames),
        almanac=None if almanac is None else Path(almanac),
    )
    for name in models:
        if (Path(name) / ABOUT_FILE).is_file():
            setup = replace(setup, classifier=Path(name))
        else:
            setup = replace(setup, model=name)
    return setup
