"""From the words that fill a time rule's slots to what they say: a `TimeForm`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from dragoman.extract.times_words import TimeWords
from dragoman.knowledge.times import TimeLexicon
from dragoman.model.time import TimeForm

Slots = Mapping[str, tuple[int, int]]
"""Slot -> the words `[first, last)` that fill it."""

_MINUTES_OF_HALF = {"Y": ("M", 6), "TH": ("TM", 30), "E": ("Y", 5)}
_DURATION_UNITS = {"E": ("Y", 10), "C": ("Y", 100), "L": ("Y", 1000), "2W": ("W", 2), "WE": ("WE", 1)}


class SlotReader:
    """Reads the values of one match's slots: words by the lexicon, figures as they are."""

    def __init__(self, slots: Slots, words: TimeWords, lexicon: TimeLexicon) -> None:
        self.slots = slots
        self.words = words
        self.lexicon = lexicon

    def has(self, slot: str) -> bool:
        return slot in self.slots

    def word(self, slot: str) -> str | None:
        """The (last) word in a slot, in lower case."""
        if slot not in self.slots:
            return None
        return self.words.words[self.slots[slot][1] - 1]

    def value(self, slot: str, *classes: str) -> str | None:
        """The slot's value in the first of the classes that has its word."""
        word = self.word(slot)
        if word is None:
            return None
        for name in classes:
            found = self.lexicon.value(name, word)
            if found is not None:
                return found
        return None

    def number(self, slot: str, *classes: str) -> int | None:
        """The slot as a whole number: figures (also "24th"), or a word's value."""
        word = self.word(slot)
        if word is None:
            return None
        figures = word.rstrip("stndrh")
        if figures.isdigit() and figures.isascii():
            return int(figures)
        value = self.value(slot, *classes)
        return None if value is None else int(value)

    def count(self, slot: str = "n") -> float | None:
        """The number in a slot, "two hundred", "2 1/2" or "2,500"; None where it is vague."""
        first, last = self.slots[slot]
        total = 0.0
        for word in self.words.words[first:last]:
            if (value := self.lexicon.value("NUMWORD", word)) is not None:
                scale = int(value)
                total = total * scale if scale in (100, 1000) and total else total + scale
            elif self.lexicon.value("VAGUE", word) is not None:
                return None
            elif "/" in word:
                above, below = word.split("/")
                total += int(above) / int(below) if int(below) else 0
            elif word[0].isdigit():
                total += float(word.replace(",", "")) if word.count(".") <= 1 else 0
        return total

    def shift(self, slot: str = "rel") -> int | None:
        """Where "last", "this", "next" point to."""
        value = self.value(slot, "LAST", "NEXT", "THIS", "LIKE", "BEFOREADJ", "EARLIERADJ", "AGO")
        return None if value is None else int(value)

    @property
    def approximate(self) -> bool:
        return self.value("approx", "APPROX") == "about"


def make_form(form: str, reader: SlotReader) -> TimeForm | None:
    """The form of a match, or None where its figures are no date ("2021-13-45")."""
    return _MAKERS[form](reader)


def _date(reader: SlotReader) -> TimeForm | None:
    anchored = any(
        reader.has(slot) and reader.value(slot, "LAST", "NEXT", "THIS") is None for slot in ("rel", "relyear")
    )
    decade, century_of_decade = _decade(reader)
    century = reader.number("century", "ORD")
    half = reader.value("half", "ORD")
    quarter = reader.number("quarter", "ORD")
    if (quarter is not None and not 1 <= quarter <= 4) or (half is not None and int(half) > 2):
        return None
    clock, zone = _clock(reader)
    day = reader.number("day", "ORD")
    day_to = reader.number("day_to", "ORD")
    month = reader.number("month", "MONTH")
    if (day is not None and not 1 <= day <= _longest(month)) or (
        day is not None and day_to is not None and not day < day_to <= _longest(month)
    ):
        return None
    return TimeForm(
        "date",
        year=_year(reader),
        month=month,
        day=day,
        day_to=day_to,
        weekday=reader.number("weekday", "WEEKDAY"),
        season=reader.value("season", "SEASON"),
        quarter=quarter,
        half=None if not reader.has("half") else int(half) if half is not None else 2,
        decade=decade,
        century=(century - 1 if century is not None else None) if decade is None else century_of_decade,
        holiday=reader.value("holiday", "HOLIDAY"),
        part=reader.value("part", "PART", "PARTS"),
        clock=clock,
        zone=zone,
        unit="Y" if reader.has("relyear") else None,
        shift=reader.shift("relyear" if reader.has("relyear") else "rel"),
        anchor="reference" if anchored else "published",
        approximate=reader.approximate,
    )


def _longest(month: int | None) -> int:
    return 31 if month is None else (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


def _year(reader: SlotReader) -> int | None:
    if reader.has("yearwords"):
        first, last = reader.slots["yearwords"]
        head = reader.lexicon.value("CENTURYHEAD", reader.words.words[first])
        rest = sum(
            int(value)
            for word in reader.words.words[first + 1 : last]
            if (value := reader.lexicon.value("NUMWORD", word)) is not None
        )
        return int(head or 0) * 100 + rest
    if reader.has("yearcount"):
        return int(reader.count("yearcount") or 0) or None
    if reader.has("shortyear"):
        start = reader.words.words[reader.slots["shortyear"][0] - 2]
        return int(start[:2] + (reader.word("shortyear") or ""))
    return reader.number("year")


def _decade(reader: SlotReader) -> tuple[int | None, int | None]:
    """``(tens, century)`` of "1990s" (9, 19), of "'90s" and of "the nineties" (9, None)."""
    word = reader.word("decade")
    if word is None:
        return None, None
    figures = word.rstrip("s")
    if figures.isdigit():
        return int(figures[-2]), int(figures[:-2]) if len(figures) == 4 else None
    return int(reader.value("decade", "DECADEWORD") or 0), None


def _clock(reader: SlotReader) -> tuple[str | None, str | None]:
    noon = reader.value("noon", "NOON")
    if noon is not None:
        return noon, None
    zone = reader.value("zone", "ZONE")
    hhmm = reader.word("hhmm")
    if hhmm is not None:
        return f"{hhmm[:2]}:{hhmm[2:]}", "Z" if zone == "Z" else None
    told = reader.word("clock") or reader.word("hour")
    if told is None:
        return None, None
    hour, *rest = told.replace(".", ":").split(":")
    number = int(hour)
    half_day = reader.word("ampm")
    if half_day is not None and number <= 12:
        number = number % 12 + (12 if half_day[0] == "p" else 0)
    if number > 24:
        return None, None
    return ":".join([f"{number:02d}", *(rest or ["00"])]), "Z" if zone == "Z" else None


def _iso(reader: SlotReader) -> TimeForm | None:
    word = reader.word("iso") or ""
    return _numeric(int(word[:4]), int(word[5:7]), int(word[8:10]))


def _slash(reader: SlotReader) -> TimeForm | None:
    first, second, year = (int(part) for part in (reader.word("slash") or "").replace(".", "/").split("/"))
    dotted = "." in (reader.word("slash") or "")
    if second > 12:
        return _numeric(year, first, second)
    if first > 12 or first == second or dotted:
        return _numeric(year, second, first)
    return None  # 03/04/2021 may be March or April


def _numeric(year: int, month: int, day: int) -> TimeForm | None:
    if not 1 <= month <= 12 or not 1 <= day <= _longest(month) or not 1000 <= year < 2200:
        return None
    return TimeForm("date", year=year, month=month, day=day)


def _shift(reader: SlotReader) -> TimeForm | None:
    deictic = reader.value("deictic", "DEICTIC")
    if deictic is not None:
        part = reader.value("part", "PART") or (deictic[-2:] if deictic[-1].isalpha() else None)
        days = int(deictic[:-2] if deictic[-1].isalpha() else deictic)
        clock, zone = _clock(reader)
        return TimeForm("shift", unit="D", shift=days, part=part, clock=clock, zone=zone)
    part = reader.value("part", "PART")
    if part is not None:
        beside = reader.value("beside", "BEFOREADJ")
        steps = reader.shift() or 0 if beside is None else int(beside)
        return TimeForm(
            "shift", unit="D", shift=steps, part=part, anchor="published" if reader.has("rel") else "reference"
        )
    unit = reader.value("unit", "UNIT", "QUARTER", "PERIOD")
    half = reader.value("half", "ORD", "LAST")
    form = TimeForm("shift", unit=unit, shift=reader.shift() or 0, approximate=reader.approximate)
    if half is not None:
        return replace(form, half=1 if half == "1" else 2) if half in ("1", "2", "-1") else None
    if (like := reader.value("rel", "LIKE")) is not None:
        return replace(form, anchor="reference", shift=int(like) or None)
    if reader.has("the"):
        return replace(form, anchor="reference" if unit == "Q" else "published", shift=None)
    if reader.has("that"):
        return replace(form, anchor="reference")
    if (beside := reader.value("beside", "BEFOREADJ")) is not None:
        return replace(form, anchor="reference", shift=int(beside))
    return form


def _offset(reader: SlotReader) -> TimeForm | None:
    if reader.has("offset"):
        return TimeForm("offset", unit="Y", count=1, shift=-1, anchor="reference", length="P1Y")
    way = reader.value("dir", "AGO")
    unit = reader.value("unit", "UNIT", "UNITS")
    count = reader.count() if reader.has("n") else 1.0 if reader.value("unit", "UNIT") else None
    unit, count = _plain_units(unit, count)
    deictic = reader.value("dir", "DEEDAGO") is not None
    return TimeForm(
        "offset",
        unit=unit,
        count=count,
        shift=int(way or -1),
        anchor="published" if deictic else "reference",
        approximate=reader.has("approx") and reader.approximate,
        length=duration_value(unit or "Y", count),
    )


def _plain_units(unit: str | None, count: float | None) -> tuple[str | None, float | None]:
    """Decades, centuries and fortnights as years and weeks."""
    if unit in _DURATION_UNITS:
        plain, times = _DURATION_UNITS[unit]
        return plain, None if count is None else count * times
    return unit, count


def _span(reader: SlotReader) -> TimeForm | None:
    count = reader.count() if reader.has("n") else 1.0
    unit, count = _plain_units(reader.value("unit", "UNIT", "UNITS"), count)
    return TimeForm(
        "span",
        unit=unit,
        count=count,
        shift=reader.shift(),
        length=duration_value(unit or "Y", count),
        approximate=reader.approximate,
    )


def _recent(reader: SlotReader) -> TimeForm | None:
    return TimeForm("vague", fixed=reader.value("recent", "RECENT"))


def _duration(reader: SlotReader) -> TimeForm | None:
    unit = reader.value("unit", "UNIT", "UNITS")
    count: float | None = 1.0 if reader.lexicon.value("UNIT", reader.word("unit") or "") else None
    if reader.has("n"):
        count = reader.count()
    if reader.has("halfof"):
        count = 0.5
    elif reader.has("plushalf") and count is not None:
        count += 0.5
    unit, count = _plain_units(unit, count)
    return TimeForm("duration", unit=unit, count=count, fixed=duration_value(unit or "Y", count))


def duration_value(unit: str, count: float | None) -> str:
    """The TIMEX3 value of a length of time: P7Y, PT5H30M, PXD where the count is vague."""
    time = "T" if unit.startswith("T") else ""
    letter = unit.removeprefix("T")
    if count is None:
        return f"P{time}X{letter}"
    whole = int(count)
    if count == whole:
        return f"P{time}{whole}{letter}"
    if count - whole == 0.5 and unit in _MINUTES_OF_HALF:
        smaller, half = _MINUTES_OF_HALF[unit]
        return f"P{time}{f'{whole}{letter}' if whole else ''}{half}{smaller.removeprefix('T')}"
    return f"P{time}{count:g}{letter}"


def _long(reader: SlotReader) -> TimeForm | None:
    return TimeForm("duration", fixed=reader.value("long", "LONG"))


def _set(reader: SlotReader) -> TimeForm | None:
    word = reader.value("setword", "SETWORD")
    if word is not None:
        return TimeForm("set", fixed=word)
    part = reader.value("part", "PART", "PARTS")
    time = f"T{part}" if part else ""
    weekday = reader.value("weekday", "WEEKDAY", "WEEKDAYS")
    if weekday is not None:
        return TimeForm("set", fixed=f"XXXX-WXX-{weekday}{time}")
    if (month := reader.number("month", "MONTH")) is not None:
        return TimeForm("set", fixed=f"XXXX-{month:02d}")
    if (season := reader.value("season", "SEASON")) is not None:
        return TimeForm("set", fixed=f"XXXX-{season}")
    if part:
        return TimeForm("set", fixed=f"XXXX-XX-XX{time}")
    unit = reader.value("unit", "UNIT", "UNITS")
    count = reader.count() if reader.has("n") else 1.0
    unit, count = _plain_units(unit, count)
    return TimeForm("set", fixed=duration_value(unit or "Y", count))


def _vague(reader: SlotReader) -> TimeForm | None:
    return TimeForm("vague", fixed=reader.value("ref", "REF", "PASTNOUN"))


def _fiscal(reader: SlotReader) -> TimeForm | None:
    # a fiscal year begins on another day in every country: the calendar year is near, no more
    return TimeForm("date", year=reader.number("year"), approximate=True)


def _yearend(reader: SlotReader) -> TimeForm | None:
    return TimeForm("shift", unit="Y", approximate=reader.approximate)


_MAKERS: Mapping[str, Callable[[SlotReader], TimeForm | None]] = {
    "date": _date,
    "iso": _iso,
    "slash": _slash,
    "shift": _shift,
    "offset": _offset,
    "span": _span,
    "recent": _recent,
    "duration": _duration,
    "long": _long,
    "set": _set,
    "vague": _vague,
    "fiscal": _fiscal,
    "yearend": _yearend,
}
