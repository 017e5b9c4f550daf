"""The table of input formats, and the way from paths to articles."""

from __future__ import annotations

import glob
import gzip
import io
import os
import re
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from dragoman.intake import problems
from dragoman.intake.html import read_html
from dragoman.intake.jsonl import read_json, read_jsonl
from dragoman.intake.plain import read_plain
from dragoman.model.article import Article, Problem

Reader = Callable[[BinaryIO, str, str | None], Iterator[Article | Problem]]


@dataclass(frozen=True, slots=True)
class InputFormat:
    """One way in which articles come: its name, the suffixes of its files, and what reads them."""

    name: str
    suffixes: tuple[str, ...]
    read: Reader


FORMATS: tuple[InputFormat, ...] = (
    InputFormat("text", (".txt", ".text"), read_plain),
    InputFormat("html", (".html", ".htm", ".xhtml"), read_html),
    InputFormat("jsonl", (".jsonl", ".ndjson"), read_jsonl),
    InputFormat("json", (".json",), read_json),
)
"""Every input format, one a line; docs/howto-format.md tells how to add one."""

_BY_SUFFIX = {suffix: entry for entry in FORMATS for suffix in entry.suffixes}
_BY_NAME = {entry.name: entry for entry in FORMATS}
_PACKED = ".gz"
_PACKED_HEAD = b"\x1f\x8b"
_HTML_HEAD = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|\?xml[^>]*>\s*<(?:!doctype\s+html|html))[\s>]", re.IGNORECASE
)
_PEEK = 8_192
"""Bytes that are looked at to tell a format: a page names itself in its first lines."""


def read_articles(
    paths: Iterable[str], *, stdin: BinaryIO | None = None, published: str | None = None
) -> Iterator[Article | Problem]:
    """The articles of files, folders, glob patterns and "-" (standard input), one at a time and in order.

    A folder gives its files with known suffixes (also packed, ".gz"), folders below it too, sorted by name; a file that
    is named itself is read whatever its suffix. `published` (ISO) is the day of articles that state none. What cannot
    be read is a Problem with `fatal` set and origin "FILE" or "FILE:ROW"; the rest is still read. Two articles with
    one id give one article and a problem.

    Raises:
        ValueError: if `published` is no ISO date.
    """
    from dragoman.intake.dates import read_date

    if published is not None and read_date(published) != published:
        raise ValueError(f"published is {published!r}; write the day as YYYY-MM-DD")
    return without_twins(_read(paths, stdin, published))


def count_articles(paths: Iterable[str]) -> int | None:
    """How many articles `read_articles` will meet, by counting lines and files; None where that needs unpacking.

    For a progress bar alone: a bad row counts as an article here.
    """
    total = 0
    for path in paths:
        for found in () if path == "-" else _files(path):
            if isinstance(found, Problem):
                continue
            if found.endswith(_PACKED):
                return None
            entry = _format_of(found)
            total += _lines(found) if entry is not None and entry.name == "jsonl" else 1
        if path == "-":
            return None
    return total


def _lines(path: str) -> int:
    try:
        with Path(path).open("rb") as handle:
            return sum(chunk.count(b"\n") for chunk in iter(lambda: handle.read(1 << 20), b""))
    except OSError:
        return 0


def _read(paths: Iterable[str], stdin: BinaryIO | None, published: str | None) -> Iterator[Article | Problem]:
    for path in paths:
        if path == "-":
            yield from _read_stream(stdin if stdin is not None else sys.stdin.buffer, "-", published, None)
            continue
        for found in _files(path):
            if isinstance(found, Problem):
                yield found
            else:
                yield from _read_file(found, published)


def _files(path: str) -> Iterator[str | Problem]:
    """The files that a path means: itself, what lies in the folder, or what the pattern finds."""
    try:
        if os.path.isdir(path):  # noqa: PTH112  (names come in and go out as strings: origins are what the user wrote)
            found = sorted(_files_below(path))
            if not found:
                suffixes = " ".join(sorted(_BY_SUFFIX))
                yield problems.fatal(
                    "no-files", f"The folder holds no file with a known suffix ({suffixes}, each also .gz).", path
                )
            yield from found
        elif os.path.lexists(path):
            yield path
        else:
            matches = sorted(glob.glob(path, recursive=True)) if glob.has_magic(path) else []  # noqa: PTH207
            if not matches:
                yield problems.fatal("not-found", "There is no such file or folder; check the path.", path)
            for match in matches:
                yield from _files(match)
    except (OSError, ValueError) as error:  # ValueError: a NUL character in the path
        yield problems.fatal("unreadable", f"The path cannot be read ({_reason(error)}); check it.", path)


def _files_below(folder: str) -> Iterator[str]:
    for where, _, names in os.walk(folder):
        for name in names:
            if _format_of(name) is not None:
                yield os.path.join(where, name)  # noqa: PTH118


def _format_of(name: str) -> InputFormat | None:
    """The format that a file's suffix shows, under a ".gz" too."""
    path = Path(name.lower())
    return _BY_SUFFIX.get(Path(path.stem).suffix if path.suffix == _PACKED else path.suffix)


def _read_file(path: str, published: str | None) -> Iterator[Article | Problem]:
    try:
        with open(path, "rb") as stream:  # noqa: PTH123
            yield from _read_stream(stream, path, published, _format_of(path))
    except OSError as error:
        yield problems.fatal(
            "unreadable", f"The file cannot be read ({_reason(error)}); check it and its rights.", path
        )


def _reason(error: Exception) -> str:
    return (error.strerror or type(error).__name__) if isinstance(error, OSError) else str(error)


def _read_stream(
    stream: BinaryIO, origin: str, published: str | None, entry: InputFormat | None
) -> Iterator[Article | Problem]:
    """Unpacks, finds the format and reads; a broken package ends the file, not the run."""
    peekable = io.BufferedReader(cast(io.RawIOBase, _Unclosed(stream)), _PEEK)
    try:
        head = peekable.peek(_PEEK)
        if head.startswith(_PACKED_HEAD):
            with closing(gzip.open(peekable)) as packed:
                unpacked = io.BufferedReader(cast(io.RawIOBase, packed), _PEEK)
                yield from _sniffed(unpacked, origin, published, entry)
        else:
            yield from _sniffed(peekable, origin, published, entry)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        yield problems.fatal(
            "broken-gzip", f"The packed file is broken or cut short ({error}); pack or fetch it anew.", origin
        )


def _sniffed(
    stream: io.BufferedReader[io.RawIOBase], origin: str, published: str | None, entry: InputFormat | None
) -> Iterator[Article | Problem]:
    chosen = entry or _BY_NAME[_sniff(stream.peek(_PEEK)[:_PEEK])]
    yield from chosen.read(cast(BinaryIO, stream), origin, published)


def _sniff(head: bytes) -> str:
    """The name of the format that the first bytes look like: JSON Lines, HTML, else text."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"{"):
        return "jsonl"
    if start.startswith(b"["):
        return "json" if start[1:].lstrip().startswith(b"{") else "text"
    return "html" if _HTML_HEAD.match(start) else "text"


class _Unclosed(io.RawIOBase):
    """Reads from a stream that somebody else will close, whatever kind of binary stream it is."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        data = self._stream.read(len(view))
        view[: len(data)] = data
        return len(data)


def without_twins(found: Iterator[Article | Problem]) -> Iterator[Article | Problem]:
    """Passes on the first article of each id; a later one becomes a problem."""
    seen: dict[str, str] = {}
    for item in found:
        if isinstance(item, Problem):
            yield item
            continue
        first = seen.setdefault(item.id, item.sha256)
        origin = item.origin or "-"
        if first is item.sha256:
            yield item
        elif first == item.sha256:
            yield problems.note(
                "same-article-twice",
                f"The article {item.id!r} came before with the same text and is passed over.",
                origin,
                item.id,
            )
        else:
            yield problems.fatal(
                "duplicate-id",
                f"Another article with the id {item.id!r} came before, with another text; give each its own id.",
                origin,
                item.id,
            )
