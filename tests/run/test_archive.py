"""Loading: whole batches, nothing twice, and the ledger adds up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dragoman.intake import article_from_text
from dragoman.model.article import Article, Problem
from dragoman.run import archive
from dragoman.run.archive import load_articles, new_run
from dragoman.run.coder import Coder
from dragoman.store.database import Store
from dragoman.store.filters import Filters

pytestmark = pytest.mark.usefixtures("coder")
BAD = Problem("not-json", "The row is not JSON.", origin="f:2", fatal=True)
NOTE = Problem("encoding-guessed", "a guess", origin="f:3")


def articles(count: int) -> list[Article]:
    return [
        article_from_text(f"Oslo, Reuters -- Kenya aided Somalia, report {number} said.", id=f"a{number}")
        for number in range(count)
    ]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "r.duckdb") as opened:
        yield opened


def content(store: Store) -> tuple[list[dict[str, object]], dict[tuple[str, str | None], int]]:
    ledger = {(row.state, row.reason): row.count for row in store.status().ledger}
    return list(store.query(Filters())), ledger


def test_read_is_coded_and_skipped(store: Store) -> None:
    heard: list[Problem] = []
    done: list[str] = []
    report = load_articles(
        [*articles(2), BAD, NOTE], store, new_run("1"), on_problem=heard.append, on_article=lambda a: done.append(a.id)
    )
    assert (report.counts.read, report.counts.coded, report.counts.skipped, report.held) == (3, 2, 1, 0)
    assert heard == [BAD, NOTE]
    assert done == ["a0", "a1"]
    assert content(store)[1] == {("coded", None): 2, ("skipped", "not-json"): 1}


def test_loading_twice_adds_nothing_and_codes_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    load_articles([*articles(3), BAD], store, new_run("1"))
    before = content(store)
    monkeypatch.setattr(Coder, "code", lambda self, found: (each for each in found if _is_no_article(each)))
    report = load_articles([*articles(3), BAD], store, new_run("1"))
    assert (report.held, report.counts.articles_added, report.counts.claims_added) == (3, 0, 0)
    assert content(store) == before


def _is_no_article(found: Article | Problem) -> bool:
    assert isinstance(found, Problem)
    return True


def test_a_new_version_codes_anew(store: Store) -> None:
    load_articles(articles(1), store, new_run("1"))
    report = load_articles(articles(1), store, new_run("2"))
    assert (report.held, report.counts.coded, report.counts.articles_added) == (0, 1, 0)


def test_what_was_stored_before_an_interruption_stays_and_the_rest_is_done(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "BATCH", 2)

    def interrupted(article: Article) -> None:
        if article.id == "a4":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load_articles(articles(7), store, new_run("1"), on_article=interrupted)
    assert content(store)[1] == {("coded", None): 4}
    assert load_articles(articles(7), store, new_run("1")).held == 4
    with Store.open(tmp_path / "whole.duckdb") as whole:
        load_articles(articles(7), whole, new_run("1"))
        assert content(store) == content(whole)


def test_the_run_hangs_on_version_and_model_but_not_on_the_hour() -> None:
    assert new_run("1").id == new_run("1").id
    assert new_run("1").id != new_run("2").id
