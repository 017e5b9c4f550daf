"""The `dragoman` command: its subcommands and their options. Heavy imports wait until a command needs them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from dragoman.cli.almanac import almanac_app
from dragoman.cli.exits import speaking
from dragoman.cli.judging import register as register_judging
from dragoman.cli.keeping import register as register_keeping
from dragoman.cli.options import DEFAULT_DB, Database, Format, Out
from dragoman.cli.questions import register as register_questions

if TYPE_CHECKING:
    from dragoman.run.setup import Setup

EPILOG = "Exit status: 0 all was read; 1 some input could not be read; 2 the call itself is wrong."

app = typer.Typer(
    name="dragoman",
    help="Reads news reports and keeps a sourced record of diplomacy: who did what to whom, when, where, who says so.",
    epilog=EPILOG,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
data_app = typer.Typer(help="Look after the data: ontology, lexicon, almanac.", no_args_is_help=True)
app.add_typer(data_app, name="data")
app.add_typer(almanac_app, name="almanac")

Engine = Literal["rules", "model", "both"]
Paths = Annotated[
    list[str], typer.Argument(metavar="PATH…", help="Files, folders, glob patterns, or - for standard input.")
]
Model = Annotated[
    list[str] | None,
    typer.Option(
        "--model",
        help="A folder made by `dragoman train`, or a spaCy model by package name or path; give it twice for both.",
    ),
]
EngineChoice = Annotated[Engine, typer.Option("--engine", help="Who codes events: rules, the model, or both.")]
Ontology = Annotated[
    Path | None, typer.Option("--ontology", metavar="DIR", help="A folder of your own event types and rules.")
]
Geonames = Annotated[
    Path | None, typer.Option("--geonames", metavar="FILE", help="Towns of your own: a GeoNames dump, .txt or .zip.")
]
Almanac = Annotated[
    Path | None,
    typer.Option("--almanac", metavar="DIR", help="People and groups of your own, from `dragoman almanac import`."),
]
Processes = Annotated[int, typer.Option("--processes", "-p", min=1, help="Worker processes.")]
Published = Annotated[
    str | None,
    typer.Option("--published", metavar="YYYY-MM-DD", help="Day of publication of articles that state none."),
]


def _setup(
    models: list[str] | None, ontology: Path | None, engine: Engine = "both", geonames: Path | None = None,
    almanac: Path | None = None,
) -> Setup:  # fmt: skip
    from dragoman.run.setup import setup_of

    return setup_of(models or (), ontology, engine, geonames=geonames, almanac=almanac)


def _version(wanted: bool) -> None:
    if wanted:
        from dragoman.cli.about import version_lines

        for line in version_lines():
            typer.echo(line)
        raise typer.Exit


@app.callback()
def _top(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Versions of program, model and data.")
    ] = False,
) -> None:
    """The options of the program itself."""
    del version


@app.command(
    epilog=f"Examples:\n\n  dragoman code article.txt\n\n  dragoman code archive/ --processes 2 --out claims.jsonl\n\n"
    f"  cat article.txt | dragoman code - --published 2024-05-06\n\n{EPILOG}"
)
def code(
    paths: Paths,
    format: Format = None,
    out: Out = None,
    claims_only: Annotated[
        bool, typer.Option("--claims-only", help="Leave out articles, repairs and problems.")
    ] = False,
    published: Published = None,
    model: Model = None,
    ontology: Ontology = None,
    engine: EngineChoice = "both",
    geonames: Geonames = None,
    almanac: Almanac = None,
    processes: Processes = 1,
) -> None:
    """Code articles and print their claims, one a line."""
    with speaking():
        from dragoman.cli.coding import run_code

        raise typer.Exit(
            run_code(
                paths,
                format,
                out,
                claims_only,
                published,
                _setup(model, ontology, engine, geonames, almanac),
                processes,
            )
        )


@app.command(epilog=f"Examples:\n\n  dragoman annotate article.txt --layers time,place\n\n{EPILOG}")
def annotate(
    paths: Paths,
    layers: Annotated[
        str, typer.Option("--layers", help="Comma-separated: actor, place, time, statement, nested, event.")
    ] = "actor,place,time,statement,event",
    out: Out = None,
    published: Published = None,
    model: Model = None,
    ontology: Ontology = None,
    engine: EngineChoice = "both",
    geonames: Geonames = None,
    almanac: Almanac = None,
    processes: Processes = 1,
) -> None:
    """Print every mention found, one a line, as JSON Lines."""
    with speaking():
        from dragoman.cli.coding import run_annotate

        raise typer.Exit(
            run_annotate(paths, layers, out, published, _setup(model, ontology, engine, geonames, almanac), processes)
        )


@app.command(epilog=f"Examples:\n\n  dragoman read article.txt\n\n  dragoman read article.txt | less -R\n\n{EPILOG}")
def read(
    paths: Paths,
    published: Published = None,
    model: Model = None,
    ontology: Ontology = None,
    engine: EngineChoice = "both",
    geonames: Geonames = None,
    almanac: Almanac = None,
    width: Annotated[
        int | None, typer.Option("--width", min=40, help="Columns; default: those of the terminal, 100 in a pipe.")
    ] = None,
) -> None:
    """Print articles with what was found marked, and who says so in the margin."""
    with speaking():
        from dragoman.cli.coding import run_read

        raise typer.Exit(run_read(paths, published, _setup(model, ontology, engine, geonames, almanac), width))


@app.command(name="type", epilog=f"Examples:\n\n  dragoman type pairs.jsonl > types.jsonl\n\n{EPILOG}")
def type_(
    file: Annotated[
        str, typer.Argument(metavar="FILE.jsonl", help='Rows {"id","text","actor":{"start","end"},"recipient":{…}}.')
    ],
    out: Out = None,
    model: Model = None,
    ontology: Ontology = None,
    engine: EngineChoice = "both",
) -> None:
    """Say what the one marked party of a sentence does to the other."""
    with speaking():
        from dragoman.cli.asking import run_type

        raise typer.Exit(run_type(file, out, _setup(model, ontology, engine)))


@app.command(epilog=f'Examples:\n\n  dragoman resolve "the Chinese foreign minister" --on 2021-12-24\n\n{EPILOG}')
def resolve(
    phrase: Annotated[str, typer.Argument(metavar="PHRASE", help="Words that name somebody, or - to read lines.")],
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="The day, YYYY-MM-DD.")] = None,
    model: Model = None,
    almanac: Almanac = None,
) -> None:
    """Say whom a phrase names."""
    with speaking():
        from dragoman.cli.asking import run_resolve

        raise typer.Exit(run_resolve(phrase, on, _setup(model, None, "rules", almanac=almanac)))


@app.command(epilog=f"Examples:\n\n  dragoman load archive/*.jsonl.gz --db record.duckdb\n\n{EPILOG}")
def load(
    paths: Paths,
    db: Database = DEFAULT_DB,
    published: Published = None,
    model: Model = None,
    ontology: Ontology = None,
    engine: EngineChoice = "both",
    geonames: Geonames = None,
    almanac: Almanac = None,
    processes: Processes = 1,
) -> None:
    """Code articles and store their claims; doing it twice adds nothing."""
    with speaking("; what was stored is kept, and the same call does the rest"):
        from dragoman.cli.records import run_load

        raise typer.Exit(run_load(paths, db, published, _setup(model, ontology, engine, geonames, almanac), processes))


@app.command(
    rich_help_panel="Ask a record",
    epilog="Examples:\n\n  dragoman query --dyad CHN,PRK --type CONSULT\n\n"
    f"  dragoman query --speaker Lavrov --kind statement --from 2022-01-01 --format csv\n\n{EPILOG}",
)
def query(
    db: Database = DEFAULT_DB,
    country: Annotated[str | None, typer.Option(help="A party's country (ISO 3166 alpha-3).")] = None,
    actor: Annotated[str | None, typer.Option(help="Country of the acting side.")] = None,
    recipient: Annotated[str | None, typer.Option(help="Country of the other side.")] = None,
    dyad: Annotated[str | None, typer.Option(metavar="AAA,BBB", help="Two countries, either way round.")] = None,
    type: Annotated[list[str] | None, typer.Option("--type", help="PLOVER event type; may be repeated.")] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option("--kind", help="event, statement, office, agreement, membership, relation; may be repeated."),
    ] = None,
    speaker: Annotated[str | None, typer.Option(help="Part of a speaker's name.")] = None,
    reported_by: Annotated[
        str | None, typer.Option(help="Part of the name of who reported it: publisher, agency, a medium cited.")
    ] = None,
    state_media: Annotated[
        bool | None,
        typer.Option("--state-media/--no-state-media", help="With (or without) media that states run."),
    ] = None,
    publisher: Annotated[str | None, typer.Option(help="Part of the publisher's name.")] = None,
    date_from: Annotated[str | None, typer.Option("--from", metavar="DATE", help="Happened on or after.")] = None,
    date_to: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Happened on or before.")] = None,
    text: Annotated[str | None, typer.Option(help="Words in the evidence.")] = None,
    as_known_on: Annotated[
        str | None, typer.Option("--as-known-on", metavar="DATE", help="Only what articles published by then tell.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=0, help="At most so many claims.")] = None,
    format: Format = None,
    out: Out = None,
) -> None:
    """Find claims in a database."""
    with speaking():
        from dragoman.cli.records import run_query

        raise typer.Exit(
            run_query(
                db,
                format,
                out,
                country=country,
                actor=actor,
                recipient=recipient,
                dyad=dyad,
                types=type,
                kinds=kind,
                speaker=speaker,
                reported_by=reported_by,
                state_media=state_media,
                publisher=publisher,
                date_from=date_from,
                date_to=date_to,
                text=text,
                as_known_on=as_known_on,
                limit=limit,
            )
        )


@app.command(epilog=f"Examples:\n\n  dragoman train my-rows.txt --out my-model\n\n{EPILOG}")
def train(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Marked rows, as docs/codebook.md has them, or JSON Lines.")
    ],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="The folder to write the model into.")],
    base: Annotated[
        Path | None, typer.Option("--base", metavar="DIR", help="The model to start from; default: the installed one.")
    ] = None,
) -> None:
    """Fit the model to your own event types, and say how well it tells them."""
    with speaking():
        from dragoman.cli.training import run_train

        raise typer.Exit(run_train(file, out, base))


@app.command(rich_help_panel="Ask a record", epilog=f"Examples:\n\n  dragoman explain 3f2a9c\n\n{EPILOG}")
def explain(
    claim_id: Annotated[str, typer.Argument(metavar="CLAIM_ID", help="A claim's id, or the beginning of one.")],
    db: Database = DEFAULT_DB,
) -> None:
    """Show all that stands behind a claim, down to rules and characters."""
    with speaking():
        from dragoman.cli.records import run_explain

        raise typer.Exit(run_explain(claim_id, db))


@app.command(rich_help_panel="Ask a record", epilog=EPILOG)
def status(db: Database = DEFAULT_DB) -> None:
    """Show what a database holds: articles, claims, the ledger, runs."""
    with speaking():
        from dragoman.cli.records import run_status

        raise typer.Exit(run_status(db))


@data_app.command(epilog=EPILOG)
def check(
    examples: Annotated[bool, typer.Option(help="Run the rules' examples and counter-examples.")] = True,
    fix: Annotated[bool, typer.Option("--fix", help="Put the tables into their canonical layout.")] = False,
    ontology: Ontology = None,
) -> None:
    """Check the data: schemas, codes, dates, names, layout, sources, and every rule's examples both ways."""
    with speaking():
        from dragoman.cli.data import run_check

        raise typer.Exit(run_check(examples, fix, ontology))


register_questions(app)
register_judging(app)
register_keeping(app)


def main() -> None:
    """Run the program."""
    app(prog_name="dragoman")


if __name__ == "__main__":
    main()
