"""The questions that people ask, each a view for those who open the database; and the numbers of states."""

from __future__ import annotations

from dragoman.store.migrations.m0004_dyads import SQL as DYADS

SQL = (
    """
ALTER VIEW statements RENAME TO statement_claims;
COMMENT ON VIEW statement_claims IS
  'Who said what to whom as each article tells it: current claims of kind statement, one a row.';

CREATE MACRO known_matters(day) AS TABLE
  WITH told AS (FROM known_claims(day)), apart AS (
    SELECT disagreements.matter, list_sort(list_distinct(list(about))) AS disagreements
    FROM disagreements JOIN told ON told.id = disagreements.claim GROUP BY disagreements.matter
  )
  SELECT told.matter, told.kind, count(*) AS claims, count(DISTINCT told.article_key) AS articles,
    list_sort(list_distinct(list(told.publisher))) AS publishers,
    count(DISTINCT told.witness) FILTER (WHERE NOT told.state_witness) AS independent,
    count(DISTINCT told.witness) FILTER (WHERE told.state_witness) AS state_media,
    min(told.published) AS first_published, max(told.published) AS last_published,
    coalesce(any_value(apart.disagreements), []) AS disagreements
  FROM told LEFT JOIN apart ON apart.matter = told.matter
  GROUP BY told.matter, told.kind;

CREATE VIEW matters AS FROM known_matters(DATE 'infinity');
COMMENT ON VIEW matters IS
  'Every happening, statement and fact, and how many claims and witnesses tell of it. known_matters(day) has what was
known on a day.';
COMMENT ON COLUMN matters.matter IS 'claims.id of the first claim of it';
COMMENT ON COLUMN matters.claims IS 'how many claims tell of it';
COMMENT ON COLUMN matters.articles IS 'in how many articles';
COMMENT ON COLUMN matters.publishers IS 'who printed them';
COMMENT ON COLUMN matters.independent IS 'how many witnesses that do not copy each other and that no state runs';
COMMENT ON COLUMN matters.state_media IS 'how many such witnesses that a state runs';
COMMENT ON COLUMN matters.first_published IS 'day of the first article';
COMMENT ON COLUMN matters.last_published IS 'day of the last article';
COMMENT ON COLUMN matters.disagreements IS
  'what they tell differently: date, count, doer, place, happened, holder, since';

CREATE MACRO known_officeholders(day) AS TABLE
  WITH told AS (FROM known_claims(day) WHERE kind = 'office'),
  best AS (FROM told QUALIFY row_number() OVER (PARTITION BY matter ORDER BY matter_rank, id) = 1),
  terms AS (
    SELECT matter,
      arg_min(nullif(split_part(edtf, '/', 1), '..'), (matter_rank, id))
        FILTER (WHERE when_basis <> 'published' AND edtf LIKE '%/%' AND edtf NOT LIKE '../%') AS since,
      arg_min(nullif(split_part(edtf, '/', 2), '..'), (matter_rank, id))
        FILTER (WHERE when_basis <> 'published' AND edtf LIKE '%/%' AND edtf NOT LIKE '%/..') AS "until",
      min(published) FILTER (WHERE status IN ('incumbent', 'outgoing')) AS first_held,
      max(published) FILTER (WHERE status IN ('incumbent', 'outgoing')) AS last_held
    FROM told GROUP BY matter
  ),
  holders AS (SELECT claim, min(entity) AS entity, min(country) AS country FROM claim_parties WHERE role = 'holder'
    GROUP BY claim)
  SELECT best.matter AS id, best.id AS claim, best.actors[1] AS holder, holders.entity,
    holders.country AS holder_country, best.name AS title, best.office_country AS country, best.accredited_to,
    best.organisation, best.status, terms.since, terms."until", terms.first_held, terms.last_held,
    counts.claims, counts.articles, counts.publishers, counts.independent, counts.state_media,
    counts.first_published, counts.last_published, counts.disagreements,
    best.said_by, best.article, best.evidence, best.rule, best.confidence
  FROM best JOIN terms ON terms.matter = best.matter
    JOIN known_matters(day) counts ON counts.matter = best.matter AND counts.kind = 'office'
    LEFT JOIN holders ON holders.claim = best.id;

CREATE VIEW officeholders AS
  SELECT * REPLACE (array_to_string(said_by, ' < ') AS said_by) FROM known_officeholders(DATE 'infinity');
COMMENT ON VIEW officeholders IS
  'Who held which office: one row for each tenure, however many articles tell of it, in the words of the claim that says
most. known_officeholders(day) has what was known on a day.';
COMMENT ON COLUMN officeholders.id IS 'claims.id of the first claim of it';
COMMENT ON COLUMN officeholders.claim IS 'claims.id of the claim whose fields stand here';
COMMENT ON COLUMN officeholders.holder IS 'who holds it';
COMMENT ON COLUMN officeholders.entity IS 'the holder''s id in the almanac';
COMMENT ON COLUMN officeholders.holder_country IS 'the holder''s country, ISO 3166 alpha-3';
COMMENT ON COLUMN officeholders.title IS 'title of the office';
COMMENT ON COLUMN officeholders.country IS 'whose office it is, ISO 3166 alpha-3';
COMMENT ON COLUMN officeholders.accredited_to IS 'where an envoy is sent, ISO 3166 alpha-3';
COMMENT ON COLUMN officeholders.organisation IS 'the body it belongs to';
COMMENT ON COLUMN officeholders.status IS 'incumbent, outgoing, former or designate, on the day of the article';
COMMENT ON COLUMN officeholders.since IS 'when it began, as told (EDTF); NULL: nobody tells';
COMMENT ON COLUMN officeholders."until" IS 'when it ended, as told (EDTF); NULL: nobody tells';
COMMENT ON COLUMN officeholders.first_held IS 'first day on which an article said that the holder is in office';
COMMENT ON COLUMN officeholders.last_held IS 'last day on which an article said that the holder is in office';

CREATE MACRO known_agreements(day) AS TABLE
  WITH best AS (
    FROM known_claims(day) WHERE kind = 'agreement'
    QUALIFY row_number() OVER (PARTITION BY matter ORDER BY matter_rank, id) = 1
  )
  SELECT best.matter AS id, best.id AS claim, best.name, best.actors AS parties, best.countries, best.subject,
    best.status, best.happened_from, best.happened_to, best.edtf, best.when_basis,
    counts.claims, counts.articles, counts.publishers, counts.independent, counts.state_media,
    counts.first_published, counts.last_published, counts.disagreements,
    best.said_by, best.article, best.evidence, best.rule, best.confidence
  FROM best JOIN known_matters(day) counts ON counts.matter = best.matter AND counts.kind = 'agreement';

CREATE VIEW agreements AS
  SELECT * REPLACE (array_to_string(parties, '; ') AS parties, array_to_string(said_by, ' < ') AS said_by)
  FROM known_agreements(DATE 'infinity');
COMMENT ON VIEW agreements IS
  'Treaties, accords and the like: one row for each, however many articles tell of it, in the words of the claim that
says most. known_agreements(day) has what was known on a day.';
COMMENT ON COLUMN agreements.id IS 'claims.id of the first claim of it';
COMMENT ON COLUMN agreements.claim IS 'claims.id of the claim whose fields stand here';
COMMENT ON COLUMN agreements.name IS 'what it is called';
COMMENT ON COLUMN agreements.parties IS 'names of those who made it, joined by ;';
COMMENT ON COLUMN agreements.countries IS 'their countries, ISO 3166 alpha-3';
COMMENT ON COLUMN agreements.status IS 'signed, in force, ended or proposed';

CREATE MACRO known_statements(day) AS TABLE
  WITH best AS (
    FROM known_claims(day) WHERE kind = 'statement'
    QUALIFY row_number() OVER (PARTITION BY matter ORDER BY matter_rank, id) = 1
  ), heard AS (SELECT *, list_concat(said_by, list_reverse(speakers)) AS voices FROM best)
  SELECT heard.matter AS id, heard.id AS claim, array_to_string(heard.actors, '; ') AS speaker,
    heard.actor_countries AS speaker_countries, heard.recipients AS addressee,
    heard.recipient_countries AS addressee_countries, array_to_string(heard.content, ' ') AS content,
    heard.manner, heard.stance,
    list_filter(heard.voices, lambda voice, place: list_position(heard.voices, voice) = place) AS voices,
    heard.reporters, counts.claims, counts.articles, counts.publishers, counts.independent, counts.state_media,
    counts.first_published, counts.last_published, counts.disagreements,
    heard.article, heard.evidence, heard.rule, heard.confidence
  FROM heard JOIN known_matters(day) counts ON counts.matter = heard.matter AND counts.kind = 'statement';

CREATE VIEW statements AS
  SELECT * REPLACE (array_to_string(addressee, '; ') AS addressee, array_to_string(voices, ' < ') AS voices)
  FROM known_statements(DATE 'infinity');
COMMENT ON VIEW statements IS
  'Who said what to whom: one row for each statement, however many articles tell of it, in the words of the claim that
says most. known_statements(day) has what was known on a day.';
COMMENT ON COLUMN statements.id IS 'claims.id of the first claim of it';
COMMENT ON COLUMN statements.claim IS 'claims.id of the claim whose fields stand here';
COMMENT ON COLUMN statements.speaker IS 'who said it';
COMMENT ON COLUMN statements.speaker_countries IS 'the speaker''s country';
COMMENT ON COLUMN statements.addressee IS 'names of those it was said to, joined by ;';
COMMENT ON COLUMN statements.addressee_countries IS 'their countries';
COMMENT ON COLUMN statements.content IS 'the words said, as the article gives them, joined by blanks';
COMMENT ON COLUMN statements.voices IS 'through whom the words came, outermost first, the speaker last, joined by <';

CREATE MACRO known_visits(day) AS TABLE
  WITH visits AS (
    SELECT *, CASE WHEN len(recipient_countries) > 0 THEN recipient_countries
      WHEN place_country IS NOT NULL THEN [place_country] ELSE [] END AS hosts
    FROM known_events(day) WHERE type = 'CONSULT' AND mode = 'visit'
  )
  SELECT id, claim, actor AS visitor, actor_countries AS visitor_countries, recipient AS host,
    hosts AS host_countries,
    CASE WHEN len(actor_countries) > 0 AND len(hosts) > 0 THEN NOT list_has_all(actor_countries, hosts) END AS abroad,
    place, place_country, polarity, status, happened_from, happened_to, edtf, when_basis, counted_on, counted_by,
    claims, articles, publishers, independent, state_media, first_published, last_published, disagreements,
    said_by, article, evidence, rule, confidence
  FROM visits;

CREATE VIEW visits AS
  SELECT * REPLACE (array_to_string(visitor, '; ') AS visitor, array_to_string(host, '; ') AS host,
    array_to_string(said_by, ' < ') AS said_by) FROM known_visits(DATE 'infinity');
COMMENT ON VIEW visits IS
  'Who visited whom: events of type CONSULT and mode visit, one row for each. known_visits(day) as known on a day.';
COMMENT ON COLUMN visits.visitor IS 'names of the visitors, joined by ;';
COMMENT ON COLUMN visits.visitor_countries IS 'their countries, ISO 3166 alpha-3';
COMMENT ON COLUMN visits.host IS 'names of who or what was visited, joined by ;';
COMMENT ON COLUMN visits.host_countries IS
  'countries visited, ISO 3166 alpha-3: those of the host, else that of the place; empty: not known';
COMMENT ON COLUMN visits.abroad IS 'whether one of them is not the visitors'' own; NULL: not known';

CREATE MACRO known_timeline(day) AS TABLE
  SELECT counted_on AS "day", counted_by AS known_by, 'event' AS what, id, type, mode, polarity, status,
    concat(concat_ws('/', type, mode), ': ', array_to_string(actor, '; '),
      if(len(recipient) > 0, ' → ' || array_to_string(recipient, '; '), ''), coalesce(', in ' || place, ''),
      if(status <> 'actual', ' (' || status || ')', ''), if(polarity = 'denied', ' (denied)', '')) AS line,
    independent, state_media, claims, publishers, actor_countries, recipient_countries, countries, place_country,
    happened_from, happened_to, first_published, evidence
  FROM known_events(day) WHERE counted_on IS NOT NULL
  UNION ALL
  SELECT happened_from, 'told', 'agreement', id, NULL, NULL, 'affirmed', status,
    concat('agreement ', status, ': ', name, if(len(parties) > 0, ', by ' || array_to_string(parties, '; '), '')),
    independent, state_media, claims, publishers, countries, [], countries, NULL,
    happened_from, happened_to, first_published, evidence
  FROM known_agreements(day)
  WHERE status IN ('signed', 'ended') AND when_basis <> 'published'
    AND date_diff('day', happened_from, happened_to) <= 31
  UNION ALL
  SELECT on_day, 'told', 'office', id, NULL, NULL, 'affirmed', status,
    concat('office ', edge, ': ', holder, ', ', title, coalesce(' of ' || organisation, ''),
      coalesce(' (' || country || ')', ''), coalesce(', to ' || accredited_to, '')),
    independent, state_media, claims, publishers, list_filter([country], lambda code: code IS NOT NULL),
    list_filter([accredited_to], lambda code: code IS NOT NULL),
    list_filter([country, accredited_to], lambda code: code IS NOT NULL), NULL,
    on_day, on_day + INTERVAL 1 DAY, first_published, evidence
  FROM (
    SELECT *, unnest(['begun', 'ended']) AS edge, unnest([since, "until"]) AS bound FROM known_officeholders(day)
  ), LATERAL (
    SELECT TRY_CAST(nullif(regexp_extract(bound, '^[0-9]{4}-[0-9]{2}'), '')
      || coalesce(nullif(regexp_extract(bound, '^[0-9]{4}-[0-9]{2}(-[0-9]{2})', 1), ''), '-01') AS DATE) AS on_day
  ) WHERE on_day IS NOT NULL;

CREATE VIEW timeline AS FROM known_timeline(DATE 'infinity');
COMMENT ON VIEW timeline IS
  'What happened day by day: events, agreements signed or ended, and offices begun or ended, where the day (or month) is
known. known_timeline(day) has what was known on a day.';
COMMENT ON COLUMN timeline."day" IS 'the day, or the first of the time told';
COMMENT ON COLUMN timeline.known_by IS 'how the day is known: told, or published (nothing but that is known)';
COMMENT ON COLUMN timeline.what IS 'event, agreement or office';
COMMENT ON COLUMN timeline.id IS 'claims.id of the first claim of it';
COMMENT ON COLUMN timeline.line IS 'who did what to whom, where, on one line';
"""
    + "".join(
        f"""
COMMENT ON COLUMN {view}.claims IS 'how many claims tell of it';
COMMENT ON COLUMN {view}.publishers IS 'who printed the articles that tell of it';
COMMENT ON COLUMN {view}.independent IS 'how many witnesses that do not copy each other and that no state runs';
COMMENT ON COLUMN {view}.state_media IS 'how many such witnesses that a state runs';
COMMENT ON COLUMN {view}.first_published IS 'day of the first article';
"""
        for view in ("officeholders", "agreements", "statements", "visits", "timeline")
    )
    + "".join(
        f"""
COMMENT ON COLUMN {view}.said_by IS 'names of the voices, outermost first, joined by <';
"""
        for view in ("officeholders", "agreements", "visits")
    )
    + "".join(
        f"""
COMMENT ON COLUMN {view}.articles IS 'in how many articles';
COMMENT ON COLUMN {view}.last_published IS 'day of the last article';
COMMENT ON COLUMN {view}.disagreements IS
  'what they tell differently: date, count, doer, place, happened, holder, since';
"""
        for view in ("officeholders", "agreements", "statements", "visits")
    )
    + """
COMMENT ON COLUMN visits.id IS 'claims.id of the first claim of it';
COMMENT ON COLUMN visits.claim IS 'claims.id of the claim whose fields stand here';
COMMENT ON COLUMN visits.counted_on IS 'day to count it under, as in events';
COMMENT ON COLUMN visits.counted_by IS 'what that day is: told or published';

CREATE MACRO known_witnesses(day) AS TABLE
  WITH differing AS (
    SELECT claim, list_sort(list(about || ': ' || "value")) AS differs FROM disagreements GROUP BY claim
  )
  SELECT told.matter, told.matter_rank, told.id AS claim, told.kind, told.type, told.mode, told.polarity, told.status,
    told.name, told.actors AS actor, told.recipients AS recipient, told.edtf, told.when_basis, told.place,
    told.article, told.publisher, told.published, told.witness, told.state_witness,
    coalesce(differing.differs, []) AS differs, judged_claims.score, judged_claims.joined_to,
    coalesce(judged_claims.reasons, []) AS reasons, judged_claims.verdict, told.said_by, told.evidence
  FROM known_claims(day) told LEFT JOIN judged_claims ON judged_claims.claim = told.id
    LEFT JOIN differing ON differing.claim = told.id;

CREATE VIEW witnesses AS SELECT * REPLACE (
  array_to_string(actor, '; ') AS actor, array_to_string(recipient, '; ') AS recipient,
  array_to_string(said_by, ' < ') AS said_by) FROM known_witnesses(DATE 'infinity');
COMMENT ON VIEW witnesses IS
  'Who tells of each happening, statement or fact: one row a claim, the one that speaks for the others first, with why
it was joined to them and what it tells otherwise. known_witnesses(day) as known on a day.';
COMMENT ON COLUMN witnesses.claim IS 'claims.id';
COMMENT ON COLUMN witnesses.matter IS 'claims.id of the first claim of it';
COMMENT ON COLUMN witnesses.matter_rank IS 'place among the claims of the matter, from 0: which speaks for it';
COMMENT ON COLUMN witnesses.actor IS 'names of the acting side, joined by ;';
COMMENT ON COLUMN witnesses.recipient IS 'names of the other side, joined by ;';
COMMENT ON COLUMN witnesses.witness IS 'whose word it is: publisher, or agency or publisher copied or cited';
COMMENT ON COLUMN witnesses.state_witness IS 'whether a state runs that witness';
COMMENT ON COLUMN witnesses.differs IS 'what it tells otherwise than another claim of it: "date: 2019-05-08"';
COMMENT ON COLUMN witnesses.score IS 'how sure it is that it belongs here, 0 to 1; NULL for the first claim';
COMMENT ON COLUMN witnesses.joined_to IS 'the claim of the matter it is most like';
COMMENT ON COLUMN witnesses.reasons IS 'why';
COMMENT ON COLUMN witnesses.verdict IS 'what people said of it: accepted or NULL';
COMMENT ON COLUMN witnesses.said_by IS 'names of the voices, outermost first, joined by <';
"""
    + DYADS
)
