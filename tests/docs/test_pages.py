"""The documentation stays true: generated pages are current, links lead somewhere, shown commands run."""

from __future__ import annotations

import importlib.util
import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest
from typer.testing import CliRunner

from dragoman.cli.main import app
from dragoman.knowledge.lexicon import load_lexicon

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


def test_decisions_are_numbered_without_gaps() -> None:
    names = sorted(path.name for path in (ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))
