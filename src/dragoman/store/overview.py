"""What a database rests on: runs and their versions, publishers, days, and whether judging is up to date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from dragoman.store.database import Store
from dragoman.store.encoding import load_cell, load_text
from dragoman.store.judged import RESTS_ON, holds

PUBLISHERS_TOLD = 10
Judged = Literal["never", "current", "behind"]


@dataclass(frozen=True, slots=True)
class RunCount:
    """A run in the order of first writing, with how many inputs it read: coded and skipped ones."""

    run: str
    code_version: str
    model: str
    data_hash: str
    started: str
    coded: int
    skipped: int


@dataclass(frozen=True, slots=True)
class PublisherCount:
    """A publisher (None: not known), how many articles it has here, and the days of the first and the last (ISO)."""

    publisher: str | None
    articles: int
    first_day: str | None
    last_day: str | None


@dataclass(frozen=True, slots=True)
class Overview:
    """`publishers` are those with most articles, at most `PUBLISHERS_TOLD` of `publisher_count`.

    `happenings` are the events that are told of, each once. `judged` says whether what judging made rests on all that
    is here now; days are ISO.
    """

    versions: tuple[RunCount, ...]
    publishers: tuple[PublisherCount, ...]
    publisher_count: int
    first_day: str | None
    last_day: str | None
    happenings: int
    judgements: int
    judged: Judged


def overview(store: Store) -> Overview:
    """What the database rests on now."""
    runs = store.fetch(
        "SELECT runs.id, code_version, model, data_hash, started, count(*) FILTER (WHERE ledger.state = 'coded'), "
        "count(*) FILTER (WHERE ledger.state = 'skipped') FROM runs LEFT JOIN ledger ON ledger.run = runs.id "
        "GROUP BY runs.id, code_version, model, data_hash, started, ordinal ORDER BY ordinal"
    )
    publishers = store.fetch(
        "SELECT publisher, count(*), min(TRY_CAST(published AS DATE)), max(TRY_CAST(published AS DATE)) "
        "FROM articles GROUP BY publisher ORDER BY count(*) DESC, publisher"
    )
    days = [day for row in publishers for day in row[2:] if isinstance(day, date)]
    ((happenings,),) = store.fetch("SELECT count(DISTINCT matter) FROM current_claims WHERE kind = 'event'")
    return Overview(
        versions=tuple(_run_count(row) for row in runs),
        publishers=tuple(
            PublisherCount(load_cell(name), _number(count), _iso(first), _iso(last))
            for name, count, first, last in publishers[:PUBLISHERS_TOLD]
        ),
        publisher_count=len(publishers),
        first_day=min(days).isoformat() if days else None,
        last_day=max(days).isoformat() if days else None,
        happenings=_number(happenings),
        judgements=store.count("judgements"),
        judged=_judged(store),
    )


def _run_count(row: tuple[object, ...]) -> RunCount:
    *named, coded, skipped = row
    run, version, model, data, started = (load_text(str(cell)) for cell in named)
    return RunCount(run, version, model, data, started, _number(coded), _number(skipped))


def _judged(store: Store) -> Judged:
    """Whether the numbers of rows are those that judging saw; it looks at nothing else."""
    rested = store.fetch(f"SELECT {', '.join(RESTS_ON)} FROM judging")
    if not rested:
        return "never"
    return "current" if rested == [holds(store)] else "behind"


def _number(value: object) -> int:
    return int(cast("int", value))


def _iso(value: object) -> str | None:
    return value.isoformat() if isinstance(value, date) else None
