-- Bytes that held personal data: only their hash, the kinds and the columns stay. A backup tool erases every file
-- with one of these hashes from its own sets too.
CREATE TABLE log.gewist (
    sha256      text PRIMARY KEY,
    dataset     text NOT NULL,
    leverancier text NOT NULL DEFAULT '',
    levering    bigint REFERENCES log.levering,
    bytes       bigint NOT NULL,
    soorten     jsonb NOT NULL,
    kolommen    text[] NOT NULL,
    gevonden    timestamptz NOT NULL DEFAULT clock_timestamp(),
    voltooid    timestamptz
);
COMMENT ON TABLE log.gewist IS 'Gewiste leveringen; voltooid is leeg zolang het wissen niet af is.';
COMMENT ON COLUMN log.gewist.soorten IS 'Soort persoonsgegeven naar aantal rijen; nooit een waarde.';

-- telling: where its rows went. verschil: keys against the last good delivery of the same supplier.
-- onderzocht: rules by which it was searched for personal data. bytes_weg: when the bytes of a delivery of tier C
-- were deleted; its rows live on in the version made from them.
ALTER TABLE log.levering
    ADD COLUMN telling jsonb,
    ADD COLUMN verschil jsonb,
    ADD COLUMN onderzocht text,
    ADD COLUMN bytes_weg timestamptz;
ALTER TABLE log.levering DROP CONSTRAINT levering_toestand_check;
ALTER TABLE log.levering ADD CONSTRAINT levering_toestand_check
    CHECK (toestand IN ('ontvangen', 'goed', 'geweigerd', 'teruggedraaid', 'opgeruimd', 'gewist'));

GRANT SELECT, INSERT, UPDATE ON log.gewist TO woonzorg_pipeline;
