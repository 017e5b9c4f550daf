"""Claims as a data frame of pandas or polars: the flat columns of the CSV, typed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from dragoman.export.csv import COLUMNS, COUNTS, MEASURES, flat_cells
from dragoman.export.parts import CLAIM_KINDS, Record

if TYPE_CHECKING:
    import pandas
    import polars


class FramesMissingError(ImportError):
    """The data frame library that was asked for is not installed; the message says how to install it."""


def to_pandas(records: Iterable[Record]) -> pandas.DataFrame:
    """The claims among `records` as a pandas frame, one flat row each, with the columns `dragoman.export.csv.COLUMNS`.

    Whole numbers are Int64, other numbers float64, the rest string; what is not known is missing. Text stands as it is,
    without the apostrophes that protect spreadsheets.

    Raises:
        FramesMissingError: if pandas is not installed.
    """
    try:
        import pandas
    except ImportError as error:
        raise _missing("pandas") from error
    kinds = {**dict.fromkeys(COUNTS, "Int64"), **dict.fromkeys(MEASURES, "float64")}
    columns = _columns(records)
    return pandas.DataFrame(
        {name: pandas.Series(values, dtype=kinds.get(name, "string")) for name, values in columns.items()}
    )


def to_polars(records: Iterable[Record]) -> polars.DataFrame:
    """The claims among `records` as a polars frame, as `to_pandas` has it: Int64, Float64 and String columns.

    Raises:
        FramesMissingError: if polars is not installed.
    """
    try:
        import polars
    except ImportError as error:
        raise _missing("polars") from error
    kinds = {**dict.fromkeys(COUNTS, polars.Int64), **dict.fromkeys(MEASURES, polars.Float64)}
    columns = _columns(records)
    return polars.DataFrame(columns, schema={name: kinds.get(name, polars.String) for name in columns})


def _columns(records: Iterable[Record]) -> dict[str, list[str | int | float | None]]:
    columns: dict[str, list[str | int | float | None]] = {name: [] for name in COLUMNS}
    for record in records:
        if record.get("kind") in CLAIM_KINDS:
            cells = flat_cells(record)
            for name, values in columns.items():
                values.append(_typed(name, cells[name]))
    return columns


def _typed(name: str, cell: str) -> str | int | float | None:
    if not cell:
        return None
    if name in COUNTS:
        return int(cell)
    return float(cell) if name in MEASURES else cell


def _missing(library: str) -> FramesMissingError:
    return FramesMissingError(f"{library} is not installed; install it with: pip install 'dragoman[frames]'")
