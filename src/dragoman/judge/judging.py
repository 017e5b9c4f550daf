"""Judges the claims of a record: which articles are copies, which claims tell of one matter, whose word each is, and
where they disagree."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dragoman.judge.articles import group_articles
from dragoman.judge.blocks import candidate_pairs
from dragoman.judge.clusters import Edge, cluster, nearest_in_group
from dragoman.judge.disagreements import event_disagreements
from dragoman.judge.pairs import chance, reasons
from dragoman.judge.standing import different_starts, standing_groups, two_in_one_seat
from dragoman.judge.statements import statement_edges
from dragoman.judge.telling import Telling, telling_of
from dragoman.judge.witnesses import Witnesses
from dragoman.knowledge.almanac import Almanac
from dragoman.knowledge.judging import EventThresholds, Thresholds
from dragoman.model.claim import ACTING_ROLES, OTHER_ROLES
from dragoman.model.judging import ArticleGroup, Disagreement, JudgedClaim, KnownArticle, KnownClaim, Rulings

STANDING = frozenset({"office", "agreement", "membership", "relation"})


@dataclass(frozen=True, slots=True)
class Judging:
    """What judging made: a group for each article, a row for each claim, and the disagreements."""

    groups: tuple[ArticleGroup, ...]
    claims: tuple[JudgedClaim, ...]
    disagreements: tuple[Disagreement, ...]


Ties = Mapping[str, tuple[float | None, str | None, tuple[str, ...]]]
"""By claim: how sure it is that it belongs here, the claim it is most like, and why."""


@dataclass(frozen=True, slots=True)
class _Matter:
    """Claims that tell of one thing, and why each belongs to it."""

    claims: tuple[KnownClaim, ...]
    ties: Ties
    disagreements: tuple[Disagreement, ...]


def judge_claims(
    articles: Iterable[KnownArticle], claims: Iterable[KnownClaim], rulings: Rulings, thresholds: Thresholds,
    almanac: Almanac,
) -> Judging:  # fmt: skip
    """Judges all claims that stand. The order in which articles and claims come makes no difference.

    Claims that people rejected get a row, alone in their matter, and speak in no other.
    """
    known = {article.key: article for article in articles}
    groups = group_articles(known.values(), thresholds.articles)
    witnesses = Witnesses(known, {group.article: group for group in groups}, almanac)
    ordered = sorted(claims, key=_place)
    standing = [claim for claim in ordered if rulings.verdicts.get(claim.id) != "rejected"]
    matters = [
        *_events([claim for claim in standing if claim.kind == "event"], rulings, thresholds),
        *_statements([claim for claim in standing if claim.kind == "statement"], rulings, thresholds),
        *_facts([claim for claim in standing if claim.kind in STANDING], rulings),
        *(_Matter((claim,), {}, ()) for claim in ordered if rulings.verdicts.get(claim.id) == "rejected"),
    ]
    judged: list[JudgedClaim] = []
    disagreements: list[Disagreement] = []
    for matter in matters:
        first = matter.claims[0].id
        speaking = sorted(matter.claims, key=lambda claim: _tells_most(claim, rulings))
        for rank, claim in enumerate(speaking):
            score, joined_to, why = matter.ties.get(claim.id, (None, None, ()))
            witness, state = witnesses.of(claim)
            judged.append(
                JudgedClaim(
                    claim.id, first, rank, witness, state, rulings.verdicts.get(claim.id), score, joined_to, why
                )
            )
        disagreements += matter.disagreements
    matter_of = {each.claim: each.matter for each in judged}
    disagreements += two_in_one_seat(
        [claim for claim in standing if claim.kind == "office"], matter_of, almanac, thresholds.standing
    )
    return Judging(
        tuple(groups),
        tuple(sorted(judged, key=lambda each: each.claim)),
        tuple(sorted(disagreements, key=lambda each: (each.matter, each.about, each.claim))),
    )


def _place(claim: KnownClaim) -> tuple[str, str, int, str]:
    """The first published first; the undated last."""
    return claim.published or "9999", claim.article, claim.evidence.start, claim.id


def _tells_most(claim: KnownClaim, rulings: Rulings) -> tuple[object, ...]:
    """Sorts the claim that says most to the front: accepted by people, affirmed, with known parties, time and place."""
    acting = claim.of_role(*ACTING_ROLES)
    other = claim.of_role(*OTHER_ROLES)
    known = sum(party.entity is not None or party.country is not None for party in acting + other)
    dated = claim.basis not in (None, "published")
    said = known + dated + (claim.place is not None) + (claim.mode is not None) + 2 * (claim.status != "hypothetical")
    return (
        rulings.verdicts.get(claim.id) != "accepted",
        claim.status == "hypothetical",
        claim.polarity == "denied",
        claim.status == "future",
        -said,
        -claim.confidence,
        _place(claim),
    )


def _events(claims: Sequence[KnownClaim], rulings: Rulings, thresholds: Thresholds) -> list[_Matter]:
    weights = thresholds.events.weights
    tellings = [telling_of(claim) for claim in claims]
    edges = [
        (_chance(tellings[one], tellings[other], thresholds.events), one, other)
        for one, other in candidate_pairs(tellings, thresholds.events)
    ]

    def why(one: int, other: int) -> tuple[str, ...]:
        return reasons(tellings[one], tellings[other], weights)

    found: list[_Matter] = []
    for group, ties in _joined(claims, edges, thresholds.events.join, rulings, why):
        told: list[Telling] = [tellings[at] for at in group]
        disagreements = event_disagreements(told, claims[group[0]].id, thresholds.counts)
        found.append(_Matter(tuple(claims[at] for at in group), ties, tuple(disagreements)))
    return found


def _chance(one: Telling, other: Telling, thresholds: EventThresholds) -> float:
    """The chance of one happening; an article that tells of two alike must be surer to mean one."""
    found = chance(one, other, thresholds.weights)
    if one.claim.article == other.claim.article and thresholds.join <= found < thresholds.join_within:
        return math.nextafter(thresholds.join, 0)
    return found


def _statements(claims: Sequence[KnownClaim], rulings: Rulings, thresholds: Thresholds) -> list[_Matter]:
    edges = statement_edges(claims, thresholds.statements)
    return [
        _Matter(tuple(claims[at] for at in group), ties, ())
        for group, ties in _joined(
            claims, edges, 0.0, rulings, lambda *_: ("the same speaker and nearly the same words",)
        )
    ]


def _facts(claims: Sequence[KnownClaim], rulings: Rulings) -> list[_Matter]:
    edges: list[Edge] = [(1.0, group[0], other) for group in standing_groups(claims) for other in group[1:]]
    found: list[_Matter] = []
    for group, ties in _joined(claims, edges, 1.0, rulings, lambda *_: ("the same parties and the same name",)):
        told = tuple(claims[at] for at in group)
        found.append(_Matter(told, ties, tuple(different_starts(told, told[0].id))))
    return found


def _joined(
    claims: Sequence[KnownClaim], edges: Sequence[Edge], join: float, rulings: Rulings,
    why: Callable[[int, int], tuple[str, ...]],
) -> Iterator[tuple[list[int], Ties]]:  # fmt: skip
    """The places of claims that tell of one thing, and what ties each claim but the first to the others."""
    place = {claim.id: at for at, claim in enumerate(claims)}

    def here(pairs: Iterable[tuple[str, str, str]]) -> dict[tuple[int, int], str]:
        inside = (
            (place[one], place[other], judgement) for one, other, judgement in pairs if one in place and other in place
        )
        return {(min(one, other), max(one, other)): judgement for one, other, judgement in inside}

    same, apart = here(rulings.same), here(rulings.apart)
    chances = {(one, other): score for score, one, other in edges}
    for group in cluster(len(claims), edges, join, same, apart):
        ties: dict[str, tuple[float | None, str | None, tuple[str, ...]]] = {}
        for at, (score, other) in nearest_in_group(group, chances).items():
            ties[claims[at].id] = round(score, 4), claims[other].id, why(min(at, other), max(at, other))
        for (one, other), judgement in same.items():
            if other in group:
                ties[claims[other].id] = 1.0, claims[one].id, (f"judged to be the same ({judgement})",)
        yield group, ties
