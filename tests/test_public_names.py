"""The public names change on purpose, and importing them costs nothing."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest

import dragoman

PUBLIC = (
    *("AgreementClaim", "Article", "Claim", "Coding", "DataError", "Dossier", "EventClaim", "Filters"),
    *("FramesMissingError", "InputWarning", "LoadReport", "MembershipClaim", "ModelMissingError", "Named"),
    *("OfficeClaim", "Party", "Passage", "Place", "Problem", "RelationClaim", "Repair", "StatementClaim"),
    *("Store", "StoreError", "Voice", "When", "__version__"),
    *("Agreements", "Answer", "Dyad", "Events", "Officeholders", "Statements", "Timeline", "Visits", "WhoReports"),
    *("Witnesses", "ask", "code", "load", "open", "read_articles", "resolve_phrase"),
)


def test_the_public_names_are_these() -> None:
    assert sorted(dragoman.__all__) == sorted(PUBLIC)
    assert set(PUBLIC) <= set(dir(dragoman))


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_is_there_and_documented(name: str) -> None:
    value = getattr(dragoman, name)
    assert name == "__version__" or value.__doc__


def test_other_names_are_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'cod'"):
        dragoman.cod  # noqa: B018


def test_the_version_is_one() -> None:
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text())["project"]
    assert dragoman.__version__ == version("dragoman") == project["version"]


def test_importing_loads_nothing() -> None:
    script = (
        "import sys, time; before = set(sys.modules); start = time.perf_counter(); import dragoman;"
        "took = time.perf_counter() - start; new = {name for name in sys.modules if name not in before};"
        "print(took, *sorted(name for name in new if name.startswith(('dragoman.', 'spacy', 'duckdb', 'yaml'))))"
    )
    took, *loaded = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    ).stdout.split()
    assert loaded == []
    assert float(took) < 0.25  # some 10 ms; the rest is for a busy machine
