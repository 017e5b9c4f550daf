"""Frames have the columns of the CSV, numbers as numbers, and text as it stands."""

from __future__ import annotations

import csv
import io
import sys

import pytest

from dragoman.export.csv import COLUMNS, flat_cells, write_csv
from dragoman.export.frames import FramesMissingError, to_pandas, to_polars

EVENT: dict[str, object] = {
    "id": "1f",
    "article": "=a",
    "kind": "event",
    "evidence": {"start": 0, "end": 4, "text": "-Oh."},
    "said_by": [{"name": "A"}, {"name": "B"}],
    "confidence": 0.65,
    "rule": "r",
    "type": "AID",
    "contexts": ["economic", "health"],
    "actor": [{"name": "Peru", "country": "PER"}],
    "recipient": [],
    "where": {"name": "Lima", "lat": -12.04, "lon": -77.03},
    "quad": 2,
    "intensity": 7,
}
OFFICE: dict[str, object] = {"id": "2f", "article": "b", "kind": "office", "title": "envoy", "confidence": 1.0}
RECORDS: list[dict[str, object]] = [{"kind": "article", "article": "b"}, EVENT, OFFICE]


@pytest.fixture(params=["pandas", "polars"])
def rows(request: pytest.FixtureRequest) -> list[dict[str, object]]:
    if request.param == "pandas":
        frame = to_pandas(RECORDS)
        return [
            {name: None if value != value or str(value) == "<NA>" else value for name, value in row.items()}
            for row in frame.to_dict("records")
        ]
    return to_polars(RECORDS).to_dicts()


def test_a_row_for_each_claim_and_a_column_for_each_of_the_csv(rows: list[dict[str, object]]) -> None:
    assert [row["id"] for row in rows] == ["1f", "2f"]
    assert [tuple(row) for row in rows] == [COLUMNS, COLUMNS]


def test_numbers_are_numbers_and_text_stands_as_it_is(rows: list[dict[str, object]]) -> None:
    event, office = rows
    assert (event["quad"], event["evidence_end"]) == (2, 4)
    assert (event["lat"], event["intensity"], event["confidence"]) == (-12.04, 7.0, 0.65)
    assert (event["article"], event["evidence_text"]) == ("=a", "-Oh.")
    assert (event["contexts"], event["said_by"]) == ("economic; health", "A < B")
    assert office["quad"] is office["lat"] is office["type"] is None


def test_the_csv_says_the_same(rows: list[dict[str, object]]) -> None:
    out = io.StringIO(newline="")
    write_csv(RECORDS, out)
    for row, cells in zip(rows, csv.DictReader(io.StringIO(out.getvalue(), newline="")), strict=True):
        for name, cell in cells.items():
            value = row[name]
            if isinstance(value, float):
                assert float(cell) == value
            else:
                assert cell.removeprefix("'") == ("" if value is None else str(value))


def test_types_hold_for_a_frame_without_rows() -> None:
    polars, pandas = to_polars([]), to_pandas([])
    assert (polars.height, len(pandas)) == (0, 0)
    assert tuple(polars.columns) == tuple(pandas.columns) == COLUMNS
    assert str(polars.schema["quad"]) == str(pandas.dtypes["quad"]) == "Int64"
    assert str(pandas.dtypes["lat"]) == "float64"


def test_flat_cells_are_not_made_safe_for_spreadsheets() -> None:
    assert flat_cells(EVENT)["article"] == "=a"


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_missing_library_is_named_with_its_extra(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    make = to_pandas if library == "pandas" else to_polars
    with pytest.raises(FramesMissingError, match=rf"{library} is not installed.*dragoman\[frames\]"):
        make([])
