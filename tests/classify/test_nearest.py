"""The training sentences that a sentence is most like, over vectors made by hand."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.classify.nearest import TEXTS_FILE, VECTORS_FILE, Neighbours

ROWS = (
    "a.txt:1\tAID\tKenya fed Somalia.",
    "a.txt:2\tASSAULT.aerial\tSudan bombed a port.",
    "b.txt:1\tCONSULT\tPeru met Chile.",
    "b.txt:2\tNONE\tPeru met Chile.",
)
# Features of three numbers around the mean (1, 1, 1), of which the first two are kept.
VECTORS = np.array([[100, 0], [0, 50], [-90, 10], [-80, -10]], dtype=np.int8)


def stored(folder: Path, rows: tuple[str, ...] = ROWS) -> Path:
    np.savez_compressed(
        folder / VECTORS_FILE,
        vectors=VECTORS,
        mean=np.ones(3, dtype=np.float16),
        directions=np.eye(3, dtype=np.float16)[:2],
    )
    with gzip.open(folder / TEXTS_FILE, "wt", encoding="utf-8") as handle:
        handle.write("".join(row + "\n" for row in rows))
    return folder


@pytest.fixture(scope="module")
def neighbours(tmp_path_factory: pytest.TempPathFactory) -> Neighbours:
    found = Neighbours.load(stored(tmp_path_factory.mktemp("neighbours")))
    assert found is not None
    return found


@pytest.mark.parametrize("missing", [VECTORS_FILE, TEXTS_FILE])
def test_a_model_without_neighbours_has_none(tmp_path: Path, missing: str) -> None:
    stored(tmp_path)
    assert Neighbours.load(tmp_path) is not None
    (tmp_path / missing).unlink()
    assert Neighbours.load(tmp_path) is None


def test_the_likest_stands_first_with_its_label_and_place(neighbours: Neighbours) -> None:
    first, *_ = neighbours.nearest((1.0, 8.0, 1.0))
    assert (first.where, first.label, first.text) == ("a.txt:2", "ASSAULT.aerial", "Sudan bombed a port.")
    assert first.likeness == pytest.approx(1, abs=0.001)


def test_the_mean_is_taken_off_and_other_directions_do_not_count(neighbours: Neighbours) -> None:
    one = neighbours.nearest((4.0, 2.0, 1.0))
    assert one == neighbours.nearest((4.0, 2.0, -70.0))
    assert one == neighbours.nearest((7.0, 3.0, 1.0))
    assert one[0].likeness == pytest.approx(3 / np.sqrt(10), abs=0.001)


def test_one_text_stands_once_under_its_likest_row(neighbours: Neighbours) -> None:
    found = neighbours.nearest((-9.0, 2.2, 1.0), count=9)
    assert [(each.where, each.label) for each in found] == [
        ("b.txt:1", "CONSULT"),
        ("a.txt:2", "ASSAULT.aerial"),
        ("a.txt:1", "AID"),
    ]


def test_texts_may_hold_tabs_and_letters_of_any_script(tmp_path: Path) -> None:
    found = Neighbours.load(stored(tmp_path, ("a:1\tAID\tone\ttwo – Côte", *ROWS[1:])))
    assert found is not None
    assert found.nearest((2.0, 1.0, 1.0), 1)[0].text == "one\ttwo – Côte"


@given(st.tuples(*[st.floats(-1000, 1000, width=32)] * 3), st.integers(1, 6))
def test_likeness_falls_and_is_a_cosine(neighbours: Neighbours, features: tuple[float, ...], count: int) -> None:
    found = neighbours.nearest(features, count)
    likenesses = [each.likeness for each in found]
    assert likenesses == sorted(likenesses, reverse=True)
    assert all(-1 <= likeness <= 1 for likeness in likenesses)
    assert len({each.text for each in found}) == len(found) == min(count, 3)
    assert found == neighbours.nearest(features, count)
