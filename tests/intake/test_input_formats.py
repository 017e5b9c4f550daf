"""Bytes to articles: every format, every kind of bad input, and the rest goes on."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.intake import article_from_text, read_articles
from dragoman.intake.dates import read_date
from dragoman.model.article import Article, Problem

PAGE = (
    b'<html lang="en"><head><title>Envoys meet in Oslo</title><meta name="author" content="Jane Roe">'
    b'<meta property="og:site_name" content="Oslo Post">'
    b'<meta property="article:published_time" content="2022-03-04T10:00:00Z">'
    b"</head><body><article><h1>Envoys meet in Oslo</h1>"
    + b"<p>The envoys met in Oslo on Friday and talked about fishing rights for three hours, officials said.</p>" * 3
    + b"<script>var a = 1;</script></article></body></html>"
)


def read(data: bytes) -> list[Article | Problem]:
    return list(read_articles(["-"], stdin=io.BytesIO(data)))


def only_article(data: bytes) -> Article:
    (article,) = read(data)
    assert isinstance(article, Article)
    return article


def only_problem(data: bytes) -> Problem:
    (problem,) = read(data)
    assert isinstance(problem, Problem)
    return problem


def test_text_keeps_its_line_ends_and_gets_a_hash_for_an_id() -> None:
    article = only_article("\ufeffA report.\r\nÉnd.".encode())
    assert article.text == "A report.\r\nÉnd."
    assert article.id == article.sha256[:16]
    assert article.id == article_from_text(article.text).id


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_tells_the_encoding(encoding: str) -> None:
    assert only_article("Zoë met them.".encode(encoding)).text == "Zoë met them."


def test_a_guessed_encoding_is_noted_and_the_article_read() -> None:
    problem, article = read("The café in Zürich was closed on Friday.".encode("latin-1"))
    assert isinstance(problem, Problem)
    assert isinstance(article, Article)
    assert (problem.code, problem.fatal, problem.article) == ("encoding-guessed", False, article.id)
    assert article.text == "The café in Zürich was closed on Friday."


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"%PDF-1.7 some", "not-text"),
        (bytes(range(256)) * 20, "not-text"),
        (b"\x1f\x8b\x08broken", "broken-gzip"),
        (gzip.compress(b"A report that is cut short somewhere.", mtime=0)[:-9], "broken-gzip"),
        (b"<html><body>" + b"<div>" * 20_000, "page-too-deep"),
        (b"<html><script>a</script><style>b</style></html>", "no-article-text"),
        (b"<!doctype html><html>", "no-article-text"),
    ],
)
def test_bad_bytes_are_a_fatal_problem(data: bytes, code: str) -> None:
    problem = only_problem(data)
    assert (problem.code, problem.fatal, problem.origin) == (code, True, "-")
    assert problem.message.endswith(".")


def test_a_page_gives_its_report_and_fields() -> None:
    article = only_article(PAGE)
    assert article.text.count("fishing rights") >= 1
    assert "var a" not in article.text
    assert (article.title, article.author, article.published) == ("Envoys meet in Oslo", "Jane Roe", "2022-03-04")
    assert article.publisher == "Oslo Post"
    assert article.extractor.startswith("trafilatura/")


BAD_ROWS = [
    ("nope", "not-json"),
    ('{"text": NaN}', "not-json"),
    ("{" + '"a":{' * 50_000, "not-json"),
    ("[1]", "not-an-object"),
    ("12", "not-an-object"),
    ('{"id": "x"}', "no-text"),
    ('{"id": "x", "text": null}', "no-text"),
    ('{"text": 5}', "no-text"),
    ('{"text": "  "}', "empty"),
]


@pytest.mark.parametrize(("row", "code"), BAD_ROWS, ids=[str(number) for number in range(len(BAD_ROWS))])
def test_a_bad_row_is_a_problem_and_the_next_row_goes_on(row: str, code: str) -> None:
    first, problem, last = read(f'{{"id": "a", "text": "One."}}\n{row}\n\n{{"id": "b", "text": "Two."}}'.encode())
    assert isinstance(problem, Problem)
    assert (problem.code, problem.origin, problem.fatal) == (code, "-:2", True)
    assert isinstance(first, Article)
    assert isinstance(last, Article)
    assert (first.id, last.id, last.origin) == ("a", "b", "-:4")


def test_one_id_gives_one_article() -> None:
    rows = ['{"id": "a", "text": "One."}', '{"id": "a", "text": "Two."}', '{"id": "a", "text": "One."}']
    first, other, same = read("\n".join(rows).encode())
    assert isinstance(first, Article)
    assert isinstance(other, Problem)
    assert isinstance(same, Problem)
    assert (other.code, other.fatal) == ("duplicate-id", True)
    assert (same.code, same.fatal) == ("same-article-twice", False)


def test_a_number_is_taken_as_an_id_and_half_a_pair_is_replaced() -> None:
    problem, article = read(b'{"id": 7, "text": "\\ud800 half \\ud83d\\ude00"}')
    assert isinstance(problem, Problem)
    assert isinstance(article, Article)
    assert (problem.code, article.id, article.text) == ("lone-surrogate", "7", "\ufffd half \U0001f600")


def test_a_row_without_an_end_does_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dragoman.intake.jsonl.MAX_ROW", 1_000)
    problem, article = read(b'{"text": "' + b"a" * 5_000_000 + b'"}\n{"id": "b", "text": "Two."}')
    assert isinstance(problem, Problem)
    assert isinstance(article, Article)
    assert (problem.code, problem.origin, article.id) == ("row-too-long", "-:1", "b")


def test_json_files_hold_one_article_or_a_list(tmp_path: Path) -> None:
    one = tmp_path / "one.json"
    one.write_text(json.dumps({"id": "a", "text": "One."}, indent=2))
    many = tmp_path / "many.json"
    many.write_text(json.dumps([{"id": "b", "text": "Two."}, 3]))
    found = list(read_articles([str(one), str(many)]))
    assert [item.id if isinstance(item, Article) else item.code for item in found] == ["a", "b", "not-an-object"]


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=80).filter(lambda text: text.strip() != ""), st.booleans())
def test_rows_come_back_as_they_were_written(text: str, packed: bool) -> None:
    row = json.dumps({"id": "a", "text": text, "title": "T", "url": "u", "date": "20080804"}).encode()
    article = only_article(gzip.compress(row) if packed else row)
    assert (article.text, article.title, article.url, article.published) == (text, "T", "u", "2008-08-04")


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"{", b'{"text":"', b"<html>", b"\x1f\x8b", b"\xff\xfe", b"\xef\xbb\xbf"]),
)
def test_arbitrary_bytes_never_crash(data: bytes, head: bytes) -> None:
    for item in read(head + data):
        assert isinstance(item, Article | Problem)


def test_folders_patterns_and_missing_paths(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "two.txt").write_text("Two.")
    (tmp_path / "one.txt.gz").write_bytes(gzip.compress(b"One.", mtime=0))
    (tmp_path / "left.png").write_bytes(b"\x89PNG")
    (tmp_path / "odd.report").write_text("Three.")
    empty = tmp_path / "none"
    empty.mkdir()
    found = list(
        read_articles([str(tmp_path), str(tmp_path / "*.report"), str(empty), str(tmp_path / "gone"), "bad\0path"])
    )
    assert [item.text if isinstance(item, Article) else item.code for item in found] == [
        "Two.", "One.", "Three.", "no-files", "not-found", "not-found",
    ]  # fmt: skip
    assert all(item.fatal and item.origin for item in found if isinstance(item, Problem))


def test_a_day_for_articles_without_one() -> None:
    found = list(read_articles(["-"], stdin=io.BytesIO(b"A report."), published="2020-02-03"))
    assert isinstance(found[0], Article)
    assert found[0].published == "2020-02-03"
    with pytest.raises(ValueError, match="YYYY-MM-DD"):
        read_articles(["-"], published="yesterday")


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2021-12-24", "2021-12-24"),
        ("2025-05-11 13:06:20-04:00", "2025-05-11"),
        ("2021-12-24T10:00:00Z", "2021-12-24"),
        ("20080804", "2008-08-04"),
        ("December 24, 2021", "2021-12-24"),
        ("Friday, Dec. 24th, 2021 at 10:30 a.m.", "2021-12-24"),
        ("24 December 2021", "2021-12-24"),
        ("2008/8/4", "2008-08-04"),
        ("2021-02-30", None),
        ("4/8/2008", None),
        ("yesterday", None),
        ("May 2021", None),
        ("", None),
    ],
)
def test_dates_are_read_or_refused(words: str, day: str | None) -> None:
    assert read_date(words) == day


def test_the_room_is_cheap_to_import() -> None:
    heavy = "ftfy wordfreq trafilatura lxml charset_normalizer spacy"
    code = f"import sys, dragoman.intake; print([name for name in '{heavy}'.split() if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
