"""Readings made by hand, for trees that no parser gives on demand."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.model.article import CleanText, OffsetMap
from dragoman.model.reading import Reading, Sentence

Token = tuple[str, str, str, int]
"""Word, Penn tag, dependency label, index of the head (a root's own)."""


def reading_of(tokens: Sequence[Token], lemmas: dict[str, str] | None = None) -> Reading:
    """One sentence of these tokens with single blanks between; words that `lemmas` lacks are their own lemma."""
    words = [word for word, _, _, _ in tokens]
    text = " ".join(words)
    starts: list[int] = []
    at = 0
    for word in words:
        starts.append(at)
        at += len(word) + 1
    ends = [start + len(word) for start, word in zip(starts, words, strict=True)]
    heads = [head for _, _, _, head in tokens]
    children: list[list[int]] = [[] for _ in tokens]
    for token, head in enumerate(heads):
        if head != token:
            children[head].append(token)
    lower = [word.lower() for word in words]
    return Reading(
        clean=CleanText(text, OffsetMap(((0, len(text), 0, len(text)),)), ((0, len(text), "body"),)),
        words=words,
        lower=lower,
        lemmas=[(lemmas or {}).get(word, word) for word in lower],
        tags=[tag for _, tag, _, _ in tokens],
        deps=[dep for _, _, dep, _ in tokens],
        heads=heads,
        starts=starts,
        ends=ends,
        clean_starts=starts,
        clean_ends=ends,
        entities=[],
        sentences=[Sentence(0, len(words), 0)],
        sentence_of=[0] * len(words),
        children=children,
    )
