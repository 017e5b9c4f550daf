"""Dates as rows and headers write them, as ISO dates."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from dragoman.intake.vocabulary import furniture_words

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)(?:[T ]\s*\d{1,2}:\d{2}.*)?\Z")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}Z?)?\Z")
_SLASHED = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})\Z")


@lru_cache(maxsize=1)
def _spoken() -> re.Pattern[str]:
    words = furniture_words()
    month = rf"(?P<{{}}>{words.month_names})\b\.?"
    zone = r"(?:\(?[A-Z]{2,5}\)?|[+-]\d{2}:?\d{2})?"
    clock = rf"(?:\s*,?\s*(?:at\s+)?\d{{1,2}}[:.]\d{{2}}(?::\d{{2}})?\s*(?:[ap]\.?m\.?)?\s*{zone})?"
    return re.compile(
        rf"(?:(?:{words.weekdays})\b\.?,?\s+)?"
        rf"(?:{month.format('m1')}\s*(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s+(?P<y1>\d{{4}})"
        rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?[\s\-](?:of\s+)?{month.format('m2')}[\s,\-]\s*(?P<y2>\d{{4}}))"
        rf"{clock}\s*\.?\Z",
        re.IGNORECASE,
    )


def read_date(words: str) -> str | None:
    """The day a date or date-time names, as "YYYY-MM-DD"; None where it names none or lacks its year.

    Read are ISO dates and date-times, "20080804", "2008/8/4", and "December 24, 2021" or "24 Dec 2021" with or
    without a weekday and a clock time. "4/8/2008" is not read: nobody can tell whether it is August or April.
    """
    words = " ".join(words.split())
    if not words or len(words) > 80:  # longer than any date with weekday, clock and zone
        return None
    for pattern in (_ISO, _COMPACT, _SLASHED):
        match = pattern.match(words)
        if match:
            return _day(int(match[1]), int(match[2]), int(match[3]))
    match = _spoken().match(words)
    if match is None:
        return None
    month = furniture_words().months[(match["m1"] or match["m2"]).lower()]
    return _day(int(match["y1"] or match["y2"]), month, int(match["d1"] or match["d2"]))


def _day(year: int, month: int, day: int) -> str | None:
    if not 1000 <= year <= 2999:  # other years are numbers that only look like a date
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
