"""Rules and tagger together: what each adds, mends and drops."""

from __future__ import annotations

from functools import cache

from dragoman.extract.mentions import MentionFinder
from dragoman.extract.statements import StatementFinder
from dragoman.extract.syntax import Syntax
from dragoman.knowledge.knowledge import Knowledge, load_knowledge
from dragoman.model.finding import TAGGER_RULE, SeenStatement, Sighting, StatementMention
from dragoman.model.reading import Reading
from dragoman.reading.parser import Parser
from dragoman.run.examples import plain_text


@cache
def _tools() -> tuple[Knowledge, Parser]:
    return load_knowledge(), Parser.load()


def _found(text: str, seen: list[SeenStatement], doubted: bool = False) -> tuple[StatementMention, ...]:
    knowledge, parser = _tools()
    (reading,) = parser.read([plain_text(text)])
    chances = [0.0 if doubted else 0.5] * len(reading)
    for each in seen:
        chances[each.cue[0] : each.cue[1]] = [each.chance] * (each.cue[1] - each.cue[0])
    return _statements(text, reading, knowledge, Sighting(tuple(seen), tuple(chances)))


def _statements(text: str, reading: Reading, knowledge: Knowledge, sighting: Sighting) -> tuple[StatementMention, ...]:
    syntax = Syntax(reading)
    mentions = MentionFinder(reading, text, syntax, knowledge.almanac, knowledge.roles, knowledge.language)
    return StatementFinder(reading, text, syntax, mentions, knowledge.speech, lambda _: sighting).find()


def test_a_statement_that_no_rule_knows_is_taken_from_the_tagger() -> None:
    text = "The minister poured cold water on the plan for a base."
    (found,) = _found(text, [SeenStatement((2, 6), (0, 2), ((6, 11),), 0.97)])
    assert (found.rule, found.confidence < 0.97) == (TAGGER_RULE, True)
    assert found.speaker_passage is not None
    assert found.cue is not None
    words = (found.speaker_passage.text, found.cue.text, [part.text for part in found.content])
    assert words == ("The minister", "poured cold water on", ["the plan for a base"])


def test_a_faint_one_is_not() -> None:
    assert _found("The minister poured cold water on the plan.", [SeenStatement((2, 6), (0, 2), ((6, 8),), 0.5)]) == ()


def test_a_rule_keeps_its_statement_and_the_tagger_finds_its_speaker_once() -> None:
    text = "The minister said that the base would close."
    (found,) = _found(text, [SeenStatement((2, 3), (0, 2), ((3, 8),), 0.99)])
    assert found.rule.startswith("en.say")
    assert [part.text for part in found.content] == ["that the base would close"]


def test_a_slight_cue_that_the_tagger_gives_nothing_is_dropped() -> None:
    text = "The minister welcomed the new bridge."
    assert len(_found(text, [])) == 1
    assert _found(text, [], doubted=True) == ()


def test_a_plain_report_stands_whatever_the_tagger_thinks() -> None:
    assert len(_found("The minister said that the base would close.", [], doubted=True)) == 1


def test_a_list_that_the_parser_cut_short_is_taken_whole() -> None:
    text = "The minister welcomed the base, the plan, and, to nobody's surprise, the new road."
    words = len(text.replace(",", " ,").replace("'s", " 's").replace(".", " .").split())
    (found,) = _found(text, [SeenStatement((2, 3), (0, 2), ((3, words - 1),), 0.99)])
    assert [part.text for part in found.content] == [text[len("The minister welcomed ") : -1]]


def test_a_word_that_no_lexicon_knows_must_be_surer() -> None:
    text = "The minister soaked up the warmth of the plan."
    assert _found(text, [SeenStatement((2, 7), (0, 2), ((7, 9),), 0.96)]) == ()
