"""A user's own ontology goes before the program's: `--ontology DIR`."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dragoman.cli.main import app
from dragoman.knowledge.knowledge import data_hash, load_knowledge
from dragoman.knowledge.tables import DATA, DataError
from dragoman.model.claim import EventClaim
from dragoman.run.api import code
from dragoman.run.check import check_data
from dragoman.run.coder import Coder

ROOT = Path(__file__).resolve().parents[2]
TYPES = DATA / "ontology" / "event_types.yaml"


def _events(text: str, ontology: Path | None) -> list[tuple[str, str | None]]:
    return [(claim.type, claim.mode) for claim in code(text, ontology=ontology) if isinstance(claim, EventClaim)]


@pytest.fixture(scope="module")
def lending(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ontology that the how-to page shows."""
    folder = tmp_path_factory.mktemp("ontology")
    page = (ROOT / "docs" / "howto-ontology.md").read_text(encoding="utf-8")
    type_, rules = re.findall(r"^```yaml\n(.*?)^```$", page, re.S | re.M)
    (folder / "event_types.yaml").write_text(TYPES.read_text(encoding="utf-8") + type_, encoding="utf-8")
    (folder / "events").mkdir()
    (folder / "events" / "LEND.yaml").write_text(rules, encoding="utf-8")
    return folder


def test_type_of_ones_own_is_coded_beside_the_programs(lending: Path) -> None:
    text = "China lent two pandas to Qatar. Norway condemned the strikes by Sudan."
    assert _events(text, lending) == [("LEND", None), ("ACCUSE", "disapprove")]
    assert _events(text, None) == [("AID", None), ("ACCUSE", "disapprove")]


def test_own_rules_are_checked_with_their_examples(lending: Path, coder: Coder) -> None:
    assert list(check_data(overlay=lending, parser=coder.parser)) == []
    rules = lending / "events" / "LEND.yaml"
    before = rules.read_text(encoding="utf-8")
    try:
        rules.write_text(before.replace("recipient: Qatar", "recipient: Peru"), encoding="utf-8")
        (finding,) = check_data(overlay=lending, parser=coder.parser)
    finally:
        rules.write_text(before, encoding="utf-8")
    assert finding.where == "rule my.lend.animals"
    assert "not 'Peru'" in finding.message


@pytest.mark.parametrize(
    ("text", "crosswalk", "manual"),
    [
        ("Canada imposed sanctions on Belarus.", ("COERCE", "restrict"), ("SANCTION", "embargo")),
        ("A Tunisian court convicted two former ministers.", ("ACCUSE", "disapprove"), ("SANCTION", "convict")),
        ("A Tunisian court sentenced two former ministers.", ("COERCE", "arrest"), ("SANCTION", "sentence")),
    ],
)
def test_decision_is_a_switch(tmp_path: Path, text: str, crosswalk: tuple[str, str], manual: tuple[str, str]) -> None:
    own = re.sub(r", coded_as: [\w.]+", "", TYPES.read_text(encoding="utf-8"))
    (tmp_path / "event_types.yaml").write_text(own, encoding="utf-8")
    assert _events(text, None) == [crosswalk]
    assert _events(text, tmp_path) == [manual]


def test_hash_of_the_data_counts_the_users_files(lending: Path) -> None:
    assert data_hash(DATA, lending) != data_hash(DATA)
    assert data_hash(DATA, lending) == data_hash(DATA, Path(shutil.copytree(lending, lending.parent / "copy")))


def _with(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return folder


RULE = "- {id: my.x, type: %s, mode: %s, verbs: [dance]}\n"
ROW = "A: {definition: d, quad: 1, intensity: 0, cameo: '01', goldstein: 0, modes: {m: {cameo: '01', coded_as: B}}}\n"


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("events/DANCE.yaml", RULE % ("DANCE", "null"), "rule my.x: DANCE is no type"),
        ("events/AID.yaml", RULE % ("AID", "waltz"), "rule my.x: waltz is no mode of AID"),
        ("rules.yaml", "[]\n", "rules.yaml belongs to no ontology"),
        ("event_types.yaml", "AID: {colour: red}\n", "AID has unknown keys"),
        ("event_types.yaml", ROW, "coded_as names B"),
    ],
)
def test_wrong_ontology_is_refused_by_name(tmp_path: Path, name: str, text: str, message: str) -> None:
    with pytest.raises(DataError, match=re.escape(message)):
        load_knowledge(DATA, _with(tmp_path, name, text))


@pytest.mark.parametrize("made", [True, False])
def test_empty_or_missing_folder_is_a_wrong_call(tmp_path: Path, made: bool) -> None:
    folder = tmp_path / "mine"
    if made:
        folder.mkdir()
    result = CliRunner().invoke(app, ["code", "-", "--ontology", str(folder)], input="Norway praised Chad.")
    assert result.exit_code == 2
    assert "event_types.yaml" in result.stderr
    assert "Traceback" not in result.stderr
