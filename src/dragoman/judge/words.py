"""Words of claims and articles as judging compares them: lower case, weighed by how rare they are."""

from __future__ import annotations

import re
from functools import lru_cache
from math import fsum
from typing import Any, TypeAlias
from zlib import crc32

import numpy as np

from dragoman.knowledge.frequencies import zipf

Hashes: TypeAlias = "np.ndarray[Any, np.dtype[np.uint32]]"
"""A set of word sequences: their numbers, each once, in rising order."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_COMMONEST = 7.8
"""The frequency, on wordfreq's scale, of the commonest word there is: "the"."""
_RAREST = 1.0
"""Words rarer than one in a hundred million, names and misprints among them, all weigh the same."""
_MUCH = 8.0
_PLAIN = 6.0
"""Words as frequent as this, about the hundred commonest, tell nothing."""


def words_of(text: str) -> list[str]:
    """The words of a text in lower case, numbers among them; an apostrophe belongs to its word."""
    return _WORD.findall(text.lower())


@lru_cache(maxsize=1 << 16)
def weight(word: str) -> float:
    """How much a word tells, from 0 for the commonest to 1 for the rarest."""
    frequency = zipf(word)
    if frequency >= _PLAIN:
        return 0.0
    return (_COMMONEST - max(frequency, _RAREST)) / (_COMMONEST - _RAREST)


def telling(text: str) -> frozenset[str]:
    """The words of a text that tell something."""
    return frozenset(word for word in words_of(text) if weight(word) > 0)


def likeness(some: frozenset[str], others: frozenset[str]) -> float:
    """How much of both sets together both have, by weight, from 0 to 1; 0 where both are empty."""
    both = fsum(map(weight, some | others))
    return fsum(map(weight, some & others)) / both if both > 0 else 0.0


def in_common(some: frozenset[str], others: frozenset[str]) -> float:
    """How much two sets have in common by weight, however much else they have; 1 from a dozen rare words on."""
    return min(fsum(map(weight, some & others)) / _MUCH, 1.0)


def shingles(text: str, size: int) -> Hashes:
    """The sequences of `size` words of a text, each as a number (CRC-32), sorted; of a shorter text the whole."""
    words = words_of(text)
    last = max(len(words) - size, 0) + 1 if words else 0
    found = {crc32(" ".join(words[at : at + size]).encode("utf-8", "surrogatepass")) for at in range(last)}
    return np.array(sorted(found), dtype=np.uint32)


def jaccard(some: Hashes, others: Hashes) -> float:
    """The share of common members in two sets, from 0 to 1; 0 where both are empty."""
    both = len(np.intersect1d(some, others, assume_unique=True))
    every = len(some) + len(others) - both
    return both / every if every else 0.0
