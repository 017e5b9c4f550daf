"""JSON Lines, CSV and the table: every record in, every value out, nothing a reader's program could mistake."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from dragoman.export.csv import COLUMNS, write_csv
from dragoman.export.jsonl import json_line, write_jsonl
from dragoman.export.table import claims_table
from dragoman.model.claim import (
    AgreementClaim,
    EventClaim,
    MembershipClaim,
    OfficeClaim,
    Party,
    Place,
    RelationClaim,
    StatementClaim,
    Voice,
)
from dragoman.model.span import Passage
from dragoman.model.time import When

TEXT = "The envoy of Ruritania met the queen of Graustark in Strelsau on Monday."
EVIDENCE = Passage.cut(TEXT, 0, 71)
ENVOY = Party("Ruritania's envoy", 0, 22, TEXT[:22], country="FRA", sector="GOV")
QUEEN = Party("the queen", 27, 49, TEXT[27:49], country="KOR", entity="person.queen")
NOBODY = Party("others", 27, 30, "the")
EVENT = EventClaim(
    "a1",
    EVIDENCE,
    0.75,
    "en.consult.meet.1",
    said_by=(Voice("Gazette", 0, 3, "The"), Voice("Minister", 0, 3, "The")),
    type="CONSULT",
    mode="meet",
    contexts=("diplomatic", "legislative"),
    polarity="denied",
    actor=(ENVOY, NOBODY),
    recipient=(QUEEN,),
    when=When("2024-02", "2024-02-01", "2024-03-01", "relative"),
    where=Place("Strelsau", 53, 61, TEXT[53:61], country="FRA", lat=-5.5, lon=12.25),
    quad=1,
    intensity=-7.5,
    cameo="040",
)


def rows(*records: dict[str, object]) -> list[dict[str, str]]:
    out = io.StringIO(newline="")
    write_csv(records, out)
    return list(csv.DictReader(io.StringIO(out.getvalue(), newline=""), strict=True))


def test_csv_of_an_event() -> None:
    (row,) = rows(EVENT.to_dict())
    assert {name: cell for name, cell in row.items() if cell} == {
        "id": EVENT.id,
        "article": "a1",
        "kind": "event",
        "type": "CONSULT",
        "mode": "meet",
        "contexts": "diplomatic; legislative",
        "polarity": "denied",
        "status": "actual",
        "actor": "Ruritania's envoy; others",
        "actor_country": "FRA; ",
        "actor_sector": "GOV; ",
        "recipient": "the queen",
        "recipient_entity": "person.queen",
        "recipient_country": "KOR",
        "when_edtf": "2024-02",
        "when_from": "2024-02-01",
        "when_to": "2024-03-01",
        "when_basis": "relative",
        "where_name": "Strelsau",
        "where_country": "FRA",
        "lat": "-5.5",
        "lon": "12.25",
        "quad": "1",
        "intensity": "-7.5",
        "cameo": "040",
        "said_by": "Gazette < Minister",
        "confidence": "0.75",
        "rule": "en.consult.meet.1",
        "evidence_start": "0",
        "evidence_end": "71",
        "evidence_text": EVIDENCE.text,
    }


def test_csv_of_the_other_kinds() -> None:
    said = StatementClaim(
        "a1", EVIDENCE, 1, "r", speaker=ENVOY, via=(NOBODY,), reported_by=QUEEN, addressee=(QUEEN,), content=(EVIDENCE,)
    )
    office = OfficeClaim("a1", EVIDENCE, 1, "r", holder=ENVOY, title="envoy", country="FRA", accredited_to="KOR")
    treaty = AgreementClaim("a1", EVIDENCE, 1, "r", name="Peace of Zenda", parties=(ENVOY, QUEEN), subject="peace")
    member = MembershipClaim("a1", EVIDENCE, 1, "r", member=QUEEN, body="League of Crowns")
    relation = RelationClaim("a1", EVIDENCE, 1, "r", parties=(ENVOY, QUEEN), relation="alliance")
    table = rows(*(claim.to_dict() for claim in (said, office, treaty, member, relation)))
    assert [row["actor"] for row in table] == [
        "Ruritania's envoy",
        "Ruritania's envoy",
        "Ruritania's envoy; the queen",
        "the queen",
        "Ruritania's envoy; the queen",
    ]
    assert [table[0][name] for name in ("recipient", "via", "reported_by", "content", "manner")] == [
        *("the queen", "others", "the queen", EVIDENCE.text, "indirect"),
    ]
    assert [table[1][name] for name in ("title", "country", "accredited_to", "status")] == [
        *("envoy", "FRA", "KOR", "incumbent"),
    ]
    assert [table[2][name] for name in ("name", "subject")] == ["Peace of Zenda", "peace"]
    assert table[3]["body"] == "League of Crowns"
    assert table[4]["relation"] == "alliance"


def test_csv_leaves_out_what_is_no_claim() -> None:
    out = io.StringIO(newline="")
    assert write_csv([{"kind": "article", "article": "a1"}, EVENT.to_dict()], out, header=False) == 1
    assert out.getvalue().count("\r\n") == 1


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_csv_text_is_no_formula(start: str) -> None:
    dangerous = f'{start}HYPERLINK("x")'
    claim = replace(EVENT, actor=(replace(ENVOY, name=dangerous),), article=dangerous, evidence=Passage(0, 1, start))
    (row,) = rows(claim.to_dict())
    assert row["actor"] == row["article"] == f"'{dangerous}"
    assert row["evidence_text"] == f"'{start}"
    assert row["intensity"] == "-7.5"
    assert row["lat"] == "-5.5"


words = st.text(st.one_of(st.characters(), st.sampled_from('",;\r\n=\0\ud800\u2028')), min_size=1, max_size=10)


@given(st.lists(words, min_size=1, max_size=4))
def test_csv_survives_any_text(texts: list[str]) -> None:
    records = [replace(EVENT, evidence=Passage(0, len(text), text), type=text).to_dict() for text in texts]
    out = io.StringIO(newline="")
    write_csv(records, out)
    out.getvalue().encode("utf-8")
    table = list(csv.reader(io.StringIO(out.getvalue(), newline=""), strict=True))
    assert table[0] == list(COLUMNS)
    for row, text in zip(table[1:], texts, strict=True):
        plain = text.encode("utf-8", "backslashreplace").decode()
        assert len(row) == len(COLUMNS)
        assert row[-1].removeprefix("'") == plain.removeprefix("'")
        assert row[-1][0] not in "=+-@\t\r\n"


@given(words)
def test_json_line_is_one_line_and_comes_back(text: str) -> None:
    line = json_line({"text": text})
    line.encode("utf-8")
    assert line.endswith("\n")
    assert line.count("\n") == 1
    assert "\r" not in line
    # Two halves of a pair that stand side by side are one character in JSON.
    back = json.loads(line)["text"]
    assert back.encode("utf-16", "surrogatepass") == text.encode("utf-16", "surrogatepass")


def test_jsonl_is_compact_and_counts() -> None:
    out = io.StringIO()
    assert write_jsonl([{"a": "é\u2028", "b": [1, None]}, {}], out) == 2
    assert out.getvalue() == '{"a":"é\u2028","b":[1,null]}\n{}\n'


def shown(*records: dict[str, object]) -> str:
    console = Console(file=io.StringIO(), width=200, force_terminal=True, color_system="standard")
    console.print(claims_table(records))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_table_has_the_gist() -> None:
    text = shown(EVENT.to_dict(), {"kind": "repair", "text": "not shown"})
    for part in (
        EVENT.id[:8],
        "CONSULT/meet",
        "denied",
        "Ruritania's envoy [FRA GOV]",
        "Gazette < Minister",
        "2024-02",
    ):
        assert part in text
    assert "not shown" not in text


def test_table_neither_obeys_text_nor_reads_markup() -> None:
    hostile = "[red]x[/red] [/nope] \x1b]0;title\x07 \u202eevil"
    text = shown(replace(EVENT, actor=(replace(ENVOY, name=hostile),)).to_dict())
    assert "[red]x[/red] [/nope] ␛]0;title␇ \\u{202E}evil" in " ".join(text.split())
    assert "\x1b]" not in text
