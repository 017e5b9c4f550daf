"""From expressions of time to values and intervals, by the day of publication and the dates told before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from dragoman.model.time import Basis, Tense, TimeExpression, TimeForm, TimeMention, When
from dragoman.resolve.times_calendar import WIDTHS, Period, add_months, day_period, half_period, period_at, range_end
from dragoman.resolve.times_dates import anchored_date, unknown_value

_DAY = timedelta(days=1)
_QUALIFIED = frozenset({"D", "M", "Y"})  # EDTF marks a date as approximate, and no season and no part of a year
_UNKNOWN_UNITS = {
    "D": "XXXX-XX-XX", "W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "M": "XXXX-XX", "Q": "XXXX-QX", "Y": "XXXX", "E": "XXX",
    "C": "XX",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Reached:
    """A period, what it rests on, and the name of the inference."""

    period: Period
    basis: Basis
    how: str


@dataclass(slots=True)
class _Told:
    """What is known while the expressions of one article are gone through in order."""

    published: date | None
    periods: list[Period] = field(default_factory=list)

    def latest(self, width: int) -> Period | None:
        """The latest date told that is no wider than a grain's width."""
        for period in reversed(self.periods):
            if WIDTHS[period.grain] <= width:
                return period
        return None

    def latest_quarter(self) -> Period | None:
        """The latest quarter told: finer dates beside it ("the quarter ended Sept. 30") are mostly not in it."""
        quarters = (period for period in reversed(self.periods) if period.grain == "Q")
        return next(quarters, None)


def resolve_times(expressions: Sequence[TimeExpression], published: str | None) -> tuple[TimeMention, ...]:
    """One mention for each expression, in order; `published` is the article's ISO date (a time behind it is ignored).

    Nothing is guessed: without a day to count from, a value keeps its X ("XXXX-03-03") and `when` is None. The rule of
    a `when` is the expression's with the inference behind a slash ("en.time.weekday/published.past").
    """
    told = _Told(_day(published))
    mentions: list[TimeMention] = []
    clocks: list[int] = []
    for index, expression in enumerate(_with_range_years(expressions)):
        form = expression.form
        if form.clock is not None and form.kind == "date" and not _has_day(form):
            clocks.append(index)
            mentions.append(_mention(expression, f"XXXX-XX-XXT{form.clock}", None))
            continue
        try:
            reached, value = _resolve(expression, told)
        except (ValueError, OverflowError):  # a count of years that leaves the calendar
            reached, value = None, "PAST_REF" if (form.shift or 0) < 0 else "FUTURE_REF"
        # what is only compared with ("a year earlier") is not what "that year" goes back to
        compared = form.anchor == "reference" and (form.shift or 0) < 0
        if reached is not None and form.kind in ("date", "shift", "offset") and not compared:
            told.periods.append(reached.period)
        mentions.append(_mention(expression, value, _when(expression, reached)))
    for index in clocks:
        mentions[index] = _clock(expressions[index], mentions, index, told.published)
    return tuple(_joined(expressions, mentions))


def _day(published: str | None) -> date | None:
    try:
        return date.fromisoformat(published[:10]) if published else None
    except ValueError:
        return None


def _has_day(form: TimeForm) -> bool:
    return any(part is not None for part in (form.weekday, form.month, form.day, form.holiday, form.year))


def _with_range_years(expressions: Sequence[TimeExpression]) -> list[TimeExpression]:
    """The expressions, the first end of "May to July 2019" with the year of the second."""
    made = list(expressions)
    for index, expression in enumerate(expressions[:-1]):
        form, after = expression.form, expressions[index + 1].form
        if expression.opens_range and form.month and form.year is None and form.shift is None and after.year:
            wraps = after.month is not None and form.month > after.month
            made[index] = replace(expression, form=replace(form, year=after.year - wraps))
    return made


def _mention(expression: TimeExpression, value: str, when: When | None) -> TimeMention:
    return TimeMention(
        expression.passage,
        expression.type,
        value,
        when,
        expression.sentence,
        expression.first,
        expression.last,
        expression.rule,
    )


def _resolve(expression: TimeExpression, told: _Told) -> tuple[_Reached | None, str]:
    form = expression.form
    if form.kind == "span":
        return _span(form, told.published), form.length or ""
    if form.fixed is not None:
        return None, form.fixed
    if form.kind == "date":
        reference = told.latest(WIDTHS["D"] if form.weekday else WIDTHS["M"] if form.day else WIDTHS["Y"])
        anchor = told.published
        if form.anchor == "reference":
            anchor = reference.start if reference else anchor
        elif form.day is not None and form.month is None and form.weekday is None and reference is not None:
            anchor = reference.start
        found = anchored_date(form, anchor, expression.tense, expression.firm)
        if found is None:
            return None, unknown_value(form) + _time(form)
        period, how = found
        if how == "explicit":
            return _Reached(period, "explicit", how), period.value + _time(form)
        if anchor is not told.published:
            how = how.replace("published", "reference")
        return _Reached(period, "relative", how), period.value + _time(form)
    reached = _shift(form, told, expression.tense) if form.kind == "shift" else _offset(form, told)
    if reached is not None:
        return reached, reached.period.value + _time(form)
    if form.kind == "offset":
        if form.anchor == "published":
            return None, "PAST_REF" if form.shift == -1 else "FUTURE_REF"
        return None, form.length or "XXXX"
    return None, _UNKNOWN_UNITS.get(form.unit or "D", "XXXX") + _time(form)


def _time(form: TimeForm) -> str:
    if form.clock:
        return f"T{form.clock}{form.zone or ''}"
    return f"T{form.part}" if form.part else ""


def _shift(form: TimeForm, told: _Told, tense: Tense | None) -> _Reached | None:
    unit = form.unit or "D"
    steps = form.shift or 0
    if form.anchor == "published":
        if told.published is None:
            return None
        period = period_at(told.published, unit)
        if unit == "WE" and form.shift is None and tense != "future" and period.start > told.published:
            steps = -1  # "over the weekend they met" looks back
        return _Reached(_part(period.moved(steps), form), "relative", "published")
    reference = told.latest_quarter() if unit == "Q" else told.latest(WIDTHS[unit])
    if reference is not None:
        # a period told at the same grain ("the third quarter") is the very one; a finer date lies in one
        return _Reached(_part(period_at(reference.start, unit).moved(steps), form), "relative", "reference")
    # "that year" must have one told before; "the quarter" and "the previous year" may lean on the day of publication
    if told.published is None or unit == "D" or (form.shift is not None and form.shift >= 0):
        return None
    return _Reached(_part(period_at(told.published, unit).moved(steps), form), "inferred", "published")


def _part(period: Period, form: TimeForm) -> Period:
    return half_period(period.start.year, form.half) if form.half is not None else period


def _offset(form: TimeForm, told: _Told) -> _Reached | None:
    unit = form.unit or "D"
    if form.count is None or unit not in ("D", "W", "M", "Q", "Y"):
        return None
    steps = (form.shift or -1) * int(form.count)
    basis: Basis = "relative"
    how = "published"
    anchor = period_at(told.published, unit) if told.published else None
    if form.anchor == "reference":
        reference = told.latest(WIDTHS[unit])
        if reference is not None:
            how = "reference"
            if unit == "Y" and reference.grain in ("Q", "M", "H", "S"):
                months = 12 * steps
                if reference.grain == "S":
                    return _Reached(reference.moved(steps), basis, how)
                return _Reached(period_at(add_months(reference.start, months), reference.grain), basis, how)
            anchor = period_at(reference.start, unit)
        elif steps > 0:
            return None
        else:
            basis = "inferred"
    return None if anchor is None else _Reached(anchor.moved(steps), basis, how)


def _span(form: TimeForm, published: date | None) -> _Reached | None:
    """The interval of "the past seven years": up to and with the day of publication, or from it on.

    `edtf` is as coarse as the unit ("2014-12/2021-12"); the days are exact.
    """
    if published is None or form.count is None:
        return None
    unit, steps = form.unit or "Y", form.shift or -1
    months = {"Y": 12, "M": 1, "Q": 3}.get(unit)
    days = {"W": 7, "D": 1}.get(unit)
    if months is not None:
        other = add_months(published, round(months * form.count) * steps)
    elif days is not None:
        other = published + _DAY * round(days * form.count) * steps
    else:
        return None
    first, last = sorted((published, other))
    width = 7 if months is not None else 10  # years and months are counted no finer than by the month
    edtf = f"{first.isoformat()[:width]}/{last.isoformat()[:width]}"
    return _Reached(Period("Y", first, last + _DAY, form.length or "", edtf), "relative", "published")


def _when(expression: TimeExpression, reached: _Reached | None) -> When | None:
    if reached is None:
        return None
    form, period, passage = expression.form, reached.period, expression.passage
    edtf, end = period.edtf, period.end
    if form.day_to is not None and period.grain == "D":
        last = period.start.replace(day=form.day_to)
        edtf, end = f"{period.start}/{last}", last + _DAY
    elif form.clock is not None and period.grain == "D" and not form.clock.startswith("24"):
        edtf = f"{period.edtf}T{_full(form.clock)}{form.zone or ''}"
    elif form.approximate and "/" not in edtf and period.grain in _QUALIFIED:
        edtf += "~"
    return When(
        edtf,
        period.start.isoformat(),
        end.isoformat(),
        reached.basis,
        passage.text,
        passage.start,
        passage.end,
        f"{expression.rule}/{reached.how}",
    )


def _full(clock: str) -> str:
    return clock if clock.count(":") == 2 else f"{clock}:00"


def _clock(
    expression: TimeExpression, mentions: Sequence[TimeMention], index: int, published: date | None
) -> TimeMention:
    """A bare time of day: on the nearest day told in its sentence, else the latest told before, else the published."""
    days = [
        (abs(at - index), at)
        for at, mention in enumerate(mentions)
        if mention.sentence == expression.sentence and _is_day(mention)
    ]
    basis: Basis
    if days:
        found, basis, how = mentions[min(days)[1]].when, "relative", "sentence"
    else:
        before = [mention.when for mention in mentions[:index] if _is_day(mention)]
        found, basis, how = (before[-1] if before else None), "inferred", "reference"
    start = published
    if found is not None and found.from_ is not None:
        start = date.fromisoformat(found.from_)
    elif published is not None:
        basis, how = "published", "published"
    if start is None:
        return mentions[index]
    reached = _Reached(day_period(start), basis, how)
    return _mention(expression, reached.period.value + _time(expression.form), _when(expression, reached))


def _is_day(mention: TimeMention) -> bool:
    when = mention.when
    if when is None or when.from_ is None or when.to is None or mention.type not in ("DATE", "TIME"):
        return False
    return date.fromisoformat(when.to) - date.fromisoformat(when.from_) == _DAY


def _joined(expressions: Sequence[TimeExpression], mentions: list[TimeMention]) -> list[TimeMention]:
    """The mentions, both ends of a range with the whole interval as their `when`."""
    for index, expression in enumerate(expressions[:-1]):
        if not expression.opens_range:
            continue
        first, last = mentions[index].when, mentions[index + 1].when
        if first is None or last is None or first.from_ is None or last.to is None or first.from_ >= last.to:
            continue
        start, end = range_end(first.edtf, False), range_end(last.edtf, True)
        edtf = start if start == end else f"{start}/{end}"
        text = None
        for at, when in ((index, first), (index + 1, last)):
            basis: Basis = "explicit" if first.basis == last.basis == "explicit" else "relative"
            whole = replace(when, edtf=edtf, from_=first.from_, to=last.to, basis=basis)
            mentions[at] = replace(mentions[at], when=replace(whole, text=text or when.text, rule=f"{when.rule}+range"))
    return mentions
