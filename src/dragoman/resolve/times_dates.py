"""Places a date that the words tell in part ("March 3", "Friday", "the third quarter") in the calendar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from dragoman.model.time import Tense, TimeForm
from dragoman.resolve.times_calendar import (
    Period,
    century_period,
    day_period,
    decade_period,
    half_period,
    holiday_day,
    month_period,
    quarter_period,
    season_period,
    year_period,
)

_DAY = timedelta(days=1)
_FAR, _NEAR, _SOON = 200, 100, 45  # days
_OLD_CENTURY = 19
_SURELY_OLD = 5  # "the fifties" to "the nineties" are the last century's; "the twenties" may be either's


def anchored_date(form: TimeForm, anchor: date | None, tense: Tense | None, firm: bool) -> tuple[Period, str] | None:
    """The period of a `date` form and how it was reached, or None where the anchor is needed and missing.

    Where the tense is not `firm`, it yields to a date that is much nearer on the other side of the anchor.

    How: "explicit", "published" (the anchor's own year, or a shift from it), "published.past" or "published.future"
    (the nearest before or after the anchor, by the tense).
    """
    if form.decade is not None:
        century = form.century if form.century is not None else _OLD_CENTURY if form.decade >= _SURELY_OLD else None
        return None if century is None else (decade_period(century * 10 + form.decade), "explicit")
    if form.century is not None:
        return century_period(form.century), "explicit"
    year = form.year
    how = "explicit"
    if year is None and form.unit == "Y" and anchor is not None:
        year, how = anchor.year + (form.shift or 0), "published"
    if year is not None:
        period = _in_year(form, year)
        return None if period is None else (period, how)
    if anchor is None or form.unit == "Y":
        return None
    if form.weekday is not None and form.month is None and form.day is None:
        return _weekday(form, anchor, tense)
    return _without_year(form, anchor, tense, firm)


def _in_year(form: TimeForm, year: int) -> Period | None:
    if form.holiday is not None:
        return day_period(holiday_day(form.holiday, year))
    if form.month is not None and form.day is not None:
        try:
            return day_period(date(year, form.month, form.day))
        except ValueError:  # 29 February of a year without one
            return None
    if form.month is not None:
        return month_period(year, form.month)
    if form.quarter is not None:
        return quarter_period(year, form.quarter)
    if form.half is not None:
        return half_period(year, form.half)
    if form.season is not None:
        return season_period(year, form.season)
    return year_period(year)


def _weekday(form: TimeForm, anchor: date, tense: Tense | None) -> tuple[Period, str]:
    back = (anchor.isoweekday() - (form.weekday or 1)) % 7
    if form.shift is None:
        if tense == "future":
            return day_period(anchor + _DAY * (-back % 7)), "published.future"
        return day_period(anchor - _DAY * back), "published.past"
    if form.shift < 0:
        return day_period(anchor - _DAY * (back or 7)), "published"
    if form.anchor == "reference":
        return day_period(anchor + _DAY * (7 - back)), "published"
    monday = anchor - _DAY * anchor.weekday() + _DAY * 7 * form.shift
    return day_period(monday + _DAY * ((form.weekday or 1) - 1)), "published"


def _without_year(form: TimeForm, anchor: date, tense: Tense | None, firm: bool) -> tuple[Period, str] | None:
    if form.month is None and form.day is not None:
        periods = _around(lambda step: _day_of_month(form.day or 1, anchor, step), (-1, 0, 1))
    else:
        periods = _around(lambda step: _in_year(form, anchor.year + step), (-4, -3, -2, -1, 0, 1, 2, 3, 4))
        if form.day is not None and form.weekday is not None:
            fitting = [period for period in periods if period.start.isoweekday() == form.weekday]
            periods = fitting or periods
    if not periods:
        return None
    if form.shift == 0:
        own = [period for period in periods if _value_year(period) == anchor.year]
        return (own[0], "published") if own else None
    if form.shift is not None:
        return _beside(periods, anchor, form.shift)
    begun = [period for period in periods if period.start <= anchor]
    ahead = [period for period in periods if period.end > anchor]
    if tense == "future" and ahead and (firm or not _far(ahead[0], begun[-1:], anchor)):
        return ahead[0], "published.future"
    if tense == "past" and begun and (firm or not _far(begun[-1], ahead[:1], anchor)):
        return begun[-1], "published.past"
    if tense is None and form.day is not None and begun and not _near(ahead[:1], anchor):
        return begun[-1], "published.past"
    nearest = min(periods, key=lambda period: _distance(period, anchor))
    return nearest, "published.past" if nearest.start <= anchor else "published.future"


def _value_year(period: Period) -> int:
    return int(period.value[:4])


def _beside(periods: Sequence[Period], anchor: date, shift: int) -> tuple[Period, str] | None:
    if shift < 0:
        over = [period for period in periods if period.end <= anchor and not period.start <= anchor < period.end]
        return (over[-1], "published") if over else None
    ahead = [period for period in periods if period.start > anchor]
    return (ahead[0], "published") if ahead else None


def _distance(period: Period, anchor: date) -> int:
    if period.start <= anchor < period.end:
        return 0
    return min(abs((period.start - anchor).days), abs((anchor - period.end).days))


def _near(periods: Sequence[Period], anchor: date) -> bool:
    return any(_distance(period, anchor) < _SOON for period in periods)


def _far(period: Period, others: Sequence[Period], anchor: date) -> bool:
    """Whether a period is so far and the one on the other side so near that writers would have told the year."""
    return _distance(period, anchor) > _FAR and any(_distance(other, anchor) < _NEAR for other in others)


def _day_of_month(day: int, anchor: date, step: int) -> Period | None:
    year, month = divmod(anchor.year * 12 + anchor.month - 1 + step, 12)
    try:
        return day_period(date(year, month + 1, day))
    except ValueError:
        return None


def _around(make: Callable[[int], Period | None], steps: Sequence[int]) -> list[Period]:
    found: list[Period] = []
    for step in steps:
        try:
            period = make(step)
        except (ValueError, OverflowError):  # at the ends of the calendar
            period = None
        if period is not None:
            found.append(period)
    return found


def unknown_value(form: TimeForm) -> str:
    """The TIMEX3 value of a date whose year is not known."""
    if form.decade is not None:
        return f"XX{form.decade}"
    if form.weekday is not None and form.month is None and form.day is None:
        return f"XXXX-WXX-{form.weekday}"
    if form.month is not None or form.day is not None:
        month = f"{form.month:02d}" if form.month is not None else "XX"
        return f"XXXX-{month}" + (f"-{form.day:02d}" if form.day is not None else "")
    if form.holiday is not None and len(form.holiday) == 5:
        return f"XXXX-{form.holiday}"
    if form.holiday is not None:
        return "XXXX-XX-XX"
    if form.quarter is not None:
        return f"XXXX-Q{form.quarter}"
    if form.half is not None:
        return f"XXXX-H{form.half}"
    if form.season is not None:
        return f"XXXX-{form.season}"
    return "XXXX"
