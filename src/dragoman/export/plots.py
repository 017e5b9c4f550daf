"""Pictures of a dyad's panel: PNG, SVG, or a page that needs no network. Altair is loaded when first used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from html import escape
from typing import Any, Literal

from dragoman.export.parts import Record
from dragoman.export.visible import visible

Picture = Literal["png", "svg", "html"]
Period = Literal["day", "month", "year"]
SUFFIXES: dict[str, Picture] = {".png": "png", ".svg": "svg", ".html": "html", ".htm": "html"}
"""Which suffix of a file asks for which kind of picture."""

_CLASSES = (
    ("verbal_cooperation", "Verbal cooperation", 1, "#9ecae1"),
    ("material_cooperation", "Material cooperation", 1, "#2171b5"),
    ("verbal_conflict", "Verbal conflict", -1, "#fdae6b"),
    ("material_conflict", "Material conflict", -1, "#cb181d"),
)
"""Column, name, direction and colour of each quad class; the material ones are the darker, also in grey."""
_UNITS = {"day": "utcyearmonthdate", "month": "utcyearmonth", "year": "utcyear"}
_WRITTEN = {"day": "%-d %b %Y", "month": "%b %Y", "year": "%Y"}
_LONGEST = {"day": timedelta(days=1), "month": timedelta(days=31), "year": timedelta(days=366)}
_HIGHEST = 10  # PLOVER's scores go from -10 to 10
_WIDTH, _HEIGHT, _SCALE = 720, 240, 2
_SPEC = "const spec = "


def dyad_picture(
    records: Iterable[Record], kind: Picture, names: Mapping[str, str], *, by: Period = "month",
    title: str | None = None,
) -> bytes:  # fmt: skip
    """The rows of a dyad's panel (as `dragoman.store.questions_dyads.Dyad` has them) as a picture, encoded.

    One panel for each direction, both to one scale: how many events of each quad class a `by` has, cooperation above
    the line and conflict below, and their mean intensity where there are any. `names` are the countries' names by code;
    a country without one goes by its code.

    Raises:
        ValueError: where there are no rows.
    """
    rows = list(records)
    if not rows:
        raise ValueError("there is nothing to draw: no events, and no days given from which to which")
    import altair
    import vl_convert

    directions = {_codes(row): visible(" towards ".join(names.get(code, code) for code in _codes(row))) for row in rows}
    one, other = (names.get(code, code) for code in _codes(rows[0]))
    words = visible(title or f"{one} and {other}: what each does to the other")
    spec = _chart(altair, rows, directions, words, by).to_json(indent=None)
    if kind == "png":
        return bytes(vl_convert.vegalite_to_png(spec, scale=_SCALE))
    if kind == "svg":
        return str(vl_convert.vegalite_to_svg(spec)).encode()
    return _page(str(vl_convert.vegalite_to_html(spec, bundle=True)), words).encode()


def _page(made: str, title: str) -> str:
    """The page with a title, and with nothing in its data that could end the script it stands in."""
    code, mark, data = made.rpartition(_SPEC)
    if not mark:
        raise RuntimeError("vl-convert writes its pages in another way than it did")
    spec, end, rest = data.rpartition("</script>")
    head = f'<head>\n    <meta charset="utf-8">\n    <title>{escape(title)}</title>'
    return code.replace("<head>", head, 1) + mark + spec.replace("<", "\\u003c") + end + rest


def _chart(
    altair: Any, rows: Sequence[Record], directions: Mapping[tuple[str, str], str], title: str, by: Period
) -> Any:  # fmt: skip
    days = [_day(row) for row in rows]
    domain = [_moment(days[0]), _moment(days[-1] + _LONGEST[by])]
    most = max((abs(height) for row in rows for height in _heights(row)), default=0) or 1
    written = altair.Axis(format=_WRITTEN[by], labelOverlap=True, grid=False)
    time = altair.X("period:T", timeUnit=_UNITS[by], title=None, axis=written, scale=altair.Scale(domain=domain))
    when = altair.Tooltip("period:T", timeUnit=_UNITS[by], title=by.capitalize(), format=_WRITTEN[by])
    panels = [
        altair.layer(
            altair.layer(_bars(altair, mine, time, when, most), _zero(altair)), _line(altair, mine, time, when)
        )
        .resolve_scale(y="independent")
        .properties(width=_WIDTH, height=_HEIGHT, title=altair.Title(name, fontSize=12, fontWeight="normal"))
        for codes, name in directions.items()
        if (mine := [row for row in rows if _codes(row) == codes])
    ]
    return (
        altair.vconcat(*panels, title=altair.Title(title, fontSize=16, offset=12, anchor="start"))
        .configure_title(anchor="start")
        .configure_view(stroke=None)
    )


def _bars(altair: Any, rows: Sequence[Record], time: Any, when: Any, most: int) -> Any:
    data = [
        {"period": _moment(_day(row)), "class": name, "order": place, "events": count, "height": sign * count}
        for row in rows
        for place, (column, name, sign, _) in enumerate(_CLASSES)
        if (count := _count(row, column))
    ]
    colours = altair.Scale(domain=[name for _, name, _, _ in _CLASSES], range=[colour for *_, colour in _CLASSES])
    counts = altair.Axis(labelExpr="datum.value % 1 == 0 ? abs(datum.value) : ''", gridColor="#eee", tickMinStep=1)
    return (
        altair.Chart(altair.Data(values=data))
        .mark_bar()
        .encode(
            x=time,
            y=altair.Y(
                "height:Q", title="Events (conflict below the line)", axis=counts,
                scale=altair.Scale(domain=[-most, most]),
            ),
            color=altair.Color("class:N", title=None, scale=colours, legend=altair.Legend(orient="bottom")),
            order=altair.Order("order:Q"),
            tooltip=[when, altair.Tooltip("class:N", title="Class"), altair.Tooltip("events:Q", title="Events")],
        )
    )  # fmt: skip


def _zero(altair: Any) -> Any:
    return altair.Chart(altair.Data(values=[{"height": 0}])).mark_rule(color="#444").encode(y="height:Q")


def _line(altair: Any, rows: Sequence[Record], time: Any, when: Any) -> Any:
    """The mean intensity; a period without events has none, and the line breaks there."""
    data = [{"period": _moment(_day(row)), "intensity": row.get("intensity")} for row in rows]
    middle = time.copy()
    middle["bandPosition"] = 0.5
    return (
        altair.Chart(altair.Data(values=data))
        .mark_line(color="#333", strokeWidth=1, point=altair.OverlayMarkDef(color="#333", size=14))
        .encode(
            x=middle,
            y=altair.Y(
                "intensity:Q", title=f"Mean intensity (−{_HIGHEST} to {_HIGHEST})",
                scale=altair.Scale(domain=[-_HIGHEST, _HIGHEST]), axis=altair.Axis(grid=False),
            ),
            tooltip=[when, altair.Tooltip("intensity:Q", title="Mean intensity", format=".1f")],
        )
    )  # fmt: skip


def _codes(row: Record) -> tuple[str, str]:
    return str(row.get("actor_country")), str(row.get("recipient_country"))


def _day(row: Record) -> date:
    period = row.get("period")
    return period if isinstance(period, date) else date.fromisoformat(str(period))


def _moment(day: date) -> int:
    """Milliseconds since 1970, the beginning of the day in UTC: what Vega takes without asking for a time zone."""
    return (datetime(day.year, day.month, day.day, tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(
        milliseconds=1
    )


def _heights(row: Record) -> tuple[int, int]:
    """How many events stand above the line, and below."""
    up, down = (sum(_count(row, column) for column, _, way, _ in _CLASSES if way == sign) for sign in (1, -1))
    return up, down


def _count(row: Record, column: str) -> int:
    value = row.get(column)
    return value if isinstance(value, int) else 0
