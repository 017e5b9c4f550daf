"""Finds known names in a row of tokens: one look-up a token, the longest name first."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

EntityKind = Literal["state", "organisation", "body", "group", "party", "person", "region", "collective", "publisher"]
NameForm = Literal["name", "adjective", "demonym", "capital", "seat", "city", "surname"]

# How the parser's tokenizer cuts a name: at blanks, at hyphens and slashes between letters, before a possessive mark;
# acronyms, initials and titles with a full stop stay whole.
_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}|(?<![^\W_])(?:[A-Z]|Jr|Sr|St|Mt|Dr|Co|Corp|Inc|Ltd|Gen|Rev|Gov|Sen|Bros|Prof)\."
    r"|[^\W_]+(?:['’](?!s\b)[^\W_]+)*|['’]s\b|\S"
)


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something with a stable id ("state:CHN", "org:nato", "person:xi-jinping").

    `since`/`until` are ISO dates or years (half-open) where the row holds for a time only, else None.
    """

    id: str
    kind: EntityKind
    name: str
    country: str | None = None
    sector: str | None = None
    since: str | None = None
    until: str | None = None
    type: str | None = None


@dataclass(frozen=True, slots=True)
class NameEntry:
    """One name of an entity and what sort of name it is."""

    entity: Entity
    form: NameForm


@dataclass(frozen=True, slots=True)
class NameHit:
    """Tokens `[first, last)` that are a known name; `entries` are all who bear it, the likeliest first."""

    first: int
    last: int
    entries: tuple[NameEntry, ...]


def fold(word: str) -> str:
    """The word without diacritics and with a straight apostrophe; ASCII words come back as they are."""
    if word.isascii():
        return word
    plain = unicodedata.normalize("NFKD", word.replace("’", "'").replace("‘", "'"))
    return "".join(char for char in plain if not unicodedata.combining(char))


def name_tokens(name: str) -> tuple[str, ...]:
    """A name cut as the parser cuts running text, folded."""
    name = fold(name)
    if name.isascii() and name.replace(" ", "").isalpha():
        return tuple(name.split())  # most names, and much faster
    return tuple(_TOKEN.findall(name))


def words_of(name: str) -> tuple[str, ...]:
    """The same without folding: `name_tokens` has as many, for the same words."""
    return tuple(_TOKEN.findall(name))


@dataclass(slots=True)
class Gazetteer:
    """Names by their first token; matching is case-sensitive, but a word in capitals is also tried as a plain name."""

    _by_first: dict[str, list[tuple[tuple[str, ...], list[NameEntry]]]] = field(default_factory=dict)
    _rows: dict[tuple[str, ...], list[NameEntry]] = field(default_factory=dict)

    def add(self, name: str, entry: NameEntry) -> None:
        """Register `name` for an entity; a name added twice for one entity counts once."""
        tokens = name_tokens(name)
        if not tokens:
            return
        row = self._rows.get(tokens)
        if row is None:
            self._rows[tokens] = row = [entry]
            self._by_first.setdefault(tokens[0], []).append((tokens, row))
        elif all(other.entity.id != entry.entity.id for other in row):
            row.append(entry)

    def order(self) -> None:
        """Put longer names before shorter ones; to be called once, after the last name was added."""
        for bucket in self._by_first.values():
            if len(bucket) > 1:
                bucket.sort(key=lambda item: -len(item[0]))

    def look_up(self, name: str) -> tuple[NameEntry, ...]:
        """All who bear exactly this name, or where it stands in capitals the plain name behind it."""
        tokens = name_tokens(name)
        row = self._rows.get(tokens)
        if row is None and name.isupper():
            row = self._rows.get(tuple(token.capitalize() for token in tokens))
        return tuple(row or ())

    def rows(self) -> Iterator[tuple[tuple[str, ...], tuple[NameEntry, ...]]]:
        """Every name as its tokens, with all who bear it."""
        return ((tokens, tuple(entries)) for tokens, entries in self._rows.items())

    def find(self, words: Sequence[str]) -> list[NameHit]:
        """The known names in a row of words, left to right, longest first, without overlaps."""
        hits: list[NameHit] = []
        by_first = self._by_first
        at, size = 0, len(words)
        lowered: list[str] | None = None
        while at < size:
            word = words[at]
            bucket = by_first.get(word if word.isascii() else fold(word))
            hit = _longest(bucket, words, at) if bucket is not None else None
            if hit is None and len(word) > 3 and word.isupper():  # headlines and datelines: "NORTH KOREA"
                lowered = lowered or [other.capitalize() if other.isupper() else other for other in words]
                bucket = by_first.get(fold(lowered[at]))
                hit = _longest(bucket, lowered, at) if bucket is not None else None
            if hit is None:
                at += 1
            else:
                hits.append(hit)
                at = hit.last
        return hits


def _longest(bucket: list[tuple[tuple[str, ...], list[NameEntry]]], words: Sequence[str], at: int) -> NameHit | None:
    size = len(words)
    following = at + 1
    second = fold(words[following]) if following < size else ""
    for tokens, row in bucket:
        length = len(tokens)
        if length == 1:
            return NameHit(at, following, tuple(row))
        if tokens[1] != second or at + length > size:
            continue
        if all(fold(words[at + offset]) == tokens[offset] for offset in range(2, length)):
            return NameHit(at, at + length, tuple(row))
    return None
