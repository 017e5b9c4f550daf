"""Tables and YAML files: what is wrong is named with file and line; yes, no and on are words."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.knowledge.tables import DATA, DataError, cell_list, read_table, read_yaml


def table(folder: Path, content: str) -> Path:
    path = folder / "names.csv"
    path.write_text(content, encoding="utf-8")
    return path


def test_rows_come_with_their_line(tmp_path: Path) -> None:
    path = table(tmp_path, 'id,name\na,"One, two"\n\nb,"Line\nbreak"\nc,Last\n')
    assert list(read_table(path, ("name", "id"))) == [
        (2, {"id": "a", "name": "One, two"}),
        (5, {"id": "b", "name": "Line\nbreak"}),
        (6, {"id": "c", "name": "Last"}),
    ]


@pytest.mark.parametrize("header", ["id", "id,nam", "id,name,more", ""])
def test_other_header_is_refused(tmp_path: Path, header: str) -> None:
    with pytest.raises(DataError, match=r"^names\.csv:1: columns .* the header is id,name$"):
        list(read_table(table(tmp_path, f"{header}\n"), ("id", "name")))


@pytest.mark.parametrize("row", ["a", "a,b,c"])
def test_row_of_other_width_is_refused_with_its_line(tmp_path: Path, row: str) -> None:
    with pytest.raises(DataError, match=r"^names\.csv:3: \d cells where the header has 2; quote"):
        list(read_table(table(tmp_path, f"id,name\na,b\n{row}\n"), ("id", "name")))


@pytest.mark.parametrize(
    ("cell", "values"), [("", ()), ("a", ("a",)), ("a|b c", ("a", "b c")), (" a | b |", ("a", "b")), ("||", ())]
)
def test_cell_holds_several_values(cell: str, values: tuple[str, ...]) -> None:
    assert cell_list(cell) == values


def test_on_no_and_yes_are_words_true_is_not(tmp_path: Path) -> None:
    path = tmp_path / "words.yaml"
    path.write_text("words: [on, off, no, yes, y, n, On, NO]\ntruth: [true, false]\nno: word\n", encoding="utf-8")
    assert read_yaml(path) == {
        "words": ["on", "off", "no", "yes", "y", "n", "On", "NO"],
        "truth": [True, False],
        "no": "word",
    }


def test_broken_yaml_names_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "words.yaml"
    path.write_text("a: [b\nc: d\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"(?s)^words\.yaml: not readable as YAML: .*line 2"):
        read_yaml(path)


def test_yaml_makes_no_objects(tmp_path: Path) -> None:
    path = tmp_path / "words.yaml"
    path.write_text("!!python/object/apply:os.getcwd []\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"words\.yaml"):
        read_yaml(path)


def test_the_data_come_with_the_package() -> None:
    assert (DATA / "almanac" / "states.csv").is_file()
