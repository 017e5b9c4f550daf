"""Lays out the clean copy: edits applied, lines joined to paragraphs, blanks made single, every piece mapped back."""

from __future__ import annotations

import re
from bisect import bisect_right

from dragoman.intake.edits import Edit
from dragoman.model.article import CleanText, OffsetMap, ParagraphKind

Piece = tuple[int, int, int, int]

MAX_HEADLINE = 160
"""Characters of the longest first line that can be a headline."""

MAX_MARGIN = 100
"""Characters of the longest line that was broken at a margin; longer ones are whole paragraphs."""

MARGIN_SHARE = 0.7
"""A line shorter than this share of its block's longest was not broken at the margin: what follows stands by itself."""

_LINE = re.compile(r"[^\r\n]+")
_BLANKS = re.compile(r"\s+")
_ODD_BLANKS = re.compile(r"\s{2,}|[^\S ]")
_BULLET = re.compile(r"(?:[-–—*•·▪●◦‣]|\d{1,2}[.)]|\([a-z\d]{1,4}\))\s+(?=\S)")
_SENTENCE_ENDS = frozenset('.!?:;…”"’)]')
_NO_TITLE_ENDS = frozenset('.!?:;…,"”')


def make_copy(text: str, edits: list[Edit], title: str | None) -> CleanText:
    """The clean copy of `text` under `edits` (in order, apart; an edit without words leaves its characters out).

    Paragraphs are parted by a blank line in the copy. The first is of kind "headline" where it is the article's
    `title` or looks like one.
    """
    flat, pieces = _flatten(text, edits)
    copy = _Copy(flat, pieces)
    paragraphs: list[tuple[int, int, ParagraphKind]] = []
    blocks = _paragraphs(flat)
    gap = 0
    for number, lines in enumerate(blocks):
        if paragraphs:
            copy.replace("\n\n", gap, lines[0][0])
        start = copy.length
        for at, (first, last) in enumerate(lines):
            if at:
                copy.replace(" ", gap, first)
            copy.take(first, last)
            gap = last
        words = flat[lines[0][0] : lines[-1][1]]
        headline = number == 0 and len(blocks) > 1 and _is_headline(words, title)
        paragraphs.append((start, copy.length, "headline" if headline else "body"))
    return CleanText("".join(copy.parts), OffsetMap(tuple(copy.pieces)), tuple(paragraphs))


def _flatten(text: str, edits: list[Edit]) -> tuple[str, list[Piece]]:
    """The text under the edits, line breaks and all, and its pieces ``(flat_start, flat_end, start, end)``."""
    parts: list[str] = []
    pieces: list[Piece] = []
    length = at = 0
    for edit in [*edits, Edit(len(text), len(text), "")]:
        if edit.start > at:
            parts.append(text[at : edit.start])
            pieces.append((length, length + edit.start - at, at, edit.start))
            length += edit.start - at
        if edit.words:
            parts.append(edit.words)
            pieces.append((length, length + len(edit.words), edit.start, edit.end))
            length += len(edit.words)
        at = edit.end
    return "".join(parts), pieces


def _paragraphs(flat: str) -> list[list[tuple[int, int]]]:
    """The flat text's lines (without blanks at their ends and bullets at their head), grouped to paragraphs."""
    blocks: list[list[tuple[int, int, bool]]] = []
    close = 0
    for match in _LINE.finditer(flat):
        line = match[0]
        stripped = line.strip()
        if not stripped:
            continue
        start = match.start() + len(line) - len(line.lstrip())
        end = start + len(stripped)
        bullet = _BULLET.match(flat, start, end)
        if bullet is not None:
            start = bullet.end()
        if not any(char.isalnum() for char in flat[start:end]):
            continue
        between = flat[close:start]
        if not blocks or between.count("\n") > 1 or between.count("\r") > 1 + between.count("\r\n"):
            blocks.append([])
        blocks[-1].append((start, end, bullet is not None))
        close = end
    return [paragraph for block in blocks for paragraph in _parted(flat, block)]


def _parted(flat: str, block: list[tuple[int, int, bool]]) -> list[list[tuple[int, int]]]:
    """The paragraphs of lines that have no blank line between them: lines broken at a margin belong together."""
    longest = max(end - start for start, end, _ in block)
    paragraphs: list[list[tuple[int, int]]] = []
    for number, (start, end, bullet) in enumerate(block):
        if number and not bullet:
            before, close, _ = block[number - 1]
            broken = longest <= MAX_MARGIN and close - before >= MARGIN_SHARE * longest
            lower = flat[start].islower() and flat[close - 1] not in ".!?"
            if lower or (broken and (longest > 50 or flat[close - 1] not in _SENTENCE_ENDS)):
                paragraphs[-1].append((start, end))
                continue
        paragraphs.append([(start, end)])
    return paragraphs


def _is_headline(words: str, title: str | None) -> bool:
    words = " ".join(words.split())
    if title is not None and _bare(words) == _bare(title):
        return True
    return len(words) <= MAX_HEADLINE and " " in words and words[-1] not in _NO_TITLE_ENDS and not words[0].islower()


def _bare(words: str) -> str:
    return "".join(char for char in words.casefold() if char.isalnum())


class _Copy:
    """The growing copy; its pieces map it to the article's text through the pieces of the flat text."""

    def __init__(self, flat: str, flat_pieces: list[Piece]) -> None:
        self.flat = flat
        self.flat_pieces = flat_pieces
        self.flat_starts = [piece[0] for piece in flat_pieces]
        self.parts: list[str] = []
        self.pieces: list[Piece] = []
        self.length = 0

    def take(self, first: int, last: int) -> None:
        """Copies the flat text's `[first, last)`, each run of blanks as one blank."""
        at = first
        for blanks in _ODD_BLANKS.finditer(self.flat, first, last):
            if blanks.start() < at:
                continue
            start = blanks.start()
            run = _BLANKS.match(self.flat, start, last)
            end = run.end() if run is not None else blanks.end()
            self._same(at, start)
            self.replace(" ", start, end)
            at = end
        self._same(at, last)

    def replace(self, words: str, first: int, last: int) -> None:
        """`words` stand for the flat text's `[first, last)`."""
        low, high = self._piece(first), self._piece(last - 1)
        self._put(words, self._source(low, first, False), self._source(high, last - 1, True))

    def _same(self, first: int, last: int) -> None:
        while first < last:
            piece = self._piece(first)
            close = min(last, piece[1])
            self._put(self.flat[first:close], self._source(piece, first, False), self._source(piece, close - 1, True))
            first = close

    def _piece(self, at: int) -> Piece:
        return self.flat_pieces[bisect_right(self.flat_starts, at) - 1]

    @staticmethod
    def _source(piece: Piece, at: int, last: bool) -> int:
        if piece[1] - piece[0] == piece[3] - piece[2]:
            return piece[2] + at - piece[0] + last
        return piece[3] if last else piece[2]

    def _put(self, words: str, start: int, end: int) -> None:
        """Appends `words` for the text's `[start, end)`; what goes on one to one joins the piece before."""
        close = self.length + len(words)
        if self.pieces:
            clean_start, clean_end, before_start, before_end = self.pieces[-1]
            start = max(start, before_end)
            if start >= end:  # the characters are used up: the piece before is a block with these words in it
                self.pieces[-1] = (clean_start, close, before_start, before_end)
            elif (
                start == before_end
                and clean_end - clean_start == before_end - before_start
                and len(words) == end - start
            ):
                self.pieces[-1] = (clean_start, close, before_start, end)
            else:
                self.pieces.append((self.length, close, start, end))
        else:
            self.pieces.append((self.length, close, start, end))
        self.parts.append(words)
        self.length = close
