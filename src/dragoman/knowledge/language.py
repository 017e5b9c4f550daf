"""The closed classes of a language: partitives, pronouns, and the small words around offices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from dragoman.knowledge.tables import DATA, DataError, cell_list, read_table, read_yaml

Gender = Literal["man", "woman", "thing", "any", "speaker", "addressee"]


@dataclass(frozen=True, slots=True)
class Pronoun:
    """What a pronoun may stand for."""

    plural: bool
    gender: Gender


@dataclass(frozen=True, slots=True)
class ShortForm:
    """A definite phrase that refers back to parties: "the two countries"; `number` is "1", "2", "3" or "n"."""

    phrase: str
    number: str
    kind: str


@dataclass(frozen=True, slots=True)
class Language:
    """The closed classes of one language."""

    partitives: frozenset[str]
    pronouns: Mapping[str, Pronoun]
    attitude_prefixes: frozenset[str]
    former_words: frozenset[str]
    outgoing_words: frozenset[str]
    designate_words: frozenset[str]
    acting_words: frozenset[str]
    coming_words: frozenset[str]
    possible_words: frozenset[str]
    envoy_nouns: frozenset[str]
    honorifics: frozenset[str]
    foreign_nouns: frozenset[str]
    state_nouns: frozenset[str]
    condition_nouns: frozenset[str]
    place_prepositions: frozenset[str]
    abroad_words: frozenset[str]
    lesser_words: frozenset[str]
    bound_nouns: frozenset[str]
    summit_nouns: frozenset[str]
    letter_nouns: frozenset[str]
    joint_words: frozenset[str]
    own_offices: frozenset[str]
    named_after_places: frozenset[str]
    shared_names: Mapping[str, tuple[str, ...]]
    """Codes of the states that call themselves by one name or adjective."""
    short_forms: Mapping[str, ShortForm]
    offices: Mapping[str, str]
    """The almanac's kind of office by the titles that it goes by."""


_LISTS = (
    "attitude_prefixes",
    "partitives",
    "former_words",
    "outgoing_words",
    "designate_words",
    "acting_words",
    "coming_words",
    "possible_words",
    "envoy_nouns",
    "honorifics",
    "foreign_nouns",
    "state_nouns",
    "condition_nouns",
    "place_prepositions",
    "abroad_words",
    "lesser_words",
    "bound_nouns",
    "summit_nouns",
    "letter_nouns",
    "joint_words",
    "own_offices",
    "named_after_places",
)


def load_language(folder: Path = DATA / "languages" / "en") -> Language:
    """Read language.yaml and short_forms.csv; unknown keys are refused."""
    path = folder / "language.yaml"
    content = read_yaml(path)
    unknown = sorted(set(content) - {"language", "pronouns", "offices", "shared_names", *_LISTS})
    if unknown:
        raise DataError(f"{path.name}: unknown keys {unknown}")
    pronouns = {word: Pronoun(row["number"] == "many", row["gender"]) for word, row in content["pronouns"].items()}
    short_forms = {
        phrase: ShortForm(phrase, row["number"], row["kind"])
        for _, row in read_table(folder / "short_forms.csv", ("phrase", "number", "kind", "note"))
        for phrase in cell_list(row["phrase"])
    }
    offices = {title: office for office, titles in content["offices"].items() for title in titles}
    shared = {name: tuple(codes) for name, codes in content["shared_names"].items()}
    lists = {name: frozenset(content[name]) for name in _LISTS}
    return Language(pronouns=pronouns, short_forms=short_forms, offices=offices, shared_names=shared, **lists)
