"""The DuckDB connection: how it is opened, what it may do, and what its errors mean. Loads DuckDB when first used."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.store.errors import (
    DiskFullError,
    LockedError,
    MissingError,
    NewerVersionError,
    NotDatabaseError,
    PermissionDeniedError,
    ReadOnlyFolderError,
    StoreError,
)

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY_LIMIT = "256MB"
"""What DuckDB may hold in memory; beyond it, it spills to disk."""
THREADS = 2
_MAGIC = slice(8, 12), b"DUCK"
"""Where the mark of a DuckDB file stands in it, and the mark."""
AMONG = "IN (SELECT unnest(from_json(?, '[\"VARCHAR\"]')))"
"""The condition that a text is among those of a JSON list."""
_ROWS_A_STATEMENT = 2000
_IN_USE = "Could not set lock", "different configuration", "already attached", "configuration has been locked"
"""What DuckDB says where another process, or another connection of this one, has the database."""
_HOLDER = re.compile(r"PID (\d+)")


def connect(path: Path, *, read_only: bool, may_reach: Sequence[Path] = ()) -> DuckDBPyConnection:
    """Opens `path`; afterwards the connection reaches no other file than those of `may_reach`, nor the network.

    Raises:
        StoreError: with the case's code.
    """
    check_path(path, read_only)
    # Several threads hold more of a Parquet file at once than MEMORY_LIMIT allows.
    connection = _opened(path, read_only, threads=1 if may_reach else THREADS)
    try:
        with speaking_errors(path):
            _shut(connection, may_reach)
    except StoreError:
        connection.close()
        raise
    return connection


def connect_blank(may_reach: Sequence[Path] = ()) -> DuckDBPyConnection:
    """An empty database in memory, whose connection reaches no other file than those of `may_reach`."""
    import duckdb

    connection = duckdb.connect(":memory:", config=_config() | {"temp_directory": tempfile.gettempdir()})
    _shut(connection, may_reach)
    return connection


def _shut(connection: DuckDBPyConnection, may_reach: Sequence[Path]) -> None:
    """Lets the connection reach no other file than those of `may_reach`, for good."""
    if may_reach:
        paths = ", ".join(quote(str(target)) for target in may_reach)
        connection.execute(f"SET allowed_paths = [{paths}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


@contextmanager
def kept_from_writers(path: Path) -> Iterator[None]:
    """Keeps other programs from opening `path` for writing meanwhile; another reader of this process is no hindrance.

    Raises:
        StoreError: LockedError where one has it open for writing.
    """
    connection = _opened(path, read_only=True)
    try:
        yield
    finally:
        connection.close()


def _opened(path: Path, read_only: bool, threads: int = THREADS) -> DuckDBPyConnection:
    import duckdb

    config = _config() | {"threads": threads}
    if not os.access(path.parent, os.W_OK):
        config["temp_directory"] = tempfile.gettempdir()
    with speaking_errors(path):
        return duckdb.connect(str(path), read_only=read_only, config=config)


def _config() -> dict[str, str | bool | int | float | list[str]]:
    return {
        "memory_limit": MEMORY_LIMIT,
        "threads": THREADS,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }


def quote(text: str) -> str:
    """`text` as an SQL string, for the few places where DuckDB takes no parameter."""
    return "'" + text.replace("'", "''") + "'"


def insert_rows(connection: DuckDBPyConnection, table: str, rows: Sequence[Mapping[str, object]]) -> None:
    """Inserts `rows` (column name to JSON-ready value; all columns of `table`, in any order).

    They travel as one JSON text a statement: some 50 times faster than `executemany`, and typed where lists of Python
    values are not. A day that DuckDB cannot read becomes NULL.
    """
    if not rows:
        return
    found = connection.execute(
        "SELECT column_name, data_type FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index", [table]
    ).fetchall()
    columns: list[tuple[str, str]] = [(str(name), str(kind)) for name, kind in found]
    structure = json.dumps([{name: _json_type(kind) for name, kind in columns}])
    values = ", ".join(f"TRY_CAST(r.{name} AS DATE)" if kind == "DATE" else f"r.{name}" for name, kind in columns)
    statement = f"INSERT INTO {table} SELECT {values} FROM (SELECT unnest(from_json(?, ?)) AS r)"
    for at in range(0, len(rows), _ROWS_A_STATEMENT):
        part = json.dumps(rows[at : at + _ROWS_A_STATEMENT], allow_nan=False)
        connection.execute(statement, [part, structure])


def _json_type(kind: str) -> str | list[str]:
    if kind.endswith("[]"):
        return [kind.removesuffix("[]")]
    return "VARCHAR" if kind == "DATE" else kind


@contextmanager
def speaking_errors(path: Path) -> Iterator[None]:
    """Turns DuckDB's errors, and the operating system's, into the store's; its interruptions into KeyboardInterrupt."""
    import duckdb

    try:
        yield
    except duckdb.InterruptException as interrupt:
        raise KeyboardInterrupt from interrupt
    except RuntimeError as error:
        # DuckDB's Python client reports a Ctrl-C that meets a running statement so.
        if "interrupted" in str(error):
            raise KeyboardInterrupt from error
        raise
    except (duckdb.Error, OSError) as error:
        raise meaning(path, str(error)) from error


def meaning(path: Path, said: str) -> StoreError:
    """The store's error for what DuckDB or the operating system said about `path`."""
    if "No space left" in said or "Disk quota" in said or "File too large" in said:
        return DiskFullError(f"no space left on the disk of {path}; free some and start again: what it held is kept")
    if any(words in said for words in _IN_USE):
        holder = _HOLDER.search(said)
        who = f"process {holder[1]}" if holder else "another connection"
        return LockedError(f"{path} is in use by {who}; wait until it ends, or close it")
    if "newer version" in said or "version number" in said:
        return NewerVersionError(f"{path} was written by a newer DuckDB; upgrade with: pip install -U duckdb")
    if "not a valid DuckDB" in said or "Corrupt" in said or "corrupt" in said or "checksum" in said:
        return NotDatabaseError(f"{path} is damaged or no DuckDB database; restore it from a copy, or load anew")
    if "Read-only file system" in said:
        return _read_only_folder(path)
    if "Permission denied" in said or "Operation not permitted" in said:
        return PermissionDeniedError(f"no permission for {path}; ask its owner, or name another file")
    if "No such file" in said or "does not exist" in said:
        return MissingError(f"there is no {path}; check the name")
    return StoreError(f"{path}: {said.splitlines()[0] if said else 'unknown failure'}")


def check_path(path: Path, read_only: bool) -> None:
    """Refuses, as a StoreError, what can be known before DuckDB touches anything."""
    if path.is_dir():
        raise NotDatabaseError(f"{path} is a folder; name a file in it")
    if path.exists():
        try:
            with path.open("rb") as file:
                head = file.read(16)
        except PermissionError as error:
            raise PermissionDeniedError(f"{path} may not be read; ask its owner for permission") from error
        where, mark = _MAGIC
        if head[where] != mark:
            raise NotDatabaseError(f"{path} is no DuckDB database; name another file (this one was left as it is)")
        if not read_only and not os.access(path, os.W_OK):
            raise PermissionDeniedError(f"{path} may not be written; ask its owner for permission, or copy it")
    elif read_only:
        raise MissingError(f"there is no database {path}; make one with: dragoman load ARTICLES --db {path}")
    elif not path.parent.is_dir():
        raise MissingError(f"there is no folder {path.parent}; make it first")
    if not read_only and not os.access(path.parent, os.W_OK):
        raise _read_only_folder(path)


def _read_only_folder(path: Path) -> ReadOnlyFolderError:
    return ReadOnlyFolderError(f"nothing may be written in {path.parent}; name a file in another folder")


def unfinished(target: Path) -> Path:
    """Where a file stands until it is complete; the process's id keeps two writers apart."""
    return target.with_name(f"{target.name}.{os.getpid()}.part")
