"""Where people act of whom no country is said, and who "we" and "I" are, as `annotate` prints its actors."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from dragoman.intake.articles import article_from_text
from dragoman.model.dossier import Dossier
from dragoman.run.annotate import annotation_rows
from dragoman.run.coder import Coder

DAY = "2019-05-06"
AGENCY = "Bernama"  # a state's agency
SITE = "Kremlin"  # a government's own site


@dataclass(frozen=True)
class Annotating:
    """The actors of a text by the coder's rules."""

    coder: Coder

    def __call__(
        self, text: str, published: str = DAY, title: str | None = None, publisher: str | None = None
    ) -> list[dict[str, object]]:
        article = article_from_text(text, published=published, title=title, publisher=publisher)
        (dossier,) = self.coder.code([article])
        assert isinstance(dossier, Dossier)
        return list(annotation_rows(dossier, ("actor",)))


@pytest.fixture
def actors(rules: Coder) -> Annotating:
    return Annotating(rules)


def countries(rows: list[dict[str, object]], *texts: str) -> list[object]:
    """The countries of the actors with these words, in the order of the text; every one must be there."""
    assert set(texts) <= {row["text"] for row in rows}
    return [row["country"] for row in rows if row["text"] in texts]


# ---- at home ---------------------------------------------------------------------------------------------------------


def test_police_are_of_the_country_of_the_dateline(actors: Annotating) -> None:
    text = "NAIROBI, Kenya (Reuters) - Police arrested forty protesters on Monday."
    rows = actors(text)
    assert [(row["text"], row["country"], row["rule"]) for row in rows] == [
        ("Police", "KEN", "resolve.country.article"),
        ("forty protesters", "KEN", "resolve.country.article"),
    ]
    for row in rows:
        assert text[int(str(row["start"])) : int(str(row["end"]))] == row["text"]


@pytest.mark.parametrize("place", ["QUITO, Ecuador", "QUITO"])
def test_a_city_alone_is_dateline_enough(actors: Annotating, place: str) -> None:
    rows = actors(f"{place} (AP) - Soldiers closed the road to the mine on Monday.")
    assert countries(rows, "Soldiers") == ["ECU"]


def test_without_dateline_or_publisher_nobody_is_at_home(actors: Annotating) -> None:
    assert countries(actors("Police arrested forty protesters on Monday."), "Police", "forty protesters") == [None] * 2


def test_another_state_in_the_sentence_or_the_one_before_leaves_police_open(actors: Annotating) -> None:
    rows = actors("NAIROBI, Kenya (Reuters) - Police stopped Ugandan smugglers. Police found nothing.")
    assert countries(rows, "Police") == [None, None]
    assert countries(rows, "Ugandan smugglers") == ["UGA"]


def test_the_dateline_holds_again_two_sentences_later(actors: Annotating) -> None:
    rows = actors("NAIROBI, Kenya (Reuters) - Somalia thanked the farmers. The rain has come. Police blocked a bridge.")
    assert countries(rows, "Police") == ["KEN"]


def test_what_the_home_state_does_beside_them_changes_nothing(actors: Annotating) -> None:
    rows = actors("NAIROBI, Kenya (Reuters) - Kenya praised the rescue. Police blocked a bridge on Monday.")
    assert countries(rows, "Police") == ["KEN"]


def test_technicians_in_an_agencys_text_about_its_own_country(actors: Annotating) -> None:
    rows = actors("Technicians finished the repairs at the dam on Friday. Officials praised them.", publisher=AGENCY)
    assert countries(rows, "Technicians", "Officials") == ["MYS", "MYS"]
    assert {row["rule"] for row in rows if row["text"] == "Technicians"} == {"resolve.country.article"}


@pytest.mark.parametrize(
    ("text", "title", "publisher", "country"),
    [
        ("Technicians from Laos finished the repairs at the dam.", None, AGENCY, "LAO"),
        ("Technicians finished the repairs at the dam.", "Laos reopens its largest dam", AGENCY, None),
        ("Technicians met officials in Laos on Friday.", None, AGENCY, None),
        ("Technicians finished the repairs at the dam.", None, "Reuters", None),
        ("Technicians finished the repairs at the dam.", None, None, None),
    ],
)
def test_technicians_are_not_at_home_where_another_state_is_named(
    actors: Annotating, text: str, title: str | None, publisher: str | None, country: str | None
) -> None:
    assert countries(actors(text, title=title, publisher=publisher), "Technicians") == [country]


def test_envoys_are_at_home_elsewhere(actors: Annotating) -> None:
    rows = actors("Police met ambassadors at the port on Monday.", publisher=AGENCY)
    assert countries(rows, "Police") == ["MYS"]
    assert countries(rows, "ambassadors") == [None]


# ---- "we" and "I" ----------------------------------------------------------------------------------------------------


def pronouns(rows: list[dict[str, object]]) -> list[tuple[object, object, object]]:
    return [(row["text"], row["entity"], row["country"]) for row in rows if row["text"] in ("I", "We", "we")]


@pytest.mark.parametrize(
    ("text", "publisher", "found"),
    [
        ("We reject these accusations.", AGENCY, ("We", "state:MYS", "MYS")),
        ("We reject these accusations.", SITE, ("We", "state:RUS", "RUS")),
        ("We reject these accusations.", "Reuters", ("We", None, None)),
        ("We reject these accusations.", None, ("We", None, None)),
        ("I reject these accusations.", SITE, ("I", "person:vladimir-putin", "RUS")),
        ("I reject these accusations.", AGENCY, ("I", None, None)),
        ("I reject these accusations.", None, ("I", None, None)),
    ],
)
def test_whose_text_it_is_says_who_speaks(
    actors: Annotating, text: str, publisher: str | None, found: tuple[str, str | None, str | None]
) -> None:
    assert pronouns(actors(text, publisher=publisher)) == [found]


@pytest.mark.parametrize(
    ("published", "title", "person"),
    [
        ("2023-05-06", None, "person:rishi-sunak"),
        ("2018-05-06", None, "person:theresa-may"),
        ("2023-05-06", "Foreign Secretary James Cleverly visits Chad", "person:james-cleverly"),
    ],
)
def test_i_of_a_government_is_its_head_on_that_day_or_whom_the_title_names(
    actors: Annotating, published: str, title: str | None, person: str
) -> None:
    rows = actors("I thank the people of Chad.", published=published, title=title, publisher="GOV.UK")
    assert pronouns(rows) == [("I", person, "GBR")]


def test_whoever_is_quoted_speaks_before_the_publisher(actors: Annotating) -> None:
    rows = actors("“We will sign it,” Norwegian Foreign Minister Anniken Huitfeldt said.", "2022-05-06", None, AGENCY)
    assert pronouns(rows) == [("We", "person:anniken-huitfeldt", "NOR")]
