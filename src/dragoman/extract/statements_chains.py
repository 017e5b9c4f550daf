"""Voices around and behind a statement: go-betweens, reporters, and the statement it is part of."""

from __future__ import annotations

from dragoman.extract.statements_cues import Draft
from dragoman.extract.statements_spans import Extents
from dragoman.extract.statements_speakers import Speakers
from dragoman.extract.syntax import Syntax
from dragoman.knowledge.speech import SpeechLexicon
from dragoman.model.reading import Reading


def link_chains(
    reading: Reading, syntax: Syntax, speech: SpeechLexicon, extents: Extents, speakers: Speakers, drafts: list[Draft]
) -> None:
    """Sets `outer` of each draft to the smallest other one whose content holds its cue."""
    for draft in drafts:
        best: tuple[int, Draft] | None = None
        for other in drafts:
            if other is draft:
                continue
            for first, last in other.contents:
                if first <= draft.token < last and not any(a <= other.token < b for a, b in draft.contents):
                    if best is None or last - first < best[0]:
                        best = (last - first, other)
        draft.outer = best[1] if best is not None else None
