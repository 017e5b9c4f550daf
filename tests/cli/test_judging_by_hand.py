"""`judge`, `history` and `diff`: rows on standard output, messages on standard error, nothing changed by a bad call."""

from __future__ import annotations

import csv
import io
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from conftest import Call, Ran
from dragoman.cli.judging import register
from dragoman.model.article import Article
from dragoman.model.claim import EventClaim, Party
from dragoman.model.dossier import Dossier
from dragoman.model.span import Passage
from dragoman.store.database import Store
from dragoman.store.identity import make_run
from dragoman.store.judgements import judgements

TEXT = "Ruritania's envoy met the queen of Graustark. Ruritania's envoy then left Graustark."
ONE = EventClaim(
    "a1",
    Passage.cut(TEXT, 0, 44),
    0.75,
    "en.consult.meet.1",
    cue=Passage.cut(TEXT, 18, 21),
    type="CONSULT",
    mode="visit",
    actor=(Party("envoy", 0, 17, TEXT[0:17], country="FRA"),),
    recipient=(Party("queen", 22, 31, TEXT[22:31], country="KOR"),),
    quad=1,
    intensity=4.0,
    cameo="042",
)
OTHER = replace(ONE, evidence=Passage.cut(TEXT, 46, 83), cue=Passage.cut(TEXT, 69, 73))
NEWER = replace(ONE, mode="phone")
RUNS = [make_run(f"0.{number}.0", "d", "m", f"2024-0{number}-01T00:00:00+00:00", {}) for number in (1, 2)]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "dragoman.duckdb"
    article = Article("a1", TEXT, "0" * 64, "text/1", published="2024-03-05", publisher="Gazette")
    with Store.open(path) as store:
        store.write([Dossier(article, claims=(ONE, OTHER))], RUNS[0])
        store.write([Dossier(article, claims=(NEWER, OTHER))], RUNS[1])
    return path


@pytest.fixture
def call(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Calls the commands in a folder with a database."""
    shutil.copyfile(made, tmp_path / "dragoman.duckdb")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DRAGOMAN_JUDGE", "Ada")
    monkeypatch.setattr("dragoman.run.judging.judge_record", lambda store, **_: False)  # what it makes: tests/run
    app = typer.Typer()
    register(app)

    def invoke(*arguments: object, stdin: bytes | str = b"") -> Ran:
        result = CliRunner().invoke(app, [str(each) for each in arguments], input=stdin, prog_name="dragoman")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Ran(result.exit_code, result.stdout_bytes.decode("utf-8"), result.stderr)

    return invoke


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (("accept", ONE.id[:8]), {"action": "accept", "claim": ONE.id}),
        (("reject", ONE.id), {"action": "reject", "claim": ONE.id}),
        (("merge", NEWER.id, OTHER.id), {"action": "merge", "other": OTHER.id}),
        (("split", NEWER.id, OTHER.id), {"action": "split", "claim": NEWER.id}),
        (("correct", ONE.id, "when", "2024-03"), {"action": "correct", "field": "when", "value": "2024-03"}),
        (("correct", ONE.id, "recipient", ""), {"field": "recipient", "value": ""}),
    ],
)
def test_a_judgement_is_stored_and_printed(call: Call, arguments: tuple[str, ...], wanted: dict[str, str]) -> None:
    ran = call("judge", *arguments, "--reason", "read it again")
    assert ran.status == 0, ran.err
    (row,) = ran.records
    assert row.items() >= {**wanted, "judge": "Ada", "reason": "read it again"}.items()
    assert call("judge", "list").records == [row]


def test_the_record_is_judged_anew_after_each_judgement_or_later(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, dict[str, bool]]] = []
    monkeypatch.setattr(
        "dragoman.run.judging.judge_record", lambda store, **more: seen.append((len(judgements(store)), more))
    )
    call("judge", "accept", ONE.id, "--reason", "r")
    call("judge", "accept", OTHER.id, "--reason", "r", "--later")
    call("judge", "run")
    assert seen == [(1, {}), (2, {"anew": True})]


def test_who_judges_is_told_or_taken_from_the_surroundings(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def judge(*more: str) -> object:
        return call("judge", "accept", ONE.id, "--reason", "r", *more).records[0]["judge"]

    assert judge("--judge", "Bo") == "Bo"
    assert judge() == "Ada"
    monkeypatch.delenv("DRAGOMAN_JUDGE")
    monkeypatch.setattr("getpass.getuser", lambda: "cy")
    assert judge() == "cy"


def test_a_judgement_may_be_withdrawn(call: Call) -> None:
    first = call("judge", "reject", ONE.id, "--reason", "r").records[0]
    back = call("judge", "withdraw", str(first["id"])[:9], "--reason", "misread").records[0]
    assert back["judgement"] == first["id"]
    assert [row["id"] for row in call("judge", "list", "--claim", NEWER.id).records] == [first["id"], back["id"]]
    assert call("judge", "list", "--claim", OTHER.id).records == []


@pytest.mark.parametrize(
    ("arguments", "mend"),
    [
        (("accept", "zzz", "--reason", "r"), "check the id"),
        (("accept", ONE.id, "--reason", " "), "give a reason"),
        (("accept", ONE.id, "--reason", "r", "--judge", " "), "--judge NAME"),
        (("merge", ONE.id, ONE.id, "--reason", "r"), "two claims"),
        (("correct", ONE.id, "mood", "sad", "--reason", "r"), "take one of type, mode"),
        (("correct", ONE.id, "actor", "XQZ", "--reason", "r"), "country code"),
        (("withdraw", "zzz", "--reason", "r"), "judge list"),
        (("accept", ONE.id, "--reason", "r", "--format", "parquet"), "jsonl, csv or table"),
        (("accept", ONE.id, "--reason", "r", "--db", "none.duckdb"), "dragoman load"),
        (("run", "--db", "none.duckdb"), "dragoman load"),
        (("list", "--db", "none.duckdb"), "dragoman load"),
    ],
)
def test_a_bad_call_says_how_to_mend_it_and_changes_nothing(
    call: Call, arguments: tuple[str, ...], mend: str, tmp_path: Path
) -> None:
    ran = call("judge", *arguments)
    assert (ran.status, ran.out) == (2, "")
    (line,) = ran.complaints
    assert mend in line
    assert [file.name for file in tmp_path.iterdir()] == ["dragoman.duckdb"]
    assert call("judge", "list").records == []


def test_history_shows_versions_and_judgements(call: Call, tmp_path: Path) -> None:
    call("judge", "reject", ONE.id, "--reason", "a play")
    call("judge", "correct", ONE.id, "where", "", "--reason", "on a stage")
    rows = call("history", NEWER.id).records
    assert [row["what"] for row in rows] == ["new", "changed", "reject", "correct"]
    assert rows[1]["changes"] == [{"field": "mode", "before": "visit", "after": "phone"}]
    assert (rows[2]["judge"], rows[2]["reason"]) == ("Ada", "a play")
    assert rows[3]["told"] == "where: none"
    cells = list(csv.DictReader(io.StringIO(call("history", ONE.id, "--format", "csv").out)))
    assert [row["changes"] for row in cells] == ["", "mode: visit → phone", "", ""]
    assert [row["reason"] for row in cells] == ["", "", "a play", "on a stage"]
    shown = call("history", ONE.id, "--format", "table").out
    assert ONE.id[:8] in shown
    assert "a play" in shown
    assert call("history", ONE.id, "--out", "h.csv").out == ""
    assert (tmp_path / "h.csv").read_text("utf-8").startswith("at,what,claim")


def test_diff_shows_rows_and_counts(call: Call) -> None:
    ran = call("diff", "first", "last")
    (row,) = ran.records
    assert (row["change"], row["claim_before"], row["claim_after"]) == ("changed", ONE.id, NEWER.id)
    assert ran.complaints == ["dragoman: event: 0 new, 0 gone, 1 changed"]
    back = call("diff", RUNS[1].id, RUNS[0].id[:10], "--format", "csv")
    (cells,) = csv.DictReader(io.StringIO(back.out))
    assert (cells["before"], cells["after"], cells["fields"]) == (
        "mode: phone",
        "mode: visit",
        "mode",
    )


def test_diff_of_no_run_or_of_one(call: Call) -> None:
    for arguments, mend in ((("first", "zz"), RUNS[0].id), (("last", "last"), "name two")):
        ran = call("diff", *arguments)
        assert (ran.status, ran.out) == (2, "")
        assert mend in ran.complaints[0]


def test_a_rejected_claim_no_longer_stands_and_a_corrected_one_stands_corrected(
    call: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    assert call("judge", "reject", OTHER.id, "--reason", "r", "--judge", "Ada").status == 0
    # ONE was coded by an older run: the judgement goes on to the claim that stands in its place
    correct = ("judge", "correct", ONE.id, "recipient", "DEU", "--reason", "r", "--judge", "Ada")
    first = call(*correct).records[0]["id"]

    def current() -> list[tuple[object, ...]]:
        with Store.open(tmp_path / "dragoman.duckdb", read_only=True) as store:
            return store.fetch("SELECT id, mode, recipient_countries FROM current_claims ORDER BY id")

    assert current() == [(NEWER.id, "phone", ["DEU"])]
    assert call("judge", "withdraw", first, "--reason", "r", "--judge", "Ada").status == 0
    assert current() == [(NEWER.id, "phone", ["KOR"])]
