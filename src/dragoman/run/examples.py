"""Runs the examples and counter-examples of the lexicon's rules: a rule that matches nothing, or too much, is found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dragoman.extract.events import EventFinder
from dragoman.extract.events_frame import Frame
from dragoman.extract.mentions import MentionFinder
from dragoman.extract.syntax import Syntax
from dragoman.knowledge.knowledge import Knowledge
from dragoman.knowledge.lexicon import Example, Rule
from dragoman.model.article import CleanText, OffsetMap
from dragoman.model.reading import Reading
from dragoman.reading.parser import Parser


@dataclass(frozen=True, slots=True)
class Failure:
    """An example that its rule does not code as it says, or a counter-example that it does code."""

    rule: str
    text: str
    why: str


def plain_text(text: str) -> CleanText:
    """A clean copy of one sentence or phrase that needs no repair."""
    return CleanText(text, OffsetMap(((0, len(text), 0, len(text)),)), ((0, len(text), "body"),))


def check_examples(rules: Iterable[Rule], knowledge: Knowledge, parser: Parser) -> Iterator[Failure]:
    """Every example and counter-example of `rules`, coded with all that is known; yields what goes wrong."""
    rows: list[tuple[Rule, Example | str]] = []
    for rule in rules:
        rows.extend((rule, example) for example in rule.examples)
        rows.extend((rule, text) for text in rule.counter_examples)
    texts = [row.text if isinstance(row, Example) else row for _, row in rows]
    readings = parser.read(plain_text(text) for text in texts)
    for (rule, row), text, reading in zip(rows, texts, readings, strict=True):
        syntax = Syntax(reading)
        mentions = MentionFinder(reading, text, syntax, knowledge.almanac, knowledge.roles, knowledge.language)
        finder = EventFinder(reading, text, syntax, mentions, knowledge.lexicon, knowledge.not_events)
        frames = finder.frames(0, len(reading))
        mine = [frame for frame in frames if rule.id in (frame.rule.id, *frame.via)]
        if isinstance(row, str):
            if mine:
                yield Failure(rule.id, text, f"a counter-example is coded {mine[0].type}")
        else:
            why = _why_not(rule, row, mine, frames, mentions, reading)
            if why is not None:
                yield Failure(rule.id, text, why)


def _why_not(
    rule: Rule, example: Example, mine: list[Frame], frames: list[Frame], mentions: MentionFinder, reading: Reading
) -> str | None:
    if not mine:
        others = ", ".join(f"{frame.type} by {frame.rule.id}" for frame in frames)
        return f"the rule does not fire; found: {others or 'nothing'}"
    wanted = example.type or (None if rule.operator else rule.type)
    reasons: list[str] = []
    for frame in mine:
        if wanted is not None and frame.type != wanted:
            reasons.append(f"type is {frame.type}, not {wanted}")
            continue
        actors = [mentions.mentions[index] for index in frame.actor]
        recipients = [mentions.mentions[index] for index in frame.recipient]
        if frame.reciprocal:
            actors = recipients = actors + recipients
        for role, words, found in (("actor", example.actor, actors), ("recipient", example.recipient, recipients)):
            if words is not None and not any(_meet(words, mention.words) for mention in found):
                reasons.append(f"{role} is {[mention.words for mention in found]}, not {words!r}")
                break
        else:
            return None
    return (
        "; ".join(reasons)
        + f"; parsed as {' '.join(f'{w}/{d}' for w, d in zip(reading.words, reading.deps, strict=True))}"
    )


def _meet(words: str, found: str) -> bool:
    """True where one of the two is part of the other."""
    return words in found or found in words
