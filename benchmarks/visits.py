"""The visits of a record, against the US historian's lists of visits and travels beside the project.

    python benchmarks/visits.py --db record.duckdb

Two ways. What the record tells: each visit of somebody of a state to the USA, or of a US president or secretary of
state abroad, up to 2020, is looked up in the lists; it agrees where they have a visit from or to that country at a time
that the record does not exclude. What is missed: of the listed visits of which an article of the time speaks (published
from a day before to a week after it, naming the visitor and both countries), how many the record has as a visit or a
meeting of the two countries. Those that do not agree, and those that are missed, are printed, to be read.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from almanac import REFERENCE, TERRITORIES, _post_name, _rows, _states, alike, words
from dragoman.knowledge.tables import DATA
from dragoman.store.database import Store
from measure import result

LAST = date(2020, 12, 31)
SLACK = 3
"""Days by which a told visit and a listed one may miss each other."""
LATE = 31
"""A visit that is dated by publication alone was published so many days after it at most."""
TITLES = frozenset(
    {"president", "premier", "prime", "minister", "king", "queen", "prince", "crown", "chancellor", "emir", "sultan",
     "sheikh", "chairman", "general", "secretary", "taoiseach", "pope", "first", "deputy", "vice", "grand", "duke"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Listed:
    """A visit of the lists: who, from or to which state, and from the first to the last day."""

    who: str
    country: str
    to_usa: bool
    first: date
    last: date

    @property
    def surname(self) -> str:
        names = [word for word in words(self.who) if word not in TITLES]
        return names[-1] if names else ""


@dataclass(frozen=True, slots=True)
class Told:
    """A visit of the record, as far as its time is told; `published` is the day of its first article."""

    id: str
    names: tuple[str, ...]
    countries: frozenset[str]
    to_usa: bool
    first: date | None
    last: date | None
    published: date
    evidence: str


def listed() -> Iterator[Listed]:
    """Both lists, of states that the almanac knows."""
    _, by_name = _states(DATA / "almanac")

    def code(name: str) -> str | None:
        return TERRITORIES.get(name) or by_name.get(_post_name(name)) or by_name.get(_post_name(name.split(",")[0]))

    for file, who, where, to_usa in (
        ("us_visits_by_foreign_leaders.csv", "visitor", ("from_id", "from"), True),
        ("us_president_secretary_travels.csv", "name", ("country_id", "country"), False),
    ):
        for row in _rows(REFERENCE / file):
            country = next((found for name in where if (found := code(row[name])) is not None), None)
            if country is not None and row["start"]:
                first = date.fromisoformat(row["start"])
                last = date.fromisoformat(row["end"]) if row["end"] else first
                yield Listed(row[who], country, to_usa, first, last)


def told(store: Store) -> Iterator[Told]:
    """Visits that happened, to the USA or by US presidents and secretaries of state; each happening once."""
    chiefs = {row["name"] for row in _rows(REFERENCE / "us_president_secretary_travels.csv")}
    surnames = {words(name)[-1] for name in chiefs}
    for number, names, actors, hosts, first, until, published, evidence in store.fetch(
        "SELECT id, visitor, visitor_countries, host_countries, happened_from, happened_to, first_published, evidence "
        "FROM known_visits(DATE 'infinity') WHERE status IN ('actual', 'historical') AND polarity = 'affirmed' "
        "AND abroad AND first_published IS NOT NULL ORDER BY first_published, id"
    ):
        abroad = frozenset(_texts(hosts)) - set(_texts(actors))
        to_usa = "USA" in abroad
        visiting = "USA" in _texts(actors) and any(
            alike(words(name)[-1], surname) for name in _texts(names) if words(name) for surname in surnames
        )
        countries = frozenset(_texts(actors)) - {"USA"} if to_usa else abroad
        last = until - timedelta(1) if isinstance(until, date) else None
        begun = first if isinstance(first, date) else None
        day = begun or last
        if (to_usa or visiting) and countries and isinstance(published, date) and (day or published) <= LAST:
            yield Told(str(number), tuple(_texts(names)), countries, to_usa, begun, last, published, str(evidence))


def _texts(values: object) -> list[str]:
    return [str(value) for value in values] if isinstance(values, list) else []


def in_lists(visit: Told, rows: Iterable[Listed]) -> bool:
    """Whether the lists have somebody of that country (or to it) at a time that the record does not exclude."""
    for row in rows:
        if row.to_usa != visit.to_usa or row.country not in visit.countries:
            continue
        first = (visit.first or visit.published - timedelta(LATE)) - timedelta(SLACK)
        last = (visit.last if visit.first else visit.published) or visit.published
        if row.first <= last + timedelta(SLACK) and first <= row.last:
            return True
    return False


def spoken_of(row: Listed, articles: Sequence[tuple[date, str]], *names: re.Pattern[str]) -> bool:
    """Whether an article of the time names the visitor and both countries."""
    if not row.surname:
        return False
    return any(
        row.first - timedelta(1) <= day <= row.last + timedelta(7)
        and row.surname in text.split()
        and all(name.search(text) for name in names)
        for day, text in articles
    )


def in_record(row: Listed, store: Store) -> str | None:
    """The type and mode under which the record has the visit, or a meeting of the two countries during it."""
    rows = store.fetch(
        "SELECT type, mode FROM known_events(DATE 'infinity') WHERE type IN ('CONSULT', 'AGREE') "
        "AND list_contains(countries, 'USA') AND (list_contains(countries, ?) OR place_country = ?) "
        "AND counted_on BETWEEN ? AND ? ORDER BY mode = 'visit' DESC, id LIMIT 1",
        [row.country, row.country, row.first - timedelta(SLACK), row.last + timedelta(7)],
    )
    return "/".join(str(part) for part in rows[0] if part) if rows else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--db", type=Path, required=True, help="a record made by `dragoman load`")
    options = parser.parse_args()
    rows = [row for row in listed() if row.first <= LAST]
    states = _names()
    with Store.open(options.db, read_only=True) as store:
        visits = list(told(store))
        strange = [visit for visit in visits if not in_lists(visit, rows)]
        print("Told by the record, not in the lists:")
        for visit in strange:
            span = f"{visit.first or ''}..{visit.last or ''}"
            print(
                f"  {visit.id} {span} published {visit.published}: {', '.join(visit.names)} {sorted(visit.countries)}"
            )
            print(f"      {' '.join(visit.evidence.split())[:160]}")
        articles = [
            (day, " ".join(words(str(text))))
            for day, text in store.fetch(
                "SELECT TRY_CAST(published AS DATE), coalesce(title, '') || ' ' || text FROM articles "
                "WHERE TRY_CAST(published AS DATE) <= ? ORDER BY key",
                [LAST],
            )
            if isinstance(day, date)
        ]
        days = sorted(day for day, _ in articles)
        due = [
            row for row in rows
            if days and days[0] <= row.last and row.first <= days[-1]
            and spoken_of(row, articles, states.get(row.country, _NEVER), states["USA"])
        ]  # fmt: skip
        missed = [row for row in due if in_record(row, store) is None]
    print("Spoken of in articles of the time, not in the record:")
    for row in missed:
        print(f"  {row.first}..{row.last} {row.who} {'from' if row.to_usa else 'to'} {row.country}")
    print(f"{len(visits)} visits told, {len(visits) - len(strange)} in the lists")
    print(f"{len(due)} listed visits spoken of, {len(due) - len(missed)} in the record")
    result("visits.confirmed", 1 - len(strange) / max(1, len(visits)))
    result("visits.found", 1 - len(missed) / max(1, len(due)))


_NEVER = re.compile(r"(?!)")


def _names() -> dict[str, re.Pattern[str]]:
    """A pattern for the names and adjectives of each state, in the folded text of articles."""
    found: dict[str, re.Pattern[str]] = {}
    for row in _rows(DATA / "almanac" / "states.csv"):
        spelt = [row["name"], *row["names"].split("|"), *row["adjectives"].split("|"), *row["demonyms"].split("|")]
        folded = {" ".join(words(each)) for each in spelt if each.strip()}
        found[row["code"]] = re.compile(
            r"\b(?:" + "|".join(sorted(re.escape(each) for each in folded if each)) + r")\b"
        )
    return found


if __name__ == "__main__":
    main()
