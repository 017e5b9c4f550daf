"""The tree behind a claim names every link, and shows hostile text literally."""

from __future__ import annotations

import io

from rich.console import Console

from dragoman.export.explain import Node, explain_lines, explain_tree, plain_lines, rich_tree
from dragoman.model.article import Article
from dragoman.model.claim import Claim, EventClaim, OfficeClaim, Party, Place, Run, Voice
from dragoman.model.span import Passage
from dragoman.model.time import When

TEXT = "In Strelsau the foreign minister\nmet the queen last year, an aide told the Gazette."
EVIDENCE = Passage.cut(TEXT, 0, 56)
CLAIM = EventClaim(
    "a1",
    EVIDENCE,
    0.75,
    "en.consult.meet.1",
    said_by=(
        Voice("the Gazette", 71, 82, TEXT[71:82]),
        Voice("an aide", 58, 65, TEXT[58:65], country="FRA", cue=Passage.cut(TEXT, 66, 70)),
    ),
    cue=Passage.cut(TEXT, 33, 36),
    sentence=Passage.cut(TEXT, 0, len(TEXT)),
    reasons=("the clause is active", "nothing denies it"),
    type="CONSULT",
    mode="meet",
    status="historical",
    actor=(
        Party(
            "Rupert Hentzau",
            12,
            32,
            TEXT[12:32],
            entity="person.hentzau",
            country="FRA",
            sector="GOV",
            office="foreign minister",
            rule="role.tenure",
            reason="held the office on that day",
        ),
    ),
    recipient=(Party("the queen", 37, 46, TEXT[37:46]),),
    when=When("2023", "2023-01-01", "2024-01-01", "relative", "last year", 47, 56, "time.last"),
    where=Place("Strelsau", 3, 11, TEXT[3:11], country="FRA", lat=48.5, lon=2.0),
)
ARTICLE = Article("a1", TEXT, "ab" * 32, "text/1", title="A visit", publisher="Gazette", published="2024-05-01")
RUN = Run("0123", "0.1.0", "data-1", "model-1", "2024-05-02T00:00:00Z", {"voices": "all"})


def lines(claim: Claim, text: str = TEXT) -> list[str]:
    return explain_lines(
        claim.to_dict(),
        text,
        article=ARTICLE,
        run=RUN,
        rule_text="cue: meet\n  actor: nsubj\n",
        rule_origin="CONSULT.yaml",
    )


def test_every_link_is_named() -> None:
    text = lines(CLAIM)
    assert text[0] == f"claim {CLAIM.id}: CONSULT/meet (historical)"
    for line in (
        "    status: historical",
        "    because: the clause is active",
        "    because: nothing denies it",
        "  rule: en.consult.meet.1",
        "    stands in: CONSULT.yaml",
        "      cue: meet",
        "        actor: nsubj",
        "  cue: “met” [33:36]",
        "  actor: Rupert Hentzau",
        "    words: “the foreign minister” [12:32]",
        "    office: foreign minister",
        "    rule: role.tenure",
        "    reason: held the office on that day",
        "    not resolved",
        "  when: 2023",
        "    days: 2023-01-01 to 2024-01-01 (the last day not included)",
        "    basis: relative",
        "    words: “last year” [47:56]",
        "  where: Strelsau",
        "    lat: 48.5",
        "  said by: outermost first",
        "    1: the Gazette",
        "    2: an aide",
        "      cue: “told” [66:70]",
        f"  evidence: “{TEXT[:56].replace(chr(10), '␊')}” [0:56]",
        "    publisher: Gazette",
        "    published: 2024-05-01",
        "  run: 0123",
        "    option voices: all",
    ):
        assert line in text
    assert all(line.isprintable() for line in text)


def test_what_is_absent_is_said_or_left_out() -> None:
    bare = OfficeClaim("a1", EVIDENCE, 0.5, "en.office.1", title="queen")
    text = explain_lines(bare.to_dict(), TEXT)
    assert text[0] == f"claim {bare.id}: office: queen"
    assert "  when: not known" in text
    assert "  said by: the article, in its own voice" in text
    assert "  article: a1" in text
    assert not [line for line in text if "None" in line or line.strip().startswith(("where", "run", "actor"))]


def test_passage_that_does_not_stand_in_the_text_is_marked() -> None:
    assert not [line for line in lines(CLAIM) if "not what stands there" in line]
    marked = [line for line in lines(CLAIM, "x" + TEXT) if "not what stands there" in line]
    assert len(marked) == 10


def test_tree_for_a_terminal_has_the_same_lines_and_no_markup() -> None:
    hostile = Node("claim [bold]", "\x1b[2J[red]x[/red]", (Node("evidence", "a\nb", (Node("[/]"),)),))
    console = Console(file=io.StringIO(), width=100, force_terminal=True, color_system=None)
    console.print(rich_tree(hostile))
    assert isinstance(console.file, io.StringIO)
    drawn = [line.lstrip(" └─│├") for line in console.file.getvalue().splitlines()]
    assert [line.rstrip() for line in drawn] == [line.strip() for line in plain_lines(hostile)]
    assert "claim [bold]: ␛[2J[red]x[/red]" in drawn[0]


def test_tree_is_what_the_lines_show() -> None:
    record = CLAIM.to_dict()
    assert plain_lines(explain_tree(record, TEXT)) == explain_lines(record, TEXT)
