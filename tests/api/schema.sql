-- The published side of the database as the API's contract describes it, with internal schemas around it that the
-- role of the API must not see.
CREATE SCHEMA log;
CREATE SCHEMA stage;
CREATE SCHEMA store;
CREATE SCHEMA quarantine;
CREATE SCHEMA pub;
CREATE SCHEMA vraag;
CREATE TABLE vraag.zoekvraag (id text PRIMARY KEY, gemaakt timestamptz NOT NULL, inhoud jsonb NOT NULL);

CREATE TABLE log.fetch (url text);
CREATE TABLE stage.buurten (id text);
CREATE TABLE quarantine.buurten (id text, reden text);
INSERT INTO quarantine.buurten VALUES ('geheim', 'naam van een bewoner');

CREATE TABLE pub.release (
    release bigint PRIMARY KEY, gepubliceerd_op timestamptz NOT NULL, reden text, wijzigingen jsonb,
    fictief boolean NOT NULL, profiel text, gemeenten text[], oudste_peildatum date
);
CREATE TABLE pub.pointer (
    laag text, peildatum date, version bigint NOT NULL, release bigint NOT NULL, huidig boolean NOT NULL,
    PRIMARY KEY (laag, peildatum)
);
CREATE TABLE log.release_laag (
    release bigint, laag text, peildatum date, version bigint, PRIMARY KEY (release, laag, peildatum)
);
CREATE VIEW pub.inhoud AS SELECT release, laag, version FROM log.release_laag;
CREATE TABLE pub.wijziging (
    release bigint, laag text, peildatum date, wat text NOT NULL, waarom text NOT NULL, door text[] NOT NULL,
    rijen jsonb NOT NULL, velden jsonb, PRIMARY KEY (release, laag, peildatum)
);
CREATE TABLE pub.ingetrokken (laag text PRIMARY KEY, sinds timestamptz NOT NULL, reden text NOT NULL);
CREATE TABLE pub.laag (
    laag text, version bigint, titel text NOT NULL, titel_en text, omschrijving text, thema text, geometrie text,
    sleutel text, bron text, licentie text, attributie text, peildatum date, indelingsjaar int, methode_versie text,
    status text, opmerkingen text[], aantal bigint, bbox4326 float8[], bbox28992 float8[], dekking jsonb,
    bronversie bigint, PRIMARY KEY (laag, version)
);
CREATE TABLE pub.kolom (
    laag text, version bigint, kolom text, volgorde int, type text, titel text, titel_en text, omschrijving text,
    eenheid text, eenheid_en text, bron text, peildatum date, methode_versie text, statuskolom text, rol text,
    klassen jsonb, palet text, vervalt jsonb, PRIMARY KEY (laag, version, kolom)
);
CREATE TABLE pub.bronstatus (
    laag text PRIMARY KEY, titel text NOT NULL, titel_en text NOT NULL, thema text NOT NULL, bron text NOT NULL,
    licentie text NOT NULL, peildatum date, laatst_goed timestamptz, behouden text NOT NULL DEFAULT '',
    onderdelen jsonb NOT NULL, bijgewerkt timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE TABLE pub.archief (
    laag text, version bigint, sha256 text, bytes bigint, bestand text, minzoom int, maxzoom int,
    PRIMARY KEY (laag, version)
);

CREATE TABLE store.buurten (
    version bigint NOT NULL, id text NOT NULL, peildatum date, buurtcode text, buurtnaam text, aantal_inwoners int,
    aantal_inwoners_status text, aandeel_65plus_pct double precision, aandeel_65plus_pct_status text,
    aandeel_65plus_pct_n int, aandeel_65plus_pct_ci_low double precision, aandeel_65plus_pct_ci_high double precision,
    geometry geometry (multipolygon, 28992),
    geojson text GENERATED ALWAYS AS (st_asgeojson(st_transform(geometry, 4326), 8, 0)) STORED,
    tegelnummer bigint GENERATED ALWAYS AS (('x' || substr(md5(id), 1, 13))::bit(52)::bigint) STORED
) PARTITION BY LIST (version);
CREATE TABLE store.haltes (
    version bigint NOT NULL, id text NOT NULL, peildatum date, haltecode text, haltenaam text, vertrekken_per_dag int,
    vertrekken_per_dag_status text, geometry geometry (point, 28992), geojson text,
    tegelnummer bigint
) PARTITION BY LIST (version);
CREATE TABLE store.leeftijd_buurt (
    version bigint NOT NULL, id text NOT NULL, peildatum date, buurtcode text, aantal_75plus int, aantal_75plus_status text
) PARTITION BY LIST (version);
CREATE TABLE store.draaglast (
    version bigint NOT NULL, id text NOT NULL, peildatum date, buurtcode text, balans_klasse text,
    balans_klasse_status text, "toelichting bij ""klasse""" text, geometry geometry (multipolygon, 28992)
) PARTITION BY LIST (version);

CREATE VIEW pub.buurten AS SELECT * FROM store.buurten;
CREATE VIEW pub.haltes AS SELECT * FROM store.haltes;
CREATE VIEW pub.leeftijd_buurt AS SELECT * FROM store.leeftijd_buurt;
CREATE VIEW pub.draaglast AS SELECT * FROM store.draaglast;

GRANT USAGE ON SCHEMA pub, vraag TO woonzorg_api;
GRANT SELECT ON ALL TABLES IN SCHEMA pub TO woonzorg_api;
