"""Checks the data as a whole: what `dragoman data check` does and the tests demand."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from dragoman.knowledge import almanac as tables
from dragoman.knowledge.knowledge import Knowledge, load_knowledge
from dragoman.knowledge.own_rows import NON_STATES, fault_of_dates, is_date
from dragoman.knowledge.roles import SECTORS
from dragoman.knowledge.tables import DATA, DataError, cell_list, read_table
from dragoman.reading.parser import Parser
from dragoman.run.examples import check_examples

# Offices with one seat each; two holders on a day must say in the note that they share it.
_ONE_SEAT = frozenset({"head-of-state", "head-of-government", "foreign-minister", "defence-minister"})
_TABLES: dict[str, tuple[str, ...]] = {
    "states.csv": tables.STATE_COLUMNS,
    "organisations.csv": tables.ORGANISATION_COLUMNS,
    "bodies.csv": tables.NAMED_COLUMNS,
    "groups.csv": tables.NAMED_COLUMNS,
    "parties.csv": tables.NAMED_COLUMNS,
    "regions.csv": tables.REGION_COLUMNS,
    "collectives.csv": tables.COLLECTIVE_COLUMNS,
    "publishers.csv": tables.PUBLISHER_COLUMNS,
    "memberships.csv": tables.MEMBERSHIP_COLUMNS,
    "agreements.csv": tables.AGREEMENT_COLUMNS,
    "tenures.csv": tables.TENURE_COLUMNS,
    "one_seat.csv": tables.ONE_SEAT_COLUMNS,
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with the data: where, and what to write instead."""

    where: str
    message: str


def check_data(
    folder: Path = DATA, *, overlay: Path | None = None, examples: bool = True, parser: Parser | None = None
) -> Iterator[Finding]:
    """Everything wrong with the data under `folder` and a user's ontology over it; nothing where all is well."""
    yield from _check_layout(folder)
    yield from _check_sources(folder)
    almanac = folder / "almanac"
    codes = {row["code"] for _, row in read_table(almanac / "states.csv", tables.STATE_COLUMNS)}
    for name, columns in _TABLES.items():
        yield from _check_table(almanac / name, columns, codes)
    yield from _check_seats(almanac / "tenures.csv")
    try:
        knowledge = load_knowledge(folder, overlay)
    except DataError as error:
        yield Finding("data", str(error))
        return
    yield from _check_rules(knowledge)
    if examples:
        for failure in check_examples(knowledge.lexicon.rules, knowledge, parser or Parser.load()):
            yield Finding(f"rule {failure.rule}", f"{failure.text!r}: {failure.why}")


def fix_layout(folder: Path = DATA) -> list[str]:
    """Put every table into its canonical layout; the names of the files that changed."""
    changed: list[str] = []
    for path in sorted(folder.rglob("*.csv")):
        text = path.read_text(encoding="utf-8")
        canonical = canonical_table(text)
        if canonical != text:
            path.write_text(canonical, encoding="utf-8")
            changed.append(path.relative_to(folder).as_posix())
    return changed


def canonical_table(text: str) -> str:
    """A table's one layout: rows sorted, cells stripped, LF, quotes only where needed."""
    header, *rows = list(csv.reader(io.StringIO(text)))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(sorted([cell.strip() for cell in row] for row in rows if row))
    return out.getvalue()


def _check_layout(folder: Path) -> Iterator[Finding]:
    for path in sorted(folder.rglob("*.csv")):
        text = path.read_bytes().decode("utf-8")
        if canonical_table(text) != text:
            yield Finding(
                path.relative_to(folder).as_posix(), "not in canonical layout; run: dragoman data check --fix"
            )


def _check_sources(folder: Path) -> Iterator[Finding]:
    listed = (folder / "SOURCES.md").read_text(encoding="utf-8") if (folder / "SOURCES.md").exists() else ""
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".csv", ".yaml", ".json"):
            name = path.relative_to(folder).as_posix()
            if f"`{name}`" not in listed and f"`{Path(name).parent.as_posix()}/*{path.suffix}`" not in listed:
                yield Finding(name, "not listed in SOURCES.md; add a row with source, licence and date")


def _check_table(path: Path, columns: tuple[str, ...], codes: set[str]) -> Iterator[Finding]:
    ids: dict[str, int] = {}
    names: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
    for line, row in read_table(path, columns):
        where = f"{path.name}:{line}"
        if "id" in row:
            if row["id"] in ids:
                yield Finding(where, f"id {row['id']} stands in line {ids[row['id']]} already")
            ids[row["id"]] = line
        for cell in _codes_in(row):
            if cell not in codes and cell not in NON_STATES:
                yield Finding(where, f"country {cell} is no code of states.csv and none of PLOVER's")
        if row.get("sector") and row["sector"] not in SECTORS:
            yield Finding(where, f"sector {row['sector']} is none of PLOVER's")
        yield from _check_dates(where, row)
        if path.name in (
            "organisations.csv",
            "groups.csv",
            "parties.csv",
            "bodies.csv",
            "publishers.csv",
            "states.csv",
        ):
            for name in {row["name"], *cell_list(row["names"])}:
                names[name].append((line, row.get("from", ""), row.get("to", "")))
    for name, rows in names.items():
        if len(rows) > 1 and not all(first or last for _, first, last in rows):
            lines = ", ".join(str(line) for line, _, _ in rows)
            yield Finding(
                f"{path.name}:{rows[0][0]}", f"{name!r} names several rows (lines {lines}) without dates apart"
            )


def _codes_in(row: dict[str, str]) -> Iterator[str]:
    if row.get("country"):
        yield row["country"]
    for column in ("members", "parties"):
        yield from cell_list(row.get(column, ""))


def _check_dates(where: str, row: dict[str, str]) -> Iterator[Finding]:
    for column in ("signed", "in_force", "ended"):
        if row.get(column) and not is_date(row[column]):
            yield Finding(where, f"{column} is {row[column]!r}; write YYYY, YYYY-MM or YYYY-MM-DD")
    if "from" in row and (fault := fault_of_dates(row)) is not None:
        yield Finding(where, fault)


def _check_seats(path: Path) -> Iterator[Finding]:
    seats: dict[tuple[str, str], list[tuple[str, str, str, str, int]]] = defaultdict(list)
    for line, row in read_table(path, tables.TENURE_COLUMNS):
        if row["office"] in _ONE_SEAT:
            seats[row["country"], row["office"]].append((row["from"], row["to"], row["person"], row["note"], line))
    for (country, office), held in seats.items():
        held.sort()
        for (_, until, one, note, _), (since, _, other, other_note, line) in pairwise(held):
            size = min(len(until), len(since), 10)
            if one != other and (not until or until[:size] > since[:size]) and "shared" not in note + other_note:
                yield Finding(
                    f"{path.name}:{line}", f"{office} of {country}: {one} and {other} at once; mend the dates"
                )


def _check_rules(knowledge: Knowledge) -> Iterator[Finding]:
    contexts = knowledge.ontology.contexts
    for rule in knowledge.lexicon.rules:
        where = f"rule {rule.id}"
        for context in rule.contexts:
            if context not in contexts:
                yield Finding(where, f"context {context} is not in contexts.yaml")
        composition = knowledge.lexicon.compositions.get(rule.operator or "")
        if composition is not None and composition.alone.type is None and not composition.over:
            continue  # it only takes an action up: it can be shown by counter-examples alone
        if not rule.examples or not rule.counter_examples:
            yield Finding(where, "needs at least one example and one counter-example")
