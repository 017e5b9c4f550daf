"""How the program speaks of what went wrong: one clear line on standard error, and a status."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

import typer

ALL_READ, SOME_UNREAD, WRONG_CALL, INTERRUPTED = 0, 1, 2, 130


class OutputFormat(StrEnum):
    """How records are printed."""

    jsonl = "jsonl"
    csv = "csv"
    table = "table"
    parquet = "parquet"


class CallError(Exception):
    """The call itself is wrong: the message says what to give instead."""


def discard_output() -> None:
    """Let what is still buffered go nowhere, or the interpreter would complain about it when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(message: str) -> None:
    """One line on standard error, with control characters made visible."""
    from dragoman.export.visible import visible

    sys.stderr.write("dragoman: " + visible(message) + "\n")
    sys.stderr.flush()


@contextmanager
def speaking(kept: str = "") -> Iterator[None]:
    """Turn the program's own errors into one line and a status; anything else is a fault of the program.

    A closed pipe ends the program quietly: who read it has what he wanted. Ctrl-C ends it with status 130 and one line,
    to which `kept` adds what becomes of the work done.
    """
    try:
        yield
    except typer.Exit:
        raise
    except KeyboardInterrupt as interrupt:
        complain("interrupted" + kept)
        raise typer.Exit(INTERRUPTED) from interrupt
    except BrokenPipeError as error:
        discard_output()
        raise typer.Exit(ALL_READ) from error
    except Exception as error:
        if not _is_ours(error):
            raise
        complain(str(error))
        raise typer.Exit(WRONG_CALL) from error


def _is_ours(error: Exception) -> bool:
    """Whether the error's message is written for users."""
    from dragoman.classify.classifier import ClassifierMissingError
    from dragoman.classify.training import TrainingError
    from dragoman.knowledge.tables import DataError
    from dragoman.reading.parser import ModelMissingError
    from dragoman.run.coder import WorkerError
    from dragoman.store.errors import StoreError

    missing = ModelMissingError | ClassifierMissingError | TrainingError
    return isinstance(error, CallError | missing | DataError | WorkerError | StoreError | OSError)
