"""Towns of one's own reach the claims: `--geonames FILE` of code, annotate and load."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dragoman.cli.main import app
from dragoman.run.api import InputWarning, code
from dragoman.run.archive import new_run
from dragoman.run.setup import Setup

GOOD = "990001\tQorvabad\tQorvabad\t\t47.25\t28.5\tP\tPPL\tMD\t\t09\t\t\t\t740\t\t\tEurope/Chisinau\t2025-01-01"
BROKEN = GOOD.replace("47.25", "north")
TEXT = "French troops attacked Syrian soldiers in Qorvabad on Monday."


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    path = tmp_path / "own.txt"
    path.write_text(f"{BROKEN}\n{GOOD}\n", encoding="utf-8")
    return path


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_code_places_the_event_in_a_town_of_ones_own(dump: Path) -> None:
    coding = code(TEXT, geonames=dump, engine="rules")
    with pytest.warns(InputWarning, match=r"own\.txt:1: latitude is 'north'"):
        places = [getattr(claim, "where", None) for claim in coding]
    assert [(place.name, place.geonames, place.lat) for place in places if place] == [("Qorvabad", 990001, 47.25)]
    assert [problem.code for problem in coding.problems] == ["geonames-row"]
    assert not any(getattr(claim, "where", None) for claim in code(TEXT, engine="rules"))


def test_every_command_takes_the_option_and_tells_of_broken_rows(dump: Path, article: Path, tmp_path: Path) -> None:
    option = ["--geonames", str(dump), "--engine", "rules"]
    for command in (
        ["code", str(article), *option],
        ["annotate", str(article), "--layers", "place", *option],
        ["load", str(article), "--db", str(tmp_path / "record.duckdb"), *option],
    ):
        result = CliRunner().invoke(app, command)
        assert result.exit_code == 1, result.output
        assert "own.txt:1: geonames-row: latitude is 'north'; write decimal degrees" in result.stderr
        if command[0] == "annotate":
            rows = [json.loads(line) for line in result.stdout.splitlines()]
            assert [(row["name"], row["country"]) for row in rows] == [("Qorvabad", "MDA")]
    status = json.loads(CliRunner().invoke(app, ["status", "--db", str(tmp_path / "record.duckdb")]).stdout)
    assert status["ledger"] == [{"state": "coded", "reason": None, "count": 1}]  # a town's row is no article
    stored = CliRunner().invoke(app, ["query", "--db", str(tmp_path / "record.duckdb"), "--format", "jsonl"])
    assert "Qorvabad" in stored.stdout


def test_missing_file_is_a_wrong_call(article: Path, tmp_path: Path) -> None:
    for command in ("code", "annotate"):
        result = CliRunner().invoke(app, [command, str(article), "--geonames", str(tmp_path / "none.txt")])
        assert result.exit_code == 2
        assert "none.txt: cannot be read" in result.stderr


def test_run_tells_which_towns_it_knew(dump: Path) -> None:
    with_towns = new_run("1", Setup(engine="rules", geonames=dump))
    assert with_towns.id != new_run("1", Setup(engine="rules")).id
    dump.write_text(GOOD.replace("47.25", "47.5") + "\n", encoding="utf-8")
    assert with_towns.id != new_run("1", Setup(engine="rules", geonames=dump)).id
