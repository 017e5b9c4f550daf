"""The schema, in numbered steps. A step that has been released is never changed: a change is a new step."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.store.migrations import (
    m0001_ledger_and_claims,
    m0002_reporters,
    m0003_judging,
    m0004_questions,
)


@dataclass(frozen=True, slots=True)
class Migration:
    """One step of the schema: `number` counts from 1 without gaps."""

    number: int
    name: str
    sql: str


MIGRATIONS: tuple[Migration, ...] = (
    Migration(1, "ledger and claims", m0001_ledger_and_claims.SQL),
    Migration(2, "reporters", m0002_reporters.SQL),
    Migration(3, "judging", m0003_judging.SQL),
    Migration(4, "questions", m0004_questions.SQL),
)
