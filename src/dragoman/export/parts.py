"""The parts of a claim's record, read with care: a record may come from an older version or another hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

CLAIM_KINDS = frozenset({"event", "statement", "office", "agreement", "membership", "relation"})

Record = Mapping[str, object]


def part(record: Record, name: str) -> Record | None:
    """The object in field `name`, or None."""
    value = record.get(name)
    return cast("Record", value) if isinstance(value, Mapping) else None


def parts(record: Record, *names: str) -> list[Record]:
    """The objects in the fields `names`, whether each holds a list, one object or nothing, in order."""
    found: list[Record] = []
    for name in names:
        value = record.get(name)
        several = value if isinstance(value, list | tuple) else [value]
        found.extend(cast("Record", item) for item in several if isinstance(item, Mapping))
    return found


def words(record: Record | None, name: str) -> str:
    """Field `name` as text; "" where there is none."""
    value = record.get(name) if record is not None else None
    return "" if value is None else str(value)
