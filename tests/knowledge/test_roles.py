"""Role nouns, and the sector of an office by its title."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.knowledge.almanac import load_almanac
from dragoman.knowledge.roles import SECTORS, Roles, load_roles, sector_of_title
from dragoman.knowledge.tables import DataError

HEAD = "noun,sector,kind,note\n"


@pytest.fixture(scope="module")
def roles() -> Roles:
    return load_roles()


@pytest.mark.parametrize(
    ("title", "sector"),
    [
        ("prime minister", "GOV"),
        ("minister of justice", "GOV"),
        ("ambassador to Japan", "GOV"),
        ("secretary of state for defence", "GOV"),
        ("senator", "LEG"),
        ("member of parliament", "LEG"),
        ("judge", "JUD"),
        ("army chief", "MIL"),
        ("police commissioner", "COP"),
    ],
)
def test_sector_is_that_of_the_office(roles: Roles, title: str, sector: str) -> None:
    assert sector_of_title(title, roles) == sector


@pytest.mark.parametrize(
    ("title", "sector"),
    [
        ("chief of the general staff", "MIL"),
        ("commander of the navy", "MIL"),
        ("spokesman of the army", "MIL"),
        ("chief of the police", "COP"),
        ("president of the supreme court", "JUD"),
        ("chairman of the trade union", "LAB"),
        ("leader of the opposition", "OPP"),
    ],
)
def test_who_leads_or_speaks_for_a_body_is_of_its_sector(roles: Roles, title: str, sector: str) -> None:
    assert sector_of_title(title, roles) == sector


@pytest.mark.parametrize(
    ("title", "sector"), [("governor of Punjab", "GOV"), ("mayor of Quito", "GOV"), ("archbishop of Lima", "REL")]
)
def test_a_place_lends_no_sector(roles: Roles, title: str, sector: str) -> None:
    assert sector_of_title(title, roles) == sector


@pytest.mark.parametrize("title", ["gardener of dreams", "second cousin", "of", ""])
def test_what_is_no_office_has_no_sector(roles: Roles, title: str) -> None:
    assert sector_of_title(title, roles) is None


def test_the_longest_noun_decides(tmp_path: Path) -> None:
    path = tmp_path / "roles.csv"
    path.write_text(f"{HEAD}chief,GOV,person,\nfire chief,SOC,person,\nguard,MIL,body,\n")
    own = load_roles(path)
    assert sector_of_title("chief", own) == "GOV"
    assert sector_of_title("village fire chief", own) == "SOC"
    assert sector_of_title("chief of the guard", own) == "MIL"


@pytest.mark.parametrize(
    ("row", "message"), [("chief,XYZ,person,", "sector XYZ"), ("chief,GOV,animal,", "kind 'animal'")]
)
def test_wrong_rows_are_refused(tmp_path: Path, row: str, message: str) -> None:
    path = tmp_path / "roles.csv"
    path.write_text(f"{HEAD}{row}\n", encoding="utf-8")
    with pytest.raises(DataError, match=rf"^roles\.csv:2: {message}"):
        load_roles(path)


def test_titles_of_the_almanac_have_sectors_of_the_ontology(roles: Roles) -> None:
    titles = {tenure.title for held in load_almanac().tenures.values() for tenure in held}
    found = {sector_of_title(title, roles) for title in titles}
    assert found - {None} <= SECTORS
    assert {"GOV", "LEG", "MIL", "JUD"} <= found
