"""Which tables and columns each version of the schema has: told by its migrations, not written down twice."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from dragoman.store.migrations import Migration

Shape = dict[str, dict[str, str]]
"""Table to column to DuckDB's type, columns in their order."""
COLUMNS = (
    "SELECT columns.table_name, column_name, data_type FROM duckdb_columns() AS columns "
    "JOIN duckdb_tables() AS tables ON tables.table_oid = columns.table_oid AND tables.database_oid = "
    "columns.database_oid WHERE NOT columns.internal AND NOT tables.temporary "
    "ORDER BY columns.table_name, column_index"
)
"""The statement whose rows `as_shape` takes."""


@cache
def shape_after(migrations: tuple[Migration, ...]) -> Shape:
    """The tables that an empty database has after these migrations; they are tried in memory."""
    import duckdb

    with duckdb.connect(":memory:") as blank:
        for migration in migrations:
            blank.execute(migration.sql)
        return as_shape(blank.execute(COLUMNS).fetchall())


def as_shape(rows: Sequence[tuple[object, ...]]) -> Shape:
    """The shape that the rows of `COLUMNS` tell."""
    shape: Shape = {}
    for table, column, kind in rows:
        shape.setdefault(str(table), {})[str(column)] = str(kind)
    return shape
