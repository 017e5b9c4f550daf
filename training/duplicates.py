"""Names the rows of the training set that are nearly the same: an estimated share of .8 and more of their word triples.

    python training/duplicates.py

Rows of one and the same sentence with other marks are meant and not named. Exit status 1 where anything is found.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

from datasketch import MinHash, MinHashLSH
from rows import training_rows

from dragoman.intake.marked_rows import TrainingRow

SHARE = 0.8
PERMUTATIONS = 128


def shingles(text: str) -> set[str]:
    """Triples of words in small letters."""
    words = re.findall(r"\w+", text.lower())
    return {" ".join(words[at : at + 3]) for at in range(max(1, len(words) - 2))}


def near_duplicates(rows: list[TrainingRow]) -> Iterator[tuple[str, str]]:
    """Pairs of places whose sentences differ but are nearly the same."""
    index = MinHashLSH(threshold=SHARE, num_perm=PERMUTATIONS)
    texts: dict[str, str] = {}
    for row in rows:
        if row.text in texts.values():
            continue
        sketch = MinHash(num_perm=PERMUTATIONS)
        for part in shingles(row.text):
            sketch.update(part.encode())
        for other in index.query(sketch):
            yield other, row.where
        index.insert(row.where, sketch)
        texts[row.where] = row.text


def main() -> int:
    found = list(near_duplicates(training_rows()))
    for one, other in found:
        print(f"{other}: nearly the same as {one}")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
