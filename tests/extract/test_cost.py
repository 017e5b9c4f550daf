"""The cost of a sentence hangs on the cues it holds, not on the size of the lexicon."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from dragoman.extract.events import EventFinder
from dragoman.extract.mentions import MentionFinder
from dragoman.extract.syntax import Syntax
from dragoman.knowledge.lexicon import Lexicon, Rule, build_index
from dragoman.run.coder import Coder
from dragoman.run.examples import plain_text

SENTENCES = (
    "The foreign ministers of Peru and Chile met in Lima on Monday and agreed to reopen the border crossing.",
    "Rebels shelled a town in the east, killing two soldiers, the army said.",
    "Norway condemned the arrest of three journalists by the Belarusian police and urged Minsk to free them.",
    "The harvest was good this year, and farmers sold their wheat at a higher price than in the spring.",
)
ROUNDS = 7


def _doubled(lexicon: Lexicon) -> Lexicon:
    """The lexicon with as many dummy rules again, each with cues of its own that no sentence holds."""
    dummies = tuple(
        Rule(f"dummy.{number}", "AID", verbs=tuple(f"{cue}{number}" for cue in rule.verbs) or (f"dummy{number}",),
             nouns=tuple(f"{cue}{number}" for cue in rule.nouns))
        for number, rule in enumerate(lexicon.rules)
    )  # fmt: skip
    rules = (*lexicon.rules, *dummies)
    return replace(lexicon, rules=rules, index=build_index(rules), by_id={rule.id: rule for rule in rules})


def _seconds(coder: Coder, lexicons: tuple[Lexicon, ...]) -> tuple[float, ...]:
    """The fastest of several rounds for each lexicon, taken by turns so that a busy machine slows all alike."""
    readings = list(coder.parser.read(plain_text(text) for text in SENTENCES * 10))
    known = coder.knowledge
    best = [float("inf")] * len(lexicons)
    for _ in range(ROUNDS):
        for number, lexicon in enumerate(lexicons):
            start = time.process_time()
            for reading in readings:
                syntax = Syntax(reading)
                mentions = MentionFinder(
                    reading, reading.clean.text, syntax, known.almanac, known.roles, known.language
                )
                EventFinder(reading, reading.clean.text, syntax, mentions, lexicon, known.not_events).find()
            best[number] = min(best[number], time.process_time() - start)
    return tuple(best)


def test_twice_the_rules_cost_no_more(coder: Coder) -> None:
    lexicon = coder.knowledge.lexicon
    doubled = _doubled(lexicon)
    assert len(doubled.rules) == 2 * len(lexicon.rules)
    one, two = _seconds(coder, (lexicon, doubled))
    assert two / one == pytest.approx(1.0, abs=0.15)
