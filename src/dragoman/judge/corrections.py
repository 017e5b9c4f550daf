"""Which fields of a claim people may correct, how the right value is written, and the claim as it then reads."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import cast

from dragoman.knowledge.ontology import Ontology
from dragoman.model.judging import Judgement

RULE = "judged"
"""The rule of parties, times and places that a person named."""
FIELDS: Mapping[str, tuple[str, ...]] = {
    "event": ("type", "mode", "polarity", "status", "actor", "recipient", "when", "where"),
    "statement": ("speaker", "addressee", "manner"),
    "office": ("holder", "title", "country", "accredited_to", "organisation", "status", "when"),
    "agreement": ("name", "parties", "subject", "status", "when"),
    "membership": ("member", "body", "when"),
    "relation": ("parties", "relation", "when"),
}
"""The fields that may be corrected, by the kind of claim."""
_SEVERAL = frozenset({"actor", "recipient", "addressee", "parties"})
_ONE = frozenset({"speaker", "holder", "member"})
_CODES = frozenset({"country", "accredited_to"})
_CHOICES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("event", "polarity"): ("affirmed", "denied"),
    ("event", "status"): ("actual", "future", "hypothetical", "historical"),
    ("office", "status"): ("incumbent", "outgoing", "former", "designate"),
    ("agreement", "status"): ("signed", "in force", "ended", "proposed"),
    ("statement", "manner"): ("direct", "indirect", "mixed"),
}
_MAY_BE_NOTHING = frozenset(
    {"mode", "actor", "recipient", "addressee", "speaker", "holder", "when", "where", "country", "accredited_to"}
    | {"organisation", "subject"}
)
_CODE = re.compile(r"[A-Z]{3}")
_NAMED = re.compile(r"(?P<name>.*\S)\s*,\s*(?P<country>[A-Z]{3})")
_TIME = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_OPEN = ("", "..")

_Record = dict[str, object]


def check_correction(
    kind: str, field: str, value: str, ontology: Ontology, countries: Collection[str] | None = None
) -> None:
    """Refuses a correction that makes no sense; an empty value says that there is nothing.

    `countries` are the codes that there are; None lets any three capitals pass.

    Raises:
        ValueError: the message says what to give instead.
    """
    fields = FIELDS.get(kind, ())
    if field not in fields:
        raise ValueError(f"{field!r} of a claim of kind {kind} cannot be corrected; take one of {', '.join(fields)}")
    if not value.strip():
        if field in _MAY_BE_NOTHING:
            return
        raise ValueError(f"{field} cannot be empty; give a value, or reject the claim")
    choices = _CHOICES.get((kind, field)) or {
        "type": tuple(ontology.types),
        "mode": tuple(dict.fromkeys(mode for type_ in ontology.types.values() for mode in type_.modes)),
    }.get(field)
    if choices is not None and value.strip() not in choices:
        raise ValueError(f"{value!r} is no {field}; take one of {', '.join(choices)}")
    if field == "when":
        _interval(value.strip())
    elif field == "where":
        _check_named(value, field, countries)
    elif field in _SEVERAL:
        for part in value.split(";"):
            _check_named(part, field, countries)
    elif field in _ONE:
        _check_named(value, field, countries)
    elif field in _CODES and not _is_country(value.strip(), countries):
        raise ValueError(f"{value!r} is no country code; give three capital letters, such as FRA or KOR")


def corrected_record(
    record: Mapping[str, object],
    corrections: Iterable[Judgement],
    ontology: Ontology,
    names: Mapping[str, str] | None = None,
) -> _Record:
    """The record of a claim with the right values in it; its id stays, and `corrected` tells what was corrected.

    `corrections` are judgements of action "correct" in the order in which they were made: of one field the last
    counts. Parties, time and place keep the words they stood in. `names` are the names of countries by their codes;
    a party of a country not among them is called by the code. What is as the person says already is no correction.
    """
    right = dict(record)
    wanted: dict[str, Judgement] = {}
    for judgement in corrections:
        if judgement.field in FIELDS.get(str(record.get("kind")), ()) and judgement.value is not None:
            wanted[str(judgement.field)] = judgement
    type_ = ontology.types.get(str(wanted["type"].value if "type" in wanted else record.get("type")))
    if "mode" in wanted and wanted["mode"].value and (type_ is None or wanted["mode"].value not in type_.modes):
        del wanted["mode"]  # it was the mode of another type, which the claim no longer has
    for field, judgement in wanted.items():
        right[field] = _value_of(field, str(judgement.value).strip(), record.get(field), names or {})
    if right.get("kind") == "event" and (wanted.keys() & {"type", "mode"}):
        _score(right, ontology)
    notes = [
        {
            "field": field,
            "was": said(record.get(field)),
            "value": judgement.value,
            "judge": judgement.judge,
            "judged": judgement.judged,
            "reason": judgement.reason,
        }
        for field, judgement in wanted.items()
        if right[field] != record.get(field)
    ]
    return right | {"corrected": notes} if notes else dict(record)


def said(value: object) -> str | None:
    """A field of a record in words, written as a correction of it would be."""
    match value:
        case None:
            return None
        case list():
            return "; ".join(filter(None, map(said, value)))
        case {"edtf": edtf}:
            return str(edtf)
        case {"name": name, "country": str(country)} if country != name:
            return f"{name},{country}"
        case {"name": name}:
            return str(name)
    return str(value)


def _value_of(field: str, value: str, old: object, names: Mapping[str, str]) -> object:
    if field in _SEVERAL:
        before = [part for part in old if isinstance(part, dict)] if isinstance(old, list) else []
        return _parties([part.strip() for part in value.split(";") if part.strip()], before, names)
    if field in _ONE:
        found = _parties([value] if value else [], [old] if isinstance(old, dict) else [], names)
        return found[0] if found else None
    if not value:
        return None
    if field == "when":
        return _when(value, old if isinstance(old, dict) else {})
    if field == "where":
        return _place(value, old if isinstance(old, dict) else {})
    return value


def _parties(values: list[str], before: list[_Record], names: Mapping[str, str]) -> list[_Record]:
    """The parties named; one that stood there already stays as it was, the others take the words of those replaced."""
    kept = {value: part for value in values for part in before if _is_meant(part, value)}
    free = iter([part for part in before if part not in kept.values()])
    return [kept[value] if value in kept else _party(value, next(free, {}), names) for value in values]


def _is_meant(party: _Record, value: str) -> bool:
    if _CODE.fullmatch(value):
        return party.get("country") == value
    name, country = _split(value)
    return party.get("name") == name and country in (None, party.get("country"))


def _party(value: str, words: _Record, names: Mapping[str, str]) -> _Record:
    name, country = (names.get(value, value), value) if _CODE.fullmatch(value) else _split(value)
    return {
        "name": name,
        **_span(words),
        "entity": None,
        "country": country,
        "sector": None,
        "office": None,
        "rule": RULE,
        "reason": "corrected by hand",
    }


def _when(value: str, words: _Record) -> _Record:
    since, until = _interval(value)
    where = {name: words.get(name) for name in ("text", "start", "end")}
    return {"edtf": _as_edtf(value), "from": since, "to": until, **where, "basis": "explicit", "rule": RULE}


def _place(value: str, words: _Record) -> _Record:
    name, country = _split(value)
    nowhere = {"lat": None, "lon": None, "geonames": None}
    return {"name": name, **_span(words), "country": country, **nowhere, "rule": RULE}


def _span(words: _Record) -> _Record:
    """The words that a party or place stands in; none, at 0, where nothing in the article names it."""
    return {"start": words.get("start", 0), "end": words.get("end", 0), "text": words.get("text", "")}


def _score(record: _Record, ontology: Ontology) -> None:
    """Puts quad class, intensity and CAMEO code of the type and mode into the record; None for types unknown."""
    type_ = ontology.types.get(str(record.get("type")))
    mode = cast("str | None", record.get("mode"))
    if type_ is not None and mode not in type_.modes:
        mode = None
    record["mode"] = mode
    record["quad"] = type_.quad if type_ else None
    record["intensity"] = type_.intensity_of(mode) if type_ else None
    record["cameo"] = type_.cameo_of(mode) if type_ else None


def _split(value: str) -> tuple[str, str | None]:
    """A name, and the country that may stand behind a comma."""
    hit = _NAMED.fullmatch(value.strip())
    return (hit["name"], hit["country"]) if hit else (value.strip(), None)


def _check_named(value: str, field: str, countries: Collection[str] | None) -> None:
    name, country = _split(value)
    code = name if country is None and _CODE.fullmatch(name) and field != "where" else country
    if not name or (code is not None and not _is_country(code, countries)):
        raise ValueError(f"{value!r} is no {field}; give a country code (FRA), a name, or both (Lyon,FRA)")


def _is_country(code: str, countries: Collection[str] | None) -> bool:
    return _CODE.fullmatch(code) is not None and (countries is None or code in countries)


def _as_edtf(value: str) -> str:
    since, slash, until = value.partition("/")
    return f"{since.strip() or '..'}/{until.strip() or '..'}" if slash else since


def _interval(value: str) -> tuple[str | None, str | None]:
    """First day, and the day after the last, of an EDTF day, month, year or interval of them; None: open."""
    since, slash, until = (part.strip() for part in value.partition("/"))
    first = None if slash and since in _OPEN else _bounds(since)[0]
    last = _bounds(since)[1] if not slash else None if until in _OPEN else _bounds(until)[1]
    if slash and first is None and last is None:
        raise ValueError(f"{value!r} is open at both ends; give nothing to say that the time is not known")
    if first is not None and last is not None and first >= last:
        raise ValueError(f"{value!r} ends before it begins; swap its ends")
    return first, last


def _bounds(value: str) -> tuple[str, str]:
    hit = _TIME.fullmatch(value)
    try:
        if hit is None:
            raise ValueError(value)
        year, month, day = int(hit[1]), int(hit[2] or 1), int(hit[3] or 1)
        first = date(year, month, day)
        if hit[3]:
            after = first + timedelta(days=1)
        elif hit[2]:
            after = date(year + month // 12, month % 12 + 1, 1)
        else:
            after = date(year + 1, 1, 1)
    except (ValueError, OverflowError) as error:
        raise ValueError(
            f"{value!r} is no time; write 2021-12-24, 2021-12, 2021, or two of these with a stroke: 2021-12/2022-02"
        ) from error
    return first.isoformat(), after.isoformat()
