"""Types marked pairs: what `type` answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from dragoman.classify.classifier import NONE
from dragoman.classify.marks import MarkedSentence
from dragoman.extract.events import EventFinder
from dragoman.extract.mentions import MentionFinder
from dragoman.extract.pairs import PairType, type_pair
from dragoman.extract.syntax import Syntax
from dragoman.intake.articles import without_surrogates
from dragoman.model.finding import MODEL_RULE
from dragoman.model.span import Span
from dragoman.run.coder import Coder
from dragoman.run.examples import plain_text

FALLBACK = "CONSULT"  # the commonest type in news of states: the honest guess where no cue is known
RULE_WEIGHT = 0.3  # of a rule's confidence beside the model's probability


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
        yield row, _with_opinion(replace(found, type=type_, mode=mode), row, text, coder)


def _with_opinion(rule: PairType, row: MarkedPair, text: str, coder: Coder) -> PairType:
    """The type that rules and model together hold likeliest, NONE left out; under the rule where both agree."""
    if coder.classifier is None:
        return rule
    opinion = coder.classifier.judge(MarkedSentence(text, row.actor, row.recipient))
    shares = {name: share for name, share in coder.joiner.chances(opinion).shares if name != NONE}
    total = sum(shares.values()) or 1.0
    points = {name: share / total for name, share in shares.items()}
    if coder.engine == "both":
        points[rule.type] = points.get(rule.type, 0.0) + RULE_WEIGHT * rule.confidence
    best = max(points, key=lambda name: (points[name], name))
    confidence = round(points[best] / sum(points.values()), 3)
    if coder.engine == "both" and best == rule.type:
        return replace(rule, confidence=confidence)
    return PairType(best, coder.joiner.mode_of(opinion, best), confidence, MODEL_RULE)
