"""CSV with one flat row a claim, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from typing import TextIO

from dragoman.export.parts import CLAIM_KINDS, Record, part, parts, words
from dragoman.model.claim import ACTING_ROLES, OTHER_ROLES

COLUMNS: tuple[str, ...] = (
    *("id", "article", "kind", "type", "mode", "contexts", "polarity", "status"),
    *("actor", "actor_entity", "actor_country", "actor_sector"),
    *("recipient", "recipient_entity", "recipient_country", "recipient_sector"),
    *("when_edtf", "when_from", "when_to", "when_basis"),
    *("where_name", "where_country", "lat", "lon"),
    *("quad", "intensity", "cameo", "said_by", "via", "reported_by", "manner", "stance", "content"),
    *("title", "country", "accredited_to", "organisation", "name", "subject", "body", "relation"),
    *("confidence", "rule", "evidence_start", "evidence_end", "evidence_text"),
)
"""The header. Several parties stand in one cell, joined by "; ", in the same order in each of their columns."""

COUNTS = frozenset({"quad", "evidence_start", "evidence_end"})
"""The columns of whole numbers."""
MEASURES = frozenset({"lat", "lon", "intensity", "confidence"})
"""The columns of numbers with a fraction."""
_NUMBERS = COUNTS | MEASURES
_AS_THEY_STAND = (
    *("id", "article", "kind", "type", "mode", "polarity", "status", "quad", "intensity", "cameo", "manner", "stance"),
    *("title", "country", "accredited_to", "organisation", "name", "subject", "body", "relation", "confidence", "rule"),
)
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet may take for the start of a formula (full-width signs in East Asian editions too)."""
_AND, _BEHIND = "; ", " < "


def write_csv(records: Iterable[Record], out: TextIO, *, header: bool = True) -> int:
    """Writes the claims among `records` to `out` (opened with ``newline=""``) as RFC 4180 and returns how many.

    Records of articles, repairs and problems have no place in the table and are left out. A text cell that a
    spreadsheet could take for a formula gets an apostrophe in front; numbers stay numbers. A lone surrogate is
    written ``\\ud800``.
    """
    writer = csv.writer(out, lineterminator="\r\n")
    if header:
        writer.writerow(COLUMNS)
    count = 0
    for record in records:
        if record.get("kind") in CLAIM_KINDS:
            writer.writerow(flat_row(record))
            count += 1
    return count


def write_plain_csv(columns: Sequence[str], rows: Iterable[Record], out: TextIO) -> None:
    """Writes rows under their columns, words made safe as in `write_csv`; numbers stay numbers, None becomes empty."""
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(
        [_safe(words(row, name), isinstance(row.get(name), int | float)) for name in columns] for row in rows
    )


def flat_row(record: Record) -> list[str]:
    """The cells of one claim in the order of `COLUMNS`, safe for a spreadsheet."""
    cells = flat_cells(record)
    return [_safe(cells[name], name in _NUMBERS) for name in COLUMNS]


def flat_cells(record: Record) -> dict[str, str]:
    """The words of each column of `COLUMNS` for one claim, as they stand; "" where there are none."""
    when, where, evidence = part(record, "when"), part(record, "where"), part(record, "evidence")
    contexts = record.get("contexts")
    cells = {name: words(record, name) for name in _AS_THEY_STAND}
    cells |= _party_cells("actor", parts(record, *ACTING_ROLES)) | _party_cells(
        "recipient", parts(record, *OTHER_ROLES)
    )
    cells |= {f"when_{name}": words(when, name) for name in ("edtf", "from", "to", "basis")}
    cells |= {"where_name": words(where, "name"), "where_country": words(where, "country")}
    cells |= {name: words(where, name) for name in ("lat", "lon")}
    cells |= {f"evidence_{name}": words(evidence, name) for name in ("start", "end", "text")}
    cells |= {
        "contexts": _AND.join(map(str, contexts)) if isinstance(contexts, list | tuple) else "",
        "said_by": _BEHIND.join(words(voice, "name") for voice in parts(record, "said_by")),
        "via": _AND.join(words(party, "name") for party in parts(record, "via")),
        "reported_by": words(part(record, "reported_by"), "name"),
        "content": _AND.join(words(passage, "text") for passage in parts(record, "content")),
    }
    return cells


def _party_cells(column: str, parties: Sequence[Record]) -> dict[str, str]:
    cells = {column: _AND.join(words(party, "name") for party in parties)}
    for name in ("entity", "country", "sector"):
        values = [words(party, name) for party in parties]
        cells[f"{column}_{name}"] = _AND.join(values) if any(values) else ""
    return cells


def _safe(cell: str, number: bool) -> str:
    writable = cell.encode("utf-8", "backslashreplace").decode("utf-8")
    return writable if number or not writable.startswith(_FORMULA_STARTS) else f"'{writable}"
