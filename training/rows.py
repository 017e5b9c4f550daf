"""Where the training set lies."""

from __future__ import annotations

from pathlib import Path

from dragoman.intake.marked_rows import TrainingRow, read_rows

FOLDER = Path(__file__).resolve().parent / "events"


def training_rows() -> list[TrainingRow]:
    """All rows, in the order of files and lines."""
    return list(read_rows(FOLDER))
