"""Names in running text: the longest wins, letters are folded, several may bear one name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.knowledge.gazetteer import Entity, Gazetteer, NameEntry, NameForm, fold, name_tokens


def entity(name: str, country: str | None = None) -> Entity:
    return Entity(f"state:{name}", "state", name, country)


def gazetteer(*names: tuple[str, str, NameForm]) -> Gazetteer:
    """A gazetteer of `(name, entity, form)`."""
    made = Gazetteer()
    for name, whose, form in names:
        made.add(name, NameEntry(entity(whose), form))
    made.order()
    return made


def found(made: Gazetteer, words: str) -> list[tuple[int, int, list[str]]]:
    return [(hit.first, hit.last, [entry.entity.name for entry in hit.entries]) for hit in made.find(words.split())]


GUINEAS = gazetteer(
    ("Guinea", "Guinea", "name"), ("Equatorial Guinea", "EG", "name"), ("Guinea - Bissau", "GB", "name")
)


def test_longest_name_wins_and_hits_do_not_overlap() -> None:
    assert found(GUINEAS, "Guinea thanked Equatorial Guinea and Guinea - Bissau .") == [
        (0, 1, ["Guinea"]),
        (2, 4, ["EG"]),
        (5, 8, ["GB"]),
    ]


def test_shorter_name_is_found_where_the_longer_one_breaks_off() -> None:
    assert found(GUINEAS, "Equatorial Africa and Guinea - based") == [(3, 4, ["Guinea"])]
    assert found(GUINEAS, "to Equatorial") == []


def test_order_of_adding_changes_nothing_of_length() -> None:
    made = gazetteer(("New York Times", "NYT", "name"), ("New York", "NY", "name"), ("New", "N", "name"))
    other = gazetteer(("New", "N", "name"), ("New York", "NY", "name"), ("New York Times", "NYT", "name"))
    for words in ("New York Times", "New York papers", "New papers", "the New York"):
        assert found(made, words) == found(other, words) != []


def test_case_matters_but_for_headlines_in_capitals() -> None:
    made = gazetteer(("Turkey", "TUR", "name"), ("US", "USA", "name"))
    assert found(made, "turkey") == []
    assert found(made, "TURKEY") == [(0, 1, ["TUR"])]
    assert found(made, "us") == []


def test_short_name_has_no_twin_in_capitals() -> None:
    assert found(gazetteer(("Who", "X", "name")), "WHO") == []


@pytest.mark.parametrize("spelling", ["Erdoğan", "Erdogan"])
@pytest.mark.parametrize("written", ["Erdoğan", "Erdogan"])
def test_diacritics_are_folded_on_both_sides(spelling: str, written: str) -> None:
    assert found(gazetteer((spelling, "X", "name")), f"Mr {written} said") == [(1, 2, ["X"])]


def test_typographic_apostrophe_is_a_straight_one() -> None:
    made = gazetteer(("Côte d'Ivoire", "CIV", "name"))
    assert found(made, "Côte d’Ivoire") == found(made, "Cote d'Ivoire") == [(0, 2, ["CIV"])]


def test_all_bearers_of_a_name_come_first_added_first() -> None:
    made = gazetteer(("Georgia", "GEO", "name"), ("Georgia", "US-GA", "name"))
    assert found(made, "Georgia") == [(0, 1, ["GEO", "US-GA"])]
    assert [entry.entity.name for entry in made.look_up("Georgia")] == ["GEO", "US-GA"]


def test_name_given_twice_for_one_entity_counts_once() -> None:
    made = gazetteer(("Oslo", "NOR", "capital"), ("Oslo", "NOR", "seat"))
    (entry,) = made.look_up("Oslo")
    assert entry.form == "capital"


def test_look_up_needs_the_whole_name() -> None:
    assert GUINEAS.look_up("Equatorial") == ()
    assert GUINEAS.look_up("Equatorial Guinea again") == ()
    assert GUINEAS.look_up("") == ()


def test_empty_name_is_not_added() -> None:
    made = gazetteer(("", "X", "name"), ("  ", "Y", "name"))
    assert found(made, "any words") == []


@pytest.mark.parametrize(
    ("name", "tokens"),
    [
        ("Timor-Leste", ("Timor", "-", "Leste")),
        ("U.S.", ("U.S.",)),
        ("Côte d’Ivoire", ("Cote", "d'Ivoire")),
        ("People's Republic", ("People", "'s", "Republic")),
        ("Nagorno-Karabakh Republic", ("Nagorno", "-", "Karabakh", "Republic")),
    ],
)
def test_names_are_cut_as_the_parser_cuts(name: str, tokens: tuple[str, ...]) -> None:
    assert name_tokens(name) == tokens


@given(st.text())
def test_folding_is_done_once(word: str) -> None:
    assert fold(fold(word)) == fold(word)


@given(st.lists(st.sampled_from(["Guinea", "Equatorial", "-", "Bissau", "and"]), max_size=12))
def test_hits_rise_and_stay_inside(words: list[str]) -> None:
    at = 0
    for hit in GUINEAS.find(words):
        assert at <= hit.first < hit.last <= len(words)
        at = hit.last
