"""Puts marks around parties and cue, and gives the token numbers that the encoder reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.model.span import Span

if TYPE_CHECKING:
    from tokenizers import Tokenizer

# BERT's vocabulary keeps numbers 1 to 99 free; these stand before and after each marked span.
ACTOR, RECIPIENT, CUE = (1, 2), (3, 4), (5, 6)
MAX_TOKENS = 128
_ROOM = MAX_TOKENS - 2  # [CLS] and [SEP]


@dataclass(frozen=True, slots=True)
class MarkedSentence:
    """A sentence in which a pair of parties is marked, and the cue where one is known; spans count code points."""

    text: str
    actor: Span | None
    recipient: Span | None
    cue: tuple[Span, ...] = ()

    def spans(self) -> list[tuple[Span, tuple[int, int]]]:
        """The marked spans with the numbers of their marks."""
        found = [(self.actor, ACTOR), (self.recipient, RECIPIENT), *((part, CUE) for part in self.cue)]
        return [(span, marks) for span, marks in found if span is not None]


@dataclass(frozen=True, slots=True)
class MarkedTokens:
    """What the encoder reads: token numbers, and where the opening marks of actor and recipient stand (0 without)."""

    ids: tuple[int, ...]
    actor: int
    recipient: int


def marked_tokens(sentence: MarkedSentence, tokenizer: Tokenizer) -> MarkedTokens:
    """Tokens of a marked sentence; of a long one the part around the marks, at most `MAX_TOKENS`."""
    encoding = tokenizer.encode(sentence.text, add_special_tokens=False)
    pieces: list[tuple[int, tuple[int, int]]] = list(zip(encoding.ids, encoding.offsets, strict=True))
    before: dict[int, list[int]] = {}
    after: dict[int, list[int]] = {}
    for span, (opening, closing) in sentence.spans():
        inside = [at for at, (_, (start, end)) in enumerate(pieces) if start < span.end and span.start < end]
        if inside:
            before.setdefault(inside[0], []).append(opening)
            after.setdefault(inside[-1], []).append(closing)
    ids: list[int] = []
    for at, (number, _) in enumerate(pieces):
        ids += [*before.get(at, ()), number, *reversed(after.get(at, ()))]
    ids = _windowed(ids)
    first, last = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    assert first is not None
    assert last is not None
    numbers = (first, *ids, last)
    return MarkedTokens(numbers, _position(numbers, ACTOR[0]), _position(numbers, RECIPIENT[0]))


def _windowed(ids: list[int]) -> list[int]:
    """At most `_ROOM` tokens, around the marks as evenly as may be."""
    if len(ids) <= _ROOM:
        return ids
    marked = [at for at, number in enumerate(ids) if ACTOR[0] <= number <= CUE[1]]
    first, last = (marked[0], marked[-1]) if marked else (0, 0)
    if last - first >= _ROOM:  # too far apart: what follows the first mark is read, and the other end is left out
        last = first + _ROOM - 1
    start = max(0, min((first + last + 1 - _ROOM) // 2, len(ids) - _ROOM))
    return ids[start : start + _ROOM]


def _position(ids: Sequence[int], mark: int) -> int:
    return ids.index(mark) if mark in ids else 0
