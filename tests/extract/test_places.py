"""Names of places: where they begin and end, what the text says around them, and where events happened."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.extract.mentions import MentionFinder
from dragoman.extract.places import find_places
from dragoman.extract.places_events import place_for
from dragoman.extract.syntax import Syntax
from dragoman.knowledge.knowledge import Knowledge, load_knowledge
from dragoman.model.article import Article, CleanText, OffsetMap
from dragoman.model.claim import Place
from dragoman.model.place import PlaceMention
from dragoman.model.reading import Reading
from dragoman.reading.parser import Parser
from dragoman.resolve.places import resolve_places

CASES = Path(__file__).parents[1] / "cases" / "places.txt"


def cases(kind: str) -> list[list[str]]:
    lines = CASES.read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.split(" | ")] for line in lines if line.strip() and not line.startswith("#")]
    return [row[1:] for row in rows if row[0] == kind]


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser.load()


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def read(parser: Parser, texts: Sequence[str]) -> list[Reading]:
    clean = (CleanText(text, OffsetMap(((0, len(text), 0, len(text)),)), ((0, len(text), "body"),)) for text in texts)
    return list(parser.read(clean))


def find(reading: Reading, text: str, knowledge: Knowledge) -> tuple[PlaceMention, ...]:
    mentions = MentionFinder(reading, text, Syntax(reading), knowledge.almanac, knowledge.roles, knowledge.language)
    return find_places(reading, text, mentions, knowledge)


def resolve(reading: Reading, text: str, knowledge: Knowledge) -> tuple[Place, ...]:
    return resolve_places(find(reading, text, knowledge), Article("a", text, "0", "test"), knowledge)


def test_case_file_is_long_enough() -> None:
    assert len(cases("P")) + len(cases("W")) >= 60


def test_places_of_the_cases(parser: Parser, knowledge: Knowledge) -> None:
    rows = cases("P")
    wrong = []
    for (text, wanted), reading in zip(rows, read(parser, [row[0] for row in rows]), strict=True):
        places = resolve(reading, text, knowledge)
        expected = [] if wanted == "-" else [item.strip() for item in wanted.split(";")]
        shown = [
            f"{place.text}>{place.country or ''} {(place.rule or '')[len('resolve.place.') :]}" for place in places
        ]
        if len(shown) != len(expected) or any(
            item != have and item != have.rsplit(" ", 1)[0] for item, have in zip(expected, shown, strict=False)
        ):
            wrong.append(f"{text}: {shown}")
    assert not wrong, "\n".join(wrong)


def test_where_the_events_of_the_cases_happened(parser: Parser, knowledge: Knowledge) -> None:
    rows = cases("W")
    wrong = []
    for (text, cue, wanted), reading in zip(rows, read(parser, [row[0] for row in rows]), strict=True):
        places = resolve(reading, text, knowledge)
        index = place_for(reading, places, reading.words.index(cue), knowledge.places.words)
        found = "-" if index is None else places[index].text
        if found != wanted:
            wrong.append(f"{text} [{cue}]: {found}, not {wanted}")
    assert not wrong, "\n".join(wrong)


def test_a_name_found_once_is_found_again_without_a_preposition(parser: Parser, knowledge: Knowledge) -> None:
    text = "Floods reached the village of Qorvabad on Monday. Qorvabad lost its bridge."
    (reading,) = read(parser, [text])
    assert [mention.name for mention in find(reading, text, knowledge)] == ["Qorvabad", "Qorvabad"]


def test_a_container_points_at_the_larger_place(parser: Parser, knowledge: Knowledge) -> None:
    text = "She spoke in Lima, Peru, and later in Quito."
    (reading,) = read(parser, [text])
    lima, peru, quito = find(reading, text, knowledge)
    assert lima.container == 1
    assert peru.container is None
    assert quito.container is None


def test_no_place_without_places(parser: Parser, knowledge: Knowledge) -> None:
    (reading,) = read(parser, ["They met again."])
    assert place_for(reading, (), 1, knowledge.places.words) is None


WORDS = st.sampled_from(
    ["Paris", ",", "Texas", "in", "the", "village", "of", "Kiev", "(", ")", "met", "near", "Lake", "Victoria", "County",
     "Jordan", "'s", "—", "Nice", "U.S.", "Police", "and", "New", "York", "Zürich", ".", "EU", "Harris", "\n\n"]
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WORDS, min_size=1, max_size=25))
def test_spans_lie_in_the_text_in_order_and_apart(parser: Parser, knowledge: Knowledge, words: list[str]) -> None:
    text = " ".join(words)
    (reading,) = read(parser, [text])
    found = find(reading, text, knowledge)
    places = resolve_places(found, Article("a", text, "0", "test"), knowledge)
    assert len(places) == len(found)
    end = 0
    for mention, place in zip(found, places, strict=True):
        assert end <= place.start < place.end <= len(text)
        assert text[place.start : place.end] == place.text == mention.passage.text
        assert mention.container is None or 0 <= mention.container < len(found)
        assert (place.lat is None) == (place.lon is None)
        end = place.end
    for token in range(len(reading)):
        index = place_for(reading, places, token, knowledge.places.words)
        assert index is None or 0 <= index < len(places)
