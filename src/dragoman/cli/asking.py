"""`type` and `resolve`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from dragoman.cli.exits import ALL_READ, SOME_UNREAD, CallError, OutputFormat, complain
from dragoman.cli.output import write_records
from dragoman.model.span import Span
from dragoman.reading.parser import DEFAULT_MODEL
from dragoman.run.coder import Coder
from dragoman.run.pairs import MarkedPair, type_pairs
from dragoman.run.phrases import Phrase, resolve_phrases


def run_type(file: str, out: Path | None, model: str | None) -> int:
    """Type marked pairs; a row that is none is named on standard error and left out."""
    pairs: list[MarkedPair] = []
    unread = 0
    for number, line in enumerate(_lines(file), start=1):
        try:
            pairs.append(_pair(line))
        except (ValueError, TypeError, KeyError) as error:
            unread += 1
            complain(f'{file}:{number}: {error}; a row is {{"id","text","actor":{{"start","end"}},"recipient":{{…}}}}')
    coder = Coder.load(model or DEFAULT_MODEL)
    rows = (
        {"id": pair.id, "type": found.type, "mode": found.mode, "confidence": found.confidence, "rule": found.rule}
        for pair, found in type_pairs(pairs, coder)
    )
    write_records(rows, OutputFormat.jsonl, out)
    return SOME_UNREAD if unread else ALL_READ


def run_resolve(phrase: str, on: str | None, model: str | None) -> int:
    """Resolve one phrase, or the lines (or rows) of standard input."""
    from dragoman.intake.dates import read_date

    if on is not None and read_date(on) != on:
        raise CallError(f"--on is {on!r}; write the day as YYYY-MM-DD")
    unread = 0
    phrases: list[Phrase] = []
    if phrase == "-":
        for number, line in enumerate(sys.stdin, start=1):
            try:
                phrases.append(_phrase(line, on))
            except (ValueError, KeyError) as error:
                unread += 1
                complain(f'-:{number}: {error}; a line is a phrase or a row {{"text","on"}}')
    else:
        phrases.append(Phrase(phrase, on))
    named = resolve_phrases(phrases, Coder.load(model or DEFAULT_MODEL))
    write_records((each.to_dict() for each in named), OutputFormat.jsonl, None)
    return SOME_UNREAD if unread else ALL_READ


def _lines(file: str) -> Iterator[str]:
    if file == "-":
        yield from (line for line in sys.stdin if line.strip())
        return
    try:
        with Path(file).open(encoding="utf-8") as handle:
            yield from (line for line in handle if line.strip())
    except (OSError, UnicodeDecodeError) as error:
        raise CallError(f"{file}: cannot be read ({error}); give a file of JSON Lines in UTF-8") from error


def _pair(line: str) -> MarkedPair:
    row = json.loads(line)
    text = row["text"]
    if not isinstance(text, str):
        raise ValueError("text is no string")
    spans = []
    for role in ("actor", "recipient"):
        span = Span(int(row[role]["start"]), int(row[role]["end"]))
        span.words(text)
        spans.append(span)
    return MarkedPair(str(row["id"]), text, *spans)


def _phrase(line: str, on: str | None) -> Phrase:
    line = line.rstrip("\n")
    if line.lstrip().startswith("{"):
        row = json.loads(line)
        return Phrase(str(row["text"]), row.get("on") or on)
    return Phrase(line, on)
