"""A record taken out comes back the same, byte for byte; two become one; what is no export changes nothing."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_factories import LATER_RUN, RUN, TEXT, article, dossier, event, office, same_run, statement

from dragoman.model.article import Problem
from dragoman.model.claim import Run
from dragoman.model.judging import Judgement
from dragoman.store import database, migrations, transfer
from dragoman.store.checking import check_record
from dragoman.store.database import Store
from dragoman.store.errors import MissingError, NewerVersionError, StoreError
from dragoman.store.identity import make_run
from dragoman.store.judgements import add_judgement
from dragoman.store.migrations import MIGRATIONS, Migration
from dragoman.store.transfer import MANIFEST, Export, TransferError, export_parquet, import_parquet, unfinished_files

THIRD_RUN = make_run("0.3.0", "data-1", "model-1", "2024-07-01T10:00:00Z", {})
SKIPPED = Problem("not-text", "the file holds no text; name another", origin="x.bin", fatal=True)
NOTHING = {"runs": 0, "articles": 0, "ledger": 0, "claims": 0, "claim_parties": 0, "found": 0, "judgements": 0}


def fill(path: Path) -> None:
    """Two runs, a skipped input, an article with text that no encoding can write, a judgement."""
    with Store.open(path) as store:
        store.write([dossier(event(), statement(), office()), SKIPPED], RUN)
        odd = article("a2", TEXT + " \ud83d", title="\ufdd0 marked", updated="2024-03-07")
        store.write([dossier(event("a2"), of=odd), dossier(event())], LATER_RUN)
        add_judgement(store, Judgement("", "accept", "Fritz", "2024-05-02T10:00:00Z", "as told", event().id))


def take_out(path: Path, folder: Path) -> dict[str, bytes]:
    with Store.open(path, read_only=True, may_reach=unfinished_files(folder)) as store:
        export_parquet(store, folder)
    return contents(folder)


def bring_in(folder: Path, path: Path) -> dict[str, int]:
    export = Export.read(folder)
    with Store.open(path, may_reach=export.files) as store:
        added = import_parquet(export, store)
        assert list(check_record(store)) == []
    return added


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def run_order(path: Path) -> list[Run]:
    with Store.open(path, read_only=True) as store:
        return store.runs()


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new record: copied where many are wanted, for making one takes long."""
    path = tmp_path_factory.mktemp("blank") / "d.duckdb"
    Store.open(path).close()
    return path


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("filled")
    fill(folder / "d.duckdb")
    take_out(folder / "d.duckdb", folder / "out")
    return folder


@pytest.fixture
def out(tmp_path: Path, filled: Path) -> Path:
    """A fresh copy of an export."""
    return Path(shutil.copytree(filled / "out", tmp_path / "out"))


def test_record_comes_back_the_same(tmp_path: Path, filled: Path) -> None:
    folder = tmp_path / "it's [1] * 50%"
    first = take_out(filled / "d.duckdb", folder)
    assert sorted(first) == sorted([MANIFEST, *(f"{table}.parquet" for table in NOTHING)])
    back = tmp_path / "back.duckdb"
    added = bring_in(folder, back)
    assert added == {
        "runs": 2, "articles": 2, "ledger": 4, "claims": 4, "claim_parties": 7, "found": 5, "judgements": 1,
    }  # fmt: skip
    assert take_out(back, tmp_path / "again") == first
    for table in NOTHING:
        rows = []
        for path in (filled / "d.duckdb", back):
            with duckdb.connect(str(path), read_only=True) as plain:
                rows.append(plain.execute(f"FROM {table} ORDER BY ALL").fetchall())
        assert rows[0] == rows[1] != []


def test_rows_that_go_page_by_page_are_the_same(tmp_path: Path, filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transfer, "_PAGE", 2)
    monkeypatch.setattr(transfer, "_ROWS_A_PAGE", {"articles": 1})
    assert take_out(filled / "d.duckdb", tmp_path / "out") == contents(filled / "out")
    bring_in(tmp_path / "out", tmp_path / "back.duckdb")
    assert take_out(tmp_path / "back.duckdb", tmp_path / "again") == contents(filled / "out")


def test_doing_it_twice_changes_nothing(tmp_path: Path, filled: Path, out: Path) -> None:
    path = tmp_path / "d.duckdb"
    bring_in(out, path)
    assert bring_in(out, path) == NOTHING
    assert take_out(path, out) == contents(filled / "out")  # over the earlier export


def test_files_can_be_read_by_others(filled: Path) -> None:
    file = str(filled / "out" / "claims.parquet")
    rows = duckdb.connect().execute("SELECT kind, actors FROM read_parquet(?) WHERE kind = 'office'", [file]).fetchall()
    assert rows == [("office", ["the envoy"])]


def test_empty_record(tmp_path: Path) -> None:
    Store.open(tmp_path / "d.duckdb").close()
    first = take_out(tmp_path / "d.duckdb", tmp_path / "out")
    assert bring_in(tmp_path / "out", tmp_path / "back.duckdb") == NOTHING
    assert take_out(tmp_path / "back.duckdb", tmp_path / "again") == first


# --- two records become one ------------------------------------------------------------------------------------------


@settings(max_examples=4)
@given(st.permutations(range(6)), st.integers(0, 6), st.lists(st.sampled_from([0, 1, 2]), min_size=6, max_size=6))
def test_merging_two_exports_is_loading_both(blank: Path, order: list[int], cut: int, runs: list[int]) -> None:
    """However six articles were shared out among two records and three runs, in whatever order they are brought in."""
    stored = [
        (dossier(event(f"a{number}"), statement(f"a{number}")), (RUN, LATER_RUN, THIRD_RUN)[runs[number]])
        for number in order
    ]
    with TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "datetime", _Noon)
        folder = Path(name)
        for record in ("one", "other", "both", "turned", "whole"):
            shutil.copyfile(blank, folder / record)
        for part, some in (("one", stored[:cut]), ("other", stored[cut:])):
            with Store.open(folder / part) as store:
                for told, run in some:
                    store.write([told], run)
            take_out(folder / part, folder / f"{part}-out")
        for goal, parts in (("both", ("one", "other")), ("turned", ("other", "one", "other"))):
            for part in parts:
                bring_in(folder / f"{part}-out", folder / goal)
        held = [run.id for run in run_order(folder / "both")]
        ours = {run.id for _, run in stored}
        assert sorted(held) == sorted(ours)
        # Each record has its runs in the order in which they came; where the two clash, all are put by their start.
        first = list(dict.fromkeys(run.id for _, run in stored[:cut]))
        by_start = [run.id for run in (RUN, LATER_RUN, THIRD_RUN) if run.id in ours]
        assert held in (by_start, first, list(dict.fromkeys(run.id for _, run in stored[cut:])))
        both, turned = (_rows(folder / goal) for goal in ("both", "turned"))
        assert both == turned
        with Store.open(folder / "whole") as store:
            for told, run in stored:
                store.write([told], run)
        assert both == _rows(folder / "whole")


class _Noon:
    """A clock that stands still: when a row was stored is not what is compared."""

    @staticmethod
    def now(zone: object) -> object:
        from datetime import UTC, datetime

        del zone
        return datetime(2024, 8, 1, 12, tzinfo=UTC)


def _rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with duckdb.connect(str(path), read_only=True) as plain:
        return {
            table: plain.execute(
                f"FROM {table} ORDER BY ALL" if table != "runs" else "SELECT * EXCLUDE ordinal FROM runs ORDER BY id"
            ).fetchall()
            for table in NOTHING
        }


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"),
    [
        ([RUN], [RUN, LATER_RUN], [RUN, LATER_RUN]),
        ([RUN, LATER_RUN], [RUN], [RUN, LATER_RUN]),
        ([THIRD_RUN], [RUN, LATER_RUN], [RUN, LATER_RUN, THIRD_RUN]),
        ([RUN, THIRD_RUN], [LATER_RUN], [RUN, LATER_RUN, THIRD_RUN]),
        ([LATER_RUN, RUN], [LATER_RUN, RUN, THIRD_RUN], [LATER_RUN, RUN, THIRD_RUN]),
        ([], [LATER_RUN, RUN], [LATER_RUN, RUN]),
    ],
)
def test_order_of_runs(tmp_path: Path, blank: Path, mine: list[Run], theirs: list[Run], expected: list[Run]) -> None:
    for name, runs in (("mine", mine), ("theirs", theirs)):
        shutil.copyfile(blank, tmp_path / name)
        with Store.open(tmp_path / name) as store:
            for run in runs:
                store.write([dossier(event())], run)
    take_out(tmp_path / "theirs", tmp_path / "out")
    bring_in(tmp_path / "out", tmp_path / "mine")
    assert run_order(tmp_path / "mine") == expected
    before = _rows(tmp_path / "mine")
    bring_in(tmp_path / "out", tmp_path / "mine")
    assert (run_order(tmp_path / "mine"), _rows(tmp_path / "mine")) == (expected, before)


def test_a_run_that_both_have_stays_as_it_is(tmp_path: Path) -> None:
    for name, run, number in (("mine", RUN, "a1"), ("theirs", same_run(RUN, "2020-01-01T00:00:00Z"), "a2")):
        with Store.open(tmp_path / name) as store:
            store.write([dossier(event(number))], run)
    take_out(tmp_path / "theirs", tmp_path / "out")
    added = bring_in(tmp_path / "out", tmp_path / "mine")
    assert (added["runs"], added["articles"], run_order(tmp_path / "mine")) == (0, 1, [RUN])


# --- schemas ---------------------------------------------------------------------------------------------------------

TO_COME = Migration(
    len(MIGRATIONS) + 1,
    "to come",
    "ALTER TABLE claims ADD COLUMN mood VARCHAR; ALTER TABLE runs ADD COLUMN host VARCHAR",
)


def test_export_of_an_older_schema_is_brought_up_to_date(
    tmp_path: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (database, transfer, migrations):
        monkeypatch.setattr(module, "MIGRATIONS", (*MIGRATIONS, TO_COME))
    export = Export.read(out)
    with Store.open(tmp_path / "d.duckdb", may_reach=export.files) as store:
        assert import_parquet(export, store)["claims"] == 4
        assert store.fetch("SELECT DISTINCT mood FROM claims UNION ALL SELECT DISTINCT host FROM runs") == [(None,)] * 2


def test_export_of_a_newer_schema_is_refused(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transfer, "MIGRATIONS", MIGRATIONS[:-1])
    with pytest.raises(NewerVersionError, match="upgrade dragoman"):
        Export.read(out)


# --- what is refused -------------------------------------------------------------------------------------------------


def sign(folder: Path, table: str, rows: int | None = None) -> None:
    """Makes the manifest agree with a changed file, as somebody would who means harm."""
    file = folder / f"{table}.parquet"
    listed = json.loads((folder / MANIFEST).read_text())
    listed["files"][file.name]["sha256"] = hashlib.sha256(file.read_bytes()).hexdigest()
    if rows is None:
        rows = duckdb.connect().execute("SELECT count(*) FROM read_parquet(?)", [str(file)]).fetchall()[0][0]
    listed["files"][file.name]["rows"] = rows
    (folder / MANIFEST).write_text(json.dumps(listed))


def rewrite(folder: Path, table: str, select: str) -> None:
    """Puts what `select` makes of the rows `old` in the place of a table's file."""
    file = folder / f"{table}.parquet"
    with duckdb.connect() as plain:
        plain.execute(f"CREATE TABLE old AS FROM read_parquet('{file}')")
        plain.execute(f"COPY ({select}) TO '{file}' (FORMAT parquet)")
    sign(folder, table)


@pytest.mark.parametrize(
    ("table", "select", "told"),
    [
        ("claims", "SELECT * EXCLUDE rule FROM old", "other columns than the table claims: rule"),
        ("claims", "SELECT *, 1 AS extra FROM old", "other columns than the table claims: extra"),
        (
            "claims",
            "SELECT * REPLACE (confidence::VARCHAR AS confidence) FROM old",
            "columns than the table claims: conf",
        ),
        ("found", "SELECT claim, ledger FROM old", "other columns than the table found: their order"),
        ("articles", "SELECT 1 AS a", "other columns"),
    ],
)
def test_wrong_columns(out: Path, table: str, select: str, told: str) -> None:
    rewrite(out, table, select)
    with pytest.raises(TransferError, match=rf"{table}\.parquet.*{told}.*; export the record again"):
        Export.read(out)


@pytest.mark.parametrize("content", [b"", b"PAR1", b"The envoy wrote home.\n" * 50, b"PAR1" + b"\0" * 500 + b"PAR1"])
def test_file_that_is_no_parquet(out: Path, content: bytes) -> None:
    (out / "claims.parquet").write_bytes(content)
    sign(out, "claims", rows=4)
    with pytest.raises(TransferError, match=r"claims\.parquet cannot be read as Parquet"):
        Export.read(out)


def test_file_with_a_broken_page(out: Path) -> None:
    file = out / "articles.parquet"
    content = bytearray(file.read_bytes())
    content[40:400] = bytes(360)
    file.write_bytes(content)
    with pytest.raises(TransferError, match=r"articles\.parquet is not what manifest\.json says"):
        Export.read(out)
    sign(out, "articles", rows=2)
    with pytest.raises(TransferError, match=r"articles\.parquet cannot be read as Parquet"):
        Export.read(out)


@pytest.mark.parametrize(
    ("table", "select", "told"),
    [
        ("claims", "SELECT * REPLACE ('a' AS id) FROM old", r"claims\.parquet has rows that do not fit"),
        ("claims", "SELECT * REPLACE (NULL::VARCHAR AS id) FROM old", r"claims\.parquet has rows that do not fit"),
        ("ledger", "SELECT * REPLACE ('lost' AS state) FROM old", r"ledger\.parquet has rows that do not fit"),
        ("judgements", "SELECT * REPLACE ('x' AS action) FROM old", r"judgements\.parquet has rows that do not fit"),
        ("runs", "FROM old UNION ALL FROM old", r"runs\.parquet has a run twice"),
        (
            "runs",
            "SELECT * REPLACE (NULL::INTEGER AS ordinal) FROM old",
            r"runs\.parquet has a run twice, or one without",
        ),
        ("runs", "FROM old LIMIT 1", "do not fit together"),
        ("articles", "FROM old LIMIT 0", "do not fit together"),
        ("found", "FROM old LIMIT 1", "do not fit together"),
        ("found", "FROM old UNION ALL FROM old", "do not fit together"),
    ],
)
def test_rows_that_do_not_fit_change_nothing(
    tmp_path: Path, blank: Path, out: Path, table: str, select: str, told: str
) -> None:
    path = Path(shutil.copyfile(blank, tmp_path / "d.duckdb"))
    with Store.open(path) as store:
        store.write([dossier(event("a9"))], THIRD_RUN)
    before = _rows(path), run_order(path)
    rewrite(out, table, select)
    export = Export.read(out)
    with Store.open(path, may_reach=export.files) as store, pytest.raises(TransferError, match=told):
        import_parquet(export, store)
    assert (_rows(path), run_order(path)) == before


def test_faulty_record_takes_nothing_in(tmp_path: Path, out: Path) -> None:
    path = tmp_path / "d.duckdb"
    fill(path)
    with duckdb.connect(str(path)) as plain:
        plain.execute("DELETE FROM found")
    export = Export.read(out)
    with Store.open(path, may_reach=export.files) as store, pytest.raises(TransferError, match="dragoman check"):
        import_parquet(export, store)


def _without(*names: str) -> Callable[[Path], object]:
    def change(folder: Path) -> None:
        for name in names:
            (folder / name).unlink()

    return change


def _manifest(text: str) -> Callable[[Path], object]:
    return lambda folder: (folder / MANIFEST).write_text(text)


def _as_folder(folder: Path) -> None:
    (folder / "found.parquet").unlink()
    (folder / "found.parquet").mkdir()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_without(MANIFEST), "has no manifest.json of an export"),
        (_without("found.parquet"), r"found\.parquet is missing"),
        (_as_folder, r"found\.parquet is missing"),
        (_manifest("{"), "has no manifest.json of an export"),
        (_manifest("[]"), "has no manifest.json of an export"),
        (_manifest("[" * 99999), "has no manifest.json of an export"),
        (_manifest('{"program":"shop","schema":3,"files":{}}'), "has no manifest.json of an export"),
        (_manifest('{"program":"dragoman","schema":"3","files":{}}'), "has no manifest.json of an export"),
        (_manifest('{"program":"dragoman","schema":3,"files":{"a":1}}'), "has no manifest.json of an export"),
        (_manifest('{"program":"dragoman","schema":3,"files":{}}'), "does not name the files"),
        (
            _manifest('{"program":"dragoman","schema":3,"files":{"../x":{"rows":1,"sha256":""}}}'),
            "does not name the files",
        ),
    ],
)
def test_folder_that_is_no_whole_export(out: Path, change: Callable[[Path], object], told: str) -> None:
    change(out)
    with pytest.raises(TransferError, match=told):
        Export.read(out)


def test_wrong_number_of_rows(out: Path) -> None:
    sign(out, "found", rows=1)
    with pytest.raises(TransferError, match=r"found\.parquet has 5 rows where manifest\.json says 1"):
        Export.read(out)


def test_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="there is no folder"):
        Export.read(tmp_path / "none")


def test_files_that_were_not_named_are_not_reached(tmp_path: Path, out: Path) -> None:
    with Store.open(tmp_path / "d.duckdb") as store:
        with pytest.raises(StoreError, match="disabled"):
            import_parquet(Export.read(out), store)
        with pytest.raises(StoreError, match="disabled"):
            export_parquet(store, tmp_path / "new")


# --- where exports may be written ------------------------------------------------------------------------------------


def test_folder_with_other_files_is_left_alone(tmp_path: Path, filled: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    for name, told in (("notes", "holds other files"), ("file", "is a file"), ("no/where", "there is no folder")):
        with pytest.raises(StoreError, match=told):
            take_out(filled / "d.duckdb", tmp_path / name)
    assert contents(tmp_path / "notes") == {"a.txt": b"mine"}
    assert sorted(file.name for file in tmp_path.iterdir()) == ["file", "notes"]


def test_what_a_killed_export_left_is_no_hindrance(tmp_path: Path, filled: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "claims.parquet.4711.part").write_bytes(b"half")
    (folder / f"{MANIFEST}.4711.part").write_bytes(b"{")
    assert take_out(filled / "d.duckdb", folder) == contents(filled / "out")


def test_export_killed_between_two_files_is_refused_and_done_again(
    tmp_path: Path, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = Path.replace

    def stop(self: Path, target: Path) -> Path:
        if target.name == "claims.parquet":
            raise KeyboardInterrupt
        return replace(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", stop)
        with pytest.raises(KeyboardInterrupt):
            take_out(filled / "d.duckdb", tmp_path / "out")
    assert not [file for file in (tmp_path / "out").iterdir() if file.name.endswith(f".{os.getpid()}.part")]
    with pytest.raises(TransferError, match=r"claims\.parquet is missing; export the record again"):
        Export.read(tmp_path / "out")
    assert take_out(filled / "d.duckdb", tmp_path / "out") == contents(filled / "out")


def test_own_files_beside_an_export_stay(filled: Path, out: Path) -> None:
    (out / "README.txt").write_text("mine")
    assert take_out(filled / "d.duckdb", out) == contents(filled / "out") | {"README.txt": b"mine"}
