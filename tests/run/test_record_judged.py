"""Judging a stored record: nothing hangs on the order in which it was loaded, and what people judged outlives a run."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from store_factories import LATER_RUN, RUN, TEXT, article, dossier, event, office, statement

from dragoman.model.claim import EventClaim
from dragoman.model.dossier import Dossier
from dragoman.model.judging import Judgement
from dragoman.model.time import When
from dragoman.run.judging import judge_record
from dragoman.store.database import Store
from dragoman.store.judgements import add_judgement
from dragoman.store.questions import ask
from dragoman.store.questions_witnesses import Witnesses

HOURS = {"ledger": "stored", "runs": "started", "schema_version": "applied"}
PAPERS = ("Ruritanian Gazette", "Graustark Herald", "Hentzau Post")


def story(number: int, *, version: int = 0, published: str | None = None) -> Dossier:
    """An article by one of three papers, two of which print the same words, about a meeting or another one."""
    text = (
        TEXT
        + ("" if number % 3 else f" A paragraph that only article {number} has, of many words.")
        + " Again." * version
    )
    of = article(
        f"a{number}",
        text,
        published or f"2024-03-0{5 + number % 3}",
        publisher=PAPERS[number % 3],
        title=f"Title {number}",
    )
    met = event(f"a{number}", actor=("FRA",), recipient=("KOR",) if number % 2 else ("PER",))
    return dossier(met, statement(f"a{number}"), office(f"a{number}"), of=of)


STORIES = [
    *(story(number) for number in range(6)),
    story(1, version=1, published="2024-03-09"),
    story(2, version=2, published="2024-03-20"),
]


def record(store: Store) -> dict[str, list[str]]:
    """All rows of all tables, but for the columns that tell the hour."""
    found: dict[str, list[str]] = {}
    for relation in store.relations():
        if relation.kind == "table":
            columns = [column.name for column in relation.columns if column.name != HOURS.get(relation.name)]
            names = ", ".join(f'"{name}"' for name in columns)
            found[relation.name] = sorted(map(repr, store.fetch(f"SELECT {names} FROM {relation.name}")))
    return found


def loaded(path: Path, batches: list[list[Dossier]]) -> dict[str, list[str]]:
    with Store.open(path) as store:
        for batch in batches:
            store.write(batch, RUN)
            judge_record(store)
        return record(store)


@given(st.permutations(STORIES), st.lists(st.integers(0, len(STORIES)), max_size=3), st.booleans())
@settings(max_examples=8, phases=(Phase.explicit, Phase.generate))  # to shrink takes minutes
def test_order_batches_and_loading_twice_change_nothing(stories: list[Dossier], cuts: list[int], twice: bool) -> None:
    edges = [0, *sorted(cuts), len(stories)]
    batches = [stories[first:last] for first, last in pairwise(edges)]
    with tempfile.TemporaryDirectory() as folder:
        peaceful = loaded(Path(folder) / "peaceful.duckdb", [STORIES])
        assert loaded(Path(folder) / "other.duckdb", batches + batches * twice) == peaceful


def test_judging_is_done_once_for_a_record_that_stays(tmp_path: Path) -> None:
    with Store.open(tmp_path / "d.duckdb") as store:
        store.write(STORIES[:3], RUN)
        assert judge_record(store)
        assert not judge_record(store)
        assert judge_record(store, anew=True)
        store.write(STORIES[3:4], RUN)
        assert judge_record(store)


def test_copies_are_one_witness(tmp_path: Path) -> None:
    with Store.open(tmp_path / "d.duckdb") as store:
        store.write([story(1), story(5)], RUN)
        judge_record(store)
        rows = store.fetch("SELECT claims, articles, len(publishers), independent FROM events")
    assert rows == [(2, 2, 2, 1)]


def test_an_event_shows_its_claims_and_what_they_tell_otherwise(tmp_path: Path) -> None:
    first, second = story(1), story(5)
    met = first.claims[0]
    assert isinstance(met, EventClaim)
    on_monday = replace(met, when=When("2024-03-04", "2024-03-04", "2024-03-05", "explicit"))
    on_tuesday = replace(on_monday, article="a5", when=When("2024-03-05", "2024-03-05", "2024-03-06", "explicit"))
    with Store.open(tmp_path / "d.duckdb") as store:
        store.write([replace(first, claims=(on_monday,)), replace(second, claims=(on_tuesday,))], RUN)
        judge_record(store)
        rows = list(ask(store, Witnesses(claim=on_tuesday.id)).records())
        assert list(ask(store, Witnesses(claim=on_monday.id)).records()) == rows
        flat = store.fetch("SELECT actor, differs FROM witnesses ORDER BY published")
    assert {row["claim"]: row["differs"] for row in rows} == {
        on_monday.id: ["date: 2024-03-04"], on_tuesday.id: ["date: 2024-03-05"]
    }  # fmt: skip
    assert [bool(row["reasons"]) for row in rows].count(True) == 1
    assert flat == [("FRA envoy", ["date: 2024-03-04"]), ("FRA envoy", ["date: 2024-03-05"])]


def test_versions_add_and_the_record_answers_for_a_day(tmp_path: Path) -> None:
    met = story(1).claims[0]
    assert isinstance(met, EventClaim)
    corrected = replace(met, mode="negotiate")
    later = replace(story(1, version=1, published="2024-03-09"), claims=(corrected,))
    with Store.open(tmp_path / "d.duckdb") as store:
        store.write([later, story(1)], RUN)
        judge_record(store)
        current = store.fetch("SELECT mode FROM current_claims WHERE kind = 'event'")
        before = store.fetch("SELECT mode FROM known_claims('2024-03-08') WHERE kind = 'event'")
        nothing = store.fetch("SELECT count(*) FROM known_claims('2024-03-01')")
        kept = store.fetch("SELECT count(*) FROM claims WHERE kind = 'event'")
    assert (current, before, nothing, kept) == ([("negotiate",)], [("meet",)], [(0,)], [(2,)])


def test_what_people_judged_outlives_coding_anew(tmp_path: Path) -> None:
    first, second = story(1), story(2)
    met = first.claims[0]
    with Store.open(tmp_path / "d.duckdb") as store:
        store.write([first, second], RUN)
        for judgement in (
            Judgement("", "reject", "a reader", "2024-06-01T10:00:00Z", "no such meeting", claim=met.id),
            Judgement("", "correct", "a reader", "2024-06-01T10:00:01Z", "misread", claim=second.claims[0].id,
                      field="mode", value="visit"),
        ):  # fmt: skip
            add_judgement(store, judgement)
        judge_record(store)
        assert store.fetch("SELECT mode FROM current_claims WHERE kind = 'event'") == [("visit",)]
        again = [replace(met, rule="en.newer.rule", confidence=0.9), replace(second.claims[0], confidence=0.95)]
        store.write([replace(first, claims=(again[0],)), replace(second, claims=(again[1],))], LATER_RUN)
        judge_record(store)
        rows = store.fetch("SELECT mode, rule FROM current_claims WHERE kind = 'event'")
        assert rows == [("visit", "en.consult.meet.1")]
        assert store.fetch("SELECT count(*) FROM judgements") == [(2,)]
