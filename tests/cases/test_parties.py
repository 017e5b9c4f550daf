"""Who the words of a text name: every line of the case file, read by the whole coder, once for all tests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

import pytest

from dragoman.intake.articles import article_from_text
from dragoman.model.claim import Claim, Party
from dragoman.model.dossier import Dossier
from dragoman.run.coder import Coder

FILE = Path(__file__).parent / "parties.txt"
_WORDS = re.compile(r"(.+?)(?:#(\d))?")


@dataclass(frozen=True)
class Who:
    """Words of a text (`at` their offset) and the party they must name: None in `cells` for nobody known."""

    words: str
    at: int
    cells: tuple[str, ...] | None


@dataclass(frozen=True)
class Case:
    """A text and whom its words name."""

    line: int
    text: str
    published: str | None
    publisher: str | None
    title: str | None
    who: tuple[Who, ...]
    fails: bool


def read_cases() -> list[Case]:
    found: list[Case] = []
    block: list[tuple[int, str]] = []
    for number, line in enumerate([*FILE.read_text(encoding="utf-8").splitlines(), ""], 1):
        if line.strip() and not line.startswith("#"):
            block.append((number, line))
        elif block and not line.strip():
            found.append(_case(block))
            block = []
    return found


def _case(block: list[tuple[int, str]]) -> Case:
    values: dict[str, list[str]] = {
        "text": [],
        "published": [],
        "publisher": [],
        "title": [],
        "who": [],
        "expect": [],
    }
    for number, line in block:
        key, _, value = line.partition(": ")
        assert key in values, f"parties.txt:{number}: {line!r}"
        values[key].append(value.strip())
    (text,) = values["text"]
    text = text.replace("\\n", "\n")
    who = tuple(_who(row, text) for row in values["who"])
    assert who, f"parties.txt:{block[0][0]}: no who"
    published, publisher, title = (next(iter(values[key]), None) for key in ("published", "publisher", "title"))
    return Case(block[0][0], text, published, publisher, title, who, values["expect"] == ["fail"])


def _who(row: str, text: str) -> Who:
    left, _, right = row.partition(" -> ")
    match = _WORDS.fullmatch(left)
    assert match is not None
    words, number = match[1], int(match[2] or 1)
    places = [found.start() for found in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]
    assert len(places) >= number, f"{words!r} stands {len(places)} times in {text!r}"
    if right == "nobody":
        return Who(words, places[number - 1], None)
    cells = tuple(cell.strip() for cell in right.split("|"))
    assert len(cells) == 4, row
    return Who(words, places[number - 1], cells)


CASES = read_cases()


@pytest.fixture(scope="module")
def dossiers(rules: Coder) -> dict[int, Dossier]:
    articles = (
        article_from_text(
            case.text, id=str(case.line), published=case.published, publisher=case.publisher, title=case.title
        )
        for case in CASES
    )
    return {int(found.article.id): found for found in rules.code(articles) if isinstance(found, Dossier)}


def parties_of(claim: Claim) -> Iterator[Party]:
    for item in fields(claim):
        value = getattr(claim, item.name)
        yield from (part for part in (value if isinstance(value, tuple) else (value,)) if isinstance(part, Party))


def _named(who: Who, dossier: Dossier) -> list[Party]:
    """The parties of the shortest mention that covers the words; what claims make of the words goes first."""
    end = who.at + len(who.words)
    claimed = [party for claim in dossier.claims for party in parties_of(claim)]
    resolved = [party for found in dossier.parties for party in found]
    for parties in (claimed, resolved):
        over = [party for party in parties if party.start <= who.at and end <= party.end]
        if over:
            length = min(party.end - party.start for party in over)
            return [party for party in over if party.end - party.start == length]
    return []


def _fits(cells: tuple[str, ...], party: Party) -> bool:
    values = (party.name, party.entity, party.country, party.sector)
    return all(cell == "*" or (value or "-") == cell for cell, value in zip(cells, values, strict=True))


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            case, id=f"parties:{case.line}", marks=[pytest.mark.xfail(strict=True, reason="gap")] if case.fails else []
        )
        for case in CASES
    ],
)
def test_words_name_their_parties(case: Case, dossiers: dict[int, Dossier]) -> None:
    dossier = dossiers[case.line]
    for who in case.who:
        named = _named(who, dossier)
        shown = [(party.text, party.name, party.entity, party.country, party.sector, party.rule) for party in named]
        if who.cells is None:
            assert all(party.entity is None and party.name == party.text for party in named), (case.text, who, shown)
        else:
            assert any(_fits(who.cells, party) for party in named), (case.text, who, shown)
    for words in {who.words for who in case.who}:
        wanted = [who for who in case.who if who.words == words]
        if len(wanted) > 1 and len({who.at for who in wanted}) == 1:
            single = {party.name for party in _named(wanted[0], dossier) if party.rule != "resolve.speaker.together"}
            assert len(single) <= len(wanted), (case.text, words)


def test_the_file_holds_enough_cases() -> None:
    assert len(CASES) >= 100
