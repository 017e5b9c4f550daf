"""Role nouns, closed classes and the words of standing facts: what is read, and which slips are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.knowledge.language import load_language
from dragoman.knowledge.roles import Roles, load_roles
from dragoman.knowledge.standing import load_standing_words
from dragoman.knowledge.tables import DATA, DataError

ENGLISH = DATA / "languages" / "en"


def roles(folder: Path, *rows: str) -> Roles:
    path = folder / "roles.csv"
    path.write_text("\n".join(("noun,sector,kind,note", *rows)) + "\n", encoding="utf-8")
    return load_roles(path)


def test_role_is_found_by_its_tokens(tmp_path: Path) -> None:
    made = roles(tmp_path, "vice-president,GOV,person,", "aide,,person,takes the sector of the boss")
    assert made.by_phrase["vice - president"].sector == "GOV"
    assert made.by_phrase["aide"].sector is None
    assert made.by_phrase["aide"].borrows
    assert not made.by_phrase["vice - president"].borrows


def test_head_of_a_role_stands_before_its_of_and_at_its_end(tmp_path: Path) -> None:
    made = roles(tmp_path, "minister,GOV,person,", "prime minister,GOV,person,", "chief of staff,MIL,person,")
    assert made.heads == {"minister": 2, "chief": 1, "staff": 3}
    assert made.tails == {"chief": 2}


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("king,GOX,person,", r"^roles\.csv:2: sector GOX is none of PLOVER's"),
        ("king,GOV,ruler,", r"^roles\.csv:2: kind 'ruler' is none of"),
        ("king,GOV,person", r"^roles\.csv:2: 3 cells where the header has 4"),
    ],
)
def test_slip_in_a_role_is_named(tmp_path: Path, row: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        roles(tmp_path, row)


def language_folder(folder: Path, more: str = "") -> Path:
    (folder / "language.yaml").write_text((ENGLISH / "language.yaml").read_text("utf-8") + more, encoding="utf-8")
    (folder / "short_forms.csv").write_text(
        "phrase,number,kind,note\nthe two kings|both kings,2,persons,\n", encoding="utf-8"
    )
    return folder


def test_pronouns_and_short_forms(tmp_path: Path) -> None:
    language = load_language(language_folder(tmp_path))
    assert language.pronouns["she"].gender == "woman"
    assert language.pronouns["they"].plural
    assert language.pronouns["we"].gender == "speaker"
    assert {form.number for form in language.short_forms.values()} == {"2"}
    assert set(language.short_forms) == {"the two kings", "both kings"}


def test_unknown_key_of_the_language_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"^language\.yaml: unknown keys \['artikles'\]"):
        load_language(language_folder(tmp_path, "\nartikles: [a, the]\n"))


def test_no_word_of_the_language_is_read_as_truth() -> None:
    language = load_language()
    words = [*language.partitives, *language.former_words, *language.envoy_nouns, *language.pronouns]
    assert all(isinstance(word, str) for word in words)


@pytest.mark.parametrize(("old", "new"), [("join_verbs:", "jion_verbs:"), ("copulas: [be, become, remain]", "")])
def test_standing_words_must_be_complete_and_known(tmp_path: Path, old: str, new: str) -> None:
    path = tmp_path / "standing.yaml"
    content = (ENGLISH / "standing.yaml").read_text("utf-8")
    assert old in content
    path.write_text(content.replace(old, new), encoding="utf-8")
    with pytest.raises(DataError, match=r"^standing\.yaml: keys .* are missing or not known"):
        load_standing_words(path)


def test_standing_words_tell_status_and_bound() -> None:
    words = load_standing_words()
    assert (words.office_verbs["resign"].status, words.office_verbs["resign"].relation) == ("former", "until")
    assert (words.office_verbs["serve"].status, words.office_verbs["serve"].relation) == ("incumbent", "at")
