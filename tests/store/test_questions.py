"""Each question gives the rows that it should, as known on a day, and its view says the same."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_factories import RUN, TEXT, article, dossier, event, office, party, statement, voice

from dragoman.model.claim import AgreementClaim, Claim, EventClaim, OfficeClaim
from dragoman.model.span import Passage
from dragoman.model.time import When
from dragoman.store.database import Store
from dragoman.store.errors import FilterError, StoreError
from dragoman.store.filters import Filters
from dragoman.store.overview import overview
from dragoman.store.questions import Question, ask, save_answer
from dragoman.store.questions_dyads import Dyad, WhoReports
from dragoman.store.questions_events import Events, Timeline, Visits
from dragoman.store.questions_facts import Agreements, Officeholders, Statements

LATE = "2024-06-01"


def on(day: str, until: str | None = None) -> When:
    """The day as told, or from one day to before another."""
    after = until or date.fromordinal(date.fromisoformat(day).toordinal() + 1).isoformat()
    return When(day if until is None else f"{day}/{until}", day, after, "explicit")


def printed(day: str) -> When:
    """Nothing but the day of publication is known."""
    return When(f"../{day}", None, date.fromordinal(date.fromisoformat(day).toordinal() + 1).isoformat(), "published")


def visit(number: str, actor: str, recipient: str | None, when: When | None) -> EventClaim:
    made = event(number, (actor,), (recipient,) if recipient else (), when)
    return replace(made, mode="visit", where=made.where if recipient is None else None, intensity=4.0)


def treaty(number: str, *countries: str, status: Any = "signed", when: When | None = None) -> AgreementClaim:
    return AgreementClaim(
        number, Passage.cut(TEXT, 0, 22), 0.7, "en.agreement.noun", name="Pact of Strelsau", subject="fishing",
        parties=tuple(party(f"{code} envoy", code) for code in countries), status=status, when=when,
    )  # fmt: skip


def tenure(number: str, when: When | None, status: Any = "incumbent") -> OfficeClaim:
    return replace(office(number), holder=party("Rudolf Rassendyll", "FRA"), when=when, status=status)


HELD = When("2019-05/..", "2019-05-01", None, "explicit")
CLAIMS: dict[str, Claim] = {
    "first": event("a1", ("FRA",), ("KOR",), on("2024-02-10")),
    "again": event("a2", ("FRA",), ("KOR",), on("2024-02-11"), said_by=(voice("Ruritanian Gazette"),)),
    "war": replace(event("a3", ("KOR",), ("FRA",), printed("2024-03-05")), type="ASSAULT", quad=4, intensity=-9.0),
    "together": event("a4", ("FRA", "KOR"), (), on("2024-04-01")),
    "denied": replace(event("a5", ("FRA",), ("KOR",), on("2024-02-12")), polarity="denied"),
    "planned": replace(event("a6", ("FRA",), ("KOR",), printed(LATE)), status="future"),
    "vague": event("a7", ("FRA",), ("KOR",), on("2024-02-20", "2024-03-10")),
    "yearly": event("a8", ("FRA",), ("KOR",), on("2023-01-01", "2024-01-01")),
    "trip": visit("a9", "MNG", "JPN", on("2024-05-01")),
    "at home": visit("a10", "FRA", None, printed("2024-03-05")),
    "said": statement("a11"),
    "said again": replace(statement("a12"), said_by=(voice("Graustark Post"),)),
    "envoy": tenure("a13", HELD),
    "envoy later": tenure("a14", printed(LATE)),
    "left": tenure("a15", When("../2024-05-20", None, "2024-05-21", "explicit"), "former"),
    "pact": treaty("a16", "FRA", "KOR", when=on("2024-01-15")),
    "draft": treaty("a17", "FRA", "PER", status="proposed"),
}
NAMES = {claim.id: name for name, claim in CLAIMS.items()}
MATTERS = {"again": "first", "said again": "said", "envoy later": "envoy"}
PUBLISHED = dict.fromkeys(("again", "planned", "said again", "envoy later", "left"), LATE)


def judged(name: str, witness: str, state: bool) -> dict[str, object]:
    first = MATTERS.get(name, name)
    return {
        "claim": CLAIMS[name].id, "matter": CLAIMS[first].id, "rank": int(name in MATTERS), "witness": witness,
        "state_media": state, "verdict": None, "score": None, "joined_to": None, "reasons": [],
    }  # fmt: skip


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("questions") / "d.duckdb"
    with Store.open(place) as made:
        for name, claim in CLAIMS.items():
            publisher = "Graustark Post" if name in MATTERS else "Ruritanian Gazette"
            of = article(claim.article, published=PUBLISHED.get(name, "2024-03-05"), publisher=publisher)
            made.write([dossier(claim, of=of)], RUN)
        with made.transaction():
            made.insert(
                "judged_claims",
                [judged(name, "Graustark Post" if name in MATTERS else "Gazette", name in MATTERS) for name in CLAIMS],
            )
            made.insert(
                "disagreements",
                [
                    {"matter": CLAIMS["first"].id, "about": "date", "claim": CLAIMS[name].id, "value": name}
                    for name in ("first", "again")
                ],
            )
    return place


@pytest.fixture
def copied(path: Path, tmp_path: Path) -> Path:
    """The same database, for those who open it otherwise."""
    (tmp_path / "copied").mkdir()
    return Path(shutil.copy(path, tmp_path / "copied" / "d.duckdb"))


@pytest.fixture(scope="module")
def store(path: Path) -> Iterator[Store]:
    with Store.open(path, read_only=True) as opened:
        yield opened


def rows(store: Store, question: Question) -> list[dict[str, object]]:
    return list(ask(store, question).records())


def names(store: Store, question: Question) -> list[str]:
    return [NAMES[str(row["id"])] for row in rows(store, question)]


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        (Events(), ["yearly", "first", "denied", "vague", "at home", "war", "together", "trip", "planned"]),
        (Events(dyad=("KOR", "FRA"), date_from="2024-03-08", date_to="2024-04-30"), ["vague", "together"]),
        (Events(date_to="2023-12-31"), ["yearly"]),
        (Events(date_from="2024-06-01"), ["planned"]),
        (Events(actor="KOR"), ["war", "together"]),
        (Events(recipient="FRA"), ["war"]),
        (Events(country="JPN"), ["trip"]),
        (Events(types=("ASSAULT",)), ["war"]),
        (Events(statuses=("future",)), ["planned"]),
        (Events(publisher="graustark"), ["first"]),
        (Events(independent=1, country="MNG"), ["trip"]),
        (Events(independent=2), []),
        (Events(place_country="PER"), []),
        (Events(text="MET THE QUEEN", limit=1), ["first"]),
        (Events(as_known_on="2024-05-31", statuses=("future",)), []),
        (Visits(), ["at home", "trip"]),
        (Visits(by="MNG", to="JPN"), ["trip"]),
        (Visits(abroad=True), ["trip"]),
        (Visits(abroad=False), ["at home"]),
        (Visits(to="FRA"), ["at home"]),
        (Visits(who="queen jpn"), ["trip"]),
        (Visits(date_from="2024-04-01"), ["trip"]),
        (Visits(statuses=("future",)), []),
        (Officeholders(country="FRA"), ["envoy", "left"]),
        (Officeholders(accredited_to="KOR", statuses=("former",)), ["left"]),
        (Officeholders(office="Envoy", holder="rassendyll rudolf"), ["envoy", "left"]),
        (Officeholders(office="consul"), []),
        (Officeholders(on="2019-05-20"), ["envoy"]),
        (Officeholders(on="2019-04-30"), []),
        (Officeholders(on="2024-05-10"), ["envoy"]),
        (Officeholders(on="2024-05-10", as_known_on="2024-04-01"), []),
        (Officeholders(on="2024-06-02"), []),
        (Agreements(between=("KOR", "FRA")), ["pact"]),
        (Agreements(between=("FRA",)), ["pact", "draft"]),
        (Agreements(statuses=("proposed",)), ["draft"]),
        (Agreements(text="fishing strelsau"), ["pact", "draft"]),
        (Agreements(text="whaling"), []),
        (Statements(), ["said"]),
        (Statements(speaker="rassendyll"), ["said"]),
        (Statements(speaker="queen"), []),
        (Statements(addressee="queen", country="GBR", about="ENVOY strelsau"), ["said"]),
        (Statements(publisher="post"), ["said"]),
        (Statements(publisher="post", as_known_on="2024-05-31"), []),
        (Statements(date_to="2024-03-04"), []),
    ],
)  # fmt: skip
def test_question_finds_what_it_should(store: Store, question: Question, wanted: list[str]) -> None:
    found = names(store, question)
    assert sorted(found) == sorted(wanted)
    if isinstance(question, Events):
        days = [row["counted_on"] for row in rows(store, question)]
        told = [day for day in days if day is not None]
        assert told == sorted(told, key=str)
        assert days == [*told, *[None] * (len(days) - len(told))]


def test_one_happening_has_its_witnesses_and_disagreements(store: Store) -> None:
    (row,) = rows(store, Events(publisher="graustark"))
    assert (row["claims"], row["articles"], row["independent"], row["state_media"]) == (2, 2, 1, 1)
    assert row["publishers"] == ["Graustark Post", "Ruritanian Gazette"]
    assert row["disagreements"] == ["date"]
    assert (row["counted_on"], row["counted_by"]) == (date(2024, 2, 10), "told")
    (before,) = rows(store, Events(date_from="2024-02-10", date_to="2024-02-10", as_known_on="2024-05-31"))
    assert (before["claims"], before["disagreements"]) == (1, ["date"])


def test_tenure_has_its_bounds_as_told_and_the_days_on_which_it_was_told(store: Store) -> None:
    envoy, left = rows(store, Officeholders())
    if envoy["status"] == "former":
        envoy, left = left, envoy
    assert (envoy["since"], envoy["until"], envoy["claims"]) == ("2019-05", None, 2)
    assert (envoy["first_held"], envoy["last_held"]) == (date(2024, 3, 5), date(2024, 6, 1))
    assert (left["since"], left["until"], left["first_held"]) == (None, "2024-05-20", None)
    assert (envoy["holder"], envoy["holder_country"], envoy["country"]) == ("Rudolf Rassendyll", "FRA", "FRA")


def test_voices_are_told_outermost_first_and_each_once(store: Store) -> None:
    (row,) = rows(store, Statements())
    assert row["voices"] == ["Rudolf Rassendyll"]
    assert row["publishers"] == ["Graustark Post", "Ruritanian Gazette"]
    later = store.fetch("SELECT voices FROM statements")
    assert later == [("Rudolf Rassendyll",)]


def test_timeline_has_events_agreements_and_offices_by_day(store: Store) -> None:
    found = [(row["day"], row["what"], row["known_by"]) for row in rows(store, Timeline(country="FRA"))]
    assert found == sorted(found, key=lambda row: row[0])  # type: ignore[arg-type,return-value]
    assert (date(2024, 1, 15), "agreement", "told") in found
    assert (date(2019, 5, 1), "office", "told") in found
    assert (date(2024, 5, 20), "office", "told") in found
    assert (date(2024, 3, 5), "event", "published") in found
    lines = {str(row["line"]) for row in rows(store, Timeline())}
    assert "agreement signed: Pact of Strelsau, by FRA envoy; KOR envoy" in lines
    assert "office begun: Rudolf Rassendyll, envoy (FRA), to KOR" in lines
    assert "CONSULT/visit: MNG envoy → JPN queen" in lines
    assert any(line.endswith("(denied)") for line in lines)
    assert rows(store, Timeline(types=("ASSAULT",), date_from="2024-03-05", date_to="2024-03-05"))[0]["day"] == date(
        2024, 3, 5
    )


def test_panel_is_balanced_and_counts_both_directions(store: Store) -> None:
    answer = ask(store, Dyad(one="FRA", other="KOR", date_from="2024-01-31", date_to="2024-04-01"))
    panel = {(str(row["period"]), row["actor_country"]): row for row in answer.records()}
    assert len(answer.rows) == len(panel) == 8
    assert set(panel) == {(f"2024-0{month}-01", code) for month in range(1, 5) for code in ("FRA", "KOR")}
    events = {key: row["events"] for key, row in panel.items() if row["events"]}
    assert events == {
        ("2024-02-01", "FRA"): 1,
        ("2024-03-01", "KOR"): 1,
        ("2024-04-01", "FRA"): 1,
        ("2024-04-01", "KOR"): 1,
    }
    assert answer.notes == ("1 event(s) left out: told too vaguely for one month",)
    told = panel["2024-02-01", "FRA"]
    assert (told["claims"], told["independent"], told["state_media"], told["intensity"]) == (2, 1, 1, 7.0)
    assert (told["verbal_cooperation"], told["verbal_cooperation_intensity"]) == (1, 7.0)
    war = panel["2024-03-01", "KOR"]
    assert (war["material_conflict"], war["material_conflict_intensity"], war["intensity"]) == (1, -9.0, -9.0)
    quiet = panel["2024-01-01", "FRA"]
    assert (quiet["events"], quiet["claims"], quiet["intensity"], quiet["material_conflict_intensity"]) == (
        0,
        0,
        None,
        0.0,
    )
    assert (quiet["year"], quiet["month"]) == (2024, 1)
    assert [quiet[name] for name in ("actor_cow", "actor_gw", "recipient_cow", "recipient_gw")] == [220, 220, 732, 732]


def test_panel_by_year_takes_what_a_month_cannot(store: Store) -> None:
    answer = ask(store, Dyad(one="FRA", other="KOR", by="year"))
    events = {(row["year"], row["actor_country"]): row["events"] for row in answer.records()}
    assert events == {(2023, "FRA"): 1, (2023, "KOR"): 0, (2024, "FRA"): 3, (2024, "KOR"): 2}
    assert answer.notes == ()
    assert {row["month"] for row in answer.records()} == {None}


def test_panel_leaves_out_what_only_its_publication_dates(store: Store) -> None:
    answer = ask(store, Dyad(one="KOR", other="FRA", by="year", counted="told"))
    assert sum(int(str(row["events"])) for row in answer.records()) == 5
    assert answer.notes == ("1 event(s) left out: only the day of publication is known",)


def test_panel_of_strangers_is_empty_unless_days_are_given(store: Store) -> None:
    assert ask(store, Dyad(one="PER", other="ISL")).rows == ()
    zeros = ask(store, Dyad(one="PER", other="ISL", date_from="2024-02-28", date_to="2024-03-01", by="day"))
    assert [str(row[0]) for row in zeros.rows] == ["2024-02-28"] * 2 + ["2024-02-29"] * 2 + ["2024-03-01"] * 2


@given(
    st.dates(date(2023, 1, 1), date(2024, 6, 30)), st.dates(date(2023, 1, 1), date(2024, 6, 30)),
    st.sampled_from(["day", "month", "year"]),
)  # fmt: skip
def test_periods_have_no_gaps(store: Store, one: date, other: date, by: Any) -> None:
    first, last = sorted((one, other))
    question = Dyad(one="FRA", other="KOR", by=by, date_from=first.isoformat(), date_to=last.isoformat())
    periods = [row["period"] for row in rows(store, question)][::2]
    steps = {"day": (last - first).days, "month": (last.year - first.year) * 12 + last.month - first.month}
    assert len(periods) == len(set(periods)) == steps.get(by, last.year - first.year) + 1
    assert periods == sorted(periods, key=str)


def test_each_publisher_tells_it_in_its_own_way(store: Store) -> None:
    gazette, post = rows(store, WhoReports(one="KOR", other="FRA"))
    assert (gazette["publisher"], gazette["claims"], gazette["events"]) == ("Ruritanian Gazette", 5, 5)
    assert (gazette["state_media"], gazette["own_voice"], gazette["material_conflict"]) == (False, 1.0, 1)
    assert (post["witness"], post["state_media"], post["own_voice"], post["quoting"]) == (
        "Graustark Post",
        True,
        0.0,
        1.0,
    )
    assert (post["first_day"], post["intensity"]) == (date(2024, 6, 1), 7.0)
    assert len(rows(store, WhoReports(one="KOR", other="FRA", as_known_on="2024-05-01"))) == 1
    assert rows(store, WhoReports(one="FRA", other="KOR", date_from="2024-05-01")) == []


VIEWS: dict[str, Question] = {
    "events": Events(), "timeline": Timeline(), "visits": Visits(statuses=()), "officeholders": Officeholders(),
    "agreements": Agreements(), "statements": Statements(),
}  # fmt: skip


@pytest.mark.parametrize("view", VIEWS)
def test_view_has_the_columns_and_rows_of_its_question(store: Store, view: str) -> None:
    columns, found = store.fetch_table(f"SELECT * FROM {view}")
    answer = ask(store, VIEWS[view])
    assert tuple(columns) == answer.columns
    assert len(found) == len(answer.rows) > 0
    ((count,),) = store.fetch(f"SELECT count(*) FROM known_{view}(DATE '2024-04-01')")
    assert count == len(ask(store, replace(VIEWS[view], as_known_on="2024-04-01")).rows)
    assert set(VIEWS[view].shown) <= set(columns)


def test_months_in_the_database_are_those_of_the_panel(store: Store) -> None:
    panel = ask(store, Dyad(one="FRA", other="KOR"))
    monthly = {(row["period"], row["actor_country"]): row["events"] for row in panel.records() if row["events"]}
    found = store.fetch("SELECT period, actor_country, events FROM dyad_months WHERE actor_country IN ('FRA', 'KOR')")
    # the view counts what lies across two months under its first day
    assert {(period, code): count for period, code, count in found} == monthly | {(date(2024, 2, 1), "FRA"): 2}


def test_every_column_of_every_view_is_described(store: Store) -> None:
    bare = [
        f"{relation.name}.{column.name}"
        for relation in store.relations()
        for column in relation.columns
        if not column.comment
    ]
    assert bare == []
    assert all(relation.comment for relation in store.relations())


def test_whole_id_is_looked_up_in_the_index(copied: Path) -> None:
    with duckdb.connect(str(copied), read_only=True) as plain:
        number = CLAIMS["first"].id
        for statement in ("SELECT record FROM claims WHERE id = ?", "SELECT record FROM claims WHERE id = ? LIMIT 3"):
            explained = plain.execute(f"EXPLAIN (ANALYZE, FORMAT json) {statement}", [number]).fetchall()
            assert "Index Scan" in json.dumps(explained)
        scanned = plain.execute("EXPLAIN (ANALYZE, FORMAT json) SELECT 1 FROM claims WHERE rule = 'x'").fetchall()
        assert "Index Scan" not in json.dumps(scanned)


def test_states_are_those_of_the_almanac_and_mended_when_opened(copied: Path) -> None:
    with duckdb.connect(str(copied)) as plain:
        before = plain.execute("SELECT * FROM states ORDER BY code").fetchall()
        assert ("DEU", "Germany", 255, 260) in [row[:4] for row in before]
        plain.execute("UPDATE states SET cow = 1 WHERE code = 'FRA'")
    with Store.open(copied) as opened:
        assert opened.fetch("SELECT * FROM states ORDER BY code") == before


def test_claims_known_on_a_day_are_those_of_articles_out_by_then(store: Store) -> None:
    found = {NAMES[str(record["id"])] for record in store.query(Filters(as_known_on="2024-05-31"))}
    assert found == set(CLAIMS) - set(PUBLISHED)
    assert {NAMES[str(record["id"])] for record in store.query(Filters())} == set(CLAIMS)


def test_corrected_claim_is_told_as_it_stands_now(copied: Path) -> None:
    with Store.open(copied) as opened:
        mended = json.dumps({"id": CLAIMS["trip"].id, "type": "AID"})
        with opened.transaction():
            opened.fetch(
                "INSERT INTO corrected_claims SELECT * REPLACE ('AID' AS type, ? AS record) FROM claims WHERE id = ?",
                [mended, CLAIMS["trip"].id],
            )
        assert [record["type"] for record in opened.query(Filters(types=("AID",)))] == ["AID"]
        assert rows(opened, Visits(by="MNG")) == []


def test_answer_and_claims_go_to_parquet(copied: Path, tmp_path: Path) -> None:
    target, other = tmp_path / "e.parquet", tmp_path / "c.parquet"
    question = Events(as_known_on="2024-05-31")
    with Store.open(copied, read_only=True, may_write=[target, other]) as opened:
        count, notes = save_answer(opened, question, target)
        wanted = ask(opened, question)
        assert opened.write_parquet(Filters(as_known_on="2024-05-31", kinds=("event",)), other) == 8
        with pytest.raises(StoreError, match="was not named"):
            save_answer(opened, question, tmp_path / "not-named.parquet")
    assert (count, notes) == (len(wanted.rows), ())
    with duckdb.connect() as plain:
        assert tuple(map(tuple, plain.execute(f"FROM '{target}'").fetchall())) == tuple(map(tuple, wanted.rows))
        columns = [row[0] for row in plain.execute(f"DESCRIBE FROM '{other}'").fetchall()]
    assert columns[-5:] == ["known", "matter", "matter_rank", "witness", "state_witness"]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["c.parquet", "copied", "e.parquet"]


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Events(country="France"), "no country code"),
        (lambda: Events(place_country="fr"), "no country code"),
        (lambda: Events(date_from="2024"), "is no day"),
        (lambda: Events(as_known_on="soon"), "is no day"),
        (lambda: Events(date_from="2024-02-01", date_to="2024-01-01"), "swap them"),
        (lambda: Events(statuses=("dead",)), "give one of actual"),
        (lambda: Events(independent=-1), "give 0 or more"),
        (lambda: Events(limit=-1), "give 0 or more"),
        (lambda: Visits(by="x"), "no country code"),
        (lambda: Officeholders(on="now"), "is no day"),
        (lambda: Agreements(between=("FRA", "Peru")), "no country code"),
        (lambda: Agreements(statuses=("actual",)), "give one of signed"),
        (lambda: Statements(country="1"), "no country code"),
        (lambda: Dyad(one="FRA", other="KOR", by="week"), "give day, month or year"),  # type: ignore[arg-type]
        (lambda: Dyad(one="FRA", other="KOR", counted="x"), "give told or published"),  # type: ignore[arg-type]
        (lambda: Dyad(one="FRA", other="KOR", by="day", date_from="0001-01-01", date_to="9999-12-31"), "take fewer"),
        (lambda: WhoReports(one="FRA", other="korea"), "no country code"),
    ],
)  # fmt: skip
def test_value_that_makes_no_sense_is_refused_with_its_mend(make: Any, said: str) -> None:
    with pytest.raises(FilterError, match=said):
        make()


def test_words_are_taken_as_they_stand(store: Store) -> None:
    for words in ("'; DROP TABLE claims; --", "100%_", "\\", "\udc80", "?"):
        assert rows(store, Statements(speaker=words)) == []
        assert rows(store, Events(text=words, publisher=words)) == []
    assert len(rows(store, Statements())) == 1


def test_overview_tells_runs_publishers_and_whether_judging_is_up_to_date(copied: Path) -> None:
    with Store.open(copied) as opened:
        seen = overview(opened)
        assert [(run.code_version, run.coded, run.skipped) for run in seen.versions] == [("0.1.0", len(CLAIMS), 0)]
        assert [(each.publisher, each.articles) for each in seen.publishers] == [
            ("Ruritanian Gazette", len(CLAIMS) - 3), ("Graustark Post", 3),
        ]  # fmt: skip
        assert (seen.first_day, seen.last_day, seen.judged, seen.judgements) == ("2024-03-05", LATE, "never", 0)
        assert seen.happenings == 9
        counts = {"runs": 1, "ledger": len(CLAIMS), "claims": len(CLAIMS), "judgements": 0, "rules": "r"}
        with opened.transaction():
            opened.insert("judging", [counts])
        assert overview(opened).judged == "current"
        opened.write([dossier(event("a99"))], RUN)
        assert overview(opened).judged == "behind"


def test_empty_database_answers_nothing(tmp_path: Path) -> None:
    with Store.open(tmp_path / "d.duckdb") as opened:
        for question in (*VIEWS.values(), Dyad(one="FRA", other="KOR"), WhoReports(one="FRA", other="KOR")):
            assert ask(opened, question).rows == ()
        assert overview(opened).first_day is None
