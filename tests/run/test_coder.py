"""Articles in, dossiers out: in order, whatever fails, and the same from several processes."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.intake import article_from_text
from dragoman.knowledge.tables import DataError
from dragoman.model.article import Article, Problem
from dragoman.model.dossier import Dossier
from dragoman.reading.parser import ModelMissingError
from dragoman.run import coder as room
from dragoman.run.coder import Coder, WorkerError, code_articles
from dragoman.run.setup import Setup
from dragoman.run.steps import STEPS, OrderError, check_order, code_reading


def article(number: int) -> Article:
    text = f"Kenya recalled its ambassador from Somalia on Monday, report {number} said."
    return article_from_text(text, id=f"a{number}", published="2024-03-05")


def problem(number: int) -> Problem:
    return Problem("bad", "is bad", article=f"p{number}", fatal=True)


def names(found: Iterator[Dossier | Problem]) -> list[str | None]:
    return [each.article if isinstance(each, Problem) else each.article.id for each in found]


@given(st.lists(st.booleans(), max_size=40))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_problems_keep_their_place_among_the_articles(coder: Coder, good: list[bool]) -> None:
    items = [article(number) if fine else problem(number) for number, fine in enumerate(good)]
    expected = [f"a{number}" if fine else f"p{number}" for number, fine in enumerate(good)]
    assert names(coder.code(items)) == expected


def test_an_article_that_fails_is_a_problem_and_the_rest_is_coded(
    coder: Coder, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = code_reading

    def failing(article: Article, *rest: object) -> Dossier:
        if article.id == "a1":
            raise RuntimeError("an accident")
        return real(article, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(room, "code_reading", failing)
    first, second, third = coder.code([article(0), replace(article(1), origin="f:2"), article(2)])
    assert isinstance(first, Dossier)
    assert isinstance(third, Dossier)
    assert isinstance(second, Problem)
    assert (second.code, second.article, second.origin, second.fatal) == ("coding-failed", "a1", "f:2", True)
    assert "RuntimeError: an accident" in second.message


def test_an_article_that_cannot_be_cleaned_is_a_problem_too(coder: Coder, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(article: Article) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr(room, "clean_article", failing)
    (found,) = coder.code([article(0)])
    assert isinstance(found, Problem)
    assert found.code == "coding-failed"


def test_a_missing_model_is_named_before_any_process_starts() -> None:
    with pytest.raises(ModelMissingError):
        next(code_articles([article(0)], setup=Setup("xx_none"), processes=2))
    assert not multiprocessing.active_children()


def test_several_processes_give_the_same_and_end_when_they_are_left(coder: Coder) -> None:
    items = [article(number) if number % 5 else problem(number) for number in range(1000)]
    found = code_articles(items, processes=2)
    assert list(islice(found, 40)) == list(coder.code(items[:40]))
    assert len(multiprocessing.active_children()) == 2
    found.close()  # type: ignore[attr-defined]
    assert not multiprocessing.active_children()


def test_what_is_wrong_in_a_worker_is_raised_here(tmp_path: Path) -> None:
    (tmp_path / "almanac").mkdir()
    (tmp_path / "almanac" / "states.csv").write_text("nonsense\n")
    with pytest.raises(DataError, match=r"states\.csv"):
        next(code_articles([article(0)], processes=2, setup=Setup(data=tmp_path)))


def dying(shard: object) -> None:
    os._exit(9)


def test_a_worker_that_dies_is_told_of(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(room, "_code_shard", dying)
    with pytest.raises(WorkerError, match="Take fewer --processes"):
        next(code_articles([article(0)], processes=2, setup=Setup(data=tmp_path)))


def test_the_order_of_steps_is_checked() -> None:
    check_order()
    with pytest.raises(OrderError, match="step settled reads parties"):
        check_order([step for step in STEPS if step.name != "parties"])
    with pytest.raises(OrderError, match="step times fills times"):
        check_order([*STEPS, next(step for step in STEPS if step.name == "times")])


def test_every_drawer_is_filled_by_a_step() -> None:
    filled = {drawer for step in STEPS for drawer in step.writes}
    assert filled | {"article", "repairs", "problems"} == set(Dossier.__dataclass_fields__)


def test_times_and_claims_point_into_the_text(coder: Coder) -> None:
    (found,) = coder.code([article(1)])
    assert isinstance(found, Dossier)
    assert found.claims
    for claim in found.claims:
        assert found.article.text[claim.evidence.start : claim.evidence.end] == claim.evidence.text
