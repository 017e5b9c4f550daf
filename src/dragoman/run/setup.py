"""What coding is done with: parser, data, and what a user puts in their place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dragoman.knowledge.tables import DATA
from dragoman.reading.parser import DEFAULT_MODEL


@dataclass(frozen=True, slots=True)
class Setup:
    """The choices that decide what an article is coded as; two runs with equal setups give equal claims.

    `model` is a spaCy model by package name or path, `data` the folder of the program's own data, `ontology` a folder
    of a user's own event types and rules, whose files go before those of the program.
    """

    model: str = DEFAULT_MODEL
    data: Path = DATA
    ontology: Path | None = None
