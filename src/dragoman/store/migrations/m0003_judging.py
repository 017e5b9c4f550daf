"""Two clocks, the judgements of people, and what judging makes of the claims of many articles."""

from __future__ import annotations

SQL = """
ALTER TABLE articles ADD COLUMN updated VARCHAR;
COMMENT ON COLUMN articles.updated IS 'when this version was issued, ISO 8601, where it says so';
ALTER TABLE ledger ADD COLUMN stored TIMESTAMP;
COMMENT ON COLUMN ledger.stored IS 'when it was written here, UTC; NULL: before schema 3';

CREATE TABLE judgements (
  id VARCHAR PRIMARY KEY,
  action VARCHAR NOT NULL CHECK (action IN ('accept', 'reject', 'merge', 'split', 'correct', 'withdraw')),
  claim VARCHAR, other VARCHAR, field VARCHAR, value VARCHAR, judgement VARCHAR,
  judge VARCHAR NOT NULL, judged VARCHAR NOT NULL, reason VARCHAR NOT NULL
);
COMMENT ON TABLE judgements IS 'What people have judged of claims. Of two that contradict each other the later holds.';
COMMENT ON COLUMN judgements.id IS 'hash of all the rest';
COMMENT ON COLUMN judgements.action IS
  'accept or reject a claim, correct a field of it, merge or split two claims, withdraw an earlier judgement';
COMMENT ON COLUMN judgements.claim IS 'claims.id; the same words coded anew by a later run keep the judgement';
COMMENT ON COLUMN judgements.other IS 'merge, split: the other claim';
COMMENT ON COLUMN judgements.field IS 'correct: which field';
COMMENT ON COLUMN judgements.value IS 'correct: its right value';
COMMENT ON COLUMN judgements.judgement IS 'withdraw: judgements.id of what is taken back';
COMMENT ON COLUMN judgements.judge IS 'who judged';
COMMENT ON COLUMN judgements.judged IS 'when, UTC, ISO 8601';
COMMENT ON COLUMN judgements.reason IS 'why';

CREATE TABLE article_groups (
  article VARCHAR NOT NULL, version_of VARCHAR NOT NULL, copy_of VARCHAR NOT NULL, similarity DOUBLE,
  reason VARCHAR
);
COMMENT ON TABLE article_groups IS
  'Made by judging, anew each time: which articles are versions of one article, and which are copies of another.';
COMMENT ON COLUMN article_groups.article IS 'articles.key';
COMMENT ON COLUMN article_groups.version_of IS 'articles.key of the first version; its own where there is one only';
COMMENT ON COLUMN article_groups.copy_of IS 'articles.key of the article it copies; its own where it copies none';
COMMENT ON COLUMN article_groups.similarity IS 'share of common word sequences with that article (Jaccard), 0 to 1';
COMMENT ON COLUMN article_groups.reason IS 'why it is taken for a version or copy';

CREATE TABLE judged_claims (
  claim VARCHAR NOT NULL, matter VARCHAR NOT NULL, "rank" INTEGER NOT NULL, witness VARCHAR NOT NULL,
  state_media BOOLEAN NOT NULL, verdict VARCHAR, score DOUBLE, joined_to VARCHAR, reasons VARCHAR[] NOT NULL
);
COMMENT ON TABLE judged_claims IS
  'Made by judging, anew each time: what each claim is about. Claims of one matter tell of the same happening or fact.';
COMMENT ON COLUMN judged_claims.claim IS 'claims.id';
COMMENT ON COLUMN judged_claims.matter IS 'claims.id of the first claim about it';
COMMENT ON COLUMN judged_claims."rank" IS 'place among the claims of the matter, from 0: which speaks for it';
COMMENT ON COLUMN judged_claims.witness IS
  'whose word it is: the publisher, or the agency or publisher that the article copies or cites';
COMMENT ON COLUMN judged_claims.state_media IS 'whether a state runs that witness';
COMMENT ON COLUMN judged_claims.verdict IS 'what people said of it: accepted, rejected or NULL';
COMMENT ON COLUMN judged_claims.score IS 'how sure it is that it belongs here, 0 to 1; NULL for the first claim';
COMMENT ON COLUMN judged_claims.joined_to IS 'the claim of the matter it is most like';
COMMENT ON COLUMN judged_claims.reasons IS 'why';

CREATE TABLE disagreements (
  matter VARCHAR NOT NULL, about VARCHAR NOT NULL, claim VARCHAR NOT NULL, value VARCHAR NOT NULL
);
COMMENT ON TABLE disagreements IS
  'Made by judging, anew each time: what the claims of one matter tell differently, one row a claim.';
COMMENT ON COLUMN disagreements.matter IS 'judged_claims.matter';
COMMENT ON COLUMN disagreements.about IS
  'date, count, doer, place, happened (whether it did), holder (two in one seat), since (start of a tenure or treaty)';
COMMENT ON COLUMN disagreements.claim IS 'claims.id';
COMMENT ON COLUMN disagreements.value IS 'what it tells';

CREATE TABLE corrected_claims AS FROM claims LIMIT 0;
COMMENT ON TABLE corrected_claims IS
  'Made by judging, anew each time: claims that people corrected, as they stand now.';

CREATE TABLE judging (
  runs BIGINT NOT NULL, ledger BIGINT NOT NULL, claims BIGINT NOT NULL, judgements BIGINT NOT NULL,
  rules VARCHAR NOT NULL
);
COMMENT ON TABLE judging IS 'What the tables made by judging rest on; one row.';
COMMENT ON COLUMN judging.runs IS 'how many runs there were';
COMMENT ON COLUMN judging.ledger IS 'how many rows of the ledger';
COMMENT ON COLUMN judging.claims IS 'how many claims';
COMMENT ON COLUMN judging.judgements IS 'how many judgements of people';
COMMENT ON COLUMN judging.rules IS 'hash of the rules and thresholds of judging';

CREATE MACRO known_claims(day) AS TABLE
  WITH readings AS (
    SELECT ledger.id AS reading, ledger.article_key,
      coalesce(TRY_CAST(left(articles.updated, 10) AS DATE), TRY_CAST(articles.published AS DATE),
        ledger.stored::DATE, DATE '0001-01-01') AS known,
      articles.updated, coalesce(article_groups.version_of, ledger.article_key) AS version_of
    FROM ledger JOIN runs ON runs.id = ledger.run JOIN articles ON articles.key = ledger.article_key
      LEFT JOIN article_groups ON article_groups.article = ledger.article_key
    WHERE ledger.state = 'coded'
    QUALIFY row_number() OVER (PARTITION BY ledger.article_key ORDER BY runs.ordinal DESC) = 1
  ), standing AS (
    SELECT * FROM readings WHERE known <= CAST(day AS DATE)
    QUALIFY row_number() OVER (
      PARTITION BY version_of ORDER BY known DESC, updated DESC NULLS LAST, article_key) = 1
  ), told AS (
    SELECT found.claim, min(standing.known) AS known,
      arg_min(standing.article_key, (standing.known, standing.article_key)) AS told_in
    FROM found JOIN standing ON standing.reading = found.ledger GROUP BY found.claim
  ), as_coded AS (
    FROM claims WHERE id NOT IN (SELECT id FROM corrected_claims)
    UNION ALL FROM corrected_claims
  )
  SELECT as_coded.* REPLACE (
      told.told_in AS article_key, articles.publisher AS publisher, TRY_CAST(articles.published AS DATE) AS published),
    told.known, coalesce(judged_claims.matter, as_coded.id) AS matter,
    coalesce(judged_claims."rank", 0) AS matter_rank,
    coalesce(judged_claims.witness, articles.publisher, 'unknown') AS witness,
    coalesce(judged_claims.state_media, as_coded.state_media, false) AS state_witness
  FROM told JOIN as_coded ON as_coded.id = told.claim JOIN articles ON articles.key = told.told_in
    LEFT JOIN judged_claims ON judged_claims.claim = told.claim
  WHERE judged_claims.verdict IS DISTINCT FROM 'rejected';

CREATE OR REPLACE VIEW current_claims AS FROM known_claims(DATE 'infinity');
COMMENT ON VIEW current_claims IS
  'Claims of the newest run of the newest version of each article, as people corrected them, without those rejected.
All columns of claims, and what judging knows. known_claims(day) has those that articles published by a day make.';
COMMENT ON COLUMN current_claims.known IS 'day on which the article was out; if not told, on which it was stored';
COMMENT ON COLUMN current_claims.matter IS
  'what it tells of: claims.id of the first claim of the same happening or fact';
COMMENT ON COLUMN current_claims.matter_rank IS 'place among the claims of the matter, from 0: which speaks for it';
COMMENT ON COLUMN current_claims.witness IS 'whose word it is: publisher, or agency or publisher copied or cited';
COMMENT ON COLUMN current_claims.state_witness IS 'whether a state runs that witness';

CREATE MACRO known_events(day) AS TABLE
  WITH told AS (FROM known_claims(day) WHERE kind = 'event'),
  best AS (FROM told QUALIFY row_number() OVER (PARTITION BY matter ORDER BY matter_rank, id) = 1),
  counts AS (
    SELECT matter, count(*) AS claims, count(DISTINCT article_key) AS articles,
      list_sort(list_distinct(list(publisher))) AS publishers,
      count(DISTINCT witness) FILTER (WHERE NOT state_witness) AS independent,
      count(DISTINCT witness) FILTER (WHERE state_witness) AS state_media,
      min(published) AS first_published, max(published) AS last_published
    FROM told GROUP BY matter
  ), apart AS (
    SELECT disagreements.matter, list_sort(list_distinct(list(about))) AS disagreements
    FROM disagreements JOIN told ON told.id = disagreements.claim GROUP BY disagreements.matter
  )
  SELECT best.matter AS id, best.id AS claim, best.type, best.mode, best.contexts, best.polarity, best.status,
    best.actors AS actor, best.actor_countries, best.recipients AS recipient, best.recipient_countries, best.countries,
    best.happened_from, best.happened_to, best.edtf, best.when_basis,
    CASE WHEN date_diff('day', best.happened_from, best.happened_to) <= 31 THEN best.happened_from
      WHEN best.when_basis = 'published' OR best.when_basis IS NULL THEN counts.first_published END AS counted_on,
    CASE WHEN date_diff('day', best.happened_from, best.happened_to) <= 31 THEN 'told'
      WHEN best.when_basis = 'published' OR best.when_basis IS NULL THEN 'published' END AS counted_by,
    best.place, best.place_country, best.latitude, best.longitude, best.quad, best.intensity, best.cameo,
    counts.claims, counts.articles, counts.publishers, counts.independent, counts.state_media,
    counts.first_published, counts.last_published,
    coalesce(apart.disagreements, []) AS disagreements,
    best.said_by, best.article, best.evidence, best.rule, best.confidence
  FROM best JOIN counts ON counts.matter = best.matter LEFT JOIN apart ON apart.matter = best.matter;

ALTER VIEW events RENAME TO event_claims;
COMMENT ON VIEW event_claims IS
  'Who did what to whom as each article tells it: current claims of kind event, one a row.';

CREATE VIEW events AS
  SELECT * REPLACE (array_to_string(actor, '; ') AS actor, array_to_string(recipient, '; ') AS recipient,
    array_to_string(said_by, ' < ') AS said_by) FROM known_events(DATE 'infinity');
COMMENT ON VIEW events IS
  'Who did what to whom: one row for each happening, however many articles tell of it, in the words of the claim
that says most. known_events(day) has what was known on a day.';
COMMENT ON COLUMN events.id IS
  'claims.id of the first claim of it; judged_claims.matter has it beside every claim';
COMMENT ON COLUMN events.claim IS 'claims.id of the claim whose fields stand here';
COMMENT ON COLUMN events.actor IS 'names of those who act, joined by ; (of all, where they act together)';
COMMENT ON COLUMN events.recipient IS 'names of those acted upon, joined by ;';
COMMENT ON COLUMN events.counted_on IS
  'day to count it under: the first day as told, where that is known to the month; else the day it was first published
where nothing but that is known; NULL: known too vaguely';
COMMENT ON COLUMN events.counted_by IS 'what that day is: told or published';
COMMENT ON COLUMN events.claims IS 'how many claims tell of it';
COMMENT ON COLUMN events.articles IS 'in how many articles';
COMMENT ON COLUMN events.publishers IS 'who printed them';
COMMENT ON COLUMN events.independent IS 'how many witnesses that do not copy each other and that no state runs';
COMMENT ON COLUMN events.state_media IS 'how many such witnesses that a state runs';
COMMENT ON COLUMN events.first_published IS 'day of the first article';
COMMENT ON COLUMN events.last_published IS 'day of the last article';
COMMENT ON COLUMN events.disagreements IS 'what they tell differently: date, count, doer, place, happened';
"""
