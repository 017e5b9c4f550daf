"""Who reported a claim, and whether a state runs any of the media behind it."""

from __future__ import annotations

SQL = """
ALTER TABLE claims ADD COLUMN reporters VARCHAR[];
ALTER TABLE claims ADD COLUMN state_media BOOLEAN;
COMMENT ON COLUMN claims.reporters IS 'names of who reported it: publisher, agency, media and others cited';
COMMENT ON COLUMN claims.state_media IS 'whether a state runs one of them; NULL: not known';
COMMENT ON COLUMN claims.speakers IS 'statement: names of speaker and conveyors';

CREATE OR REPLACE VIEW current_claims AS
  WITH newest AS (
    SELECT ledger.id FROM ledger JOIN runs ON runs.id = ledger.run WHERE ledger.state = 'coded'
    QUALIFY row_number() OVER (PARTITION BY ledger.article_key ORDER BY runs.ordinal DESC) = 1
  )
  SELECT * FROM claims WHERE id IN (SELECT found.claim FROM found JOIN newest ON newest.id = found.ledger);
COMMENT ON VIEW current_claims IS 'Claims of the newest run of each article; all columns of claims.';
"""
