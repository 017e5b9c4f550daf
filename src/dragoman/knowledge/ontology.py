"""PLOVER's event types, modes and contexts, with quad class, intensity and the way to CAMEO."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.knowledge.tables import DATA, DataError, last_of_each, read_yaml

_KEYS = {"definition", "quad", "intensity", "cameo", "goldstein", "requires_recipient", "recipient_by_place", "modes"}
_MODE_KEYS = {"intensity", "cameo", "coded_as"}


@dataclass(frozen=True, slots=True)
class Mode:
    """A mode of an event type; `intensity` None where the manual gives none."""

    name: str
    intensity: float | None
    cameo: str
    coded_as: tuple[str, str | None] | None = None
    """The type and mode that it is written as, where PLOVER's papers disagree; None: as it stands."""


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

    def coded_as(self, type_: str, mode: str | None) -> tuple[str, str | None]:
        """The type and mode that an event is written as: its own, or those that `coded_as` of its mode names."""
        known = self.types[type_].modes.get(mode) if mode is not None else None
        return (type_, mode) if known is None or known.coded_as is None else known.coded_as


def load_ontology(*folders: Path) -> Ontology:
    """Read event_types.yaml and contexts.yaml of the last folder that has them; DataError names what is wrong.

    No folder named means the program's own.
    """
    files = last_of_each("*.yaml", folders or (DATA / "ontology",))
    path = files["event_types.yaml"]
    types: dict[str, EventType] = {}
    for name, row in read_yaml(path).items():
        unknown = sorted(set(row) - _KEYS)
        if unknown:
            raise DataError(f"{path.name}: {name} has unknown keys {unknown}")
        modes = {mode: _mode(mode, values, f"{path.name}: {name}.{mode}") for mode, values in row["modes"].items()}
        types[name] = EventType(
            name, row["definition"], row["quad"], row["intensity"], row["cameo"], row["goldstein"],
            row.get("requires_recipient", False), row.get("recipient_by_place", False), modes,
        )  # fmt: skip
    for type_ in types.values():
        for mode in type_.modes.values():
            if mode.coded_as is not None:
                _check_coded_as(mode, types, f"{path.name}: {type_.name}.{mode.name}")
    return Ontology(types, read_yaml(files["contexts.yaml"]))


def _mode(name: str, values: Any, where: str) -> Mode:
    if not isinstance(values, dict) or "cameo" not in values or set(values) - _MODE_KEYS:
        raise DataError(f"{where}: a mode has the keys {sorted(_MODE_KEYS)}, cameo among them; found {values!r}")
    type_, _, mode = values.get("coded_as", "").partition(".")
    return Mode(name, values.get("intensity"), values["cameo"], (type_, mode or None) if type_ else None)


def _check_coded_as(mode: Mode, types: Mapping[str, EventType], where: str) -> None:
    assert mode.coded_as is not None
    type_, other = mode.coded_as
    target = types.get(type_)
    if target is None or (other is not None and other not in target.modes):
        raise DataError(f"{where}: coded_as names {type_}.{other or ''}, which is no type and mode of this file")
    if other is not None and target.modes[other].coded_as is not None:
        raise DataError(f"{where}: coded_as leads to {type_}.{other}, which is itself coded as another; name the last")
