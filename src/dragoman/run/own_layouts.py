"""The tables of people and groups that can be imported: how each is recognised, and what a row of it says in ours."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dragoman.knowledge.almanac import NAMED_COLUMNS, TENURE_COLUMNS
from dragoman.knowledge.own_rows import fault_of_row
from dragoman.knowledge.tables import cell_list
from dragoman.run.own_cells import RefusedRowError, clean, harmless, read_day, slug, wikidata_id
from dragoman.run.own_world import World

Row = Mapping[str, str]
_REIGN = frozenset({"stateabb", "ccode", "leader", "sdate", "smonth", "syear", "emonth", "eyear"})
_HISTORIAN = frozenset({"kind", "post", "person_id", "name", "role", "territory", "appointed", "started", "ended"})
_OPEN_YEARS = 10
"""A US post without an end is held still only if it began so many years before the file's last; old ends are lost."""
# The names that queries give to their columns, in lower case.
_PERSON = ("person", "item", "human", "officeholder", "holder")
_LABEL = tuple(f"{name}label" for name in _PERSON)
_POSITION = ("positionlabel", "officelabel", "position_label", "poslabel")
_COUNTRY = ("countrylabel", "jurisdictionlabel", "country", "jurisdiction")
_START = ("start", "starttime", "start_time", "startdate", "from")
_END = ("end", "endtime", "end_time", "enddate", "to")
_GENERATION = re.compile(r"\s(Jr\.?|Sr\.?|II|III|IV)(?=\s)")
_ASIDE = re.compile(r"\s*[(“\"][^)”\"]*[)”\"]")


class LeftOut(Exception):  # noqa: N818 - no error: the row is sound and says that nobody held the office
    """A row that says of itself that the office was never taken up."""


@dataclass(frozen=True, slots=True)
class Layout:
    """One kind of table: its name, the header it is known by, our table for it, and the reading of a row.

    `read` raises RefusedRowError for a row that is wrong and LeftOut for one that holds no tenure.
    """

    name: str
    header: str
    table: str
    known: Callable[[frozenset[str]], bool]
    read: Callable[[Row, World], dict[str, str]]


def layout_of(header: tuple[str, ...]) -> Layout | None:
    """The layout of a table with these columns, None where there is none."""
    columns = frozenset(header)
    return next((layout for layout in LAYOUTS if layout.known(columns)), None)


def read_row(layout: Layout, row: Row, world: World) -> dict[str, str]:
    """The row in our columns; raises RefusedRowError, LeftOut."""
    found = harmless(layout.read({column: clean(cell, column) for column, cell in row.items()}, world))
    if (fault := fault_of_row(found, world.almanac.states, world.offices)) is not None:
        raise RefusedRowError(fault)
    return found


def note_starts(layout: Layout, row: Row, world: World) -> None:
    """Take note of when each post of the historian's table was last taken up; other tables need no such note."""
    if layout.read is _historian_row:
        started = row.get("started", "")
        for key in (row.get("post", ""), ""):
            world.last_start[key] = max(world.last_start.get(key, ""), started)


def _tenure_row(row: Row, world: World) -> dict[str, str]:
    return {
        "person": row.get("person", "").removeprefix("person:") or slug(row["name"]),
        "name": row["name"],
        "aliases": _listed(row.get("aliases", "")),
        "country": _own_country(row, world),
        "office": row["office"],
        "title": row["title"],
        "from": read_day(row["from"], "from"),
        "to": read_day(row.get("to", ""), "to"),
        "note": row.get("note", ""),
    }


def _group_row(row: Row, world: World) -> dict[str, str]:
    return {
        "id": row.get("id", "").removeprefix("group:") or slug(row["name"]),
        "name": row["name"],
        "names": _listed(row.get("names", "")),
        "country": _own_country(row, world),
        "sector": row["sector"],
        "from": read_day(row.get("from", ""), "from"),
        "to": read_day(row.get("to", ""), "to"),
    }


def _own_country(row: Row, world: World) -> str:
    """The code of the state that is written by code or name; what nobody knows stays, and is refused by the check."""
    country = row["country"]
    return (world.country(country) or country) if country else ""


def _reign_row(row: Row, world: World) -> dict[str, str]:
    since = _parts_of_day(row["syear"], row["smonth"], row["sdate"], "syear, smonth, sdate")
    until = _parts_of_day(row["eyear"], row["emonth"], "", "eyear, emonth")
    if not since:
        raise RefusedRowError("syear is empty; give at least the year in which the leader came in")
    country = world.country_by_cow((row["stateabb"], row["ccode"]), since)
    if country is None:
        raise RefusedRowError(f"stateabb {row['stateabb']!r} is no state of the Correlates of War; mend it or ccode")
    last, comma, first = _ASIDE.sub("", row["leader"]).strip().partition(", ")
    name = f"{first.rstrip('-')} {last}" if comma else last
    asides = [aside.strip(' ()“”"') for aside in _ASIDE.findall(row["leader"])]
    note = "; ".join(["REIGN", *(aside for aside in asides if aside)])
    key = f"{slug(name)}-{country.lower()}"
    return _person(name, country, "ruler", "leader", since, until, note, world, key, rulers=True)


def _historian_row(row: Row, world: World) -> dict[str, str]:
    started, ended = read_day(row["started"], "started"), read_day(row["ended"], "ended")
    since = started or read_day(row.get("arrived", ""), "arrived")
    note = "US Office of the Historian"
    if not since and ended:
        since = read_day(row["appointed"], "appointed")
        note += "; from: day of appointment" if since else "; start not known"
        since = since or ended
    plain = row["role"].replace("-", " ").replace(" secretary ", " secretary of state ")
    office, title = world.roles.get(row["role"], ("other", plain))
    if office == "none" or not since:
        raise LeftOut
    if not ended:
        latest = world.last_start
        newest = latest.get("", "")[:4] or since[:4]
        if since < latest.get(row["post"], "") or int(since[:4]) < int(newest) - _OPEN_YEARS:
            ended, note = since, note + "; end not known"
    if title.endswith("*"):
        title = title[:-1] + world.place(row["territory"] or row["post"])
    name = _ASIDE.sub("", row["name"])
    if match := _GENERATION.search(name):  # "William Jr. Brent"
        name = f"{name[: match.start()]}{name[match.end() :]} {match[1]}"
    return _person(name, "USA", office, title, since, ended, note, world, row["person_id"])


def _wikidata_row(row: Row, world: World) -> dict[str, str]:
    cells = {column.lower(): cell for column, cell in row.items()}
    name, label, land = (_first(cells, names) for names in (_LABEL, _POSITION, _COUNTRY))
    number = wikidata_id(_first(cells, _PERSON)) or wikidata_id(name)
    if not name or wikidata_id(name) or not label or wikidata_id(label):
        raise RefusedRowError('a label is missing; ask for labels in "en,mul" in the query\'s SERVICE wikibase:label')
    country = world.country(land) if land and not wikidata_id(land) else None
    if land and country is None and not wikidata_id(land):
        raise RefusedRowError(f"country {land!r} is not in the almanac; write its code or its usual name")
    post = world.organisation_post(label) if country == "IGO" else world.post(label, country)
    if post.country is None:
        raise RefusedRowError("no country is named; add ?countryLabel to the query")
    since, until = read_day(_first(cells, _START), "start"), read_day(_first(cells, _END), "end")
    if not since:
        raise RefusedRowError("start is empty; give at least the year in which the office was taken up")
    note = f"Wikidata {number}" if number else "Wikidata"
    note = f"{note}; {land}" if country == "IGO" else note
    key = f"{slug(name)}-{number.lower()}" if number else slug(name)
    found = _person(name, post.country, post.office, post.title, since, until, note, world, key)
    others = [part.strip() for part in _first(cells, tuple(f"{name}altlabel" for name in _PERSON)).split(",")]
    aliases = (*cell_list(found["aliases"]), *(part for part in others if " " in part and part != found["name"]))
    return found | {"aliases": "|".join(dict.fromkeys(aliases))}


def _person(
    name: str, country: str, office: str, title: str, since: str, until: str, note: str, world: World, key: str, *,
    rulers: bool = False,
) -> dict[str, str]:  # fmt: skip
    """A tenure of somebody who may be in the almanac already: then under the id and the name that stand there."""
    if not name:
        raise RefusedRowError("name is empty; give the full name")
    known = world.known_person(name, country, since, rulers=rulers)
    words = name.split()
    plain = len(words) > 2 and not rulers and not words[0].endswith(".") and not words[-1].endswith((".", "I"))
    aliases = [f"{words[0]} {words[-1]}"] if plain else []
    if known is not None:
        key = known.person.removeprefix("person:")
        aliases, name = [name, *aliases] if len(words) > 1 else aliases, known.name
    return {
        "person": key, "name": name, "aliases": "|".join(alias for alias in dict.fromkeys(aliases) if alias != name),
        "country": country, "office": office, "title": title, "from": since, "to": until, "note": note,
    }  # fmt: skip


def _parts_of_day(year: str, month: str, day: str, columns: str) -> str:
    parts = [year, *(part.zfill(2) for part in (month, day) if part)] if year else []
    return read_day("-".join(parts), columns)


def _listed(cell: str) -> str:
    return "|".join(cell_list(cell))


def _first(cells: Row, names: tuple[str, ...]) -> str:
    return next((cells[name] for name in names if cells.get(name)), "")


def _is_wikidata(columns: frozenset[str]) -> bool:
    lower = {column.lower() for column in columns}
    return all(lower.intersection(names) for names in (_LABEL, _POSITION, _START))


def _is_ours(needed: frozenset[str], all_: tuple[str, ...]) -> Callable[[frozenset[str]], bool]:
    return lambda columns: needed <= columns <= frozenset(all_)


LAYOUTS = (
    Layout(
        "people (tenures.csv)", ",".join(TENURE_COLUMNS), "tenures.csv",
        _is_ours(frozenset({"name", "country", "office", "title", "from"}), TENURE_COLUMNS), _tenure_row,
    ),
    Layout(
        "groups (groups.csv)", ",".join(NAMED_COLUMNS), "groups.csv",
        _is_ours(frozenset({"name", "country", "sector"}), NAMED_COLUMNS), _group_row,
    ),
    Layout(
        "REIGN's list of leaders", "stateabb,ccode,leader,sdate,smonth,syear,emonth,eyear,…", "tenures.csv",
        lambda columns: columns >= _REIGN, _reign_row,
    ),
    Layout(
        "the US historian's office tables", "kind,post,person_id,name,role,territory,appointed,started,ended,…",
        "tenures.csv", lambda columns: columns >= _HISTORIAN, _historian_row,
    ),
    Layout(
        "Wikidata's query result", "person,personLabel,positionLabel,countryLabel,start,end", "tenures.csv",
        _is_wikidata, _wikidata_row,
    ),
)  # fmt: skip
