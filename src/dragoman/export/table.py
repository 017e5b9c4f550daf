"""A table of claims for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.table import Table
from rich.text import Text

from dragoman.export.parts import CLAIM_KINDS, Record, part, parts, words
from dragoman.export.visible import visible
from dragoman.model.claim import ACTING_ROLES, NAME_FIELDS, OTHER_ROLES

ID_SHOWN = 8
"""Digits of a claim's id in the table; `explain` takes any that no other claim begins with."""
EVIDENCE_SHOWN = 48
"""Characters of the evidence in the table."""
_UNBROKEN = 10
"""Characters of a cell that stay on one line however narrow the terminal: a day."""
_STYLES = {"id": "dim", "claim": "bold cyan", "who": "green", "to whom": "yellow", "when": "magenta"}


def claims_table(records: Iterable[Record]) -> Table:
    """The claims among `records`, one a row. All text is shown literally: no markup, no control characters."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("id", "when", "claim", "who", "to whom", "said by"):
        table.add_column(name, style=_STYLES.get(name, ""), overflow="fold")
    table.add_column("evidence", ratio=1, overflow="fold")
    for record in records:
        if record.get("kind") in CLAIM_KINDS:
            table.add_row(*(Text(visible(cell)) for cell in _cells(record)))
    return table


def plain_table(columns: Sequence[str], rows: Iterable[Record]) -> Table:
    """Rows of words under their columns, shown as literally as claims are."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    lines = [[visible(words(row, name)) for name in columns] for row in rows]
    for number, name in enumerate(columns):
        longest = max((len(line[number]) for line in lines), default=0)
        table.add_column(name, overflow="fold", min_width=min(max(longest, len(name)), _UNBROKEN))
    for line in lines:
        table.add_row(*map(Text, line))
    return table


def _cells(record: Record) -> tuple[str, ...]:
    return (
        words(record, "id")[:ID_SHOWN],
        words(part(record, "when"), "edtf"),
        claim_title(record),
        ", ".join(_who(party) for party in parts(record, *ACTING_ROLES)),
        ", ".join(_who(party) for party in parts(record, *OTHER_ROLES)),
        " < ".join(words(voice, "name") for voice in parts(record, "said_by")),
        _short(words(part(record, "evidence"), "text")),
    )


def _short(evidence: str) -> str:
    """The beginning of long evidence: a table is for finding claims, `explain` for reading them."""
    return evidence if len(evidence) <= EVIDENCE_SHOWN else evidence[: EVIDENCE_SHOWN - 1].rstrip() + "…"


def claim_title(record: Record) -> str:
    """What a claim says, in a word or two: an event's type and mode, else kind and name; with what qualifies it."""
    if record.get("kind") == "event":
        title = "/".join(filter(None, (words(record, "type"), words(record, "mode"))))
    else:
        name = next(filter(None, (words(record, field) for field in NAME_FIELDS.values())), "")
        title = ": ".join(filter(None, (words(record, "kind"), name)))
    usual = ("", "affirmed", "actual", "incumbent", "signed")
    marks = [mark for mark in (words(record, "polarity"), words(record, "status")) if mark not in usual]
    return f"{title} ({', '.join(marks)})" if marks else title


def _who(party: Record) -> str:
    code = " ".join(filter(None, (words(party, "country"), words(party, "sector"))))
    return f"{words(party, 'name')} [{code}]" if code else words(party, "name")
