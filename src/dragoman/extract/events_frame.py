"""The record of one cue with its parties: what all `events_*` modules hand to each other."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from dragoman.knowledge.lexicon import Rule
from dragoman.model.claim import Polarity, Status

Parties = tuple[int, ...]
"""Indexes of mentions, in the order found."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One cue with its parties filled in (indexes of mentions); `tokens` are the words it stands on.

    An empty `type` is an operator that makes no event of the action inside it, and takes it up all the same.
    """

    rule: Rule
    type: str
    mode: str | None
    token: int
    actor: Parties
    recipient: Parties
    reciprocal: bool
    polarity: Polarity = "affirmed"
    status: Status = "actual"
    tokens: tuple[int, ...] = ()
    consumed: tuple[int, ...] = ()
    """Tokens of cues that this one has taken up: no events of their own."""
    reasons: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    """Ids of the rules inside, innermost last."""

    def lacks(self, roles: Collection[str]) -> bool:
        """True where one of `roles` ("actor", "recipient") is empty."""
        return any(not getattr(self, role) for role in roles)

    def joined(self) -> Frame:
        """The reciprocal frame: everybody who takes part together stands in `actor`, as PLOVER has it."""
        everybody = tuple(dict.fromkeys((*self.actor, *self.recipient)))
        return replace(self, actor=everybody, recipient=(), reciprocal=True)


def without(parties: Parties, others: Parties) -> Parties:
    """`parties` that are not among `others`."""
    return tuple(party for party in parties if party not in others)
