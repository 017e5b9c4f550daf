"""The library: what goes in, what comes out, and that it says the same as the command."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

import dragoman
from conftest import Ran
from dragoman.export.csv import COLUMNS
from dragoman.export.jsonl import write_jsonl
from dragoman.run.coder import Coder, loaded_coder

TEXT = "Norway suspended arms sales to Myanmar on Tuesday. Chile and Peru signed a treaty in Lima."
OTHER = "Kenya recalled its ambassador from Somalia on Monday."

pytestmark = pytest.mark.usefixtures("coder")


def events(claims: Iterator[dragoman.Claim]) -> list[dragoman.EventClaim]:
    return [claim for claim in claims if isinstance(claim, dragoman.EventClaim)]


def test_one_text_gives_typed_claims() -> None:
    first = events(dragoman.code(TEXT, published="2023-03-15"))[0]
    assert (first.type, [party.country for party in first.actor]) == ("SANCTION", ["NOR"])
    assert first.when is not None
    assert (first.when.from_, first.when.basis) == ("2023-03-14", "relative")
    assert TEXT[first.evidence.start : first.evidence.end] == first.evidence.text
    with pytest.raises(AttributeError):
        first.type = "AID"  # type: ignore[misc]


@pytest.mark.parametrize("published", ["2023-03-15", date(2023, 3, 15), datetime(2023, 3, 15, 23, 59)])
def test_a_day_may_be_a_string_a_date_or_a_datetime(published: str | date) -> None:
    (dossier,) = dragoman.code(TEXT, published=published).dossiers()
    assert dossier.article.published == "2023-03-15"


@pytest.mark.parametrize("published", ["15 March 2023", "2023-3-15", "2023-02-30", ""])
def test_what_is_no_day_is_refused_at_once(published: str) -> None:
    with pytest.raises(ValueError, match="YYYY-MM-DD"):
        dragoman.code(TEXT, published=published)
    with pytest.raises(ValueError, match="YYYY-MM-DD"):
        dragoman.resolve_phrase("the French president", published)


def test_rows_articles_and_texts_may_be_mixed_and_keep_their_own_day() -> None:
    (article,) = (dossier.article for dossier in dragoman.code({"id": "r", "text": OTHER}).dossiers())
    given: list[str | dict[str, object] | dragoman.Article] = [
        TEXT,
        {"id": 7, "text": OTHER, "date": "24 Dec 2021"},
        article,
    ]
    found = [dossier.article for dossier in dragoman.code(given, published="2023-03-15").dossiers()]
    assert [each.id for each in found] == [found[0].sha256[:16], "7", "r"]
    assert [each.published for each in found] == ["2023-03-15", "2021-12-24", "2023-03-15"]


def test_rows_of_a_data_frame_bring_days_and_missing_cells() -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(
        {
            "text": [TEXT, OTHER],
            "title": ["A title", float("nan")],
            "published": [pandas.Timestamp("2023-03-15"), pandas.NaT],
        }
    )
    found = [dossier.article for dossier in dragoman.code(frame.to_dict("records")).dossiers()]
    assert [(each.title, each.published) for each in found] == [("A title", "2023-03-15"), (None, None)]


def test_it_says_what_the_command_says(call: Callable[..., Ran]) -> None:
    out = io.StringIO()
    write_jsonl(dragoman.code(TEXT, published="2023-03-15").records(claims_only=False), out)
    assert out.getvalue() == call("code", "-", "--published", "2023-03-15", stdin=TEXT).out


def test_coding_is_lazy_and_goes_on_where_it_stopped() -> None:
    taken: list[int] = []

    def endless() -> Iterator[str]:
        number = 0
        while True:
            number += 1
            taken.append(number)
            yield f"{OTHER} Report {number}."

    coding = dragoman.code(endless())
    assert taken == []
    first = next(coding)
    count = len(taken)
    assert 0 < count < 1000
    later = next(coding.dossiers())
    assert later.article.id != first.article


def test_bad_input_is_a_warning_and_the_rest_is_coded() -> None:
    coding = dragoman.code([TEXT, "  ", {"id": 3}, OTHER])
    with pytest.warns(dragoman.InputWarning) as caught:
        found = list(coding.dossiers())
    assert [dossier.article.text for dossier in found] == [TEXT, OTHER]
    assert [problem.code for problem in coding.problems] == ["empty", "no-text"]
    assert [str(warning.message).partition(":")[0] for warning in caught] == ["article 2", "article 3"]


def test_two_articles_with_one_id_are_a_problem() -> None:
    coding = dragoman.code([{"id": "x", "text": TEXT}, {"id": "x", "text": OTHER}])
    with pytest.warns(dragoman.InputWarning, match="Another article with the id 'x'"):
        assert len(list(coding.dossiers())) == 1


@pytest.mark.parametrize("given", [42, None, b"bytes", Path("a.txt")])
def test_what_holds_no_articles_is_refused_at_once(given: object) -> None:
    with pytest.raises(TypeError, match="give texts or rows"):
        dragoman.code(given)  # type: ignore[arg-type]


def test_an_item_that_is_no_article_is_refused_with_its_number() -> None:
    with pytest.raises(TypeError, match="article 2 is a float"):
        list(dragoman.code([TEXT, 1.5]))  # type: ignore[list-item]


def test_files_are_read_by_read_articles(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_text(" ")
    coding = dragoman.code(dragoman.read_articles(tmp_path, published="2023-03-15"))
    with pytest.warns(dragoman.InputWarning, match=r"b\.txt"):
        (dossier,) = coding.dossiers()
    assert dossier.article.published == "2023-03-15"


def test_frames_have_a_row_for_each_claim() -> None:
    count = len(list(dragoman.code(TEXT)))
    polars, pandas = dragoman.code(TEXT).to_polars(), dragoman.code(TEXT).to_pandas()
    assert (polars.height, len(pandas)) == (count, count)
    assert tuple(polars.columns) == COLUMNS
    assert polars["evidence_end"].max() <= len(TEXT)  # type: ignore[operator]


def test_a_phrase_is_resolved_on_its_day() -> None:
    named = dragoman.resolve_phrase("the Chinese foreign minister", "2021-12-24")
    assert named.party is not None
    assert (named.party.entity, named.party.country) == ("person:wang-yi", "CHN")
    assert dragoman.resolve_phrase("the Chinese foreign minister", date(2021, 12, 24)) == named
    assert dragoman.resolve_phrase("  ").party is None


def test_load_and_open(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    db = tmp_path / "r.duckdb"
    report = dragoman.load(tmp_path / "a.txt", db, published="2023-03-15")
    assert (report.counts.coded, report.held) == (1, 0)
    again = dragoman.load([str(tmp_path / "a.txt")], db=str(db), published="2023-03-15")
    assert (again.counts.read, again.held, again.counts.claims_added) == (0, 1, 0)
    with dragoman.open(db) as record:
        found = list(record.query(dragoman.Filters(actor="NOR")))
        assert record.status().current_claims == report.counts.claims_added
    assert {row["type"] for row in found if row["kind"] == "event"} == {"SANCTION"}


def test_no_database_is_made_by_opening_one(tmp_path: Path) -> None:
    with pytest.raises(dragoman.StoreError, match="there is no database"):
        dragoman.open(tmp_path / "none.duckdb")
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_model_is_named() -> None:
    with pytest.raises(dragoman.ModelMissingError, match="'xx_none' is not installed"):
        next(dragoman.code(TEXT, model="xx_none"))


def test_the_model_is_loaded_once(coder: Coder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Coder, "load", lambda *_: pytest.fail("loaded again"))
    list(dragoman.code(OTHER))
    dragoman.resolve_phrase("Kenya")
    assert loaded_coder() is coder
