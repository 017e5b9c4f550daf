"""Passages with marked statements are read to the letter, and what is wrong with one is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.intake.marked_passages import PassageError, read_passage, read_passages
from dragoman.model.span import Span

LINE = "<t1>“We came to talk,”</t1> <s1>Mr. Adu</s1> <c1>said</c1>. ¶ <t1>“We will not leave.”</t1>"


def test_spans_count_into_the_text_without_tags() -> None:
    passage = read_passage(LINE, "a.txt:1")
    assert passage.text == "“We came to talk,” Mr. Adu said.\n“We will not leave.”"
    (only,) = passage.attributions
    words = [passage.text[span.start : span.end] for span in (*only.speaker, *only.cue, *only.content)]
    assert words == ["Mr. Adu", "said", "“We came to talk,”", "“We will not leave.”"]


def test_statements_may_stand_inside_each_other() -> None:
    passage = read_passage("<s1>A</s1> <c1>says</c1> <t1><s2>B</s2> <c2>hopes</c2> <t2>to win</t2></t1>.", "a.txt:1")
    outer, inner = passage.attributions
    assert outer.content == (Span(7, 21),)
    assert (inner.speaker, inner.content) == ((Span(7, 8),), (Span(15, 21),))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("<s1>A <c1>said</c1> <t1>so</t1>", "<s1> is not closed"),
        ("A</s1> <c1>said</c1> <t1>so</t1>", "</s1> closes nothing"),
        ("<s1>A</s1> <t1>so</t1>", "attribution 1 has no cue"),
        ("<s1>A</s1> <c1>said</c1> so", "attribution 1 has no content"),
        ("<s1>A</s1> <c1>said </c1><t1>so</t1>", "begins or ends with a blank"),
        ("<s1></s1>A <c1>said</c1> <t1>so</t1>", "holds no words"),
        ("<s1><s1>A</s1></s1> <c1>said</c1> <t1>so</t1>", "opened twice"),
        ("<x1>A</x1> <c1>said</c1> <t1>so</t1>", "a tag is none of"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(line: str, reason: str) -> None:
    with pytest.raises(PassageError, match=re.escape(reason)) as error:
        read_passage(line, "b.txt:7")
    assert str(error.value).startswith("b.txt:7: ")


@given(st.lists(st.text("ab .“”,", min_size=1).filter(lambda words: words == words.strip()), min_size=3, max_size=3))
def test_marked_words_come_back(words: list[str]) -> None:
    speaker, cue, content = words
    passage = read_passage(f"<s1>{speaker}</s1> <c1>{cue}</c1> <t1>{content}</t1>", "c.txt:1")
    (found,) = passage.attributions
    assert [passage.text[part[0].start : part[0].end] for part in (found.speaker, found.cue, found.content)] == words


def test_remarks_and_blank_lines_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "p.txt").write_text(f"# a remark\n\n{LINE}\n", encoding="utf-8")
    assert [passage.where for passage in read_passages(tmp_path)] == ["p.txt:3"]
