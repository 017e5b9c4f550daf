"""Every failure is the store's own error, with a code and a mend; nothing of another program is touched."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from store_factories import RUN, dossier, event

from dragoman.store import errors
from dragoman.store.database import APPLICATION, Store
from dragoman.store.engine import meaning, speaking_errors
from dragoman.store.filters import Filters
from dragoman.store.migrations import MIGRATIONS


def refused(path: Path, *, read_only: bool = False) -> errors.StoreError:
    with pytest.raises(errors.StoreError) as caught:
        Store.open(path, read_only=read_only)
    return caught.value


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "d.duckdb"
    with Store.open(place) as store:
        store.write([dossier(event())], RUN)
    return place


def change(path: Path, statement: str) -> None:
    with duckdb.connect(str(path)) as plain:
        plain.execute(statement)


@pytest.mark.parametrize("read_only", [True, False])
def test_newer_version(path: Path, read_only: bool) -> None:
    change(path, f"INSERT INTO schema_version VALUES ('{APPLICATION}', {len(MIGRATIONS) + 1}, 'to come', now())")
    error = refused(path, read_only=read_only)
    assert error.code == "newer-version"
    assert "upgrade" in error.message


def test_older_version_for_reading(path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dragoman.store.database.MIGRATIONS", (*MIGRATIONS, MIGRATIONS[0]))
        assert refused(path, read_only=True).code == "older-version"


@pytest.mark.parametrize("table", ["orders (i INTEGER)", "schema_version (version INTEGER)"])
@pytest.mark.parametrize("read_only", [True, False])
def test_other_programs_database_is_left_alone(tmp_path: Path, table: str, read_only: bool) -> None:
    other = tmp_path / "shop.duckdb"
    change(other, f"CREATE TABLE {table}")
    error = refused(other, read_only=read_only)
    assert error.code == "other-program"
    with duckdb.connect(str(other)) as plain:
        assert len(plain.execute("SELECT * FROM duckdb_tables()").fetchall()) == 1


@pytest.mark.parametrize("content", [b"", b"The envoy wrote home.\n" * 500, b"\0" * 8 + b"DUCK" + b"\0" * 9000])
@pytest.mark.parametrize("read_only", [True, False])
def test_other_file_is_left_alone(tmp_path: Path, content: bytes, read_only: bool) -> None:
    other = tmp_path / "notes.txt"
    other.write_bytes(content)
    assert refused(other, read_only=read_only).code == "not-a-database"
    assert other.read_bytes() == content


def test_folder_as_database(tmp_path: Path) -> None:
    assert refused(tmp_path).code == "not-a-database"


def test_missing_file_and_folder(tmp_path: Path) -> None:
    error = refused(tmp_path / "none.duckdb", read_only=True)
    assert error.code == "missing"
    assert "dragoman load" in error.message
    assert refused(tmp_path / "no" / "none.duckdb").code == "missing"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("read_only", [True, False])
def test_locked_by_another_process(path: Path, read_only: bool) -> None:
    program = f"""
import sys
from dragoman.store.database import Store
with Store.open({str(path)!r}):
    print("open", flush=True)
    sys.stdin.readline()
"""
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", program], stdin=pipe, stdout=pipe, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        error = refused(path, read_only=read_only)
        holder.communicate("\n", timeout=30)
    assert error.code == "locked"
    assert f"process {holder.pid}" in error.message
    Store.open(path, read_only=read_only).close()


def test_locked_by_another_connection_of_this_process(path: Path) -> None:
    with Store.open(path):
        assert refused(path, read_only=True).code == "locked"


def test_readers_share(path: Path) -> None:
    program = f"""
from dragoman.store.database import Store
with Store.open({str(path)!r}, read_only=True) as store:
    print(store.status().articles)
"""
    with Store.open(path, read_only=True) as store:
        said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
        assert said == f"{store.status().articles}\n"


def denied(monkeypatch: pytest.MonkeyPatch, place: Path) -> None:
    """Root may write everywhere; so what the system says of `place` is stood in for."""
    ask = os.access
    monkeypatch.setattr(os, "access", lambda asked, mode: Path(asked) != place and ask(asked, mode))


def test_read_only_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    denied(monkeypatch, tmp_path)
    assert refused(tmp_path / "d.duckdb").code == "read-only-folder"
    assert list(tmp_path.iterdir()) == []


def test_database_in_a_read_only_folder_can_be_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    denied(monkeypatch, path.parent)
    assert refused(path).code == "read-only-folder"
    with Store.open(path, read_only=True) as store:
        assert len(list(store.query(Filters()))) == 1


def test_file_without_permission(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    denied(monkeypatch, path)
    assert refused(path).code == "no-permission"
    if os.geteuid() != 0:
        path.chmod(0)
        assert refused(path, read_only=True).code == "no-permission"


def test_writing_for_reading_only(path: Path) -> None:
    with Store.open(path, read_only=True) as store, pytest.raises(errors.StoreError):
        store.write([dossier(event("a2"))], RUN)


def test_full_disk_keeps_whole_batches(tmp_path: Path) -> None:
    """A process that may write files of 300 kB only meets the same failure as on a full disk."""
    path = tmp_path / "d.duckdb"
    program = f"""
import resource, signal, sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from store_factories import *
from dragoman.store.database import Store
from dragoman.store.errors import StoreError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, {resource.RLIM_INFINITY}))
with Store.open({str(path)!r}) as store:
    try:
        for batch in range(1000):
            store.write([dossier(*(event(f"a{{batch}}", start=start) for start in range(20)))], RUN)
    except StoreError as error:
        print(error.code, batch)
"""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    code, batches = ended.stdout.split()
    assert ended.stderr == ""
    assert code == "disk-full"
    with Store.open(path) as store:
        assert store.status().articles == int(batches) > 0
        assert store.status().claims == {"event": 20 * int(batches)}


@pytest.mark.parametrize("said", [duckdb.InterruptException("INTERRUPT"), RuntimeError("Query interrupted")])
def test_interruption_stays_one(said: Exception) -> None:
    with pytest.raises(KeyboardInterrupt), speaking_errors(Path("d.duckdb")):
        raise said


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ('Failed to commit: Could not write file "d.wal": No space left on device', "disk-full"),
        ('Could not set lock on file "d": Conflicting lock is held in python (PID 12)', "locked"),
        ('Cannot open file "d": Permission denied', "no-permission"),
        ('Cannot open file "d": Read-only file system', "read-only-folder"),
        ("Trying to read a database file with version number 99, but we can only read 64", "newer-version"),
        ("Corrupt database file: computed checksum 1 does not match", "not-a-database"),
        ("something new", "database"),
        ("", "database"),
    ],
)
def test_meaning_of_what_duckdb_says(said: str, code: str) -> None:
    error = meaning(Path("d.duckdb"), said)
    assert error.code == code
    assert "d.duckdb" in error.message or "folder" in error.message
