"""A record as a folder of Parquet files, and back: equal records give equal files, byte for byte."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from dragoman.store.checking import misfit_rows
from dragoman.store.database import APPLICATION, Store
from dragoman.store.engine import connect_blank, meaning, quote, speaking_errors, unfinished
from dragoman.store.errors import DiskFullError, MissingError, NewerVersionError, NotDatabaseError, StoreError
from dragoman.store.migrations import MIGRATIONS
from dragoman.store.shape import COLUMNS, Shape, as_shape, shape_after

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MANIFEST = "manifest.json"
_MANIFEST_LIMIT = 1 << 20
_ROWS_A_GROUP = 2048
_ROWS_A_PAGE: Mapping[str, int] = {"articles": 2048}
_PAGE = 8192
"""Rows that DuckDB holds at once. It runs out of memory where it has to sort, or to join, all rows of a large record;
so only keys are sorted, and rows go page by page."""
_ORDER: Mapping[str, str] = {
    "runs": "ordinal",
    "articles": "key",
    "ledger": "id",
    "claims": "article_key, evidence_start, id",
    "claim_parties": "claim, role, ordinal",
    "found": "ledger, claim",
    "judgements": "id",
}
"""The tables that were not made by judging, and the order of their rows, which leaves none to chance. Claims of one
article stand together, as a load writes them."""
_KNOWN_BY: Mapping[str, tuple[str, str]] = {
    "found": ("ledger", "ledger.id"),
    "claim_parties": ("claim", "claims.id"),
    "articles": ("key", "articles.key"),
    "ledger": ("id", "ledger.id"),
    "claims": ("id", "claims.id"),
    "judgements": ("id", "judgements.id"),
}
"""Which rows a record has already: the column, and where its value then stands. In the order in which they are added:
what was found and the parties go with readings and claims that are new."""
_UNFINISHED = re.compile(r"([a-z_]+\.(?:json|parquet))\.\d+\.part")
AGAIN = "export the record again"


class TransferError(StoreError):
    """A folder that is no export, or not a whole one; or that an export may not be written into."""

    code = "bad-export"


@dataclass(frozen=True, slots=True)
class Export:
    """An export that was found whole: its folder, the schema of the record, and the columns of its tables."""

    folder: Path
    schema: int
    shape: Shape

    @property
    def files(self) -> list[Path]:
        """What `may_reach` must name when the store is opened that takes it in."""
        return [self.file(table) for table in self.shape]

    def file(self, table: str) -> Path:
        return self.folder / f"{table}.parquet"

    @classmethod
    def read(cls, folder: Path | str) -> Self:
        """Looks through an export: every file is there, is what the manifest says, and has the columns it must have.

        Raises:
            MissingError: there is no such folder.
            NewerVersionError: a newer version of the program made it.
            TransferError: anything else; the message names the file and what to do.
        """
        place = Path(folder).absolute()
        if not place.is_dir():
            raise MissingError(f"there is no folder {place}; name one that `dragoman export --parquet` made")
        manifest = _manifest(place)
        if manifest is None:
            raise TransferError(f"{place} has no {MANIFEST} of an export; name a folder of `dragoman export --parquet`")
        schema, files = manifest
        if schema > len(MIGRATIONS):
            raise NewerVersionError(
                f"{place} was exported with schema {schema}, this version knows {len(MIGRATIONS)}; upgrade dragoman"
            )
        known = shape_after(MIGRATIONS[:schema])
        export = cls(place, schema, {table: known[table] for table in _ORDER if table in known})
        if files.keys() != {file.name for file in export.files}:
            raise TransferError(f"{place / MANIFEST} does not name the files of an export; {AGAIN}")
        with connect_blank(export.files) as reader:
            for table in export.shape:
                export._check(reader, table, *files[export.file(table).name])
        return export

    def _check(self, reader: DuckDBPyConnection, table: str, rows: int, sha256: str) -> None:
        file = self.file(table)
        if not file.is_file():
            raise TransferError(f"{file} is missing; {AGAIN}")
        with speaking_errors(file):
            if _hash(file) != sha256:
                raise TransferError(f"{file} is not what {MANIFEST} says: it was changed or cut short; {AGAIN}")
        import duckdb

        source = f"read_parquet({quote(str(file))})"
        try:
            described = reader.execute(f"DESCRIBE FROM {source}").fetchall()
            held = {str(name): str(kind) for name, kind, *_ in described}
            if list(held.items()) != list(self.shape[table].items()):
                odd = sorted({name for name, _ in held.items() ^ self.shape[table].items()}) or ["their order"]
                raise TransferError(f"{file} has other columns than the table {table}: {', '.join(odd[:5])}; {AGAIN}")
            # Reading every value now finds what is broken before anything is written.
            ((count,),) = reader.execute(f"SELECT count(*) FROM {source}").fetchall()
            reader.execute(f"SELECT bit_xor(hash(COLUMNS(*))) FROM {source}").fetchall()
        except duckdb.Error as error:
            first = str(error).splitlines()[0]
            raise TransferError(f"{file} cannot be read as Parquet ({first}); {AGAIN}") from error
        if count != rows:
            raise TransferError(f"{file} has {count} rows where {MANIFEST} says {rows}; {AGAIN}")


def unfinished_files(folder: Path | str) -> list[Path]:
    """The files that `export_parquet` writes for a folder: what `may_reach` must name when the store is opened."""
    place = Path(folder).absolute()
    return [unfinished(place / f"{table}.parquet") for table in _ORDER]


def export_parquet(store: Store, folder: Path | str) -> dict[str, int]:
    """Writes a record into `folder`, which is made where it is missing; returns the number of rows by table.

    What judging makes is left out: it is made anew. An earlier export is replaced once the new one is complete; other
    files in its folder stay.

    Raises:
        TransferError: the folder holds something, but no export.
        StoreError: also where the store was opened without `unfinished_files(folder)` in `may_reach`.
    """
    place = Path(folder).absolute()
    with speaking_errors(place):
        _check_target(place)
        place.mkdir(exist_ok=True)
    targets = [place / MANIFEST, *(place / f"{table}.parquet" for table in _ORDER)]
    parts = {target: unfinished(target) for target in targets}
    try:
        with speaking_errors(place):
            rows = {table: _write(store, table, parts[place / f"{table}.parquet"]) for table in _ORDER}
            files = {
                f"{table}.parquet": {"rows": rows[table], "sha256": _hash(parts[place / f"{table}.parquet"])}
                for table in _ORDER
            }
            manifest = json.dumps({"program": APPLICATION, "schema": len(MIGRATIONS), "files": files}, indent=2)
            parts[place / MANIFEST].write_text(manifest + "\n", encoding="utf-8")
            # The manifest goes first: by it the next export knows for its own what this one may leave undone.
            for target, part in parts.items():
                part.replace(target)
            for left in place.iterdir():
                if _is_unfinished(left):
                    left.unlink()
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)
    return rows


def _write(store: Store, table: str, part: Path) -> int:
    rows = store.count(table)
    page = _ROWS_A_PAGE.get(table, _PAGE)
    try:
        store.fetch(
            f"CREATE OR REPLACE TEMP TABLE places AS "
            f"SELECT row_number() OVER (ORDER BY {_ORDER[table]}) - 1 AS place, rowid AS line FROM {table}"
        )
        store.fetch(f"CREATE OR REPLACE TEMP TABLE leaving AS FROM {table} LIMIT 0")
        for start in range(0, rows, page):
            store.fetch(
                f"INSERT INTO leaving SELECT held.* FROM {table} AS held JOIN places ON places.line = held.rowid "
                "WHERE places.place >= ? AND places.place < ? ORDER BY places.place",
                [start, start + page],
            )
        store.fetch(
            f"COPY leaving TO {quote(str(part))} "
            f"(FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false, ROW_GROUP_SIZE {_ROWS_A_GROUP})"
        )
        store.fetch("DROP TABLE leaving")
        store.fetch("DROP TABLE places")
    except DiskFullError as error:  # not the record's disk, perhaps
        raise meaning(part.parent, str(error.__cause__)) from error
    return rows


def import_parquet(export: Export, store: Store) -> dict[str, int]:
    """Adds the rows of an export to a record, all of them or none, and returns how many by table.

    Rows that are there already are not added again, so that doing it twice adds nothing, and two exports give one
    record. New runs keep their place in the order of runs where it is free; where any clashes, all are put in order of
    their start. What an older schema did not have is NULL.

    Raises:
        TransferError: rows do not fit the tables or each other; nothing was changed.
        StoreError: also where the store was opened without `export.files` in `may_reach`.
    """
    with store.transaction():
        fault = next(misfit_rows(store), None)
        if fault is not None:
            raise TransferError(f"{store.path} has faults of its own ({fault.what}); see them with: dragoman check")
        added: dict[str, int] = {}
        with _naming(export, "runs"):
            added["runs"] = _add_runs(export, store)
        shape = as_shape(store.fetch(COLUMNS))
        for table, (column, known) in _KNOWN_BY.items():
            if table in export.shape:
                with _naming(export, table):
                    added[table] = _add_rows(export, store, table, list(shape[table]), column, known)
        fault = next(misfit_rows(store), None)
        if fault is not None:
            raise TransferError(f"{export.folder}: the rows of its files do not fit together ({fault.what})")
    return {table: added.get(table, 0) for table in _ORDER}


def _add_rows(export: Export, store: Store, table: str, columns: list[str], column: str, known: str) -> int:
    """Adds the rows whose `column` does not stand in `known` yet."""
    where, key = known.split(".")
    listed = ", ".join(f'new."{name}"' if name in export.shape[table] else "NULL" for name in columns)
    before = store.count(table)
    source = f"read_parquet({quote(str(export.file(table)))}, file_row_number = true)"
    page = _ROWS_A_PAGE.get(table, _PAGE)
    ((rows,),) = store.fetch(f"SELECT count(*) FROM {source}")
    for start in range(0, int(str(rows)), page):
        store.fetch(
            f"INSERT INTO {table} SELECT {listed} "
            f"FROM (FROM {source} WHERE file_row_number >= ? AND file_row_number < ?) AS new "
            f"ANTI JOIN {where} AS held ON held.{key} = new.{column} ORDER BY new.file_row_number",
            [start, start + page],
        )
    return store.count(table) - before


def _add_runs(export: Export, store: Store) -> int:
    """Adds the runs that the record lacks, each with a place in the order of runs that no other has."""
    held = {str(number): (ordinal, started) for number, ordinal, started in store.fetch(_RUNS.format("runs"))}
    told = store.fetch(_RUNS.format(_source(export, "runs")))
    new = {str(number): (ordinal, started) for number, ordinal, started in told if number not in held}
    if len({number for number, *_ in told}) < len(told) or None in (part for row in told for part in row):
        raise TransferError(f"{export.file('runs')} has a run twice, or one without id, start or ordinal; {AGAIN}")
    if not new:
        return 0
    runs = held | new
    order = {number: ordinal for number, (ordinal, _) in runs.items()}
    if set(order.values()) != set(range(1, len(runs) + 1)):
        by_start = sorted(runs, key=lambda number: (str(runs[number][1]), number))
        order = {number: place for place, number in enumerate(by_start, 1)}
    # Ordinals are unique at each step: first out of the way, then to their places.
    store.fetch("UPDATE runs SET ordinal = -ordinal")
    for number in held:
        store.fetch("UPDATE runs SET ordinal = ? WHERE id = ?", [order[number], number])
    columns = ", ".join(f'"{name}"' for name in export.shape["runs"])
    for number in new:
        store.fetch(
            f"INSERT INTO runs BY NAME SELECT {columns} FROM "
            f"(SELECT * REPLACE (?::INTEGER AS ordinal) FROM {_source(export, 'runs')}) WHERE id = ?",
            [order[number], number],
        )
    return len(new)


_RUNS = "SELECT id, ordinal, started FROM {}"


def _source(export: Export, table: str) -> str:
    return f"read_parquet({quote(str(export.file(table)))})"


@contextmanager
def _naming(export: Export, table: str) -> Iterator[None]:
    """Names the file whose rows the database will not take; a full disk and the like is not the file's fault."""
    try:
        yield
    except (DiskFullError, NotDatabaseError, TransferError):
        raise
    except StoreError as error:
        cause = str(error.__cause__ or error).splitlines()[0]
        raise TransferError(f"{export.file(table)} has rows that do not fit ({cause}); {AGAIN}") from error


def _hash(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _check_target(place: Path) -> None:
    """Refuses to write among files that are none of an export."""
    if not place.exists():
        if not place.parent.is_dir():
            raise MissingError(f"there is no folder {place.parent}; make it first")
        return
    if not place.is_dir():
        raise TransferError(f"{place} is a file; name a folder for the export")
    if _manifest(place) is None and not _only_unfinished(place.iterdir()):
        raise TransferError(f"{place} holds other files than an export's; name an empty folder or a new one")


def _only_unfinished(files: Iterable[Path]) -> bool:
    return all(_is_unfinished(file) for file in files)


def _is_unfinished(file: Path) -> bool:
    """Whether a file is what an export that was killed left behind."""
    named = _UNFINISHED.fullmatch(file.name)
    return named is not None and (named[1] == MANIFEST or named[1].removesuffix(".parquet") in _ORDER)


def _manifest(place: Path) -> tuple[int, dict[str, tuple[int, str]]] | None:
    """The schema, and rows and hash by file name, of an export's manifest; None where it is none."""
    file = place / MANIFEST
    if not file.is_file() or file.stat().st_size > _MANIFEST_LIMIT:
        return None
    try:
        listed = json.loads(file.read_bytes())
        if listed["program"] != APPLICATION or type(listed["schema"]) is not int or listed["schema"] < 1:
            return None
        files = {str(name): (each["rows"], each["sha256"]) for name, each in listed["files"].items()}
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError):
        return None
    return listed["schema"], files
