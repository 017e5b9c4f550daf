"""Statements: who speaks, by which word, what is said, in which manner, and how voices stand inside voices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.extract.mentions import MentionFinder
from dragoman.extract.statements import StatementFinder
from dragoman.extract.syntax import Syntax
from dragoman.intake.articles import article_from_text
from dragoman.intake.clean import clean_article
from dragoman.knowledge.almanac import Almanac, load_almanac
from dragoman.knowledge.language import Language, load_language
from dragoman.knowledge.roles import Roles, load_roles
from dragoman.knowledge.speech import SpeechLexicon, load_speech
from dragoman.knowledge.tables import DataError
from dragoman.model.finding import StatementMention
from dragoman.reading.parser import Parser

CASES = Path(__file__).parents[1] / "cases" / "statements.txt"
_PIECES = " // "


@dataclass(frozen=True)
class Case:
    """A text and the rows `speaker | cue | content | manner` that must be found in it, no more and no less."""

    text: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Found:
    """The statements of a text, with the words of the mentions that they point to."""

    statements: tuple[StatementMention, ...]
    words: tuple[str, ...]

    def only(self) -> StatementMention:
        assert len(self.statements) == 1, self.statements
        return self.statements[0]

    def by(self, cue: str) -> StatementMention:
        (found,) = [row for row in self.statements if row.cue is not None and row.cue.text == cue]
        return found

    def named(self, index: int | None) -> str | None:
        return None if index is None else self.words[index]


def cases() -> list[Case]:
    """Blocks of the case file: a line of text (`\\n` for a line break), then its rows; "none" where there are none."""
    found = []
    for block in CASES.read_text(encoding="utf-8").split("\n\n"):
        lines = [line for line in block.splitlines() if line.strip() and not line.startswith("#")]
        if lines:
            rows = [tuple(cell.strip() for cell in line.split(" | ")) for line in lines[1:] if line != "none"]
            found.append(Case(lines[0].replace("\\n", "\n"), tuple(rows)))
    return found


class Desk:
    """All that a finder needs, loaded once."""

    def __init__(self) -> None:
        self.parser = Parser.load()
        self.speech: SpeechLexicon = load_speech()
        self.roles: Roles = load_roles()
        self.language: Language = load_language()
        self.almanac: Almanac = load_almanac()

    def find(self, *texts: str) -> Iterator[Found]:
        readings = self.parser.read([clean_article(article_from_text(text)).clean for text in texts])
        for text, reading in zip(texts, readings, strict=True):
            syntax = Syntax(reading)
            mentions = MentionFinder(reading, text, syntax, self.almanac, self.roles, self.language)
            statements = StatementFinder(reading, text, syntax, mentions, self.speech).find()
            yield Found(statements, tuple(mention.words for mention in mentions.mentions))

    def one(self, text: str) -> Found:
        return next(self.find(text))


@pytest.fixture(scope="module")
def desk() -> Desk:
    return Desk()


def test_case_file_is_long_enough_and_well_formed() -> None:
    found = cases()
    assert len(found) >= 100
    assert {len(row) for case in found for row in case.rows} == {4}
    assert sum(not case.rows for case in found) >= 8
    assert len({case.text for case in found}) == len(found)


def test_cases(desk: Desk) -> None:
    wrong = []
    for case, found in zip(cases(), desk.find(*(case.text for case in cases())), strict=True):
        got = {
            (
                row.speaker_passage.text if row.speaker_passage is not None else "-",
                row.cue.text if row.cue is not None else "-",
                _PIECES.join(piece.text for piece in row.content),
                row.manner,
            )
            for row in found.statements
        }
        if got != set(case.rows):
            wrong.append(f"{case.text}\n  wanted {sorted(case.rows)}\n  found  {sorted(got)}")
    assert not wrong, "\n".join(wrong)


def test_message_conveyed_is_said_by_its_sender_through_the_messenger(desk: Desk) -> None:
    found = desk.one(
        "Special envoy Park Jin conveyed President Lee's message to King Abdullah, saying Seoul wanted closer ties."
    )
    conveyed, saying = found.by("conveyed"), found.by("saying")
    assert conveyed.rule == "en.convey"
    for row in (conveyed, saying):
        assert found.named(row.speaker) == "President Lee"
        assert [found.named(index) for index in row.via] == ["Special envoy Park Jin"]
        assert [found.named(index) for index in row.addressee] == ["King Abdullah"]
    assert saying.content[0].text == "Seoul wanted closer ties"


def test_own_greetings_have_no_go_between(desk: Desk) -> None:
    found = desk.one("Special envoy Park Jin conveyed his greetings to King Abdullah.")
    assert found.only().via == ()


def test_spokesman_is_a_go_between(desk: Desk) -> None:
    said = desk.one("China's foreign ministry said through a spokesman that talks would go on.")
    assert [said.named(index) for index in said.only().via] == ["a spokesman"]


def test_agency_at_the_end_of_a_sentence_stands_around_all_of_it(desk: Desk) -> None:
    found = desk.one("Kim Jong Un praised the army and promised it new weapons, according to KCNA.")
    agency = found.by("according to")
    assert agency.outer is None
    for cue in ("praised", "promised"):
        inner = found.by(cue)
        assert inner.outer == found.statements.index(agency)
        assert found.named(inner.reported_by) == "KCNA"


def test_cited_source_speaks_inside_the_agency_report(desk: Desk) -> None:
    found = desk.one("Yonhap reported that the North had fired a missile, citing the defence ministry.")
    report, cited = found.by("reported"), found.by("citing")
    assert found.named(cited.speaker) == "the defence ministry"
    assert found.named(cited.reported_by) == "Yonhap"
    assert cited.outer == found.statements.index(report)
    assert cited.content == report.content


def test_remarks_carried_by_an_agency(desk: Desk) -> None:
    found = desk.one("Kim said in remarks carried by KCNA that the army must be ready.")
    said = found.by("said")
    assert found.named(said.reported_by) == "KCNA"
    assert said.outer is not None
    assert found.statements[said.outer].rule == "en.carried-by"


def test_quoted_as_saying_names_the_quoter(desk: Desk) -> None:
    found = desk.one("The state news agency quoted the general as saying the attack had failed.")
    said = found.only()
    assert found.named(said.speaker) == "the general"
    assert found.named(said.reported_by) == "The state news agency"


def test_document_speaks_for_whoever_it_is_from(desk: Desk) -> None:
    for text, owner in (
        ("A statement from the foreign ministry said the ambassador had been recalled.", "the foreign ministry"),
        ("The ministry issued a statement saying the ship had been seized.", "The ministry"),
        ("The border is quiet, according to the ministry's report.", "the ministry"),
    ):
        found = desk.one(text)
        assert found.named(found.only().speaker) == owner, text


def test_relative_pronoun_leads_to_its_noun(desk: Desk) -> None:
    found = desk.one("The minister, who said the talks had failed, flew home.")
    passage = found.only().speaker_passage
    assert passage is not None
    assert passage.text == "who"
    assert found.named(found.only().speaker) == "The minister"


def test_addressee_and_stance(desk: Desk) -> None:
    found = desk.one("The envoy told the council that aid convoys had been blocked.")
    assert [found.named(index) for index in found.only().addressee] == ["the council"]
    for text, stance in (
        ("The minister denied the charges.", "denies"),
        ("The minister warned that fuel was running out.", "warns"),
        ("The minister vowed to fight on.", "promises"),
        ("The minister believes the treaty will hold.", "believes"),
    ):
        assert desk.one(text).only().stance == stance


def test_quotation_over_paragraphs_is_one_statement(desk: Desk) -> None:
    text = "“We waited too long.\n\n“We shall wait no more,” the general said.\n\nHe flew home."
    content = desk.one(text).only().content
    assert [piece.text for piece in content] == ["“We waited too long.", "“We shall wait no more,”"]


def test_quotation_with_its_own_attribution_is_its_own_statement(desk: Desk) -> None:
    text = "“We are ready,” the general said. “They are not,” the admiral replied."
    found = desk.one(text)
    assert [piece.text for piece in found.by("said").content] == ["“We are ready,”"]
    assert [piece.text for piece in found.by("replied").content] == ["“They are not,”"]


def test_label_before_a_colon_in_a_headline(desk: Desk) -> None:
    found = desk.one("Kremlin: no talks with Kyiv before winter\n\nMoscow ruled out a truce.").statements[0]
    assert (found.rule, found.content[0].text) == ("en.label", "no talks with Kyiv before winter")


def test_transcript_runs_from_label_to_label(desk: Desk) -> None:
    text = (
        "A talk in Oslo\n\nTHE PRESIDENT: Good morning.\n\nWe met the envoy.\n\nQ Will it last?\n\nMS. BERG: It will."
    )
    labels = [row for row in desk.one(text).statements if row.rule == "en.label"]
    assert [row.speaker_passage.text for row in labels if row.speaker_passage is not None] == [
        "THE PRESIDENT",
        "MS. BERG",
    ]
    assert labels[0].content[0].text == "Good morning.\n\nWe met the envoy"
    assert labels[0].manner == "direct"


def test_following_statement_is_the_rest_of_the_article(desk: Desk) -> None:
    text = (
        "The foreign ministry issued the following statement on Sunday:\n\nThe drill is a threat. We warn Seoul "
        "that we will respond.\n\nOur patience has an end."
    )
    found = desk.one(text)
    whole = found.by("issued")
    assert found.named(whole.speaker) == "The foreign ministry"
    assert whole.content[0].text == text[text.index("The drill") : -1]
    assert whole.manner == "direct"
    assert found.by("warn").outer == found.statements.index(whole)


def test_outer_points_to_a_statement_whose_content_holds_the_cue(desk: Desk) -> None:
    for found in desk.find(*(case.text for case in cases())):
        for number, row in enumerate(found.statements):
            if row.outer is not None:
                outer = found.statements[row.outer]
                assert row.outer != number
                assert row.cue is not None
                cited = outer.content == row.content
                assert cited or any(piece.start <= row.cue.start < piece.end for piece in outer.content)


_SENTENCES = [case.text for case in cases()]
_WORDS = [
    "said",
    "“",
    "”",
    ",",
    ".",
    "that",
    "the king",
    "saying",
    "according to",
    "\n\n",
    "he",
    "called",
    ":",
    "—",
    '"',
]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.lists(st.sampled_from(_SENTENCES) | st.sampled_from(_WORDS), min_size=1, max_size=12))
def test_passages_are_slices_of_the_text_and_never_raise(desk: Desk, parts: list[str]) -> None:
    text = " ".join(parts)
    found = desk.one(text)
    for row in found.statements:
        passages = [row.evidence, *row.content]
        passages.extend(piece for piece in (row.cue, row.speaker_passage) if piece is not None)
        for piece in passages:
            assert 0 <= piece.start < piece.end <= len(text)
            assert text[piece.start : piece.end] == piece.text
        assert row.content
        assert row.outer is None or 0 <= row.outer < len(found.statements)
        for index in (row.speaker, row.reported_by, *row.via, *row.addressee):
            assert index is None or 0 <= index < len(found.words)
    starts = [row.evidence.start for row in found.statements]
    assert starts == sorted(starts)


def test_lexicon_finds_cues_by_part_of_speech() -> None:
    speech = load_speech()
    say = speech.cue("say", "VERB")
    assert say is not None
    assert {"that", "quote"} <= say.frames
    assert say.stance == "asserts"
    assert speech.cue("according to", "PREP") is not None
    assert speech.cue("say", "NOUN") is None
    assert all(len(row[0].words) >= len(row[-1].words) for row in speech.verbs.values())


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("say,VERB,that|shout,asserts,no,", "frame"),
        ("say,VERB,,asserts,no,", "frame"),
        ("say,VERBAL,that,asserts,no,", "pos"),
        ("say,VERB,that,mutters,no,", "stance"),
        ("say,VERB,that,asserts,maybe,", "factive"),
        ("Say,VERB,that,asserts,no,", "lower-case"),
    ],
)
def test_bad_lexicon_rows_are_named_by_file_and_line(tmp_path: Path, row: str, complaint: str) -> None:
    path = tmp_path / "speech.csv"
    path.write_text(f"cue,pos,frame,stance,factive,note\nclaim,VERB,that,asserts,no,\n{row}\n", encoding="utf-8")
    with pytest.raises(DataError, match=rf"speech\.csv:3: .*{complaint}"):
        load_speech(path)


def test_cue_that_stands_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "speech.csv"
    rows = "say,VERB,that,asserts,no,\nsay,NOUN,of,asserts,no,\nsay,VERB,np,asserts,no,\n"
    path.write_text(f"cue,pos,frame,stance,factive,note\n{rows}", encoding="utf-8")
    with pytest.raises(DataError, match=r"speech\.csv:4: 'say' as VERB stands twice"):
        load_speech(path)
