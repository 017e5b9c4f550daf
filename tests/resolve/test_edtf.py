"""Every EDTF value that is printed is one: by the grammar of ISO 8601-2, and by the package edtf where it is there."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.model.span import Passage
from dragoman.model.time import TimeExpression, TimeForm, TimeType, When
from dragoman.resolve.claims_frame import bounded_time
from dragoman.resolve.times import resolve_times
from dragoman.resolve.times_calendar import (
    century_period,
    decade_period,
    half_period,
    period_at,
    quarter_period,
    range_end,
    season_period,
)

CASES = Path(__file__).parents[1] / "cases" / "times.txt"
SEASONS = ("SP", "SU", "FA", "WI")

# EDTF as the Library of Congress has it, as far as it is used here; in an interval stand dates and seasons alone
_DAY = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
_POINT = rf"({_DAY}|\d{{4}}-(0[1-9]|1[0-2])|\d{{4}})[~?%]?|\d{{4}}-2[1-4]"
_PART = r"\d{4}-(3[3-6]|4[01])|\d{3}X|\d\dXX"  # quarters, halves, decades, centuries
_TIME = rf"{_DAY}T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(Z|[+-]\d\d:\d\d)?"
EDTF = re.compile(rf"{_TIME}|{_POINT}|{_PART}|({_POINT}|\.\.)/({_POINT})|({_POINT})/\.\.")

days = st.dates(date(1800, 1, 1), date(2100, 12, 31))
clocks = st.times().map(lambda time: time.isoformat("minutes"))
forms = st.one_of(
    st.builds(
        TimeForm, st.just("date"), year=st.none() | st.integers(1800, 2100), month=st.none() | st.integers(1, 12),
        approximate=st.booleans(),
    ),
    st.builds(
        TimeForm, st.just("date"), year=st.none() | st.integers(1800, 2100), month=st.integers(1, 12),
        day=st.integers(1, 28), clock=st.none() | clocks, zone=st.none() | st.just("Z"), approximate=st.booleans(),
    ),
    st.builds(TimeForm, st.just("date"), year=st.integers(1800, 2100), month=st.integers(1, 12), day=st.integers(1, 9),
              day_to=st.integers(10, 28)),
    st.builds(TimeForm, st.just("date"), year=st.integers(1800, 2100), season=st.sampled_from(SEASONS),
              approximate=st.booleans()),
    st.builds(TimeForm, st.just("date"), year=st.integers(1800, 2100), quarter=st.integers(1, 4)),
    st.builds(TimeForm, st.just("date"), year=st.integers(1800, 2100), half=st.integers(1, 2)),
    st.builds(TimeForm, st.just("date"), decade=st.integers(0, 9), approximate=st.booleans()),
    st.builds(TimeForm, st.just("date"), century=st.integers(18, 21)),
    st.builds(TimeForm, st.just("date"), weekday=st.integers(1, 7)),
    st.builds(TimeForm, st.just("shift"), unit=st.sampled_from(("Y", "M", "W", "D", "Q", "E", "C", "WE")),
              shift=st.integers(-3, 3)),
    st.builds(TimeForm, st.just("offset"), unit=st.sampled_from(("Y", "M", "W", "D")), count=st.integers(1, 40),
              shift=st.sampled_from((-1, 1)), approximate=st.booleans()),
    st.builds(TimeForm, st.just("span"), unit=st.sampled_from(("Y", "M", "W", "D", "Q")), count=st.integers(1, 40),
              shift=st.sampled_from((-1, 1)), length=st.just("P1Y")),
)  # fmt: skip


def told(published: date, *given: TimeForm) -> list[str]:
    """The EDTF values of expressions in a row; all but the last open a range."""
    expressions = [
        TimeExpression(Passage(at, at + 1, "x"), _kind(form), form, 0, at, at + 1, "en.time.test", "past", True,
                       at < len(given) - 1)
        for at, form in enumerate(given)
    ]  # fmt: skip
    mentions = resolve_times(expressions, published.isoformat())
    return [mention.when.edtf for mention in mentions if mention.when is not None]


def _kind(form: TimeForm) -> TimeType:
    return "TIME" if form.clock else "DURATION" if form.kind == "span" else "DATE"


def case_values() -> list[str]:
    rows = [line.split(" | ") for line in CASES.read_text(encoding="utf-8").splitlines() if " | " in line]
    return sorted({row[5].strip() for row in rows if not row[0].startswith("#")} - {"-", ""})


@pytest.fixture(scope="module")
def given_back() -> Callable[[str], str]:
    """A value after the package edtf has read it and written it again."""
    edtf: Any = pytest.importorskip("edtf", reason="the package edtf is not installed")
    return lambda value: str(edtf.parse_edtf(value))


@given(days, forms)
def test_every_form_gives_a_value_of_the_grammar(published: date, form: TimeForm) -> None:
    for value in told(published, form):
        assert EDTF.fullmatch(value), value


@given(days, forms, forms)
def test_every_range_gives_a_value_of_the_grammar(published: date, first: TimeForm, last: TimeForm) -> None:
    for value in told(published, first, last):
        assert EDTF.fullmatch(value), value


def test_the_forms_reach_every_kind_of_value() -> None:
    """Else the properties above would hold of nothing."""
    published = date(2021, 12, 24)
    shown = {
        "2019": TimeForm("date", year=2019),
        "2019~": TimeForm("date", year=2019, approximate=True),
        "2019-06": TimeForm("date", year=2019, month=6),
        "2019-06-03": TimeForm("date", year=2019, month=6, day=3),
        "2019-06-03T10:30:00Z": TimeForm("date", year=2019, month=6, day=3, clock="10:30", zone="Z"),
        "2019-06-03/2019-06-05": TimeForm("date", year=2019, month=6, day=3, day_to=5),
        "2019-22": TimeForm("date", year=2019, season="SU", approximate=True),
        "2019-34": TimeForm("date", year=2019, quarter=2),
        "2019-41": TimeForm("date", year=2019, half=2),
        "196X": TimeForm("date", decade=6),
        "19XX": TimeForm("date", century=19),
        "2021-12-13/2021-12-19": TimeForm("shift", unit="W", shift=-1),
        "2014-12/2021-12": TimeForm("span", unit="Y", count=7, shift=-1, length="P7Y"),
    }
    assert {told(published, form)[0] for form in shown.values()} == set(shown)


def test_times_of_day_stand_in_no_range() -> None:
    first = TimeForm("date", year=2019, month=6, day=3, clock="10:30")
    last = TimeForm("date", year=2019, month=6, day=4, clock="12:00")
    assert told(date(2021, 12, 24), first, last) == ["2019-06-03/2019-06-04"] * 2
    later = TimeForm("date", year=2019, month=6, day=3, clock="12:00")
    assert told(date(2021, 12, 24), first, later) == ["2019-06-03"] * 2


@pytest.mark.parametrize(
    ("edtf", "since", "until"),
    [
        ("2019", "2019/..", "../2019"),
        ("2019-06-03/2019-06-09", "2019-06-03/..", "../2019-06-09"),
        ("2019-06-03T10:30:00Z", "2019-06-03/..", "../2019-06-03"),
        ("196X", "1960/..", "../1969"),
        ("19XX", "1900/..", "../1999"),
        ("2019-33", "2019-01/..", "../2019-03"),
        ("2019-36", "2019-10/..", "../2019-12"),
        ("2019-40", "2019-01/..", "../2019-06"),
        ("2019-41", "2019-07/..", "../2019-12"),
        ("2019-22", "2019-22/..", "../2019-22"),
        ("2019-06~", "2019-06~/..", "../2019-06~"),
    ],
)
def test_open_ranges_begin_or_end_with_a_range(edtf: str, since: str, until: str) -> None:
    when = When(edtf, "2019-06-03", "2019-06-10", "explicit")
    for relation, value in (("since", since), ("until", until)):
        found = bounded_time(when, relation)
        assert found is not None
        assert found.edtf == value
        assert EDTF.fullmatch(value)


@pytest.mark.parametrize("value", case_values())
def test_values_of_the_cases_are_edtf(value: str) -> None:
    assert EDTF.fullmatch(value)


@pytest.mark.parametrize(
    "value",
    [
        "2019-13",
        "2019-22~",
        "196X/..",
        "../2019-33",
        "2019-06-32",
        "19X",
        "2019/2020/..",
        "../..",
        "2019-06-03T10:30:00/2019-06-04",
        "soon",
        "",
    ],
)
def test_the_grammar_refuses_what_is_no_edtf(value: str) -> None:
    assert EDTF.fullmatch(value) is None


# ---- the package edtf ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    sorted({*case_values(), "2015/..", "../2015", "2015-06/..", "../2001-06-02", "196X", "2020-22/..", "../2019~",
            *(f"2020-{code}" for code in (21, 22, 23, 24, 33, 34, 35, 36, 40, 41))}),
)  # fmt: skip
def test_package_gives_values_back(value: str, given_back: Callable[[str], str]) -> None:
    assert given_back(value) == value


@given(days, forms)
def test_package_gives_every_form_back(given_back: Callable[[str], str], published: date, form: TimeForm) -> None:
    for value in told(published, form):
        assert given_back(value) == value


@given(days, forms, forms)
def test_package_gives_every_range_back(
    given_back: Callable[[str], str], published: date, first: TimeForm, last: TimeForm
) -> None:
    for value in told(published, first, last):
        assert given_back(value) == value


@given(days, st.sampled_from(("D", "W", "WE", "M", "Q", "H", "Y", "E", "C")))
def test_package_gives_every_period_and_open_range_back(
    given_back: Callable[[str], str], day: date, grain: str
) -> None:
    period = period_at(day, grain)
    periods = [period, decade_period(day.year // 10), century_period(day.year // 100), half_period(day.year, 2),
               quarter_period(day.year, 4), *(season_period(day.year, season) for season in SEASONS)]  # fmt: skip
    for found in periods:
        assert given_back(found.edtf) == found.edtf
        for value in (f"{range_end(found.edtf, False)}/..", f"../{range_end(found.edtf, True)}"):
            assert given_back(value) == value
