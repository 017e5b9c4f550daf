"""From forms to values and intervals, without any parser."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.model.span import Passage
from dragoman.model.time import Tense, TimeExpression, TimeForm, TimeMention, TimeType
from dragoman.resolve.times import resolve_times
from dragoman.resolve.times_calendar import WIDTHS, add_months, easter, holiday_day, period_at, season_period

FRIDAY = "2021-12-24"


def expression(
    form: TimeForm, kind: TimeType = "DATE", tense: Tense | None = None, sentence: int = 0, opens_range: bool = False
) -> TimeExpression:
    return TimeExpression(Passage(0, 4, "then"), kind, form, sentence, 0, 1, "en.time.test", tense, True, opens_range)


def resolve(form: TimeForm, published: str | None = FRIDAY, tense: Tense | None = None) -> TimeMention:
    (mention,) = resolve_times([expression(form, tense=tense)], published)
    return mention


@pytest.mark.parametrize(
    ("form", "tense", "value", "rule"),
    [
        (TimeForm("date", weekday=5), "past", "2021-12-24", "published.past"),
        (TimeForm("date", weekday=5), "future", "2021-12-24", "published.future"),
        (TimeForm("date", weekday=4), "past", "2021-12-23", "published.past"),
        (TimeForm("date", weekday=4), "future", "2021-12-30", "published.future"),
        (TimeForm("date", weekday=4), None, "2021-12-23", "published.past"),
        (TimeForm("date", weekday=5, shift=-1), "past", "2021-12-17", "published"),
        (TimeForm("date", weekday=1, shift=1), "future", "2021-12-27", "published"),
        (TimeForm("date", month=1, day=3), None, "2022-01-03", "published.future"),
        (TimeForm("date", month=12), "future", "2021-12", "published.future"),
        (TimeForm("date", month=12, shift=-1), "past", "2020-12", "published"),
        (TimeForm("date", month=2, day=29), "past", "2020-02-29", "published.past"),
        (TimeForm("date", month=6, unit="Y", shift=-1), None, "2020-06", "published"),
        (TimeForm("date", holiday="easter-2"), "past", "2021-04-02", "published.past"),
    ],
)
def test_tense_and_shift_choose_the_date(form: TimeForm, tense: Tense | None, value: str, rule: str) -> None:
    mention = resolve(form, tense=tense)
    assert mention.value == value
    assert mention.when is not None
    assert (mention.when.basis, mention.when.rule) == ("relative", f"en.time.test/{rule}")


def test_a_tense_that_is_not_firm_yields_to_a_much_nearer_date() -> None:
    loose = TimeExpression(
        Passage(0, 4, "then"), "DATE", TimeForm("date", month=1, day=10), 0, 0, 1, "r", "past", firm=False
    )
    firm = expression(TimeForm("date", month=1, day=10), tense="past")
    assert [m.value for m in resolve_times([loose], FRIDAY)] == ["2022-01-10"]
    assert [m.value for m in resolve_times([firm], FRIDAY)] == ["2021-01-10"]


@pytest.mark.parametrize(
    ("form", "value"),
    [
        (TimeForm("date", month=3, day=3), "XXXX-03-03"),
        (TimeForm("date", month=3), "XXXX-03"),
        (TimeForm("date", weekday=5), "XXXX-WXX-5"),
        (TimeForm("date", quarter=3), "XXXX-Q3"),
        (TimeForm("date", season="SU"), "XXXX-SU"),
        (TimeForm("date", holiday="12-25"), "XXXX-12-25"),
        (TimeForm("date", decade=2), "XX2"),
        (TimeForm("date", month=6, unit="Y", shift=-1), "XXXX-06"),
        (TimeForm("shift", unit="W", shift=-1), "XXXX-WXX"),
        (TimeForm("shift", unit="D", shift=0, part="NI"), "XXXX-XX-XXTNI"),
        (TimeForm("shift", unit="Y", shift=0, anchor="reference"), "XXXX"),
        (TimeForm("date", clock="10:30"), "XXXX-XX-XXT10:30"),
        (TimeForm("span", unit="Y", count=7, shift=-1, length="P7Y"), "P7Y"),
    ],
)
def test_without_a_day_of_publication_nothing_is_guessed(form: TimeForm, value: str) -> None:
    mention = resolve(form, published=None)
    assert mention.value == value
    assert mention.when is None


def test_a_date_told_whole_needs_no_publication_and_an_impossible_one_has_no_interval() -> None:
    told = resolve(TimeForm("date", year=2020, month=2, day=29), published=None)
    assert told.when is not None
    assert (told.when.from_, told.when.to, told.when.basis) == ("2020-02-29", "2020-03-01", "explicit")
    never = resolve(TimeForm("date", year=2021, month=2, day=29))
    assert never.when is None


@pytest.mark.parametrize("published", ["soon", "2021-13-40", ""])
def test_a_publication_that_is_no_date_counts_as_none(published: str) -> None:
    assert resolve(TimeForm("date", weekday=5), published=published).when is None


def test_a_time_behind_the_day_of_publication_is_ignored() -> None:
    assert resolve(TimeForm("shift", unit="D", shift=-1), published="2021-12-24T23:30:00Z").value == "2021-12-23"


def test_winter_covers_both_winters_of_its_year() -> None:
    winter = resolve(TimeForm("date", year=2020, season="WI")).when
    assert winter is not None
    assert (winter.edtf, winter.from_, winter.to) == ("2020-24", "2019-12-01", "2021-03-01")


def test_the_reference_is_the_latest_date_fine_enough() -> None:
    mentions = resolve_times(
        [
            expression(TimeForm("date", year=2019, month=5, day=3)),
            expression(TimeForm("date", year=1998)),
            expression(TimeForm("shift", unit="D", shift=0, anchor="reference")),
            expression(TimeForm("shift", unit="M", shift=1, anchor="reference")),
        ],
        FRIDAY,
    )
    assert [mention.value for mention in mentions] == ["2019-05-03", "1998", "2019-05-03", "2019-06"]
    when = mentions[3].when
    assert when is not None
    assert when.rule == "en.time.test/reference"


def test_what_is_only_compared_with_is_no_reference() -> None:
    earlier = TimeForm("offset", unit="Y", count=1, shift=-1, anchor="reference", length="P1Y")
    mentions = resolve_times([expression(TimeForm("date", year=2019, quarter=3)), *[expression(earlier)] * 2], FRIDAY)
    assert [mention.value for mention in mentions] == ["2019-Q3", "2018-Q3", "2018-Q3"]


def test_a_clock_takes_the_day_of_its_sentence_then_of_the_text_then_of_publication() -> None:
    clock, day = TimeForm("date", clock="10:30"), TimeForm("date", year=2019, month=5, day=3)
    behind = resolve_times([expression(clock, "TIME", sentence=1), expression(day, sentence=1)], FRIDAY)[0]
    before = resolve_times([expression(day, sentence=0), expression(clock, "TIME", sentence=4)], FRIDAY)[1]
    alone = resolve_times([expression(clock, "TIME")], FRIDAY)[0]
    found = [(m.value, m.when.basis) for m in (behind, before, alone) if m.when is not None]
    assert found == [
        ("2019-05-03T10:30", "relative"),
        ("2019-05-03T10:30", "inferred"),
        ("2021-12-24T10:30", "published"),
    ]


def test_a_range_gives_both_ends_the_interval_and_takes_the_year_of_its_end() -> None:
    first, last = resolve_times(
        [
            expression(TimeForm("date", month=11), opens_range=True),
            expression(TimeForm("date", year=2019, month=2)),
        ],
        FRIDAY,
    )
    assert (first.value, last.value) == ("2018-11", "2019-02")
    assert first.when is not None
    assert last.when is not None
    assert first.when.edtf == last.when.edtf == "2018-11/2019-02"
    assert (first.when.from_, first.when.to) == ("2018-11-01", "2019-03-01")


def test_a_range_that_runs_backwards_is_none() -> None:
    first, _ = resolve_times(
        [expression(TimeForm("date", year=2019), opens_range=True), expression(TimeForm("date", year=2001))], FRIDAY
    )
    assert first.when is not None
    assert first.when.edtf == "2019"


def test_a_count_that_leaves_the_calendar_is_vague() -> None:
    mention = resolve(TimeForm("offset", unit="Y", count=500_000, shift=-1))
    assert (mention.value, mention.when) == ("PAST_REF", None)


@pytest.mark.parametrize(("year", "month", "day"), [(1961, 4, 2), (2000, 4, 23), (2019, 4, 21), (2024, 3, 31)])
def test_easter(year: int, month: int, day: int) -> None:
    assert easter(year) == date(year, month, day)


def test_holidays_by_weekday() -> None:
    assert holiday_day("11-4-4", 2021) == date(2021, 11, 25)
    assert holiday_day("05-5-1", 2021) == date(2021, 5, 31)  # the last Monday, where there are five
    assert holiday_day("05-5-1", 2022) == date(2022, 5, 30)


DAYS = st.dates(min_value=date(1200, 1, 1), max_value=date(2800, 1, 1))


@given(DAYS, st.sampled_from(sorted(set(WIDTHS) - {"S"})))
def test_a_period_holds_its_day_and_its_neighbours_touch_it(day: date, grain: str) -> None:
    period = period_at(day, grain)
    after = period.moved(1)
    assert after.moved(-1) == period
    if grain == "WE":
        assert (period.start.isoweekday(), period.end - period.start) == (6, timedelta(days=2))
    else:
        assert period.start <= day < period.end
        assert after.start == period.end


@given(DAYS, st.integers(-600, 600))
def test_months_are_added_without_leaving_the_month(day: date, months: int) -> None:
    moved = add_months(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day == day.day or (moved.day < day.day and (moved + timedelta(days=1)).day == 1)


def test_a_season_moves_by_years() -> None:
    assert season_period(2020, "WI").moved(1) == season_period(2021, "WI")
    assert season_period(2020, "SU").moved(-2).edtf == "2018-22"
