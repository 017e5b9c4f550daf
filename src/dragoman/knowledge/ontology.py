"""PLOVER's event types, modes and contexts, with quad class, intensity and the way to CAMEO."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dragoman.knowledge.tables import DATA, DataError, read_yaml

_KEYS = {"definition", "quad", "intensity", "cameo", "goldstein", "requires_recipient", "recipient_by_place", "modes"}


@dataclass(frozen=True, slots=True)
class Mode:
    """A mode of an event type; `intensity` None where the manual gives none."""

    name: str
    intensity: float | None
    cameo: str


@dataclass(frozen=True, slots=True)
class EventType:
    """One of PLOVER's event types."""

    name: str
    definition: str
    quad: int
    intensity: float
    cameo: str
    goldstein: float
    requires_recipient: bool
    recipient_by_place: bool
    modes: Mapping[str, Mode]

    def intensity_of(self, mode: str | None) -> float:
        """The mode's own score, or the type's."""
        own = self.modes[mode].intensity if mode is not None and mode in self.modes else None
        return self.intensity if own is None else own

    def cameo_of(self, mode: str | None) -> str:
        """The CAMEO code of the mode, or the type's."""
        return self.modes[mode].cameo if mode is not None and mode in self.modes else self.cameo


@dataclass(frozen=True, slots=True)
class Ontology:
    """All event types by name, and the contexts with their definitions."""

    types: Mapping[str, EventType]
    contexts: Mapping[str, str]


def load_ontology(folder: Path = DATA / "ontology") -> Ontology:
    """Read event_types.yaml and contexts.yaml; DataError names what is wrong."""
    path = folder / "event_types.yaml"
    types: dict[str, EventType] = {}
    for name, row in read_yaml(path).items():
        unknown = sorted(set(row) - _KEYS)
        if unknown:
            raise DataError(f"{path.name}: {name} has unknown keys {unknown}")
        modes = {mode: Mode(mode, values.get("intensity"), values["cameo"]) for mode, values in row["modes"].items()}
        types[name] = EventType(
            name, row["definition"], row["quad"], row["intensity"], row["cameo"], row["goldstein"],
            row.get("requires_recipient", False), row.get("recipient_by_place", False), modes,
        )  # fmt: skip
    return Ontology(types, read_yaml(folder / "contexts.yaml"))
