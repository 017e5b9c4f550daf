"""Who tells of a happening, and what each tells otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dragoman.store.questions import Conditions, Question, Select, rows_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Witnesses(Question):
    """One row for each claim that tells of the same happening, statement or fact as `claim`, a claim's whole id."""

    shown: ClassVar[tuple[str, ...]] = (
        "claim", "published", "publisher", "witness", "state_witness", "status", "edtf", "differs", "score", "evidence",
    )  # fmt: skip
    claim: str

    def select(self) -> Select:
        found = Conditions()
        found.demand(
            "matter = coalesce((SELECT matter FROM judged_claims WHERE claim = ? LIMIT 1), ?)", self.claim, self.claim
        )
        return rows_of("known_witnesses", self, found, "matter_rank, claim")
