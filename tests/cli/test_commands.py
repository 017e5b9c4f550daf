"""Every command on good input: records on standard output alone, messages on standard error alone, status 0."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

import dragoman
from conftest import Call, Ran
from dragoman.run.coder import Coder

REPORT = (
    "Norway on Tuesday suspended arms sales to Myanmar and recalled its ambassador from Naypyidaw. "
    '"We condemn these arrests," Foreign Minister Anniken Huitfeldt told reporters in Oslo.'
)
OTHER = "Kenya aided Somalia in Nairobi on Monday, officials said."

pytestmark = pytest.mark.usefixtures("coder")


@pytest.fixture
def report(tmp_path: Path) -> Path:
    file = tmp_path / "report.txt"
    file.write_text(REPORT)
    return file


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory, coder: Coder) -> Path:
    """A database with the report, for those who only read it."""
    folder = tmp_path_factory.mktemp("loaded")
    (folder / "report.txt").write_text(REPORT)
    dragoman.load(folder / "report.txt", folder / "r.duckdb", published="2023-03-15")
    return folder / "r.duckdb"


def test_code_prints_the_article_and_its_claims(call: Call, report: Path) -> None:
    ran = call("code", report, "--published", "2023-03-15")
    assert (ran.status, ran.err) == (0, "")
    head, *claims = ran.records
    assert (head["kind"], head["published"]) == ("article", "2023-03-15")
    assert {"SANCTION"} <= {row.get("type") for row in claims}
    for row in claims:
        evidence = row["evidence"]
        assert isinstance(evidence, dict)
        assert REPORT[evidence["start"] : evidence["end"]] == evidence["text"]


def test_claims_only_leaves_the_other_lines_out(call: Call, report: Path) -> None:
    ran = call("code", report, "--claims-only")
    assert ran.records == ran.claims == call("code", report).claims


def test_read_shows_the_text_with_its_marks_and_voices(call: Call, report: Path) -> None:
    ran = call("read", report, "--published", "2023-03-15", "--width", "120")
    assert ran.status == 0
    words = " ".join(REPORT.split()[:2])
    assert words in re.sub(r"[\[\]‹›*_]", "", ran.out)
    assert " │ " in ran.out
    assert "SANCTION" in ran.out


def test_query_by_who_reported_it(call: Call, tmp_path: Path) -> None:
    rows = [
        {"id": "1", "text": "Kenya aided Somalia in May 2020, the minister said.", "publisher": "KCNA"},
        {"id": "2", "text": "Kenya aided Sudan in May 2020, the minister said.", "publisher": "Reuters"},
        {"id": "3", "text": "Kenya aided Chad in May 2020, Xinhua reported."},
    ]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    call("load", "a.jsonl", "--db", "q.duckdb")

    def articles(*options: str) -> set[object]:
        return {row["article"] for row in call("query", "--db", "q.duckdb", *options, "--format", "jsonl").records}

    assert articles("--reported-by", "korean central") == {"1"}
    assert articles("--reported-by", "reuters") == {"2"}
    assert "3" in articles("--reported-by", "xinhua", "--kind", "event")
    assert articles("--state-media", "--kind", "event") == {"1", "3"}
    assert articles("--no-state-media", "--kind", "event") == {"2"}


def test_the_same_call_gives_the_same_bytes(call: Call, report: Path) -> None:
    assert call("code", report).out == call("code", report).out


def test_standard_input_is_read_for_a_dash(call: Call, report: Path) -> None:
    assert call("code", "-", stdin=REPORT).claims == call("code", report).claims


def test_folders_patterns_and_formats(call: Call, tmp_path: Path, report: Path) -> None:
    below = tmp_path / "in" / "below"
    below.mkdir(parents=True)
    (below / "b.jsonl").write_text(json.dumps({"id": "b", "text": OTHER}) + "\n")
    (tmp_path / "in" / "a.txt").write_text(REPORT)
    (tmp_path / "in" / "notes.xyz").write_text("not to be read")
    articles = [row["article"] for row in call("code", "in").records if row["kind"] == "article"]
    assert len(articles) == 2
    assert "b" in articles
    assert call("code", "in/**/*.jsonl").claims == [row for row in call("code", "in").claims if row["article"] == "b"]


def test_csv_has_a_header_and_a_row_for_each_claim(call: Call, report: Path) -> None:
    ran = call("code", report, "--format", "csv")
    rows = list(csv.DictReader(ran.out.splitlines()))
    assert [row["id"] for row in rows] == [row["id"] for row in call("code", report).claims]


def test_a_table_shows_each_claim(call: Call, report: Path) -> None:
    ran = call("code", report, "--format", "table")
    assert (ran.status, ran.err) == (0, "")
    for row in call("code", report).claims:
        assert str(row["id"])[:8] in ran.out


@pytest.mark.parametrize(("name", "like"), [("o.jsonl", "jsonl"), ("o.csv", "csv"), ("o", "jsonl")])
def test_out_writes_to_a_file_in_the_format_of_its_name(call: Call, report: Path, name: str, like: str) -> None:
    ran = call("code", report, "--out", name)
    assert (ran.status, ran.out, ran.err) == (0, "", "")
    written = report.with_name(name).read_bytes().decode()
    assert written == call("code", report, "--format", like).out


@pytest.mark.parametrize("arguments", [("code", "report.txt"), ("code", "."), ("type", "report.txt")])
def test_out_never_overwrites_what_is_read(call: Call, report: Path, arguments: tuple[str, ...]) -> None:
    ran = call(*arguments, "--out", "report.txt")
    assert ran.status == 2
    assert "would be read as well as written" in ran.complaints[0]
    assert report.read_text() == REPORT


def test_annotate_prints_the_layers_asked_for(call: Call, report: Path) -> None:
    ran = call("annotate", report, "--layers", "time, place", "--published", "2023-03-15")
    assert (ran.status, ran.err) == (0, "")
    assert {row["layer"] for row in ran.records} == {"time", "place"}
    (time,) = [row for row in ran.records if row["layer"] == "time"]
    assert (time["text"], time["value"]) == ("Tuesday", "2023-03-14")
    every = {row["layer"] for row in call("annotate", report).records}
    assert every == {"actor", "place", "time", "statement", "event"}
    for row in call("annotate", report).records:
        start, end = row["start"], row["end"]
        assert isinstance(start, int)
        assert isinstance(end, int)
        assert REPORT[start:end] == row["text"]


def pair(text: str, actor: str, recipient: str, **more: object) -> str:
    marks = {
        role: {"start": text.index(words), "end": text.index(words) + len(words)}
        for role, words in (("actor", actor), ("recipient", recipient))
    }
    return json.dumps({"id": "p1", "text": text} | marks | more)


def test_type_says_what_one_party_does_to_the_other(call: Call) -> None:
    rows = [
        pair("Norway suspended arms sales to Myanmar.", "Norway", "Myanmar"),
        pair("Kenya aided Somalia.", "Kenya", "Somalia", id=2),
    ]
    ran = call("type", "-", stdin="\n".join(rows))
    assert (ran.status, ran.err) == (0, "")
    assert [(row["id"], row["type"]) for row in ran.records] == [("p1", "SANCTION"), ("2", "AID")]
    assert set(ran.records[0]) == {"id", "type", "mode", "confidence", "rule"}


def test_resolve_names_whom_a_phrase_means_on_a_day(call: Call) -> None:
    ran = call("resolve", "the Chinese foreign minister", "--on", "2021-12-24")
    assert (ran.status, ran.err) == (0, "")
    (row,) = ran.records
    assert (row["entity"], row["country"]) == ("person:wang-yi", "CHN")


def test_resolve_reads_phrases_and_rows(call: Call) -> None:
    lines = 'Kenya\n\n{"text": "the Chinese foreign minister", "on": "2021-12-24"}\r\nthe committee\n'
    ran = call("resolve", "-", stdin=lines)
    assert (ran.status, ran.err) == (0, "")
    assert [row["text"] for row in ran.records] == ["Kenya", "the Chinese foreign minister", "the committee"]
    assert [row["country"] for row in ran.records] == ["KEN", "CHN", None]


def test_load_says_what_became_of_everything(call: Call, report: Path) -> None:
    (report.with_name("bad.jsonl")).write_text("no json\n" + json.dumps({"text": OTHER}))
    ran = call("load", "report.txt", "bad.jsonl", "--db", "r.duckdb")
    assert (ran.status, ran.out) == (1, "")
    assert "bad.jsonl:1: not-json" in ran.complaints[0]
    assert "read 3 = coded 2 + skipped 1 + held already 0; added 2 articles" in ran.complaints[1]
    status = call("status", "--db", "r.duckdb").records[0]
    assert status["articles"] == 2
    assert status["ledger"] == [
        {"state": "coded", "reason": None, "count": 2},
        {"state": "skipped", "reason": "not-json", "count": 1},
    ]


def test_loading_twice_adds_nothing(call: Call, report: Path) -> None:
    db = report.with_name("r.duckdb")
    assert "added 1 articles" in call("load", report, "--db", db, "--published", "2023-03-15").err
    before = call("query", "--db", db).out
    ran = call("load", report, "--db", db, "--published", "2023-03-15")
    assert (ran.status, ran.out) == (0, "")
    assert "read 1 = coded 0 + skipped 0 + held already 1; added 0 articles, 0 claims" in ran.err
    assert call("query", "--db", db).out == before


def test_a_query_gives_what_code_printed(call: Call, report: Path, loaded: Path) -> None:
    coded = call("code", report, "--published", "2023-03-15").claims
    found = call("query", "--db", loaded).records
    assert sorted(json.dumps(row) for row in found) == sorted(json.dumps(row) for row in coded)


@pytest.mark.parametrize(
    ("options", "some"),
    [
        (("--country", "nor"), True),
        (("--country", "FRA"), False),
        (("--dyad", "MMR,NOR", "--type", "sanction"), True),
        (("--kind", "statement", "--speaker", "huitfeldt"), True),
        (("--kind", "office", "--kind", "statement", "--to", "2023-03-14", "--type", "AID"), False),
        (("--from", "2023-03-14", "--to", "2023-03-14", "--text", "arms sales"), True),
        (("--limit", "0"), False),
    ],
)
def test_filters_of_a_query(call: Call, loaded: Path, options: tuple[str, ...], some: bool) -> None:
    ran = call("query", "--db", loaded, *options)
    assert (ran.status, ran.err) == (0, "")
    assert bool(ran.records) == some


def test_a_query_in_other_formats(call: Call, tmp_path: Path, loaded: Path) -> None:
    count = len(call("query", "--db", loaded).records)
    assert len(list(csv.DictReader(call("query", "--db", loaded, "--format", "csv").out.splitlines()))) == count
    target = tmp_path / "claims.parquet"
    assert call("query", "--db", loaded, "--out", target).status == 0
    polars = pytest.importorskip("polars")
    assert polars.read_parquet(target).height == count


def test_explain_shows_the_rule_and_the_characters(call: Call, loaded: Path) -> None:
    (row, *_) = call("query", "--db", loaded, "--type", "SANCTION").records
    ran = call("explain", str(row["id"])[:10], "--db", loaded)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith(f"claim {row['id']}")
    assert str(row["rule"]) in ran.out
    assert "languages/en/events/SANCTION.yaml" in ran.out
    assert "not what stands there" not in ran.out


def test_version_names_program_model_data_and_classifier(call: Call) -> None:
    ran = call("--version")
    assert ran.status == 0
    assert [line.split()[0] for line in ran.out.splitlines()] == ["dragoman", "model", "data", "classifier", "tagger"]


def test_data_check_prints_findings_and_tells_by_its_status(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    from dragoman.cli import data
    from dragoman.run.check import Finding

    monkeypatch.setattr(data, "check_data", lambda **_: iter([Finding("states.csv:3", "id FRA\x1b[2J stands twice")]))
    ran = call("data", "check")
    assert (ran.status, ran.out) == (1, "states.csv:3: id FRA␛[2J stands twice\n")
    monkeypatch.setattr(data, "check_data", lambda **_: iter([]))
    ran = call("data", "check")
    assert (ran.status, ran.out, ran.complaints) == (0, "", ["dragoman: all data are in order"])


COMMANDS = (
    *(("code",), ("annotate",), ("read",), ("type",), ("resolve",), ("load",), ("query",), ("explain",), ("status",)),
    *(("events",), ("timeline",), ("visits",), ("officeholders",), ("agreements",), ("statements",), ("dyad",)),
    *(("who-reports",), ("witnesses",), ("history",), ("diff",), ("check",), ("export",), ("import",)),
    *(("train",), ("data",), ("data", "check"), ()),
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_of_every_command_tells_the_statuses(call: Call, command: tuple[str, ...]) -> None:
    ran: Ran = call(*command, "--help")
    assert (ran.status, ran.err) == (0, "")
    assert "Usage: dragoman" in ran.out
    if command != ("data",):
        assert "Exit status: 0" in ran.out


def test_every_command_is_in_the_list_above() -> None:
    from dragoman.cli.main import app, data_app

    named = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    below = {command.name or command.callback.__name__ for command in data_app.registered_commands if command.callback}
    assert named == {command[0] for command in COMMANDS if len(command) == 1} - {"data"}
    assert below == {command[1] for command in COMMANDS if len(command) == 2}
