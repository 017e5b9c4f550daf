"""The order of the steps and the walls between the rooms are kept by machine."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path

import pytest

from dragoman.model.dossier import Dossier
from dragoman.run.steps import STEPS, OrderError, Step, check_order

ROOT = Path(__file__).parents[2]


def step(name: str) -> Step:
    (found,) = [step for step in STEPS if step.name == name]
    return found


def test_the_order_holds_and_fills_every_drawer_once() -> None:
    check_order()
    given = {"article", "repairs", "problems"}
    written = [drawer for step in STEPS for drawer in step.writes]
    assert sorted(written) == sorted({item.name for item in fields(Dossier)} - given)


def test_step_before_what_it_reads_is_refused() -> None:
    parties = step("parties")
    others = [step for step in STEPS if step is not parties]
    with pytest.raises(OrderError, match="step parties reads mentions, which no step before it fills"):
        check_order([parties, *others])


def test_step_that_is_left_out_is_missed() -> None:
    with pytest.raises(OrderError, match="step events reads times"):
        check_order([step for step in STEPS if step.name != "times"])


def test_drawer_filled_twice_is_refused() -> None:
    with pytest.raises(OrderError, match="step places fills places, which is filled already"):
        check_order([step("places"), *STEPS])


def test_drawer_that_came_with_the_article_is_refused() -> None:
    with pytest.raises(OrderError, match="fills article"):
        check_order([replace(step("sentences"), writes=("article",))])


@pytest.mark.parametrize("name", [step.name for step in STEPS if step.reads])
def test_every_step_that_reads_needs_another_before_it(name: str) -> None:
    with pytest.raises(OrderError, match=f"step {name} reads"):
        check_order([step(name)])


def test_rooms_import_only_what_lies_below_them() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout
