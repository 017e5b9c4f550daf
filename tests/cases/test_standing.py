"""The offices, agreements, memberships and relations that texts tell: the case file, coded once for all tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from dragoman.intake.articles import article_from_text
from dragoman.model.claim import AgreementClaim, Claim, MembershipClaim, OfficeClaim, Party, RelationClaim
from dragoman.model.dossier import Dossier
from dragoman.run.coder import Coder

FILE = Path(__file__).parent / "standing.txt"
_CELLS = {"office": 7, "agreement": 5, "membership": 3, "relation": 3}

Row = tuple[str, ...]


@dataclass(frozen=True)
class Case:
    """A text and the rows `kind, cell, ...` of all that it tells."""

    line: int
    text: str
    published: str | None
    rows: tuple[Row, ...]
    fails: bool


def read_cases() -> Iterator[Case]:
    block: list[tuple[int, str]] = []
    for number, line in enumerate([*FILE.read_text(encoding="utf-8").splitlines(), ""], 1):
        if line.strip() and not line.startswith("#"):
            block.append((number, line))
        elif block and not line.strip():
            yield _case(block)
            block = []


def _case(block: list[tuple[int, str]]) -> Case:
    rows: list[Row] = []
    values: dict[str, str] = {}
    for number, line in block:
        key, _, value = line.partition(": ")
        if key in _CELLS:
            cells = tuple(cell.strip() for cell in value.split("|"))
            assert len(cells) == _CELLS[key], f"standing.txt:{number}: {key} has {_CELLS[key]} cells"
            rows.append((key, *cells))
        else:
            assert key in ("text", "published", "none", "expect"), f"standing.txt:{number}: {line!r}"
            values[key] = value.strip()
    assert ("none" in values) != bool(rows), f"standing.txt:{block[0][0]}: facts or none"
    return Case(block[0][0], values["text"], values.get("published"), tuple(rows), values.get("expect") == "fail")


CASES = tuple(read_cases())


@pytest.fixture(scope="module")
def told(coder: Coder) -> dict[int, list[Row]]:
    articles = (article_from_text(case.text, id=str(case.line), published=case.published) for case in CASES)
    return {
        int(found.article.id): [row for claim in found.claims for row in _row(claim)]
        for found in coder.code(articles)
        if isinstance(found, Dossier)
    }


def _row(claim: Claim) -> Iterator[Row]:
    if isinstance(claim, OfficeClaim):
        assert claim.holder is not None
        yield (
            "office", claim.holder.name, claim.title, claim.country or "-", claim.accredited_to or "-",
            claim.organisation or "-", claim.status, _edtf(claim),
        )  # fmt: skip
    elif isinstance(claim, AgreementClaim):
        yield "agreement", claim.name, _names(claim.parties), claim.subject or "-", claim.status, _edtf(claim)
    elif isinstance(claim, MembershipClaim):
        assert claim.member is not None
        yield "membership", claim.member.name, claim.body, _edtf(claim)
    elif isinstance(claim, RelationClaim):
        yield "relation", _names(claim.parties), claim.relation, _edtf(claim)


def _edtf(claim: OfficeClaim | AgreementClaim | MembershipClaim | RelationClaim) -> str:
    return claim.when.edtf if claim.when is not None else "-"


def _names(parties: Iterable[Party]) -> str:
    return ", ".join(party.name for party in parties)


def _matches(wanted: Row, found: Row) -> bool:
    return all(_fits(want, got) for want, got in zip(wanted, found, strict=False)) and wanted[0] == found[0]


def _fits(want: str, got: str) -> bool:
    """Equal cell by cell; a list of parties with `*` in it needs the others and one more."""
    if want == "*" or want == got:
        return True
    wanted, names = set(want.split(", ")), set(got.split(", "))
    if "*" in wanted:
        return wanted - {"*"} < names
    return wanted == names


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            case, id=f"standing:{case.line}", marks=[pytest.mark.xfail(strict=True, reason="gap")] if case.fails else []
        )
        for case in CASES
    ],
)
def test_text_tells_its_standing_facts_and_no_more(case: Case, told: dict[int, list[Row]]) -> None:
    rows = list(told[case.line])
    for wanted in case.rows:
        match = next((row for row in rows if _matches(wanted, row)), None)
        assert match is not None, (case.text, wanted, told[case.line])
        rows.remove(match)
    assert rows == [], case.text


def test_the_file_holds_enough_cases() -> None:
    assert len(CASES) >= 60
