"""Where quotations, clauses and phrases begin and end, in tokens: what a statement's passages are cut from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from dragoman.model.claim import Manner
from dragoman.model.reading import Reading
from dragoman.model.span import Passage

_OPEN = frozenset({"“", "«", "„", "``"})
_CLOSE = frozenset({"”", "»"})
_EITHER = frozenset({'"', "''"})
_EDGES = frozenset({",", ".", ":", ";", "-", "--", "–", "—", "―", "…", "...", "/"})
_LONG = 5  # words from which a quotation counts as speech and not as a borrowed word

Range = tuple[int, int]
"""Tokens `[first, last)`."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Tokens `[first, last)` between quotation marks, the marks included.

    `closed` is False where the paragraph ends first; `chained` is True where the quotation goes on from the paragraph
    before, with a new opening mark.
    """

    first: int
    last: int
    paragraph: int
    closed: bool = True
    chained: bool = False


def find_quotations(reading: Reading) -> list[Quotation]:
    """The outermost quotations of each paragraph, in order. A stray mark opens nothing."""
    found: list[Quotation] = []
    words = reading.words
    for first, last, paragraph in _paragraphs(reading):
        opened = -1
        closers: frozenset[str] = _CLOSE
        for at in range(first, last):
            word = words[at]
            if opened < 0:
                if word in _OPEN or word in _EITHER:
                    opened, closers = at, _closers(words, at, last)
            elif word in closers:
                if at > opened + 1:
                    found.append(Quotation(opened, at + 1, paragraph, True, _goes_on(found, opened, first, paragraph)))
                opened = -1
        if 0 <= opened < last - 1 and (opened == first or _starts_sentence(reading, opened)):
            found.append(Quotation(opened, last, paragraph, False, _goes_on(found, opened, first, paragraph)))
    return found


def _closers(words: Sequence[str], opened: int, last: int) -> frozenset[str]:
    """The marks that close a quotation: its own kind, or a straight one where the paragraph has no curly one."""
    if words[opened] in _EITHER:
        return frozenset({words[opened]})
    return _CLOSE if any(words[at] in _CLOSE for at in range(opened, last)) else _EITHER


def _goes_on(found: list[Quotation], opened: int, first: int, paragraph: int) -> bool:
    return bool(found) and not found[-1].closed and found[-1].paragraph == paragraph - 1 and opened == first


def _starts_sentence(reading: Reading, token: int) -> bool:
    """True where a mark opens a sentence, also where the parser has left it at the end of the sentence before."""
    sentence = reading.sentences[reading.sentence_of[token]]
    return token == sentence.first or token == sentence.last - 1 or reading.words[token - 1] in (".", "?", "!", "…")


def _paragraphs(reading: Reading) -> Iterable[tuple[int, int, int]]:
    first, number = 0, -1
    for sentence in reading.sentences:
        if sentence.paragraph != number:
            if number >= 0:
                yield first, sentence.first, number
            first, number = sentence.first, sentence.paragraph
    if number >= 0:
        yield first, len(reading), number


@dataclass(slots=True)
class Extents:
    """Ranges of tokens in one reading, trimmed to what a reader would mark."""

    reading: Reading
    text: str
    quotations: list[Quotation] = field(default_factory=list)
    quote_at: dict[int, Quotation] = field(default_factory=dict)
    _openings: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.quotations = find_quotations(self.reading)
        self._openings = [quotation.first for quotation in self.quotations]
        for quotation in self.quotations:
            for token in range(quotation.first, quotation.last):
                self.quote_at[token] = quotation

    def edges(self, token: int) -> Range:
        """The tokens under `token`, from the leftmost to the rightmost."""
        children = self.reading.children
        first = last = token
        while children[first] and children[first][0] < first:
            first = children[first][0]
        while children[last] and children[last][-1] > last:
            last = children[last][-1]
        return first, last + 1

    def opens_sentence(self, quotation: Quotation) -> bool:
        """True for a quotation that begins a sentence of the article."""
        return _starts_sentence(self.reading, quotation.first)

    def quotations_after(self, token: int, until: int) -> Iterator[Quotation]:
        """The quotations that begin after `token` and before the token `until`, in order."""
        for at in range(bisect_right(self._openings, token), len(self.quotations)):
            if self.quotations[at].first >= until:
                return
            yield self.quotations[at]

    def sentence(self, token: int) -> Range:
        sentence = self.reading.sentences[self.reading.sentence_of[token]]
        return sentence.first, sentence.last

    def is_speech(self, quotation: Quotation) -> bool:
        """True for a quotation of some length or with its own final stop; False for a borrowed word or two."""
        reading = self.reading
        if quotation.last - quotation.first - 2 >= _LONG or not quotation.closed:
            return True
        return reading.words[quotation.last - 2] in (".", ",", "?", "!")

    def skip_back(self, token: int, more: frozenset[str] = frozenset({",", "-", "--", "–", "—"})) -> int:
        """The first token at or before `token` that is neither blank nor one of these marks."""
        reading = self.reading
        while token >= 0 and (reading.words[token] in more or reading.tags[token] == "_SP"):
            token -= 1
        return token

    def trim(self, first: int, last: int) -> Range | None:
        """The range without commas, dashes and a final stop at its ends, quotation marks in balance; None if empty."""
        words, tags = self.reading.words, self.reading.tags
        for _ in range(3):
            before = (first, last)
            while first < last and (words[first] in _EDGES or tags[first] == "_SP"):
                first += 1
            while first < last and (
                (words[last - 1] in _EDGES and not self._abbreviated(last - 1)) or tags[last - 1] == "_SP"
            ):
                last -= 1
            if first >= last:
                return None
            first, last = self._balance(first, last)
            if (first, last) == before:
                break
        return (first, last) if first < last and any(words[at][-1].isalnum() for at in range(first, last)) else None

    def _abbreviated(self, token: int) -> bool:
        """True for a stop that closes a quotation from the inside; such a stop is the speaker's."""
        quotation = self.quote_at.get(token)
        return quotation is not None and quotation.closed and quotation.last == token + 1

    def _balance(self, first: int, last: int) -> Range:
        """Take in a quotation mark that belongs to the range, leave out one that belongs to its neighbour."""
        start = self.quote_at.get(first)
        if start is not None:
            if start.last == first + 1:
                first += 1
            elif first - start.first == 1 and start.last <= last + 3:
                first -= 1
        before = self.quote_at.get(last - 1)
        if before is not None:
            if before.first == last - 1:
                last -= 1
            elif before.last > last and before.first >= first and before.closed:
                last = before.last  # what was opened inside the range is closed inside it
            elif before.last > last and before.first == first - 1 and self._only_marks(last, before.last):
                first, last = before.first, before.last
        return first, last

    def _only_marks(self, first: int, last: int) -> bool:
        words = self.reading.words
        return all(not word[0].isalnum() for word in words[first:last])

    def passage(self, extent: Range) -> Passage | None:
        """The article's characters under the range; None where a repair left nothing of them."""
        start, end = self.reading.starts[extent[0]], self.reading.ends[extent[1] - 1]
        return Passage.cut(self.text, start, end) if start < end <= len(self.text) else None

    def manner(self, contents: Sequence[Range]) -> Manner:
        """direct: all of it stands between quotation marks; mixed: some of it does; else indirect."""
        quoted = whole = 0
        for first, last in contents:
            inside = self._overlapping(first, last)
            quoted += bool(inside)
            covered = sum(min(q.last, last) - max(q.first, first) for q in inside)
            whole += covered >= last - first
        if contents and whole == len(contents):
            return "direct"
        return "mixed" if quoted else "indirect"

    def _overlapping(self, first: int, last: int) -> list[Quotation]:
        found: dict[int, Quotation] = {}
        for token in range(first, last):
            quotation = self.quote_at.get(token)
            if quotation is not None:
                found[quotation.first] = quotation
        return list(found.values())
