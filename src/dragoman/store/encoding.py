"""Lone surrogates in stored text: kept, reversibly.

DuckDB keeps UTF-8 alone, and a lone surrogate (half of a pair, as broken input has it) has no UTF-8. A text that holds
one is stored as the mark U+FDD0, a noncharacter, followed by the text with each backslash doubled and each surrogate
written ``\\uD8xx``. A text that begins with the mark itself is written the same way. All other text stands as it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import cast

MARK = "\ufdd0"
_SURROGATE = re.compile("[\ud800-\udfff]")
_TO_ESCAPE = re.compile("[\\\\\ud800-\udfff]")
_ESCAPED = re.compile(r"\\(?:\\|u([0-9A-F]{4}))")


def store_text(text: str) -> str:
    """`text` as DuckDB can hold it; unchanged unless it has lone surrogates or begins with the mark."""
    if not text.startswith(MARK) and (text.isascii() or _SURROGATE.search(text) is None):
        return text
    return MARK + _TO_ESCAPE.sub(lambda hit: "\\\\" if hit[0] == "\\" else f"\\u{ord(hit[0]):04X}", text)


def load_text(stored: str) -> str:
    """The text that `store_text` was given."""
    if not stored.startswith(MARK):
        return stored
    return _ESCAPED.sub(lambda hit: chr(int(hit[1], 16)) if hit[1] else "\\", stored[1:])


def load_cell(cell: object) -> str | None:
    """The text of a cell; None where it holds none."""
    return load_text(cell) if isinstance(cell, str) else None


def store_record(record: dict[str, object]) -> str:
    """A record as one line of JSON whose strings are all fit to be stored."""
    line = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    if line.isascii() or (MARK not in line and _SURROGATE.search(line) is None):
        return line
    return json.dumps(_walk(record, store_text), ensure_ascii=False, separators=(",", ":"))


def load_record(stored: str) -> dict[str, object]:
    """The record that `store_record` was given."""
    record = cast("dict[str, object]", json.loads(stored))
    return cast("dict[str, object]", _walk(record, load_text)) if MARK in stored else record


def _walk(value: object, change: Callable[[str], str]) -> object:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _walk(part, change) for key, part in value.items()}
    if isinstance(value, list):
        return [_walk(part, change) for part in value]
    return value
