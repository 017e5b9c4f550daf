"""One happening told several times in one article: headline, lead and body become one claim with several evidences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from dragoman.model.claim import EventClaim, Party
from dragoman.model.time import When

Key = tuple[str | None, ...]


def join_retold(claims: Iterable[EventClaim]) -> list[EventClaim]:
    """The claims of one article, each happening once: the telling that says most stands, the others go into `also`.

    Two tellings are of one happening where type, polarity, status and the voices that say so are the same, the modes
    do not differ, actor and recipient are the same known parties (a telling may leave the recipient out), and neither
    days nor places are told apart. Tellings in one sentence are never joined: a sentence does not repeat itself.
    """
    joined: list[list[EventClaim]] = []
    for claim in claims:
        for group in joined:
            if all(_is_same(claim, other) for other in group):
                group.append(claim)
                break
        else:
            joined.append([claim])
    return [_one(group) for group in joined]


def _one(group: Sequence[EventClaim]) -> EventClaim:
    best = max(group, key=lambda claim: (_said(claim), -claim.evidence.start))
    others = tuple(claim.evidence for claim in group if claim is not best)
    if not others:
        return best
    mode = best.mode or next((claim.mode for claim in group if claim.mode), None)
    contexts = tuple(dict.fromkeys(context for claim in (best, *group) for context in claim.contexts))
    return replace(best, mode=mode, contexts=contexts, also=others)


def _said(claim: EventClaim) -> int:
    """How much a telling says: parties, an explicit day, a place, a mode."""
    dated = claim.when is not None and claim.when.basis != "published"
    return len(claim.actor) + 2 * len(claim.recipient) + dated + (claim.where is not None) + (claim.mode is not None)


def _is_same(one: EventClaim, other: EventClaim) -> bool:
    if (one.type, one.polarity, one.status) != (other.type, other.polarity, other.status):
        return False
    if one.sentence == other.sentence or (one.mode and other.mode and one.mode != other.mode):
        return False
    if [voice.name for voice in one.said_by] != [voice.name for voice in other.said_by]:
        return False
    if not _are_same_parties(one.actor, other.actor):
        return False
    if one.recipient and other.recipient:
        if not _are_same_parties(one.recipient, other.recipient):
            return False
    elif (one.recipient or other.recipient) and (len(one.actor) > 1 or len(other.actor) > 1):
        return False  # together with somebody, and against somebody, are not the same
    return not _are_days_apart(one.when, other.when) and not (
        one.where is not None and other.where is not None and one.where.name != other.where.name
    )


def _are_same_parties(some: Sequence[Party], others: Sequence[Party]) -> bool:
    """Both name somebody, and all that one names the other names too."""
    first, second = {_key(party) for party in some}, {_key(party) for party in others}
    return bool(first) and None not in (first | second) and (first == second)


def _key(party: Party) -> Key | None:
    """Who a party is: its entity, else country and sector; None for somebody unknown, who may be anybody."""
    if party.entity is not None:
        return (party.entity,)
    return (party.country, party.sector) if party.country is not None else None


def _are_days_apart(one: When | None, other: When | None) -> bool:
    """Whether both tell a day and the days have nothing in common; a day taken from publication tells none."""
    if one is None or other is None or "published" in (one.basis, other.basis):
        return False
    if one.from_ is None or one.to is None or other.from_ is None or other.to is None:
        return False
    return one.to <= other.from_ or other.to <= one.from_  # half-open intervals
