-- Sentences on what was assumed: the sheet, the header row, rows left out, encoding, signs. Never a value of a row.
ALTER TABLE log.levering ADD COLUMN gelezen jsonb NOT NULL DEFAULT '[]';
COMMENT ON COLUMN log.levering.gelezen IS 'Wat bij het lezen is aangenomen, als lijst van zinnen.';
