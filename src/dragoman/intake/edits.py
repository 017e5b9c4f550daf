"""Small changes on the way from an article's text to the clean copy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dragoman.model.article import Repair


@dataclass(frozen=True, slots=True)
class Edit:
    """The characters `[start, end)` of the text stand as `words` in the clean copy; `start < end`, so that every
    character of the copy comes from some of the text (a blank put in comes with the letter before it)."""

    start: int
    end: int
    words: str


def apart(edits: Iterable[Edit]) -> list[Edit]:
    """The edits in order without overlaps: where two meet, the one that starts first (then the longer) stays."""
    kept: list[Edit] = []
    at = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, -edit.end)):
        if edit.start >= at:
            kept.append(edit)
            at = edit.end
    return kept


def applied(text: str, start: int, end: int, edits: Iterable[Edit]) -> str:
    """The words `[start, end)` of the text with those of the edits in it (in order, apart) that lie inside."""
    parts: list[str] = []
    at = start
    for edit in edits:
        if edit.start >= at and edit.end <= end:
            parts.append(text[at : edit.start])
            parts.append(edit.words)
            at = edit.end
    parts.append(text[at:end])
    return "".join(parts)


def repaired_words(text: str, points: dict[int, str]) -> list[tuple[Repair, list[Edit]]]:
    """A repair and its edits for each word that gets blanks at `points` (offset of the letter after the blank -> rule).

    Several blanks in one word make one repair, under the rule of the first.
    """
    found: list[tuple[Repair, list[Edit]]] = []
    todo = sorted(points)
    while todo:
        first = todo[0]
        start, end = _word_around(text, first)
        inside = [point for point in todo if point < end]
        todo = todo[len(inside) :]
        edits = [Edit(point - 1, point, text[point - 1] + " ") for point in inside]
        words = applied(text, start, end, edits)
        found.append((Repair(start, end, text[start:end], words, points[first]), edits))
    return found


_INNER = frozenset("-'’")
_STOPS = frozenset(".,;:!?")


def _word_around(text: str, at: int) -> tuple[int, int]:
    def inside(index: int) -> bool:
        char = text[index]
        if char.isalnum() or char in _INNER:
            return True
        return char in _STOPS and 0 < index < len(text) - 1 and text[index - 1].isalnum() and text[index + 1].isalnum()

    start = end = at
    while start > 0 and (inside(start - 1) or start == at):
        start -= 1
    while end < len(text) and inside(end):
        end += 1
    return start, end
