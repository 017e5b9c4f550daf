"""What all tests share: one loaded coder, the way to the material beside the project, and a way to call the program."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import settings
from typer.testing import CliRunner

from dragoman.cli.main import app
from dragoman.run.coder import Coder, loaded_coder

ROOT = Path(__file__).parents[1]

# The same examples in every run, however slow the machine: a test that fails must fail again.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")


@dataclass(frozen=True)
class Ran:
    """A finished call of the program."""

    status: int
    out: str
    err: str

    @property
    def records(self) -> list[dict[str, object]]:
        """The lines of standard output, each of which must be a JSON object."""
        rows = [json.loads(line) for line in self.out.splitlines()]
        assert all(isinstance(row, dict) for row in rows)
        return rows

    @property
    def claims(self) -> list[dict[str, object]]:
        return [row for row in self.records if row["kind"] not in ("article", "repair", "problem")]

    @property
    def complaints(self) -> list[str]:
        """The lines of standard error, each of which must be the program's own."""
        lines = self.err.splitlines()
        assert all(line.startswith("dragoman: ") for line in lines), self.err
        return lines


Call = Callable[..., Ran]


@pytest.fixture(scope="session")
def coder() -> Coder:
    """The coder of the default model, loaded once; the program called in this process uses the same one."""
    return loaded_coder()


@pytest.fixture(scope="session")
def rules(coder: Coder) -> Coder:
    """The same coder without the model of event types: what the rules do alone."""
    return Coder(coder.knowledge, coder.parser)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of corpora and gold sets beside the project."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the folder ../shared with corpora and gold sets is not here")
    return folder


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Calls the program in this process, in an empty folder: `call("code", "a.txt", stdin=b"...")`."""
    monkeypatch.chdir(tmp_path)

    def invoke(*arguments: object, stdin: bytes | str = b"") -> Ran:
        result = CliRunner().invoke(app, [str(each) for each in arguments], input=stdin, prog_name="dragoman")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Ran(result.exit_code, result.stdout_bytes.decode("utf-8"), result.stderr)

    return invoke


@pytest.fixture
def spawn(tmp_path: Path) -> Call:
    """Calls the program in a process of its own, in the same folder; `script` is Python to run before it."""

    def run(*arguments: object, stdin: bytes = b"", script: str = "") -> Ran:
        start = f"{script}\nfrom dragoman.cli.main import main\nmain()"
        done = subprocess.run(
            [sys.executable, "-c", start, *map(str, arguments)],
            input=stdin,
            capture_output=True,
            cwd=tmp_path,
            check=False,
            timeout=120,
        )
        return Ran(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))

    return run
