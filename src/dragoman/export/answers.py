"""Answers to questions as JSON Lines, CSV or a table: rows whose cells may be days and lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TextIO

from rich.table import Table

from dragoman.export.csv import write_plain_csv
from dragoman.export.jsonl import write_jsonl
from dragoman.export.parts import Record
from dragoman.export.table import ID_SHOWN, plain_table

TEXT_SHOWN = 100
"""Characters of a text in a table."""


def write_answer_jsonl(records: Iterable[Record], out: TextIO) -> None:
    """One JSON object a row; days as ISO text, lists as lists."""
    write_jsonl(({name: _json(cell) for name, cell in record.items()} for record in records), out)


def write_answer_csv(columns: Sequence[str], records: Iterable[Record], out: TextIO) -> None:
    """CSV with a header, safe for a spreadsheet; lists joined by "; ", truth values as true and false."""
    write_plain_csv(columns, ({name: _flat(record.get(name)) for name in columns} for record in records), out)


def answer_table(columns: Sequence[str], records: Iterable[Record]) -> Table:
    """These columns as a table for a terminal: long texts cut, numbers to two places, nothing but plain characters."""
    return plain_table([_heading(name) for name in columns], list(_shown(columns, records)))


def _shown(columns: Sequence[str], records: Iterable[Record]) -> Iterator[Record]:
    for record in records:
        yield {_heading(name): _short(name, _flat(record.get(name))) for name in columns}


def _heading(name: str) -> str:
    """The name of a column as words, which may stand on two lines."""
    return name.replace("_", " ")


def _json(cell: object) -> object:
    return cell.isoformat() if isinstance(cell, date) else cell


def _flat(cell: object) -> object:
    if isinstance(cell, list | tuple):
        return "; ".join(str(part) for part in cell if part is not None)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return _json(cell)


def _short(name: str, cell: object) -> object:
    if isinstance(cell, float):
        return f"{cell:.2f}".rstrip("0").rstrip(".")
    if isinstance(cell, str):
        if name in ("id", "event", "claim"):
            return cell[:ID_SHOWN]
        return cell if len(cell) <= TEXT_SHOWN else cell[: TEXT_SHOWN - 1].rstrip() + "…"
    return cell
