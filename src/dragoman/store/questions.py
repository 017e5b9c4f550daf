"""The questions that people ask of a record: each builds its SQL, and `ask` has it answered.

Every question takes `as_known_on`, an ISO day: only what articles published by then tell counts. Countries are codes of
three capital letters, days are ISO and both ends are included. A value that makes no sense raises a FilterError.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, NamedTuple

from dragoman.store.database import Store
from dragoman.store.encoding import load_text, store_text
from dragoman.store.errors import FilterError
from dragoman.store.filters import ALWAYS, check_days

STATUSES = ("actual", "future", "hypothetical", "historical")
"""What the status of an event may be."""


class Select(NamedTuple):
    """A statement and its parameters, in order."""

    statement: str
    values: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """Columns and rows. A cell is a text, number, truth value, day, list of texts, or None where nothing is known.

    `notes` tell in words what the rows leave out.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    notes: tuple[str, ...] = ()

    def records(self) -> Iterator[dict[str, object]]:
        """The rows as dicts by column."""
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """What is common to all. `shown` names the columns that a narrow table has room for."""

    shown: ClassVar[tuple[str, ...]] = ()
    as_known_on: str | None = None

    def __post_init__(self) -> None:
        check_days(None, None, self.as_known_on)

    @property
    def day(self) -> str:
        """The day by which it must have been known."""
        return self.as_known_on or ALWAYS

    def select(self) -> Select:
        """The statement that answers."""
        raise NotImplementedError

    def notes(self, store: Store) -> tuple[str, ...]:
        """What the rows leave out, in words."""
        del store
        return ()


class Conditions:
    """SQL conditions that must all hold, with their parameters."""

    def __init__(self) -> None:
        self._terms: list[str] = []
        self.values: list[object] = []

    def demand(self, term: str, *values: object) -> None:
        """One more condition; each ? in it takes one of the values."""
        self._terms.append(term)
        self.values.extend(store_text(value) if isinstance(value, str) else value for value in values)

    def holds(self, column: str, code: str | None) -> None:
        """A list has the code, if one is given."""
        if code is not None:
            self.demand(f"list_contains({column}, ?)", code)

    def phrase(self, column: str, text: str | None) -> None:
        """A text has these words as they stand, in any case."""
        if text:
            self.demand(f"contains(lower({column}), lower(?))", text)

    def words(self, column: str, text: str | None) -> None:
        """A text has each of these words somewhere, in any case."""
        for word in (text or "").split():
            self.phrase(column, word)

    def among(self, column: str, wanted: tuple[str, ...]) -> None:
        """A text is one of these, if any are given."""
        if wanted:
            self.demand(f"{column} IN ({', '.join('?' * len(wanted))})", *wanted)

    def within(self, first: str | None, last: str | None, on: str, known_by: str, published: str) -> None:
        """The time it happened touches the days from first to last.

        What is known by its publication alone (`known_by` is 'published') counts on the day `on`, what has no time at
        all on the day `published`.
        """
        undated = "happened_from IS NULL AND happened_to IS NULL"
        for day, sign, touches in ((first, ">=", "happened_to > ?::DATE"), (last, "<=", "happened_from <= ?::DATE")):
            if day is not None:
                self.demand(
                    f"CASE WHEN {known_by} = 'published' THEN {on} {sign} ?::DATE "
                    f"WHEN {undated} THEN {published} {sign} ?::DATE ELSE coalesce({touches}, true) END",
                    *[day] * 3,
                )

    def __str__(self) -> str:
        return " AND ".join(f"({term})" for term in self._terms) or "true"


def rows_of(
    source: str, question: Question, conditions: Conditions, order: str, limit: int | None = None
) -> Select:  # fmt: skip
    """All columns of the table macro `source` as known on the question's day, in this order."""
    statement = f"SELECT * FROM {source}(?::DATE) WHERE {conditions} ORDER BY {order}"
    if limit is not None:
        statement += f" LIMIT {limit:d}"
    return Select(statement, (question.day, *conditions.values))


def check_statuses(wanted: tuple[str, ...], known: tuple[str, ...] = STATUSES) -> None:
    """FilterError for a status that there is none of."""
    for status in wanted:
        if status not in known:
            raise FilterError(f"no status {status!r}; give one of {', '.join(known)}")


def check_count(count: int | None) -> None:
    """FilterError for a number of witnesses below none."""
    if count is not None and count < 0:
        raise FilterError(f"the number of witnesses is {count}; give 0 or more")


def ask(store: Store, question: Question) -> Answer:
    """The answer to the question, all of it.

    Raises:
        StoreError: where the database fails.
    """
    statement, values = question.select()
    columns, rows = store.fetch_table(statement, values)
    return Answer(tuple(columns), tuple(tuple(map(_loaded, row)) for row in rows), question.notes(store))


def save_answer(store: Store, question: Question, target: Path | str) -> tuple[int, tuple[str, ...]]:
    """Writes the answer to the Parquet file `target`; how many rows, and what they leave out.

    Texts that UTF-8 cannot hold stand in it as in the database (docs/schema.md).

    Raises:
        StoreError: also where `target` was not among `may_write` when the store was opened.
    """
    statement, values = question.select()
    return store.save(statement, values, target), question.notes(store)


def _loaded(value: object) -> object:
    if isinstance(value, str):
        return load_text(value)
    return [_loaded(part) for part in value] if isinstance(value, list) else value
