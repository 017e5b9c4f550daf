"""The table of states and their numbers: what panels of two countries are merged on."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from dragoman.knowledge.almanac import STATE_COLUMNS
from dragoman.knowledge.tables import DATA, cell_list, read_table

if TYPE_CHECKING:
    from dragoman.store.database import Store

SINCE_SCHEMA = 4
"""The first version of the schema that has the table."""
COLUMNS = ("code", "name", "cow", "gw", "since", "until")


@cache
def state_rows() -> tuple[tuple[object, ...], ...]:
    """The almanac's states by code, the cells in the order of `COLUMNS`; of several numbers in one list the first."""
    rows = (row for _, row in read_table(DATA / "almanac" / "states.csv", STATE_COLUMNS))
    found = (
        (row["code"], row["name"], _number(row["cow"]), _number(row["gw"]), row["from"] or None, row["to"] or None)
        for row in rows
    )
    return tuple(sorted(found, key=lambda row: row[0]))


def state_names() -> dict[str, str]:
    """The names of the almanac's states by code."""
    return {str(row[0]): str(row[1]) for row in state_rows()}


def keep_states(store: Store) -> None:
    """Makes the table `states` that of the program's almanac, where it is another."""
    if store.fetch('SELECT code, name, cow, gw, since, "until" FROM states ORDER BY code') == list(state_rows()):
        return
    with store.transaction():
        store.fetch("DELETE FROM states")
        store.insert("states", [dict(zip(COLUMNS, row, strict=True)) for row in state_rows()])


def _number(cell: str) -> int | None:
    numbers = cell_list(cell)
    return int(numbers[0]) if numbers else None
