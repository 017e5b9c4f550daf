"""How frequent English words are; loaded at first use."""

from __future__ import annotations

import math
from functools import lru_cache


@lru_cache(maxsize=1)
def _frequencies() -> dict[str, float]:
    """Lower-case English words and their share of all words."""
    from wordfreq import get_frequency_dict

    frequencies: dict[str, float] = get_frequency_dict("en", wordlist="large")
    return frequencies


def zipf(word: str) -> float:
    """How frequent a lower-case word is: log10 of its uses in a thousand million words; 0.0 for an unknown one."""
    share = _frequencies().get(word)
    return 0.0 if share is None else math.log10(share) + 9
