"""What people's judgements come to for the claims that stand now, however the claims were coded when they judged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from dragoman.model.followed import follow, same_sides
from dragoman.model.judging import Judgement, KnownClaim, Rulings, Verdict

_VERDICTS: dict[str, Verdict] = {"accept": "accepted", "reject": "rejected"}


def rulings_of(
    judgements: Iterable[Judgement], claims: Mapping[str, KnownClaim], current: Iterable[KnownClaim]
) -> Rulings:
    """What the judgements come to; `claims` are all that they name, standing or not, `current` those that stand.

    A judged claim that no longer stands is followed to the one that stands on the same words of the article and is
    most like it (`follow`); to what a newer rule codes otherwise, `accept` and `reject` do not go over. Other versions
    of the article take the judgement too, where they say the same. Of judgements that contradict each other the later
    holds; withdrawn ones count for nothing. `loose` names, in order of id, those that can be followed to no claim, or
    that set apart two claims which are one by now. The order of what is given does not matter.
    """
    held = standing(judgements)
    ways = _Ways(claims, current, {number for each in held for number in (each.claim, each.other) if number})
    verdicts: dict[str, Verdict] = {}
    pairs: dict[tuple[str, str], Judgement] = {}
    corrections: dict[str, dict[str, Judgement]] = defaultdict(dict)
    loose: list[str] = []
    for judgement in held:
        found = ways.of(judgement.claim, strictly=judgement.action in _VERDICTS)
        if not found:
            loose.append(judgement.id)
        elif judgement.action in _VERDICTS:
            verdicts |= {claim.id: _VERDICTS[judgement.action] for claim in found}
        elif judgement.action == "correct" and judgement.field is not None and judgement.value is not None:
            for claim in found:
                if _told(claim, judgement.field) == _told(found[0], judgement.field):
                    corrections[claim.id].pop(judgement.field, None)
                    corrections[claim.id][judgement.field] = judgement
        elif judgement.action in ("merge", "split"):
            others = ways.of(judgement.other)
            both = [(one.id, other.id) for one in found for other in others if one.id != other.id]
            pairs |= {(min(pair), max(pair)): judgement for pair in both}
            if not others or (not both and judgement.action == "split"):
                loose.append(judgement.id)
    return Rulings(
        verdicts={claim: verdicts[claim] for claim in sorted(verdicts)},
        same=_pairs(pairs, "merge"),
        apart=_pairs(pairs, "split"),
        corrections={
            claim: tuple((name, str(each.value), each.id) for name, each in corrections[claim].items())
            for claim in sorted(corrections)
        },
        loose=tuple(sorted(loose)),
    )


def standing(judgements: Iterable[Judgement]) -> list[Judgement]:
    """Those that nobody has withdrawn, without the withdrawals, in order of time and id.

    A withdrawal that is itself withdrawn counts for nothing.
    """
    known = {judgement.id: judgement for judgement in judgements}
    taken_back: dict[str, list[str]] = defaultdict(list)
    for judgement in known.values():
        if judgement.action == "withdraw" and judgement.judgement is not None:
            taken_back[judgement.judgement].append(judgement.id)
    void: dict[str, bool] = {}
    # The ids are hashes of what they withdraw, so no chain comes back to itself; a stack, for chains may be long.
    for number in known:
        stack = [number]
        while stack:
            top = stack[-1]
            open_ = [each for each in taken_back[top] if each not in void]
            if open_ and len(stack) <= len(known):
                stack.extend(open_)
            else:
                void[top] = not all(void.get(each, True) for each in taken_back[top])
                stack.pop()
    kept = [each for each in known.values() if not void[each.id] and each.action != "withdraw"]
    return sorted(kept, key=lambda each: (each.judged, each.id))


class _Ways:
    """The way from a claim of before to the claims that stand now."""

    def __init__(
        self, claims: Mapping[str, KnownClaim], current: Iterable[KnownClaim], judged: Collection[str]
    ) -> None:
        self._claims = claims
        # Few articles are judged: only their claims are kept, however many there are.
        articles = {claim.article for claim in claims.values()}
        self._current: dict[str, KnownClaim] = {}
        self._versions: dict[tuple[str, str], dict[str, list[KnownClaim]]] = defaultdict(lambda: defaultdict(list))
        for claim in current:
            if claim.article in articles or claim.id in judged:
                self._current[claim.id] = claim
                self._versions[claim.article, claim.kind][claim.told_in].append(claim)

    def of(self, number: str | None, *, strictly: bool = False) -> list[KnownClaim]:
        """The claim that stands now, then what other versions of its article have in its place, if they have one.

        Empty where none stands (coded alike, if `strictly`).
        """
        claim = self._current.get(number or "") or self._claims.get(number or "")
        if claim is None:
            return []
        versions = self._versions.get((claim.article, claim.kind), {})
        if claim.id not in self._current:
            everywhere = [each for several in versions.values() for each in several]
            found = follow(claim, [each for each in everywhere if not strictly or _coded_alike(claim, each)])
            if found is None:
                return []
            claim = found
        stand = [claim]
        for told_in in sorted(versions.keys() - {claim.told_in}):
            other = follow(claim, [each for each in versions[told_in] if not strictly or _coded_alike(claim, each)])
            # Two claims may stand on one cue: each must be what the other is most like.
            if other is not None and follow(other, versions[claim.told_in]) == claim:
                stand.append(other)
        return stand


def _told(claim: KnownClaim, field: str) -> object:
    """What the claim tells in a field that may be corrected, as far as it is known here."""
    own = {"when": "edtf", "where": "place", "title": "name", "body": "name", "relation": "name"}
    own |= {"country": "office_country"}
    parties = tuple((party.name, party.country) for party in claim.of_role(field))
    return parties or getattr(claim, own.get(field, field), None)


def _coded_alike(one: KnownClaim, other: KnownClaim) -> bool:
    told = (one.type, (one.name or "").casefold(), one.polarity)
    return told == (other.type, (other.name or "").casefold(), other.polarity) and same_sides(one, other)


def _pairs(pairs: Mapping[tuple[str, str], Judgement], action: str) -> tuple[tuple[str, str, str], ...]:
    return tuple((*pair, pairs[pair].id) for pair in sorted(pairs) if pairs[pair].action == action)
