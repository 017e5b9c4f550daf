"""JSON Lines with one article a row, and JSON files that hold one article or a list of them."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import BinaryIO

from dragoman.intake import problems
from dragoman.intake.articles import article_from_text, without_surrogates
from dragoman.intake.dates import read_date
from dragoman.intake.decoding import decode
from dragoman.intake.limits import MAX_FILE, MAX_ROW
from dragoman.model.article import Article, Problem

NAME = "jsonl"
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
_CHUNK = 1 << 20


def read_jsonl(stream: BinaryIO, origin: str, published: str | None) -> Iterator[Article | Problem]:
    """The articles of JSON Lines, row by row, never more than one row in memory. Blank rows are passed over.

    Row `{"id"?, "text", "title"?, "published"?, "publisher"?, "url"?, "language"?, "author"?, "updated"?}`; `date` is
    read as `published`. A bad row is a fatal Problem with origin "FILE:ROW" (counted from 1), and the next row goes on.
    """
    for number, row in _rows(stream):
        where = f"{origin}:{number}"
        if row is None:
            yield problems.fatal(
                "row-too-long",
                f"The row is longer than {MAX_ROW // 2**20} MiB; does it lack line ends? Write one article a line.",
                where,
            )
            continue
        if row.isspace() or not row:
            continue
        decoded = decode(row)
        if decoded is None:
            yield problems.not_text(where)
            continue
        if decoded.guessed:
            yield problems.guessed(decoded.encoding, where)
        yield from _read_row(decoded.text, where, published)


def read_json(stream: BinaryIO, origin: str, published: str | None) -> Iterator[Article | Problem]:
    """The articles of a JSON file: one object, a list of objects, or JSON Lines under the wrong suffix."""
    data = stream.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        yield problems.too_large(origin, MAX_FILE)
        return
    decoded = decode(data)
    if decoded is None:
        yield problems.not_text(origin)
        return
    if not decoded.text.strip():
        yield problems.empty(origin)
        return
    value = _parse(decoded.text)
    if isinstance(value, list):
        for number, item in enumerate(value, 1):
            yield from article_from_row(item, f"{origin}:{number}", published)
    elif isinstance(value, Unreadable):
        yield from read_jsonl(io.BytesIO(data), origin, published)
    else:
        yield from article_from_row(value, origin, published)


class Unreadable(str):
    """Why some characters are not JSON."""


def _rows(stream: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Rows with their numbers from 1; None stands for a row longer than MAX_ROW, which is skipped piecemeal."""
    number = 0
    row = stream.readline(MAX_ROW + 1)
    if row.startswith(_WIDE_MARKS):  # UTF-16, as Windows tools write it: line ends are not single bytes there
        wide = io.BytesIO(row + stream.read(MAX_FILE))
        lines = io.TextIOWrapper(wide, encoding="utf-16", errors="replace", newline="\n")
        for number, line in enumerate(lines, 1):
            yield number, line.encode("utf-8", "replace")
        return
    while row:
        number += 1
        if len(row) > MAX_ROW:
            while row and not row.endswith(b"\n"):
                row = stream.readline(_CHUNK)
            yield number, None
        else:
            yield number, row
        row = stream.readline(MAX_ROW + 1)


def _parse(text: str) -> object:
    """The JSON value, or Unreadable with the reason. Never raises."""
    try:
        value: object = json.loads(text, parse_constant=_refuse_constant)
    except RecursionError:
        return Unreadable("it is nested too deep")
    except json.JSONDecodeError as error:
        return Unreadable(f"{error.msg} at character {error.pos + 1}")
    except ValueError as error:
        return Unreadable(str(error))
    return value


def _refuse_constant(name: str) -> object:
    raise ValueError(f"{name} is no JSON value")


def _read_row(text: str, where: str, published: str | None) -> Iterator[Article | Problem]:
    value = _parse(text)
    if isinstance(value, Unreadable):
        yield problems.fatal("not-json", f"The row is not JSON: {value}; write one JSON object a line.", where)
        return
    yield from article_from_row(value, where, published)


def article_from_row(value: object, where: str, published: str | None) -> Iterator[Article | Problem]:
    """The article of one parsed row, with its problems before it; a row that is none gives a fatal Problem.

    `where` is the origin for messages, `published` (ISO) the day for rows that name none.
    """
    if not isinstance(value, dict):
        yield problems.fatal(
            "not-an-object",
            f'The row is a {type(value).__name__}, not an object; write {{"id": …, "text": …}}.',
            where,
        )
        return
    name = _identifier(value.get("id"))
    text = value.get("text")
    if not isinstance(text, str):
        reason = "has no text" if text is None else f"has a text that is a {type(text).__name__}"
        yield problems.fatal(
            "no-text", f'The row {reason}; put the article\'s words into "text" as a string.', where, name
        )
        return
    if not text.strip():
        yield problems.fatal("empty", "The row's text is empty; leave the row out, or give the text.", where, name)
        return
    day, unread = _published(value)
    article = article_from_text(
        text,
        id=name,
        published=day or published,
        title=_words(value.get("title")),
        publisher=_words(value.get("publisher")),
        url=_words(value.get("url")),
        language=_words(value.get("language")),
        author=_words(value.get("author")),
        updated=_updated(value.get("updated")),
        origin=where,
    )
    if unread is not None:
        yield problems.unreadable_date(unread, where, article.id)
    if article.text != text:
        yield problems.note(
            "lone-surrogate",
            "The text holds half of a surrogate pair, which no encoding can write; U+FFFD stands in its place.",
            where,
            article.id,
        )
    yield article


def _identifier(value: object) -> str | None:
    """An id as a string: a number is taken as written, anything else that is no string counts as none."""
    if isinstance(value, str):
        return without_surrogates(value.strip()) or None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return None


def _words(value: object) -> str | None:
    """A field's words; None for null, an empty string, and anything that is no string."""
    return without_surrogates(value.strip()) or None if isinstance(value, str) else None


def _updated(value: object) -> str | None:
    """When a version was issued, as a day or time in ISO 8601 that can be put in order; None if it cannot be read."""
    words = _words(value)
    day = read_date(words) if words else None
    return words if day and words and words.startswith(day) else day


def _published(row: dict[str, object]) -> tuple[str | None, str | None]:
    """The day the row states, and the words of the row where they could not be read."""
    value = row.get("published")
    if value is None or value == "":
        value = row.get("date")
    if value is None or value == "":
        return None, None
    words = str(value) if isinstance(value, str | int) else json.dumps(value)
    day = read_date(words)
    return day, None if day else without_surrogates(words)
