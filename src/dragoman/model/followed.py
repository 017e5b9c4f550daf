"""Which claim made anew, by other rules or of another version of an article, is the claim of before."""

from __future__ import annotations

from collections.abc import Iterable

from dragoman.model.claim import ACTING_ROLES, OTHER_ROLES
from dragoman.model.judging import KnownClaim
from dragoman.model.span import Passage


def follow(claim: KnownClaim, candidates: Iterable[KnownClaim]) -> KnownClaim | None:
    """The candidate that stands on the same words as the claim and is most like it; None where none does.

    The order of the candidates does not matter: of two that are as like, the one of the lower id is taken.
    """
    fit = [other for other in candidates if on_same_words(claim, other)]
    return min(fit, key=lambda other: (other.id != claim.id, -likeness(claim, other), other.id), default=None)


def on_same_words(one: KnownClaim, other: KnownClaim) -> bool:
    """Whether both are of one kind and article (by id) and stand on the same words of it.

    Same are cues that overlap, or evidence that does where one of them has no cue. Where the article came again with
    another text, the words count from where its evidence stands in the other's.
    """
    if one.kind != other.kind or one.article != other.article:
        return False
    shift = _shift(one.evidence, other.evidence) if one.told_in != other.told_in else 0
    if one.cue is None or other.cue is None:
        return _share(one.evidence, other.evidence, shift) > 0
    return _share(one.cue, other.cue, shift) > 0


def same_sides(one: KnownClaim, other: KnownClaim) -> bool:
    """Whether the acting and the other side of both are of the same countries."""
    return all(_countries(one, acting) == _countries(other, acting) for acting in (True, False))


def likeness(one: KnownClaim, other: KnownClaim) -> float:
    """How much two claims on the same words say the same: each thing told counts at most 1, names of parties 2.

    One cue often makes a claim for each of several people, and those differ in nothing but the name.
    """
    alike = [
        _share(one.evidence, other.evidence, _shift(one.evidence, other.evidence)),
        *(
            _common(_countries(one, acting), _countries(other, acting))
            + 2 * _common(_names(one, acting), _names(other, acting))
            for acting in (True, False)
        ),
        _common(frozenset(one.words), frozenset(other.words)),
        _common(_voices(one), _voices(other)),
    ]
    if one.cue is not None and other.cue is not None:
        alike.append(_share(one.cue, other.cue, _shift(one.cue, other.cue)))
    equal = ("type", "mode", "name", "polarity", "status", "edtf", "place", "organisation")
    return sum(alike) + sum(1.0 for name in equal if getattr(one, name) == getattr(other, name))


def _shift(one: Passage, other: Passage) -> int:
    """How far the words of `one` have moved where `other` holds them or they hold it; else 0."""
    at = other.text.find(one.text)
    if at >= 0:
        return other.start + at - one.start
    at = one.text.find(other.text)
    return other.start - (one.start + at) if at >= 0 else 0


def _share(one: Passage, other: Passage, shift: int) -> float:
    """The share of characters that two passages have in common, `one` moved by `shift`; 0 where the words differ."""
    start, end = max(one.start + shift, other.start), min(one.end + shift, other.end)
    if start >= end:
        return 0.0
    if (
        one.text[start - shift - one.start : end - shift - one.start]
        != other.text[start - other.start : end - other.start]
    ):
        return 0.0
    return (end - start) / (max(one.end + shift, other.end) - min(one.start + shift, other.start))


def _common(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of what both have in what either has; 1 where neither has anything."""
    return len(one & other) / len(one | other) if one or other else 1.0


def _countries(claim: KnownClaim, acting: bool) -> frozenset[str]:
    parties = claim.of_role(*(ACTING_ROLES if acting else OTHER_ROLES))
    office = claim.office_country if acting else claim.accredited_to
    return frozenset(country for country in (office, *(party.country for party in parties)) if country)


def _names(claim: KnownClaim, acting: bool) -> frozenset[str]:
    return frozenset(party.name.casefold() for party in claim.of_role(*(ACTING_ROLES if acting else OTHER_ROLES)))


def _voices(claim: KnownClaim) -> frozenset[str]:
    return frozenset(party.name.casefold() for party in claim.of_role("said_by"))
