"""Questions about two countries: a panel of what they do to each other, and how each publisher tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal, get_args

from dragoman.store.database import Store
from dragoman.store.errors import FilterError
from dragoman.store.filters import check_codes, check_days
from dragoman.store.questions import Conditions, Question, Select, check_statuses

By = Literal["day", "month", "year"]
Counted = Literal["told", "published"]
QUADS = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
"""The quad classes 1 to 4, as columns."""
_MOST_DAYS = 100_000
_COUNTS = ", ".join(f"count(*) FILTER (WHERE quad = {quad}) AS {name}" for quad, name in enumerate(QUADS, 1))
_SUMS = ", ".join(
    f"sum(intensity) FILTER (WHERE quad = {quad}) AS {name}_intensity" for quad, name in enumerate(QUADS, 1)
)
_FILLED = ", ".join(
    f"coalesce({name}, 0) AS {name}, coalesce({name}_intensity, 0) AS {name}_intensity" for name in QUADS
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Dyad(Question):
    """A balanced panel: a row for each period and direction, also where nothing happened.

    The periods are whole days, months or years: those that `date_from` and `date_to` lie in and all between; without
    them, from the first event to the last. An event counts in the period that holds all of the time it happened, as
    told; where nothing but its publication is known, in that of the day it was first published, or with `counted`
    "told" nowhere. What is told too vaguely for a period counts nowhere; `notes` has how many these are. What both do
    together counts in both directions. Only affirmed events with one of `statuses` count.

    `independent` and `state_media` are how many different witnesses stand behind the events of the row; `intensity` is
    the mean, None where there are no events.
    """

    shown: ClassVar[tuple[str, ...]] = (
        "period", "actor_country", "recipient_country", "events", *QUADS, "intensity", "claims", "independent",
        "state_media",
    )  # fmt: skip
    one: str
    other: str
    date_from: str | None = None
    date_to: str | None = None
    by: By = "month"
    counted: Counted = "published"
    statuses: tuple[str, ...] = ("actual",)

    def __post_init__(self) -> None:
        check_codes(self.one, self.other)
        check_days(self.date_from, self.date_to, self.as_known_on)
        check_statuses(self.statuses)
        if self.by not in get_args(By):
            raise FilterError(f"no period {self.by!r}; give day, month or year")
        if self.counted not in get_args(Counted):
            raise FilterError(f"nothing is counted by {self.counted!r}; give told or published")
        if self.by == "day" and self.date_from and self.date_to:
            days = (date.fromisoformat(self.date_to) - date.fromisoformat(self.date_from)).days
            if days > _MOST_DAYS:
                raise FilterError(f"these are {days} days; take fewer, or months")

    def select(self) -> Select:
        placed = self._placed()
        statement = f"""{placed.statement}, bounds AS (
            SELECT date_trunc('{self.by}', coalesce(?::DATE, min(period)))::DATE AS low,
              date_trunc('{self.by}', coalesce(?::DATE, max(period)))::DATE AS high FROM placed
          ), directions AS (
            SELECT DISTINCT actor_country, recipient_country, actor.cow AS actor_cow, actor.gw AS actor_gw,
              recipient.cow AS recipient_cow, recipient.gw AS recipient_gw, place
            FROM (VALUES (?, ?, 1), (?, ?, 2)) AS pair(actor_country, recipient_country, place)
              LEFT JOIN states AS actor ON actor.code = actor_country
              LEFT JOIN states AS recipient ON recipient.code = recipient_country
            WHERE place = 1 OR actor_country <> recipient_country
          ), periods AS (
            SELECT unnest(generate_series(low, high, INTERVAL 1 {self.by}))::DATE AS period FROM bounds
          ), sums AS (
            SELECT period, actor_country, recipient_country, count(*) AS events, {_COUNTS}, {_SUMS},
              avg(intensity) AS intensity, sum(claims)::BIGINT AS claims
            FROM placed GROUP BY ALL
          ), heard AS (
            SELECT period, actor_country, recipient_country,
              count(DISTINCT told.witness) FILTER (WHERE NOT told.state_witness) AS independent,
              count(DISTINCT told.witness) FILTER (WHERE told.state_witness) AS state_media
            FROM placed JOIN known_claims(?::DATE) AS told ON told.matter = placed.event GROUP BY ALL
          )
          SELECT period, year(period) AS "year", {"month(period)" if self.by != "year" else "NULL::BIGINT"} AS "month",
            actor_country, recipient_country, actor_cow, actor_gw, recipient_cow, recipient_gw,
            coalesce(events, 0) AS events, {_FILLED}, intensity, coalesce(claims, 0) AS claims,
            coalesce(independent, 0) AS independent, coalesce(state_media, 0) AS state_media
          FROM periods CROSS JOIN directions LEFT JOIN sums USING (period, actor_country, recipient_country)
            LEFT JOIN heard USING (period, actor_country, recipient_country)
          ORDER BY period, place"""
        pairs = (self.one, self.other, self.other, self.one)
        return Select(statement, (*placed.values, self.date_from, self.date_to, *pairs, self.day))

    def notes(self, store: Store) -> tuple[str, ...]:
        """How many events count in no period because their time is told too vaguely, or not at all."""
        placed, found = self._placed(), Conditions()
        found.demand("period IS NULL")
        found.within(self.date_from, self.date_to, "counted_on", "known_by", "first_published")
        rows = store.fetch(
            f"{placed.statement} SELECT count(DISTINCT event) FILTER (WHERE known_by IS DISTINCT FROM 'published'), "
            f"count(DISTINCT event) FILTER (WHERE known_by = 'published') FROM placed WHERE {found}",
            (*placed.values, *found.values),
        )
        ((vague, undated),) = rows
        told = (
            (vague, f"event(s) left out: told too vaguely for one {self.by}"),
            (undated, "event(s) left out: only the day of publication is known"),
        )
        return tuple(f"{count} {words}" for count, words in told if count)

    def _placed(self) -> Select:
        """A WITH clause whose `placed` has the events of both directions, each with its period or NULL."""
        found = Conditions()
        found.demand("polarity = 'affirmed'")
        found.among("status", self.statuses)
        either = "(actor_country = ? AND recipient_country = ?)"
        found.demand(f"{either} OR {either}", self.one, self.other, self.other, self.one)
        published = f"date_trunc('{self.by}', counted_on)" if self.counted == "published" else "NULL"
        first, last = (f"date_trunc('{self.by}', {day})" for day in ("happened_from", "happened_to - INTERVAL 1 DAY"))
        statement = f"""WITH placed AS (
            SELECT *, (CASE WHEN known_by = 'published' THEN {published} WHEN {first} = {last} THEN {first} END)::DATE
              AS period
            FROM (SELECT *, counted_by AS known_by FROM known_event_pairs(?::DATE)) WHERE {found}
          )"""
        return Select(statement, (self.day, *found.values))


@dataclass(frozen=True, kw_only=True, slots=True)
class WhoReports(Question):
    """How each publisher tells two countries: one row for each publisher and witness, those with most claims first.

    The witness is whose word it is: the publisher, or the agency or publisher it copies or cites. The quad classes
    count claims; `own_voice` and `quoting` are the shares of claims that the article makes itself and that it lays in
    somebody's mouth; `first_day` and `last_day` are of publication.
    """

    shown: ClassVar[tuple[str, ...]] = (
        "publisher", "witness", "state_media", "claims", "events", *QUADS, "intensity", "own_voice", "first_day",
        "last_day",
    )  # fmt: skip
    one: str
    other: str
    date_from: str | None = None
    date_to: str | None = None
    statuses: tuple[str, ...] = ("actual",)

    def __post_init__(self) -> None:
        check_codes(self.one, self.other)
        check_days(self.date_from, self.date_to, self.as_known_on)
        check_statuses(self.statuses)

    def select(self) -> Select:
        found = Conditions()
        found.demand("country_a = ? AND country_b = ?", *sorted((self.one, self.other)))
        found.demand("polarity = 'affirmed'")
        found.among("status", self.statuses)
        found.within(self.date_from, self.date_to, "published", "when_basis", "published")
        return Select(
            f"""SELECT publisher, witness, state_witness AS state_media, count(*) AS claims,
                count(DISTINCT event) AS events, count(DISTINCT article) AS articles, {_COUNTS},
                avg(intensity) AS intensity, avg(own_voice::INTEGER) AS own_voice,
                avg((NOT own_voice)::INTEGER) AS quoting, min(published) AS first_day, max(published) AS last_day
              FROM known_reports(?::DATE) WHERE {found} GROUP BY publisher, witness, state_witness
              ORDER BY claims DESC, publisher, witness, state_media""",
            (self.day, *found.values),
        )
