"""A progress bar on standard error: articles done, articles a second, time left where the end is known."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Ticker(Protocol):
    """Counts one article done."""

    def __call__(self, _: object = None, /) -> None: ...


@contextmanager
def progress(label: str, paths: list[str], shown: bool = True) -> Iterator[Ticker]:
    """A bar while standard error is a terminal, else nothing; yields a function to call for each article.

    `paths` are what is read: they tell how much there is. The bar must be gone (`shown` False, or this context left)
    where records are written to the same terminal.
    """
    if not shown or not sys.stderr.isatty():
        yield lambda _=None: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    from dragoman.intake.formats import count_articles

    class Rate(ProgressColumn):
        """Articles a second."""

        def render(self, task: Task) -> Text:
            return Text(f"{task.finished_speed or task.speed or 0:.1f} articles/s")

    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn(),
        console=Console(stderr=True), transient=True, redirect_stdout=False,
    )  # fmt: skip
    with bar:
        task = bar.add_task(label, total=count_articles(paths))
        yield lambda _=None: bar.advance(task)
