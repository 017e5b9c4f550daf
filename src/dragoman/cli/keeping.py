"""`check`, `export`, `import`: a record looked over, taken out as Parquet, and brought back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from dragoman.cli.exits import ALL_READ, SOME_UNREAD, CallError, OutputFormat, complain, speaking
from dragoman.cli.options import DEFAULT_DB, Database, Format, Out
from dragoman.cli.output import chosen, write_plain

_EPILOG = "Exit status: 0 all is well; 1 faults were found; 2 the call itself is wrong, or the file is damaged."
_COLUMNS = ("table", "id", "what")


def register(app: typer.Typer) -> None:
    """Adds the commands to the program."""
    app.command(
        rich_help_panel="Keep a record", epilog=f"Examples:\n\n  dragoman check --db record.duckdb\n\n{_EPILOG}"
    )(check)
    app.command(
        rich_help_panel="Keep a record",
        epilog=f"Examples:\n\n  dragoman export --parquet backup --db record.duckdb\n\n{_EPILOG}",
    )(export)
    app.command(
        rich_help_panel="Keep a record",
        name="import",
        epilog=f"Examples:\n\n  dragoman import backup --db record.duckdb\n\n"
        f"  dragoman import one --db both.duckdb && dragoman import other --db both.duckdb\n\n{_EPILOG}",
    )(import_)


def check(
    db: Database = DEFAULT_DB,
    format: Format = None,
    out: Out = None,
) -> None:
    """Check a database: hashes, passages against texts, columns, references and counts. Print each fault found."""
    with speaking():
        raise typer.Exit(run_check(db, chosen(format, out), out))


def export(
    parquet: Annotated[Path, typer.Option("--parquet", metavar="DIR", help="The folder to write Parquet files into.")],
    db: Database = DEFAULT_DB,
) -> None:
    """Write all that was read, claimed and judged by people into a folder of Parquet files, for `import`."""
    with speaking():
        raise typer.Exit(run_export(parquet, db))


def import_(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder written by `dragoman export`.")],
    db: Database = DEFAULT_DB,
) -> None:
    """Add what an export holds to a database, new or old; doing it twice adds nothing."""
    with speaking("; the same call does it all"):
        raise typer.Exit(run_import(folder, db))


def run_check(db: Path, format: OutputFormat, out: Path | None) -> int:
    """Print the faults of a database; the sum goes to standard error."""
    from dragoman.store.checking import check_record
    from dragoman.store.database import Store

    if format is OutputFormat.parquet:
        raise CallError("faults are not written as Parquet; take --format csv, jsonl or table")
    count = 0

    def records() -> Iterator[Mapping[str, object]]:
        nonlocal count
        for fault in check_record(store):
            count += 1
            yield {"kind": "fault"} | asdict(fault)

    with Store.open(db, read_only=True) as store:
        rows = list(records()) if format is OutputFormat.table else records()
        if rows:  # a table of no faults is not printed
            write_plain(_COLUMNS, rows, format, out)
        if not count:
            held = store.status()
            complain(f"{db}: no fault in {held.articles} articles, {sum(held.claims.values())} claims")
            return ALL_READ
    complain(f"{db}: {count} fault{'s' if count > 1 else ''}; load no more into it before they are mended")
    return SOME_UNREAD


def run_export(folder: Path, db: Path) -> int:
    """Write a database into a folder; what was written goes to standard error."""
    from dragoman.store.database import Store
    from dragoman.store.transfer import export_parquet, unfinished_files

    with Store.open(db, read_only=True, may_reach=unfinished_files(folder)) as store:
        rows = export_parquet(store, folder)
    complain(f"{folder}: wrote {_counts(rows)}")
    return ALL_READ


def run_import(folder: Path, db: Path) -> int:
    """Add an export to a database; what was added goes to standard error."""
    from dragoman.run.judging import judge_record
    from dragoman.store.draft import Draft
    from dragoman.store.transfer import Export, import_parquet

    export = Export.read(folder)
    with Draft.open(db, may_reach=export.files) as draft:
        rows = import_parquet(export, draft.store)
        if any(rows.values()):
            judge_record(draft.store)
    complain(f"{db}: added {_counts(rows)}")
    return ALL_READ


def _counts(rows: Mapping[str, int]) -> str:
    return ", ".join(f"{rows[table]} {table}" for table in ("runs", "articles", "claims", "judgements"))
