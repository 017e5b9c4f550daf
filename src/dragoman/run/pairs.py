"""Types marked pairs: what `type` answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from dragoman.extract.events import EventFinder
from dragoman.extract.mentions import MentionFinder
from dragoman.extract.pairs import PairType, type_pair
from dragoman.extract.syntax import Syntax
from dragoman.intake.articles import without_surrogates
from dragoman.model.span import Span
from dragoman.run.coder import Coder
from dragoman.run.examples import plain_text

FALLBACK = "CONSULT"  # the commonest type in news of states: the honest guess where no cue is known


@dataclass(frozen=True, slots=True)
class MarkedPair:
    """A sentence in which somebody has marked two parties; spans count code points of `text`."""

    id: str
    text: str
    actor: Span
    recipient: Span


def type_pairs(pairs: Iterable[MarkedPair], coder: Coder) -> Iterator[tuple[MarkedPair, PairType]]:
    """The type of each pair, in order. The sentence is read as it stands, without repair."""
    rows = list(pairs)
    texts = [without_surrogates(row.text) for row in rows]
    knowledge = coder.knowledge
    readings = coder.parser.read(plain_text(text) for text in texts)
    for row, text, reading in zip(rows, texts, readings, strict=True):
        syntax = Syntax(reading)
        mentions = MentionFinder(reading, text, syntax, knowledge.almanac, knowledge.roles, knowledge.language)
        finder = EventFinder(reading, text, syntax, mentions, knowledge.lexicon, knowledge.not_events)
        found = type_pair(finder, row.actor, row.recipient, FALLBACK)
        type_, mode = knowledge.ontology.coded_as(found.type, found.mode)
        yield row, replace(found, type=type_, mode=mode)
