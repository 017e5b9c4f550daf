"""The options that many commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dragoman.cli.exits import OutputFormat

DEFAULT_DB = Path("dragoman.duckdb")
Database = Annotated[Path, typer.Option("--db", metavar="FILE", help="The database.")]
Format = Annotated[
    OutputFormat | None,
    typer.Option("--format", "-f", help="Default: a table on a terminal, JSON Lines in a pipe."),
]
Out = Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="Write to a file, not standard output.")]
