"""A head of one's own types: written where it is asked for, loaded as any model, and able to tell the types apart."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

pytest.importorskip("sklearn", reason="training needs scikit-learn (the extra `train`)")

from dragoman.classify.classifier import HEAD_FILE, Classifier
from dragoman.classify.marks import MarkedSentence
from dragoman.classify.training import LEAST, Fit, TrainingError, fit_head
from dragoman.intake.marked_rows import read_row

STATES = ("Kenya", "Peru", "Norway", "Fiji", "Oman", "Chile", "Ghana", "Nepal", "Malta", "Laos")
# Two types that no ontology has; ten states each make forty rows.
TEMPLATES = {
    "FEAST": ("[{0}] {{held a banquet for}} <{1}> in the old palace.", "[{0}] {{toasted}} <{1}> at a gala dinner."),
    "SPY": ("[{0}] {{bugged the telephones of}} <{1}>.", "[{0}] {{planted a secret agent in the army of}} <{1}>."),
}


def marked(line: str) -> MarkedSentence:
    row = read_row(f"ANY | {line}", "test")
    return MarkedSentence(row.text, row.actor, row.recipient, row.cue)


def rows(count: int = len(STATES)) -> tuple[list[MarkedSentence], list[str]]:
    """`count` rows of each template."""
    found = [
        (marked(template.format(state, STATES[at - 3])), type_)
        for type_, templates in TEMPLATES.items()
        for template in templates
        for at, state in enumerate(STATES[:count])
    ]
    return [sentence for sentence, _ in found], [type_ for _, type_ in found]


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Fit, int]:
    """The folder of a head, its figures, and how often it ticked."""
    folder = tmp_path_factory.mktemp("trained") / "new" / "model"
    ticks: list[int] = []
    fit = fit_head(*rows(), Classifier.find(), folder, tick=lambda: ticks.append(1))
    return folder, fit, len(ticks)


def test_the_figures_are_of_all_rows(trained: tuple[Path, Fit, int]) -> None:
    _, fit, ticks = trained
    assert ticks == 40
    assert [(row.type, row.rows) for row in fit.figures] == [("FEAST", 20), ("SPY", 20)]
    assert fit.accuracy >= 0.9
    assert fit.macro_f1 >= 0.9
    assert sum(count for _, _, count in fit.confusions) == round((1 - fit.accuracy) * 40)


def test_the_folder_is_a_model_that_tells_the_types_apart(trained: tuple[Path, Fit, int]) -> None:
    own = Classifier.find(trained[0])
    for line, type_ in (
        ("[Samoa] {gave a lavish dinner for} <the Danish queen>.", "FEAST"),
        ("[Samoa] {tapped the phone calls of} <the Danish queen>.", "SPY"),
    ):
        opinion = own.judge(marked(line))
        assert next(iter(opinion.types)) == type_
        assert sum(opinion.types.values()) == pytest.approx(1, abs=0.011)


def test_the_folder_has_a_name_of_its_own_and_the_vectors_of_its_base(trained: tuple[Path, Fit, int]) -> None:
    base, own = Classifier.find(), Classifier.find(trained[0])
    assert own.about["types"] == ["FEAST", "SPY"]
    assert own.about["version"] == f"{base.about['version']}+own"
    assert own.hash != base.hash
    sentence = marked("[Samoa] {toasted} <Tonga>.")
    assert own.judge(sentence).features == base.judge(sentence).features


def test_training_twice_gives_the_same_model_and_may_start_from_an_own_one(
    trained: tuple[Path, Fit, int], tmp_path: Path
) -> None:
    folder, fit, _ = trained
    assert fit_head(*rows(), Classifier.find(folder), tmp_path) == fit
    sentence = marked("[Samoa] {toasted} <Tonga>.")
    assert Classifier.find(tmp_path).judge(sentence) == Classifier.find(folder).judge(sentence)


def test_of_two_types_the_second_alone_is_weighed(trained: tuple[Path, Fit, int]) -> None:
    for line in ("[Samoa] {toasted} <Tonga>.", "[Samoa] {bugged the telephones of} <Tonga>."):
        first, second = Classifier.find(trained[0]).logits(marked(line))[1]
        assert first == 0
        assert (second > 0) == ("bugged" in line)


def test_three_types_have_three_weights(tmp_path: Path) -> None:
    sentences, types = rows(5)
    more = [marked(f"[{state}] {{played chess with}} <{STATES[at - 1]}>.") for at, state in enumerate(STATES)]
    fit_head([*sentences, *more], [*types, *["CHESS"] * len(more)], Classifier.find(), tmp_path)
    opinion = Classifier.find(tmp_path).judge(marked("[Samoa] {played chess with} <Tonga>."))
    assert next(iter(opinion.types)) == "CHESS"


def test_rows_of_one_type_are_refused(tmp_path: Path) -> None:
    sentences, _ = rows()
    with pytest.raises(TrainingError, match="all of one type; mark rows of another"):
        fit_head(sentences, ["FEAST"] * len(sentences), Classifier.find(), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_too_few_rows_are_refused_and_the_types_named(tmp_path: Path) -> None:
    sentences, types = rows()
    short = slice(0, 20 + LEAST - 1)
    with pytest.raises(TrainingError, match=rf"too few rows of SPY {LEAST - 1}; mark at least {LEAST}"):
        fit_head(sentences[short], types[short], Classifier.find(), tmp_path / "out")
    assert not (tmp_path / "out" / HEAD_FILE).exists()


def test_without_scikit_learn_the_mend_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "sklearn.linear_model", None)
    with pytest.raises(TrainingError, match=r"pip install 'dragoman\[train\]'"):
        fit_head(*rows(), Classifier.find(), tmp_path)
