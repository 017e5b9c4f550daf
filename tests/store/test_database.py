"""Writing, reading back, the ledger, what now stands, and the generated page."""

from __future__ import annotations

import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from store_factories import LATER_RUN, RUN, TEXT, article, dossier, event, office, same_run, statement, voice

from dragoman.model.article import Problem, Repair
from dragoman.model.claim import Claim
from dragoman.model.dossier import Dossier
from dragoman.store.database import Store
from dragoman.store.errors import AmbiguousClaimError, StoreError, UnknownClaimError
from dragoman.store.filters import Filters
from dragoman.store.migrations import MIGRATIONS
from dragoman.store.results import LedgerCount, LoadCounts
from dragoman.store.schema import schema_markdown

SCHEMA_PAGE = Path(__file__).parents[2] / "docs" / "schema.md"
SKIPPED = Problem("not-text", "the file holds no text; name another", origin="x.bin", fatal=True)


def ids(store: Store, filters: Filters | None = None) -> list[object]:
    return [record["id"] for record in store.query(filters or Filters())]


def table_sizes(path: Path) -> dict[str, int]:
    with duckdb.connect(str(path), read_only=True) as plain:
        names = [row[0] for row in plain.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        return {name: plain.execute(f'SELECT count(*) FROM "{name}"').fetchall()[0][0] for name in names}


def test_store_is_not_loaded_with_duckdb_on_import() -> None:
    code = "import sys, dragoman.store.database, dragoman.store.schema; sys.exit('duckdb' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_empty_database_gets_all_migrations_once(tmp_path: Path) -> None:
    path = tmp_path / "new.duckdb"
    for _ in range(2):
        with Store.open(path) as store:
            assert store.status().schema_version == len(MIGRATIONS)
    assert table_sizes(path)["schema_version"] == len(MIGRATIONS)
    assert [migration.number for migration in MIGRATIONS] == list(range(1, len(MIGRATIONS) + 1))


@pytest.mark.parametrize("version", range(1, len(MIGRATIONS)))
def test_a_database_of_an_earlier_version_is_brought_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: int
) -> None:
    path = tmp_path / "old.duckdb"
    with monkeypatch.context() as patch:
        patch.setattr("dragoman.store.database.MIGRATIONS", MIGRATIONS[:version])
        with Store.open(path) as store:
            assert store.status().schema_version == version
            store.fetch(
                "INSERT INTO runs VALUES (?, 1, '0.0.1', 'data', 'model', '2024-01-01T00:00:00Z', '{}')", ["old run"]
            )
    with Store.open(path) as store:
        assert store.status().schema_version == len(MIGRATIONS)
        assert [run.id for run in store.runs()] == ["old run"]
        store.write([dossier(event(), statement())], RUN)
        assert len(list(store.query(Filters(reported_by="gazette", state_media=False)))) <= 2
        assert len(list(store.query(Filters()))) == 2
        assert store.fetch("SELECT count(*) FROM events") == [(1,)]


def test_same_run_twice_adds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "d.duckdb"
    coded = dossier(event(), statement(), office())
    with Store.open(path) as store:
        assert store.write([coded, SKIPPED], RUN) == LoadCounts(2, 1, 1, 3, 1)
    before = table_sizes(path)
    with Store.open(path) as store:
        again = same_run(RUN, "2025-01-01T00:00:00Z")
        assert again.id == RUN.id
        moved = replace(coded, article=replace(article(), origin="elsewhere.txt"))
        assert store.write([moved, SKIPPED], again) == LoadCounts(2, 1, 1, 0, 0)
        assert store.runs() == [RUN]
    assert table_sizes(path) == before
    assert before["ledger"] == 2
    assert before["found"] == 3


def test_same_article_twice_in_a_batch_is_stored_once(tmp_path: Path) -> None:
    with Store.open(tmp_path / "d.duckdb") as store:
        counts = store.write([dossier(event(), event()), dossier(event())], RUN)
        assert counts == LoadCounts(2, 2, 0, 1, 1)
        assert len(ids(store)) == 1


def test_counts_add_up() -> None:
    assert LoadCounts(3, 2, 1, 5, 2) + LoadCounts(1, 0, 1, 0, 0) == LoadCounts(4, 2, 2, 5, 2)


def test_ledger_has_a_row_for_every_input(tmp_path: Path) -> None:
    gave_up = Dossier(article("a3"), problems=(Problem("not-english", "the article is in French", fatal=True),))
    noted = Dossier(
        article("a2"),
        (Repair(0, 3, "The", "Tho", "dirt.1"),),
        (Problem("odd-date", "the date is odd", start=1, end=2),),
    )
    with Store.open(tmp_path / "d.duckdb") as store:
        counts = store.write([dossier(event()), noted, gave_up, SKIPPED], RUN)
        assert counts == LoadCounts(4, 2, 2, 1, 3)
        assert counts.read == counts.coded + counts.skipped
        assert store.status().ledger == (
            LedgerCount("coded", None, 2),
            LedgerCount("skipped", "not-english", 1),
            LedgerCount("skipped", "not-text", 1),
        )
    with duckdb.connect(str(tmp_path / "d.duckdb"), read_only=True) as plain:
        rows = plain.execute("SELECT article, repairs, claims, problems, origin FROM ledger ORDER BY origin").fetchall()
    assert rows == [
        ("a1", 0, 1, 0, "a1.txt"),
        ("a2", 1, 0, 1, "a2.txt"),
        ("a3", 0, 0, 1, "a3.txt"),
        (None, 0, 0, 1, "x.bin"),
    ]


def test_knows_which_article_a_run_has_read(tmp_path: Path) -> None:
    first = article()
    with Store.open(tmp_path / "d.duckdb") as store:
        assert not store.has_article_run(first.id, first.sha256, RUN.id)
        store.write([dossier(event())], RUN)
        assert store.has_article_run(first.id, first.sha256, RUN.id)
        assert not store.has_article_run(first.id, "0" * 64, RUN.id)
        assert not store.has_article_run(first.id, first.sha256, LATER_RUN.id)
        assert store.holds(replace(first, origin="elsewhere.txt"), RUN.id)
        assert not store.holds(replace(first, published="2024-03-06"), RUN.id)
        assert not store.holds(first, LATER_RUN.id)


def test_claim_comes_back_with_its_article_and_run(tmp_path: Path) -> None:
    claim = event(said_by=(voice("Gazette"),))
    with Store.open(tmp_path / "d.duckdb") as store:
        store.write([dossier(claim)], RUN)
        store.write([dossier(claim)], LATER_RUN)
        for wanted in (claim.id, claim.id[:9], claim.id.upper()):
            stored = store.claim(wanted)
            assert stored.record == claim.to_dict()
            assert stored.article == article()
            assert stored.run == RUN


def test_unknown_and_ambiguous_ids_are_refused(tmp_path: Path) -> None:
    # Seventeen claims: two of them must begin with the same of sixteen digits.
    claims = [event(start=start) for start in range(17)]
    digits = [claim.id[0] for claim in claims]
    shared = next(digit for digit in digits if digits.count(digit) > 1)
    with Store.open(tmp_path / "d.duckdb") as store:
        store.write([dossier(*claims)], RUN)
        with pytest.raises(AmbiguousClaimError, match="give more of it"):
            store.claim(shared)
        for wrong in ("", "zz", "%", "f" * 17):
            with pytest.raises(UnknownClaimError):
                store.claim(wrong)


def test_what_a_later_run_no_longer_finds_no_longer_stands(tmp_path: Path) -> None:
    kept, dropped, new = event(), event(start=4), event(start=10)
    other = event("a2")
    with Store.open(tmp_path / "d.duckdb") as store:
        store.write([dossier(kept, dropped), dossier(other)], RUN)
        store.write([dossier(kept, new)], LATER_RUN)
        assert ids(store) == [kept.id, new.id, other.id]
        assert store.claim(dropped.id).record == dropped.to_dict()
        assert store.status().claims == {"event": 4}
        assert store.status().current_claims == 3


def test_order_of_articles_and_batches_changes_nothing(tmp_path: Path) -> None:
    claims: list[Claim] = [event(f"a{number}", start=start) for number in range(6) for start in (0, 4)]
    dossiers = [
        dossier(*claims[2 * number : 2 * number + 2], of=article(f"a{number}", published=day))
        for number, day in enumerate(("2024-02-01", None, "2023-01-01", "2024-02-01", "2024-01-31", None))
    ]
    outputs = []
    for name, batches in (
        ("one", [dossiers]),
        ("two", [dossiers[3:], dossiers[:3]]),
        ("many", [[part] for part in reversed(dossiers)]),
    ):
        with Store.open(tmp_path / f"{name}.duckdb") as store:
            for batch in batches:
                store.write(batch, RUN)
            outputs.append(list(store.query(Filters())))
    assert outputs[0] == outputs[1] == outputs[2]
    assert [record["article"] for record in outputs[0][::2]] == ["a2", "a4", "a0", "a3", "a1", "a5"]


def test_failing_batch_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "d.duckdb"
    with Store.open(path) as store:
        store.write([dossier(event())], RUN)
        before = store.status()
        add = Store._add

        def interrupted(self: Store, table: str, *rest: object) -> list[str]:
            if table == "ledger":
                raise KeyboardInterrupt
            return add(self, table, *rest)  # type: ignore[arg-type]

        with monkeypatch.context() as patch:
            patch.setattr(Store, "_add", interrupted)
            with pytest.raises(KeyboardInterrupt):
                store.write([dossier(event("a2"))], RUN)
        assert replace(store.status(), bytes=0) == replace(before, bytes=0)
        assert store.write([dossier(event("a2"))], RUN).claims_added == 1


def test_killed_process_leaves_whole_batches(tmp_path: Path) -> None:
    path = tmp_path / "d.duckdb"
    program = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from store_factories import *
from dragoman.store.database import Store
with Store.open({str(path)!r}) as store:
    for batch in range(1000):
        names = [f"a{{batch}}-{{number}}" for number in range(3)]
        store.write([dossier(event(name), statement(name)) for name in names], RUN)
        print(batch, flush=True)
"""
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        while writer.stdout.readline() != "5\n":
            assert writer.poll() is None
        writer.send_signal(signal.SIGKILL)
    with Store.open(path) as store:
        status = store.status()
        assert status.articles >= 18
        assert status.articles % 3 == 0
        assert sum(status.claims.values()) == len(ids(store)) == 2 * status.articles
        assert status.ledger == (LedgerCount("coded", None, status.articles),)


def test_views_are_flat(tmp_path: Path) -> None:
    path = tmp_path / "d.duckdb"
    with Store.open(path) as store:
        store.write([dossier(event(said_by=(voice("Gazette"), voice("Minister"))), statement(), office())], RUN)
    with duckdb.connect(str(path), read_only=True) as plain:
        events = plain.execute(
            "SELECT type, actor, recipient_countries, said_by, latitude FROM event_claims"
        ).fetchall()
        statements = plain.execute("SELECT speaker, addressee, content FROM statements").fetchall()
        facts = plain.execute("SELECT kind, name, parties, countries, accredited_to FROM standing_facts").fetchall()
        parties = plain.execute(
            "SELECT role, name FROM claim_parties WHERE role = 'said_by' ORDER BY ordinal"
        ).fetchall()
    assert events == [("CONSULT", "FRA envoy", ["KOR"], "Gazette < Minister", -5.5)]
    assert statements == [("Rudolf Rassendyll", "the queen", TEXT[:71])]
    assert facts == [("office", "envoy", "the envoy", ["FRA"], "KOR")]
    assert parties == [("said_by", "Gazette"), ("said_by", "Minister")]


def test_parquet_holds_what_the_query_gives(tmp_path: Path) -> None:
    path, target = tmp_path / "d.duckdb", tmp_path / "it's.parquet"
    with Store.open(path) as store:
        store.write([dossier(event(), statement()), dossier(event("a0", actor=("PER",)))], RUN)
    with Store.open(path, read_only=True, may_write=[target]) as store:
        for filters in (Filters(), Filters(country="PER")):
            expected = ids(store, filters)
            assert store.write_parquet(filters, target) == len(expected) > 0
            written = duckdb.connect().execute("SELECT id FROM read_parquet(?)", [str(target)]).fetchall()
            assert [row[0] for row in written] == expected
        with pytest.raises(StoreError, match="not named"):
            store.write_parquet(Filters(), tmp_path / "other.parquet")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["d.duckdb", "it's.parquet"]


def test_open_database_reaches_no_other_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n")
    with Store.open(tmp_path / "d.duckdb") as store, pytest.raises(StoreError, match="disabled"):
        store.fetch("SELECT * FROM read_csv(?)", [str(secret)])


def test_schema_page_is_current(tmp_path: Path) -> None:
    with Store.open(tmp_path / "d.duckdb") as store:
        undescribed = [
            f"{relation.name}.{column.name}"
            for relation in store.relations()
            for column in relation.columns
            if not column.comment
        ]
        page = schema_markdown(store)
    assert undescribed == []
    assert SCHEMA_PAGE.read_text(encoding="utf-8") == page
