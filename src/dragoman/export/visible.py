"""Text made safe for a terminal: what would steer it or hide is shown instead."""

from __future__ import annotations

import re
import unicodedata

_CONTROL_PICTURES = 0x2400
_DELETE, _DELETE_PICTURE = 0x7F, "␡"
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Controls, format characters (bidi controls, zero-width ones, tags), lone surrogates, line separators."""
_NOT_ASCII_PRINTABLE = re.compile(r"[^ -~]")


def visible(text: str) -> str:
    """`text` on one line with every control, bidi or zero-width character shown as a sign.

    C0 controls become their pictures (ESC as ␛, line feed as ␊), all others ``\\u{202E}`` and the like. Other text is
    returned as it is. The result never moves a cursor, changes a colour, reorders or hides anything.
    """
    if text.isprintable():
        return text
    return _NOT_ASCII_PRINTABLE.sub(_show, text)


def _show(hit: re.Match[str]) -> str:
    character = hit[0]
    number = ord(character)
    if number < ord(" "):
        return chr(_CONTROL_PICTURES + number)
    if number == _DELETE:
        return _DELETE_PICTURE
    if unicodedata.category(character) in _UNSEEN:
        return f"\\u{{{number:04X}}}"
    return character
