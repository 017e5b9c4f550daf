"""What an event is about, by the words of its clause."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.knowledge.contexts import ContextWords, load_context_words
from dragoman.knowledge.ontology import load_ontology
from dragoman.knowledge.tables import DataError
from dragoman.model.claim import EventClaim
from dragoman.run.api import code


@pytest.fixture(scope="module")
def words() -> ContextWords:
    return load_context_words()


def test_every_context_of_the_ontology_has_words(words: ContextWords) -> None:
    shown = {context for rows in words.by_first.values() for _, contexts in rows for context in contexts}
    assert shown == set(load_ontology().contexts)


@pytest.mark.parametrize(
    ("text", "contexts"),
    [
        ("the nuclear test", ("cbrn",)),
        ("human rights groups", ("human_rights",)),
        ("the uranium mine", ("natural_resource", "cbrn")),
        ("the people of the north", ()),
    ],
)
def test_longest_phrase_shows_its_contexts(words: ContextWords, text: str, contexts: tuple[str, ...]) -> None:
    lower = text.split()
    lemmas = [word.removesuffix("s") for word in lower]
    assert words.shown(lower, lemmas, range(len(lower))) == contexts


@pytest.mark.parametrize(
    ("text", "wanted", "unwanted"),
    [
        ("Rebels attacked a mosque in Mosul with a drone.", {"religion_ethnicity", "military"}, {"health", "election"}),
        ("Norway praised Chad for taking in refugees.", {"asylum"}, {"military"}),
        ("Kenya condemned Ethiopia, and farmers welcomed the rain after the long drought.", set(), {"disasters"}),
        ("Peru accused Chile of bribery and money laundering.", {"corruption", "crime"}, {"economic"}),
    ],
)
def test_event_has_the_contexts_of_its_own_clause(text: str, wanted: set[str], unwanted: set[str]) -> None:
    first = next(claim for claim in code(text) if isinstance(claim, EventClaim))
    assert wanted <= set(first.contexts)
    assert not unwanted & set(first.contexts)


@pytest.mark.parametrize(("content", "message"), [("weather: [rain]", "no context"), ("health: ill", "list of words")])
def test_wrong_file_is_refused(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "contexts.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=message):
        load_context_words(path, load_ontology().contexts)
