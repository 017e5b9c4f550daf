"""Questions about what stands and what was said: office-holders, agreements, statements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dragoman.store.filters import check_codes, check_days, check_limit
from dragoman.store.questions import Conditions, Question, Select, check_count, check_statuses, rows_of

AGREEMENT_STATUSES = ("signed", "in force", "ended", "proposed")
OFFICE_STATUSES = ("incumbent", "outgoing", "former", "designate")
_BOUND = "regexp_extract({}, '^[0-9]{{4}}(-[0-9]{{2}}){{0,2}}')"
"""The year, month or day that a bound in EDTF begins with."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Officeholders(Question):
    """One row a tenure as told, by country, title and time.

    country, accredited_to: whose office it is, and where an envoy is sent. office: words in the title or the name of
    the body. holder: words in the holder's name or id. on: a day on which it was held, as far as articles tell: since
    it began, or else since the first article that says so; until it ended, or else until the last.
    """

    shown: ClassVar[tuple[str, ...]] = (
        "id", "holder", "title", "country", "accredited_to", "organisation", "status", "since", "until", "first_held",
        "last_held", "independent", "state_media",
    )  # fmt: skip
    country: str | None = None
    office: str | None = None
    holder: str | None = None
    accredited_to: str | None = None
    on: str | None = None
    statuses: tuple[str, ...] = ()
    independent: int | None = None
    limit: int | None = None

    def __post_init__(self) -> None:
        check_codes(self.country, self.accredited_to)
        check_days(None, None, self.on, self.as_known_on)
        check_statuses(self.statuses, OFFICE_STATUSES)
        check_count(self.independent)
        check_limit(self.limit)

    def select(self) -> Select:
        found = Conditions()
        if self.country:
            found.demand("country = ?", self.country)
        if self.accredited_to:
            found.demand("accredited_to = ?", self.accredited_to)
        found.words("concat_ws(' ', title, organisation)", self.office)
        found.words("concat_ws(' ', holder, entity)", self.holder)
        found.among("status", self.statuses)
        if self.on:
            for column, article, sign in (("since", "first_held", "<="), ('"until"', "last_held", ">=")):
                bound = _BOUND.format(column)
                found.demand(
                    f"coalesce(CASE WHEN {column} IS NULL THEN {article} {sign} ?::DATE "
                    f"ELSE {bound} {sign} left(?, len({bound})) END, false)",
                    self.on,
                    self.on,
                )
        if self.independent is not None:
            found.demand("independent >= ?", self.independent)
        order = "country NULLS LAST, lower(title), coalesce(since, first_held::VARCHAR, first_published::VARCHAR), id"
        return rows_of("known_officeholders", self, found, order, self.limit)


@dataclass(frozen=True, kw_only=True, slots=True)
class Agreements(Question):
    """One row an agreement, by time; `between` are one or two countries that are both among its parties.

    text: words in its name, subject, parties or evidence.
    """

    shown: ClassVar[tuple[str, ...]] = (
        "id", "edtf", "first_published", "status", "name", "parties", "countries", "subject", "independent",
        "state_media",
    )  # fmt: skip
    between: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    text: str | None = None
    independent: int | None = None
    limit: int | None = None

    def __post_init__(self) -> None:
        check_codes(*self.between)
        check_days(None, None, self.as_known_on)
        check_statuses(self.statuses, AGREEMENT_STATUSES)
        check_count(self.independent)
        check_limit(self.limit)

    def select(self) -> Select:
        found = Conditions()
        for code in self.between:
            found.holds("countries", code)
        found.among("status", self.statuses)
        found.words("concat_ws(' ', name, subject, array_to_string(parties, ' '), evidence)", self.text)
        if self.independent is not None:
            found.demand("independent >= ?", self.independent)
        return rows_of(
            "known_agreements", self, found, "happened_from NULLS LAST, first_published NULLS LAST, id", self.limit
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Statements(Question):
    """One row a statement, by the day it was first published.

    speaker, addressee: words in the name of who said it, and of whom it was said to. country: the speaker's. about:
    words in what was said. publisher: part of the name of one who printed it.
    """

    shown: ClassVar[tuple[str, ...]] = (
        "id", "first_published", "speaker", "addressee", "stance", "content", "voices", "publishers",
    )  # fmt: skip
    speaker: str | None = None
    country: str | None = None
    addressee: str | None = None
    about: str | None = None
    date_from: str | None = None
    date_to: str | None = None
    publisher: str | None = None
    independent: int | None = None
    limit: int | None = None

    def __post_init__(self) -> None:
        check_codes(self.country)
        check_days(self.date_from, self.date_to, self.as_known_on)
        check_count(self.independent)
        check_limit(self.limit)

    def select(self) -> Select:
        found = Conditions()
        found.words("speaker", self.speaker)
        found.holds("speaker_countries", self.country)
        found.words("array_to_string(addressee, chr(10))", self.addressee)
        found.words("content", self.about)
        if self.date_from:
            found.demand("last_published >= ?::DATE", self.date_from)
        if self.date_to:
            found.demand("first_published <= ?::DATE", self.date_to)
        found.phrase("array_to_string(publishers, chr(10))", self.publisher)
        if self.independent is not None:
            found.demand("independent >= ?", self.independent)
        return rows_of("known_statements", self, found, "first_published NULLS LAST, id", self.limit)
