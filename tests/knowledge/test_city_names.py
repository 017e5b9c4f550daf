"""Names of cities as texts write them: any characters, and never as escapes of the file's own format."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.knowledge.places import CityIndex
from dragoman.run.coder import Coder


class Index:
    """A city index whose `repr` is short: Hypothesis prints what a test failed with."""

    def __init__(self, cities: CityIndex) -> None:
        self.cities = cities


@pytest.fixture(scope="module")
def index(coder: Coder) -> Index:
    return Index(coder.knowledge.places.cities)


@pytest.mark.parametrize("name", ["Reykjavík", "REYKJAVIK", "reykjavik", "St. Petersburg", "Saint Petersburg"])
def test_letter_case_accents_and_saints_do_not_matter(name: str, index: Index) -> None:
    assert name in index.cities
    assert index.cities.named(name)[0].country in ("ISL", "RUS")


@pytest.mark.parametrize("name", ["\\0", "\\", "Paris\\n", "Reykjav\\u00edk", '"', "Paris\nOslo", ""])
def test_backslash_and_line_break_are_no_escapes(name: str, index: Index) -> None:
    assert name not in index.cities
    assert index.cities.named(name) == ()


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_name_gets_an_answer(index: Index, name: str) -> None:
    assert (name in index.cities) is bool(index.cities.named(name))
