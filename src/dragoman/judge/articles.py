"""Which articles are versions of one article, and which are copies of another: wire copy, reprints, near-duplicates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from datasketch import MinHash, MinHashLSH

from dragoman.judge.days import days_apart
from dragoman.judge.words import Hashes, jaccard, shingles
from dragoman.knowledge.judging import ArticleThresholds
from dragoman.model.judging import ArticleGroup, KnownArticle


def group_articles(articles: Iterable[KnownArticle], thresholds: ArticleThresholds) -> list[ArticleGroup]:
    """A group for each article, in order of key; the order in which they come makes no difference.

    A version is an article that came again under its id, from the same publisher. A copy is an article that another
    publisher, or the same one, has printed before with nearly the same words; of versions the first counts. Candidates
    are found by MinHash with locality-sensitive hashing (Broder 1997; Indyk and Motwani 1998), in time that grows with
    the number of articles, and compared exactly.
    """
    by_age = sorted(articles, key=_age)
    sequences = {article.key: shingles(article.text, thresholds.shingle_words) for article in by_age}
    version_of = _versions(by_age, sequences, thresholds)
    groups: dict[str, ArticleGroup] = {}
    near = MinHashLSH(threshold=thresholds.copy_similarity, num_perm=thresholds.permutations)
    originals: dict[str, KnownArticle] = {}
    for article in by_age:
        first, alike, why = version_of[article.key]
        if first != article.key:
            groups[article.key] = ArticleGroup(article.key, first, groups[first].copy_of, alike, why)
            continue
        sketch = _sketch(sequences[article.key], thresholds.permutations)
        found: list[str] = near.query(sketch)
        best = max(
            ((jaccard(sequences[key], sequences[article.key]), key) for key in found
             if days_apart(originals[key].published, article.published) <= thresholds.copy_days),
            key=lambda each: (each[0], _descending(each[1])), default=None,
        )  # fmt: skip
        if best is not None and best[0] >= thresholds.copy_similarity:
            copied = originals[best[1]]
            reason = f"{best[0]:.0%} of its word sequences stand in {copied.publisher or 'article'} {copied.id}"
            groups[article.key] = ArticleGroup(article.key, article.key, best[1], round(best[0], 4), reason)
        else:
            groups[article.key] = ArticleGroup(article.key, article.key, article.key)
            originals[article.key] = article
            near.insert(article.key, sketch, check_duplication=False)
    return [groups[key] for key in sorted(groups)]


def _versions(
    by_age: Sequence[KnownArticle], sequences: dict[str, Hashes], thresholds: ArticleThresholds
) -> dict[str, tuple[str, float | None, str | None]]:
    """For each article the key of its first version, how alike the two are, and why it is taken for one."""
    firsts: dict[tuple[str | None, str], list[KnownArticle]] = defaultdict(list)
    found: dict[str, tuple[str, float | None, str | None]] = {}
    for article in by_age:
        for first in firsts[article.publisher, article.id]:
            alike = jaccard(sequences[first.key], sequences[article.key])
            same_url = first.url is not None and first.url == article.url
            same_title = first.title is not None and first.title == article.title
            if alike >= thresholds.version_similarity or same_url or same_title:
                why = "the same id and publisher, and " + (
                    "the same address" if same_url else "the same title" if same_title else "nearly the same words"
                )
                found[article.key] = first.key, round(alike, 4), why
                break
        else:
            firsts[article.publisher, article.id].append(article)
            found[article.key] = article.key, None, None
    return found


def _age(article: KnownArticle) -> tuple[str, bool, str, str]:
    """The older first; of a day the agency that others copy first; the undated last."""
    return (
        article.published or "9999",
        not (article.agency is not None and article.agency == article.publisher),
        article.updated or "",
        article.key,
    )


def _sketch(sequences: Hashes, permutations: int) -> MinHash:
    sketch = MinHash(num_perm=permutations, hashfunc=int)  # they are numbers already
    sketch.update_batch(sequences.tolist())
    return sketch


def _descending(key: str) -> tuple[int, ...]:
    """Sorts keys backwards, so that the largest is the first of its equals."""
    return tuple(-ord(letter) for letter in key)
