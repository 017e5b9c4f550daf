"""JSON Lines: one record a line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import TextIO

_SURROGATE = re.compile("[\ud800-\udfff]")


def json_line(record: Mapping[str, object]) -> str:
    """`record` as one line of compact JSON, with its line break.

    Text stands as it is, except that a lone surrogate, which no encoding can write, is escaped (``\\ud800``).
    """
    line = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    return _SURROGATE.sub(lambda hit: f"\\u{ord(hit[0]):04x}", line) + "\n"


def write_jsonl(records: Iterable[Mapping[str, object]], out: TextIO) -> int:
    """Writes each record as a line to `out` (UTF-8) and returns how many."""
    count = 0
    for record in records:
        out.write(json_line(record))
        count += 1
    return count
