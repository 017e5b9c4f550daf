"""Role nouns and the sectors they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from dragoman.knowledge.tables import DATA, DataError, read_table

RoleKind = Literal["person", "group", "body", "thing"]
_KINDS = frozenset({"person", "group", "body", "thing"})
SECTORS = frozenset(
    {
        "COP", "GOV", "JUD", "LEG", "MIL", "PRM", "PTY", "REB", "SPY", "UAF", "UNK", "AGR", "BUS", "CRM", "CVL", "EDU",
        "ELI", "JRN", "LAB", "MED", "REF", "OPP", "PRE", "REL", "SOC",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Role:
    """A role noun phrase in lower-case lemma form with PLOVER's sector and whether it names a person, group, ..."""

    noun: str
    sector: str | None
    kind: RoleKind


@dataclass(frozen=True, slots=True)
class Roles:
    """Role nouns by phrase; `longest` is the greatest number of words in one."""

    by_phrase: Mapping[str, Role]
    heads: frozenset[str]
    longest: int


def load_roles(path: Path = DATA / "languages" / "en" / "roles.csv") -> Roles:
    """Read roles.csv; DataError on an unknown sector or kind."""
    found: dict[str, Role] = {}
    for line, row in read_table(path, ("noun", "sector", "kind", "note")):
        if row["sector"] and row["sector"] not in SECTORS:
            raise DataError(f"{path.name}:{line}: sector {row['sector']} is none of PLOVER's")
        if row["kind"] not in _KINDS:
            raise DataError(f"{path.name}:{line}: kind {row['kind']!r} is none of {sorted(_KINDS)}")
        found[row["noun"]] = Role(row["noun"], row["sector"] or None, row["kind"])  # type: ignore[arg-type]
    heads = frozenset(word for phrase in found for word in phrase.split(" of ")[0].split()[-1:])
    return Roles(found, heads, max((len(phrase.split()) for phrase in found), default=1))
