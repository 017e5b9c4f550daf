"""Where records go: standard output or a file, in the wanted format; progress goes to standard error."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from dragoman.cli.exits import CallError, OutputFormat, discard_output

Record = Mapping[str, object]
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


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
    """Standard output, or the file `out` opened anew; CallError where it cannot be opened or has no room."""
    if out is None:
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(encoding="utf-8", newline="")
        handle: TextIO = sys.stdout
    else:
        try:
            handle = out.open("w", encoding="utf-8", newline="")
        except (OSError, ValueError) as error:  # ValueError: a NUL character in the name
            reason = error.strerror if isinstance(error, OSError) else str(error)
            raise CallError(f"{out}: cannot be written ({reason}); choose another file for --out") from error
    try:
        yield handle
        handle.flush()
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        if out is None:
            discard_output()
        raise CallError(f"{out or 'standard output'}: {error.strerror}; make room and start again") from error
    finally:
        if out is not None:
            with suppress(OSError):  # a full disk again
                handle.close()


def refuse_overwriting(out: Path | None, paths: Iterable[str]) -> None:
    """CallError where the file to write is one of those to read."""
    if out is None:
        return
    place = out.resolve()
    for path in paths:
        given = Path(path).resolve()
        if path != "-" and (given == place or (given in place.parents and given.is_dir())):
            raise CallError(f"{out}: would be read as well as written; choose a file outside of what is read")


def write_plain(columns: Sequence[str], rows: Iterable[Record], format: OutputFormat, out: Path | None) -> None:
    """Print rows of words under their columns."""
    with opened(out) as handle:
        if format is OutputFormat.csv:
            from dragoman.export.csv import write_plain_csv

            write_plain_csv(columns, rows, handle)
        elif format is OutputFormat.table:
            from rich.console import Console

            from dragoman.export.table import plain_table

            Console(file=handle).print(plain_table(columns, list(rows)))
        else:
            from dragoman.export.jsonl import write_jsonl

            write_jsonl(rows, handle)


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
