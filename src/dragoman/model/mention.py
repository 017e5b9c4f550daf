"""Words that name somebody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dragoman.model.span import Passage

MentionForm = Literal["name", "role", "pronoun", "adjective"]


@dataclass(frozen=True, slots=True)
class Mention:
    """Words in an article that name a party: `passage` is the noun phrase, `head` the index of its head token.

    `words` are its repaired words. `proper` is the proper name inside it ("Kim Jong-un"), `role` the role noun phrase
    in lower case ("foreign minister"), `countries` the countries its own words show, `label` the parser's entity label.
    `form`: a proper name, a role noun phrase, a pronoun or definite short form, or a nationality adjective.
    """

    passage: Passage
    words: str
    form: MentionForm
    sentence: int
    first: int
    last: int
    head: int
    plural: bool = False
    subject: bool = False
    """Whether it is the grammatical subject of a verb: pronouns go back to subjects first."""
    acted_on: bool = False
    """Whether it is the direct object of a verb."""
    row: int = -1
    """The head token of the first of those it is coordinated with, its own where it stands alone."""
    definite: bool = False
    proper: str | None = None
    label: str | None = None
    role: str | None = None
    role_kind: Literal["person", "group", "body", "thing"] | None = None
    sector: str | None = None
    entity: str | None = None
    countries: tuple[str, ...] = ()
    rule: str = ""
