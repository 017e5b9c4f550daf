"""`check`, `export`, `import`: what they print where, their statuses, and that a failed call changes nothing."""

from __future__ import annotations

import csv
import hashlib
import io
from pathlib import Path

import duckdb
import pytest
import typer
from typer.testing import CliRunner

from conftest import Call, Ran
from dragoman.cli.keeping import register
from dragoman.model.article import Article
from dragoman.model.claim import OfficeClaim, Party
from dragoman.model.dossier import Dossier
from dragoman.model.span import Passage
from dragoman.store.database import Store
from dragoman.store.identity import make_run

TEXT = "Fritz von Tarlenheim is the envoy of Ruritania in Strelsau."
RUN = make_run("0.1.0", "data-1", "model-1", "2024-05-01T10:00:00Z", {})


@pytest.fixture
def keep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Calls these commands in this process, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    app = typer.Typer(pretty_exceptions_enable=False)
    register(app)

    def invoke(*arguments: object) -> Ran:
        result = CliRunner().invoke(app, [str(each) for each in arguments], prog_name="dragoman")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Ran(result.exit_code, result.stdout_bytes.decode("utf-8"), result.stderr)

    return invoke


@pytest.fixture
def record(tmp_path: Path) -> Path:
    told = OfficeClaim(
        "a1", Passage(0, 20, TEXT[:20]), 0.5, "en.office.of", title="envoy", holder=Party("Fritz", 0, 5, TEXT[:5])
    )
    article = Article("a1", TEXT, hashlib.sha256(TEXT.encode()).hexdigest(), "text/1")
    with Store.open(tmp_path / "r.duckdb") as store:
        store.write([Dossier(article, claims=(told,))], RUN)
    return tmp_path / "r.duckdb"


def spoil(record: Path) -> None:
    with duckdb.connect(str(record)) as plain:
        plain.execute("UPDATE claims SET name = '[b]consul[/b]'")
        plain.execute("UPDATE ledger SET claims = 2")


def test_check_of_a_clean_record_prints_nothing(keep: Call, record: Path) -> None:
    ran = keep("check", "--db", record.name)
    assert (ran.status, ran.out) == (0, "")
    assert ran.complaints == ["dragoman: r.duckdb: no fault in 1 articles, 1 claims"]


def test_check_prints_each_fault(keep: Call, record: Path) -> None:
    spoil(record)
    ran = keep("check", "--db", record.name)
    assert ran.status == 1
    assert [(row["kind"], row["table"]) for row in ran.records] == [("fault", "claims"), ("fault", "ledger")]
    assert "record tells: name" in str(ran.records[0]["what"])
    assert ran.complaints == ["dragoman: r.duckdb: 2 faults; load no more into it before they are mended"]


def test_faults_in_other_formats(keep: Call, record: Path) -> None:
    spoil(record)
    rows = [(row["table"], row["id"], row["what"]) for row in keep("check", "--db", record.name).records]
    ran = keep("check", "--db", record.name, "--format", "csv")
    assert (ran.status, list(csv.reader(io.StringIO(ran.out)))[1:]) == (1, [list(row) for row in rows])
    table = keep("check", "--db", record.name, "--format", "table")
    assert table.status == 1
    assert "2 in the table found" not in table.out
    assert all(str(row[1])[:8] in table.out for row in rows)
    to_file = keep("check", "--db", record.name, "--out", "faults.csv")
    assert (to_file.status, to_file.out) == (1, "")
    assert Path("faults.csv").read_text(encoding="utf-8").splitlines() == ran.out.splitlines()


def test_there_and_back_again(keep: Call, record: Path, tmp_path: Path) -> None:
    out = keep("export", "--parquet", "backup", "--db", record.name)
    assert (out.status, out.out) == (0, "")
    assert out.complaints == ["dragoman: backup: wrote 1 runs, 1 articles, 1 claims, 0 judgements"]
    first = {file.name: file.read_bytes() for file in (tmp_path / "backup").iterdir()}
    back = keep("import", "backup", "--db", "new.duckdb")
    assert (back.status, back.out) == (0, "")
    assert back.complaints == ["dragoman: new.duckdb: added 1 runs, 1 articles, 1 claims, 0 judgements"]
    again = keep("import", "backup", "--db", "new.duckdb")
    assert again.complaints == ["dragoman: new.duckdb: added 0 runs, 0 articles, 0 claims, 0 judgements"]
    assert keep("check", "--db", "new.duckdb").status == 0
    assert keep("export", "--parquet", "backup", "--db", "new.duckdb").status == 0
    assert {file.name: file.read_bytes() for file in (tmp_path / "backup").iterdir()} == first
    assert sorted(file.name for file in tmp_path.iterdir()) == ["backup", "new.duckdb", "r.duckdb"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("check", "--db", "none.duckdb"), "there is no database"),
        (("check", "--db", "r.duckdb", "--format", "parquet"), "faults are not written as Parquet"),
        (("check", "--db", "r.duckdb", "--out", "no/where.csv"), "cannot be written"),
        (("export", "--parquet", "backup", "--db", "none.duckdb"), "there is no database"),
        (("export", "--parquet", "r.duckdb", "--db", "r.duckdb"), "is a file"),
        (("export", "--parquet", ".", "--db", "r.duckdb"), "holds other files"),
        (("import", "none", "--db", "new.duckdb"), "there is no folder"),
        (("import", ".", "--db", "new.duckdb"), "has no manifest.json"),
    ],
)
def test_wrong_calls(keep: Call, record: Path, tmp_path: Path, arguments: tuple[str, ...], told: str) -> None:
    before = record.read_bytes()
    ran = keep(*arguments)
    assert (ran.status, ran.out) == (2, "")
    (complaint,) = ran.complaints
    assert told in complaint
    assert [file.name for file in tmp_path.iterdir()] == ["r.duckdb"]
    assert record.read_bytes() == before


def test_damaged_database(keep: Call, record: Path) -> None:
    content = bytearray(record.read_bytes())
    at = content.rfind(b"en.office.of")
    content[at : at + 8] = bytes(8)
    record.write_bytes(content)
    ran = keep("check", "--db", record.name)
    assert (ran.status, ran.out) == (2, "")
    assert "r.duckdb is damaged" in ran.complaints[0]


def test_commands_tell_how_they_are_called(keep: Call) -> None:
    for command in ("check", "export", "import"):
        ran = keep(command, "--help")
        assert ran.status == 0
        assert f"dragoman {command} " in ran.out
        assert "Exit status: 0 all is well; 1 faults were found" in " ".join(ran.out.split())
