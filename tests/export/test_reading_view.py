"""The reading view: text, marks and margin, safe on a terminal."""

from __future__ import annotations

import io

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from dragoman.export.reading_view import MARGIN, marks_of, notes_of, reading_view
from dragoman.export.visible import visible

TEXT = "The envoy met the queen, an aide told the Gazette.\n\nNothing else happened."
SENTENCES = [(0, 50), (52, 74)]
EVENT = {
    "kind": "event", "type": "CONSULT", "mode": "meet", "cue": {"start": 10, "end": 13},
    "actor": [{"name": "Rupert", "country": "FRA", "start": 0, "end": 9}],
    "recipient": [{"name": "Flavia", "start": 14, "end": 23}],
    "said_by": [{"name": "the Gazette", "state_media": True}, {"name": "an aide"}],
}  # fmt: skip
SAID = {
    "kind": "statement", "stance": "asserts", "cue": {"start": 33, "end": 37},
    "speaker": {"name": "an aide", "start": 25, "end": 32}, "content": [{"start": 0, "end": 23}], "said_by": [],
}  # fmt: skip


def _shown(text: str, sentences: list[tuple[int, int]], width: int = 100, colour: bool = False) -> list[str]:
    console = Console(file=io.StringIO(), width=width)
    outlets = [{"name": "Gazette", "state_media": True}]
    return [line.plain for line in reading_view(text, sentences, [EVENT, SAID], outlets, console, colour)]


def test_marks_and_margin_stand_beside_the_sentence_that_they_are_of() -> None:
    head, first, *rest = _shown(TEXT, SENTENCES, width=112)
    assert head == "told by Gazette (state media)"
    assert first.startswith("‹[The envoy] *met* [the queen]›, [an aide] _told_ the Gazette.")
    margin = " ".join(line.partition(" │ ")[2].strip() for line in (first, *rest)).strip()
    assert "CONSULT/meet: Rupert FRA → Flavia < an aide < the Gazette (state media)" in margin
    assert "“ an aide asserts" in margin
    assert rest[-1] == "Nothing else happened."
    assert "" in rest


def test_colours_need_no_signs() -> None:
    assert _shown(TEXT, SENTENCES, colour=True)[1].startswith("The envoy met the queen, an aide told the Gazette.")


def test_notes_and_marks_come_in_order() -> None:
    assert [note.start for note in notes_of([SAID, EVENT])] == [10, 33]
    starts = [mark.start for mark in marks_of([SAID, EVENT])]
    assert starts == sorted(starts)


@given(st.text(min_size=1, max_size=300), st.integers(40, 120))
def test_every_word_is_shown_and_nothing_steers_the_terminal(text: str, width: int) -> None:
    lines = _shown(text, [(0, len(text))], width, colour=True)
    assert all(visible(line) == line for line in lines)
    body = "".join(line.partition(" │ ")[0] for line in lines[1:])
    assert {letter for letter in text if letter.isascii() and letter.isalnum()} <= set(body)
    assert all(len(line.partition(" │ ")[2]) <= MARGIN for line in lines)
