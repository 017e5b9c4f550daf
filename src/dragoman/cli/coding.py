"""`code` and `annotate`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from pathlib import Path

from dragoman.cli.exits import ALL_READ, SOME_UNREAD, CallError, OutputFormat, complain
from dragoman.cli.output import Record, chosen, opened, refuse_overwriting, write_records
from dragoman.cli.progress import progress
from dragoman.export.parts import CLAIM_KINDS, parts
from dragoman.export.visible import visible
from dragoman.intake.formats import read_articles
from dragoman.model.article import Problem
from dragoman.model.dossier import Dossier
from dragoman.run.annotate import LAYERS, annotation_rows
from dragoman.run.coder import code_articles
from dragoman.run.records import dossier_records
from dragoman.run.setup import Setup

_PIPED = 100
"""Columns of a reading view that goes into a pipe."""


def run_code(
    paths: list[str], format: OutputFormat | None, out: Path | None, claims_only: bool, published: str | None,
    setup: Setup, processes: int,
) -> int:  # fmt: skip
    """Code and print; the exit status."""
    return _run(paths, chosen(format, out), out, published, setup, processes,
                lambda dossier: dossier_records(dossier, claims_only))  # fmt: skip


def run_annotate(
    paths: list[str], layers: str, out: Path | None, published: str | None, setup: Setup, processes: int
) -> int:
    """Find mentions and print them; the exit status."""
    wanted = [layer.strip() for layer in layers.split(",") if layer.strip()]
    unknown = [layer for layer in wanted if layer not in LAYERS]
    if unknown or not wanted:
        raise CallError(f"no layer {', '.join(unknown) or 'is named'}; --layers takes some of {','.join(LAYERS)}")
    return _run(paths, OutputFormat.jsonl, out, published, setup, processes,
                lambda dossier: annotation_rows(dossier, wanted))  # fmt: skip


def run_read(paths: list[str], published: str | None, setup: Setup, width: int | None) -> int:
    """Code and print for reading, in colours on a terminal; the exit status."""
    from rich.console import Console
    from rich.text import Text

    from dragoman.export.reading_view import reading_view

    unread = 0
    try:
        articles = read_articles(paths, published=published)
    except ValueError as error:
        raise CallError(str(error)) from error
    with opened(None) as handle:
        colour = handle.isatty()
        console = Console(file=handle, width=width or (None if colour else _PIPED), soft_wrap=True)
        for found in code_articles(articles, setup=setup):
            if isinstance(found, Problem):
                unread += found.fatal
                complain(problem_line(found))
                continue
            head, *rest = dossier_records(found)
            claims = [record for record in rest if record["kind"] in CLAIM_KINDS]
            title = " · ".join(filter(None, (found.article.title, found.article.published))) or found.article.id
            console.print(Text(visible(title), "bold"))
            sentences = [(span.start, span.end) for span in found.sentences]
            outlets = parts(head, "outlets")
            for line in reading_view(found.article.text, sentences, claims, outlets, console, colour):
                console.print(line)
            console.print()
    return SOME_UNREAD if unread else ALL_READ


def _run(
    paths: list[str], format: OutputFormat, out: Path | None, published: str | None, setup: Setup, processes: int,
    rows: Callable[[Dossier], Iterable[Record]],
) -> int:  # fmt: skip
    unread = 0
    # rows and a bar on one terminal would overwrite each other; a table comes when the bar is gone
    bar = format is OutputFormat.table or out is not None or not sys.stdout.isatty()

    def records() -> Generator[Record, None, None]:
        nonlocal unread
        with progress("coding", paths, bar) as tick:
            for found in code_articles(articles, setup=setup, processes=processes):
                tick()
                if isinstance(found, Problem):
                    unread += found.fatal
                    complain(problem_line(found))
                else:
                    yield from rows(found)

    refuse_overwriting(out, paths)
    try:
        articles = read_articles(paths, published=published)
    except ValueError as error:
        raise CallError(str(error)) from error
    with closing(records()) as found:
        write_records(found, format, out)
    return SOME_UNREAD if unread else ALL_READ


def problem_line(problem: Problem) -> str:
    """A problem as one line: where, which, what to do."""
    where = problem.origin or problem.article
    return f"{where}: {problem.code}: {problem.message}" if where else f"{problem.code}: {problem.message}"
