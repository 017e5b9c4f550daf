"""A writer's draft: one at a time, published in one step, thrown away when its writer dies."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import duckdb
import pytest
from store_factories import RUN, article, dossier, event

from dragoman.store.database import Store
from dragoman.store.draft import LEAST_PAUSE, PAUSE_FOR_COST, Draft
from dragoman.store.errors import ChangedError, DiskFullError, LockedError, OtherProgramError, StoreError
from dragoman.store.filters import Filters
from dragoman.store.migrations import MIGRATIONS

HOLD = """
import sys
from dragoman.store.draft import Draft
with Draft.open(sys.argv[1]):
    print("open", flush=True)
    sys.stdin.readline()
"""

# Kills itself in the middle of what is named, at the second batch.
KILLED = f"""
import os, shutil, signal, sys
from pathlib import Path
sys.path.insert(0, {str(Path(__file__).parent)!r})
from store_factories import *
from dragoman.store import draft
from dragoman.store.database import Store

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)
def half(source, target):
    Path(target).write_bytes(Path(source).read_bytes()[:5000])
    die()
def after(do):
    return lambda *given: (do(*given), die())

db, moment = sys.argv[1:]
with draft.Draft.open(db) as opened:
    opened.store.write([dossier(event("a1"))], RUN)
    opened.publish()
    opened.store.write([dossier(event("a2"))], RUN)
    if moment == "copying":
        shutil.copyfile = half
    elif moment == "before the step":
        Path.replace = die
    elif moment == "after the step":
        Path.replace = after(Path.replace)
    elif moment == "before the checkpoint":
        Store.checkpoint = die
    elif moment == "after the checkpoint":
        Store.checkpoint = after(Store.checkpoint)
    elif moment == "at the end":
        opened._put = die
    elif moment == "cleaning up":
        opened._sweep = die
    if moment not in ("at the end", "cleaning up"):
        opened.publish()
"""


class Clock:
    """Seconds that pass only when told."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A database of one article."""
    place = tmp_path / "d.duckdb"
    with Draft.open(place) as draft:
        add(draft, "a1")
    return place


def add(draft: Draft, *names: str) -> None:
    draft.store.write([dossier(event(name), of=article(name)) for name in names], RUN)


def adding(*names: str) -> Callable[[Draft], None]:
    return lambda draft: add(draft, *names)


def drafted(path: Path, *steps: Callable[[Draft], object]) -> None:
    with Draft.open(path) as draft:
        for step in steps:
            step(draft)


def articles(path: Path) -> int:
    with Store.open(path, read_only=True) as store:
        return store.status().articles


def files(path: Path) -> list[str]:
    return sorted(file.name for file in path.parent.iterdir())


def test_a_missing_database_is_made_at_once(tmp_path: Path) -> None:
    place = tmp_path / "new.duckdb"
    with Draft.open(place) as draft:
        assert articles(place) == 0
        add(draft, "a1", "a2")
        assert articles(place) == 0
        assert draft.store.status().articles == 2
        draft.publish()
        assert articles(place) == 2
    assert articles(place) == 2
    assert files(place) == ["new.duckdb"]


def test_what_was_written_is_published_at_the_end(path: Path) -> None:
    assert articles(path) == 1
    with Draft.open(path) as draft:
        add(draft, "a2", "a3")
    assert articles(path) == 3
    assert files(path) == ["d.duckdb"]


def test_a_draft_with_nothing_new_leaves_the_file(path: Path) -> None:
    before = path.stat()
    with Draft.open(path) as draft:
        add(draft, "a1")
        draft.publish()
    assert path.stat() == before


def test_published_in_one_file_that_opens(path: Path, tmp_path: Path) -> None:
    """What is copied while DuckDB has the draft open is a whole database, log and all."""
    with Draft.open(path) as draft:
        for batch in range(20):
            add(draft, *(f"b{batch}-{number}" for number in range(25)))
            draft.publish()
            (tmp_path / "copy.duckdb").write_bytes(path.read_bytes())
            with duckdb.connect(str(tmp_path / "copy.duckdb"), read_only=True) as plain:
                counts = [
                    plain.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0]
                    for table in ("articles", "claims", "found", "current_claims")
                ]
            assert counts == [25 * batch + 26] * 4
            assert not any(name.startswith("d.duckdb.wal") for name in files(path))


@pytest.mark.parametrize("where", ["elsewhere", "here"])
def test_a_second_writer_is_told_who_writes(path: Path, where: str) -> None:
    pipe = subprocess.PIPE
    if where == "here":
        with Draft.open(path), pytest.raises(LockedError, match=f"is being written by process {os.getpid()}; wait"):
            Draft.open(path)
    else:
        with subprocess.Popen([sys.executable, "-c", HOLD, path], stdin=pipe, stdout=pipe, text=True) as holder:
            assert holder.stdout is not None
            assert holder.stdout.readline() == "open\n"
            before = files(path)
            with pytest.raises(LockedError, match=f"d.duckdb is being written by process {holder.pid}; wait until it"):
                Draft.open(path)
            assert files(path) == before
            assert articles(path) == 1
            holder.communicate("\n", timeout=30)
    with Draft.open(path) as draft:
        add(draft, "a2")
    assert articles(path) == 2


def test_a_killed_writer_does_not_keep_the_next_out(path: Path) -> None:
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", HOLD, path], stdin=pipe, stdout=pipe, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "open\n"
        holder.kill()
    assert files(path) == ["d.duckdb", "d.duckdb.draft", "d.duckdb.lock"]
    with Draft.open(path) as draft:
        assert draft.store.status().articles == 1
    assert files(path) == ["d.duckdb"]


@pytest.mark.parametrize(
    ("moment", "held"),
    [
        ("before the checkpoint", 1),
        ("after the checkpoint", 1),
        ("copying", 1),
        ("before the step", 1),
        ("after the step", 2),
        ("at the end", 1),
        ("cleaning up", 2),
    ],
)
def test_killed_in_the_middle(tmp_path: Path, moment: str, held: int) -> None:
    path = tmp_path / "d.duckdb"
    ended = subprocess.run([sys.executable, "-c", KILLED, path, moment], check=False, capture_output=True)
    assert (ended.returncode, ended.stderr) == (-signal.SIGKILL, b"")
    assert articles(path) == held
    with Draft.open(path) as draft:
        assert draft.store.status().articles == held
        add(draft, "a1", "a2", "a3")
    assert articles(path) == 3
    assert files(path) == ["d.duckdb"]


def test_leftovers_are_thrown_away_and_nothing_else(path: Path) -> None:
    for ending in ("draft", "draft.wal", "draft.wal.checkpoint", "4711.part", "lock"):
        path.with_name(f"{path.name}.{ending}").write_text("left by a dead writer")
    path.with_name(f"{path.name}.draft.tmp").mkdir()
    path.with_name(f"{path.name}.draft.tmp").joinpath("duckdb_temp_storage-0.tmp").write_text("spilled")
    others = ["d.duckdb.csv", "d.duckdb.draft.txt", "d.duckdb.part", "dXduckdb.draft", "e.duckdb.draft"]
    for name in others:
        path.with_name(name).write_text("of somebody else")
    with Draft.open(path) as draft:
        add(draft, "a2")
    assert articles(path) == 2
    assert files(path) == sorted(["d.duckdb", *others])


def test_a_reader_keeps_what_it_opened(path: Path) -> None:
    with Store.open(path, read_only=True) as reader:
        with Draft.open(path) as draft:
            add(draft, "a2")
            draft.publish()
            add(draft, "a3")
            assert reader.status().articles == 1
        assert reader.status().articles == 1
        assert len(list(reader.query(Filters()))) == 1
    assert articles(path) == 3


def test_publishes_when_it_is_due(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock, cost = Clock(), 0.0
    real = shutil.copyfile

    def costly(source: Path, target: Path) -> object:
        clock.now += cost
        return real(source, target)

    monkeypatch.setattr(shutil, "copyfile", costly)
    with Draft.open(path, clock=clock) as draft:

        def published_after(seconds: float) -> bool:
            before = articles(path)
            add(draft, f"b{clock.now}")
            clock.now += seconds
            draft.publish_if_due()
            return articles(path) != before

        assert not published_after(LEAST_PAUSE - 1)
        assert published_after(1)
        assert not published_after(LEAST_PAUSE - 1)
        cost = 2.0
        assert published_after(LEAST_PAUSE)
        assert not published_after(LEAST_PAUSE)
        assert not published_after(PAUSE_FOR_COST * cost - LEAST_PAUSE - 0.1)
        assert published_after(0.1)


@pytest.mark.parametrize("failing", ["opening", "publishing"])
def test_a_full_disk_leaves_the_database(path: Path, monkeypatch: pytest.MonkeyPatch, failing: str) -> None:
    def full(source: Path, target: Path) -> NoReturn:
        target.write_bytes(source.read_bytes()[:5000])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(source))

    before = path.read_bytes()
    if failing == "opening":
        monkeypatch.setattr(shutil, "copyfile", full)
        with pytest.raises(DiskFullError, match="free some and start again"):
            Draft.open(path)
    else:

        def fill_disk(_: Draft) -> None:
            monkeypatch.setattr(shutil, "copyfile", full)

        with pytest.raises(DiskFullError, match="free some and start again"):
            drafted(path, adding("a2"), fill_disk, Draft.publish)
    assert path.read_bytes() == before
    assert files(path) == ["d.duckdb"]


def test_a_disk_that_fills_up_while_drafting_leaves_the_database(path: Path) -> None:
    """A process that may write no file much larger than the database meets the same failure as on a full disk."""
    room = path.stat().st_size + 200_000
    program = f"""
import resource, signal, sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from store_factories import *
from dragoman.store.draft import Draft
from dragoman.store.errors import StoreError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({room}, {room}))
try:
    with Draft.open({str(path)!r}) as draft:
        for batch in range(1000):
            draft.store.write([dossier(event(f"a{{batch}}-{{number}}")) for number in range(200)], RUN)
except StoreError as error:
    print(error.code, batch)
"""
    before = path.read_bytes()
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ended.stderr == ""
    code, batch = ended.stdout.split()
    assert code == "disk-full"
    assert int(batch) > 0
    assert path.read_bytes() == before
    assert files(path) == ["d.duckdb"]


@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError])
def test_what_was_written_before_a_failure_is_published(path: Path, error: type[BaseException]) -> None:
    def fail(_: Draft) -> NoReturn:
        raise error

    with pytest.raises(error):
        drafted(path, adding("a2"), fail)
    assert articles(path) == 2
    assert files(path) == ["d.duckdb"]


@pytest.mark.parametrize("last", [False, True])
def test_ctrl_c_while_publishing_waits_until_it_is_done(
    path: Path, monkeypatch: pytest.MonkeyPatch, last: bool
) -> None:
    real = Draft._put

    def interrupted(self: Draft, file: Path) -> None:
        signal.raise_signal(signal.SIGINT)
        real(self, file)

    monkeypatch.setattr(Draft, "_put", interrupted)
    with pytest.raises(KeyboardInterrupt):
        drafted(path, adding("a2"), *(() if last else (Draft.publish,)))
    assert articles(path) == 2
    assert files(path) == ["d.duckdb"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_link_stays_one(path: Path, tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    link = tmp_path / "here" / "link.duckdb"
    link.symlink_to(path)
    with Draft.open(link) as draft:
        add(draft, "a2")
        with pytest.raises(LockedError):
            Draft.open(path)
    assert link.is_symlink()
    assert articles(path) == articles(link) == 2
    assert files(link) == ["link.duckdb"]
    assert files(path) == ["d.duckdb", "here"]


def test_permissions_stay(path: Path) -> None:
    path.chmod(0o640)
    with Draft.open(path) as draft:
        add(draft, "a2")
        draft.publish()
        assert path.stat().st_mode & 0o777 == 0o640
        add(draft, "a3")
    assert path.stat().st_mode & 0o777 == 0o640


def test_an_older_schema_is_brought_up_to_date_in_the_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "old.duckdb"
    with monkeypatch.context() as patch:
        patch.setattr("dragoman.store.database.MIGRATIONS", MIGRATIONS[:-1])
        Store.open(path).close()
        before = path.read_bytes()
    with Draft.open(path) as draft:
        assert draft.store.status().schema_version == len(MIGRATIONS)
        assert path.read_bytes() == before
    with Store.open(path, read_only=True) as store:
        assert store.status().schema_version == len(MIGRATIONS)


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "shop.duckdb"
    with duckdb.connect(str(other)) as plain:
        plain.execute("CREATE TABLE orders (i INTEGER)")
    before = other.read_bytes()
    with pytest.raises(OtherProgramError, match=r"shop\.duckdb is another program's"):
        Draft.open(other)
    assert other.read_bytes() == before
    assert files(other) == ["shop.duckdb"]


def test_a_log_left_by_who_wrote_the_file_itself_is_taken_in(path: Path) -> None:
    program = f"""
import os, sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from store_factories import *
from dragoman.store.database import Store
store = Store.open({str(path)!r})
store.write([dossier(event("a2"))], RUN)
os._exit(0)
"""
    subprocess.run([sys.executable, "-c", program], check=True)
    assert files(path) == ["d.duckdb", "d.duckdb.wal"]
    with Draft.open(path) as draft:
        assert draft.store.status().articles == 2
        add(draft, "a3")
    assert articles(path) == 3
    assert files(path) == ["d.duckdb"]


def test_a_log_without_its_database_is_left_alone(tmp_path: Path) -> None:
    log = tmp_path / "d.duckdb.wal"
    log.write_text("of a database that was moved")
    with pytest.raises(StoreError, match="put that back, or remove the log"):
        Draft.open(tmp_path / "d.duckdb")
    assert files(log) == ["d.duckdb.wal"]


def test_no_draft_is_made_of_what_another_program_writes(path: Path) -> None:
    hold = f"import duckdb; d = duckdb.connect({str(path)!r}); print(1, flush=True); input()"
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", hold], stdin=pipe, stdout=pipe, text=True) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(LockedError, match=f"is in use by process {holder.pid}"):
            Draft.open(path)
        holder.communicate("\n", timeout=30)
    assert files(path) == ["d.duckdb"]


@pytest.mark.parametrize("last", [False, True])
def test_what_another_program_wrote_meanwhile_is_not_replaced(path: Path, last: bool) -> None:
    def note(_: Draft) -> None:
        with duckdb.connect(str(path)) as plain:
            plain.execute("CREATE TABLE notes AS SELECT 'mine' AS note")

    with pytest.raises(ChangedError, match="changed by another program meanwhile"):
        drafted(path, adding("a2", "a3"), note, *(() if last else (Draft.publish,)))
    with duckdb.connect(str(path), read_only=True) as plain:
        assert plain.execute("SELECT note FROM notes").fetchall() == [("mine",)]
    assert articles(path) == 1
    assert files(path) == ["d.duckdb"]


def test_no_store_error_is_hidden(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        Draft.open(tmp_path / "none" / "d.duckdb")
    assert caught.value.code == "missing"
