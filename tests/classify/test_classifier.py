"""The model: found or missed with a mend, the same answer for the same sentence, and answers that are probabilities."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from dragoman.classify import package as module
from dragoman.classify.classifier import ABOUT_FILE, MODEL_FILE, NONE, Classifier, ClassifierMissingError
from dragoman.classify.marks import MarkedSentence
from dragoman.classify.package import TOKENIZER_FILE
from dragoman.intake.marked_rows import read_row
from dragoman.knowledge.ontology import load_ontology

LINES = (
    "[Norway] condemned <the army of Myanmar>.",
    "[Warplanes of Sudan] bombed <the port of the rebels> for a third night.",
    "[The Peruvian president] flew to Lima's neighbour and met <her Chilean colleague> for two hours of talks.",
    "<Kenya> and [Brazil] were both on the list that the clerk read out.",
    "[Fiji] {did not condemn} <Tonga>.",
)


def marked(line: str) -> MarkedSentence:
    row = read_row(f"{'ANY' if '{' in line else NONE} | {line}", "test")
    return MarkedSentence(row.text, row.actor, row.recipient, row.cue)


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier.find()


def test_a_package_that_is_not_installed_is_told_with_its_mend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PACKAGE", "dragoman_model_that_nobody_made")
    with pytest.raises(ClassifierMissingError, match=r"not installed.*install .*--engine rules"):
        Classifier.find()


@pytest.mark.parametrize("name", [MODEL_FILE, TOKENIZER_FILE, ABOUT_FILE])
def test_a_folder_that_lacks_a_file_is_told_by_the_name_of_the_file(tmp_path: Path, name: str) -> None:
    for other in {MODEL_FILE, TOKENIZER_FILE, ABOUT_FILE} - {name}:
        (tmp_path / other).write_bytes(b"")
    with pytest.raises(ClassifierMissingError) as caught:
        Classifier.find(tmp_path)
    assert f"{tmp_path}: holds no {name}; " in str(caught.value)
    assert "training" in str(caught.value)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ClassifierMissingError, match=r"model\.onnx, tokenizer\.json, model\.json"):
        Classifier.find(tmp_path / "none")


@pytest.mark.parametrize("line", LINES)
def test_the_same_sentence_gets_the_same_opinion_in_any_company(classifier: Classifier, line: str) -> None:
    first = classifier.judge(marked(line))
    for other in LINES:
        classifier.judge(marked(other))
    assert classifier.judge(marked(line)) == first
    assert Classifier.find().judge(marked(line)) == first


@pytest.mark.parametrize("line", LINES)
def test_an_opinion_holds_probabilities(classifier: Classifier, line: str) -> None:
    opinion = classifier.judge(marked(line))
    shares = list(opinion.types.values())
    # those under half a percent are left out
    assert 1 - 0.005 * len(classifier.about["types"]) <= sum(shares) <= 1.001
    assert shares == sorted(shares, reverse=True)
    assert all(0.005 <= share <= 1 for share in shares)
    assert sum(opinion.statuses.values()) == pytest.approx(1, abs=0.001)
    assert set(opinion.statuses) == {"actual", "future", "hypothetical", "historical"}
    assert 0 <= opinion.denied <= 1
    assert opinion.features
    assert set(opinion.types) <= set(classifier.about["types"])


def test_plain_sentences_are_told(classifier: Classifier) -> None:
    found = [next(iter(classifier.judge(marked(line)).types)) for line in LINES[:3]]
    assert found == ["ACCUSE", "ASSAULT", "CONSULT"]


def test_the_marks_decide_and_not_the_sentence_alone(classifier: Classifier) -> None:
    there = classifier.judge(marked("[Norway] condemned <the army of Myanmar>."))
    back = classifier.judge(marked("<Norway> condemned [the army of Myanmar]."))
    assert there.types["ACCUSE"] > back.types.get("ACCUSE", 0.0)
    assert there.types.get(NONE, 0.0) < back.types.get(NONE, 0.0)


def test_types_and_modes_are_those_of_the_ontology(classifier: Classifier) -> None:
    types = load_ontology().types
    for label in classifier.about["types"]:
        type_, _, mode = label.partition(".")
        assert label == NONE or type_ in types
        assert not mode or mode in types[type_].modes
    for label in classifier.about["modes"]:
        type_, _, mode = label.partition(".")
        assert label == "none" or mode in types[type_].modes


def test_sentences_without_marks_or_words_are_judged_too(classifier: Classifier) -> None:
    for text in ("", " ", "Rain fell in the north.", "word " * 600):
        assert classifier.judge(MarkedSentence(text, None, None)).types


def test_the_name_holds_version_and_a_hash_of_the_files(classifier: Classifier, tmp_path: Path) -> None:
    version, _, digest = classifier.name.partition(" ")
    assert version == classifier.about["version"]
    assert len(digest) == 16
    shutil.copytree(classifier.folder, tmp_path / "copy", ignore=shutil.ignore_patterns("__pycache__"))
    assert Classifier.find(tmp_path / "copy").name == classifier.name
    about = json.loads((tmp_path / "copy" / ABOUT_FILE).read_text())
    (tmp_path / "copy" / ABOUT_FILE).write_text(json.dumps({**about, "temperature": 2.5}))
    changed = Classifier.find(tmp_path / "copy")
    assert changed.hash != classifier.hash
    # a higher temperature is less sure of the same
    one, other = (each.judge(marked(LINES[0])).types for each in (classifier, changed))
    assert next(iter(one)) == next(iter(other))
    assert max(other.values()) < max(one.values())
