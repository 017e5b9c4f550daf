"""What one marked party does to another: the best frame for a pair, else the nearest cue, and why."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.extract.events import EventFinder
from dragoman.extract.events_frame import Frame
from dragoman.model.span import Span

# Points of a frame for a marked pair. Who stands in the frame's slots counts most; a frame that is an event of its own
# goes before one that an operator has taken up; each step between a cue and the path that joins the parties costs.
_ACTOR, _RECIPIENT, _SWAPPED = 2.0, 2.0, -1.5
_TOP = 1.0
_STEP = 0.3
_FAR = 8

FALLBACK_RULE = "pair.fallback"


@dataclass(frozen=True, slots=True)
class PairType:
    """The type of a marked pair; `confidence` is honest about a fallback."""

    type: str
    mode: str | None
    confidence: float
    rule: str


def type_pair(finder: EventFinder, actor: Span, recipient: Span, fallback: str) -> PairType:
    """What the marked `actor` does to the marked `recipient`; `fallback` is the answer where no cue is found."""
    reading = finder.reading
    actor_head, recipient_head = _head_in(finder, actor), _head_in(finder, recipient)
    path = _path(finder, actor_head, recipient_head)
    best: tuple[float, Frame, int] | None = None
    for frame, top in finder.candidates(0, len(reading)):
        in_actor = _holds(finder, frame.actor, actor), _holds(finder, frame.actor, recipient)
        in_recipient = _holds(finder, frame.recipient, actor), _holds(finder, frame.recipient, recipient)
        matched = 0
        points = _TOP if top else 0.0
        if in_actor[0]:
            points, matched = points + _ACTOR, matched + 1
        together = frame.reciprocal or (not frame.recipient and len(frame.actor) > 1)
        if in_recipient[1] or (together and in_actor[1]):
            points, matched = points + _RECIPIENT, matched + 1
        if (in_recipient[0] or in_actor[1]) and not together:
            points += _SWAPPED
        points -= _STEP * _distance(finder, frame.token, path)
        if best is None or points > best[0]:
            best = (points, frame, matched)
    if best is None:
        return PairType(fallback, None, 0.1, FALLBACK_RULE)
    _, frame, matched = best
    confidence = (0.3, 0.55, 0.85)[matched] * (0.5 + frame.rule.confidence / 2)
    return PairType(frame.type, frame.mode, round(confidence, 3), frame.rule.id)


def _head_in(finder: EventFinder, span: Span) -> int:
    """The token of a span whose head lies outside of it."""
    reading = finder.reading
    inside = [
        token for token in range(len(reading)) if reading.starts[token] < span.end and span.start < reading.ends[token]
    ]
    for token in inside:
        if reading.heads[token] not in inside or reading.heads[token] == token:
            return token
    return inside[0] if inside else 0


def _up(finder: EventFinder, token: int) -> list[int]:
    chain, heads = [token], finder.reading.heads
    while heads[chain[-1]] != chain[-1] and len(chain) < 200:
        chain.append(heads[chain[-1]])
    return chain


def _path(finder: EventFinder, one: int, other: int) -> set[int]:
    """The tokens on the way between two tokens through the tree, both included."""
    first, second = _up(finder, one), _up(finder, other)
    common = next((token for token in first if token in set(second)), None)
    if common is None:
        return {one, other}
    return {*first[: first.index(common) + 1], *second[: second.index(common) + 1]}


def _distance(finder: EventFinder, token: int, path: set[int]) -> int:
    """Heads to climb from a cue to the path, or from the path's top to the cue; at most `_FAR`."""
    up = _up(finder, token)
    for steps, at in enumerate(up[:_FAR]):
        if at in path:
            return steps
    for member in path:
        chain = _up(finder, member)
        if token in chain:
            return min(_FAR, min(abs(chain.index(token) - chain.index(at)) for at in chain if at in path))
    return _FAR


def _holds(finder: EventFinder, mentions: tuple[int, ...], span: Span) -> bool:
    return any(finder.mentions.mentions[index].passage.span.overlaps(span) for index in mentions)
