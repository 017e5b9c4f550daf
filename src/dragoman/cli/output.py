"""Where records go: standard output or a file, in the wanted format; progress goes to standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from dragoman.cli.exits import CallError, OutputFormat

Record = Mapping[str, object]


def chosen(format: OutputFormat | None, out: Path | None) -> OutputFormat:
    """The wanted format: as said, else by the file's suffix, else a table on a terminal and JSON Lines in a pipe."""
    if format is not None:
        return format
    if out is not None:
        suffixes = {".csv": OutputFormat.csv, ".parquet": OutputFormat.parquet}
        return suffixes.get(out.suffix.lower(), OutputFormat.jsonl)
    return OutputFormat.table if sys.stdout.isatty() else OutputFormat.jsonl


@contextmanager
def opened(out: Path | None) -> Iterator[TextIO]:
    """Standard output, or the file `out` opened anew; CallError where it cannot be opened."""
    if out is None:
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(encoding="utf-8", newline="")
        yield sys.stdout
        sys.stdout.flush()
        return
    try:
        handle = out.open("w", encoding="utf-8", newline="")
    except OSError as error:
        raise CallError(f"{out}: cannot be written ({error.strerror}); choose another file for --out") from error
    with handle:
        yield handle


def write_records(records: Iterable[Record], format: OutputFormat, out: Path | None) -> None:
    """Print records. A table holds claims only and, unlike the others, waits for the last record."""
    if format is OutputFormat.parquet:
        raise CallError("Parquet is written from a database: load the articles, then query --format parquet --out FILE")
    with opened(out) as handle:
        if format is OutputFormat.csv:
            from dragoman.export.csv import write_csv

            write_csv(records, handle)
        elif format is OutputFormat.table:
            from rich.console import Console

            from dragoman.export.table import claims_table

            claims = [record for record in records if record.get("kind") not in ("article", "repair", "problem")]
            Console(file=handle).print(claims_table(claims))
        else:
            from dragoman.export.jsonl import write_jsonl

            write_jsonl(records, handle)
