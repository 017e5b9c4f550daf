"""Claims that people corrected, as rows of `corrected_claims`: the stored row with what the record now says."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from dragoman.store.checking_claims import told_columns
from dragoman.store.database import Store
from dragoman.store.encoding import store_record
from dragoman.store.engine import AMONG
from dragoman.store.rows import Row, fit

Record = Mapping[str, Any]
_NOT_THE_JUDGES = frozenset(
    {"article", "kind", "rule", "confidence", "said_by", "evidence_start", "evidence_end", "evidence"}
)
"""Columns that no correction reaches: they are the article's and the program's."""


def corrected_rows(store: Store, records: Iterable[Record]) -> Iterator[Row]:
    """The rows of `corrected_claims` for the corrected records (as `corrected_record` gives them) of stored claims.

    They are fit for `Store.insert`. Records of claims that the store does not have are left out.
    """
    by_id = {str(record["id"]): record for record in records}
    names = [str(name) for (name,) in store.fetch(
        "SELECT column_name FROM duckdb_columns() WHERE table_name = 'claims' ORDER BY column_index"
    )]  # fmt: skip
    rows = store.fetch(
        f"SELECT {', '.join(names)} FROM claims WHERE id {AMONG} ORDER BY id",
        [json.dumps(sorted(by_id))],
    )
    for row in rows:
        stored = dict(zip(names, row, strict=True))
        yield corrected_row(stored, by_id[str(stored["id"])])


def corrected_row(stored: Row, record: Record) -> Row:
    """The row of a claim as its corrected record has it; `stored` is its row in `claims`, texts as they are stored.

    Id, article, voices, evidence, rule and confidence stay: they are the article's and the program's, not the judge's.
    """
    row = {name: value.isoformat() if isinstance(value, date) else value for name, value in stored.items()}
    told = {name: value for name, value in told_columns(record).items() if name not in _NOT_THE_JUDGES}
    return row | dict(fit(told)) | {"record": store_record(dict(record))}
