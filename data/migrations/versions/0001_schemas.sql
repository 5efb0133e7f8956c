-- Schemas ---------------------------------------------------------------------------------------------------------
CREATE SCHEMA stage;
CREATE SCHEMA store;
CREATE SCHEMA quarantine;
CREATE SCHEMA pub;
CREATE SCHEMA pub_restricted;
CREATE SCHEMA vraag;
CREATE SCHEMA audit;

-- Runs: the epoch fences out a run that was declared dead and wakes up later ---------------------------------------
CREATE TABLE log.run (
    epoch        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    gestart      timestamptz NOT NULL DEFAULT clock_timestamp(),
    geeindigd    timestamptz,
    aanleiding   text NOT NULL,
    codeversie   text NOT NULL,
    toestand     text NOT NULL DEFAULT 'loopt' CHECK (toestand IN ('loopt', 'klaar', 'mislukt', 'verlaten')),
    reden        text
);

-- What was asked of the network and what came back -----------------------------------------------------------------
CREATE TABLE log.fetch (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    epoch         bigint NOT NULL REFERENCES log.run,
    dataset       text NOT NULL,
    leverancier   text NOT NULL DEFAULT '',
    url           text NOT NULL,
    tijd          timestamptz NOT NULL,
    status        integer,
    bytes         bigint,
    sha256        text,
    etag          text,
    last_modified text,
    reden         text
);
CREATE INDEX ON log.fetch (dataset, leverancier, url, id DESC);

-- Deliveries: one per supplier and content ---------------------------------------------------------------------------
CREATE TABLE log.levering (
    levering      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    dataset       text NOT NULL,
    leverancier   text NOT NULL DEFAULT '',
    peildatum     date NOT NULL,
    indelingsjaar integer,
    inhoud_hash   text NOT NULL,
    bestanden     jsonb NOT NULL,
    bron_stand    text,
    epoch         bigint NOT NULL REFERENCES log.run,
    ontvangen     timestamptz NOT NULL DEFAULT clock_timestamp(),
    bevestigd     timestamptz NOT NULL DEFAULT clock_timestamp(),
    toestand      text NOT NULL DEFAULT 'ontvangen'
                  CHECK (toestand IN ('ontvangen', 'goed', 'geweigerd', 'teruggedraaid', 'opgeruimd')),
    goedgekeurd   boolean NOT NULL DEFAULT false,
    beoordeeld_met text NOT NULL DEFAULT '',
    reden         text,
    rijen         bigint,
    UNIQUE (dataset, leverancier, peildatum, inhoud_hash)
);

-- Versions: one dataset, one peildatum, one indelingsjaar -----------------------------------------------------------
CREATE SEQUENCE log.versie_nummer;
CREATE TABLE log.versie (
    version       bigint PRIMARY KEY,
    dataset       text NOT NULL,
    peildatum     date NOT NULL,
    indelingsjaar integer,
    epoch         bigint NOT NULL REFERENCES log.run,
    gemaakt       timestamptz NOT NULL DEFAULT clock_timestamp(),
    toestand      text NOT NULL CHECK (toestand IN ('in_maak', 'goed', 'geweigerd', 'teruggedraaid', 'opgeruimd')),
    vingerafdruk  text NOT NULL,
    inhoud_hash   text,
    methode_versie text NOT NULL DEFAULT '',
    leveringen    bigint[] NOT NULL DEFAULT '{}',
    invoer        jsonb NOT NULL DEFAULT '[]',
    ontvangen     bigint,
    gepubliceerd  bigint,
    afgekeurd     bigint,
    dubbel        bigint,
    buiten_bereik jsonb NOT NULL DEFAULT '{}',
    seconden      double precision,
    reden         text,
    dekking       jsonb NOT NULL DEFAULT '{}',
    CHECK (toestand <> 'goed' OR ontvangen IS NOT NULL)
);
CREATE INDEX ON log.versie (dataset, peildatum DESC, version DESC);

CREATE TABLE log.bevinding (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    epoch      bigint NOT NULL REFERENCES log.run,
    dataset    text NOT NULL,
    version    bigint,
    controle   text NOT NULL,
    geslaagd   boolean NOT NULL,
    zwaarte    text NOT NULL CHECK (zwaarte IN ('fout', 'waarschuwing')),
    uitleg     text NOT NULL,
    bewijs     jsonb NOT NULL DEFAULT '{}',
    tijd       timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX ON log.bevinding (dataset, id DESC);

-- What a release holds of every dataset and layer --------------------------------------------------------------------
CREATE TABLE pub.release (
    release          bigint PRIMARY KEY,
    gepubliceerd_op  timestamptz NOT NULL DEFAULT clock_timestamp(),
    reden            text NOT NULL,
    wijzigingen      jsonb NOT NULL,
    fictief          boolean NOT NULL,
    profiel          text NOT NULL,
    gemeenten        text[] NOT NULL,
    oudste_peildatum date
);
CREATE TABLE log.release_dataset (
    release   bigint NOT NULL REFERENCES pub.release,
    dataset   text NOT NULL,
    peildatum date NOT NULL,
    version   bigint NOT NULL REFERENCES log.versie,
    PRIMARY KEY (release, dataset, peildatum)
);
CREATE TABLE log.laagversie (
    laag         text NOT NULL,
    version      bigint NOT NULL,
    dataset      text NOT NULL,
    peildatum    date NOT NULL,
    bronversie   bigint NOT NULL REFERENCES log.versie,
    vingerafdruk text NOT NULL,
    toestand     text NOT NULL CHECK (toestand IN ('in_maak', 'goed', 'opgeruimd')),
    besloten     boolean NOT NULL,
    epoch        bigint NOT NULL REFERENCES log.run,
    rijen        bigint,
    buiten_bereik jsonb NOT NULL DEFAULT '{}',
    PRIMARY KEY (laag, version)
);
CREATE TABLE log.release_laag (
    release   bigint NOT NULL REFERENCES pub.release,
    laag      text NOT NULL,
    peildatum date NOT NULL,
    version   bigint NOT NULL,
    PRIMARY KEY (release, laag, peildatum)
);

-- What readers see ---------------------------------------------------------------------------------------------------
CREATE TABLE pub.pointer (
    laag      text NOT NULL,
    peildatum date NOT NULL,
    version   bigint NOT NULL,
    release   bigint NOT NULL REFERENCES pub.release,
    huidig    boolean NOT NULL,
    PRIMARY KEY (laag, peildatum)
);
CREATE UNIQUE INDEX ON pub.pointer (laag) WHERE huidig;
CREATE TABLE pub.ingetrokken (
    laag  text PRIMARY KEY,
    sinds timestamptz NOT NULL DEFAULT clock_timestamp(),
    reden text NOT NULL
);
CREATE TABLE pub.laag (
    laag text NOT NULL, version bigint NOT NULL,
    titel text NOT NULL, titel_en text NOT NULL, omschrijving text NOT NULL, thema text NOT NULL,
    geometrie text, sleutel text NOT NULL, bron text NOT NULL, licentie text NOT NULL, attributie text NOT NULL,
    peildatum date NOT NULL, indelingsjaar integer, methode_versie text NOT NULL, status text NOT NULL,
    opmerkingen text[] NOT NULL, aantal bigint NOT NULL,
    bbox4326 double precision[], bbox28992 double precision[], dekking jsonb NOT NULL,
    PRIMARY KEY (laag, version)
);
CREATE TABLE pub.kolom (
    laag text NOT NULL, version bigint NOT NULL, kolom text NOT NULL, volgorde integer NOT NULL,
    type text NOT NULL, titel text NOT NULL, titel_en text NOT NULL, omschrijving text NOT NULL,
    eenheid text NOT NULL, eenheid_en text NOT NULL, bron text NOT NULL, peildatum date NOT NULL,
    methode_versie text NOT NULL, statuskolom text, rol text NOT NULL, klassen jsonb, palet text,
    PRIMARY KEY (laag, version, kolom)
);
CREATE TABLE pub.archief (
    laag text NOT NULL, version bigint NOT NULL, sha256 text NOT NULL, bytes bigint NOT NULL,
    bestand text NOT NULL, minzoom integer NOT NULL, maxzoom integer NOT NULL,
    PRIMARY KEY (laag, version)
);

-- The same descriptions for layers that only the restricted process may show.
CREATE TABLE pub_restricted.pointer (LIKE pub.pointer INCLUDING ALL);
CREATE TABLE pub_restricted.laag (LIKE pub.laag INCLUDING ALL);
CREATE TABLE pub_restricted.kolom (LIKE pub.kolom INCLUDING ALL);

-- Acts of people: insert only, each row chained to the one before -----------------------------------------------------
CREATE TABLE audit.handeling (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tijd       timestamptz NOT NULL DEFAULT clock_timestamp(),
    handeling  text NOT NULL,
    voorwerp   text NOT NULL,
    uitkomst   text NOT NULL,
    herkomst   text NOT NULL,
    wie        text NOT NULL,
    reden      text NOT NULL,
    keten      text NOT NULL
);
CREATE FUNCTION audit.schrijf(handeling text, voorwerp text, uitkomst text, herkomst text, wie text, reden text)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = audit, pg_temp AS $$
DECLARE
    vorige text;
    nu timestamptz := clock_timestamp();
    nummer bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('woonzorg.audit'));
    SELECT h.keten INTO vorige FROM audit.handeling h ORDER BY h.id DESC LIMIT 1;
    INSERT INTO audit.handeling (tijd, handeling, voorwerp, uitkomst, herkomst, wie, reden, keten)
    VALUES (nu, schrijf.handeling, schrijf.voorwerp, schrijf.uitkomst, schrijf.herkomst, schrijf.wie, schrijf.reden,
            encode(sha256(convert_to(concat_ws('|', coalesce(vorige, ''), to_char(nu AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
                   schrijf.handeling, schrijf.voorwerp, schrijf.uitkomst, schrijf.herkomst, schrijf.wie, schrijf.reden), 'UTF8')), 'hex'))
    RETURNING id INTO nummer;
    RETURN nummer;
END $$;
REVOKE ALL ON FUNCTION audit.schrijf(text, text, text, text, text, text) FROM PUBLIC;

-- Saved questions and jobs, 30 days -------------------------------------------------------------------------------------
CREATE TABLE vraag.zoekvraag (
    id      text PRIMARY KEY,
    gemaakt timestamptz NOT NULL DEFAULT clock_timestamp(),
    inhoud  jsonb NOT NULL
);

-- The steward's verbs: the only things role woonzorg_steward may do ---------------------------------------------------
CREATE FUNCTION log.goedkeuren(dataset text, levering bigint, wie text, reden text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = log, audit, pg_temp AS $$
BEGIN
    UPDATE log.levering l SET goedgekeurd = true, toestand = 'ontvangen', reden = NULL
    WHERE l.dataset = goedkeuren.dataset AND l.levering = goedkeuren.levering
      AND l.toestand IN ('geweigerd', 'teruggedraaid');
    IF NOT FOUND THEN
        RAISE EXCEPTION 'Levering % van % staat niet als geweigerd of teruggedraaid te boek.', levering, dataset
            USING ERRCODE = 'no_data_found';
    END IF;
    PERFORM audit.schrijf('goedkeuren', dataset || '/' || levering, 'gedaan', 'opdrachtregel', wie, reden);
END $$;

CREATE FUNCTION log.terugdraaien(dataset text, afhankelijk text[], wie text, reden text)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = log, pub, audit, pg_temp AS $$
DECLARE
    nu bigint;
    oud bigint;
    nieuw bigint;
    geraakt text[] := dataset || afhankelijk;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('woonzorg.publiceren'));
    SELECT max(r.release) INTO nu FROM pub.release r;
    -- The newest release that held other versions of it, all of them still good and kept.
    SELECT max(eerder.release) INTO oud
    FROM (SELECT rd.release, array_agg(rd.version ORDER BY rd.version) AS versies
          FROM log.release_dataset rd JOIN log.versie v ON v.version = rd.version
          WHERE rd.dataset = terugdraaien.dataset AND rd.release < nu
          GROUP BY rd.release HAVING bool_and(v.toestand = 'goed')) eerder
    WHERE eerder.versies <> (SELECT coalesce(array_agg(rd.version ORDER BY rd.version), '{}')
                             FROM log.release_dataset rd
                             WHERE rd.release = nu AND rd.dataset = terugdraaien.dataset);
    IF oud IS NULL THEN
        RAISE EXCEPTION 'Van % is geen eerdere goede versie bewaard.', dataset USING ERRCODE = 'no_data_found';
    END IF;
    nieuw := nu + 1;
    INSERT INTO pub.release (release, reden, wijzigingen, fictief, profiel, gemeenten, oudste_peildatum)
    SELECT nieuw, 'teruggedraaid: ' || dataset || ' (' || terugdraaien.reden || ')',
           jsonb_build_object('terug_naar_release', oud, 'datasets', to_jsonb(geraakt)),
           fictief, profiel, gemeenten, oudste_peildatum FROM pub.release WHERE release = nu;
    UPDATE log.levering l SET toestand = 'teruggedraaid', goedgekeurd = false, reden = terugdraaien.reden
    WHERE l.levering IN (SELECT unnest(v.leveringen) FROM log.versie v
                         JOIN log.release_dataset rd ON rd.version = v.version
                         WHERE rd.release = nu AND rd.dataset = terugdraaien.dataset
                         EXCEPT
                         SELECT unnest(v.leveringen) FROM log.versie v
                         JOIN log.release_dataset rd ON rd.version = v.version
                         WHERE rd.release = oud AND rd.dataset = terugdraaien.dataset);
    UPDATE log.versie v SET toestand = 'teruggedraaid', reden = terugdraaien.reden
    WHERE v.dataset = ANY (geraakt) AND v.toestand = 'goed'
      AND v.version > (SELECT coalesce(max(rd.version), 0) FROM log.release_dataset rd
                       WHERE rd.release = oud AND rd.dataset = v.dataset AND rd.peildatum = v.peildatum);
    -- A version that was turned back is not to be read any more, not even by name.
    DELETE FROM pub.laag l USING log.laagversie lv JOIN log.versie v ON v.version = lv.bronversie
    WHERE l.laag = lv.laag AND l.version = lv.version AND v.toestand = 'teruggedraaid';
    DELETE FROM pub_restricted.laag l USING log.laagversie lv JOIN log.versie v ON v.version = lv.bronversie
    WHERE l.laag = lv.laag AND l.version = lv.version AND v.toestand = 'teruggedraaid';
    INSERT INTO log.release_dataset (release, dataset, peildatum, version)
    -- What was derived then and is no longer kept stays out until the next refresh computes it anew.
    SELECT nieuw, x.dataset, x.peildatum, x.version FROM log.release_dataset x JOIN log.versie v USING (version)
    WHERE (x.release = oud AND x.dataset = ANY (geraakt) AND v.toestand = 'goed')
       OR (x.release = nu AND x.dataset <> ALL (geraakt));
    INSERT INTO log.release_laag (release, laag, peildatum, version)
    SELECT nieuw, x.laag, x.peildatum, x.version FROM log.release_laag x
    JOIN log.laagversie lv USING (laag, version)
    WHERE (x.release = oud AND lv.dataset = ANY (geraakt) AND lv.toestand = 'goed')
       OR (x.release = nu AND lv.dataset <> ALL (geraakt));
    PERFORM log.wijs_aan(nieuw);
    PERFORM audit.schrijf('terugdraaien', dataset, 'release ' || nieuw, 'opdrachtregel', wie, reden);
    RETURN nieuw;
END $$;

-- Make the pointers say what a release holds: the one statement that readers notice.
CREATE FUNCTION log.wijs_aan(nummer bigint)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = log, pub, pg_temp AS $$
BEGIN
    DELETE FROM pub.pointer p WHERE NOT EXISTS (
        SELECT FROM log.release_laag rl WHERE rl.release = nummer AND rl.laag = p.laag AND rl.peildatum = p.peildatum);
    UPDATE pub.pointer SET huidig = false WHERE huidig;
    INSERT INTO pub.pointer AS p (laag, peildatum, version, release, huidig)
    SELECT rl.laag, rl.peildatum, rl.version, nummer,
           rl.peildatum = max(rl.peildatum) OVER (PARTITION BY rl.laag)
    FROM log.release_laag rl JOIN log.laagversie lv USING (laag, version)
    WHERE rl.release = nummer AND NOT lv.besloten
    ON CONFLICT (laag, peildatum) DO UPDATE
        SET release = CASE WHEN p.version = excluded.version THEN p.release ELSE excluded.release END,
            version = excluded.version, huidig = excluded.huidig;
    DELETE FROM pub_restricted.pointer p WHERE NOT EXISTS (
        SELECT FROM log.release_laag rl WHERE rl.release = nummer AND rl.laag = p.laag AND rl.peildatum = p.peildatum);
    UPDATE pub_restricted.pointer SET huidig = false WHERE huidig;
    INSERT INTO pub_restricted.pointer AS p (laag, peildatum, version, release, huidig)
    SELECT rl.laag, rl.peildatum, rl.version, nummer,
           rl.peildatum = max(rl.peildatum) OVER (PARTITION BY rl.laag)
    FROM log.release_laag rl JOIN log.laagversie lv USING (laag, version)
    WHERE rl.release = nummer AND lv.besloten
    ON CONFLICT (laag, peildatum) DO UPDATE
        SET release = CASE WHEN p.version = excluded.version THEN p.release ELSE excluded.release END,
            version = excluded.version, huidig = excluded.huidig;
    PERFORM pg_notify('woonzorg_release', nummer::text);
END $$;

CREATE FUNCTION log.intrekken(laag text, wie text, reden text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = log, pub, audit, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM pub.pointer p WHERE p.laag = intrekken.laag) THEN
        RAISE EXCEPTION 'Laag % is niet gepubliceerd.', laag USING ERRCODE = 'no_data_found';
    END IF;
    INSERT INTO pub.ingetrokken (laag, reden) VALUES (intrekken.laag, intrekken.reden)
    ON CONFLICT ON CONSTRAINT ingetrokken_pkey DO UPDATE SET reden = excluded.reden, sinds = clock_timestamp();
    PERFORM audit.schrijf('intrekken', laag, 'gedaan', 'opdrachtregel', wie, reden);
    PERFORM pg_notify('woonzorg_release', 'ingetrokken:' || laag);
END $$;

CREATE FUNCTION log.herstellen(laag text, wie text, reden text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = log, pub, audit, pg_temp AS $$
BEGIN
    DELETE FROM pub.ingetrokken i WHERE i.laag = herstellen.laag;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'Laag % is niet ingetrokken.', laag USING ERRCODE = 'no_data_found';
    END IF;
    PERFORM audit.schrijf('herstellen', laag, 'gedaan', 'opdrachtregel', wie, reden);
    PERFORM pg_notify('woonzorg_release', 'hersteld:' || laag);
END $$;

-- Rights ------------------------------------------------------------------------------------------------------------
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO PUBLIC;
GRANT USAGE ON SCHEMA log TO woonzorg_pipeline, woonzorg_steward;
REVOKE ALL ON FUNCTION log.goedkeuren(text, bigint, text, text), log.terugdraaien(text, text[], text, text),
    log.intrekken(text, text, text), log.herstellen(text, text, text), log.wijs_aan(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION log.goedkeuren(text, bigint, text, text), log.terugdraaien(text, text[], text, text),
    log.intrekken(text, text, text), log.herstellen(text, text, text) TO woonzorg_steward;
GRANT EXECUTE ON FUNCTION log.wijs_aan(bigint) TO woonzorg_pipeline;
GRANT USAGE, CREATE ON SCHEMA stage, store, quarantine, pub, pub_restricted TO woonzorg_pipeline;
GRANT USAGE ON SCHEMA audit TO woonzorg_pipeline, woonzorg_audit, woonzorg_steward;
GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA log TO woonzorg_pipeline;
REVOKE INSERT, UPDATE ON log.alembic_version FROM woonzorg_pipeline;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA log TO woonzorg_pipeline;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA pub, pub_restricted TO woonzorg_pipeline;
GRANT INSERT ON audit.handeling TO woonzorg_audit;
GRANT EXECUTE ON FUNCTION audit.schrijf(text, text, text, text, text, text)
    TO woonzorg_pipeline, woonzorg_audit;

GRANT USAGE ON SCHEMA pub, vraag TO woonzorg_api;
GRANT SELECT ON ALL TABLES IN SCHEMA pub TO woonzorg_api;
GRANT SELECT, INSERT ON vraag.zoekvraag TO woonzorg_api;
GRANT USAGE ON SCHEMA pub, pub_restricted TO woonzorg_api_restricted;
GRANT SELECT ON ALL TABLES IN SCHEMA pub, pub_restricted TO woonzorg_api_restricted;
