"""`type` and `resolve`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from pathlib import Path
from typing import BinaryIO, TypeVar

from dragoman.cli.exits import ALL_READ, SOME_UNREAD, CallError, OutputFormat, complain
from dragoman.cli.output import refuse_overwriting, write_records
from dragoman.intake.dates import read_date
from dragoman.intake.limits import MAX_ROW
from dragoman.model.span import Span
from dragoman.run.coder import loaded_coder
from dragoman.run.pairs import MarkedPair, type_pairs
from dragoman.run.phrases import Phrase, resolve_phrases
from dragoman.run.setup import Setup

Row = TypeVar("Row")

_PAIR = '{"id","text","actor":{"start","end"},"recipient":{"start","end"}}'


def run_type(file: str, out: Path | None, setup: Setup) -> int:
    """Type marked pairs; a row that is none is named on standard error and left out."""
    refuse_overwriting(out, [file])
    pairs, unread = _rows(file, _pair, f"a row is {_PAIR}")
    rows = (
        {"id": pair.id, "type": found.type, "mode": found.mode, "confidence": found.confidence, "rule": found.rule}
        for pair, found in type_pairs(pairs, loaded_coder(setup))
    )
    write_records(rows, OutputFormat.jsonl, out)
    return SOME_UNREAD if unread else ALL_READ


def run_resolve(phrase: str, on: str | None, setup: Setup) -> int:
    """Resolve one phrase, or the lines (or rows) of standard input."""
    if on is not None and read_date(on) != on:
        raise CallError(f"--on is {on!r}; write the day as YYYY-MM-DD")
    phrases, unread = [Phrase(phrase, on)], 0
    if phrase == "-":
        phrases, unread = _rows("-", lambda line: _phrase(line, on), 'a line is a phrase or a row {"text","on"}')
    named = resolve_phrases(phrases, loaded_coder(setup))
    write_records((each.to_dict() for each in named), OutputFormat.jsonl, None)
    return SOME_UNREAD if unread else ALL_READ


def _rows(file: str, read: Callable[[str], Row], mend: str) -> tuple[list[Row], int]:
    """What the lines of a file (or "-") say, and how many say nothing: each of those is named on standard error."""
    rows: list[Row] = []
    unread = 0
    with closing(_lines(file)) as lines:
        for number, line in lines:
            try:
                rows.append(read(line.decode("utf-8-sig")))
            except ValueError as error:
                unread += 1
                reason = "is not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)
                complain(f"{file}:{number}: {reason}; {mend}")
    return rows, unread


def _lines(file: str) -> Generator[tuple[int, bytes], None, None]:
    """The lines that are not blank, with their numbers from 1."""
    if file == "-":
        yield from _numbered(sys.stdin.buffer)
        return
    try:
        with Path(file).open("rb") as handle:
            yield from _numbered(handle)
    except (OSError, ValueError) as error:  # ValueError: a NUL character in the name
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise CallError(f"{file}: cannot be read ({reason}); give a file of JSON Lines") from error


def _numbered(handle: BinaryIO) -> Iterator[tuple[int, bytes]]:
    number = 0
    while line := handle.readline(MAX_ROW):
        number += 1
        if line.strip():
            yield number, line


def _pair(line: str) -> MarkedPair:
    row = _object(line)
    text, name = row.get("text"), row.get("id")
    if not isinstance(text, str):
        raise ValueError("text is no string")
    if not isinstance(name, str | int):
        raise ValueError("id is neither a string nor a number")
    spans = []
    for role in ("actor", "recipient"):
        marked = row.get(role)
        start, end = (marked.get("start"), marked.get("end")) if isinstance(marked, dict) else (None, None)
        if not isinstance(start, int) or not isinstance(end, int):
            raise ValueError(f"{role} lacks start and end")
        span = Span(start, end)
        span.words(text)
        spans.append(span)
    return MarkedPair(str(name), text, *spans)


def _phrase(line: str, on: str | None) -> Phrase:
    line = line.rstrip("\r\n")
    if not line.lstrip().startswith("{"):
        return Phrase(line, on)
    row = _object(line)
    text, day = row.get("text"), row.get("on") or on
    if not isinstance(text, str):
        raise ValueError("text is no string")
    if day is not None and (not isinstance(day, str) or read_date(day) != day):
        raise ValueError(f"on is {day!r}, not YYYY-MM-DD")
    return Phrase(text, day)


def _object(line: str) -> dict[str, object]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON ({error.msg} at character {error.pos + 1})") from error
    except RecursionError as error:
        raise ValueError("not JSON that can be read (nested too deep)") from error
    if not isinstance(row, dict):
        raise ValueError(f"a {type(row).__name__}, not an object")
    return row
