"""What the commands of questions share: the answer printed or saved, and the picture of a dyad."""

from __future__ import annotations

from pathlib import Path

from dragoman.cli.exits import CallError, OutputFormat, complain
from dragoman.cli.output import chosen, opened
from dragoman.store.database import Store
from dragoman.store.questions import Answer, Question, ask, save_answer
from dragoman.store.questions_dyads import Dyad


def answer(question: Question, db: Path, format: OutputFormat | None, out: Path | None, *, noted: bool = False) -> None:
    """Asks and prints; what the answer leaves out goes to standard error, unless it is `noted` already."""
    wanted = chosen(format, out)
    if wanted is OutputFormat.parquet:
        if out is None:
            raise CallError("Parquet needs a file: add --out answer.parquet")
        with Store.open(db, read_only=True, may_write=[out]) as store:
            _, notes = save_answer(store, question, out)
    else:
        with Store.open(db, read_only=True) as store:
            found = ask(store, question)
        notes = found.notes
        _write(found, question, wanted, out)
    if not noted:
        _complain(notes)


def whole_id(claim_id: str, db: Path) -> str:
    """The id of the only claim whose id begins so."""
    with Store.open(db, read_only=True) as store:
        return str(store.claim(claim_id).record["id"])


def draw(question: Dyad, db: Path, target: Path) -> None:
    """Draws the panel into the file, in the format its suffix names."""
    from dragoman.export.plots import SUFFIXES, dyad_picture
    from dragoman.store.states import state_names

    kind = SUFFIXES.get(target.suffix.lower())
    if kind is None:
        raise CallError(f"{target}: no picture ends so; name a file that ends in .png, .svg or .html")
    with Store.open(db, read_only=True) as store:
        found = ask(store, question)
    if not found.rows:
        raise CallError("there is nothing to draw; give --from and --to, or other countries")
    picture = dyad_picture(found.records(), kind, state_names(), by=question.by)
    try:
        target.write_bytes(picture)
    except OSError as error:
        raise CallError(f"{target}: cannot be written ({error.strerror}); choose another file for --plot") from error
    _complain(found.notes)


def code(country: str | None) -> str | None:
    """A country as the database has it."""
    return country.upper() if country is not None else None


def pair(dyad: str | None) -> tuple[str, str] | None:
    """The two countries of "AAA,BBB"."""
    if dyad is None:
        return None
    one, separator, other = dyad.upper().partition(",")
    if not separator or not one.strip() or not other.strip():
        raise CallError(f"--dyad is {dyad!r}; give two countries, such as CHN,PRK")
    return one.strip(), other.strip()


def _write(found: Answer, question: Question, format: OutputFormat, out: Path | None) -> None:
    from dragoman.export.answers import answer_table, write_answer_csv, write_answer_jsonl

    with opened(out) as handle:
        if format is OutputFormat.csv:
            write_answer_csv(found.columns, found.records(), handle)
        elif format is OutputFormat.table:
            from rich.console import Console

            Console(file=handle).print(answer_table(question.shown, found.records()))
        else:
            write_answer_jsonl(found.records(), handle)


def _complain(notes: tuple[str, ...]) -> None:
    for note in notes:
        complain(note)
