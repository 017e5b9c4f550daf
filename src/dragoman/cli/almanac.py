"""`almanac who` and `almanac import`. Heavy imports wait until a command needs them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.cli.exits import ALL_READ, SOME_UNREAD, CallError, OutputFormat, complain, speaking
from dragoman.cli.options import Format, Out

if TYPE_CHECKING:
    from dragoman.knowledge.almanac import Tenure

COLUMNS = ("person", "name", "country", "office", "title", "from", "to", "note")
_EPILOG = "Exit status: 0 all was read; 1 some rows were refused; 2 the call itself is wrong."

almanac_app = typer.Typer(
    help="Ask the almanac who held which office, and add people of your own.", no_args_is_help=True
)


@almanac_app.command(
    epilog="Examples:\n\n  dragoman almanac who PRK --on 2018-06-12\n\n"
    f"  dragoman almanac who NATO --on 2015\n\n  dragoman almanac who 'Sergei Lavrov'\n\n{_EPILOG}"
)
def who(
    name: Annotated[
        str, typer.Argument(metavar="WHO", help="A state, organisation, group or person: code, id or any name.")
    ],
    on: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="YYYY-MM-DD, YYYY-MM or YYYY. Default: today; of a person, all offices."),
    ] = None,
    office: Annotated[str | None, typer.Option(help="Only this kind of office (foreign-minister), or title.")] = None,
    almanac: Annotated[
        Path | None, typer.Option("--almanac", metavar="DIR", help="People and groups of your own, added.")
    ] = None,
    format: Format = None,
    out: Out = None,
) -> None:
    """Say who held which office on a day."""
    with speaking():
        raise typer.Exit(run_who(name, on, office, almanac, format, out))


@almanac_app.command(
    name="import",
    epilog="Examples:\n\n  dragoman almanac import my-people.csv\n\n"
    f"  dragoman almanac import query.csv --to mine\n\n  dragoman code article.txt --almanac mine\n\n{_EPILOG}",
)
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV file; docs/howto-almanac.md shows the headers.")],
    to: Annotated[Path, typer.Option("--to", metavar="DIR", help="The folder of your almanac.")] = Path("almanac"),
) -> None:
    """Add people or groups of your own to a folder for --almanac; doing it twice adds nothing."""
    with speaking("; the almanac is as it was"):
        raise typer.Exit(run_import(file, to))


def run_who(
    name: str, on: str | None, office: str | None, overlay: Path | None, format: OutputFormat | None, out: Path | None
) -> int:
    """Print the tenures that answer; the exit status."""
    from datetime import date

    from dragoman.cli.output import chosen
    from dragoman.knowledge.almanac import load_almanac
    from dragoman.knowledge.holders import alike, find_subject, holdings, is_office
    from dragoman.knowledge.own_rows import OFFICES, is_date

    wanted = chosen(format, out)
    if wanted is OutputFormat.parquet:
        raise CallError("Parquet is for claims; take --format jsonl, csv or table")
    if on is not None and not is_date(on):
        raise CallError(f"--on is {on!r}; write a day as YYYY-MM-DD, a month as YYYY-MM or a year as YYYY")
    almanac = load_almanac(overlay=overlay)
    today = date.today().isoformat()
    subject = find_subject(almanac, name, on or today)
    if subject is None:
        near = alike(almanac, name)
        raise CallError(
            f"the almanac knows nobody named {name!r}; "
            + (f"did you mean {' or '.join(near)}?" if near else "give a code, a name, or your own people by --almanac")
        )
    if office is not None and not is_office(almanac, office):
        raise CallError(f"no office {office!r}; --office takes a title or one of {', '.join(OFFICES)}")
    day = on if on is not None or subject.entity is None else today
    found = holdings(almanac, subject, day, office)
    if not found:
        complain(f"{name}: nobody is known to have held {office or 'an office'}" + (f" on {day}" if day else ""))
    from dragoman.cli.output import write_plain

    write_plain(COLUMNS, [_record(tenure) for tenure in found], wanted, out)
    return ALL_READ


def run_import(file: Path, folder: Path) -> int:
    """Import and report on standard error; the exit status."""
    from dragoman.run.own_almanac import import_table

    try:
        report = import_table(file, folder, complain)
    except OSError as error:
        where, reason = error.filename or file, error.strerror or str(error)
        raise CallError(f"{where}: cannot be read or written ({reason}); give a CSV file and a folder") from error
    complain(
        f"{file}: {report.layout}; read {report.read} = written {report.written} + there already {report.held} + "
        f"given an end {report.ended} + never in office {report.left_out} + refused {report.refused}"
    )
    complain(f"{report.table}: use it with --almanac {folder}")
    return SOME_UNREAD if report.refused else ALL_READ


def _record(tenure: Tenure) -> dict[str, object]:
    cells = (
        tenure.person, tenure.name, tenure.country or None, tenure.office, tenure.title, tenure.since or None,
        tenure.until, tenure.note,
    )  # fmt: skip
    return dict(zip(COLUMNS, cells, strict=True))
