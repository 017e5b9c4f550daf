"""`dragoman train`: figures on standard output, a model in a folder, and wrong rows told by file and line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conftest import Call

pytest.importorskip("sklearn", reason="training needs scikit-learn (the extra `train`)")

STATES = ("Kenya", "Peru", "Norway", "Fiji", "Oman", "Chile", "Ghana", "Nepal", "Malta", "Laos", "Samoa", "Tonga")
FRIENDS = [f"AID | [{state}] {{sent rice to}} <{STATES[at - 1]}>." for at, state in enumerate(STATES)]
FOES = [f"ASSAULT | [{state}] {{bombed a camp in}} <{STATES[at - 1]}>." for at, state in enumerate(STATES)]
NOTHING = [f"NONE | [{state}] and <{STATES[at - 1]}> are both on the coast." for at, state in enumerate(STATES)]


def write(folder: Path, rows: list[str], name: str = "rows.txt") -> Path:
    file = folder / name
    file.write_text("\n".join(rows) + "\n")
    return file


def test_train_prints_figures_and_writes_a_model_that_type_uses(call: Call, tmp_path: Path) -> None:
    write(tmp_path, ["# my rows", *FRIENDS, *FOES, *NOTHING])
    ran = call("train", "rows.txt", "--out", "mine")
    assert (ran.status, ran.complaints) == (0, ["dragoman: mine: written; use it with --model mine"])
    head, *rows = ran.out.splitlines()
    assert head.split() == ["type", "rows", "precision", "recall", "F1"]
    assert [row.split()[:2] for row in rows[:3]] == [["AID", "12"], ["ASSAULT", "12"], ["NONE", "12"]]
    assert rows[3].startswith("accuracy ")
    text = "Haiti bombed a camp in Cuba."
    pair = {"id": "p", "text": text, "actor": {"start": 0, "end": 5}, "recipient": {"start": 23, "end": 27}}
    typed = call("type", "-", "--model", "mine", "--engine", "model", stdin=json.dumps(pair))
    assert [row["type"] for row in typed.records] == ["ASSAULT"]


def test_rows_without_any_of_none_are_warned_of(call: Call, tmp_path: Path) -> None:
    write(tmp_path, [*FRIENDS, *FOES])
    ran = call("train", "rows.txt", "--out", "mine")
    assert ran.status == 0
    assert "no rows of NONE" in ran.complaints[0]


def test_json_rows_are_read(call: Call, tmp_path: Path) -> None:
    rows = [
        json.dumps({"text": f"{state} {deed} Cuba.", "type": type_, "actor": {"start": 0, "end": len(state)}})
        for state in STATES
        for deed, type_ in (("toasted", "FEAST"), ("bugged", "SPY"))
    ]
    write(tmp_path, rows, "rows.jsonl")
    ran = call("train", "rows.jsonl", "--out", "mine")
    assert ran.status == 0
    assert [line.split()[0] for line in ran.out.splitlines()[1:3]] == ["FEAST", "SPY"]


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([*FRIENDS, "AID | [Peru sent {rice} to <Chile>."], "rows.txt:13: { stands where no mark may"),
        (["", "Peru sent rice."], "rows.txt:2: write TYPE.mode status polarity | sentence"),
        (FRIENDS, "all of one type"),
        ([*FRIENDS, *FOES[:3]], "too few rows of ASSAULT 3"),
        ([], "mark rows"),
    ],
)
def test_wrong_rows_end_with_status_2_and_write_nothing(call: Call, tmp_path: Path, rows: list[str], why: str) -> None:
    write(tmp_path, rows)
    ran = call("train", "rows.txt", "--out", "mine")
    assert (ran.status, ran.out) == (2, "")
    (line,) = ran.complaints
    assert why in line
    assert not (tmp_path / "mine").exists()


def test_a_wrong_json_row_is_told_by_file_and_line(call: Call, tmp_path: Path) -> None:
    write(tmp_path, [json.dumps({"text": "Peru slept.", "type": "AID", "actor": {"start": 0, "end": 99}})], "r.jsonl")
    ran = call("train", "r.jsonl", "--out", "mine")
    assert (ran.status, ran.out) == (2, "")
    assert ran.complaints[0].startswith("dragoman: r.jsonl:1: ")


def test_a_file_that_is_not_there_or_no_text_is_told(call: Call, tmp_path: Path) -> None:
    assert call("train", "none.txt", "--out", "mine").status == 2
    (tmp_path / "bytes.txt").write_bytes(b"AID | [Per\xfa] {aided} <Chile>")
    ran = call("train", "bytes.txt", "--out", "mine")
    assert (ran.status, ran.out, len(ran.complaints)) == (2, "", 1)


def test_a_base_that_is_no_model_is_told(call: Call, tmp_path: Path) -> None:
    write(tmp_path, [*FRIENDS, *FOES])
    ran = call("train", "rows.txt", "--out", "mine", "--base", tmp_path)
    assert (ran.status, ran.out) == (2, "")
    assert "holds no model.onnx" in ran.complaints[0]
