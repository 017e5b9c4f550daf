"""How the program speaks of what went wrong: one clear line on standard error, and a status."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

import typer

ALL_READ, SOME_UNREAD, WRONG_CALL = 0, 1, 2


class OutputFormat(StrEnum):
    """How records are printed."""

    jsonl = "jsonl"
    csv = "csv"
    table = "table"
    parquet = "parquet"


class CallError(Exception):
    """The call itself is wrong: the message says what to give instead."""


def complain(message: str) -> None:
    """One line on standard error, with control characters made visible."""
    from dragoman.export.visible import visible

    sys.stderr.write("dragoman: " + visible(message) + "\n")
    sys.stderr.flush()


@contextmanager
def speaking() -> Iterator[None]:
    """Turn the program's own errors into one line and a status; anything else is a fault of the program."""
    try:
        yield
    except (typer.Exit, BrokenPipeError, KeyboardInterrupt):
        raise
    except CallError as error:
        complain(str(error))
        raise typer.Exit(WRONG_CALL) from error
    except Exception as error:
        status = _status_of(error)
        if status is None:
            raise
        complain(str(error))
        raise typer.Exit(status) from error


def _status_of(error: Exception) -> int | None:
    from dragoman.knowledge.tables import DataError
    from dragoman.reading.parser import ModelMissingError
    from dragoman.store.errors import StoreError

    if isinstance(error, ModelMissingError | DataError | StoreError):
        return WRONG_CALL
    if isinstance(error, OSError):
        return SOME_UNREAD
    return None
