"""The almanac: states, organisations, bodies, groups, parties, regions, publishers, and who held which office."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from dragoman.knowledge.gazetteer import Entity, EntityKind, Gazetteer, NameEntry, NameForm, fold
from dragoman.knowledge.own_rows import check_folder
from dragoman.knowledge.roles import office_words
from dragoman.knowledge.tables import DATA, cell_list, collector_paused, read_cells, read_table

STATE_COLUMNS = (
    "code", "name", "official", "cow", "gw", "from", "to", "names", "adjectives", "demonyms", "capital", "seats",
    "cities", "cow_abbrev",
)  # fmt: skip
NAMED_COLUMNS = ("id", "name", "names", "country", "sector", "from", "to")
ORGANISATION_COLUMNS = ("id", "name", "names", "country", "sector", "kind", "from", "to")
MEMBERSHIP_COLUMNS = ("body", "member", "from", "to")
PUBLISHER_COLUMNS = ("id", "name", "names", "country", "kind", "state", "domains")
REGION_COLUMNS = ("id", "name", "names", "adjectives", "country", "kind", "lat", "lon", "sector")
COLLECTIVE_COLUMNS = ("id", "name", "names", "adjectives", "members")
TENURE_COLUMNS = ("person", "name", "aliases", "country", "office", "title", "from", "to", "note")
AGREEMENT_COLUMNS = ("id", "name", "names", "parties", "signed", "in_force", "ended", "kind")

ONE_SEAT_COLUMNS = ("noun", "but_not", "note")

TOP_OFFICES = frozenset({"ruler", "head-of-state", "head-of-government"})
"""The kinds of office whose holders lead a state."""

# Whom a surname without a first name or an office may mean: those whom the whole world knows by it.
_PROMINENT = TOP_OFFICES | {
    "foreign-minister",
    "defence-minister",
    "deputy-leader",
    "secretary-general",
    "national-security-adviser",
}

# Where one name belongs to several, the earlier kind is the likelier in news of politics.
_FILES: tuple[tuple[str, EntityKind, str], ...] = (
    ("bodies.csv", "body", "body"),
    ("groups.csv", "group", "group"),
    ("parties.csv", "party", "party"),
)


@dataclass(frozen=True, slots=True)
class State:
    """A state: ISO 3166 alpha-3 `code` (or the code it had), Correlates of War and Gleditsch-Ward numbers as text."""

    code: str
    name: str
    cow: str | None
    gw: str | None
    since: str | None
    until: str | None
    capital: str | None


class Tenure(NamedTuple):
    """One holding of an office by one person; `since`/`until` are ISO dates, months or years, half-open."""

    person: str
    name: str
    country: str
    office: str
    title: str
    since: str
    until: str | None
    note: str | None

    def covers(self, day: str) -> bool:
        """True where the tenure may include the ISO day; coarser bounds are read generously."""
        return self.since[: len(day)] <= day and (self.until is None or day <= _last_day(self.until))


@dataclass(frozen=True, slots=True)
class Region:
    """A region, sea or disputed area with one point on the map (degrees)."""

    name: str
    country: str | None
    kind: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Publisher:
    """A news agency, paper, broadcaster or government site; `state` where a state runs it."""

    id: str
    name: str
    country: str | None
    kind: str
    state: bool


@dataclass(frozen=True, slots=True)
class Agreement:
    """A named treaty or accord."""

    name: str
    parties: tuple[str, ...]
    signed: str | None
    kind: str


@dataclass(frozen=True, slots=True)
class Almanac:
    """Everything known of the world; `names` finds names in text, the other fields answer questions about them."""

    names: Gazetteer
    states: dict[str, State]
    regions: dict[str, Region]
    publishers: dict[str, Publisher]
    publisher_names: dict[str, Publisher]
    """By lower-case name."""
    agreements: dict[str, Agreement]
    tenures: dict[str, tuple[Tenure, ...]]
    """By person id."""
    surnames: dict[str, tuple[str, ...]]
    """Ids of those who held a prominent office by folded last (or, where listed, short) name."""
    family_names: dict[str, tuple[str, ...]]
    """The same for everybody: whom a surname with an office beside it may mean."""
    posts: dict[tuple[str, str], tuple[Tenure, ...]]
    """Tenures of offices with one seat by country and lower-case title: who "the Chinese president" may be."""
    at_the_top: dict[str, tuple[Tenure, ...]]
    """Tenures of rulers, heads of state and heads of government by country."""
    by_office: dict[tuple[str, str], tuple[Tenure, ...]]
    """Tenures by country and kind of office ("head-of-government"), whatever its title there."""
    members: dict[str, tuple[tuple[str, str, str], ...]]
    """``(member, from, to)`` by organisation id."""
    one_seat: dict[str, frozenset[str]]
    """Nouns of offices that one person holds at a time, with the words beside which they are not such."""

    def has_one_seat(self, title: str) -> bool:
        """Whether one person holds the office of this title at a time: a finance minister, and no senator."""
        return _has_one_seat(title.lower(), self.one_seat)

    def publisher_named(self, name: str) -> Publisher | None:
        """The publisher that bears this name in any case, or None."""
        return self.publisher_names.get(name.lower())

    def government_of(self, publisher: str) -> str | None:
        """The country of the government whose own site this publisher is, else None."""
        found = self.publisher_named(publisher)
        return found.country if found is not None and found.kind == "government" else None

    def offices_on(self, person: str, day: str | None) -> tuple[Tenure, ...]:
        """The person's tenures on an ISO day, the last known ones where no day is given; the highest office last."""
        held = self.tenures.get(person, ())
        if day is None:
            found = tuple(tenure for tenure in held if tenure.until is None) or held[-1:]
        else:
            found = tuple(tenure for tenure in held if tenure.covers(day))
        return tuple(sorted(found, key=_height)) if len(found) > 1 else found

    def leaders(self, country: str, day: str) -> tuple[Tenure, ...]:
        """Rulers, heads of state and heads of government of a country on an ISO day."""
        return tuple(tenure for tenure in self.at_the_top.get(country, ()) if tenure.covers(day))

    def in_office(self, country: str, office: str, day: str) -> tuple[Tenure, ...]:
        """Who held this kind of office in a country on an ISO day."""
        return tuple(tenure for tenure in self.by_office.get((country, office), ()) if tenure.covers(day))

    def holders(self, country: str, title: str, day: str) -> tuple[Tenure, ...]:
        """Who held the office of this title (lower case) in a country on an ISO day."""
        return tuple(tenure for tenure in self.posts.get((country, title), ()) if tenure.covers(day))


OWN_TABLES: dict[str, tuple[str, ...]] = {
    "organisations.csv": ORGANISATION_COLUMNS,
    **{file: NAMED_COLUMNS for file, _, _ in _FILES},
    "tenures.csv": TENURE_COLUMNS,
}
"""The tables that may stand in a folder of a user's own."""


def load_almanac(folder: Path = DATA / "almanac", overlay: Path | None = None) -> Almanac:
    """Read the almanac's tables; DataError names file and line of what is wrong.

    `overlay` is a folder of a user's own rows, in any of `OWN_TABLES`: they come after the program's in the same table.
    Where the id of a person or group is known, the rows and names are added to it.
    """
    with collector_paused():
        return _read_almanac(folder, overlay)


def _read_almanac(folder: Path, overlay: Path | None) -> Almanac:
    names = Gazetteer()
    states = dict(_load_states(folder / "states.csv", names))
    if overlay is not None:
        check_folder(overlay, OWN_TABLES, states)
    for line in _rows(folder / "organisations.csv", ORGANISATION_COLUMNS, overlay):
        _add_named(names, line, "organisation", "org", line["kind"])
    for file, kind, prefix in _FILES:
        for line in _rows(folder / file, NAMED_COLUMNS, overlay):
            _add_named(names, line, kind, prefix)
    regions = dict(_load_regions(folder / "regions.csv", names))
    for line in _rows(folder / "collectives.csv", COLLECTIVE_COLUMNS):
        members = cell_list(line["members"])
        entity = Entity(
            f"collective:{line['id']}", "collective", line["name"], members[0] if len(members) == 1 else None
        )
        _add_forms(names, entity, "name", (line["name"], *cell_list(line["names"])))
        _add_forms(names, entity, "adjective", cell_list(line["adjectives"]))
    publishers: dict[str, Publisher] = {}
    publisher_names: dict[str, Publisher] = {}
    for line in _rows(folder / "publishers.csv", PUBLISHER_COLUMNS):
        state = line["state"] == "yes"
        entity = Entity(
            f"publisher:{line['id']}", "publisher", line["name"], line["country"] or None, "JRN", type=line["kind"]
        )
        publisher = Publisher(line["id"], line["name"], entity.country, line["kind"], state)
        publishers[entity.id] = publisher
        spelt = (line["name"], *cell_list(line["names"]))
        publisher_names.update((name.lower(), publisher) for name in spelt)
        if publisher.kind != "government":  # in running text "the White House said" is a government speaking
            _add_forms(names, entity, "name", spelt)
    tenures, surnames, family_names = _load_tenures(folder / "tenures.csv", names, overlay)
    one_seat = {
        line["noun"]: frozenset(cell_list(line["but_not"])) for line in _rows(folder / "one_seat.csv", ONE_SEAT_COLUMNS)
    }
    agreements: dict[str, Agreement] = {}
    for line in _rows(folder / "agreements.csv", AGREEMENT_COLUMNS):
        agreement = Agreement(line["name"], cell_list(line["parties"]), line["signed"] or None, line["kind"])
        for name in (line["name"], *cell_list(line["names"])):
            agreements[name.lower()] = agreement
    memberships: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for line in _rows(folder / "memberships.csv", MEMBERSHIP_COLUMNS):
        memberships[line["body"]].append((line["member"], line["from"], line["to"]))
    posts: dict[tuple[str, str], list[Tenure]] = defaultdict(list)
    by_office: dict[tuple[str, str], list[Tenure]] = defaultdict(list)
    tops: dict[str, list[Tenure]] = defaultdict(list)
    titles = {tenure.title for held in tenures.values() for tenure in held if tenure.office not in _PROMINENT}
    single = {title for title in titles if _has_one_seat(title, one_seat)}
    for held in tenures.values():
        for tenure in held:
            by_office[tenure.country, tenure.office].append(tenure)
            if tenure.office in _PROMINENT or tenure.title in single:
                posts[tenure.country, tenure.title.lower()].append(tenure)
            if tenure.office in TOP_OFFICES:
                tops[tenure.country].append(tenure)
    members_by_body = {body: tuple(rows) for body, rows in memberships.items()}
    names.order()
    return Almanac(
        names=names,
        states=states,
        regions=regions,
        publishers=publishers,
        publisher_names=publisher_names,
        agreements=agreements,
        tenures=tenures,
        surnames=surnames,
        family_names=family_names,
        posts={post: tuple(rows) for post, rows in posts.items()},
        at_the_top={country: tuple(rows) for country, rows in tops.items()},
        by_office={post: tuple(rows) for post, rows in by_office.items()},
        members=members_by_body,
        one_seat=one_seat,
    )


def _rows(path: Path, columns: tuple[str, ...], overlay: Path | None = None) -> Iterator[dict[str, str]]:
    """The rows of a table, then those of the table of the same name in the overlay, if there is one."""
    for file in _with_overlay(path, overlay):
        yield from (row for _, row in read_table(file, columns))


def _with_overlay(path: Path, overlay: Path | None) -> tuple[Path, ...]:
    own = overlay / path.name if overlay is not None else None
    return (path, own) if own is not None and own.exists() else (path,)


def _add_forms(names: Gazetteer, entity: Entity, form: NameForm, words: tuple[str, ...]) -> None:
    for word in words:
        names.add(word, NameEntry(entity, form))


def _add_named(names: Gazetteer, row: dict[str, str], kind: EntityKind, prefix: str, type_: str | None = None) -> None:
    entity = Entity(
        f"{prefix}:{row['id']}", kind, row["name"], row["country"] or None, row["sector"] or None,
        row["from"] or None, row["to"] or None, type_,
    )  # fmt: skip
    _add_forms(names, entity, "name", (row["name"], *cell_list(row["names"])))


def _load_states(path: Path, names: Gazetteer) -> Iterator[tuple[str, State]]:
    for row in _rows(path, STATE_COLUMNS):
        capitals = cell_list(row["capital"])
        state = State(
            row["code"], row["name"], row["cow"] or None, row["gw"] or None, row["from"] or None, row["to"] or None,
            capitals[0] if capitals else None,
        )  # fmt: skip
        entity = Entity(f"state:{state.code}", "state", state.name, state.code, None, state.since, state.until)
        official = (row["official"],) if row["official"] else ()
        _add_forms(names, entity, "name", (row["name"], *official, *cell_list(row["names"])))
        _add_forms(names, entity, "adjective", cell_list(row["adjectives"]))
        _add_forms(names, entity, "demonym", cell_list(row["demonyms"]))
        _add_forms(names, entity, "capital", capitals)
        _add_forms(names, entity, "seat", cell_list(row["seats"]))
        _add_forms(names, entity, "city", cell_list(row["cities"]))
        yield state.code, state


def _load_regions(path: Path, names: Gazetteer) -> Iterator[tuple[str, Region]]:
    for row in _rows(path, REGION_COLUMNS):
        entity = Entity(
            f"region:{row['id']}",
            "region",
            row["name"],
            row["country"] or None,
            row["sector"] or None,
            type=row["kind"],
        )
        _add_forms(names, entity, "name", (row["name"], *cell_list(row["names"])))
        _add_forms(names, entity, "adjective", cell_list(row["adjectives"]))
        yield entity.id, Region(row["name"], entity.country, row["kind"], float(row["lat"]), float(row["lon"]))


def _height(tenure: Tenure) -> tuple[bool, bool, str]:
    return tenure.office in TOP_OFFICES, tenure.office in _PROMINENT, tenure.since


def _has_one_seat(title: str, one_seat: dict[str, frozenset[str]]) -> bool:
    """Whether one person holds the office of this title at a time: a finance minister, and no senator or deputy."""
    words = office_words(title)
    others = one_seat.get(words[-1]) if words else None
    return others is not None and others.isdisjoint((title, *words))


_Index = dict[str, tuple[str, ...]]


def _load_tenures(
    path: Path, names: Gazetteer, overlay: Path | None
) -> tuple[dict[str, tuple[Tenure, ...]], _Index, _Index]:
    tenures: dict[str, list[Tenure]] = defaultdict(list)
    surnames: dict[str, dict[str, None]] = defaultdict(dict)
    family_names: dict[str, dict[str, None]] = defaultdict(dict)
    persons: dict[str, NameEntry] = {}
    seen: set[tuple[str, str, bool]] = set()
    for file in _with_overlay(path, overlay):
        for _, cells in read_cells(file, TENURE_COLUMNS):
            id_, full, aliases, country, office, title, since, until, note = cells
            person = f"person:{id_}"
            tenures[person].append(Tenure(person, full, country, office, title, since, until or None, note or None))
            entry = persons.get(person)
            if entry is None or (country and entry.entity.country != country):
                entry = persons[person] = NameEntry(Entity(person, "person", full, country), "name")
            prominent = office in _PROMINENT
            for name in (full, *cell_list(aliases)) if aliases else (full,):
                if (person, name, prominent) in seen:
                    continue  # another row of the same person
                seen.add((person, name, prominent))
                parts = name.split()
                if len(parts) > 1:
                    names.add(name, entry)
                    if name != full:
                        continue
                short = _surname(parts) if len(parts) > 1 else fold(name)
                family_names[short][person] = None
                if prominent:
                    surnames[short][person] = None
    for rows in tenures.values():
        if len(rows) > 1:
            rows.sort(key=lambda tenure: tenure.since)
    ordered = {person: tuple(rows) for person, rows in tenures.items()}
    return ordered, _index(surnames), _index(family_names)


def _index(people: dict[str, dict[str, None]]) -> _Index:
    return {name: tuple(ids) for name, ids in people.items()}


_AFTER_SURNAMES = frozenset({"Jr", "Sr", "II", "III", "IV"})


def _surname(parts: list[str]) -> str:
    """The last word of a name that is no "Jr." or number, folded."""
    words = [part.rstrip(",.") for part in parts]
    while len(words) > 2 and words[-1] in _AFTER_SURNAMES:
        words.pop()
    return fold(words[-1])


def _last_day(bound: str) -> str:
    """The latest day that a bound may mean: a year or a month includes itself."""
    return bound + {4: "-12-31", 7: "-31"}.get(len(bound), "")
