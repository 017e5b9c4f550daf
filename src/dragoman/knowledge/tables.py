"""Reads the flat tables and YAML files under data/, with errors that name file, line and mend."""

from __future__ import annotations

import csv
import gc
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).resolve().parent.parent / "data"
LIST_SEPARATOR = "|"


class _Loader(yaml.CSafeLoader):
    """YAML 1.2's idea of truth: only true and false are booleans, so that "on" and "no" stay words."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), ["t", "f"])


class DataError(ValueError):
    """A data file breaks its own rules; the message names the file, the line or key, and what to write instead."""


@contextmanager
def collector_paused() -> Iterator[None]:
    """No garbage collection while hundreds of thousands of lasting objects are made: that nearly halves their time."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def read_table(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Rows of a CSV file as ``(line number, {column: cell})``; the header must name exactly `columns`, in any order."""
    for line, cells in read_cells(path, columns):
        yield line, dict(zip(columns, cells, strict=True))


def read_cells(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """The same as ``(line number, cells)``, the cells in the order of `columns`: for the longest table."""
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.reader(handle)
        header = next(reader, [])
        if set(header) != set(columns):
            odd = sorted(set(header) ^ set(columns))
            raise DataError(f"{path.name}:1: columns {odd} are missing or not known; the header is {','.join(columns)}")
        in_order = tuple(header) == tuple(columns)
        places = [header.index(column) for column in columns]
        for cells in reader:
            if not cells:
                continue
            if len(cells) != len(header):
                raise DataError(
                    f"{path.name}:{reader.line_num}: {len(cells)} cells where the header has {len(header)}; "
                    "quote cells that hold a comma"
                )
            yield reader.line_num, cells if in_order else [cells[at] for at in places]


def cell_list(cell: str) -> tuple[str, ...]:
    """The values of a cell that holds several, separated by ``|``."""
    return tuple(part.strip() for part in cell.split(LIST_SEPARATOR) if part.strip())


def last_of_each(pattern: str, folders: Sequence[Path]) -> dict[str, Path]:
    """The files that match in these folders, by name in order; of one name the last folder's.

    DataError where there are none at all.
    """
    found = {path.name: path for folder in folders for path in folder.glob(pattern)}
    if not found:
        raise DataError(f"{', '.join(map(str, folders))}: holds no {pattern}; install the program again")
    return dict(sorted(found.items()))


def read_yaml(path: Path) -> Any:
    """The content of a YAML file; DataError with file and line where it is not YAML."""
    try:
        with path.open(encoding="utf-8") as handle:
            return yaml.load(handle, Loader=_Loader)
    except yaml.YAMLError as error:
        raise DataError(f"{path.name}: not readable as YAML: {error}") from error
