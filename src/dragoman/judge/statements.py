"""Claims of statements that tell of the same words: one speech quoted by many."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from dragoman.judge.clusters import Edge
from dragoman.judge.days import days_apart
from dragoman.judge.words import jaccard, shingles
from dragoman.knowledge.judging import StatementThresholds
from dragoman.model.judging import KnownClaim


def statement_edges(claims: Sequence[KnownClaim], thresholds: StatementThresholds) -> list[Edge]:
    """Pairs of statements by one speaker with words in common, and how much of their words they share.

    Statements are found by rare sequences of words, so that the work grows with the statements and not with their
    pairs. Where one is a part of the other, the share is that of the shorter.
    """
    by_speaker: dict[str, list[int]] = defaultdict(list)
    for at, claim in enumerate(claims):
        speakers = claim.of_role("speaker")
        if speakers and claim.words:
            by_speaker[speakers[0].known].append(at)
    edges: list[Edge] = []
    for members in by_speaker.values():
        edges += _of_one_speaker(claims, members, thresholds)
    return edges


def _of_one_speaker(
    claims: Sequence[KnownClaim], members: Sequence[int], thresholds: StatementThresholds
) -> list[Edge]:
    said = {at: shingles(" ".join(claims[at].words), thresholds.shingle_words) for at in members}
    holders: dict[int, list[int]] = defaultdict(list)
    for at in members:
        for sequence in said[at].tolist():
            holders[sequence].append(at)
    common: Counter[tuple[int, int]] = Counter()
    for holding in holders.values():
        if 1 < len(holding) <= thresholds.commonest:
            common.update((one, other) for number, one in enumerate(holding) for other in holding[number + 1 :])
    edges: list[Edge] = []
    for (one, other), both in common.items():
        if days_apart(claims[one].published, claims[other].published) > thresholds.days:
            continue
        alike = jaccard(said[one], said[other])
        least = both / min(len(said[one]), len(said[other]))
        if alike >= thresholds.likeness or least >= thresholds.contained:
            edges.append((round(max(alike, least), 4), one, other))
    return edges
