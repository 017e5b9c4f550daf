"""What the benchmarks share: articles to read, and a table to print."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path

from dragoman.intake import read_articles
from dragoman.model.article import Article

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"


def corpus(paths: Sequence[str]) -> list[str]:
    """The files to read: those given, else the corpora beside the project; ends the program where there are none."""
    found = list(paths) or sorted(map(str, CORPUS.glob("*.jsonl")))
    if not found:
        sys.exit("no corpus in ../shared/corpus; name files of articles")
    return found


def articles(paths: Iterable[str], count: int | None = None) -> list[Article]:
    """The first `count` articles of files, or all."""
    return list(islice((found for found in read_articles(paths) if isinstance(found, Article)), count))


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows under a header, numbers with three digits after the point."""
    shown = [list(header)]
    shown += [[f"{cell:.3f}" if isinstance(cell, float) else str(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*shown, strict=True)]
    for row in shown:
        print("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)))


def result(name: str, value: float) -> None:
    """Print the line that programs read."""
    print(f"RESULT {name} {value:.3f}")
