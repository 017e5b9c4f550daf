"""`almanac who` and `almanac import`, and the almanac of one's own in the other commands."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from conftest import Call
from dragoman.knowledge.almanac import TENURE_COLUMNS

OWN = (
    "name,country,office,title,from,to\n"
    "Tove Braaten Lie,Norway,other,kelp minister,2021-02-03,2023\n"
    "Tove Braaten Lie,NOR,ambassador,ambassador to Chad,2023-05,\n"
)
REIGN = (
    "stateabb,ccode,leadid,leader,sdate,smonth,syear,emonth,eyear,birthyear\n"
    'GFR,260,x,"Merkel",22,11,2005,12,2021,1954\n'
    'RUS,365,y,"Zzyzov, Ivan",1,2,1950,3,1951,1900\n'
    "QQQ,999,z,Nobody,1,1,1990,1,1991,1950\n"
)
HISTORIAN = (
    "kind,post,id,person_id,name,role,territory,appointed,appointed_note,arrived,started,started_note,ended,"
    "ended_note,note\n"
    "missions-countries,chad,1,quill-ann-bea,Ann Bea Quill,ambassador-e-p,chad,2001-01-01,,,2001-03-04,,2003-05-06,,\n"
    "missions-countries,united-kingdom,2,moss-al,Al Jr. Moss,ambassador-e-p,united-kingdom,1950-01-01,,,1950-03-04,,"
    ",,\n"
    "missions-countries,chad,3,nay-jo,Jo Nay,ambassador-e-p,chad,1999-01-01,,,,,,,Declined appointment.\n"
    "positions-principals,secretary,4,powell-colin-luther,Colin Luther Powell,secretary,,,,,2001-01-20,,2005-01-25,,\n"
)
WIKIDATA = (
    "person,personLabel,positionLabel,countryLabel,start,end\n"
    "http://www.wikidata.org/entity/Q900001,Ada Marrow,Minister of Foreign Affairs of Palau,Palau,"
    "2018-06-12T00:00:00Z,2019-01-01T00:00:00Z\n"
    "http://www.wikidata.org/entity/Q900002,Bo Lund,United States Ambassador to Chad,,2026-02-01T00:00:00Z,\n"
    "http://www.wikidata.org/entity/Q900003,Cy Dale,Secretary General of NATO,NATO,1990-02-01T00:00:00Z,1991\n"
    "http://www.wikidata.org/entity/Q900004,Q900004,president,Palau,2018-06-12T00:00:00Z,\n"
)


def rows(folder: Path, table: str = "tenures.csv") -> list[dict[str, str]]:
    with (folder / table).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.fixture
def mine(tmp_path: Path, call: Call) -> Path:
    (tmp_path / "own.csv").write_text(OWN)
    assert call("almanac", "import", "own.csv", "--to", "mine").status == 0
    return tmp_path / "mine"


@pytest.mark.parametrize("name", ["PRK", "prk", "North Korea", "north korean", "Pyongyang", "state:PRK"])
def test_state_by_any_of_its_names(call: Call, name: str) -> None:
    ran = call("almanac", "who", name, "--on", "2018-06-12", "--office", "foreign-minister")
    assert [(row["name"], row["country"]) for row in ran.records] == [("Ri Yong Ho", "PRK")]


def test_day_month_and_year(call: Call) -> None:
    def ministers(on: str) -> list[object]:
        return [
            row["name"] for row in call("almanac", "who", "USA", "--on", on, "--office", "secretary of state").records
        ]

    assert ministers("2018-06-12") == ministers("2018-06") == ["Mike Pompeo"]
    assert ministers("2018") == ["Rex Tillerson", "Mike Pompeo"]


@pytest.mark.parametrize("name", ["NATO", "nato", "org:nato"])
def test_organisation_has_its_own_people_and_no_envoys(call: Call, name: str) -> None:
    found = call("almanac", "who", name, "--on", "2015").records
    assert "Jens Stoltenberg" in [row["name"] for row in found]
    assert {row["country"] for row in found} == {"IGO"}


def test_person_has_all_offices_and_on_a_day_those_of_the_day(call: Call) -> None:
    titles = [row["title"] for row in call("almanac", "who", "Sergei Lavrov").records]
    assert {"foreign minister", "ambassador to the United Nations"} <= set(titles)
    assert [row["title"] for row in call("almanac", "who", "Sergey Lavrov", "--on", "2010").records] == [
        "foreign minister"
    ]


def test_without_a_day_who_holds_it_now(call: Call) -> None:
    found = call("almanac", "who", "North Korea", "--office", "ruler").records
    assert found
    assert all(row["to"] is None or str(row["to"]) >= "2026" for row in found)


def test_formats(call: Call) -> None:
    ask = ("almanac", "who", "PRK", "--on", "2018-06-12", "--office", "ruler")
    (row,) = csv.DictReader(call(*ask, "--format", "csv").out.splitlines())
    assert (row["person"], row["from"], row["to"]) == ("person:kim-jong-un", "2011-12-17", "")
    assert "2011-12-17" in call(*ask, "--format", "table").out
    assert call(*ask, "--format", "parquet").status == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("Ruritaniaa",), "knows nobody named"),
        (("Norvay",), "did you mean Norway"),
        (("PRK", "--on", "2018-02-30"), "--on is"),
        (("PRK", "--on", "June"), "YYYY-MM-DD"),
        (("PRK", "--office", "juggler"), "no office 'juggler'"),
        (("PRK", "--almanac", "nowhere"), "nowhere: no such folder"),
        (("",), "knows nobody named"),
    ],
)
def test_wrong_question_is_told(call: Call, arguments: tuple[str, ...], message: str) -> None:
    ran = call("almanac", "who", *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert message in ran.complaints[0]


def test_nobody_in_office_is_no_error(call: Call) -> None:
    ran = call("almanac", "who", "Chad", "--on", "1200")
    assert (ran.status, ran.out) == (0, "")
    assert "nobody is known" in ran.complaints[0]


def test_own_people_are_added_twice_to_the_same_result(call: Call, mine: Path) -> None:
    before = (mine / "tenures.csv").read_bytes()
    assert call("almanac", "import", "own.csv", "--to", "mine").status == 0
    assert (mine / "tenures.csv").read_bytes() == before
    first, second = rows(mine)
    assert tuple(first) == TENURE_COLUMNS
    assert (first["person"], first["country"]) == ("tove-braaten-lie", "NOR")
    assert second["title"] == "ambassador to Chad"


def test_end_that_became_known_takes_the_place_of_none(call: Call, mine: Path) -> None:
    (mine.parent / "later.csv").write_text(OWN.replace("2023-05,", "2023-05,2025-01"))
    assert "given an end 1" in call("almanac", "import", "later.csv", "--to", "mine").err
    assert [row["to"] for row in rows(mine)] == ["2023", "2025-01"]
    assert "there already 2" in call("almanac", "import", "own.csv", "--to", "mine").err
    (mine.parent / "other.csv").write_text(OWN.replace("2023-05,", "2023-05,2024"))
    ran = call("almanac", "import", "other.csv", "--to", "mine")
    assert ran.status == 1
    assert "other.csv:3: to is 2024" in ran.complaints[0]


def test_reign(call: Call, tmp_path: Path) -> None:
    (tmp_path / "reign.csv").write_text(REIGN)
    ran = call("almanac", "import", "reign.csv")
    assert ran.status == 1
    assert "reign.csv:4: stateabb 'QQQ'" in ran.complaints[0]
    merkel, other = rows(tmp_path / "almanac")
    assert (merkel["person"], merkel["office"], merkel["title"]) == ("angela-merkel", "ruler", "leader")
    assert (merkel["from"], merkel["to"]) == ("2005-11-22", "2021-12")
    assert (other["name"], other["country"], other["from"]) == ("Ivan Zzyzov", "SUN", "1950-02-01")


def test_historian(call: Call, tmp_path: Path) -> None:
    (tmp_path / "us.csv").write_text(HISTORIAN)
    ran = call("almanac", "import", "us.csv")
    assert ran.status == 0
    assert "never in office 1" in ran.err
    quill, moss, powell = rows(tmp_path / "almanac")
    assert (quill["title"], quill["office"], quill["aliases"]) == ("ambassador to Chad", "ambassador", "Ann Quill")
    assert (moss["name"], moss["title"]) == ("Al Moss Jr.", "ambassador to the United Kingdom")
    assert (moss["from"], moss["to"]) == ("1950-03-04", "1950-03-04")
    assert "end not known" in moss["note"]
    assert (powell["person"], powell["office"]) == ("colin-powell", "foreign-minister")
    assert {row["country"] for row in rows(tmp_path / "almanac")} == {"USA"}


def test_wikidata(call: Call, tmp_path: Path) -> None:
    (tmp_path / "query.csv").write_text(WIKIDATA)
    ran = call("almanac", "import", "query.csv")
    assert ran.status == 1
    assert "query.csv:5: a label is missing" in ran.complaints[0]
    minister, envoy, general = rows(tmp_path / "almanac")
    assert (minister["office"], minister["title"], minister["country"]) == (
        "foreign-minister",
        "foreign minister",
        "PLW",
    )
    assert (minister["from"], minister["to"]) == ("2018-06-12", "2019-01-01")
    assert (envoy["country"], envoy["title"]) == ("USA", "ambassador to Chad")
    assert (general["office"], general["country"]) == ("secretary-general", "IGO")
    found = call("almanac", "who", "NATO", "--on", "1990-03", "--almanac", "almanac").records
    assert "Cy Dale" in [row["name"] for row in found]


def test_published_files_are_read_whole(call: Call, tmp_path: Path, shared: Path) -> None:
    for name, refused in (("reign_leaderlist_2021_3.csv", 0), ("us_chiefs_of_mission_and_principals.csv", 10)):
        ran = call("almanac", "import", shared / "reference" / name)
        assert len(ran.complaints) - 2 <= refused
    assert len(rows(tmp_path / "almanac")) > 9000
    assert call("almanac", "who", "Chad", "--on", "1970", "--office", "ruler", "--almanac", "almanac").records


def test_unknown_header_names_those_that_are_known(call: Call, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")
    ran = call("almanac", "import", "x.csv")
    assert ran.status == 2
    for name in ("tenures.csv", "groups.csv", "stateabb", "person_id", "personLabel"):
        assert name in ran.complaints[0]
    assert not (tmp_path / "almanac").exists()
    assert call("almanac", "import", "missing.csv").status == 2
    assert call("almanac", "import", ".").status == 2


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ('"=HYPERLINK(""x"")",Norway,other,mayor,2020,', "name begins as a formula"),
        ("Ann Poe,Norway,other,@mayor,2020,", "title begins as a formula"),
        ("Ann\x1b[31m Poe,Norway,other,mayor,2020,", "control character U+001B"),
        ("Ann\x00 Poe,Norway,other,mayor,2020,", "control character U+0000"),
        ("Ann|Poe,Norway,other,mayor,2020,", "name holds |"),
        (",Norway,other,mayor,2020,", "name is empty"),
        ("Ann Poe,Atlantis,other,mayor,2020,", "country 'Atlantis'"),
        ("Ann Poe,Norway,juggler,mayor,2020,", "office is 'juggler'"),
        ("Ann Poe,Norway,other,,2020,", "title is empty"),
        ("Ann Poe,Norway,other,mayor,,", "from is empty"),
        ("Ann Poe,Norway,other,mayor,2020-13,", "from is '2020-13'"),
        ("Ann Poe,Norway,other,mayor,2020,2019-05", "lies after"),
        ("Ann Poe,Norway", "2 cells under 6 columns"),
        ("A" * 400 + ",Norway,other,mayor,2020,", "longer than"),
        ("A" * 200_000 + ",Norway,other,mayor,2020,", "is no row of CSV"),
    ],
)
def test_row_that_is_wrong_is_named_and_the_rest_written(call: Call, tmp_path: Path, row: str, message: str) -> None:
    (tmp_path / "x.csv").write_bytes(
        f"name,country,office,title,from,to\n{row}\nBo Roe,Chad,other,mayor,2020,\n".encode()
    )
    ran = call("almanac", "import", "x.csv")
    assert ran.status == 1
    assert ran.complaints[0].startswith("dragoman: x.csv:2: ")
    assert message in ran.complaints[0]
    assert [each["name"] for each in rows(tmp_path / "almanac")] == ["Bo Roe"]


def test_bytes_that_are_not_utf8_and_unseen_characters(call: Call, tmp_path: Path) -> None:
    head = "\ufeffname;country;office;title;from\r\n".encode()
    (tmp_path / "x.csv").write_bytes(
        head + b"Jos\xe9;Chad;other;mayor;2020\r\n" + "B\u200bo Roe;Chad;other;mayor;2020".encode()
    )
    ran = call("almanac", "import", "x.csv")
    assert "x.csv:2: name is not UTF-8" in ran.complaints[0]
    assert [each["name"] for each in rows(tmp_path / "almanac")] == ["Bo Roe"]


def test_own_almanac_in_resolve_and_code(call: Call, mine: Path) -> None:
    (mine.parent / "groups.csv").write_text("name,country,sector\nOrder of the Tin Kettle,Norway,REB\n")
    assert call("almanac", "import", "groups.csv", "--to", "mine").status == 0
    ask = ("resolve", "Tove Braaten Lie", "--on", "2022-01-01")
    assert call(*ask).records[0]["entity"] is None
    (found,) = call(*ask, "--almanac", mine).records
    assert (found["entity"], found["country"]) == ("person:tove-braaten-lie", "NOR")
    text = "The Order of the Tin Kettle attacked Chad on Monday."
    mentions = call("annotate", "-", "--layers", "actor", "--almanac", mine, "--engine", "rules", stdin=text).records
    assert "group:order-of-the-tin-kettle" in [row.get("entity") for row in mentions]
    claims = call("code", "-", "--almanac", mine, "--engine", "rules", stdin=text).out
    assert "group:order-of-the-tin-kettle" in claims
    assert call("load", "-", "--almanac", mine, "--engine", "rules", stdin=text).status == 0
