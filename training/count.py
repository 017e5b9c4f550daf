"""Counts the training sets: rows of events by type, mode, status and polarity; passages and attributions.

python training/count.py
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from rows import training_rows

from dragoman.intake.marked_passages import read_passages


def main() -> None:
    rows = training_rows()
    words = sum(len(row.text.split()) for row in rows)
    print(f"{len(rows)} rows, {len({row.text for row in rows})} sentences, {words / len(rows):.1f} words a row")
    both = sum(row.actor is not None and row.recipient is not None for row in rows)
    print(f"actor and recipient marked in {both}")
    for name in ("type", "mode", "status", "polarity"):
        counts = Counter(
            f"{row.type}.{row.mode}" if name == "mode" and row.mode else str(getattr(row, name)) for row in rows
        )
        print(f"{name}: " + ", ".join(f"{value} {count}" for value, count in counts.most_common()))
    passages = list(read_passages(Path(__file__).resolve().parent / "statements"))
    attributions = [each for passage in passages for each in passage.attributions]
    unnamed = sum(not each.speaker for each in attributions)
    length = sum(len(passage.text.split()) for passage in passages)
    print(f"{len(passages)} passages, {length} words, {len(attributions)} attributions, {unnamed} without a speaker")


if __name__ == "__main__":
    main()
