"""Clauses of condition and doubt ("if", "unless", "whether"), and whose doing hangs on them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from dragoman.extract.events_frame import Parties
from dragoman.extract.mentions import MentionFinder
from dragoman.extract.syntax import Syntax
from dragoman.model.reading import Reading

_CONDITION = frozenset({"if", "unless", "whether", "lest"})


@dataclass(frozen=True, slots=True)
class Conditions:
    """The conditions of one reading."""

    reading: Reading
    syntax: Syntax
    mentions: MentionFinder

    def opens(self, clause: int) -> bool:
        """True where the clause of a verb is itself a condition or an open question ("if Peru attacks")."""
        return self._is_marked(clause, _CONDITION)

    def has_unless(self, verb: int) -> bool:
        """True where a clause with "unless" hangs under `verb`."""
        return any(self._is_marked(clause, ("unless",)) for clause in self._clauses(verb))

    def parties(self, verb: int) -> Parties:
        """Whose doing a threat hangs on: the subject of "if" or "unless" under the verb."""
        for clause in self._clauses(verb):
            if self.opens(clause):
                return self.mentions.parties(self.syntax.understood(clause))
        return ()

    def _clauses(self, verb: int) -> Iterator[int]:
        return (child for child in self.reading.children[verb] if self.reading.deps[child] == "advcl")

    def _is_marked(self, clause: int, words: Collection[str]) -> bool:
        reading = self.reading
        return any(
            reading.deps[child] == "mark" and reading.lower[child] in words for child in reading.children[clause]
        )
