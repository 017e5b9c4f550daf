"""Bad input of every kind: one clear line each, never a traceback, and what is good is coded all the same."""

from __future__ import annotations

import json
import os
import random
from pathlib import Path

import pytest

from conftest import Call, Ran
from dragoman.intake import clean

GOOD = "Kenya aided Somalia in Nairobi on Monday, officials said."
PARAGRAPH = b"<p>Envoys of Kenya and Somalia met in Nairobi on Friday and talked about fishing for three hours.</p>"

pytestmark = pytest.mark.usefixtures("coder")


def coded_beside(call: Call, tmp_path: Path, name: str, data: bytes) -> Ran:
    """Codes a file with `data` between two good ones, both of which must be coded."""
    (tmp_path / "a-good.txt").write_text(GOOD + " First.")
    (tmp_path / name).write_bytes(data)
    (tmp_path / "z-good.txt").write_text(GOOD + " Last.")
    ran = call("code", "a-good.txt", name, "z-good.txt")
    found = [row for row in ran.records if row["kind"] == "article"]
    assert found[0]["article"] != found[-1]["article"]
    assert sum(row.get("type") == "AID" for row in ran.claims) >= 2
    return ran


def refused(ran: Ran, origin: str, code: str) -> str:
    """The one complaint about `origin`, whose reason is `code`."""
    assert ran.status == 1
    (line,) = ran.complaints
    assert line.startswith(f"dragoman: {origin}: {code}: ")
    assert ";" in line or "," in line  # the mend
    assert len([row for row in ran.records if row["kind"] == "article"]) == 2
    return line


def noted(ran: Ran, code: str) -> dict[str, object]:
    """The problem record of the article that was read all the same."""
    assert (ran.status, ran.err) == (0, "")
    (row,) = [row for row in ran.records if row["kind"] == "problem"]
    assert row["code"] == code
    return row


@pytest.mark.parametrize("name", ["b.txt", "b.html", "b.json"])
@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", b"\xef\xbb\xbf"])
def test_empty_file(call: Call, tmp_path: Path, name: str, data: bytes) -> None:
    refused(coded_beside(call, tmp_path, name, data), name, "empty")


def test_empty_rows_are_no_articles_and_no_errors(call: Call, tmp_path: Path) -> None:
    ran = coded_beside(call, tmp_path, "b.jsonl", b"\n \n")
    assert (ran.status, ran.err) == (0, "")


def test_three_megabytes_of_one_word(call: Call, tmp_path: Path) -> None:
    ran = coded_beside(call, tmp_path, "b.txt", b"a" * 3_000_000)
    assert (ran.status, ran.err) == (0, "")
    codes = [row["code"] for row in ran.records if row["kind"] == "problem"]
    assert codes == ["article-too-long", "endless-word", "no-content"]


def test_a_long_text_is_read_up_to_the_limit(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clean, "MAX_READ", 5_000)
    text = (GOOD + "\n\n") * 100_000
    row = noted(coded_beside(call, tmp_path, "b.txt", text.encode()), "article-too-long")
    assert (row["start"], row["end"]) == (5_000, len(text))


def test_random_bytes(call: Call, tmp_path: Path) -> None:
    refused(coded_beside(call, tmp_path, "b.txt", random.Random(7).randbytes(20_000)), "b.txt", "not-text")


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("name", ["b.txt", "b.html", "b.jsonl", "b.json", "b.txt.gz"])
def test_short_random_bytes_of_any_name(call: Call, tmp_path: Path, name: str, seed: int) -> None:
    ran = coded_beside(call, tmp_path, name, random.Random(seed).randbytes(200))
    assert ran.status == 1
    assert ran.complaints


def test_control_characters_are_coded_and_keep_their_offsets(call: Call, tmp_path: Path) -> None:
    text = f"\x00\x07 {GOOD}\x1b[31m\x00 Kenya aided\x00 Somalia again.\u202e\u200b" + f"\n\n{GOOD}" * 8
    ran = coded_beside(call, tmp_path, "b.txt", text.encode())
    assert (ran.status, ran.err) == (0, "")
    middle = [row["article"] for row in ran.records if row["kind"] == "article"][1]
    claims = [row for row in ran.claims if row["article"] == middle]
    assert any(row.get("type") == "AID" for row in claims)
    for row in claims:
        evidence = row["evidence"]
        assert isinstance(evidence, dict)
        assert text[evidence["start"] : evidence["end"]] == evidence["text"]


def test_control_characters_do_nothing_to_a_terminal(call: Call) -> None:
    text = "Kenya \u202eaided Somalia in\x1b Nairobi on Monday, said the \x1b[2JKenyan \x07 foreign minister."
    ran = call("code", "-", "--format", "table", stdin=text)
    assert (ran.status, ran.err) == (0, "")
    assert not {"\x1b", "\x07", "\u202e"} & set(ran.out)
    assert "␛" in ran.out


def test_control_characters_in_a_file_name_do_nothing_to_a_terminal(call: Call) -> None:
    ran = call("code", "no\x1b[31m\nsuch")
    assert ran.complaints == ["dragoman: no␛[31m␊such: not-found: There is no such file or folder; check the path."]


@pytest.mark.parametrize("name", ["a\x00b", "x" * 300, "\udcff"])
def test_a_path_that_cannot_be(call: Call, name: str) -> None:
    ran = call("code", name)
    assert ran.status == 1
    assert len(ran.complaints) == 1


def test_invalid_utf8_is_read_as_a_guess(call: Call, tmp_path: Path) -> None:
    ran = coded_beside(call, tmp_path, "b.txt", GOOD.encode() + b" Caf\xe9.")
    assert ran.status == 0
    (line,) = ran.complaints
    assert line.startswith("dragoman: b.txt: encoding-guessed: ")


ROWS: list[tuple[bytes, str]] = [
    (b"{", "not-json"),
    (b"no json", "not-json"),
    (b"[" * 100_000, "not-json"),
    (b'{"text": NaN}', "not-json"),
    (b'["text"]', "not-an-object"),
    (b"3", "not-an-object"),
    (b'{"id": "x"}', "no-text"),
    (b'{"id": "x", "text": null}', "no-text"),
    (b'{"id": "x", "text": 3}', "no-text"),
    (b'{"id": "x", "text": ["a"]}', "no-text"),
    (b'{"id": "x", "text": " "}', "empty"),
    (bytes(range(1, 9)) * 20, "not-text"),
]


@pytest.mark.parametrize(("row", "code"), ROWS, ids=[f"{code}-{number}" for number, (_, code) in enumerate(ROWS)])
def test_a_bad_row_is_named_and_the_next_is_coded(call: Call, tmp_path: Path, row: bytes, code: str) -> None:
    good = json.dumps({"id": "good", "text": GOOD}).encode()
    (tmp_path / "b.jsonl").write_bytes(b"\n".join([good, row, json.dumps({"text": GOOD + " Again."}).encode()]))
    refused(call("code", "b.jsonl"), "b.jsonl:2", code)


def test_ids_that_are_numbers_and_fields_of_wrong_types(call: Call) -> None:
    rows = [
        {"id": 17, "text": GOOD, "title": 3, "publisher": ["x"], "published": 20240305},
        {"id": {"a": 1}, "text": GOOD + " Second.", "published": "soon"},
        {"id": "\ud800", "text": GOOD + " Third \udfff."},
    ]
    ran = call("code", "-", stdin="\n".join(map(json.dumps, rows)))
    assert ran.status == 0
    assert [line.split(": ")[2] for line in ran.complaints] == ["unreadable-date", "lone-surrogate"]
    first, second, third = (row for row in ran.records if row["kind"] == "article")
    assert (first["article"], first["published"], first["title"]) == ("17", "2024-03-05", None)
    assert second["article"] == str(second["sha256"])[:16]
    assert third["article"] == "\ufffd"


def test_two_rows_with_one_id(call: Call) -> None:
    rows = [{"id": "x", "text": GOOD}, {"id": "x", "text": GOOD + " Other."}, {"id": "x", "text": GOOD}]
    ran = call("code", "-", stdin="\n".join(map(json.dumps, rows)))
    assert ran.status == 1
    assert [line.split(": ")[1:3] for line in ran.complaints] == [
        ["-:2", "duplicate-id"],
        ["-:3", "same-article-twice"],
    ]
    assert len([row for row in ran.records if row["kind"] == "article"]) == 1


@pytest.mark.parametrize(
    ("page", "code"),
    [
        (b"<html>" + b"<div>" * 20_000 + PARAGRAPH, "page-too-deep"),
        (b"<html><head><title>x</title></head></html>", "no-article-text"),
        (b"<html><body><script>var a = 'Kenya aided Somalia';</script></body></html>", "no-article-text"),
    ],
)
def test_pages_without_an_article(call: Call, tmp_path: Path, page: bytes, code: str) -> None:
    refused(coded_beside(call, tmp_path, "b.html", page), "b.html", code)


def test_a_page_with_script_and_style(call: Call, tmp_path: Path) -> None:
    page = (
        b"<html><head><style>p { color: red }</style><script>let kenya = 'x < y';</script></head><body><article>"
        + PARAGRAPH * 3
        + b"<p>Kenya aided Somalia on Monday.</p><script>alert('Peru attacked Chile.')</script></article>"
    )
    ran = coded_beside(call, tmp_path, "b.html", page)
    assert (ran.status, ran.err) == (0, "")
    assert "color" not in ran.out
    assert "attacked" not in ran.out


def test_what_is_not_there(call: Call, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "good.txt").write_text(GOOD)
    (tmp_path / "dangling.txt").symlink_to("nowhere")
    ran = call("code", "missing.txt", "empty", "*.none", "dangling.txt", "good.txt")
    assert ran.status == 1
    assert [line.split(": ")[1:3] for line in ran.complaints] == [
        ["missing.txt", "not-found"],
        ["empty", "no-files"],
        ["*.none", "not-found"],
        ["dangling.txt", "unreadable"],
    ]
    assert ran.claims


def test_a_file_without_permission(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import dragoman.intake.formats as formats

    def guarded(path: str, mode: str) -> object:
        if path == "secret.txt":
            raise PermissionError(13, "Permission denied")
        return open(path, mode)  # noqa: PTH123

    monkeypatch.setattr(formats, "open", guarded, raising=False)
    (tmp_path / "secret.txt").write_text(GOOD)
    (tmp_path / "good.txt").write_text(GOOD)
    ran = call("code", "secret.txt", "good.txt")
    assert ran.complaints == [
        "dragoman: secret.txt: unreadable: The file cannot be read (Permission denied); check it and its rights."
    ]
    assert ran.status == 1
    assert ran.claims


CALLS: list[tuple[tuple[str, ...], str]] = [
    (("code", "good.txt", "--published", "yesterday"), "write the day as YYYY-MM-DD"),
    (("load", "good.txt", "--published", "2024-02-30"), "write the day as YYYY-MM-DD"),
    (("code", "good.txt", "--model", "xx_none"), "'xx_none' is not installed"),
    (("code", "good.txt", "--model", "xx_none", "--processes", "2"), "'xx_none' is not installed"),
    (("load", "good.txt", "--model", "xx_none"), "'xx_none' is not installed"),
    (("code", "good.txt", "--model", "."), "'.' is not installed"),
    (("code", "good.txt", "--format", "parquet"), "query --format parquet"),
    (("code", "good.txt", "--out", "none/o.jsonl"), "cannot be written (No such file or directory)"),
    (("code", "good.txt", "--out", "."), "cannot be written"),
    (("annotate", "good.txt", "--layers", "actor,mood"), "no layer mood"),
    (("annotate", "good.txt", "--layers", ","), "no layer is named"),
    (("resolve", "Kenya", "--on", "soon"), "write the day as YYYY-MM-DD"),
    (("type", "none.jsonl"), "cannot be read (No such file or directory)"),
    (("type", "."), "cannot be read (Is a directory)"),
    (("query", "--db", "none.duckdb"), "there is no database"),
    (("status", "--db", "none.duckdb"), "there is no database"),
    (("explain", "1f", "--db", "none.duckdb"), "there is no database"),
    (("query", "--db", "good.txt"), "no DuckDB database"),
    (("load", "good.txt", "--db", "good.txt"), "no DuckDB database"),
    (("load", "good.txt", "--db", "none/r.duckdb"), "there is no folder"),
    (("load", "good.txt", "--db", "."), "is a folder"),
    (("query", "--kind", "events"), "--kind takes one of event"),
    (("query", "--dyad", "NOR"), "such as CHN,PRK"),
    (("query", "--country", "Norway"), "no country code"),
    (("query", "--from", "2024"), "write it as 2021-12-24"),
    (("query", "--format", "parquet"), "add --out"),
]


@pytest.mark.parametrize(("arguments", "mend"), CALLS, ids=[" ".join(arguments) for arguments, _ in CALLS])
def test_a_wrong_call_is_one_line_and_status_two(
    call: Call, tmp_path: Path, arguments: tuple[str, ...], mend: str
) -> None:
    (tmp_path / "good.txt").write_text(GOOD)
    ran = call(*arguments)
    assert (ran.status, ran.out) == (2, "")
    (line,) = ran.complaints
    assert mend in line
    assert (tmp_path / "good.txt").read_text() == GOOD


@pytest.mark.parametrize("arguments", [("code",), ("cod",), ("code", "x", "--processes", "0"), ("code", "x", "--fast")])
def test_a_call_that_cannot_be_parsed_is_status_two(call: Call, arguments: tuple[str, ...]) -> None:
    ran = call(*arguments)
    assert (ran.status, ran.out) == (2, "")
    assert "Error" in ran.err


PAIRS: list[tuple[bytes, str]] = [
    (b"x", "not JSON"),
    (b"[" * 100_000, "not JSON"),
    (b"[]", "not an object"),
    (b'{"id": 1}', "text is no string"),
    (b'{"text": "a b"}', "id is neither"),
    (b'{"id": 1, "text": "a b", "actor": 3}', "actor lacks start and end"),
    (b'{"id": 1, "text": "a b", "actor": {"start": 0, "end": 9}}', "reaches past the text"),
    (b'{"id": 1, "text": "a b", "actor": {"start": 1, "end": 1}}', "empty or reversed"),
    (b'{"id": 1, "text": "a b", "actor": {"start": "0", "end": 1}}', "actor lacks start and end"),
    (b'{"id": 1, "text": "a b", "actor": {"start": 0, "end": 1}}', "recipient lacks start and end"),
    (b"\xff\xfe\xfa", "is not UTF-8"),
]


@pytest.mark.parametrize(("row", "reason"), PAIRS, ids=[reason for _, reason in PAIRS])
def test_a_bad_pair_is_named_with_its_row(call: Call, row: bytes, reason: str) -> None:
    good = b'{"id": "good", "text": "Kenya aided Somalia.", "actor": {"start": 0, "end": 5}, "recipient": '
    ran = call("type", "-", stdin=b"\n" + row + b"\n" + good + b'{"start": 12, "end": 19}}')
    assert ran.status == 1
    assert [record["id"] for record in ran.records] == ["good"]
    (line,) = ran.complaints
    assert line.startswith("dragoman: -:2: ")
    assert reason in line
    assert '"recipient":{"start","end"}' in line


@pytest.mark.parametrize("text", [" ", "\x00", "a" * 100_000, "\u200b \u202e", "…", "\ud800"])
def test_a_strange_pair_is_typed_all_the_same(call: Call, text: str) -> None:
    row = json.dumps({"id": "p", "text": text, "actor": {"start": 0, "end": 1}, "recipient": {"start": 0, "end": 1}})
    ran = call("type", "-", stdin=row)
    assert (ran.status, ran.err) == (0, "")
    assert len(ran.records) == 1


@pytest.mark.parametrize(
    "row", ['{"text": 3}', '{"on": "2021-12-24"}', '{"text": "Kenya", "on": "soon"}', "{", b"\xff"]
)
def test_a_bad_phrase_is_named_and_the_next_resolved(call: Call, row: str | bytes) -> None:
    data = row if isinstance(row, bytes) else row.encode()
    ran = call("resolve", "-", stdin=b"Peru\n" + data + b"\nKenya\n")
    assert ran.status == 1
    assert [record["country"] for record in ran.records] == ["PER", "KEN"]
    assert ran.complaints[0].startswith("dragoman: -:2: ")


@pytest.mark.parametrize("phrase", ["", " ", "\n", "\x00", "a" * 100_000, "of the", "…", "\u202e", "the the the"])
def test_a_phrase_that_names_nobody(call: Call, phrase: str) -> None:
    ran = call("resolve", phrase)
    assert (ran.status, ran.err) == (0, "")
    (row,) = ran.records
    assert row["entity"] is None


@pytest.mark.parametrize(("whose", "mend"), [("newer", "upgrade dragoman"), ("other", "name another file")])
def test_databases_of_other_versions_and_programs(call: Call, tmp_path: Path, whose: str, mend: str) -> None:
    import duckdb

    (tmp_path / "good.txt").write_text(GOOD)
    if whose == "newer":
        call("load", "good.txt", "--db", "r.duckdb")
    with duckdb.connect(str(tmp_path / "r.duckdb")) as plain:
        if whose == "newer":
            plain.execute("INSERT INTO schema_version VALUES ('dragoman', 99, 'of tomorrow', now()::TIMESTAMP)")
        else:
            plain.execute("CREATE TABLE shop (i INTEGER)")
    before = (tmp_path / "r.duckdb").read_bytes()
    for arguments in (("query",), ("status",), ("explain", "1f"), ("load", "good.txt")):
        ran = call(*arguments, "--db", "r.duckdb")
        assert (ran.status, ran.out) == (2, "")
        assert mend in ran.complaints[0]
    assert (tmp_path / "r.duckdb").read_bytes() == before


def test_a_folder_that_may_not_be_written(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "good.txt").write_text(GOOD)
    real = os.access
    monkeypatch.setattr(
        os, "access", lambda path, mode: real(path, mode) and not (mode == os.W_OK and Path(path) == tmp_path)
    )
    ran = call("load", "good.txt", "--db", "r.duckdb")
    assert (ran.status, ran.out) == (2, "")
    assert "name a file in another folder" in ran.complaints[0]


def test_unknown_and_ambiguous_claims(call: Call, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("".join(f"Kenya aided Somalia on {n} May 2020. " for n in range(1, 25)))
    call("load", "good.txt", "--db", "r.duckdb")
    assert "has no claim 'zz'" in call("explain", "zz", "--db", "r.duckdb").complaints[0]
    digits = {str(row["id"])[0] for row in call("query", "--db", "r.duckdb").records}
    lines = [call("explain", digit, "--db", "r.duckdb") for digit in digits]
    assert any("more than one claim id begins with" in ran.err and ran.status == 2 for ran in lines)
