"""Rows of a user's own almanac: what is refused, and what an overlay adds."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.knowledge.almanac import OWN_TABLES, TENURE_COLUMNS, load_almanac
from dragoman.knowledge.holders import find_subject, holdings
from dragoman.knowledge.knowledge import data_hash
from dragoman.knowledge.own_rows import check_folder, fault_of_row, is_date
from dragoman.knowledge.tables import DATA, DataError

HEAD = ",".join(TENURE_COLUMNS) + "\n"
GOOD = "tom-poe,Tom Poe,,NOR,other,mayor,2020,,\n"


@given(st.dates(min_value=date(1000, 1, 1)))
def test_days_months_and_years_are_dates(day: date) -> None:
    assert all(is_date(str(day)[:size]) for size in (4, 7, 10))


@pytest.mark.parametrize("words", ["", "20", "2020-13", "2020-02-30", "2020-1", "٢٠٢٠", "2020-01-01T00:00", "0000"])
def test_other_words_are_none(words: str) -> None:
    assert not is_date(words)


def test_row_in_order_has_no_fault() -> None:
    row = dict(zip(TENURE_COLUMNS, GOOD.strip("\n").split(","), strict=True))
    assert fault_of_row(row, {"NOR"}) is None
    assert "country 'NOR'" in str(fault_of_row(row, {"CHE"}))
    assert "lies after" in str(fault_of_row(row | {"to": "2019"}, {"NOR"}))
    assert fault_of_row(row | {"to": "2020-05"}, {"NOR"}) is None


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "holds none of"),
        ({"states.csv": "code\n"}, "states.csv belongs to no almanac"),
        ({"tenures.csv": "name\n"}, "tenures.csv:1: columns"),
        ({"tenures.csv": HEAD + GOOD.replace("2020", "last year")}, "tenures.csv:2: from is 'last year'"),
        ({"tenures.csv": HEAD + GOOD.replace("tom-poe", "../x")}, "tenures.csv:2: person is"),
    ],
)
def test_folder_that_is_no_almanac_is_refused_by_name(tmp_path: Path, files: dict[str, str], message: str) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    with pytest.raises(DataError, match=message):
        check_folder(tmp_path, OWN_TABLES, {"NOR"})


def test_folder_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "tenures.csv").write_bytes((HEAD + GOOD.replace("Tom", "Tomé")).encode("latin-1"))
    with pytest.raises(DataError, match="not UTF-8"):
        check_folder(tmp_path, OWN_TABLES, {"NOR"})


def test_overlay_adds_rows_and_names_to_those_who_are_known(tmp_path: Path) -> None:
    (tmp_path / "tenures.csv").write_text(
        HEAD + GOOD + "mike-pompeo,Mike Pompeo,Big Mike Pompeo,USA,other,kite flyer,2022,,\n"
    )
    shipped, both = load_almanac(), load_almanac(overlay=tmp_path)
    mike = "person:mike-pompeo"
    assert {row.title for row in both.tenures[mike]} == {row.title for row in shipped.tenures[mike]} | {"kite flyer"}
    subject = find_subject(both, "big mike pompeo")
    assert subject is not None
    assert subject.persons == (mike,)
    assert find_subject(shipped, "big mike pompeo") is None
    mayor = find_subject(both, "Norwegian", "2021")
    assert mayor is not None
    assert "Tom Poe" in [row.name for row in holdings(both, mayor, "2021", "Mayor")]
    assert data_hash(DATA, almanac=tmp_path) != data_hash(DATA)
