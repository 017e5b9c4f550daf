"""The file of time words is checked when it is read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from dragoman.knowledge.tables import DataError
from dragoman.knowledge.times import TIME_WORDS, figure_kind, load_time_lexicon

ENGLISH = Path(__file__).parents[2] / "src" / "dragoman" / "data" / "languages" / "en"


def changed(folder: Path, **changes: Any) -> Path:
    data = yaml.safe_load((ENGLISH / "times.yaml").read_text(encoding="utf-8"))
    data |= changes
    (folder / "times.yaml").write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    return folder


RULE = {"id": "en.x", "form": "date", "type": "DATE", "pattern": "(month:MONTH)", "examples": ["a"]}
RULE |= {"counter_examples": ["b"]}


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"colour": "blue"}, "colour"),
        ({"core": ["NOCLASS"]}, "NOCLASS"),
        ({"tense": {"future": []}}, "tense"),
        ({"rules": [RULE | {"colour": "blue"}]}, "en.x.*colour"),
        ({"rules": [RULE, RULE]}, "en.x.*twice"),
        ({"rules": [RULE | {"form": "rhyme"}]}, "en.x"),
        ({"rules": [RULE | {"pattern": "(month:NOCLASS)"}]}, "en.x.*NOCLASS"),
        ({"rules": [RULE | {"pattern": "(month:MONTH"}]}, "en.x.*regular expression"),
        ({"rules": [RULE | {"examples": []}]}, "en.x.*examples"),
        ({"rules": [{key: RULE[key] for key in RULE if key != "examples"}]}, "en.x.*missing"),
    ],
)
def test_faults_are_refused_with_file_and_key(tmp_path: Path, changes: dict[str, Any], key: str) -> None:
    with pytest.raises(DataError, match=f"times.yaml.*{key}"):
        load_time_lexicon(changed(tmp_path, **changes))


def test_a_word_that_is_read_as_a_number_is_refused(tmp_path: Path) -> None:
    text = (ENGLISH / "times.yaml").read_text(encoding="utf-8")
    (tmp_path / "times.yaml").write_text(text.replace("  THE: {the: 1}", "  THE: {the: 1, 80: 1}"), encoding="utf-8")
    with pytest.raises(DataError, match="quotation marks"):
        load_time_lexicon(tmp_path)


def test_a_word_of_two_classes_is_in_both() -> None:
    lexicon = load_time_lexicon(ENGLISH)
    assert lexicon.value("ORD", "second") == "2"
    assert lexicon.value("UNIT", "second") == "TS"
    assert lexicon.value("MONTH", "second") is None
    assert "may" not in lexicon.plain
    assert "may" in lexicon.capital


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("2021-12-24", ["iso"]),
        ("24/12/2021", ["slash"]),
        ("24.12.2021", ["slash"]),
        ("10:30 a.m.", ["clock", "ampm"]),
        ("10pm", ["number", "ampm"]),
        ("1990s", ["decade"]),
        ("24th", ["ordinal"]),
        ("$1998", ["other"]),
        ("G20", ["other"]),
        ("1998%", ["other"]),
        ("10-day", ["number", "mark", "word"]),
        ("1990-94", ["number", "mark", "number"]),
        ("Peru's", ["word", "mark"]),
        ("555-12-24", ["other"]),
    ],
)
def test_words_are_told_apart(text: str, kinds: list[str]) -> None:
    assert [match.lastgroup for match in TIME_WORDS.finditer(text)] == kinds


@pytest.mark.parametrize(
    ("figure", "kind"),
    [
        ("7", "small"),
        ("24", "hour"),
        ("31", "day"),
        ("94", "two"),
        ("1998", "year"),
        ("1935", "year_hhmm"),
        ("0735", "hhmm"),
        ("9999", "number"),
        ("2,500", "number"),
        ("0", "number"),
        ("²", "number"),
    ],
)
def test_figures(figure: str, kind: str) -> None:
    assert figure_kind(figure) == kind
