"""The documentation stays true: generated pages are current, links lead somewhere, shown commands run."""

from __future__ import annotations

import importlib.util
import re
import shlex
from collections.abc import Iterator
from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from typer.testing import CliRunner

from dragoman.cli.main import app
from dragoman.knowledge import almanac
from dragoman.knowledge.lexicon import Rule, load_lexicon
from dragoman.model.article import Article
from dragoman.model.claim import (
    AgreementClaim,
    Claim,
    EventClaim,
    MembershipClaim,
    OfficeClaim,
    Party,
    Place,
    RelationClaim,
    StatementClaim,
    Voice,
)
from dragoman.model.time import When
from dragoman.run.coder import Coder
from dragoman.run.examples import check_examples

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
_LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")
_CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.S | re.M)
_CODE = re.compile(r"^```.*?^```$|`[^`\n]*`", re.S | re.M)
_HEADING = re.compile(r"^#+ (.+)$", re.M)


@cache
def _maker() -> ModuleType:
    """docs/make_pages.py, which is a script and in no package."""
    spec = importlib.util.spec_from_file_location("make_pages", ROOT / "docs" / "make_pages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("name", ["docs/rules.md", "docs/schema.md"])
def test_generated_page_is_current(name: str) -> None:
    wanted = _maker().pages()[name]
    assert (ROOT / name).read_text(encoding="utf-8") == wanted, f"{name} is stale; run: python docs/make_pages.py"


def test_page_of_rules_holds_every_rule_once() -> None:
    headings = re.findall(r"^### (.+)$", (ROOT / "docs" / "rules.md").read_text(encoding="utf-8"), re.M)
    assert sorted(headings) == sorted(rule.id for rule in load_lexicon().rules)


@pytest.mark.parametrize("path", _maker().hand_written(), ids=_name)
def test_shown_output_is_what_the_program_prints(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text == _maker().with_outputs(text), f"{_name(path)} is stale; run: python docs/make_pages.py"


def test_stale_output_is_found() -> None:
    stale = "<!-- output of: dragoman resolve Norway -->\n```json\nnothing\n```\n"
    fresh = _maker().with_outputs(stale)
    assert '"country":"NOR"' in fresh
    assert "nothing" not in fresh


@pytest.mark.parametrize("path", PAGES, ids=_name)
def test_relative_links_lead_somewhere(path: Path) -> None:
    text = _CODE.sub("", path.read_text(encoding="utf-8"))
    for link in _LINK.findall(text):
        if "://" in link or link.startswith("mailto:"):
            continue
        file, _, anchor = link.partition("#")
        target = (path.parent / file).resolve() if file else path
        assert target.exists(), f"{_name(path)} links to {link}, which is not there"
        assert target.is_relative_to(ROOT), f"{_name(path)} links to {link}, outside of the project"
        if anchor:
            assert anchor in _anchors(target), f"{_name(path)} links to {link}; the page has no such heading"


def _anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as code hosts make them."""
    headings = _HEADING.findall(page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def _commands(path: Path) -> Iterator[str]:
    for block in _CONSOLE.findall(path.read_text(encoding="utf-8")):
        yield from re.findall(r"^\$ dragoman (.+)$", block, re.M)


@pytest.mark.parametrize("path", [path for path in PAGES if any(_commands(path))], ids=_name)
def test_shown_commands_run(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands of a page, in order, in an empty folder that has the examples."""
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    for command in _commands(path):
        result = CliRunner().invoke(app, shlex.split(command))
        assert result.exit_code == 0, f"{_name(path)}: dragoman {command}\n{result.output}"


def test_python_example_of_the_readme_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    (block,) = re.findall(r"^```python\n(.*?)^```$", (ROOT / "README.md").read_text(encoding="utf-8"), re.S | re.M)
    known: dict[str, Any] = {}
    exec(compile(block, "README.md", "exec"), known)
    assert "SANCTION NOR MMR 2023-03-14" in capsys.readouterr().out
    assert len(known["frame"]) > 10
    assert any(row["kind"] == "event" for row in known["rows"])


def test_decisions_are_numbered_without_gaps() -> None:
    names = sorted(path.name for path in (ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))


def test_rule_shown_in_the_how_to_fires_as_it_says(tmp_path: Path, coder: Coder) -> None:
    rule, composition = re.findall(
        r"^```yaml\n(.*?)^```$", (ROOT / "docs" / "howto-rule.md").read_text("utf-8"), re.S | re.M
    )
    (tmp_path / "ACCUSE.yaml").write_text(rule, encoding="utf-8")
    (tmp_path / "composition.yaml").write_text(composition, encoding="utf-8")
    lexicon = load_lexicon(tmp_path)
    known = coder.knowledge
    failures = check_examples(lexicon.rules, replace(known, lexicon=lexicon), coder.parser)
    assert list(failures) == []
    halt = lexicon.compositions["HALT"]
    assert halt.outcome("AID", None).type == "SANCTION"
    assert halt.outcome("COERCE", "curfew").type == "CONCEDE"
    assert halt.outcome("PROTEST", None).type is None


def test_table_of_rule_keys_is_complete() -> None:
    page = (ROOT / "docs" / "howto-rule.md").read_text(encoding="utf-8")
    table = page[page.index("| key |") : page.index("Unknown keys")]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("|")]
    shown = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert shown == {item.name for item in fields(Rule)}


def test_rows_shown_in_the_how_to_have_the_columns_of_their_tables() -> None:
    columns = {
        "states": almanac.STATE_COLUMNS,
        "organisations": almanac.ORGANISATION_COLUMNS,
        "memberships": almanac.MEMBERSHIP_COLUMNS,
        "bodies": almanac.NAMED_COLUMNS,
        "groups": almanac.NAMED_COLUMNS,
        "parties": almanac.NAMED_COLUMNS,
        "tenures": almanac.TENURE_COLUMNS,
        "publishers": almanac.PUBLISHER_COLUMNS,
        "regions": almanac.REGION_COLUMNS,
        "collectives": almanac.COLLECTIVE_COLUMNS,
        "agreements": almanac.AGREEMENT_COLUMNS,
    }
    page = (ROOT / "docs" / "howto-entity.md").read_text(encoding="utf-8")
    shown = re.findall(r"^\| [^|]+ \| `(\w+)\.csv` \| ([^|]+) \| `(.+)` \|$", page, re.M)
    assert {name for name, _, _ in shown} == set(columns)
    for name, header, row in shown:
        assert len(row.replace("\\|", "|").split(",")) == len(columns[name]), f"the row of {name} has not its columns"
        assert header == "as bodies" or tuple(header.split(", ")) == columns[name]


CLAIMS = (EventClaim, StatementClaim, OfficeClaim, AgreementClaim, MembershipClaim, RelationClaim)


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.kind)
def test_contract_names_the_fields_of_each_kind(claim: type[Claim]) -> None:
    page = (ROOT / "docs" / "contract.md").read_text(encoding="utf-8")
    section = page[page.index("### The fields of each kind") : page.index("### Party")]
    (row,) = re.findall(rf"^\| `{claim.kind}` \| (.+) \|$", section, re.M)
    own = {item.name for item in fields(claim)} - {item.name for item in fields(Claim)}
    assert own <= set(re.findall(r"`(\w+)`", row))


@pytest.mark.parametrize("record", [Party, Place, Voice, When, Article], ids=lambda record: record.__name__)
def test_contract_shows_the_keys_of_each_part(record: type) -> None:
    page = (ROOT / "docs" / "contract.md").read_text(encoding="utf-8")
    samples: dict[type, dict[str, object]] = {
        Party: Party("", 0, 1, "").to_dict(),
        Place: Place("", 0, 1, "").to_dict(),
        Voice: Voice("", 0, 1, "").to_dict(),
        When: When("", None, None, "explicit").to_dict(),
        Article: Article("", "", "", "").to_dict(),
    }
    shown = [set(re.findall(r'"(\w+)"(?!:)', braces)) for braces in re.findall(r"\{[^{}]*\}", page)]
    assert set(samples[record]) in [names | {"kind"} if record is Article else names for names in shown]
