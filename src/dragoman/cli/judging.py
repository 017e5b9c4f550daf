"""`judge`, `history` and `diff`: what people judge of claims, and how claims changed. Heavy imports wait."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.cli.exits import CallError, OutputFormat, complain, speaking
from dragoman.cli.options import DEFAULT_DB, Database, Format, Out

if TYPE_CHECKING:
    from dragoman.model.judging import Action, Judgement
    from dragoman.store.history import Difference

JUDGE_VARIABLE = "DRAGOMAN_JUDGE"
JUDGEMENT_COLUMNS = ("id", "action", "claim", "other", "field", "value", "judgement", "judge", "judged", "reason")
HISTORY_COLUMNS = (
    *("at", "what", "claim", "told", "changes", "run", "code_version", "run_started", "stored", "article_key"),
    *("published", "updated", "judge", "reason", "other", "field", "value", "judgement", "judgement_id"),
)
DIFF_COLUMNS = (
    *("article", "article_key", "change", "kind", "before", "after", "fields", "evidence", "claim_before"),
    "claim_after",
)
_SHOWN: Mapping[tuple[str, ...], tuple[str, ...]] = {
    JUDGEMENT_COLUMNS: ("id", "action", "claim", "other", "field", "value", "judgement", "judge", "judged", "reason"),
    HISTORY_COLUMNS: ("at", "what", "claim", "told", "changes", "judge", "reason"),
    DIFF_COLUMNS: ("article", "change", "kind", "before", "after", "evidence"),
}
"""The columns that a terminal is wide enough for."""
_IDS = frozenset({"id", "claim", "other", "judgement"})
_MOMENTS = frozenset({"at", "judged"})
_EPILOG = "Exit status: 0 done; 2 the call itself is wrong, and nothing was changed."

judge_app = typer.Typer(
    help="Judge claims by hand: signed rows, never an overwrite. docs/judging-by-hand.md tells what becomes of them.",
    no_args_is_help=True,
)

Claim = Annotated[str, typer.Argument(metavar="CLAIM", help="A claim's id, or the beginning of one.")]
Other = Annotated[str, typer.Argument(metavar="OTHER", help="The other claim's id, or the beginning of one.")]
Reason = Annotated[str, typer.Option("--reason", "-r", metavar="WORDS", help="Why; it is kept with the judgement.")]
Judge = Annotated[
    str | None,
    typer.Option(
        "--judge",
        metavar="NAME",
        help=f"Who judges. Default: the environment variable {JUDGE_VARIABLE}, else your login name.",
    ),
]
Later = Annotated[
    bool,
    typer.Option(
        "--later", help="Store the judgement only; `dragoman judge run` judges the record anew, once for many."
    ),
]


def register(app: typer.Typer) -> None:
    """Adds the commands to the program."""
    app.add_typer(judge_app, name="judge", rich_help_panel="Judge a record")
    app.command(rich_help_panel="Judge a record", epilog=f"Examples:\n\n  dragoman history 3f2a9c\n\n{_EPILOG}")(
        history
    )
    app.command(
        rich_help_panel="Judge a record",
        epilog=f"Examples:\n\n  dragoman diff first last --format csv --out diff.csv\n\n{_EPILOG}",
    )(diff)


@judge_app.command(epilog=f"Examples:\n\n  dragoman judge accept 3f2a9c --reason 'as the paper says'\n\n{_EPILOG}")
def accept(
    claim: Claim,
    reason: Reason,
    judge: Judge = None,
    later: Later = False,
    db: Database = DEFAULT_DB,
    format: Format = None,
    out: Out = None,
) -> None:
    """Say that a claim is coded rightly."""
    _judge("accept", judge, reason, later, db, format, out, claim=claim)


@judge_app.command(epilog=f"Examples:\n\n  dragoman judge reject 3f2a9c --reason 'a football match'\n\n{_EPILOG}")
def reject(
    claim: Claim,
    reason: Reason,
    judge: Judge = None,
    later: Later = False,
    db: Database = DEFAULT_DB,
    format: Format = None,
    out: Out = None,
) -> None:
    """Say that a claim is coded wrongly: it no longer stands, and is kept."""
    _judge("reject", judge, reason, later, db, format, out, claim=claim)


@judge_app.command(epilog=f"Examples:\n\n  dragoman judge merge 3f2a9c 77b0e1 --reason 'one visit'\n\n{_EPILOG}")
def merge(
    claim: Claim, other: Other, reason: Reason, judge: Judge = None, later: Later = False, db: Database = DEFAULT_DB,
    format: Format = None, out: Out = None,
) -> None:  # fmt: skip
    """Say that two claims tell of one happening or fact."""
    _judge("merge", judge, reason, later, db, format, out, claim=claim, other=other)


@judge_app.command(epilog=f"Examples:\n\n  dragoman judge split 3f2a9c 77b0e1 --reason 'two visits'\n\n{_EPILOG}")
def split(
    claim: Claim, other: Other, reason: Reason, judge: Judge = None, later: Later = False, db: Database = DEFAULT_DB,
    format: Format = None, out: Out = None,
) -> None:  # fmt: skip
    """Say that two claims do not tell of one happening or fact."""
    _judge("split", judge, reason, later, db, format, out, claim=claim, other=other)


@judge_app.command(
    epilog="Examples:\n\n  dragoman judge correct 3f2a9c when 2021-12-24 --reason 'Friday, not Monday'\n\n"
    f"  dragoman judge correct 3f2a9c recipient 'FRA;DEU' --reason 'both ministers were there'\n\n{_EPILOG}"
)
def correct(
    claim: Claim,
    field: Annotated[str, typer.Argument(metavar="FIELD", help="type, mode, actor, when, where, holder, status, …")],
    value: Annotated[
        str,
        typer.Argument(
            metavar="VALUE",
            help="Its right value: country codes or names with ; between, a place (Lyon,FRA), a day, month, year or "
            "interval (2021-12/2022-02); '' for none.",
        ),
    ],
    reason: Reason,
    judge: Judge = None,
    later: Later = False,
    db: Database = DEFAULT_DB,
    format: Format = None,
    out: Out = None,
) -> None:
    """Say what a field of a claim should be."""
    _judge("correct", judge, reason, later, db, format, out, claim=claim, field=field, value=value)


@judge_app.command(epilog=f"Examples:\n\n  dragoman judge withdraw 90ab12 --reason 'misread it'\n\n{_EPILOG}")
def withdraw(
    judgement: Annotated[str, typer.Argument(metavar="JUDGEMENT", help="A judgement's id, or the beginning of one.")],
    reason: Reason,
    judge: Judge = None,
    later: Later = False,
    db: Database = DEFAULT_DB,
    format: Format = None,
    out: Out = None,
) -> None:
    """Take a judgement back; taking the withdrawal back restores it."""
    _judge("withdraw", judge, reason, later, db, format, out, judgement=judgement)


@judge_app.command(name="list", epilog=f"Examples:\n\n  dragoman judge list --claim 3f2a9c --format csv\n\n{_EPILOG}")
def list_(
    claim: Annotated[
        str | None,
        typer.Option("--claim", metavar="CLAIM", help="Only those of this claim, as any run coded it."),
    ] = None,
    db: Database = DEFAULT_DB,
    format: Format = None,
    out: Out = None,
) -> None:
    """List what people judged, oldest first, also what was withdrawn."""
    with speaking():
        from dragoman.store.database import Store
        from dragoman.store.history import history as history_of
        from dragoman.store.judgements import judgements

        wanted = _chosen(format, out)
        with Store.open(db, read_only=True) as store:
            if claim is None:
                found = judgements(store)
            else:
                found = [entry.judgement for entry in history_of(store, claim) if entry.judgement is not None]
        write_rows(JUDGEMENT_COLUMNS, map(judgement_record, found), wanted, out)


@judge_app.command(epilog=_EPILOG)
def run(db: Database = DEFAULT_DB) -> None:
    """Judge the whole record anew: what claims tell of, who copies whom, where they disagree."""
    with speaking("; the same call does the rest"):
        from dragoman.run.by_hand import judge_anew

        judge_anew(_known(db))
        complain(f"{db}: judged anew")


def history(claim: Claim, db: Database = DEFAULT_DB, format: Format = None, out: Out = None) -> None:
    """Show what a claim said in each version and run, and what people judged of it."""
    with speaking():
        from dragoman.store.database import Store
        from dragoman.store.history import history as history_of

        wanted = _chosen(format, out)
        with Store.open(db, read_only=True) as store:
            entries = history_of(store, claim)
        write_rows(HISTORY_COLUMNS, (entry.to_dict() for entry in entries), wanted, out)


def diff(
    run1: Annotated[str, typer.Argument(metavar="RUN1", help="The earlier run: its id, a beginning of it, or first.")],
    run2: Annotated[str, typer.Argument(metavar="RUN2", help="The later run: its id, a beginning of it, or last.")],
    db: Database = DEFAULT_DB,
    format: Format = None,
    out: Out = None,
) -> None:
    """Show what a run codes otherwise than an earlier one, in the articles that both have coded."""
    with speaking():
        from dragoman.store.database import Store
        from dragoman.store.history import diff_runs

        wanted = _chosen(format, out)
        counts: Counter[tuple[str, str]] = Counter()

        def counted(found: Iterable[Difference]) -> Iterator[dict[str, object]]:
            for each in found:
                counts[each.kind, each.change] += 1
                yield each.to_dict()

        with Store.open(db, read_only=True) as store:
            write_rows(DIFF_COLUMNS, counted(diff_runs(store, run1, run2)), wanted, out)
        if not counts:
            complain("both runs code the same in the articles that both have coded")
        for kind in sorted({kind for kind, _ in counts}):
            told = ", ".join(f"{counts[kind, change]} {change}" for change in ("new", "gone", "changed"))
            complain(f"{kind}: {told}")


def judge_name(given: str | None) -> str:
    """Who judges: as said, else as the environment says, else the login name."""
    import getpass

    name = given if given is not None else os.environ.get(JUDGE_VARIABLE)
    if name is None:
        try:
            name = getpass.getuser()
        except (OSError, KeyError, ImportError) as error:
            raise CallError(f"nobody knows who judges; add --judge NAME, or set {JUDGE_VARIABLE}") from error
    if not name.strip():
        raise CallError(f"a judgement needs the name of who judges; add --judge NAME, or set {JUDGE_VARIABLE}")
    return name


def judgement_record(judgement: Judgement) -> dict[str, object]:
    """A judgement as a record."""
    return {name: getattr(judgement, name) for name in JUDGEMENT_COLUMNS}


def write_rows(
    columns: tuple[str, ...], rows: Iterable[Mapping[str, object]], format: OutputFormat, out: Path | None
) -> None:
    """Prints rows; in a table and in CSV, lists stand in one cell."""
    from dragoman.cli.output import opened

    with opened(out) as handle:
        if format is OutputFormat.csv:
            from dragoman.export.csv import write_plain_csv

            write_plain_csv(columns, map(_flat, rows), handle)
        elif format is OutputFormat.table:
            from rich.console import Console

            from dragoman.export.table import plain_table

            flat = [{name: _short(name, value) for name, value in _flat(row).items()} for row in rows]
            shown = [name for name in _SHOWN[columns] if any(row.get(name) is not None for row in flat)]
            Console(file=handle).print(plain_table(shown or columns, flat))
        else:
            from dragoman.export.jsonl import write_jsonl

            write_jsonl(rows, handle)


def _flat(row: Mapping[str, object]) -> dict[str, object]:
    return {name: _cell(value) if isinstance(value, list) else value for name, value in row.items()}


def _short(name: str, value: object) -> object:
    """What a terminal shows of a cell: the beginning of an id, a moment to the minute."""
    from dragoman.export.table import ID_SHOWN

    if name in _IDS and isinstance(value, str):
        return value[:ID_SHOWN]
    return value[:16].replace("T", " ") if name in _MOMENTS and isinstance(value, str) else value


def _cell(values: Sequence[Any]) -> str | None:
    """A list in one cell: words, or changes of fields."""
    told = (
        f"{value['field']}: {value['before'] or 'none'} → {value['after'] or 'none'}"
        if isinstance(value, dict)
        else str(value)
        for value in values
    )
    return "; ".join(told) or None


def _judge(
    action: Action, judge: str | None, reason: str, later: bool, db: Path, format: OutputFormat | None,
    out: Path | None, **about: str,
) -> None:  # fmt: skip
    """Store a judgement, judge the record anew, and print what was stored."""
    with speaking("; a judgement that was stored is kept, and `dragoman judge run` does the rest"):
        from datetime import UTC, datetime

        from dragoman.model.judging import Judgement
        from dragoman.run.by_hand import judge_by_hand

        wanted = _chosen(format, out)
        given = Judgement("", action, judge_name(judge), datetime.now(UTC).isoformat(), reason, **about)
        stored = judge_by_hand(_known(db), given, later=later)
        write_rows(JUDGEMENT_COLUMNS, [judgement_record(stored)], wanted, out)


def _known(db: Path) -> Path:
    """The database, which must be there: nobody can judge the claims of none."""
    if not db.exists():
        raise CallError(f"there is no database {db}; make one with: dragoman load ARTICLES --db {db}")
    return db


def _chosen(format: OutputFormat | None, out: Path | None) -> OutputFormat:
    from dragoman.cli.output import chosen

    wanted = chosen(format, out)
    if wanted is OutputFormat.parquet:
        raise CallError("Parquet is for claims; take --format jsonl, csv or table")
    return wanted
