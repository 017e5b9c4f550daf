"""What two countries do to each other: the part of the fourth schema that stands under `dyad` and `who-reports`."""

from __future__ import annotations

_QUADS = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")

_COUNTS = ",\n    ".join(f"count(*) FILTER (WHERE quad = {quad}) AS {name}" for quad, name in enumerate(_QUADS, 1))
_SUMS = ",\n    ".join(
    f"coalesce(sum(intensity) FILTER (WHERE quad = {quad}), 0) AS {name}_intensity"
    for quad, name in enumerate(_QUADS, 1)
)

SQL = (
    f"""
CREATE TABLE states (
  code VARCHAR NOT NULL, name VARCHAR NOT NULL, cow INTEGER, gw INTEGER, since VARCHAR, "until" VARCHAR
);
COMMENT ON TABLE states IS
  'States and their numbers, from the almanac of the program that last opened this database for writing.';
COMMENT ON COLUMN states.code IS 'ISO 3166 alpha-3, or the code it had';
COMMENT ON COLUMN states.name IS 'name';
COMMENT ON COLUMN states.cow IS
  'number in the Correlates of War list of states (of a state that was parted in between: the one before and since)';
COMMENT ON COLUMN states.gw IS 'number in the list of Gleditsch and Ward';
COMMENT ON COLUMN states.since IS 'since when it is a state, ISO 8601; NULL: not known';
COMMENT ON COLUMN states."until" IS 'until when; NULL: it is one still';

CREATE MACRO known_event_pairs(day) AS TABLE
  WITH happenings AS (FROM known_events(day)), pairs AS (
    SELECT DISTINCT id AS event, actor_country, recipient_country, mutual FROM (
      SELECT id, len(recipient) = 0 AS mutual, unnest(actor_countries) AS actor_country,
        CASE WHEN len(recipient) = 0 THEN actor_countries ELSE recipient_countries END AS others
      FROM happenings
    ), unnest(others) AS other(recipient_country)
    WHERE NOT mutual OR actor_country <> recipient_country
  )
  SELECT pairs.*, one.cow AS actor_cow, one.gw AS actor_gw, other.cow AS recipient_cow, other.gw AS recipient_gw,
    happenings.counted_on, year(happenings.counted_on) AS "year", month(happenings.counted_on) AS "month",
    happenings.* EXCLUDE (id, counted_on, actor_countries, recipient_countries, countries)
  FROM pairs JOIN happenings ON happenings.id = pairs.event
    LEFT JOIN states one ON one.code = pairs.actor_country LEFT JOIN states other ON other.code = recipient_country;

CREATE VIEW event_pairs AS
  SELECT * REPLACE (array_to_string(actor, '; ') AS actor, array_to_string(recipient, '; ') AS recipient,
    array_to_string(said_by, ' < ') AS said_by) FROM known_event_pairs(DATE 'infinity');
COMMENT ON VIEW event_pairs IS
  'Which country did what to which: one row for each event and ordered pair of its countries. What several do together
has a row for each of them towards each other. known_event_pairs(day) has what was known on a day.';
COMMENT ON COLUMN event_pairs.event IS 'events.id';
COMMENT ON COLUMN event_pairs.actor_country IS 'the country that acts, ISO 3166 alpha-3';
COMMENT ON COLUMN event_pairs.recipient_country IS 'the country acted upon, ISO 3166 alpha-3';
COMMENT ON COLUMN event_pairs.mutual IS 'whether they act together, so that the row stands the other way round too';
COMMENT ON COLUMN event_pairs.actor_cow IS 'Correlates of War number of the country that acts';
COMMENT ON COLUMN event_pairs.actor_gw IS 'Gleditsch and Ward number of the country that acts';
COMMENT ON COLUMN event_pairs.recipient_cow IS 'Correlates of War number of the country acted upon';
COMMENT ON COLUMN event_pairs.recipient_gw IS 'Gleditsch and Ward number of the country acted upon';
COMMENT ON COLUMN event_pairs.counted_on IS 'day to count it under, as in events';
COMMENT ON COLUMN event_pairs."year" IS 'year of that day';
COMMENT ON COLUMN event_pairs."month" IS 'month of that day, 1 to 12';
COMMENT ON COLUMN event_pairs.claim IS 'claims.id of the claim whose fields stand here';
COMMENT ON COLUMN event_pairs.actor IS 'names of all who act, joined by ;';
COMMENT ON COLUMN event_pairs.recipient IS 'names of all those acted upon, joined by ;';
COMMENT ON COLUMN event_pairs.counted_by IS 'what the day is: told or published';
COMMENT ON COLUMN event_pairs.claims IS 'how many claims tell of the event';
COMMENT ON COLUMN event_pairs.articles IS 'in how many articles';
COMMENT ON COLUMN event_pairs.publishers IS 'who printed them';
COMMENT ON COLUMN event_pairs.independent IS 'how many witnesses that do not copy each other and that no state runs';
COMMENT ON COLUMN event_pairs.state_media IS 'how many such witnesses that a state runs';
COMMENT ON COLUMN event_pairs.first_published IS 'day of the first article';
COMMENT ON COLUMN event_pairs.last_published IS 'day of the last article';
COMMENT ON COLUMN event_pairs.disagreements IS 'what they tell differently: date, count, doer, place, happened';

CREATE MACRO known_dyad_months(day) AS TABLE
  SELECT make_date("year", "month", 1) AS period, "year", "month", actor_country, recipient_country,
    actor_cow, actor_gw, recipient_cow, recipient_gw, count(*) AS events,
    {_COUNTS},
    {_SUMS},
    avg(intensity) AS intensity, sum(claims)::BIGINT AS claims
  FROM known_event_pairs(day) WHERE polarity = 'affirmed' AND status = 'actual' AND counted_on IS NOT NULL
  GROUP BY ALL;

CREATE VIEW dyad_months AS FROM known_dyad_months(DATE 'infinity');
COMMENT ON VIEW dyad_months IS
  'Events that are affirmed and have happened, by month and ordered pair of countries; months without any are left out
(dragoman dyad has them as rows of zeros). known_dyad_months(day) has what was known on a day.';
COMMENT ON COLUMN dyad_months.period IS 'first day of the month';
COMMENT ON COLUMN dyad_months."year" IS 'year';
COMMENT ON COLUMN dyad_months."month" IS 'month, 1 to 12';
COMMENT ON COLUMN dyad_months.actor_country IS 'the country that acts, ISO 3166 alpha-3';
COMMENT ON COLUMN dyad_months.recipient_country IS 'the country acted upon, ISO 3166 alpha-3';
COMMENT ON COLUMN dyad_months.actor_cow IS 'Correlates of War number of the country that acts';
COMMENT ON COLUMN dyad_months.actor_gw IS 'Gleditsch and Ward number of the country that acts';
COMMENT ON COLUMN dyad_months.recipient_cow IS 'Correlates of War number of the country acted upon';
COMMENT ON COLUMN dyad_months.recipient_gw IS 'Gleditsch and Ward number of the country acted upon';
COMMENT ON COLUMN dyad_months.events IS 'how many events';
COMMENT ON COLUMN dyad_months.intensity IS 'mean PLOVER score of the events';
COMMENT ON COLUMN dyad_months.claims IS 'how many claims tell of them';
"""
    + "".join(
        f"""COMMENT ON COLUMN dyad_months.{name} IS 'how many of quad class {quad}, {name.replace("_", " ")}';
COMMENT ON COLUMN dyad_months.{name}_intensity IS 'sum of their PLOVER scores';
"""
        for quad, name in enumerate(_QUADS, 1)
    )
    + """
CREATE MACRO known_reports(day) AS TABLE
  WITH pairs AS (
    SELECT DISTINCT event, least(actor_country, recipient_country) AS country_a,
      greatest(actor_country, recipient_country) AS country_b
    FROM known_event_pairs(day)
  )
  SELECT pairs.*, told.id AS claim, told.publisher, told.witness, told.state_witness, told.article, told.published,
    told.known, told.type, told.mode, told.polarity, told.status, told.quad, told.intensity,
    len(told.said_by) = 0 AS own_voice, told.said_by, told.happened_from, told.happened_to, told.edtf, told.when_basis,
    told.evidence
  FROM pairs JOIN known_claims(day) told ON told.matter = pairs.event;

CREATE VIEW reports AS FROM known_reports(DATE 'infinity');
COMMENT ON VIEW reports IS
  'Who tells what of two countries: one row for each claim of an event between them and pair of countries.
known_reports(day) has what was known on a day.';
COMMENT ON COLUMN reports.event IS 'events.id';
COMMENT ON COLUMN reports.country_a IS 'the one country, ISO 3166 alpha-3; first in the alphabet';
COMMENT ON COLUMN reports.country_b IS 'the other country, ISO 3166 alpha-3';
COMMENT ON COLUMN reports.claim IS 'claims.id';
COMMENT ON COLUMN reports.witness IS 'whose word it is: publisher, or agency or publisher copied or cited';
COMMENT ON COLUMN reports.state_witness IS 'whether a state runs that witness';
COMMENT ON COLUMN reports.known IS 'day on which the article was out; if not told, on which it was stored';
COMMENT ON COLUMN reports.own_voice IS 'whether the article says so itself, quoting nobody';
"""
)
