"""Claims of what stands: which tell of the same tenure, agreement, membership or relation, and which contradict."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from dragoman.judge.days import ordinal
from dragoman.knowledge.almanac import Almanac
from dragoman.knowledge.judging import StandingThresholds
from dragoman.model.judging import Disagreement, KnownClaim

Key = tuple[object, ...]
_LINKS = frozenset({"of", "the", "for", "to", "and"})


def standing_groups(claims: Sequence[KnownClaim]) -> list[list[int]]:
    """The places of claims that tell of the same fact, in rising order, the groups by their first place."""
    groups: dict[Key, list[int]] = defaultdict(list)
    for at, claim in enumerate(claims):
        groups[_fact(claim)].append(at)
    return sorted(groups.values())


def _fact(claim: KnownClaim) -> Key:
    """What makes a fact the same: who holds which office of whom; which agreement of whom; and so on."""
    match claim.kind:
        case "office":
            return ("office", _who(claim, "holder"), *_seat(claim))
        case "agreement":
            name = (claim.name or "").lower()
            named = any(word[:1].isupper() for word in (claim.name or "").split()[1:])
            # "the agreement" is any; one with a name of its own is the same wherever it is told of
            own: Key = () if named else (claim.edtf if claim.basis != "published" else claim.article,)
            return ("agreement", name, _all(claim, "parties"), *own)
        case "membership":
            return ("membership", _who(claim, "member"), (claim.name or "").lower())
        case _:
            return (claim.kind, _all(claim, "parties"), (claim.name or "").lower())


def _seat(claim: KnownClaim) -> Key:
    """Which office: "minister of defence" and "defence minister" of one country are the same."""
    title = frozenset((claim.name or "").lower().replace("-", " ").split()) - _LINKS
    return title, claim.office_country, claim.accredited_to, (claim.organisation or "").lower()


def _who(claim: KnownClaim, role: str) -> str:
    parties = claim.of_role(role)
    return parties[0].known if parties else claim.id  # nobody is nobody's double


def _all(claim: KnownClaim, role: str) -> frozenset[str]:
    return frozenset(party.known for party in claim.of_role(role))


def two_in_one_seat(
    claims: Sequence[KnownClaim], matters: Mapping[str, str], almanac: Almanac, thresholds: StandingThresholds
) -> Iterator[Disagreement]:
    """Claims that name different incumbents of an office with one seat at the same time. `matters` by claim id.

    That one is named up to a day and another from then on is a handover. Who is named between two claims for another,
    or on the day of one, contradicts them.
    """
    seats: dict[Key, list[KnownClaim]] = defaultdict(list)
    for claim in claims:
        if claim.kind == "office" and claim.status == "incumbent" and _has_one_seat(claim, almanac):
            if claim.published is not None and len(claim.of_role("holder")) == 1:
                seats[_seat(claim)].append(claim)
    for held in seats.values():
        by_holder: dict[str, list[KnownClaim]] = defaultdict(list)
        for claim in sorted(held, key=lambda claim: (claim.published or "", claim.id)):
            by_holder[_who(claim, "holder")].append(claim)
        told: dict[str, KnownClaim] = {}
        for one, several in by_holder.items():
            for other, others in by_holder.items():
                if one != other and _are_two(several[0], others[0]):
                    told.update(_surrounded(several, others, thresholds.same_time_days))
        for number in sorted(told):
            yield Disagreement(matters[number], "holder", number, told[number].of_role("holder")[0].name)


def _surrounded(
    claims: Sequence[KnownClaim], others: Sequence[KnownClaim], days: int
) -> Iterator[tuple[str, KnownClaim]]:
    """By id, the claims that stand between two of the others near in time, and those others; both in order of time."""
    ordinals = [ordinal(other.published) or 0 for other in others]
    for claim in claims:
        day = ordinal(claim.published) or 0
        before, after = bisect_right(ordinals, day), bisect_left(ordinals, day)
        if before and after < len(others) and day - ordinals[before - 1] <= days and ordinals[after] - day <= days:
            for each in (claim, others[before - 1], others[after]):
                yield each.id, each


def _has_one_seat(claim: KnownClaim, almanac: Almanac) -> bool:
    """Of bare titles only those that the almanac knows of the country: "the Secretary" may be any of a dozen."""
    title, country = claim.name or "", claim.office_country
    if claim.accredited_to is not None:
        return True
    if country is None or claim.organisation is not None or not almanac.has_one_seat(title):
        return False
    return " " in title or (country, title.lower()) in almanac.posts


def _are_two(one: KnownClaim, other: KnownClaim) -> bool:
    """Whether the holders are two people: a surname alone may be of either."""
    (first,), (second,) = one.of_role("holder"), other.of_role("holder")
    if first.entity is not None and second.entity is not None:
        return first.entity != second.entity
    some, others = (set(party.name.lower().replace("-", " ").split()) for party in (first, second))
    return len(some) > 1 and len(others) > 1 and not some & others


def different_starts(group: Sequence[KnownClaim], matter: str) -> Iterator[Disagreement]:
    """Claims of one tenure or agreement that tell different days or years for its beginning."""
    starts = [(claim, claim.since) for claim in group if claim.since is not None and claim.basis != "published"]
    if len({since[:4] for _, since in starts}) > 1:
        for claim, since in starts:
            yield Disagreement(matter, "since", claim.id, claim.edtf or since)
