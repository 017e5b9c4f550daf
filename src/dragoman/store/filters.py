"""Which claims to ask for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from dragoman.store.encoding import store_text
from dragoman.store.errors import FilterError

_CODE = re.compile(r"[A-Z]{3}")
ALWAYS = "infinity"
"""The day on which all that is in the database is known, also what is said to be published in the year 12024."""
KNOWN_CLAIMS = "known_claims(?::DATE)"


@dataclass(frozen=True, slots=True)
class Filters:
    """Which claims to ask for; all that are given must hold.

    country: a party of any role, or the country or accreditation of an office.
    actor, recipient: the acting side (also a speaker, office-holder, member, party to a treaty or relation) and the
        other (also an addressee, and the country an envoy is sent to).
    dyad: two countries that stand opposite each other, either way round, or act together with nobody opposite.
    types, kinds: one of these.
    speaker: part of the name of a speaker, of who conveyed the words, or of any voice in the chain, in any case.
    reported_by: part of the name of who reported it: publisher, agency, a medium cited, any voice in the chain.
    state_media: True for claims with a medium behind them that a state runs, False for those without.
    publisher, text: part of the publisher's name or of the evidence, in any case.
    date_from, date_to: ISO days, both included; a claim passes if the time it happened touches them, or, for want of
        that, the day of publication lies within.
    limit: at most so many claims.
    as_known_on: an ISO day; what articles published by then claim. Without it, all that is known.

    Countries are ISO 3166 alpha-3 (or PLOVER's IGO, NGO, MNC, IMG, ISM) in capitals.

    Raises:
        FilterError: for a value that makes no sense.
    """

    country: str | None = None
    actor: str | None = None
    recipient: str | None = None
    dyad: tuple[str, str] | None = None
    types: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    speaker: str | None = None
    reported_by: str | None = None
    state_media: bool | None = None
    publisher: str | None = None
    date_from: str | None = None
    date_to: str | None = None
    text: str | None = None
    limit: int | None = None
    as_known_on: str | None = None

    def __post_init__(self) -> None:
        check_codes(self.country, self.actor, self.recipient, *(self.dyad or ()))
        check_days(self.date_from, self.date_to, self.as_known_on)
        check_limit(self.limit)

    def source(self) -> tuple[str, list[object]]:
        """Where the claims come from, for use after FROM: those known on the day; and its parameter."""
        return KNOWN_CLAIMS, [self.as_known_on or ALWAYS]

    def condition(self) -> tuple[str, list[object]]:
        """The SQL condition on the columns of `claims` (without WHERE), and its parameters in order."""
        terms: list[str] = []
        values: list[object] = []

        def demand(term: str, *parameters: object) -> None:
            terms.append(term)
            values.extend(parameters)

        if self.country:
            demand("list_contains(countries, ?)", self.country)
        if self.actor:
            demand("list_contains(actor_countries, ?)", self.actor)
        if self.recipient:
            demand("list_contains(recipient_countries, ?)", self.recipient)
        if self.dyad:
            one, other = self.dyad
            opposite = "(list_contains(actor_countries, ?) AND list_contains(recipient_countries, ?))"
            if one == other:
                demand(opposite, one, other)
            else:
                together = "(len(recipient_countries) = 0 AND list_has_all(actor_countries, [?, ?]))"
                demand(f"({opposite} OR {opposite} OR {together})", one, other, other, one, one, other)
        if self.types:
            demand(f"type IN ({', '.join('?' * len(self.types))})", *self.types)
        if self.kinds:
            demand(f"kind IN ({', '.join('?' * len(self.kinds))})", *self.kinds)
        if self.speaker:
            demand("contains(lower(array_to_string(list_concat(speakers, said_by), chr(10))), lower(?))", self.speaker)
        if self.reported_by:
            demand("contains(lower(array_to_string(reporters, chr(10))), lower(?))", self.reported_by)
        if self.state_media is not None:
            demand("coalesce(state_media, false) = ?", self.state_media)
        if self.publisher:
            demand("contains(lower(publisher), lower(?))", self.publisher)
        if self.text:
            demand("contains(lower(evidence), lower(?))", self.text)
        undated = "happened_from IS NULL AND happened_to IS NULL"
        if self.date_from:
            demand(
                f"CASE WHEN {undated} THEN published >= ?::DATE ELSE coalesce(happened_to > ?::DATE, true) END",
                self.date_from,
                self.date_from,
            )
        if self.date_to:
            demand(
                f"CASE WHEN {undated} THEN published <= ?::DATE ELSE coalesce(happened_from <= ?::DATE, true) END",
                self.date_to,
                self.date_to,
            )
        fit = [store_text(value) if isinstance(value, str) else value for value in values]
        return " AND ".join(terms) or "true", fit


def check_codes(*codes: str | None) -> None:
    """FilterError for what is no country code; None stands for none."""
    for code in codes:
        if code is not None and _CODE.fullmatch(code) is None:
            raise FilterError(f"{code!r} is no country code; give three capital letters, such as FRA or KOR")


def check_days(first: str | None, last: str | None, *more: str | None) -> None:
    """FilterError for what is no ISO day, and where the first day comes after the last; None stands for none."""
    for day in (first, last, *more):
        if day is not None:
            _check_day(day)
    if first and last and first > last:
        raise FilterError(f"the first day, {first}, comes after the last, {last}; swap them")


def check_limit(limit: int | None) -> None:
    """FilterError for less than none."""
    if limit is not None and limit < 0:
        raise FilterError(f"the limit is {limit}; give 0 or more")


def _check_day(day: str) -> None:
    try:
        if date.fromisoformat(day).isoformat() == day:
            return
    except ValueError:
        pass
    raise FilterError(f"{day!r} is no day; write it as 2021-12-24")
