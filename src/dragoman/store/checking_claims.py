"""What the stored record of a claim says of itself: its id, its passages, and the columns and parties it stands for."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterator, Mapping
from datetime import date
from typing import cast

from dragoman.model.claim import ACTING_ROLES, OTHER_ROLES, VOICED_ROLES
from dragoman.store.encoding import load_text
from dragoman.store.identity import ID_LENGTH

Record = Mapping[str, object]

_PARTIES = frozenset((*ACTING_ROLES, *OTHER_ROLES, "via", "reported_by"))
_SAME = ("article", "kind", "rule")
_WHEN = {"edtf": "when.edtf", "when_basis": "when.basis", "happened_from": "when.from", "happened_to": "when.to"}
_OF_KIND: Mapping[str, Mapping[str, str]] = {
    "event": {
        **{name: name for name in ("type", "mode", "contexts", "polarity", "status", "quad", "intensity", "cameo")},
        "place": "where.name",
        "place_country": "where.country",
        "latitude": "where.lat",
        "longitude": "where.lon",
        **_WHEN,
    },
    "statement": {"manner": "manner", "stance": "stance"},
    "office": {
        "name": "title",
        "status": "status",
        "organisation": "organisation",
        "office_country": "country",
        "accredited_to": "accredited_to",
        **_WHEN,
    },
    "agreement": {"name": "name", "status": "status", "subject": "subject", **_WHEN},
    "membership": {"name": "body", **_WHEN},
    "relation": {"name": "relation", **_WHEN},
}
"""Column to where its value stands in the record, by kind; a column that a kind lacks is NULL."""
_DAYS = ("happened_from", "happened_to")
OF_KINDS = tuple(sorted({name for columns in _OF_KIND.values() for name in columns} | {"content"}))
COLUMNS = (
    *_SAME, "confidence", "evidence_start", "evidence_end", "evidence", "actors", "actor_countries", "recipients",
    "recipient_countries", "countries", "speakers", "said_by", *OF_KINDS,
)  # fmt: skip
"""The columns of `claims` that the record tells; the others hang on the article."""


def read_record(stored: str) -> dict[str, object] | None:
    """The record with its texts as stored, or None where it is no JSON object."""
    try:
        record = json.loads(stored)
    except (ValueError, RecursionError):
        return None
    return cast("dict[str, object]", record) if isinstance(record, dict) else None


def record_id(record: Record) -> str:
    """The id that a record (texts as `load_record` gives them) must have: see `Claim.id`."""
    content = {name: value for name, value in record.items() if name != "id"}
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()[:ID_LENGTH]


def misfit_passages(record: object, text: str, where: str = "") -> Iterator[str]:
    """What is wrong with the passages anywhere in a record, given its article's text; each says where it stands."""
    if isinstance(record, list):
        for number, part in enumerate(record):
            yield from misfit_passages(part, text, f"{where}[{number}]")
    elif isinstance(record, dict):
        if "start" in record and "end" in record:
            wrong = _misfit(record["start"], record["end"], record.get("text"), text)
            if wrong:
                yield f"{where or 'record'} {wrong}"
        for name, part in record.items():
            if isinstance(part, dict | list):
                yield from misfit_passages(part, text, f"{where}.{name}" if where else name)


def _misfit(start: object, end: object, words: object, text: str) -> str | None:
    if start is None and end is None:
        return None
    if type(start) is not int or type(end) is not int:
        return f"has {start!r} and {end!r} for offsets"
    if not 0 <= start <= end <= len(text):
        return f"at {start}:{end} lies outside of the {len(text)} characters of its article"
    if start == end:  # an outlet stands in no words
        return None if not words else f"at {start}:{end} is empty, but has words"
    if words != text[start:end]:
        return f"at {start}:{end} does not hold the article's words there"
    return None


def misfit_columns(record: Record, row: Mapping[str, object]) -> list[str]:
    """The columns among `COLUMNS` whose value in `row` is not what the record (texts as stored) tells."""
    told = told_columns(record)
    return [name for name in COLUMNS if not _same(name, told.get(name), row[name])]


def _same(name: str, told: object, held: object) -> bool:
    if name in _DAYS:
        day = _day(told)
        if day is not None or told is None:
            return held == day
        return True  # what is no day here DuckDB may have read as one, or have given up
    if isinstance(told, float) and not math.isfinite(told):
        return held is None
    return told == held


def _day(value: object) -> str | None:
    try:
        return date.fromisoformat(value).isoformat() if isinstance(value, str) else None
    except ValueError:
        return None


def told_columns(record: Record) -> dict[str, object]:
    """The columns among `COLUMNS` as `dragoman.store.rows.claim_row` makes them, but from the record alone; those that
    the claim's kind lacks are left out."""
    kind = str(record.get("kind"))
    parties = {name: _dicts(value) for name, value in record.items() if name in _PARTIES}
    acting = [party for role in ACTING_ROLES for party in parties.get(role, ())]
    other = [party for role in OTHER_ROLES for party in parties.get(role, ())]
    everybody = [
        party
        for role, several in parties.items()
        for party in several
        if role != "reported_by" or party.get("start") != party.get("end")
    ]
    told: dict[str, object] = {name: _at(record, path) for name, path in _OF_KIND.get(kind, {}).items()}
    office, sent_to = told.get("office_country"), told.get("accredited_to")
    if kind == "statement":
        told["content"] = [passage.get("text") for passage in _dicts(record.get("content"))]
    return told | {
        **{name: record.get(name) for name in (*_SAME, "confidence")},
        "evidence_start": _at(record, "evidence.start"),
        "evidence_end": _at(record, "evidence.end"),
        "evidence": _at(record, "evidence.text"),
        "actors": _names(acting),
        "actor_countries": _countries(acting, office),
        "recipients": _names(other),
        "recipient_countries": _countries(other, sent_to),
        "countries": _countries(everybody, office, sent_to),
        "speakers": _names([party for role in VOICED_ROLES for party in parties.get(role, ())]),
        "said_by": _names(_dicts(record.get("said_by"))),
    }


PartyRow = tuple[object, ...]
PARTY_COLUMNS = ("role", "ordinal", "name", "entity", "country", "sector", "office", "start", "end")
"""The columns of `claim_parties` that `told_parties` gives, in this order."""


def told_parties(record: Record) -> list[PartyRow]:
    """The rows of `claim_parties` that the record (texts as stored) tells."""
    return [
        (role, ordinal, *(party.get(name) for name in PARTY_COLUMNS[2:]))
        for role, value in record.items()
        if role in _PARTIES or role == "said_by"
        for ordinal, party in enumerate(_dicts(value))
    ]


def loaded(value: object) -> object:
    """A stored value with its texts as they were given to the store."""
    if isinstance(value, str):
        return load_text(value)
    if isinstance(value, list):
        return [loaded(part) for part in value]
    if isinstance(value, dict):
        return {name: loaded(part) for name, part in value.items()}
    return value


def _at(record: Record, path: str) -> object:
    value: object = record
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _dicts(value: object) -> list[dict[str, object]]:
    several = value if isinstance(value, list) else [value]
    return [part for part in several if isinstance(part, dict)]


def _names(parties: list[dict[str, object]]) -> list[object]:
    return [party.get("name") for party in parties]


def _countries(parties: list[dict[str, object]], *more: object) -> list[object]:
    found = (*(party.get("country") for party in parties), *more)
    return [country for at, country in enumerate(found) if country and country not in found[:at]]
