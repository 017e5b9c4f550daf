"""A user's own GeoNames dump: `--geonames FILE`."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.knowledge.geonames import COLUMNS, OwnTowns, load_own_towns
from dragoman.knowledge.knowledge import data_hash, load_knowledge
from dragoman.knowledge.places import load_cities
from dragoman.knowledge.tables import DataError

OSLO = 3143244  # GeoNames' id


def row(**cells: str) -> str:
    """A row of a dump: a village in Moldova, but for the cells given (by column, blanks as underscores)."""
    given = {
        "geonameid": "990001", "name": "Qorvabad", "latitude": "47.25", "longitude": "28.5",
        "feature class": "P", "feature code": "PPL", "country code": "MD", "admin1 code": "09", "population": "740",
        "timezone": "Europe/Chisinau", "modification date": "2025-01-01",
    } | {name.replace("_", " "): cell for name, cell in cells.items()}  # fmt: skip
    return "\t".join(given.get(column, "") for column in COLUMNS)


@pytest.fixture
def towns(tmp_path: Path) -> Callable[..., OwnTowns]:
    def load(*rows: str, ending: str = "\n") -> OwnTowns:
        path = tmp_path / "own.txt"
        path.write_bytes("".join(line + ending for line in rows).encode())
        return load_own_towns(path)

    return load


def test_town_is_found_by_its_names(towns: Callable[..., OwnTowns]) -> None:
    own = towns(row(name="Qorvabád", asciiname="Khorvabad"))
    assert own.named("Khorvabad") == own.named("Qorvabad")
    for name in ("Qorvabád", "qorvabad", "QORVABAD"):
        (city,) = own.named(name)
        assert (city.name, city.country, city.lat, city.lon) == ("Qorvabád", "MDA", 47.25, 28.5)
        assert (city.population, city.geonames, city.division) == (740, 990001, "09")
    assert own.named("Qorva") == ()
    assert own.broken == ()


def test_other_names_count_of_big_towns_alone(towns: Callable[..., OwnTowns]) -> None:
    others = "Velkomest,QRV,Великоместо"
    assert towns(row(alternatenames=others)).named("Velkomest") == ()
    big = towns(row(alternatenames=others, population="250000"))
    assert [city.name for city in big.named("Velkomest")] == ["Qorvabad"]
    assert big.named("QRV") == ()


def test_what_is_no_town_is_passed_over(towns: Callable[..., OwnTowns]) -> None:
    own = towns("\t".join(COLUMNS), "", row(feature_class="T", geonameid="990002"), row(name="Velkomest"))
    assert own.named("Qorvabad") == ()
    assert own.named("Velkomest")
    assert own.broken == ()


@pytest.mark.parametrize(
    ("cells", "wrong", "mend"),
    [
        ({"geonameid": "x1"}, "geonameid is 'x1'", "whole number"),
        ({"name": " "}, "the name is empty", "leave the row out"),
        ({"latitude": "91"}, "latitude is '91'", "from -90 to 90"),
        ({"latitude": "nan"}, "latitude is 'nan'", "decimal degrees"),
        ({"longitude": "28,5"}, "longitude is '28,5'", "decimal degrees"),
        ({"country_code": "QQ"}, "country code is 'QQ'", "ISO 3166"),
        ({"population": "many"}, "population is 'many'", "whole number"),
        ({"timezone": "a\tb"}, "20 tab-separated cells where GeoNames has 19", "readme.txt"),
    ],
)
def test_broken_row_is_told_of_and_loses_no_good_one(
    cells: dict[str, str], wrong: str, mend: str, towns: Callable[..., OwnTowns], tmp_path: Path
) -> None:
    own = towns(row(name="Before"), row(**cells), row(name="Behind"))
    assert own.named("Before")
    assert own.named("Behind")
    assert own.named("Qorvabad") == ()
    (broken,) = own.broken
    assert broken.where == f"{tmp_path / 'own.txt'}:2"
    assert wrong in broken.message
    assert mend in broken.message


def test_rows_in_another_encoding_are_told_of(tmp_path: Path) -> None:
    path = tmp_path / "own.txt"
    path.write_bytes(row().encode() + b"\r\n" + row(name="Qorvabád").encode("latin-1") + b"\r\n")
    own = load_own_towns(path)
    assert own.named("Qorvabad")[0].name == "Qorvabad"
    assert [(broken.where, "UTF-8" in broken.message) for broken in own.broken] == [(f"{path}:2", True)]


def test_a_file_of_another_kind_is_refused_with_its_first_line(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("name,lat,lon\nQorvabad,47.25,28.5\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"own\.csv:1: 1 tab-separated cells where GeoNames has 19"):
        load_own_towns(path)
    path.write_text("", encoding="utf-8")
    with pytest.raises(DataError, match="holds no row"):
        load_own_towns(path)
    with pytest.raises(DataError, match="cannot be read"):
        load_own_towns(tmp_path / "missing.txt")
    with pytest.raises(DataError, match="cannot be read"):
        load_own_towns(tmp_path)
    with pytest.raises(DataError, match="cannot be read"):
        data_hash(geonames=tmp_path / "missing.txt")


def test_many_broken_rows_are_told_of_in_short(towns: Callable[..., OwnTowns]) -> None:
    own = towns(row(), *["no row"] * 1000)
    assert own.named("Qorvabad")
    assert len(own.broken) == 21
    assert own.broken[-1].message.startswith("980 more rows are broken")


def test_archive_of_geonames_is_read_as_it_comes(tmp_path: Path) -> None:
    path = tmp_path / "MD.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "what the columns are")
        archive.writestr("MD.txt", row() + "\n")
    assert load_own_towns(path).named("Qorvabad")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("RO.txt", row() + "\n")
    with pytest.raises(DataError, match=r"holds MD\.txt, RO\.txt; unpack it first"):
        load_own_towns(path)


def test_changed_file_is_read_again(towns: Callable[..., OwnTowns]) -> None:
    assert towns(row()).named("Qorvabad")
    assert towns(row(name="Velkomest")).named("Qorvabad") == ()


def test_own_towns_stand_beside_the_programs_and_for_them(towns: Callable[..., OwnTowns], tmp_path: Path) -> None:
    own = towns(row(), row(name="Oslo", geonameid=str(OSLO), country_code="NO", population="5", latitude="60.5"))
    cities = load_cities(own)
    assert "Qorvabad" in cities
    assert "Geneva" in cities
    assert "Qorvabad" not in load_cities()
    (oslo,) = [city for city in cities.named("Oslo") if city.geonames == OSLO]
    assert (oslo.lat, oslo.population) == (60.5, 5)
    knowledge = load_knowledge(geonames=tmp_path / "own.txt")
    assert knowledge.places.cities.named("Qorvabad")[0].country == "MDA"
    assert data_hash(geonames=tmp_path / "own.txt") != data_hash()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(st.one_of(st.just(row()), st.binary(max_size=60).map(lambda b: b.decode("latin-1"))), max_size=6))
def test_any_bytes_beside_a_good_row_leave_it_readable(tmp_path: Path, rows: list[str]) -> None:
    path = tmp_path / "any.txt"
    lines = [line.replace("\n", " ") for line in rows]
    path.write_bytes("\n".join([*lines, row(name="Good")]).encode("latin-1"))
    load_own_towns.__globals__["_load"].cache_clear()  # written faster than the clock of the file system ticks
    assert load_own_towns(path).named("Good")
