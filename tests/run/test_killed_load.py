"""A load killed at any moment: the record opens, the same load finishes it to the same rows, and readers never wait."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO

import duckdb
import pytest

from dragoman.store.database import Store

ARTICLES = 240
KILLS = 20
KILLS_AT_THE_START = 6
"""Those that may come before anything is stored; the others wait until the load has published something."""
OF_THE_HOUR = frozenset({"started", "stored", "applied"})
"""Columns that tell when a row was written."""

# Loads articles into the database of the first argument as `dragoman load` does, but for the coding: a stand-in takes
# as many seconds an article as the second says. The third is the size of a batch. Each line read starts a load in a
# process of its own, whose number is printed, and when it ends its status.
DRIVER = f"""
import os, sys, time
sys.path.insert(0, {str(Path(__file__).parents[1] / "store")!r})
import duckdb
from store_factories import *
from dragoman.model.article import Problem
from dragoman.run import archive
from dragoman.store import draft

def coded(articles, **_):
    for each in articles:
        time.sleep(float(sys.argv[2]))
        if isinstance(each, Problem):
            yield each
        else:
            kept = archive.cleaned_or_problem(each).article
            yield dossier(event(each.id), event(each.id, start=4), statement(each.id), of=kept)

archive.code_articles, archive.BATCH = coded, int(sys.argv[3])
draft.LEAST_PAUSE, draft.PAUSE_FOR_COST = 0.02, 1.0  # so that it publishes half of the time
unread = Problem("not-text", "the file holds no text; name another", origin="x.bin", fatal=True)

def load():
    articles = [article(f"a{{n}}", f"Report {{n}}. {{TEXT}}") for n in range({ARTICLES})]
    with draft.Draft.open(sys.argv[1]) as opened:
        archive.load_draft([*articles[:100], unread, *articles[100:]], opened, RUN)

print("ready", flush=True)
for _ in sys.stdin:
    child = os.fork()
    if child == 0:
        load()
        os._exit(0)
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


class Driver:
    """Starts loads, one after the other."""

    def __init__(self, orders: IO[str], said: IO[str]) -> None:
        self._orders, self._said = orders, said

    def start(self) -> int:
        """The number of the loading process."""
        self._orders.write("\n")
        self._orders.flush()
        return int(self._said.readline())

    def status(self) -> int:
        return int(self._said.readline())


@contextmanager
def driven(db: Path, *, pace: float = 0.0, batch: int = 64) -> Iterator[Driver]:
    pipe = subprocess.PIPE
    call = [sys.executable, "-c", DRIVER, str(db), str(pace), str(batch)]
    with subprocess.Popen(call, stdin=pipe, stdout=pipe, text=True) as started:
        assert started.stdin is not None
        assert started.stdout is not None
        assert started.stdout.readline() == "ready\n"
        yield Driver(started.stdin, started.stdout)
        started.stdin.close()


def inode(db: Path) -> int | None:
    return db.stat().st_ino if db.exists() else None


def replaced(db: Path, before: int | None) -> bool:
    return inode(db) != before


def wait_until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end
        time.sleep(0.002)


def tables(db: Path) -> dict[str, list[str]]:
    """The rows of every table, but for what tells the hour, in an order of their own."""
    with duckdb.connect(str(db), read_only=True) as plain:
        columns: dict[str, list[str]] = {}
        for table, column in plain.execute(
            "SELECT table_name, column_name FROM duckdb_columns() JOIN duckdb_tables() USING (table_name) "
            "WHERE NOT duckdb_tables.internal ORDER BY table_name, column_index"
        ).fetchall():
            columns.setdefault(table, []).extend([column] if column not in OF_THE_HOUR else [])
        return {
            table: sorted(
                repr(row)
                for row in plain.execute(
                    "SELECT {} FROM {}".format(", ".join(f'"{name}"' for name in names), table)
                ).fetchall()
            )
            for table, names in columns.items()
        }


def whole_articles(db: Path) -> int:
    """How many articles a reader sees now; none of them in part."""
    with Store.open(db, read_only=True) as store:
        status = store.status()
        coded = sum(row.count for row in status.ledger if row.state == "coded")
        skipped = sum(row.count for row in status.ledger if row.state == "skipped")
    if status.articles:
        assert status.claims == {"event": 2 * status.articles, "statement": status.articles}
    assert (coded, skipped) == (status.articles, int(status.articles > 100))
    assert status.current_claims == 3 * status.articles
    return status.articles


@pytest.fixture(scope="module")
def peaceful(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What the record holds after a load that nobody disturbed."""
    db = tmp_path_factory.mktemp("peaceful") / "r.duckdb"
    with driven(db) as driver:
        driver.start()
        assert driver.status() == 0
    assert [file.name for file in db.parent.iterdir()] == ["r.duckdb"]
    found = tables(db)
    assert {name: len(found[name]) for name in ("articles", "claims", "found", "ledger", "runs")} == {
        "articles": ARTICLES, "claims": 3 * ARTICLES, "found": 3 * ARTICLES, "ledger": ARTICLES + 1, "runs": 1,
    }  # fmt: skip
    return found


def test_a_load_killed_again_and_again_ends_as_if_never_disturbed(
    tmp_path: Path, peaceful: dict[str, list[str]]
) -> None:
    db = tmp_path / "r.duckdb"
    chance = random.Random(2024)
    seen: list[int] = []
    left: set[str] = set()
    with driven(db, pace=0.02, batch=4) as driver:
        for number in range(KILLS):
            before = inode(db)
            loading = driver.start()
            if number >= KILLS_AT_THE_START:
                wait_until(partial(replaced, db, before))
            time.sleep(chance.uniform(0.0, 0.3))
            os.kill(loading, signal.SIGKILL)
            assert driver.status() == -signal.SIGKILL
            left |= {file.name.replace(str(loading), "PID") for file in tmp_path.iterdir()}
            if db.exists():  # else it was killed before it had made an empty one
                seen.append(whole_articles(db))
    with driven(db) as driver:
        driver.start()
        assert driver.status() == 0
    assert seen == sorted(seen)
    assert len(seen) >= KILLS - KILLS_AT_THE_START
    assert 0 < seen[-1] < ARTICLES
    assert "r.duckdb.draft" in left
    assert tables(db) == peaceful
    assert [file.name for file in tmp_path.iterdir()] == ["r.duckdb"]


def test_readers_go_on_while_a_load_writes(tmp_path: Path) -> None:
    db = tmp_path / "r.duckdb"
    seen: list[int] = []
    with driven(db, pace=0.004, batch=24) as driver:
        driver.start()
        wait_until(db.exists)
        end = time.monotonic() + 60
        while (not seen or seen[-1] < ARTICLES) and time.monotonic() < end:
            seen.append(whole_articles(db))
            time.sleep(0.01)
        assert driver.status() == 0
    assert seen == sorted(seen)
    assert seen[-1] == ARTICLES
    assert len(set(seen)) > 2
