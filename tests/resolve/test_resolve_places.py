"""From names to points on the map, without any parser."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.knowledge.knowledge import Knowledge, load_knowledge
from dragoman.knowledge.places import distance_km, load_cities
from dragoman.model.article import Article
from dragoman.model.claim import Place
from dragoman.model.place import PlaceMention
from dragoman.model.span import Passage
from dragoman.resolve.places import resolve_places


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


def mentions(*names: str, around: tuple[tuple[str, int], ...] = ()) -> list[PlaceMention]:
    """A mention a sentence, far apart; "Paris<1" lies in the mention of index 1."""
    found = []
    for index, name in enumerate(names):
        words, _, container = name.partition("<")
        start = 100 * index
        found.append(
            PlaceMention(
                Passage(start, start + len(words), words), words, index, 20 * index, 20 * index + 1, "place.test",
                container=int(container) if container else None, around=around,
            )
        )  # fmt: skip
    return found


def resolve(knowledge: Knowledge, *names: str, dateline: str | None = None) -> list[Place]:
    article = Article("a", "", "0", "test", dateline_place=dateline)
    return list(resolve_places(mentions(*names), article, knowledge))


def test_the_most_populous_where_nothing_else_is_known(knowledge: Knowledge) -> None:
    (place,) = resolve(knowledge, "Alexandria")
    assert (place.country, place.rule) == ("EGY", "resolve.place.city.population")
    assert place.geonames == 361058


def test_containment_beats_population(knowledge: Knowledge) -> None:
    place, _ = resolve(knowledge, "Alexandria<1", "Louisiana")
    assert (place.country, place.rule) == ("USA", "resolve.place.containment")
    assert distance_km(place.lat or 0, place.lon or 0, 31.31, -92.45) < 20


def test_what_is_said_once_holds_for_the_whole_article(knowledge: Knowledge) -> None:
    first, _, again = resolve(knowledge, "Paris<1", "Texas", "Paris")
    assert (first.lat, first.lon) == (again.lat, again.lon)
    assert again.country == "USA"


def test_a_container_that_cannot_hold_it_is_no_container(knowledge: Knowledge) -> None:
    place, _ = resolve(knowledge, "Oslo<1", "Japan")
    assert place.country == "NOR"


def test_states_in_a_row_are_a_list(knowledge: Knowledge) -> None:
    china, japan = resolve(knowledge, "China<1", "Japan")
    assert (china.country, japan.country) == ("CHN", "JPN")
    assert china.rule == "resolve.place.state"


def test_the_region_that_the_article_is_about(knowledge: Knowledge) -> None:
    places = resolve(knowledge, "Georgia", "Atlanta", "Savannah")
    assert {place.country for place in places} == {"USA"}
    assert places[0].rule == "resolve.place.context"
    places = resolve(knowledge, "Georgia", "Tbilisi")
    assert places[0].country == "GEO"


def test_the_dateline_counts(knowledge: Knowledge) -> None:
    without, _ = resolve(knowledge, "Birmingham", "Montgomery")
    assert without.country in ("GBR", "USA")
    (place,) = resolve(knowledge, "Hamilton", dateline="Auckland")
    (plain,) = resolve(knowledge, "Hamilton")
    assert (place.country, place.rule) == ("NZL", "resolve.place.dateline")
    assert plain.country != "NZL"


def test_unknown_places_keep_their_words_and_get_no_point(knowledge: Knowledge) -> None:
    (place,) = resolve(knowledge, "Qorvabad")
    assert place == Place("Qorvabad", 0, 8, "Qorvabad", rule="resolve.place.unknown")


def test_a_county_lies_where_its_towns_are(knowledge: Knowledge) -> None:
    county, town, _ = resolve(knowledge, "Harris County", "Houston", "Texas")
    assert county.country == "USA"
    assert county.rule == "resolve.place.county.neighbours"
    assert distance_km(county.lat or 0, county.lon or 0, town.lat or 0, town.lon or 0) < 1


def test_sides_and_kinds_are_taken_off(knowledge: Knowledge) -> None:
    (place,) = resolve(knowledge, "Northern Kosovo")
    assert place.country == "XKX"


def test_nothing_found_nothing_resolved(knowledge: Knowledge) -> None:
    assert resolve(knowledge) == []


@pytest.mark.parametrize(
    ("name", "country"),
    [("Kiev", "UKR"), ("KYIV", "UKR"), ("Zurich", "CHE"), ("Zürich", "CHE"), ("St. Petersburg", "RUS"),
     ("Saint Petersburg", "RUS"), ("Port-au-Prince", "HTI"), ("Port au Prince", "HTI"), ("Fort Worth", "USA")],
)  # fmt: skip
def test_spellings(name: str, country: str) -> None:
    assert load_cities().named(name)[0].country == country


def test_a_town_that_nobody_knows() -> None:
    assert load_cities().named("Qorvabad") == ()
    assert "Qorvabad" not in load_cities()
    assert "Geneva" in load_cities()


def test_every_state_has_a_point(knowledge: Knowledge) -> None:
    assert set(knowledge.almanac.states) == set(knowledge.places.centroids)
    for lat, lon in knowledge.places.centroids.values():
        assert -90 <= lat <= 90
        assert -180 <= lon <= 180


def test_a_point_of_a_state_is_near_its_capital(knowledge: Knowledge) -> None:
    """A slip in a sign or a digit puts a state thousands of kilometres away."""
    far = []
    for state in knowledge.almanac.states.values():
        if state.capital and not state.until:
            homes = [city for city in load_cities().named(state.capital) if city.country == state.code]
            lat, lon = knowledge.places.centroids[state.code]
            limit = 5000 if state.code in ("RUS", "USA", "CAN", "AUS", "BRA", "CHN") else 1700
            if homes and distance_km(lat, lon, homes[0].lat, homes[0].lon) > limit:
                far.append((state.code, state.capital))
    assert not far


def test_divisions_name_regions(knowledge: Knowledge) -> None:
    for region in knowledge.places.divisions:
        assert f"region:{region}" in knowledge.almanac.regions


NAMES = st.sampled_from(
    ["Paris", "Texas", "Georgia", "Springfield", "London", "Ontario", "Qorvabad", "Harris County", "Jordan", "Europe",
     "New York", "Washington", "Victoria", "Black Sea", "OH", "Lake Victoria"]
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(names=st.lists(NAMES, max_size=8), data=st.data())
def test_aligned_and_steady(knowledge: Knowledge, names: list[str], data: st.DataObject) -> None:
    marked = []
    for index, name in enumerate(names):
        near = [other for other in (index - 1, index + 1) if 0 <= other < len(names)]
        inside = data.draw(st.sampled_from([None, *near]))
        marked.append(name if inside is None else f"{name}<{inside}")
    found = mentions(*marked)
    article = Article("a", "", "0", "test")
    places = resolve_places(found, article, knowledge)
    assert [(place.start, place.text) for place in places] == [(m.passage.start, m.name) for m in found]
    assert all((place.rule or "").startswith("resolve.place.") for place in places)
    assert places == resolve_places(found, article, knowledge)
