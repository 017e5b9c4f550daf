"""Nothing that reaches a terminal can steer it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.export.visible import visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain — “text” 大使 😀 e\u0301", "plain — “text” 大使 😀 e\u0301"),
        ("no-break\u00a0space\u202fkept", "no-break\u00a0space\u202fkept"),
        ("\x1b[31mred", "␛[31mred"),
        ("a\r\nb\tc\0\x7f", "a␍␊b␉c␀␡"),
        ("\x9b2J", "\\u{009B}2J"),
        ("a\u202eb\u2066c\u200bd\ufeffe\u200ff", "a\\u{202E}b\\u{2066}c\\u{200B}d\\u{FEFF}e\\u{200F}f"),
        ("\u2028\ud800\U000e0041", "\\u{2028}\\u{D800}\\u{E0041}"),
        ("", ""),
    ],
)
def test_visible(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.text(st.characters()))
def test_nothing_unseen_is_left(text: str) -> None:
    shown = visible(text)
    assert not {unicodedata.category(character) for character in shown} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert visible(shown) == shown
    shown.encode("utf-8")
