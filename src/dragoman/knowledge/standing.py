"""The words that tell standing facts: offices, agreements, memberships, relations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from dragoman.knowledge.tables import DATA, DataError, read_yaml


@dataclass(frozen=True, slots=True)
class Tells:
    """What a verb says of a standing fact: its status, and whether a date beside it begins or ends it."""

    status: str
    relation: str = "at"


@dataclass(frozen=True, slots=True)
class StandingWords:
    """standing.yaml, by list; lemmas."""

    office_sectors: frozenset[str]
    not_offices: frozenset[str]
    ranks: frozenset[str]
    title_words: frozenset[str]
    portfolio_nouns: frozenset[str]
    title_tails: frozenset[str]
    nominee_nouns: frozenset[str]
    realm_nouns: frozenset[str]
    copulas: frozenset[str]
    office_verbs: Mapping[str, Tells]
    appoint_verbs: Mapping[str, Tells]
    represent_verbs: frozenset[str]
    represent_objects: frozenset[str]
    agreement_nouns: frozenset[str]
    binding_nouns: frozenset[str]
    agreement_verbs: Mapping[str, Tells]
    member_nouns: frozenset[str]
    body_nouns: frozenset[str]
    order_words: frozenset[str]
    join_verbs: frozenset[str]
    leave_verbs: frozenset[str]
    relation_nouns: frozenset[str]
    relation_verbs: frozenset[str]
    relation_ending_verbs: frozenset[str]
    relation_starting_verbs: frozenset[str]
    relation_adjectives: Mapping[str, str]
    relation_people: frozenset[str]


def load_standing_words(path: Path = DATA / "languages" / "en" / "standing.yaml") -> StandingWords:
    """Read standing.yaml; DataError on unknown or missing keys."""
    content = read_yaml(path)
    known = {item.name for item in fields(StandingWords)}
    if set(content) != known:
        raise DataError(f"{path.name}: keys {sorted(set(content) ^ known)} are missing or not known")
    values: dict[str, object] = {}
    for name, value in content.items():
        if isinstance(value, list):
            values[name] = frozenset(value)
        elif name == "relation_adjectives":
            values[name] = dict(value)
        else:
            values[name] = {word: Tells(row["status"], row.get("relation", "at")) for word, row in value.items()}
    return StandingWords(**values)  # type: ignore[arg-type]
