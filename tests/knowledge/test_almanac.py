"""Who held which office when, and what the almanac's tables make of names."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.intake.articles import article_from_text
from dragoman.knowledge.almanac import Almanac, Tenure, load_almanac
from dragoman.knowledge.tables import DataError
from dragoman.model.dossier import Dossier
from dragoman.run.annotate import annotation_rows
from dragoman.run.coder import Coder

TABLES = {
    "states.csv": "code,name,official,cow,gw,from,to,names,adjectives,demonyms,capital,seats,cities,cow_abbrev\n"
    "RUR,Ruritania,Kingdom of Ruritania,901,902,1860,,Rurland,Ruritanian,Ruritanians,Strelsau,Red Palace,Hofbau,RUR\n"
    "SYL,Syldavia,,,,,1948,,Syldavian,Syldavians,Klow,,,\n",
    "organisations.csv": "id,name,names,country,sector,kind,from,to\nleague,League of Kings,LoK,IGO,,igo,1899,\n",
    "bodies.csv": "id,name,names,country,sector,from,to\nguard,Ruritanian Guard,,RUR,MIL,,\n",
    "groups.csv": "id,name,names,country,sector,from,to\n",
    "parties.csv": "id,name,names,country,sector,from,to\n",
    "regions.csv": "id,name,names,adjectives,country,kind,lat,lon,sector\nmark,The Mark,,Markish,RUR,region,50.5,12,\n",
    "collectives.csv": "id,name,names,adjectives,members\ncrowns,The Crowns,,,RUR|SYL\n",
    "publishers.csv": "id,name,names,country,kind,state,domains\nherald,Strelsau Herald,Herald,RUR,paper,yes,\n",
    "memberships.csv": "body,member,from,to\nleague,RUR,1899,\nleague,SYL,1899,1948\n",
    "agreements.csv": "id,name,names,parties,signed,in_force,ended,kind\n"
    "klow,Treaty of Klow,Klow Pact,RUR|SYL,1901,,,peace\n",
    "one_seat.csv": "noun,but_not,note\nmaster,,\n",
    "tenures.csv": "person,name,aliases,country,office,title,from,to,note\n"
    "flavia,Flavia Elphberg,Queen Flavia,RUR,ruler,Queen,1894-03-02,1920-05,\n"
    "rupert,Rupert Hentzau,Rupert,RUR,head-of-government,Prime Minister,1900,1905-06-30,\n"
    "rupert,Rupert Hentzau,,SYL,foreign-minister,Foreign Minister,1907-01-01,,\n"
    "ana,Ana Hentzau,,RUR,head-of-government,Prime Minister,1905-06-30,,\n",
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in TABLES.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path


@pytest.fixture
def almanac(folder: Path) -> Almanac:
    return load_almanac(folder)


def tenure(since: str, until: str | None) -> Tenure:
    return Tenure("person:x", "X", "RUR", "ruler", "King", since, until, None)


@pytest.mark.parametrize(
    ("since", "until", "day", "covers"),
    [
        ("1900-05-02", "1905-06-30", "1900-05-01", False),
        ("1900-05-02", "1905-06-30", "1900-05-02", True),
        ("1900-05-02", "1905-06-30", "1905-07-01", False),
        ("1900", "1905", "1900-01-01", True),
        ("1900", "1905", "1899-12-31", False),
        ("1900", "1905", "1905-12-31", True),
        ("1900", "1905", "1906-01-01", False),
        ("1900-05", "1905-06", "1900-05-01", True),
        ("1900-05", "1905-06", "1905-06-30", True),
        ("1900-05", "1905-06", "1905-07-01", False),
        ("1900-05", None, "2099-01-01", True),
        ("1900-05", None, "1900-04-30", False),
    ],
)
def test_tenure_covers_days_and_coarse_bounds_are_read_generously(
    since: str, until: str | None, day: str, covers: bool
) -> None:
    assert tenure(since, until).covers(day) is covers


@given(st.dates(), st.dates(), st.dates())
def test_coarser_bounds_cover_whatever_finer_ones_do(one: object, other: object, day: object) -> None:
    first, last = sorted((str(one), str(other)))
    if tenure(first, last).covers(str(day)):
        assert tenure(first[:7], last[:7]).covers(str(day))
        assert tenure(first[:4], last[:4]).covers(str(day))


def test_holders_by_title_and_day(almanac: Almanac) -> None:
    def names(day: str) -> list[str]:
        return [tenure.name for tenure in almanac.holders("RUR", "prime minister", day)]

    assert names("1903-01-01") == ["Rupert Hentzau"]
    assert names("1910-01-01") == ["Ana Hentzau"]
    assert names("1890-01-01") == []
    assert almanac.holders("SYL", "prime minister", "1910-01-01") == ()


def test_leaders_are_rulers_and_heads(almanac: Almanac) -> None:
    assert [tenure.name for tenure in almanac.leaders("RUR", "1910-01-01")] == ["Flavia Elphberg", "Ana Hentzau"]
    assert almanac.leaders("SYL", "1910-01-01") == ()


def test_offices_of_a_person_on_a_day_and_without_one(almanac: Almanac) -> None:
    held = almanac.offices_on("person:rupert", "1903-01-01")
    assert [(each.country, each.title) for each in held] == [("RUR", "Prime Minister")]
    assert almanac.offices_on("person:rupert", "1906-01-01") == ()
    assert [each.country for each in almanac.offices_on("person:rupert", None)] == ["SYL"]
    assert [each.title for each in almanac.offices_on("person:flavia", None)] == ["Queen"]
    assert almanac.offices_on("person:nobody", "1903-01-01") == ()


def test_surnames_lead_to_all_who_bear_them(almanac: Almanac) -> None:
    assert almanac.surnames["Hentzau"] == ("person:rupert", "person:ana")
    assert almanac.surnames["Rupert"] == ("person:rupert",)


@pytest.mark.parametrize(
    ("name", "id", "form", "country"),
    [
        ("Ruritania", "state:RUR", "name", "RUR"),
        ("Kingdom of Ruritania", "state:RUR", "name", "RUR"),
        ("Rurland", "state:RUR", "name", "RUR"),
        ("Ruritanian", "state:RUR", "adjective", "RUR"),
        ("Ruritanians", "state:RUR", "demonym", "RUR"),
        ("Strelsau", "state:RUR", "capital", "RUR"),
        ("Red Palace", "state:RUR", "seat", "RUR"),
        ("Hofbau", "state:RUR", "city", "RUR"),
        ("LoK", "org:league", "name", "IGO"),
        ("Ruritanian Guard", "body:guard", "name", "RUR"),
        ("The Mark", "region:mark", "name", "RUR"),
        ("Markish", "region:mark", "adjective", "RUR"),
        ("Herald", "publisher:herald", "name", "RUR"),
        ("Rupert Hentzau", "person:rupert", "name", "SYL"),
    ],
)
def test_names_of_every_kind(almanac: Almanac, name: str, id: str, form: str, country: str) -> None:
    entry = almanac.names.look_up(name)[0]
    assert (entry.entity.id, entry.form) == (id, form)
    if not id.startswith("person:"):
        assert entry.entity.country == country


def test_collective_of_several_states_has_no_country(almanac: Almanac) -> None:
    (entry,) = almanac.names.look_up("The Crowns")
    assert entry.entity.country is None


def test_single_names_of_persons_are_no_names_in_text(almanac: Almanac) -> None:
    assert almanac.names.look_up("Rupert") == ()


def test_publishers_members_and_agreements(almanac: Almanac) -> None:
    herald = almanac.publisher_named("Herald")
    assert herald is not None
    assert (herald.state, herald.country) == (True, "RUR")
    assert almanac.publisher_named("Ruritania") is None
    assert almanac.members["league"] == (("RUR", "1899", ""), ("SYL", "1899", "1948"))
    assert almanac.agreements["klow pact"].parties == ("RUR", "SYL")


def test_missing_column_names_the_file(folder: Path) -> None:
    (folder / "groups.csv").write_text("id,name\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"^groups\.csv:1: columns"):
        load_almanac(folder)


# ---- offices with one seat, and whom a surname may mean --------------------------------------------------------------

MINOR = (
    "paul,Paul Sapt,,RUR,other,finance minister,1900,1905,\n"
    "karl,Karl Sapt,,SYL,other,deputy finance minister,1900,1905,\n"
    "ilse,Ilse Tarlen,,RUR,other,senator,1900,1905,\n"
)


@pytest.fixture
def peopled(folder: Path) -> Almanac:
    (folder / "one_seat.csv").write_text("noun,but_not,note\nminister,deputy|former,\n", encoding="utf-8")
    (folder / "tenures.csv").write_text(TABLES["tenures.csv"] + MINOR, encoding="utf-8")
    return load_almanac(folder)


def test_family_names_hold_everybody_and_surnames_the_prominent(peopled: Almanac) -> None:
    assert peopled.family_names["Sapt"] == ("person:paul", "person:karl")
    assert peopled.family_names["Hentzau"] == peopled.surnames["Hentzau"] == ("person:rupert", "person:ana")
    assert "Sapt" not in peopled.surnames
    assert "Tarlen" in peopled.family_names
    assert set(peopled.surnames) <= set(peopled.family_names)


def test_offices_of_one_seat_are_posts_and_others_none(peopled: Almanac) -> None:
    assert [each.name for each in peopled.holders("RUR", "finance minister", "1903-01-01")] == ["Paul Sapt"]
    assert peopled.holders("SYL", "deputy finance minister", "1903-01-01") == ()
    assert peopled.holders("RUR", "senator", "1903-01-01") == ()
    assert [each.name for each in peopled.holders("RUR", "queen", "1903-01-01")] == ["Flavia Elphberg"]  # prominent


def test_without_the_noun_in_the_table_no_minor_office_is_a_post(folder: Path) -> None:
    (folder / "tenures.csv").write_text(TABLES["tenures.csv"] + MINOR, encoding="utf-8")
    assert load_almanac(folder).holders("RUR", "finance minister", "1903-01-01") == ()


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("Colombian Senator Cepeda criticised Venezuela on Monday.", "person:ivan-cepeda"),
        ("Kenyan Interior Minister Matiang'i criticised Uganda on Monday.", "person:fred-matiangi"),
        ("Ghana's Dery criticised Togo on Monday.", None),
        ("Matiang'i criticised Uganda on Monday.", None),
        ("Cepeda criticised Venezuela on Monday.", None),
        ("Norwegian Senator Cepeda criticised Venezuela on Monday.", None),
        ("Solberg criticised Venezuela on Monday.", "person:erna-solberg"),
    ],
)
def test_a_minor_surname_needs_an_office_beside_it(rules: Coder, text: str, entity: str | None) -> None:
    assert persons(actors(rules, text)) == ([entity] if entity is not None else [])


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("A Colombian senator criticised Venezuela on Monday.", None),
        ("The Colombian senator criticised Venezuela on Monday.", None),
        ("The Colombian president criticised Venezuela on Monday.", "person:ivan-duque"),
        ("The Colombian finance minister criticised Venezuela on Monday.", "person:alberto-carrasquilla"),
        ("Former Colombian finance ministers criticised Venezuela on Monday.", None),
    ],
)
def test_an_office_of_many_seats_is_nobody_in_particular(rules: Coder, text: str, entity: str | None) -> None:
    rows = actors(rules, text)
    assert persons(rows) == ([entity] if entity is not None else [])
    assert rows[0]["country"] == "COL"


def actors(rules: Coder, text: str) -> list[dict[str, object]]:
    """The actors of a text of February 2020."""
    (dossier,) = rules.code([article_from_text(text, published="2020-02-03")])
    assert isinstance(dossier, Dossier)
    return list(annotation_rows(dossier, ("actor",)))


def persons(rows: list[dict[str, object]]) -> list[str]:
    return [str(row["entity"]) for row in rows if str(row["entity"]).startswith("person:")]
