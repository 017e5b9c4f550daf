"""Phrases in which a cue word means something else: sport, markets, weather, illness, idioms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dragoman.knowledge.gazetteer import name_tokens
from dragoman.knowledge.tables import DATA, read_table


@dataclass(frozen=True, slots=True)
class NotEvents:
    """Phrases of two words or more by their first word, the longest first; a single word is too weak to rule on."""

    by_first: Mapping[str, tuple[tuple[str, ...], ...]]

    def covered(self, lower: Sequence[str], lemmas: Sequence[str]) -> set[int]:
        """The tokens that stand inside such a phrase; each word may stand as written or as its lemma."""
        found: set[int] = set()
        for at, (word, lemma) in enumerate(zip(lower, lemmas, strict=True)):
            for phrase in self.by_first.get(word) or self.by_first.get(lemma) or ():
                last = at + len(phrase)
                if last <= len(lower) and all(
                    part in (lower[at + offset], lemmas[at + offset]) for offset, part in enumerate(phrase)
                ):
                    found.update(range(at, last))
                    break
        return found


def load_not_events(path: Path = DATA / "languages" / "en" / "not_events.csv") -> NotEvents:
    """Read not_events.csv."""
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for _, row in read_table(path, ("cue", "reason")):
        phrase = name_tokens(row["cue"])
        if len(phrase) > 1:
            by_first.setdefault(phrase[0], []).append(phrase)
    return NotEvents({first: tuple(sorted(rows, key=len, reverse=True)) for first, rows in by_first.items()})
