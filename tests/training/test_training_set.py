"""The training set: every line in the codebook's form, with the ontology's names, and enough of them."""

from __future__ import annotations

from itertools import pairwise

import pytest

from conftest import ROOT
from dragoman.intake.marked_rows import NONE, TrainingRow, read_rows
from dragoman.knowledge.ontology import load_ontology

FOLDER = ROOT / "training" / "events"


@pytest.fixture(scope="module")
def rows() -> list[TrainingRow]:
    """All rows; a line that cannot be read raises RowError here, with file and line."""
    return list(read_rows(FOLDER))


def test_there_are_enough_rows(rows: list[TrainingRow]) -> None:
    assert sum(row.actor is not None and row.recipient is not None for row in rows) >= 8000
    assert sum(row.type == NONE for row in rows) >= 2000


def test_every_type_has_a_file_and_rows(rows: list[TrainingRow]) -> None:
    types = set(load_ontology().types)
    assert {row.type for row in rows} == types | {NONE}
    assert {file.name.split(".")[0] for file in FOLDER.glob("*.txt")} >= types | {NONE}


def test_types_and_modes_are_those_of_the_ontology(rows: list[TrainingRow]) -> None:
    types = load_ontology().types
    unknown = [
        row.where
        for row in rows
        if (row.mode is not None and row.mode not in types[row.type].modes if row.type in types else row.type != NONE)
    ]
    assert unknown == []


def test_spans_lie_inside_and_apart_and_have_no_blanks_at_their_edges(rows: list[TrainingRow]) -> None:
    wrong = []
    for row in rows:
        spans = [span for span in (row.actor, row.recipient, *row.cue) if span is not None]
        words = [span.words(row.text) for span in spans]
        ordered = sorted(spans)
        if any(each != each.strip() for each in words) or any(one.overlaps(other) for one, other in pairwise(ordered)):
            wrong.append(row.where)
    assert wrong == []


def test_rows_of_none_mark_both_and_tell_no_mode_status_or_polarity(rows: list[TrainingRow]) -> None:
    wrong = [
        row.where
        for row in rows
        if row.type == NONE
        and (None in (row.actor, row.recipient) or (row.mode, row.status, row.polarity) != (None, "actual", "affirmed"))
    ]
    assert wrong == []


def test_no_row_stands_twice(rows: list[TrainingRow]) -> None:
    seen: dict[tuple[object, ...], str] = {}
    twice = []
    for row in rows:
        key = (row.text, row.type, row.actor, row.recipient, row.cue)
        if key in seen:
            twice.append(f"{row.where} as {seen[key]}")
        seen[key] = row.where
    assert twice == []


def test_no_pair_has_an_event_and_none(rows: list[TrainingRow]) -> None:
    events = {(row.text, row.actor, row.recipient): row.where for row in rows if row.type != NONE}
    both = [
        f"{row.where} against {events[row.text, row.actor, row.recipient]}"
        for row in rows
        if row.type == NONE and (row.text, row.actor, row.recipient) in events
    ]
    assert both == []
