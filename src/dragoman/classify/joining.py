"""Where rules and model meet: an event found by a rule, and what the model makes of its parties and cue."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from dragoman.classify.classifier import NONE, Opinion
from dragoman.model.claim import TypeChances
from dragoman.model.finding import EventMention

# Chosen on the project's own cases and held-out rows (docs/decisions/0011): the model overrules a rule only where it is
# sure of something else and gives the rule next to nothing.
SURE = 0.65
VERY_SURE = 0.85
"""For events that rules have composed ("threatened to", "will not"): grammar knows more there than the model."""
NEXT_TO_NOTHING = 0.10
SURE_OF_NOTHING = 0.60
ALONE = 0.95
"""For deeds that no rule knows, beside the rules; two of five such events were right in real articles at 0.85."""
SOLE = 0.5
"""For all events where the model codes by itself."""


@dataclass(frozen=True, slots=True)
class Joiner:
    """Joins with the names of the ontology: `coded_as` turns a type of the model into type and mode as written.

    `known` are the types, as written, that the model tells at all: it has no say in others.
    """

    coded_as: dict[str, tuple[str, str | None]]
    known: frozenset[str] = frozenset()

    def chances(self, opinion: Opinion) -> TypeChances:
        """The opinion under the types as they are written, the shares of types that are written alike added up."""
        shares: dict[str, float] = {}
        for name, share in opinion.types.items():
            type_ = self.coded_as.get(name, (name, None))[0]
            shares[type_] = shares.get(type_, 0.0) + share
        return TypeChances(tuple((name, round(share, 4)) for name, share in sorted(shares.items(), key=_by_share)))

    def join(self, event: EventMention, opinion: Opinion, *, composed: bool = False) -> EventMention | None:
        """The event with the model's view in it; None where the model is sure that there is none.

        `composed` tells that an operator or auxiliary around the cue has made the type.
        """
        chances = self.chances(opinion)
        best, share = chances.best
        own = chances.of(event.type)
        event = replace(event, chances=chances)
        if chances.of(NONE) >= SURE_OF_NOTHING and own < NEXT_TO_NOTHING:
            return None
        if best not in (NONE, event.type) and share >= (VERY_SURE if composed else SURE) and own < NEXT_TO_NOTHING:
            reason = f"the model sees {best} ({share:.2f}) where the rule has {event.type} ({own:.2f})"
            mode = self.mode_of(opinion, best)
            event = replace(event, type=best, mode=mode, cameo=None, reasons=(*event.reasons, reason))
            return replace(event, confidence=round(share * 0.8, 3))
        return replace(event, confidence=together(event.confidence, own))

    def alone(self, opinion: Opinion, least: float = ALONE) -> tuple[str, str | None, float, TypeChances] | None:
        """Type, mode and confidence of an event that the model alone sees; None where it is not sure of one."""
        chances = self.chances(opinion)
        best, share = chances.best
        if best == NONE or share < least:
            return None
        return best, self.mode_of(opinion, best), round(share * 0.8, 3), chances

    def mode_of(self, opinion: Opinion, type_: str) -> str | None:
        """The model's mode, where it is one of the type."""
        name = next(iter(opinion.types))
        written = self.coded_as.get(name)
        if written is not None and written[0] == type_:
            return written[1]
        owner, _, mode = (opinion.mode or "").partition(".")
        return mode if owner == type_ else None


def together(rule: float, model: float) -> float:
    """The confidence of a rule and the model in one and the same: the mean of their log-odds."""
    return round(1 / (1 + math.exp(-(_log_odds(rule) + _log_odds(model)) / 2)), 3)


def _log_odds(chance: float) -> float:
    chance = min(max(chance, 0.02), 0.98)
    return math.log(chance / (1 - chance))


def _by_share(item: tuple[str, float]) -> tuple[float, str]:
    return -item[1], item[0]
