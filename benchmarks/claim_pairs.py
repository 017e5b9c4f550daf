"""How well judging joins claims of events: against pairs of claims that people marked as one happening or two.

    python benchmarks/claim_pairs.py --db record.duckdb

`docs/judged/2026-11-25-pairs.csv` has three sets of 200 pairs, each marked twice: "articles", pairs of different
articles with one type and the same countries, published within three days of each other, drawn at random; "any", the
same with pairs of one article among them; "border", drawn so that an early version of judging was in doubt about half.
A claim is found again by its article, its type and its place in the text, whatever its id is by now.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from dragoman.store.database import Store
from measure import result, table

PAIRS = Path(__file__).parents[1] / "docs" / "judged" / "2026-11-25-pairs.csv"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a claim of an event stands: its article's id, the characters of its evidence, and its type."""

    article: str
    start: int
    end: int
    type: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two claims, and what each of two readers made of them: same, different or unclear."""

    set: str
    one: Place
    other: Place
    marks: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Figures:
    """How many pairs were joined rightly, joined wrongly, kept apart wrongly; and those with a claim no longer made."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    lost: int = 0

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


def read_pairs(path: Path = PAIRS) -> Iterator[Pair]:
    with path.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            one, other = (
                Place(row[side], int(row[f"{side}_start"]), int(row[f"{side}_end"]), row[f"{side}_type"])
                for side in ("one", "other")
            )
            yield Pair(row["set"], one, other, (row["first_mark"], row["second_mark"]))


def figures(pairs: Iterable[Pair], matters: Mapping[str, list[tuple[Place, str]]], reader: int) -> Figures:
    """What judging made of the pairs, by the marks of one reader (0 or 1); `matters` of the claims by article."""
    found: Counter[str] = Counter()
    for pair in pairs:
        one, other = (_matter(place, matters.get(place.article, ())) for place in (pair.one, pair.other))
        same = pair.marks[reader] == "same"
        if one is None or other is None:
            found["lost"] += 1
        elif pair.marks[reader] != "unclear" and (one == other or same):
            found["right" if one == other and same else "wrong" if one == other else "missed"] += 1
    return Figures(**found)


def _matter(place: Place, claims: Iterable[tuple[Place, str]]) -> str | None:
    """The matter of the claim that covers the place best, of the same type before another."""
    covers = [
        (there.type == place.type, min(there.end, place.end) - max(there.start, place.start), matter)
        for there, matter in claims
    ]
    best = max((cover for cover in covers if cover[1] > 0), default=None)
    return best[2] if best is not None else None


def matters_of(store: Store) -> dict[str, list[tuple[Place, str]]]:
    """The current claims of events of a record with their matters, by article."""
    found: dict[str, list[tuple[Place, str]]] = {}
    for article, start, end, type_, matter in store.fetch(
        "SELECT article, evidence_start, evidence_end, type, matter FROM current_claims "
        "WHERE kind = 'event' ORDER BY id"
    ):
        place = Place(str(article), int(str(start)), int(str(end)), str(type_))
        found.setdefault(place.article, []).append((place, str(matter)))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--db", type=Path, required=True, help="a record of the corpora, made by `dragoman load`")
    options = parser.parse_args()
    with Store.open(options.db, read_only=True) as store:
        matters = matters_of(store)
    pairs = list(read_pairs())
    rows = []
    for name in ("articles", "any", "border"):
        for reader in (0, 1):
            made = figures([pair for pair in pairs if pair.set == name], matters, reader)
            rows.append((name, reader + 1, made.right, made.wrong, made.missed, made.lost, made.precision, made.recall))
            if reader == 0:
                result(f"pairs.{name}.precision", made.precision)
                result(f"pairs.{name}.recall", made.recall)
    table(("set", "reader", "right", "wrong", "missed", "lost", "precision", "recall"), rows)


if __name__ == "__main__":
    main()
