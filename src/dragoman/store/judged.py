"""The tables that judging makes: what they rest on, and how they are written anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict

from dragoman.model.judging import ArticleGroup, Disagreement, JudgedClaim, KnownArticle
from dragoman.store.database import Store
from dragoman.store.encoding import load_cell, store_text
from dragoman.store.rows import Row

MADE_BY_JUDGING = ("article_groups", "judged_claims", "disagreements", "corrected_claims", "judging")
"""Tables that hold nothing but what can be made again from the others."""
RESTS_ON = ("runs", "ledger", "claims", "judgements")
"""The tables that judging rests on."""
_ARTICLE = ("key", "id", "text", "title", "publisher", "url", "published", "updated", "agency")


def is_judged(store: Store, rules: str) -> bool:
    """Whether the tables rest on all that the record holds, and were made by these rules (a hash)."""
    return store.fetch(f"SELECT {', '.join(RESTS_ON)}, rules FROM judging") == [(*holds(store), rules)]


def read_known_articles(store: Store) -> Iterator[KnownArticle]:
    """The articles that some run has coded, in order of key."""
    rows = store.fetch(
        f"SELECT {', '.join(_ARTICLE)} FROM articles "
        "WHERE key IN (SELECT article_key FROM ledger WHERE state = 'coded') ORDER BY key"
    )
    for row in rows:
        yield KnownArticle(*map(load_cell, row))  # type: ignore[arg-type]


def write_judging(
    store: Store, groups: Iterable[ArticleGroup], claims: Iterable[JudgedClaim], disagreements: Iterable[Disagreement],
    corrected: Sequence[Row], rules: str,
) -> None:  # fmt: skip
    """Puts what judging made in the place of what it made before, all of it or nothing."""
    rests_on = dict(zip(RESTS_ON, holds(store), strict=True))
    with store.transaction():
        for table in MADE_BY_JUDGING:
            store.fetch(f"DELETE FROM {table}")
        store.insert("article_groups", [_fit(group) for group in groups])
        store.insert("judged_claims", [_fit(claim) for claim in claims])
        store.insert("disagreements", [_fit(row) for row in disagreements])
        store.insert("corrected_claims", corrected)
        store.insert("judging", [{**rests_on, "rules": rules}])


def holds(store: Store) -> tuple[object, ...]:
    """How many rows each table of `RESTS_ON` has."""
    counts = ", ".join(f"(SELECT count(*) FROM {table})" for table in RESTS_ON)
    return store.fetch(f"SELECT {counts}")[0]


def _fit(made: ArticleGroup | JudgedClaim | Disagreement) -> Row:
    """The row of what judging made, its texts fit to be stored."""
    row = asdict(made)
    if isinstance(made, JudgedClaim):
        row["reasons"] = [store_text(reason) for reason in made.reasons]
    return {name: store_text(value) if isinstance(value, str) else value for name, value in row.items()}
