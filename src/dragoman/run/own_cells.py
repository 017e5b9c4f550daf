"""Cells of a user's own tables: cleaned, read as days and ids, refused where they could do harm."""

from __future__ import annotations

import re
import unicodedata

from dragoman.knowledge.gazetteer import fold
from dragoman.knowledge.own_rows import is_date

MAX_NAME = 300
"""Characters of a name or title; longer cells are no names but the rest of a file behind a lost quotation mark."""
MAX_CELL = 4000
"""Characters of any cell."""
_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_STAMP = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?(?:[T ].*)?")
_UNKNOWN = ("http://", "https://", "_:", "t1")  # how query results write "some value, not known which"
_ENTITY = re.compile(r"(?:https?://www\.wikidata\.org/entity/|wd:)?(Q[0-9]+)")


class RefusedRowError(ValueError):
    """A row cannot be taken; the message says what is wrong with it and how to mend it."""


def clean(cell: str, column: str) -> str:
    """The cell on one line without unseen characters; RefusedRowError where it holds what no table should."""
    if not cell.isascii() or not cell.isprintable():
        cell = "".join(character for character in cell if unicodedata.category(character) != "Cf")
        for character in cell:
            if unicodedata.category(character) == "Cs":
                raise RefusedRowError(f"{column} is not UTF-8; save the file as UTF-8")
            if unicodedata.category(character) == "Cc" and not character.isspace():
                raise RefusedRowError(f"{column} holds the control character U+{ord(character):04X}; take it out")
    cell = " ".join(cell.split())
    if len(cell) > MAX_CELL:
        raise RefusedRowError(f"{column} has {len(cell)} characters; is a quotation mark missing?")
    return cell


def harmless(row: dict[str, str]) -> dict[str, str]:
    """The row to be written, as it is; RefusedRowError where a cell could be taken for a formula or is too long."""
    for column, cell in row.items():
        parts = [part.strip() for part in cell.split("|")]
        if any(part.startswith(_FORMULA_STARTS) for part in parts):
            raise RefusedRowError(f"{column} begins as a formula of a spreadsheet does; write the words alone")
        if column in ("name", "title") and len(parts) > 1:
            raise RefusedRowError(
                f"{column} holds |, which parts the names of a list; write one name, others as aliases"
            )
        if column != "note" and any(len(part) > MAX_NAME for part in parts):
            raise RefusedRowError(f"{column} is longer than {MAX_NAME} characters; is a quotation mark missing?")
    return row


def read_day(cell: str, column: str) -> str:
    """A date, or a date-time cut to its day, as YYYY, YYYY-MM or YYYY-MM-DD; "" where none is known."""
    cell = cell.lstrip("+")
    if not cell or cell.startswith(_UNKNOWN):
        return ""
    match = _STAMP.fullmatch(cell)
    words = "-".join(part.zfill(2) for part in match.groups() if part) if match is not None else ""
    if not is_date(words):
        raise RefusedRowError(f"{column} is {cell!r}; write YYYY, YYYY-MM or YYYY-MM-DD")
    return words


def slug(words: str) -> str:
    """The words as an id: lower case, hyphens."""
    return "-".join(re.findall(r"[^\W_]+", fold(words).lower().replace("'", "")))


def wikidata_id(cell: str) -> str | None:
    """The Q-number of an entity's address or short form, else None."""
    match = _ENTITY.fullmatch(cell)
    return match[1] if match is not None else None
