"""The first schema: runs, articles, the ledger, claims with their parties, and the views for people."""

from __future__ import annotations

SQL = """
CREATE TABLE runs (
  id VARCHAR PRIMARY KEY, ordinal INTEGER NOT NULL UNIQUE, code_version VARCHAR NOT NULL, data_hash VARCHAR NOT NULL,
  model VARCHAR NOT NULL, started VARCHAR NOT NULL, options VARCHAR NOT NULL
);
COMMENT ON TABLE runs IS 'Runs of the program. The same code, data, model and options are the same run.';
COMMENT ON COLUMN runs.id IS 'hash of code version, data, model and options';
COMMENT ON COLUMN runs.ordinal IS 'order in which the runs first wrote to this database, from 1';
COMMENT ON COLUMN runs.code_version IS 'version of the program';
COMMENT ON COLUMN runs.data_hash IS 'hash of the lexicon, almanac and ontology';
COMMENT ON COLUMN runs.model IS 'name and version of the language model';
COMMENT ON COLUMN runs.started IS 'when it first started, UTC, ISO 8601';
COMMENT ON COLUMN runs.options IS 'JSON object of the options that change what is coded';

CREATE TABLE articles (
  key VARCHAR PRIMARY KEY, id VARCHAR NOT NULL, sha256 VARCHAR NOT NULL, text VARCHAR NOT NULL, title VARCHAR,
  author VARCHAR, publisher VARCHAR, url VARCHAR, published VARCHAR, image_credit VARCHAR, dateline_place VARCHAR,
  agency VARCHAR, language VARCHAR, extractor VARCHAR NOT NULL, origin VARCHAR, first_run VARCHAR NOT NULL
);
COMMENT ON TABLE articles IS 'Articles as they came in. One that comes again with another text or date is another row.';
COMMENT ON COLUMN articles.key IS 'hash of everything known of the article except its origin';
COMMENT ON COLUMN articles.id IS 'the id it came with, or the hash of its content';
COMMENT ON COLUMN articles.sha256 IS 'SHA-256 of its content';
COMMENT ON COLUMN articles.text IS 'the text every offset counts into (code points from 0)';
COMMENT ON COLUMN articles.title IS 'headline';
COMMENT ON COLUMN articles.author IS 'byline';
COMMENT ON COLUMN articles.publisher IS 'who printed it';
COMMENT ON COLUMN articles.url IS 'where it was published';
COMMENT ON COLUMN articles.published IS 'day of publication, ISO 8601';
COMMENT ON COLUMN articles.image_credit IS 'whose picture it carries';
COMMENT ON COLUMN articles.dateline_place IS 'place of writing, from the dateline';
COMMENT ON COLUMN articles.agency IS 'news agency named in the dateline or header';
COMMENT ON COLUMN articles.language IS 'language code';
COMMENT ON COLUMN articles.extractor IS 'what took the text from the file, with its version';
COMMENT ON COLUMN articles.origin IS 'file (and row) it was first read from';
COMMENT ON COLUMN articles.first_run IS 'the run that first read it';

CREATE TABLE ledger (
  id VARCHAR PRIMARY KEY, run VARCHAR NOT NULL, state VARCHAR NOT NULL CHECK (state IN ('coded', 'skipped')),
  article_key VARCHAR, article VARCHAR, origin VARCHAR, reason VARCHAR, message VARCHAR,
  repairs INTEGER NOT NULL, claims INTEGER NOT NULL, problems INTEGER NOT NULL, details VARCHAR NOT NULL
);
COMMENT ON TABLE ledger IS 'One row for each article a run read and each input it skipped; nothing goes missing.';
COMMENT ON COLUMN ledger.id IS 'hash of the run and the article or input';
COMMENT ON COLUMN ledger.run IS 'runs.id';
COMMENT ON COLUMN ledger.state IS 'coded or skipped';
COMMENT ON COLUMN ledger.article_key IS 'articles.key; NULL where no article could be read';
COMMENT ON COLUMN ledger.article IS 'articles.id, where known';
COMMENT ON COLUMN ledger.origin IS 'file (and row) it was read from';
COMMENT ON COLUMN ledger.reason IS 'why it was skipped: the code of the problem';
COMMENT ON COLUMN ledger.message IS 'why it was skipped, in words';
COMMENT ON COLUMN ledger.repairs IS 'how many places of dirty text were repaired';
COMMENT ON COLUMN ledger.claims IS 'how many claims were found';
COMMENT ON COLUMN ledger.problems IS 'how many problems were met';
COMMENT ON COLUMN ledger.details IS 'JSON list of those problems';

CREATE TABLE claims (
  id VARCHAR PRIMARY KEY, article_key VARCHAR NOT NULL, article VARCHAR NOT NULL, run VARCHAR NOT NULL,
  kind VARCHAR NOT NULL, type VARCHAR, mode VARCHAR, contexts VARCHAR[], polarity VARCHAR, status VARCHAR,
  quad INTEGER, intensity DOUBLE, cameo VARCHAR,
  actors VARCHAR[] NOT NULL, actor_countries VARCHAR[] NOT NULL,
  recipients VARCHAR[] NOT NULL, recipient_countries VARCHAR[] NOT NULL, countries VARCHAR[] NOT NULL,
  speakers VARCHAR[] NOT NULL, said_by VARCHAR[] NOT NULL, manner VARCHAR, stance VARCHAR, content VARCHAR[],
  name VARCHAR, office_country VARCHAR, accredited_to VARCHAR, organisation VARCHAR, subject VARCHAR,
  publisher VARCHAR, published DATE, happened_from DATE, happened_to DATE, edtf VARCHAR, when_basis VARCHAR,
  place VARCHAR, place_country VARCHAR, latitude DOUBLE, longitude DOUBLE,
  evidence_start INTEGER NOT NULL, evidence_end INTEGER NOT NULL, evidence VARCHAR NOT NULL,
  rule VARCHAR NOT NULL, confidence DOUBLE, record VARCHAR NOT NULL
);
COMMENT ON TABLE claims IS 'Every claim any run has made; current_claims has those that now stand.';
COMMENT ON COLUMN claims.id IS 'hash of the whole claim';
COMMENT ON COLUMN claims.article_key IS 'articles.key of the article it was first found in';
COMMENT ON COLUMN claims.article IS 'articles.id';
COMMENT ON COLUMN claims.run IS 'runs.id of the run that first made it';
COMMENT ON COLUMN claims.kind IS 'event, statement, office, agreement, membership or relation';
COMMENT ON COLUMN claims.type IS 'event: PLOVER type';
COMMENT ON COLUMN claims.mode IS 'event: PLOVER mode';
COMMENT ON COLUMN claims.contexts IS 'event: PLOVER contexts';
COMMENT ON COLUMN claims.polarity IS 'event: affirmed or denied';
COMMENT ON COLUMN claims.status IS 'event: actual, future, hypothetical, historical; also of offices and agreements';
COMMENT ON COLUMN claims.quad IS 'event: quad class, 1 to 4';
COMMENT ON COLUMN claims.intensity IS 'event: PLOVER score';
COMMENT ON COLUMN claims.cameo IS 'event: CAMEO code';
COMMENT ON COLUMN claims.actors IS 'names of the acting side: actors, speaker, holder, member, parties';
COMMENT ON COLUMN claims.actor_countries IS 'its countries, ISO 3166 alpha-3';
COMMENT ON COLUMN claims.recipients IS 'names of the other side: recipients, addressees';
COMMENT ON COLUMN claims.recipient_countries IS 'its countries, and where an envoy is accredited';
COMMENT ON COLUMN claims.countries IS 'countries of all parties, and of an office';
COMMENT ON COLUMN claims.speakers IS 'statement: names of speaker, conveyors and reporter';
COMMENT ON COLUMN claims.said_by IS 'names of the voices, outermost first; empty: the article itself says so';
COMMENT ON COLUMN claims.manner IS 'statement: direct, indirect, mixed';
COMMENT ON COLUMN claims.stance IS 'statement: how the speaker stands to it';
COMMENT ON COLUMN claims.content IS 'statement: the words said, as the article gives them';
COMMENT ON COLUMN claims.name IS 'title of the office, name of the agreement, the body or the relation';
COMMENT ON COLUMN claims.office_country IS 'office: whose office it is';
COMMENT ON COLUMN claims.accredited_to IS 'office: where an envoy is sent';
COMMENT ON COLUMN claims.organisation IS 'office: the body it belongs to';
COMMENT ON COLUMN claims.subject IS 'agreement: what it is about';
COMMENT ON COLUMN claims.publisher IS 'who printed the article';
COMMENT ON COLUMN claims.published IS 'day of publication';
COMMENT ON COLUMN claims.happened_from IS 'first day on which it may have happened; NULL: open or not known';
COMMENT ON COLUMN claims.happened_to IS 'day after the last; NULL: open or not known';
COMMENT ON COLUMN claims.edtf IS 'the same in EDTF (ISO 8601-2)';
COMMENT ON COLUMN claims.when_basis IS 'what the time rests on: explicit, relative, published, inferred';
COMMENT ON COLUMN claims.place IS 'where it happened';
COMMENT ON COLUMN claims.place_country IS 'ISO 3166 alpha-3';
COMMENT ON COLUMN claims.latitude IS 'degrees, WGS 84';
COMMENT ON COLUMN claims.longitude IS 'degrees, WGS 84';
COMMENT ON COLUMN claims.evidence_start IS 'first character of the evidence in the article''s text, from 0';
COMMENT ON COLUMN claims.evidence_end IS 'the character after its last';
COMMENT ON COLUMN claims.evidence IS 'the clause that states it, to the letter';
COMMENT ON COLUMN claims.rule IS 'id of the rule that found it';
COMMENT ON COLUMN claims.confidence IS 'from 0 to 1';
COMMENT ON COLUMN claims.record IS 'the whole claim as JSON, as the record contract has it';

CREATE TABLE claim_parties (
  claim VARCHAR NOT NULL, role VARCHAR NOT NULL, ordinal INTEGER NOT NULL, name VARCHAR NOT NULL, entity VARCHAR,
  country VARCHAR, sector VARCHAR, office VARCHAR, start INTEGER NOT NULL, "end" INTEGER NOT NULL
);
COMMENT ON TABLE claim_parties IS 'Parties and voices of the claims, one a row.';
COMMENT ON COLUMN claim_parties.claim IS 'claims.id';
COMMENT ON COLUMN claim_parties.role IS
  'actor, recipient, speaker, via, reported_by, addressee, holder, member, parties or said_by';
COMMENT ON COLUMN claim_parties.ordinal IS 'place within the role, from 0; voices outermost first';
COMMENT ON COLUMN claim_parties.name IS 'name it was resolved to, or its words';
COMMENT ON COLUMN claim_parties.entity IS 'id in the almanac';
COMMENT ON COLUMN claim_parties.country IS 'ISO 3166 alpha-3, or IGO, NGO, MNC, IMG, ISM';
COMMENT ON COLUMN claim_parties.sector IS 'PLOVER sector';
COMMENT ON COLUMN claim_parties.office IS 'office held on that day';
COMMENT ON COLUMN claim_parties.start IS 'first character of its words in the article, from 0';
COMMENT ON COLUMN claim_parties."end" IS 'the character after their last';

CREATE TABLE found (ledger VARCHAR NOT NULL, claim VARCHAR NOT NULL);
COMMENT ON TABLE found IS 'Which reading of an article found which claim: what a run no longer finds no longer stands.';
COMMENT ON COLUMN found.ledger IS 'ledger.id';
COMMENT ON COLUMN found.claim IS 'claims.id';

CREATE VIEW current_claims AS
  WITH newest AS (
    SELECT ledger.id FROM ledger JOIN runs ON runs.id = ledger.run WHERE ledger.state = 'coded'
    QUALIFY row_number() OVER (PARTITION BY ledger.article_key ORDER BY runs.ordinal DESC) = 1
  )
  SELECT * FROM claims WHERE id IN (SELECT found.claim FROM found JOIN newest ON newest.id = found.ledger);
COMMENT ON VIEW current_claims IS 'Claims of the newest run of each article; all columns of claims.';

CREATE VIEW events AS
  SELECT id, article, publisher, published, type, mode, contexts, polarity, status,
    array_to_string(actors, '; ') AS actor, actor_countries, array_to_string(recipients, '; ') AS recipient,
    recipient_countries, happened_from, happened_to, edtf, when_basis, place, place_country, latitude, longitude,
    quad, intensity, cameo, array_to_string(said_by, ' < ') AS said_by, evidence, rule, confidence
  FROM current_claims WHERE kind = 'event';
COMMENT ON VIEW events IS 'Who did what to whom: current claims of kind event, one a row.';
COMMENT ON COLUMN events.actor IS 'names of those who act, joined by ; (of all, where they act together)';
COMMENT ON COLUMN events.recipient IS 'names of those acted upon, joined by ;';
COMMENT ON COLUMN events.said_by IS 'names of the voices, outermost first, joined by <';
COMMENT ON COLUMN events.actor_countries IS 'their countries, ISO 3166 alpha-3';
COMMENT ON COLUMN events.recipient_countries IS 'their countries, ISO 3166 alpha-3';
COMMENT ON COLUMN events.status IS 'actual, future, hypothetical or historical';

CREATE VIEW statements AS
  SELECT id, article, publisher, published, array_to_string(actors, '; ') AS speaker,
    actor_countries AS speaker_countries, array_to_string(recipients, '; ') AS addressee,
    recipient_countries AS addressee_countries, array_to_string(content, ' ') AS content, manner, stance,
    array_to_string(said_by, ' < ') AS said_by, evidence, rule, confidence
  FROM current_claims WHERE kind = 'statement';
COMMENT ON VIEW statements IS 'Who said what to whom: current claims of kind statement, one a row.';
COMMENT ON COLUMN statements.speaker IS 'who said it';
COMMENT ON COLUMN statements.speaker_countries IS 'the speaker''s country';
COMMENT ON COLUMN statements.addressee IS 'names of those it was said to, joined by ;';
COMMENT ON COLUMN statements.addressee_countries IS 'their countries';
COMMENT ON COLUMN statements.said_by IS 'names of the voices, outermost first, joined by <';
COMMENT ON COLUMN statements.content IS 'the words said, as the article gives them, joined by blanks';

CREATE VIEW standing_facts AS
  SELECT id, article, publisher, published, kind, name, array_to_string(actors, '; ') AS parties,
    actor_countries AS countries, status, office_country, accredited_to, organisation, subject,
    happened_from, happened_to, edtf, when_basis, array_to_string(said_by, ' < ') AS said_by, evidence, rule, confidence
  FROM current_claims WHERE kind IN ('office', 'agreement', 'membership', 'relation');
COMMENT ON VIEW standing_facts IS 'Offices, agreements, memberships and relations: current claims, one a row.';
COMMENT ON COLUMN standing_facts.parties IS 'names of holder, member or parties, joined by ;';
COMMENT ON COLUMN standing_facts.countries IS 'their countries, and an office''s';
COMMENT ON COLUMN standing_facts.status IS
  'of an office: incumbent, outgoing, former, designate; of an agreement: signed, in force, ended, proposed';
COMMENT ON COLUMN standing_facts.said_by IS 'names of the voices, outermost first, joined by <';
"""
