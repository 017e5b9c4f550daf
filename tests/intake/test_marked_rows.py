"""Marked sentences as the codebook writes them: marks come off where they stood, wrong lines are told by number."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.intake.marked_rows import RowError, TrainingRow, read_row, read_rows
from dragoman.model.span import Span

PLAIN = "Norway condemned the army of Myanmar."
LINE = "ACCUSE.disapprove | [Norway] {condemned} <the army of Myanmar>."


def test_a_line_gives_its_text_without_marks_and_the_spans_of_each() -> None:
    row = read_row(LINE, "rows.txt:1")
    assert row == TrainingRow(
        PLAIN, "ACCUSE", "disapprove", "actual", "affirmed", Span(0, 6), Span(17, 36), (Span(7, 16),), "rows.txt:1"
    )


def test_status_and_polarity_stand_in_either_order() -> None:
    for head in ("AID future denied", "  AID  denied   future "):
        row = read_row(f"{head}| [Kenya] {{aids}} nobody", "x:1")
        assert (row.type, row.mode, row.status, row.polarity, row.recipient) == ("AID", None, "future", "denied", None)


def test_a_cue_may_be_in_two_parts_and_parties_in_any_order() -> None:
    row = read_row("ASSAULT | <Lomé’s 🇹🇬 camp> was {fired} at {again} by [Peru]", "x:1")
    assert [part.words(row.text) for part in row.cue] == ["fired", "again"]
    assert row.recipient is not None
    assert row.recipient.words(row.text) == "Lomé’s 🇹🇬 camp"
    assert row.actor is not None
    assert row.actor.words(row.text) == "Peru"


WORDS = st.text(st.characters(exclude_characters="[]{}<>|", exclude_categories=("Cs", "Cc", "Zl", "Zp")), max_size=12)
FILLED = WORDS.filter(bool)


@given(st.permutations(["[]", "<>", "{}"]), FILLED, FILLED, FILLED, st.tuples(WORDS, WORDS, WORDS, WORDS))
def test_marks_go_round(signs: list[str], one: str, two: str, three: str, between: tuple[str, str, str, str]) -> None:
    pieces = [f"{sign[0]}{words}{sign[1]}" for sign, words in zip(signs, (one, two, three), strict=True)]
    marked = "".join(part for pair in zip(between, [*pieces, ""], strict=True) for part in pair).strip()
    row = read_row(f"AID | {marked}", "x:1")
    assert row.text == "".join(character for character in marked if character not in "[]{}<>")
    assert row.actor is not None
    assert row.recipient is not None
    spans = {"[]": row.actor, "<>": row.recipient, "{}": row.cue[0]}
    for sign, words in zip(signs, (one, two, three), strict=True):
        assert spans[sign].words(row.text) == words
    again = row.text
    for sign, span in sorted(spans.items(), key=lambda item: -item[1].start):
        again = again[: span.start] + sign[0] + span.words(row.text) + sign[1] + again[span.end :]
    assert again == marked


WRONG = [
    ("no bar at all", "with one |"),
    ("AID | [Kenya] {aided} | <Somalia>", "with one |"),
    ("AID soon | [Kenya] {aided} <Somalia>", "soon is neither status nor polarity"),
    ("AID | [Kenya] [Peru] {aided} <Somalia>", "one [actor]"),
    ("AID | [Kenya] {aided} <Somalia> <Peru>", "one <recipient>"),
    ("AID | [Kenya] {a} {b} {c} <Somalia>", "at most two {cues}"),
    ("AID | [Kenya] aided <Somalia>", "every other row has one"),
    ("NONE | [Kenya] {aided} <Somalia>", "a row of NONE has no {cue}"),
    ("AID | Kenya {aided} Somalia", "neither [actor] nor <recipient>"),
    ("AID | [Kenya {aided}] <Somalia>", "{ stands where no mark may"),
    ("AID | [Kenya> {aided} <Somalia>", "> stands where no mark may"),
    ("AID | Kenya] {aided} <Somalia>", "] stands where no mark may"),
    ("AID | [Kenya] {aided} <Somalia", "< is never closed"),
]


@pytest.mark.parametrize(("line", "why"), WRONG)
def test_a_wrong_line_is_told_by_file_and_number(tmp_path: Path, line: str, why: str) -> None:
    file = tmp_path / "mine.txt"
    file.write_text(f"# a remark\n\n{LINE}\n{line}\n", encoding="utf-8")
    rows = read_rows(file)
    assert next(rows).where == "mine.txt:3"
    with pytest.raises(RowError) as caught:
        next(rows)
    assert str(caught.value).startswith("mine.txt:4: ")
    assert why in str(caught.value)


@pytest.mark.parametrize("line", ["| [Kenya] {aided} <Somalia>", "AID | [] {aided} <Somalia>"])
def test_a_line_without_type_or_with_empty_marks_is_told_too(line: str) -> None:
    with pytest.raises(RowError, match=r"^mine\.txt:4: "):
        read_row(line, "mine.txt:4")


def test_a_folder_is_read_in_the_order_of_names_text_files_alone(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "c.md"):
        (tmp_path / name).write_text(f"# {name}\n{LINE}\n")
    assert [row.where for row in read_rows(tmp_path)] == ["a.txt:2", "b.txt:2"]


def json_row(**more: object) -> str:
    row = {
        "text": PLAIN,
        "type": "SCOLD",
        "actor": {"start": 0, "end": 6},
        "recipient": {"start": 17, "end": 36},
    }
    return json.dumps({name: value for name, value in (row | more).items() if value != "left out"})


def test_json_rows(tmp_path: Path) -> None:
    file = tmp_path / "mine.jsonl"
    full = json_row(cue={"start": 7, "end": 16}, mode="hard", status="historical", polarity="denied")
    file.write_text(f"{json_row()}\n\n{full}\n{json_row(recipient=None)}\n")
    plain, marked, alone = read_rows(file)
    assert plain == TrainingRow(
        PLAIN, "SCOLD", None, "actual", "affirmed", Span(0, 6), Span(17, 36), (), "mine.jsonl:1"
    )
    assert (marked.cue, marked.mode, marked.status, marked.polarity, marked.where) == (
        (Span(7, 16),), "hard", "historical", "denied", "mine.jsonl:3",
    )  # fmt: skip
    assert alone.recipient is None


@pytest.mark.parametrize(
    "row",
    [
        "{not json",
        json_row(text="left out"),
        json_row(type="left out"),
        json_row(actor={"start": 0}),
        json_row(actor="Norway"),
        json_row(actor={"start": "0", "end": "6"}),
        json_row(actor={"start": 6, "end": 6}),
        json_row(actor={"start": -3, "end": 6}),
        json_row(recipient={"start": 17, "end": len(PLAIN) + 1}),
    ],
)
def test_wrong_json_rows_are_told_by_file_and_number(tmp_path: Path, row: str) -> None:
    file = tmp_path / "mine.jsonl"
    file.write_text(f"{json_row()}\n{row}\n")
    with pytest.raises(RowError, match=r'^mine\.jsonl:2: no row \{"text",.*mend it$'):
        list(read_rows(file))
