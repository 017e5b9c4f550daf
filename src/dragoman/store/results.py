"""What the store gives back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dragoman.model.article import Article
from dragoman.model.claim import Run


@dataclass(frozen=True, slots=True)
class LoadCounts:
    """What became of a batch: `read` inputs were `coded` or `skipped`; added is what the store did not have yet."""

    read: int = 0
    coded: int = 0
    skipped: int = 0
    claims_added: int = 0
    articles_added: int = 0

    def __add__(self, other: LoadCounts) -> LoadCounts:
        return LoadCounts(
            self.read + other.read,
            self.coded + other.coded,
            self.skipped + other.skipped,
            self.claims_added + other.claims_added,
            self.articles_added + other.articles_added,
        )


@dataclass(frozen=True, slots=True)
class StoredClaim:
    """A claim's record as `Claim.to_dict` made it, the article it stands in, and the run that first made it."""

    record: dict[str, object]
    article: Article
    run: Run


@dataclass(frozen=True, slots=True)
class LedgerCount:
    """How many ledger rows have this state ("coded", "skipped") and, if skipped, this reason (a problem's code)."""

    state: str
    reason: str | None
    count: int


@dataclass(frozen=True, slots=True)
class StoreStatus:
    """What a database holds. `claims` counts all claims ever made, by kind; `current_claims` those now standing."""

    articles: int
    claims: dict[str, int]
    current_claims: int
    ledger: tuple[LedgerCount, ...]
    runs: int
    bytes: int
    """Size of the file and its write-ahead log."""
    schema_version: int


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table or view, with its comment."""

    name: str
    type: str
    comment: str


@dataclass(frozen=True, slots=True)
class Relation:
    """A table or view of the database, with its comment."""

    name: str
    kind: Literal["table", "view"]
    comment: str
    columns: tuple[Column, ...]
