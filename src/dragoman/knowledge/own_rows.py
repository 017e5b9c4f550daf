"""What a row of a user's own almanac must hold, and the check of a folder of such tables."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path

from dragoman.knowledge.roles import SECTORS
from dragoman.knowledge.tables import DataError, read_table

OFFICES = (
    "ruler", "head-of-state", "head-of-government", "deputy-leader", "foreign-minister", "defence-minister",
    "national-security-adviser", "secretary-general", "speaker", "ambassador", "spokesperson", "other",
)  # fmt: skip
"""The kinds of office, the highest first."""
NON_STATES = frozenset({"IGO", "NGO", "MNC", "IMG", "ISM", "UNO", "EUR"})
"""PLOVER's codes for those that belong to no state."""

_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
_KIND = re.compile(r"[a-z]+(?:-[a-z]+)*")
_ID = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


def is_date(words: str) -> bool:
    """Whether this is a year, a month or a day of the calendar, written YYYY, YYYY-MM or YYYY-MM-DD."""
    if _DATE.fullmatch(words) is None:
        return False
    year, month, day = (*map(int, words.split("-")), 1, 1)[:3]
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def fault_of_dates(row: Mapping[str, str]) -> str | None:
    """What is wrong with `from` and `to`, and the mend; None where nothing is. Both may be empty."""
    for column in ("from", "to"):
        if row[column] and not is_date(row[column]):
            return f"{column} is {row[column]!r}; write YYYY, YYYY-MM or YYYY-MM-DD"
    first, last = row["from"], row["to"]
    size = min(len(first), len(last))
    if first[:size] > last[:size]:
        return f"from {first} lies after to {last}; mend one of them"
    return None


def fault_of_row(
    row: Mapping[str, str], countries: Collection[str], offices: Collection[str] | None = None
) -> str | None:
    """What is wrong with a row of tenures.csv or of a table of groups, and the mend; None where nothing is.

    `countries` are the codes of states; `offices`, if given, the kinds of office there are.
    """
    key = "person" if "person" in row else "id"
    if not row["name"]:
        return "name is empty; give the full name"
    if _ID.fullmatch(row[key]) is None:
        return f"{key} is {row[key]!r}; write words and numbers joined by hyphens, such as john-smith"
    if row["country"] and row["country"] not in countries and row["country"] not in NON_STATES:
        return f"country {row['country']!r} is no code of the almanac; write ISO's three letters, or IGO, NGO, IMG"
    if key == "person":
        if not row["from"]:
            return "from is empty; give at least the year in which the office was taken up"
        if _KIND.fullmatch(row["office"]) is None or (offices is not None and row["office"] not in offices):
            return f"office is {row['office']!r}; write one of {', '.join(OFFICES)}"
        if not row["title"]:
            return "title is empty; write what the news call the office, such as foreign minister"
    elif row["sector"] and row["sector"] not in SECTORS:
        return f"sector is {row['sector']!r}; write one of {', '.join(sorted(SECTORS))}"
    return fault_of_dates(row)


def check_folder(folder: Path, tables: Mapping[str, tuple[str, ...]], states: Collection[str]) -> None:
    """DataError, with file and line, where a folder is no almanac of a user's own; `tables` may stand in it."""
    if not folder.is_dir():
        raise DataError(f"{folder}: no such folder; dragoman almanac import FILE --to {folder} makes one")
    found = {path.name for path in folder.glob("*.csv")}
    if odd := sorted(found - tables.keys()):
        raise DataError(f"{folder}: {', '.join(odd)} belongs to no almanac; its tables are {', '.join(sorted(tables))}")
    if not found:
        raise DataError(
            f"{folder}: holds none of {', '.join(sorted(tables))}; dragoman almanac import FILE writes them"
        )
    for name in sorted(found):
        try:
            for line, row in read_table(folder / name, tables[name]):
                if (fault := fault_of_row(row, states)) is not None:
                    raise DataError(f"{folder / name}:{line}: {fault}")
        except UnicodeDecodeError as error:
            raise DataError(f"{folder / name}: is not UTF-8; save it as UTF-8") from error
