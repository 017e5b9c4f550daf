"""Questions about events: which there were, who visited whom, what happened day by day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dragoman.store.filters import check_codes, check_days, check_limit
from dragoman.store.questions import Conditions, Question, Select, check_count, check_statuses, rows_of


@dataclass(frozen=True, kw_only=True, slots=True)
class EventFilters(Question):
    """Which events; all that are given must hold.

    country, actor, recipient, dyad: as `dragoman.store.filters.Filters` has them.
    types, statuses: one of these.
    date_from, date_to: an event passes if the time it happened touches them; one of which the day of publication is all
        that is known, if that day lies within.
    place_country: where it happened. text, publisher: part of the evidence, and of the name of one who printed it.
    independent: at least so many witnesses that do not copy each other and that no state runs.
    """

    country: str | None = None
    actor: str | None = None
    recipient: str | None = None
    dyad: tuple[str, str] | None = None
    types: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    date_from: str | None = None
    date_to: str | None = None
    place_country: str | None = None
    text: str | None = None
    publisher: str | None = None
    independent: int | None = None
    limit: int | None = None

    def __post_init__(self) -> None:
        check_codes(self.country, self.actor, self.recipient, self.place_country, *(self.dyad or ()))
        check_days(self.date_from, self.date_to, self.as_known_on)
        check_count(self.independent)
        check_limit(self.limit)

    def conditions(self, on: str, known_by: str) -> Conditions:
        """On the columns of `known_events`, but for the names of the day it counts on and of how that is known."""
        found = Conditions()
        found.holds("countries", self.country)
        found.holds("actor_countries", self.actor)
        found.holds("recipient_countries", self.recipient)
        if self.dyad:
            one, other = self.dyad
            opposite = "(list_contains(actor_countries, ?) AND list_contains(recipient_countries, ?))"
            together = "(len(recipient_countries) = 0 AND list_has_all(actor_countries, [?, ?]))"
            if one == other:
                found.demand(opposite, one, other)
            else:
                found.demand(f"{opposite} OR {opposite} OR {together}", one, other, other, one, one, other)
        found.among("type", self.types)
        found.among("status", self.statuses)
        found.within(self.date_from, self.date_to, on, known_by, "first_published")
        if self.place_country:
            found.demand("place_country = ?", self.place_country)
        found.phrase("evidence", self.text)
        found.phrase("array_to_string(publishers, chr(10))", self.publisher)
        if self.independent is not None:
            found.demand("independent >= ?", self.independent)
        return found


@dataclass(frozen=True, kw_only=True, slots=True)
class Events(EventFilters):
    """One row a happening, however many articles tell of it, by the day it counts on; undated ones last."""

    shown: ClassVar[tuple[str, ...]] = (
        "id", "counted_on", "type", "mode", "status", "actor", "recipient", "place", "independent", "state_media",
    )  # fmt: skip

    def __post_init__(self) -> None:
        EventFilters.__post_init__(self)
        check_statuses(self.statuses)

    def select(self) -> Select:
        conditions = self.conditions("counted_on", "counted_by")
        return rows_of("known_events", self, conditions, "counted_on NULLS LAST, id", self.limit)


@dataclass(frozen=True, kw_only=True, slots=True)
class Timeline(EventFilters):
    """One line for each event, agreement signed or ended, and office begun or ended, whose day or month is known."""

    shown: ClassVar[tuple[str, ...]] = ("day", "known_by", "line", "independent", "state_media")

    def select(self) -> Select:
        conditions = self.conditions('"day"', "known_by")
        return rows_of("known_timeline", self, conditions, '"day", what, id, line', self.limit)


@dataclass(frozen=True, kw_only=True, slots=True)
class Visits(Question):
    """One row a visit.

    by, to: a country of the visitors, and one visited. who: words in the names of visitors or hosts. abroad: True for
    visits to another country than the visitors' own, False for those at home; where one is not known, neither.
    """

    shown: ClassVar[tuple[str, ...]] = (
        "id", "counted_on", "counted_by", "visitor", "visitor_countries", "host", "host_countries", "place",
        "independent", "state_media",
    )  # fmt: skip
    by: str | None = None
    to: str | None = None
    who: str | None = None
    date_from: str | None = None
    date_to: str | None = None
    statuses: tuple[str, ...] = ("actual",)
    abroad: bool | None = None
    independent: int | None = None
    limit: int | None = None

    def __post_init__(self) -> None:
        check_codes(self.by, self.to)
        check_days(self.date_from, self.date_to, self.as_known_on)
        check_statuses(self.statuses)
        check_count(self.independent)
        check_limit(self.limit)

    def select(self) -> Select:
        found = Conditions()
        found.demand("polarity = 'affirmed'")
        found.holds("visitor_countries", self.by)
        found.holds("host_countries", self.to)
        found.words("array_to_string(list_concat(visitor, host), chr(10))", self.who)
        found.within(self.date_from, self.date_to, "counted_on", "counted_by", "first_published")
        found.among("status", self.statuses)
        if self.abroad is not None:
            found.demand("abroad = ?", self.abroad)
        if self.independent is not None:
            found.demand("independent >= ?", self.independent)
        return rows_of("known_visits", self, found, "counted_on NULLS LAST, id", self.limit)
