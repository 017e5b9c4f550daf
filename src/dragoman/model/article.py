"""An article as it came in, what was repaired for the parser, and what went wrong."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal

from dragoman.model.span import Span


@dataclass(frozen=True, slots=True)
class Article:
    """One news article. `text` is what came in and is never changed; every offset counts into it.

    `published` is an ISO date ("2021-12-24") or None. Fields that the article does not state are None.
    `dateline_place` is the place of writing and `agency` the agency named in the dateline or header.
    """

    id: str
    text: str
    sha256: str
    extractor: str
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    url: str | None = None
    published: str | None = None
    image_credit: str | None = None
    language: str | None = None
    dateline_place: str | None = None
    agency: str | None = None
    updated: str | None = None
    """When this version was issued, ISO 8601 day or time, where a correction or update says so."""
    origin: str | None = None
    """The file (and row) it was read from, for messages; never part of a claim."""

    def to_dict(self) -> dict[str, object]:
        """The article's line as the record contract has it (without its text)."""
        record: dict[str, object] = {
            "kind": "article",
            "article": self.id,
            "title": self.title,
            "published": self.published,
            "author": self.author,
            "publisher": self.publisher,
            "url": self.url,
            "image_credit": self.image_credit,
            "dateline_place": self.dateline_place,
            "agency": self.agency,
            "language": self.language,
            "sha256": self.sha256,
            "extractor": self.extractor,
        }
        if self.updated is not None:
            record["updated"] = self.updated
        return record


@dataclass(frozen=True, slots=True)
class Repair:
    """One mend of dirty text: the characters `[start, end)` of the article are read as `repaired`."""

    start: int
    end: int
    text: str
    repaired: str
    rule: str

    def to_dict(self, article: str) -> dict[str, object]:
        return {
            "kind": "repair",
            "article": article,
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "repaired": self.repaired,
            "rule": self.rule,
        }


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read or coded: a code for programs, a message that says how to mend it for people.

    `fatal` marks input that could not be read at all (exit status 1); others are notes beside good results.
    """

    code: str
    message: str
    article: str | None = None
    start: int | None = None
    end: int | None = None
    origin: str | None = None
    fatal: bool = False

    def to_dict(self) -> dict[str, object]:
        record: dict[str, object] = {
            "kind": "problem",
            "article": self.article,
            "code": self.code,
            "message": self.message,
        }
        if self.start is not None and self.end is not None:
            record |= {"start": self.start, "end": self.end}
        if self.origin is not None:
            record["origin"] = self.origin
        return record


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Takes offsets of the repaired copy back to the article's text.

    `pieces` are ``(clean_start, clean_end, start, end)`` in rising order, covering the whole clean copy. A piece whose
    two sides have equal length maps character by character; any other maps as a block: an offset strictly inside it
    goes to the block's start (for a span's start) or end (for a span's end).
    """

    pieces: tuple[tuple[int, int, int, int], ...]

    def span(self, clean_start: int, clean_end: int) -> Span:
        """The article's span of the clean copy's `[clean_start, clean_end)`."""
        return Span(self._offset(clean_start, False), self._offset(clean_end - 1, True))

    def _offset(self, clean: int, last: bool) -> int:
        at = bisect_right(self.pieces, (clean, 1 << 62)) - 1
        clean_start, clean_end, start, end = self.pieces[max(at, 0)]
        if clean_end - clean_start == end - start:
            return start + (clean - clean_start) + last
        return end if last else start


@dataclass(frozen=True, slots=True)
class CleanText:
    """The copy that the parser reads: repaired, line breaks inside paragraphs turned to blanks, boilerplate left out.

    `paragraphs` are ``(start, end, kind)`` into `text` (the clean copy), in order and apart from each other; a title
    that the article itself repeats as its first line is of kind "headline".
    """

    text: str
    offsets: OffsetMap
    paragraphs: tuple[tuple[int, int, ParagraphKind], ...]


ParagraphKind = Literal["headline", "body"]
