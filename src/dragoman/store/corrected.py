"""Claims that people corrected, as rows of `corrected_claims`: the stored row with what the record now says."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from dragoman.store.database import Store
from dragoman.store.encoding import store_record, store_text
from dragoman.store.rows import Row

_ACTING = ("actor", "speaker", "holder", "member", "parties")
_OTHER = ("recipient", "addressee")
_VOICED = ("speaker", "via")
_EVERYBODY = (*_ACTING, "via", "reported_by", *_OTHER)
_NAME_OF_KIND = {"office": "title", "agreement": "name", "membership": "body", "relation": "relation"}
_AS_THEY_STAND = (
    *("type", "mode", "polarity", "status", "quad", "intensity", "cameo", "manner", "stance", "accredited_to"),
    *("organisation", "subject"),
)

Record = Mapping[str, Any]


def corrected_rows(store: Store, records: Iterable[Record]) -> Iterator[Row]:
    """The rows of `corrected_claims` for the corrected records (as `corrected_record` gives them) of stored claims.

    They are fit for `Store.insert`. Records of claims that the store does not have are left out.
    """
    by_id = {str(record["id"]): record for record in records}
    names = [str(name) for (name,) in store.fetch(
        "SELECT column_name FROM duckdb_columns() WHERE table_name = 'claims' ORDER BY column_index"
    )]  # fmt: skip
    rows = store.fetch(
        f"SELECT {', '.join(names)} FROM claims WHERE id IN (SELECT unnest(from_json(?, '[\"VARCHAR\"]'))) ORDER BY id",
        [json.dumps(sorted(by_id))],
    )
    for row in rows:
        stored = dict(zip(names, row, strict=True))
        yield corrected_row(stored, by_id[str(stored["id"])])


def corrected_row(stored: Row, record: Record) -> Row:
    """The row of a claim as its corrected record has it; `stored` is its row in `claims`, texts as they are stored.

    Id, article, voices, evidence, rule and confidence stay: they are the article's and the program's, not the judge's.
    """
    acting, other = _parties(record, *_ACTING), _parties(record, *_OTHER)
    office_country, accredited_to = record.get("country"), record.get("accredited_to")
    everybody = [
        party
        for role in _EVERYBODY
        for party in _parties(record, role)
        if role != "reported_by" or party["end"] > party["start"]
    ]
    when, where = record.get("when") or {}, record.get("where") or {}
    told = {
        "actors": [party["name"] for party in acting],
        "actor_countries": _countries(acting, office_country),
        "recipients": [party["name"] for party in other],
        "recipient_countries": _countries(other, accredited_to),
        "countries": _countries(everybody, office_country, accredited_to),
        "speakers": [party["name"] for party in _parties(record, *_VOICED)],
        "office_country": office_country,
        "name": record.get(_NAME_OF_KIND.get(str(record["kind"]), "")),
        "happened_from": when.get("from"),
        "happened_to": when.get("to"),
        "edtf": when.get("edtf"),
        "when_basis": when.get("basis"),
        "place": where.get("name"),
        "place_country": where.get("country"),
        "latitude": where.get("lat"),
        "longitude": where.get("lon"),
        **{name: record.get(name) for name in _AS_THEY_STAND},
    }
    row = {name: value.isoformat() if isinstance(value, date) else value for name, value in stored.items()}
    return row | {name: _fit(value) for name, value in told.items()} | {"record": store_record(dict(record))}


def _parties(record: Record, *roles: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for role in roles:
        value = record.get(role)
        found.extend(value if isinstance(value, list) else [value] if value else [])
    return found


def _countries(parties: Iterable[Mapping[str, Any]], *more: Any) -> list[str]:
    """Each country once, in the order of the parties."""
    found = (*(party["country"] for party in parties), *more)
    return list(dict.fromkeys(country for country in found if country))


def _fit(value: object) -> object:
    if isinstance(value, str):
        return store_text(value)
    return [_fit(part) for part in value] if isinstance(value, list) else value
