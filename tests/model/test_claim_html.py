"""A claim in a notebook: its sentence with the parties marked, and nothing that came from the text is markup."""

from __future__ import annotations

import re
from html import escape, unescape

from hypothesis import given
from hypothesis import strategies as st

from dragoman.model.claim import EventClaim, Party
from dragoman.model.span import Passage
from dragoman.model.time import When

TEXT = "Intro. Peru & Chile <b>sued</b> Bolivia on Monday. Outro."
SENTENCE = Passage.cut(TEXT, 7, 50)


def party(words: str) -> Party:
    start = TEXT.index(words)
    return Party(words, start, start + len(words), words)


def claim(**more: object) -> EventClaim:
    given: dict[str, object] = {
        "evidence": Passage.cut(TEXT, 7, 39),
        "sentence": SENTENCE,
        "cue": Passage.cut(TEXT, TEXT.index("sued"), TEXT.index("sued") + 4),
        "actor": (party("Peru"), party("Chile")),
        "recipient": (party("Bolivia"),),
        "type": "ACCUSE",
    } | more
    return EventClaim("a1", confidence=0.75, rule="en.accuse.<sue>", **given)  # type: ignore[arg-type]


def plain(html: str) -> str:
    """What a reader sees of the sentence, without the labels."""
    body = re.search(r"<p>(.*)</p>", html, re.DOTALL)
    assert body is not None
    return unescape(re.sub(r"<sub>.*?</sub>|</?mark[^>]*>", "", body[1]))


def marks(html: str) -> list[tuple[str, str]]:
    return re.findall(r'<mark title="([^"]*)">([^<]*)<sub>', html)


def test_parties_cue_and_day_are_marked_in_the_order_of_the_text() -> None:
    monday = TEXT.index("Monday")
    when = When("2024-03-04", "2024-03-04", "2024-03-05", "relative", "Monday", monday, monday + 6)
    assert marks(claim(when=when)._repr_html_()) == [
        ("actor", "Peru"),
        ("actor", "Chile"),
        ("cue", "sued"),
        ("recipient", "Bolivia"),
        ("when", "Monday"),
    ]


def test_the_sentence_is_whole_and_its_own_markup_is_escaped() -> None:
    html = claim()._repr_html_()
    assert plain(html) == SENTENCE.text
    assert "&lt;b&gt;" in html
    assert "<b>" not in html
    assert "en.accuse.&lt;sue&gt;" in html


def test_what_lies_outside_of_the_sentence_or_overlaps_is_left_unmarked() -> None:
    html = claim(actor=(party("Intro"), party("Peru"), party("Peru & Chile")))._repr_html_()
    assert marks(html)[0] == ("actor", "Peru")
    assert [words for _, words in marks(html)] == ["Peru", "sued", "Bolivia"]
    assert plain(html) == SENTENCE.text


def test_without_a_sentence_the_evidence_is_shown() -> None:
    assert plain(claim(sentence=None)._repr_html_()) == claim().evidence.text


@given(st.text(min_size=1, max_size=30), st.data())
def test_any_text_is_shown_as_it_stands_and_only_as_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    actor = Party("x", start, end, text[start:end])
    whole = Passage.cut(text, 0, len(text))
    html = EventClaim("a", whole, 0.5, "r", actor=(actor,))._repr_html_()
    assert plain(html) == unescape(escape(text))
    assert not re.search(r"<(?!/?(?:div|small|p|mark|sub)\b)", html)
