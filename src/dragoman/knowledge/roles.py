"""Role nouns and the sectors they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from dragoman.knowledge.gazetteer import name_tokens
from dragoman.knowledge.tables import DATA, DataError, read_table

RoleKind = Literal["person", "group", "body", "thing"]
_BORROWS = "takes the sector"  # how the notes of roles.csv say it
_ONLY_IN = "only in "  # the same, before the code of the one state that has the office
_LINKS = frozenset({"of", "for", "to"})
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
    borrows: bool = False
    """Whether it takes the sector of the body it belongs to: a spokesman of the army is military."""
    country: str | None = None
    """The one state that has this office: only Ireland has a taoiseach."""


@dataclass(frozen=True, slots=True)
class Roles:
    """Role nouns by phrase (tokens as the parser cuts them, joined by blanks), and how long those of a head noun are.

    The head is the last word before "of", "for" or "to": "minister" of "minister for foreign affairs".
    """

    by_phrase: Mapping[str, Role]
    heads: Mapping[str, int]
    """For each head noun, the number of tokens of the longest phrase that ends in it."""
    tails: Mapping[str, int]
    """For each head noun, the number of tokens that the longest phrase goes on after it."""


def office_words(title: str) -> list[str]:
    """The words of a title before what it is of, to or for: "foreign minister" of "foreign minister of Chad"."""
    for link in (" of ", " to ", " for "):
        title = title.partition(link)[0]
    return title.split()


def office_noun(title: str) -> str:
    """The head noun of an office: "minister" of "minister of defence", "ambassador" of "ambassador to Kenya"."""
    words = office_words(title)
    return words[-1] if words else ""


def sector_of_title(title: str, roles: Roles) -> str | None:
    """The sector of an office by its title: that of the longest role noun in it ("army chief", "governor of Punjab").

    A chief, president or spokesman of a body is of that body's sector ("chief of the general staff").
    """
    _, _, body = title.partition(" of ")
    role = _longest_role(title, roles) or _longest_role(" ".join(office_words(title)), roles)
    owner = _longest_role(body.removeprefix("the "), roles) if body else None
    if owner is not None and owner.kind in ("body", "group") and (role is None or role.borrows or role.sector == "GOV"):
        return owner.sector
    return role.sector if role is not None else None


def _longest_role(phrase: str, roles: Roles) -> Role | None:
    """The longest role noun that ends the phrase."""
    words = name_tokens(phrase.lower())
    return next(
        (role for first in range(len(words)) if (role := roles.by_phrase.get(" ".join(words[first:]))) is not None),
        None,
    )


def load_roles(path: Path = DATA / "languages" / "en" / "roles.csv") -> Roles:
    """Read roles.csv; DataError on an unknown sector or kind."""
    found: dict[str, Role] = {}
    heads: dict[str, int] = {}
    tails: dict[str, int] = {}
    for line, row in read_table(path, ("noun", "sector", "kind", "note")):
        if row["sector"] and row["sector"] not in SECTORS:
            raise DataError(f"{path.name}:{line}: sector {row['sector']} is none of PLOVER's")
        if row["kind"] not in _KINDS:
            raise DataError(f"{path.name}:{line}: kind {row['kind']!r} is none of {sorted(_KINDS)}")
        tokens = name_tokens(row["noun"])
        kind: RoleKind = row["kind"]  # type: ignore[assignment]  # one of _KINDS, as checked
        note = row["note"]
        country = note.removeprefix(_ONLY_IN)[:3] if note.startswith(_ONLY_IN) else None
        found[" ".join(tokens)] = Role(row["noun"], row["sector"] or None, kind, note.startswith(_BORROWS), country)
        at = next((index for index, token in enumerate(tokens) if token in _LINKS and index), len(tokens))
        head = tokens[at - 1]
        heads[head] = max(heads.get(head, 1), at)
        heads[tokens[-1]] = max(heads.get(tokens[-1], 1), len(tokens))  # as a title: "Secretary of State Dulles"
        if at < len(tokens):
            tails[head] = max(tails.get(head, 0), len(tokens) - at)
    return Roles(found, heads, tails)
