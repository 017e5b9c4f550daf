"""Bytes to text: byte order marks, UTF-8, a guess where it is neither, and a refusal where it is no text at all."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins like that one
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BINARY_HEADS = (b"%PDF", b"\x89PNG", b"PK\x03\x04", b"GIF8", b"\xff\xd8\xff", b"\x7fELF", b"MZ", b"\x1f\x8b", b"BZh")
_CONTROLS = bytes(set(range(32)) - {9, 10, 11, 12, 13, 27}) + b"\x7f"

MAX_CONTROLS = 0.02
"""The share of control bytes above which bytes are no text: random bytes have a tenth, a spoilt text a few in all."""

FEW_ACCENTS = 0.1
"""The share of other than ASCII bytes under which a text is English (or a neighbour) in the commonest old encoding."""

_SAMPLE = 65_536
"""Bytes that are looked at to tell text from data and to guess an encoding: more changes neither answer."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text and the encoding it was in; `guessed` where nothing in the bytes says so for certain."""

    text: str
    encoding: str
    guessed: bool = False


def decode(data: bytes, declared: str | None = None) -> Decoded | None:
    """The text of some bytes, or None where they are no text.

    A byte order mark wins, then UTF-8, then the encoding `declared` (by an HTML page), then a guess. What cannot be
    decoded becomes U+FFFD; line ends stay as they are. Never raises.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _checked(data[len(mark) :].decode(encoding, "replace"), encoding)
    if looks_binary(data):
        return None
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    if declared:
        try:
            return Decoded(data.decode(declared, "replace"), declared)
        except (LookupError, UnicodeError, ValueError):
            pass  # an unknown name, or a codec that is not for text: guess instead
    encoding = _guess(data)
    try:
        return _checked(data.decode(encoding, "replace"), encoding, guessed=True)
    except (LookupError, UnicodeError):
        return _checked(data.decode("utf-8", "replace"), "utf-8", guessed=True)


def looks_binary(data: bytes) -> bool:
    """True for well-known kinds of binary files and for bytes with more control characters than any text has."""
    if data.startswith(_BINARY_HEADS):
        return True
    sample = data[:_SAMPLE]
    return len(sample) - len(sample.translate(None, _CONTROLS)) > MAX_CONTROLS * max(len(sample), 50)


def _guess(data: bytes) -> str:
    sample = data[:_SAMPLE]
    try:
        sample.decode("utf-8")
    except UnicodeDecodeError as error:
        bad = sample.count(b"\xef\xbf\xbd") + len(sample) - len(sample.decode("utf-8", "ignore").encode("utf-8"))
        if error.start and bad * 200 < len(sample) and any(byte > 0xF4 or byte >= 0xC2 for byte in sample):
            good = sample.decode("utf-8", "ignore")
            if sum(ord(char) > 127 for char in good) > bad:  # UTF-8 with a few spoilt bytes
                return "utf-8"
    if sum(byte > 127 for byte in sample) < FEW_ACCENTS * len(sample):
        return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    return best.encoding if best is not None else "cp1252"


def _checked(text: str, encoding: str, guessed: bool = False) -> Decoded | None:
    """None where the text decoded is mostly control or replacement characters."""
    sample = text[:_SAMPLE]
    bad = sum(char == "\ufffd" or (char < " " and char not in "\t\n\r\f\v") for char in sample)
    if bad > 0.2 * max(len(sample), 10):
        return None
    return Decoded(text, encoding, guessed)
