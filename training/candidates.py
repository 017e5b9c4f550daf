"""Words that the rules take for cues: in rows of NONE one is marked, so that a marked cue alone proves nothing."""

from __future__ import annotations

from collections.abc import Iterable

from dragoman.extract.events_cues import Cues
from dragoman.extract.mentions import MentionFinder
from dragoman.extract.syntax import Syntax
from dragoman.model.span import Span
from dragoman.run.coder import loaded_coder
from dragoman.run.examples import plain_text
from dragoman.run.setup import Setup


def rule_cues(texts: Iterable[str]) -> dict[str, list[Span]]:
    """The spans of the cues of each sentence; sentences without any are left out."""
    coder = loaded_coder(Setup(engine="rules"))
    known = coder.knowledge
    wanted = list(dict.fromkeys(texts))
    found: dict[str, list[Span]] = {}
    for text, reading in zip(wanted, coder.parser.read(plain_text(text) for text in wanted), strict=True):
        syntax = Syntax(reading)
        mentions = MentionFinder(reading, text, syntax, known.almanac, known.roles, known.language)
        elsewhere = known.not_events.covered(reading.lower, reading.lemmas)
        cues = Cues(reading, syntax, mentions, known.lexicon, elsewhere)
        spans = [Span(reading.starts[token], reading.ends[token]) for token in cues.among(0, len(reading))]
        if spans:
            found[text] = spans
    return found
