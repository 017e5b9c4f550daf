"""The commands of questions: every format, what is left out said on standard error, and calls that make no sense."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pytest
import typer
from typer.testing import CliRunner

import dragoman
from conftest import Ran
from dragoman.cli.questions import register
from dragoman.cli.records import run_status
from dragoman.run.coder import Coder

ROWS = [
    {"id": "1", "publisher": "Reuters", "published": "2023-03-16",
     "text": "Norway on 14 March 2023 suspended arms sales to Myanmar."},
    {"id": "2", "publisher": "Xinhua", "published": "2023-04-20",
     "text": "Japanese Foreign Minister Yoshimasa Hayashi visited Mongolia on 18 April 2023."},
    {"id": "3", "publisher": "=cmd()", "published": "2023-05-02",
     "text": "Myanmar condemned Norway on 1 May 2023. \"We condemn it,\" Anniken Huitfeldt said in Oslo."},
]  # fmt: skip
COMMANDS = {
    "events": [], "timeline": [], "visits": [], "officeholders": [], "agreements": [], "statements": [],
    "dyad": ["NOR", "MMR"], "who-reports": ["nor", "mmr"],
}  # fmt: skip
Ask = Callable[..., Ran]

pytestmark = pytest.mark.usefixtures("coder")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory, coder: Coder) -> Path:
    folder = tmp_path_factory.mktemp("asked")
    (folder / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    dragoman.load(folder / "a.jsonl", folder / "r.duckdb")
    return folder / "r.duckdb"


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database: Path) -> Ask:
    """Calls a command of these on the database, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    app = typer.Typer()
    register(app)

    def invoke(command: str, *arguments: object) -> Ran:
        words = [command, *map(str, arguments), "--db", str(database)]
        result = CliRunner().invoke(app, words, prog_name="dragoman")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Ran(result.exit_code, result.stdout_bytes.decode("utf-8"), result.stderr)

    return invoke


@pytest.mark.parametrize("command", COMMANDS)
def test_every_format_has_the_same_rows(ask: Ask, tmp_path: Path, command: str) -> None:
    options = COMMANDS[command]
    ran = ask(command, *options, "--format", "jsonl")
    assert (ran.status, ran.err) == (0, "")
    records = ran.records
    assert records or command == "agreements"
    table = list(csv.DictReader(io.StringIO(ask(command, *options, "--format", "csv").out)))
    assert len(table) == len(records)
    for row, record in zip(table, records, strict=True):
        assert list(row) == list(record)
    assert ask(command, *options, "--out", "a.parquet").status == 0
    with duckdb.connect() as plain:
        found = plain.execute(f"FROM '{tmp_path / 'a.parquet'}'")
        assert not records or [column[0] for column in found.description or ()] == list(records[0])
        assert len(found.fetchall()) == len(records)
    shown = ask(command, *options, "--format", "table")
    assert (shown.status, len(shown.out.splitlines()) > len(records)) == (0, True)


def test_events_are_told_once_with_their_day(ask: Ask) -> None:
    (row,) = ask("events", "--dyad", "nor,mmr", "--type", "sanction", "--status", "actual").records
    assert (row["counted_on"], row["counted_by"], row["actor_countries"]) == ("2023-03-14", "told", ["NOR"])
    assert row["independent"] == 1
    assert ask("events", "--dyad", "NOR,MMR", "--as-known-on", "2023-03-15").out == ""


def test_visits_are_found_by_guest_and_host(ask: Ask) -> None:
    (row,) = ask("visits", "--by", "JPN", "--host", "mng", "--abroad", "--who", "hayashi").records
    assert (row["host_countries"], row["abroad"]) == (["MNG"], True)
    assert ask("visits", "--by", "MNG").out == ""


def test_statements_by_speaker(ask: Ask) -> None:
    rows = ask("statements", "--speaker", "huitfeldt", "--about", "condemn").records
    assert [row["content"] for row in rows] == ['"We condemn it,"']
    assert rows[0]["voices"] == ["Anniken Huitfeldt"]


def test_cells_are_safe_in_a_spreadsheet_and_on_a_terminal(ask: Ask) -> None:
    rows = list(csv.DictReader(io.StringIO(ask("who-reports", "NOR", "MMR", "--format", "csv").out)))
    assert "'=cmd()" in {row["publisher"] for row in rows}
    assert all(float(row["intensity"]) < 0 for row in rows)
    assert {row["state_media"] for row in rows} <= {"true", "false"}


def test_panel_is_balanced_and_says_what_it_leaves_out(ask: Ask) -> None:
    ran = ask("dyad", "NOR", "MMR", "--from", "2023-01-01", "--to", "2023-12-31", "--by", "month", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    assert (len(rows), ran.err) == (24, "")
    assert [row["events"] for row in rows if row["period"] == "2023-03-01"] == ["1", "0"]
    assert {(row["actor_country"], row["actor_cow"], row["recipient_gw"]) for row in rows} == {
        ("NOR", "385", "775"), ("MMR", "775", "385"),
    }  # fmt: skip
    left = ask("dyad", "JPN", "MNG", "--counted", "told", "--by", "year", "--status", "actual", "--format", "jsonl")
    assert all(date.fromisoformat(str(row["period"])) for row in left.records)


@pytest.mark.parametrize(("name", "start"), [("p.png", b"\x89PNG"), ("p.svg", b"<svg"), ("p.html", b"<!DOCTYPE html>")])
def test_panel_is_drawn(ask: Ask, tmp_path: Path, name: str, start: bytes) -> None:
    pytest.importorskip("altair")
    pytest.importorskip("vl_convert")
    ran = ask("dyad", "NOR", "MMR", "--plot", name)
    assert (ran.status, ran.out, ran.err) == (0, "", "")
    assert (tmp_path / name).read_bytes().startswith(start)
    if name == "p.svg":
        assert "Norway" in (tmp_path / name).read_text()
        assert len(ask("dyad", "NOR", "MMR", "--plot", name, "--format", "jsonl").records) == 6


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["events", "--country", "Norway"], "no country code"),
        (["events", "--dyad", "NOR"], "give two countries"),
        (["events", "--from", "yesterday"], "is no day"),
        (["timeline", "--as-known-on", "2023"], "is no day"),
        (["visits", "--status", "dreamt"], "give one of actual"),
        (["agreements", "--between", "NOR", "Myanmar"], "no country code"),
        (["dyad", "NOR", "MMR", "--plot", "p.gif"], "name a file that ends in .png"),
        (["dyad", "NOR", "PER", "--plot", "p.png"], "nothing to draw"),
        (["dyad", "NOR", "MMR", "--plot", "no/such/p.svg"], "cannot be written"),
        (["events", "--format", "parquet"], "add --out"),
        (["events", "--out", "no/such/folder.csv"], "cannot be written"),
    ],
)
def test_call_that_makes_no_sense_ends_with_one_line(ask: Ask, words: list[str], said: str) -> None:
    if "--plot" in words:
        pytest.importorskip("vl_convert")
    ran = ask(*words)
    assert (ran.status, ran.out) == (2, "")
    (line,) = ran.complaints
    assert said in line


def test_status_tells_versions_publishers_and_days(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_status(database) == 0
    status = json.loads(capsys.readouterr().out)
    assert (status["articles"], status["first_day"], status["last_day"]) == (3, "2023-03-16", "2023-05-02")
    assert {row["publisher"] for row in status["publishers"]} >= {"=cmd()"}
    assert [run["coded"] for run in status["versions"]] == [3]
    assert status["judged"] in ("never", "current", "behind")
