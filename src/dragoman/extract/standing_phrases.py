"""Phrases that several kinds of standing facts read alike."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.extract.mentions import MentionFinder
from dragoman.extract.syntax import Syntax
from dragoman.model.reading import Reading


def clause_end(reading: Reading, head: int) -> int:
    """The end of a noun phrase with its prepositions ("ambassador to X since 2015"), clauses left out."""
    last = head + 1
    for child in reading.children[head]:
        if child > head and reading.deps[child] == "prep":
            last = max(last, reading.subtree(child)[-1] + 1)
    return last


def name_end(reading: Reading, head: int) -> int:
    """The end of a name that goes on in capitals after "of" or "on": "Council on Foreign Relations"."""
    end = head + 1
    while end + 1 < len(reading) and reading.lower[end] in ("of", "on", "for"):
        at = end + 1 + (reading.lower[end + 1] == "the")
        stop = at
        while stop < len(reading) and reading.tags[stop].startswith("NNP"):
            stop += 1
        if stop == at or not reading.tags[head].startswith("NNP"):
            break
        end = stop
    return end


@dataclass(slots=True)
class Partners:
    """Who is told to share something: "X and Y", "X with Y", "between X and Y"."""

    syntax: Syntax
    mentions: MentionFinder

    def of_verb(self, verb: int, noun: int) -> tuple[int, ...]:
        """Mentions of all who share a noun by its verb: "X signed a pact with Y", "X has ties with Y"."""
        return self.mentions.parties(
            (*self.syntax.subjects(verb), *self.beside(verb), *self.beside(noun), *self.between(noun))
        )

    def beside(self, head: int) -> tuple[int, ...]:
        """Head tokens after "with"."""
        return self.syntax.prepositional(head, ("with",))

    def between(self, noun: int) -> tuple[int, ...]:
        """Head tokens after "between" or "among"."""
        return self.syntax.prepositional(noun, ("between", "among"))
