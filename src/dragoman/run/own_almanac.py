"""Imports a user's own people and groups into a folder that `--almanac` reads; done twice it adds nothing."""

from __future__ import annotations

import csv
import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dragoman.knowledge.almanac import OWN_TABLES
from dragoman.knowledge.tables import DATA, DataError, read_table
from dragoman.run.own_cells import RefusedRowError
from dragoman.run.own_layouts import LAYOUTS, Layout, LeftOut, layout_of, note_starts, read_row
from dragoman.run.own_world import World

_MAX_LINE = 1_000_000
"""Characters of a line that are read at once; a longer one comes in pieces, which are refused as rows."""
_NO_KEY = frozenset({"to", "aliases", "names", "note", "name"})


@dataclass(slots=True)
class ImportReport:
    """What became of the rows: `read` is the sum of the others. `ended` got an end that they lacked in the folder."""

    layout: str
    table: Path
    read: int = 0
    written: int = 0
    held: int = 0
    ended: int = 0
    left_out: int = 0
    refused: int = 0


def import_table(
    file: Path, folder: Path, on_refusal: Callable[[str], None] = lambda _: None, data: Path = DATA
) -> ImportReport:
    """Write the rows of a file, in our columns, to the table in `folder` that they belong to, which is made if missing.

    `on_refusal` hears of each row that is not taken: file, line, what is wrong and the mend. The table is replaced in
    one step at the end: an interruption leaves it as it was.

    Raises:
        DataError: where the header is none of those known, or the folder holds something else.
        OSError: where a file cannot be read or written.
    """
    layout, _, _ = _header(file)
    world = World.load(data)
    for _, row in _rows(file, lambda _: None):
        note_starts(layout, row, world)
    target = folder / layout.table
    report = ImportReport(layout.name, target)
    columns = OWN_TABLES[layout.table]
    ends = _ends(target, columns)
    mended: dict[bytes, dict[str, str]] = {}

    def refuse(message: str) -> None:
        report.refused += 1
        on_refusal(message)

    def fresh() -> Iterator[dict[str, str]]:
        for line, row in _rows(file, refuse):
            try:
                found = read_row(layout, row, world)
            except LeftOut:
                report.left_out += 1
                continue
            except RefusedRowError as error:
                refuse(f"{file}:{line}: {error}")
                continue
            key = _key(found)
            end = ends.get(key)
            if end is None:
                report.written += 1
                yield found
            elif end == found["to"] or not found["to"]:
                report.held += 1
                continue
            elif end:
                refuse(f"{file}:{line}: to is {found['to']} where {target} has {end}; take the wrong one out")
                continue
            else:
                report.ended += 1
                mended[key] = found
            ends[key] = found["to"]

    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f".{layout.table}.{os.getpid()}.part"
    try:
        with part.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(_held(target, columns))
            writer.writerows(fresh())
        if mended:
            _mend(part, columns, mended)
        if report.written or report.ended:
            part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    report.read = report.written + report.held + report.ended + report.left_out + report.refused
    return report


def _header(file: Path) -> tuple[Layout, tuple[str, ...], str]:
    """The layout of a file, its columns and what parts its cells; DataError where the header is not known."""
    with file.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as handle:
        first = handle.readline(_MAX_LINE)
    for delimiter in ",;\t":
        try:
            columns = tuple(cell.strip() for cell in next(csv.reader([first], delimiter=delimiter), []))
        except csv.Error:
            continue
        if (layout := layout_of(columns)) is not None:
            return layout, columns, delimiter
    known = "; ".join(f"{layout.name}: {layout.header}" for layout in LAYOUTS)
    raise DataError(f"{file}:1: the header is none that is known. Known are {known}")


def _rows(file: Path, on_refusal: Callable[[str], None]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows under the header with the number of the line that each begins in; rows cut wrongly are refused."""
    _, columns, delimiter = _header(file)
    with file.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as handle:
        reader = csv.reader(iter(lambda: handle.readline(_MAX_LINE), ""), delimiter=delimiter)
        next(reader)
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                on_refusal(f"{file}:{line}: is no row of CSV ({error}); is a quotation mark missing?")
                continue
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(columns):
                on_refusal(f"{file}:{line}: {len(cells)} cells under {len(columns)} columns; quote cells with a comma")
                continue
            yield line, dict(zip(columns, cells, strict=True))


def _held(table: Path, columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """The rows that stand in the folder already."""
    if table.exists():
        yield from (row for _, row in read_table(table, columns))


def _ends(table: Path, columns: tuple[str, ...]) -> dict[bytes, str]:
    """When each row of the folder ends, by its key; only this is kept of what was read."""
    return {_key(row): row["to"] for row in _held(table, columns)}


def _key(row: dict[str, str]) -> bytes:
    """What two tellings of one tenure have in common: person, country, office, title and beginning."""
    cells = (cell for column, cell in sorted(row.items()) if column not in _NO_KEY)
    return hashlib.blake2b("\0".join(cells).encode(), digest_size=16).digest()


def _mend(table: Path, columns: tuple[str, ...], mended: dict[bytes, dict[str, str]]) -> None:
    """Put rows that have got an end in the place of those without."""
    copy = table.with_suffix(".mended")
    try:
        with copy.open("w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(mended.get(_key(row), row) for row in _held(table, columns))
        copy.replace(table)
    finally:
        copy.unlink(missing_ok=True)
