"""`data check`."""

from __future__ import annotations

from pathlib import Path

from dragoman.cli.exits import ALL_READ, SOME_UNREAD, complain
from dragoman.cli.output import opened
from dragoman.export.visible import visible
from dragoman.run.check import check_data, fix_layout


def run_check(examples: bool, fix: bool, ontology: Path | None) -> int:
    """Print what is wrong with the data, one finding a line; status 1 where anything is."""
    if fix:
        for name in fix_layout():
            complain(f"{name}: put into canonical layout")
    count = 0
    with opened(None) as handle:
        for finding in check_data(overlay=ontology, examples=examples):
            count += 1
            handle.write(visible(f"{finding.where}: {finding.message}") + "\n")
    complain(f"{count} finding(s)" if count else "all data are in order")
    return SOME_UNREAD if count else ALL_READ
