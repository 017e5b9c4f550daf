"""`load`, `query`, `explain`, `status`: the commands that open a database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from dragoman.cli.coding import problem_line
from dragoman.cli.exits import ALL_READ, SOME_UNREAD, CallError, OutputFormat, complain
from dragoman.cli.output import chosen, opened, write_records
from dragoman.cli.progress import progress
from dragoman.export.jsonl import json_line
from dragoman.export.visible import visible
from dragoman.model.article import Problem
from dragoman.run.setup import Setup
from dragoman.store.database import Store
from dragoman.store.filters import Filters
from dragoman.store.overview import Overview, overview
from dragoman.store.results import StoreStatus

KINDS = ("event", "statement", "office", "agreement", "membership", "relation")


def run_load(paths: list[str], db: Path, published: str | None, setup: Setup, processes: int) -> int:
    """Code and store; what was done goes to standard error."""
    from importlib.metadata import version

    from dragoman.intake.formats import read_articles
    from dragoman.run.archive import load_draft, new_run
    from dragoman.store.draft import Draft

    unread = 0

    def note(problem: Problem) -> None:
        nonlocal unread
        unread += problem.fatal
        complain(problem_line(problem))

    try:
        articles = read_articles(paths, published=published)
    except ValueError as error:
        raise CallError(str(error)) from error
    run = new_run(version("dragoman"), setup)
    with Draft.open(db) as draft, progress("loading", paths) as tick:
        report = load_draft(articles, draft, run, setup=setup, processes=processes, on_problem=note, on_article=tick)
    counts = report.counts
    complain(
        f"{db}: read {counts.read + report.held} = coded {counts.coded} + skipped {counts.skipped} + "
        f"held already {report.held}; added {counts.articles_added} articles, {counts.claims_added} claims"
    )
    return SOME_UNREAD if unread else ALL_READ


def run_query(
    db: Path, format: OutputFormat | None, out: Path | None, *, country: str | None, actor: str | None,
    recipient: str | None, dyad: str | None, types: list[str] | None, kinds: list[str] | None, speaker: str | None,
    reported_by: str | None, state_media: bool | None, publisher: str | None, date_from: str | None,
    date_to: str | None, text: str | None, limit: int | None, as_known_on: str | None = None,
) -> int:  # fmt: skip
    """Find claims and print them."""
    wanted = chosen(format, out)
    for kind in kinds or ():
        if kind not in KINDS:
            raise CallError(f"no kind {kind!r}; --kind takes one of {', '.join(KINDS)}")
    filters = Filters(
        country=_code(country), actor=_code(actor), recipient=_code(recipient), dyad=_dyad(dyad),
        types=tuple(each.upper() for each in types or ()), kinds=tuple(kinds or ()), speaker=speaker,
        reported_by=reported_by, state_media=state_media,
        publisher=publisher, date_from=date_from, date_to=date_to, text=text, limit=limit,
        as_known_on=as_known_on,
    )  # fmt: skip
    if wanted is OutputFormat.parquet:
        if out is None:
            raise CallError("Parquet needs a file: add --out claims.parquet")
        with Store.open(db, read_only=True, may_write=[out]) as store:
            store.write_parquet(filters, out)
        return ALL_READ
    with Store.open(db, read_only=True) as store:
        write_records(store.query(filters), wanted, out)
    return ALL_READ


def run_explain(claim_id: str, db: Path) -> int:
    """Print the tree behind a claim, in colours on a terminal."""
    from rich.console import Console

    from dragoman.export.explain import explain_tree, plain_lines, rich_tree
    from dragoman.run.rules import describe_rule
    from dragoman.run.second_look import nearest_sentences

    with Store.open(db, read_only=True) as store:
        stored = store.claim(claim_id)
    rule = describe_rule(str(stored.record.get("rule", "")))
    tree = explain_tree(
        stored.record, stored.article.text, article=stored.article, run=stored.run,
        rule_text=rule.text if rule else None, rule_origin=rule.origin if rule else None,
        nearest=[(each.label, each.text) for each in nearest_sentences(stored.record)],
    )  # fmt: skip
    with opened(None) as handle:
        if handle.isatty():
            Console(file=handle).print(rich_tree(tree))
        else:
            handle.write("\n".join(plain_lines(tree)) + "\n")
    return ALL_READ


def run_status(db: Path) -> int:
    """Print what the database holds, as JSON in a pipe and as lines on a terminal."""
    with Store.open(db, read_only=True) as store:
        held, rests_on = store.status(), overview(store)
    with opened(None) as handle:
        if handle.isatty():
            handle.writelines(f"{visible(line)}\n" for line in _status_lines(held, rests_on))
        else:
            handle.write(json_line(asdict(held) | asdict(rests_on)))
    return ALL_READ


_JUDGED = {
    "never": "not judged yet; run: dragoman judge run",
    "current": "judged, and nothing was added since",
    "behind": "judged, but something was added since; run: dragoman judge run",
}


def _status_lines(held: StoreStatus, rests_on: Overview) -> Iterator[str]:
    yield f"{held.articles} articles, {held.current_claims} claims that stand, {held.bytes:,} bytes"
    yield f"published from {rests_on.first_day or 'unknown'} to {rests_on.last_day or 'unknown'}"
    for each in rests_on.publishers:
        yield f"{each.articles:8d} articles of {each.publisher or 'unknown publishers'}"
    if rests_on.publisher_count > len(rests_on.publishers):
        yield f"         and {rests_on.publisher_count - len(rests_on.publishers)} more publishers"
    for kind, count in held.claims.items():
        yield f"{count:8d} {kind} claims ever made"
    for row in held.ledger:
        yield f"{row.count:8d} inputs {row.state}" + (f": {row.reason}" if row.reason else "")
    for run in rests_on.versions:
        yield f"run {run.run}: coded {run.coded}, skipped {run.skipped}; dragoman {run.code_version}, {run.model}"
        yield f"     data {run.data_hash}, started {run.started}"
    yield f"{rests_on.happenings} events, each counted once; {rests_on.judgements} judgements of people"
    yield _JUDGED[rests_on.judged]
    yield f"{held.runs} run(s), schema {held.schema_version}"


def _code(country: str | None) -> str | None:
    return country.upper() if country is not None else None


def _dyad(dyad: str | None) -> tuple[str, str] | None:
    if dyad is None:
        return None
    first, separator, second = dyad.upper().partition(",")
    if not separator or not first.strip() or not second.strip():
        raise CallError(f"--dyad is {dyad!r}; give two countries, such as CHN,PRK")
    return first.strip(), second.strip()
