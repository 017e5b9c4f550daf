"""Stretches of the calendar: days, weeks, months, quarters, seasons, years, decades and centuries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)
# EDTF's codes of parts of a year (ISO 8601-2): seasons, quarters, halves
_SEASON_CODES = {"SP": 21, "SU": 22, "FA": 23, "WI": 24}
_SEASON_STARTS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
_QUARTER_CODE = 32
_HALF_CODE = 39
# How wide a grain is, for the question whether a date is fine enough to find "that month" in it
WIDTHS = {"D": 0, "WE": 1, "W": 2, "M": 3, "Q": 4, "S": 4, "H": 5, "Y": 6, "E": 7, "C": 8}


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days `[start, end)` with its TIMEX3 value and EDTF string.

    `grain` is D, W, WE (weekend), M, Q, S (season), H (half-year), Y, E (decade) or C (century).
    """

    grain: str
    start: date
    end: date
    value: str
    edtf: str

    def moved(self, steps: int) -> Period:
        """The period of the same grain that many steps on (or back, where negative).

        Raises:
            ValueError, OverflowError: where that leaves the years 1 to 9999.
        """
        if self.grain == "D":
            return day_period(self.start + _DAY * steps)
        if self.grain == "W":
            return week_period(self.start + _DAY * 7 * steps)
        if self.grain == "WE":
            return weekend_period(self.start + _DAY * 7 * steps)
        months = {"M": 1, "Q": 3, "H": 6, "S": 12, "Y": 12, "E": 120, "C": 1200}[self.grain]
        start = add_months(self.start, months * steps)
        if self.grain == "S":
            # a winter is written with the year it begins in
            season = self.value[-2:]
            return season_period(int(self.value[:4]) + steps, season)
        return period_at(start, self.grain)


def add_months(day: date, months: int) -> date:
    """The same day that many months on; the month's last day where it is shorter. Raises ValueError outside 1..9999."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            if not 1 <= year <= 9999:
                raise
    raise AssertionError("every month has 28 days")


def period_at(day: date, grain: str) -> Period:
    """The period of a grain that a day lies in; a weekend is that of the day's week. `S` is not served here."""
    if grain == "D":
        return day_period(day)
    if grain == "W":
        return week_period(day)
    if grain == "WE":
        return weekend_period(day)
    if grain == "M":
        return month_period(day.year, day.month)
    if grain == "Q":
        return quarter_period(day.year, (day.month + 2) // 3)
    if grain == "H":
        return half_period(day.year, 1 if day.month <= 6 else 2)
    if grain == "Y":
        return year_period(day.year)
    if grain == "E":
        return decade_period(day.year // 10)
    return century_period(day.year // 100)


def day_period(day: date) -> Period:
    return Period("D", day, day + _DAY, day.isoformat(), day.isoformat())


def week_period(day: date) -> Period:
    """The ISO week, Monday to Sunday, that a day lies in."""
    start = day - _DAY * day.weekday()
    year, week, _ = start.isocalendar()
    return Period("W", start, start + _DAY * 7, f"{year:04d}-W{week:02d}", f"{start}/{start + _DAY * 6}")


def weekend_period(day: date) -> Period:
    """Saturday and Sunday of a day's ISO week."""
    week = week_period(day)
    start = week.start + _DAY * 5
    return Period("WE", start, week.end, f"{week.value}-WE", f"{start}/{start + _DAY}")


def month_period(year: int, month: int) -> Period:
    start = date(year, month, 1)
    name = f"{year:04d}-{month:02d}"
    return Period("M", start, add_months(start, 1), name, name)


def quarter_period(year: int, quarter: int) -> Period:
    start = date(year, quarter * 3 - 2, 1)
    return Period("Q", start, add_months(start, 3), f"{year:04d}-Q{quarter}", f"{year:04d}-{_QUARTER_CODE + quarter}")


def half_period(year: int, half: int) -> Period:
    start = date(year, half * 6 - 5, 1)
    return Period("H", start, add_months(start, 6), f"{year:04d}-H{half}", f"{year:04d}-{_HALF_CODE + half}")


def season_period(year: int, season: str) -> Period:
    """A season (SP, SU, FA, WI) of the northern half of the globe.

    "The winter of 2020" may begin or end in that year: its days are those of both.
    """
    start = date(year, _SEASON_STARTS[season], 1)
    end = add_months(start, 3)
    if season == "WI":
        start = add_months(start, -12)
    return Period("S", start, end, f"{year:04d}-{season}", f"{year:04d}-{_SEASON_CODES[season]}")


def year_period(year: int) -> Period:
    start = date(year, 1, 1)
    return Period("Y", start, date(year + 1, 1, 1), f"{year:04d}", f"{year:04d}")


def decade_period(decade: int) -> Period:
    """The decade that begins with the year `decade * 10`."""
    start = date(decade * 10, 1, 1)
    return Period("E", start, date(decade * 10 + 10, 1, 1), f"{decade:03d}", f"{decade:03d}X")


def century_period(century: int) -> Period:
    """The hundred years from `century * 100` on: the 20th century is 19."""
    start = date(max(century * 100, 1), 1, 1)
    return Period("C", start, date(century * 100 + 100, 1, 1), f"{century:02d}", f"{century:02d}XX")


def range_end(edtf: str, last: bool) -> str:
    """The first or last end of an EDTF value, itself perhaps a range, as it may stand in an interval.

    Level 1 of EDTF has no time of day, no "X", no quarter and no half-year there: a time of day gives its day, a
    decade and a century their first or last year ("196X": 1960 or 1969), quarters and halves their month.
    """
    end = edtf.split("/")[-1 if last else 0].partition("T")[0]
    if "X" in end:
        return end.replace("X", "9" if last else "0")
    year, _, part = end.partition("-")
    if part.isdecimal() and int(part) > _QUARTER_CODE:
        quarters = int(part) <= _QUARTER_CODE + 4
        length, nth = (3, int(part) - _QUARTER_CODE) if quarters else (6, int(part) - _HALF_CODE)
        return f"{year}-{nth * length if last else (nth - 1) * length + 1:02d}"
    return end


def holiday_day(rule: str, year: int) -> date:
    """The day of a holiday: "12-25", "11-4-4" (the fourth Thursday; 5 is the last one) or "easter-2"."""
    if rule.startswith("easter"):
        return easter(year) + _DAY * int(rule.removeprefix("easter"))
    month, *rest = (int(part) for part in rule.split("-"))
    if len(rest) == 1:
        return date(year, month, rest[0])
    nth, weekday = rest
    first = date(year, month, 1)
    day = first + _DAY * ((weekday - first.isoweekday()) % 7 + 7 * (nth - 1))
    return day if day.month == month else day - _DAY * 7


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the method of Meeus, Jones and Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)
