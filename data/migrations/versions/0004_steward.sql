-- What the profile says, written by every refresh so that the serving processes need no profile -----------------------
CREATE TABLE log.bron (
    dataset         text PRIMARY KEY,
    titel           text NOT NULL,
    uitgever        text NOT NULL,
    niveau          text NOT NULL,
    per_leverancier boolean NOT NULL,
    map             text NOT NULL DEFAULT '',   -- watched folder; empty for a feed that is not dropped in one
    soorten         text[] NOT NULL DEFAULT '{}',  -- endings of file names that are read there
    schema          text NOT NULL,              -- cron line, Europe/Amsterdam
    volgende        timestamptz,                -- next pull
    laat_dagen      integer NOT NULL,
    uit             boolean NOT NULL,
    reden_uit       text NOT NULL DEFAULT '',
    lagen           text[] NOT NULL             -- layers that show it, directly or derived
);
CREATE TABLE log.leverancier (
    leverancier  text PRIMARY KEY,              -- name of its folder
    naam         text NOT NULL,
    contact      text NOT NULL,
    overeenkomst text NOT NULL,
    einde        date,
    ritme_dagen  integer,
    feeds        text[] NOT NULL
);

-- Alerts: one open row per dataset, supplier and kind ------------------------------------------------------------------
CREATE TABLE log.melding (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    dataset     text NOT NULL,
    leverancier text NOT NULL DEFAULT '',
    soort       text NOT NULL,
    tekst       text NOT NULL,
    geopend     timestamptz NOT NULL DEFAULT clock_timestamp(),
    veranderd   timestamptz NOT NULL DEFAULT clock_timestamp(),
    opgelost    timestamptz,
    gelogd      timestamptz,                    -- null: still to be told that way
    gemaild     timestamptz,
    gepost      timestamptz,
    fout        text NOT NULL DEFAULT ''        -- why the last attempt to send failed
);
CREATE UNIQUE INDEX melding_open ON log.melding (dataset, leverancier, soort) WHERE opgelost IS NULL;

-- How fresh each public layer is; holds no supplier and no reason given in confidence -----------------------------------
CREATE TABLE log.bronstatus (
    laag         text PRIMARY KEY,
    titel        text NOT NULL,
    titel_en     text NOT NULL,
    thema        text NOT NULL,
    bron         text NOT NULL,
    licentie     text NOT NULL,
    peildatum    date,
    laatst_goed  timestamptz,
    behouden     text NOT NULL DEFAULT '',
    onderdelen   jsonb NOT NULL,
    bijgewerkt   timestamptz NOT NULL DEFAULT clock_timestamp()
);
-- It changes with every look at the publishers, also when nothing is published: so it is kept with the logs.
CREATE VIEW pub.bronstatus AS SELECT * FROM log.bronstatus;

-- What the steward sees: views of the owner, so that their reader needs no right on what lies below ---------------------
CREATE SCHEMA beheer;

-- A column name as people vary it: without case, spaces and signs.
CREATE FUNCTION beheer.kaal(naam text)
RETURNS text LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT lower(regexp_replace(naam, '[^[:alnum:]]', '', 'g'))
$$;

-- Masking: what is open stays, of business data the first two characters, of anything else nothing ----------------------
CREATE FUNCTION beheer.gemaskeerd(inhoud jsonb, open text[], deels text[])
RETURNS jsonb LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT coalesce(jsonb_object_agg(x.key, CASE
        WHEN x.value = 'null' THEN 'null'::jsonb
        WHEN beheer.kaal(x.key) = ANY (open) THEN x.value
        WHEN beheer.kaal(x.key) = ANY (deels) THEN to_jsonb(left(x.value #>> '{}', CASE WHEN length(x.value #>> '{}') > 4 THEN 2 ELSE 0 END) || '…')
        ELSE to_jsonb('verborgen'::text) END), '{}')
    FROM jsonb_each(inhoud) AS x
$$;
CREATE FUNCTION beheer.zonder_waarden(tekst text)
RETURNS text LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT regexp_replace(regexp_replace(tekst, '«[^»]*»|''[^'']*''|"[^"]*"', '…', 'g'), '\(bijvoorbeeld [^)]*\)', '(…)', 'g')
$$;
-- What people read of a reason: of data that are not open, or not known to be, without what it quotes.
CREATE FUNCTION beheer.gezegd(tekst text, niveau text)
RETURNS text LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT CASE WHEN niveau = 'open' THEN tekst ELSE beheer.zonder_waarden(tekst) END
$$;

-- Where every feed stands, per supplier. A dropped file is late by the day it was dropped, a pulled feed by the day its
-- publisher last answered. `ernst` sorts trouble first; 5 and higher needs nobody.
CREATE VIEW beheer.stand AS
WITH laatste AS (
    SELECT DISTINCT ON (l.dataset, l.leverancier) l.*
    FROM log.levering l ORDER BY l.dataset, l.leverancier, l.bevestigd DESC, l.levering DESC
), mislukt AS (
    SELECT DISTINCT ON (b.dataset, b.bewijs ->> 'leverancier') b.dataset,
           coalesce(b.bewijs ->> 'leverancier', '') AS leverancier, b.uitleg, b.tijd
    FROM log.bevinding b WHERE b.controle = 'ophalen' AND NOT b.geslaagd
    ORDER BY b.dataset, b.bewijs ->> 'leverancier', b.id DESC
), goed AS (
    SELECT DISTINCT ON (l.dataset, l.leverancier) l.dataset, l.leverancier, l.levering, l.peildatum, l.ontvangen
    FROM log.levering l WHERE l.toestand = 'goed'
    ORDER BY l.dataset, l.leverancier, l.peildatum DESC, l.levering DESC
), wie AS (
    SELECT dataset, leverancier FROM laatste
    UNION SELECT dataset, leverancier FROM mislukt
    UNION SELECT f.feed, s.leverancier FROM log.leverancier s CROSS JOIN unnest(s.feeds) AS f(feed)
    UNION SELECT b.dataset, '' FROM log.bron b WHERE NOT b.per_leverancier AND NOT b.uit
), feiten AS (
    SELECT w.dataset, w.leverancier, coalesce(b.titel, w.dataset) AS titel, coalesce(s.naam, w.leverancier) AS naam,
           coalesce(s.contact, '') AS contact, coalesce(s.overeenkomst, '') AS overeenkomst, s.einde,
           coalesce(b.niveau, 'C') AS niveau, coalesce(b.uit, false) AS uit, coalesce(b.map, '') <> '' AS aangeleverd,
           l.levering, l.peildatum, l.ontvangen, l.bevestigd, l.goedgekeurd,
           CASE WHEN m.tijd > coalesce(l.bevestigd, '-infinity') THEN 'onbereikbaar'
                ELSE coalesce(l.toestand, 'nooit') END AS toestand,
           beheer.gezegd(CASE WHEN m.tijd > coalesce(l.bevestigd, '-infinity') THEN m.uitleg ELSE l.reden END,
                         b.niveau) AS reden,
           g.levering AS goede_levering, g.peildatum AS goede_peildatum, g.ontvangen AS laatst_goed,
           CASE WHEN l.levering IS NULL THEN NULL
                WHEN coalesce(b.map, '') <> '' THEN
                    greatest(l.ontvangen, CASE WHEN l.bron_stand ~ '^\d{4}-\d\d-\d\dT[0-9:.]+\+00:00$'
                                               THEN l.bron_stand::timestamptz END)
                    + make_interval(days => coalesce(s.ritme_dagen, b.laat_dagen))
                ELSE l.bevestigd + make_interval(days => coalesce(s.ritme_dagen, b.laat_dagen, 14)) END AS verwacht
    FROM wie w
    LEFT JOIN laatste l USING (dataset, leverancier)
    LEFT JOIN mislukt m USING (dataset, leverancier)
    LEFT JOIN goed g USING (dataset, leverancier)
    LEFT JOIN log.bron b USING (dataset)
    LEFT JOIN log.leverancier s USING (leverancier)
)
SELECT f.*, coalesce(f.verwacht < now(), f.levering IS NULL) AS te_laat,
       coalesce(f.einde < current_date, false) AS verlopen,
       CASE WHEN f.uit THEN 9
            WHEN f.toestand NOT IN ('goed', 'ontvangen', 'nooit', 'onbereikbaar', 'teruggedraaid') THEN 0
            WHEN f.toestand = 'onbereikbaar' AND f.levering IS NOT NULL THEN 1
            WHEN f.toestand = 'teruggedraaid' THEN 1
            WHEN f.verwacht < now() THEN 2
            WHEN f.einde < current_date THEN 3
            WHEN f.levering IS NULL THEN 4
            WHEN f.toestand = 'ontvangen' THEN 5
            ELSE 6 END AS ernst
FROM feiten f;

CREATE VIEW beheer.levering AS
SELECT l.levering, l.dataset, coalesce(b.titel, l.dataset) AS titel, coalesce(b.niveau, 'C') AS niveau, l.leverancier,
       coalesce(s.naam, l.leverancier) AS naam, l.peildatum, l.indelingsjaar, l.ontvangen, l.bevestigd, l.toestand,
       l.goedgekeurd, beheer.gezegd(l.reden, b.niveau) AS reden, l.rijen, l.epoch, left(l.inhoud_hash, 12) AS kenmerk,
       (SELECT coalesce(sum((x ->> 'bytes')::bigint), 0) FROM jsonb_array_elements(l.bestanden) x)::bigint AS bytes,
       -- Columns that belong to other parts of the product; null where a delivery has none.
       to_jsonb(l) -> 'gelezen' AS gelezen, to_jsonb(l) -> 'telling' AS telling,
       to_jsonb(l) -> 'verschil' AS verschil
FROM log.levering l LEFT JOIN log.bron b USING (dataset) LEFT JOIN log.leverancier s USING (leverancier);

-- What was proposed for the columns of a refused delivery: {kolommen, onbekend, ontbreekt}.
CREATE VIEW beheer.voorstel AS
SELECT l.levering, to_jsonb(l) -> 'voorstel' AS voorstel FROM log.levering l
WHERE l.toestand = 'geweigerd' AND jsonb_typeof(to_jsonb(l) -> 'voorstel') = 'object';

CREATE VIEW beheer.bevinding AS
SELECT v.id, v.epoch, v.dataset, v.version, v.controle, v.geslaagd, v.zwaarte,
       beheer.gezegd(v.uitleg, b.niveau) AS uitleg, v.tijd, coalesce(v.bewijs ->> 'leverancier', '') AS leverancier,
       (v.bewijs ->> 'levering')::bigint AS levering
FROM log.bevinding v LEFT JOIN log.bron b USING (dataset);

CREATE VIEW beheer.versie AS
SELECT version, dataset, peildatum, gemaakt, toestand, leveringen, ontvangen, gepubliceerd, afgekeurd, dubbel,
       (SELECT coalesce(sum(value::bigint), 0) FROM jsonb_each_text(buiten_bereik))::bigint AS buiten_bereik, seconden, beheer.zonder_waarden(reden) AS reden,
       version IN (SELECT rd.version FROM log.release_dataset rd
                   WHERE rd.release = (SELECT max(r.release) FROM pub.release r)) AS gepubliceerd_nu
FROM log.versie;

CREATE VIEW beheer.run AS
SELECT r.epoch, r.gestart, r.geeindigd, r.aanleiding, r.toestand, r.reden,
       (SELECT count(*) FROM log.versie v WHERE v.epoch = r.epoch AND v.toestand = 'goed') AS versies,
       (SELECT count(*) FROM log.bevinding b WHERE b.epoch = r.epoch AND NOT b.geslaagd) AS mislukt
FROM log.run r;

-- The newest fault of a dataset that nothing good came after; refused and silent feeds stand in `stand`.
CREATE VIEW beheer.storing AS
SELECT DISTINCT ON (b.dataset) b.dataset, coalesce(f.niveau, 'C') AS niveau, b.controle,
       beheer.gezegd(b.uitleg, f.niveau) AS uitleg, b.tijd
FROM log.bevinding b LEFT JOIN log.bron f USING (dataset)
WHERE NOT b.geslaagd AND b.zwaarte = 'fout' AND b.controle NOT IN ('ophalen', 'levering')
  AND NOT EXISTS (SELECT FROM log.versie v WHERE v.dataset = b.dataset AND v.toestand = 'goed' AND v.gemaakt > b.tijd)
  AND NOT EXISTS (SELECT FROM log.bevinding h WHERE h.dataset = b.dataset AND h.controle = 'hersteld' AND h.id > b.id)
ORDER BY b.dataset, b.id DESC;

CREATE VIEW beheer.bron AS SELECT * FROM log.bron;
CREATE VIEW beheer.leverancier AS SELECT * FROM log.leverancier;
CREATE VIEW beheer.melding AS SELECT * FROM log.melding;
CREATE VIEW beheer.handeling AS
SELECT id, tijd, handeling, voorwerp, uitkomst, herkomst, wie, reden FROM audit.handeling;

-- The verbs: what they do (log), and the act around them, on record whether done or refused (beheer) ---------------------
DROP FUNCTION log.goedkeuren(text, bigint, text, text);
DROP FUNCTION log.terugdraaien(text, text[], text, text);
DROP FUNCTION log.intrekken(text, text, text);
DROP FUNCTION log.herstellen(text, text, text);

CREATE FUNCTION log.goedkeuren(dataset text, levering bigint)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = log, pg_temp AS $$
BEGIN
    UPDATE log.levering l SET goedgekeurd = true, toestand = 'ontvangen', reden = NULL
    WHERE l.dataset = goedkeuren.dataset AND l.levering = goedkeuren.levering
      AND l.toestand IN ('geweigerd', 'teruggedraaid');
    IF NOT FOUND THEN
        RAISE EXCEPTION 'Levering % van % staat niet als geweigerd of teruggedraaid te boek.', levering, dataset
            USING ERRCODE = 'no_data_found';
    END IF;
END $$;

CREATE FUNCTION log.terugdraaien(dataset text, afhankelijk text[], reden text)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = log, pub, pg_temp AS $$
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
    RETURN nieuw;
END $$;

CREATE FUNCTION log.intrekken(laag text, reden text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = log, pub, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM pub.pointer p WHERE p.laag = intrekken.laag) THEN
        RAISE EXCEPTION 'Laag % is niet gepubliceerd.', laag USING ERRCODE = 'no_data_found';
    END IF;
    INSERT INTO pub.ingetrokken (laag, reden) VALUES (intrekken.laag, intrekken.reden)
    ON CONFLICT ON CONSTRAINT ingetrokken_pkey DO UPDATE SET reden = excluded.reden, sinds = clock_timestamp();
    PERFORM pg_notify('woonzorg_release', 'ingetrokken:' || laag);
END $$;

CREATE FUNCTION log.herstellen(laag text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = log, pub, pg_temp AS $$
BEGIN
    DELETE FROM pub.ingetrokken i WHERE i.laag = herstellen.laag;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'Laag % is niet ingetrokken.', laag USING ERRCODE = 'no_data_found';
    END IF;
    PERFORM pg_notify('woonzorg_release', 'hersteld:' || laag);
END $$;

-- An act without a name or a reason is no act.
CREATE FUNCTION beheer.eis(wie text, reden text, herkomst text)
RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF coalesce(btrim(wie), '') = '' OR coalesce(btrim(reden), '') = '' THEN
        RAISE EXCEPTION 'Geef een naam en een reden; ze worden vastgelegd.' USING ERRCODE = 'check_violation';
    END IF;
    IF length(wie) > 200 OR length(reden) > 1000 THEN
        RAISE EXCEPTION 'De naam is hoogstens 200 tekens lang, de reden 1.000.' USING ERRCODE = 'check_violation';
    END IF;
    IF herkomst NOT IN ('opdrachtregel', 'stewardpagina') THEN
        RAISE EXCEPTION 'Herkomst % is onbekend.', herkomst USING ERRCODE = 'check_violation';
    END IF;
END $$;

CREATE FUNCTION beheer.goedkeuren(dataset text, levering bigint, wie text, reden text, herkomst text,
                                  OUT gedaan boolean, OUT uitkomst text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = log, audit, beheer, pg_temp AS $$
BEGIN
    BEGIN
        PERFORM beheer.eis(wie, reden, herkomst);
        PERFORM log.goedkeuren(dataset, levering);
        gedaan := true;
        uitkomst := 'Levering ' || levering || ' van ' || dataset || ' is goedgekeurd voor de volgende verversing.';
    EXCEPTION WHEN no_data_found OR check_violation OR lock_not_available THEN
        gedaan := false;
        uitkomst := SQLERRM;
    END;
    PERFORM beheer.boek('goedkeuren', dataset || '/' || levering, gedaan, uitkomst, wie, reden, herkomst);
END $$;

CREATE FUNCTION beheer.terugdraaien(dataset text, afhankelijk text[], wie text, reden text, herkomst text,
                                    OUT gedaan boolean, OUT uitkomst text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = log, audit, beheer, pg_temp AS $$
DECLARE
    release bigint;
BEGIN
    BEGIN
        PERFORM beheer.eis(wie, reden, herkomst);
        release := log.terugdraaien(dataset, afhankelijk, reden);
        gedaan := true;
        uitkomst := 'Release ' || release || ': ' || dataset || ' en wat ervan is afgeleid staan weer op de vorige versie.';
    EXCEPTION WHEN no_data_found OR check_violation OR lock_not_available THEN
        gedaan := false;
        uitkomst := SQLERRM;
    END;
    PERFORM beheer.boek('terugdraaien', dataset, gedaan, coalesce('release ' || release, uitkomst), wie, reden, herkomst);
END $$;

CREATE FUNCTION beheer.intrekken(laag text, wie text, reden text, herkomst text, OUT gedaan boolean, OUT uitkomst text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = log, audit, beheer, pg_temp AS $$
BEGIN
    BEGIN
        PERFORM beheer.eis(wie, reden, herkomst);
        PERFORM log.intrekken(laag, reden);
        gedaan := true;
        uitkomst := 'Laag ' || laag || ' is ingetrokken.';
    EXCEPTION WHEN no_data_found OR check_violation OR lock_not_available THEN
        gedaan := false;
        uitkomst := SQLERRM;
    END;
    PERFORM beheer.boek('intrekken', laag, gedaan, uitkomst, wie, reden, herkomst);
END $$;

CREATE FUNCTION beheer.herstellen(laag text, wie text, reden text, herkomst text, OUT gedaan boolean, OUT uitkomst text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = log, audit, beheer, pg_temp AS $$
BEGIN
    BEGIN
        PERFORM beheer.eis(wie, reden, herkomst);
        PERFORM log.herstellen(laag);
        gedaan := true;
        uitkomst := 'Laag ' || laag || ' is weer te zien.';
    EXCEPTION WHEN no_data_found OR check_violation OR lock_not_available THEN
        gedaan := false;
        uitkomst := SQLERRM;
    END;
    PERFORM beheer.boek('herstellen', laag, gedaan, uitkomst, wie, reden, herkomst);
END $$;

-- Acts that change nothing in the database: signing in, delivering a file, looking at rows that were set apart.
CREATE FUNCTION beheer.noteer(handeling text, voorwerp text, gedaan boolean, uitkomst text, wie text, herkomst text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = audit, beheer, pg_temp AS $$
BEGIN
    IF gedaan AND handeling NOT IN ('aanmelden', 'afmelden', 'aanleveren', 'inzien') THEN
        RAISE EXCEPTION 'Handeling % wordt niet zo vastgelegd.', handeling USING ERRCODE = 'check_violation';
    END IF;
    PERFORM beheer.boek(handeling, voorwerp, gedaan, uitkomst, wie, '', herkomst);
END $$;

CREATE FUNCTION beheer.boek(handeling text, voorwerp text, gedaan boolean, uitkomst text, wie text, reden text, herkomst text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = audit, beheer, pg_temp AS $$
BEGIN
    PERFORM audit.schrijf(handeling, left(voorwerp, 200),
        CASE WHEN NOT gedaan THEN 'geweigerd: ' || left(uitkomst, 500)
             WHEN handeling = 'terugdraaien' THEN uitkomst ELSE 'gedaan' END,
        left(coalesce(herkomst, ''), 40), left(coalesce(wie, ''), 200), left(coalesce(reden, ''), 1000));
END $$;

-- Rights ------------------------------------------------------------------------------------------------------------
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA log, beheer FROM PUBLIC;
GRANT EXECUTE ON FUNCTION log.wijs_aan(bigint) TO woonzorg_pipeline;
REVOKE USAGE ON SCHEMA log, audit FROM woonzorg_steward;
GRANT USAGE ON SCHEMA beheer TO woonzorg_steward, woonzorg_api_restricted, woonzorg_pipeline;
GRANT EXECUTE ON FUNCTION beheer.goedkeuren(text, bigint, text, text, text),
    beheer.terugdraaien(text, text[], text, text, text), beheer.intrekken(text, text, text, text),
    beheer.herstellen(text, text, text, text), beheer.noteer(text, text, boolean, text, text, text) TO woonzorg_steward;
GRANT CREATE ON SCHEMA beheer TO woonzorg_pipeline;  -- a masked view per quarantine table
GRANT EXECUTE ON FUNCTION beheer.kaal(text), beheer.gemaskeerd(jsonb, text[], text[]), beheer.zonder_waarden(text),
    beheer.gezegd(text, text) TO woonzorg_pipeline, woonzorg_api_restricted;
GRANT SELECT ON ALL TABLES IN SCHEMA beheer TO woonzorg_api_restricted;
GRANT SELECT ON beheer.stand, beheer.storing TO woonzorg_pipeline;
GRANT SELECT, INSERT, UPDATE ON log.melding TO woonzorg_pipeline;
GRANT SELECT, INSERT, UPDATE, DELETE ON log.bron, log.leverancier, log.bronstatus TO woonzorg_pipeline;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA log TO woonzorg_pipeline;
GRANT SELECT ON pub.bronstatus TO woonzorg_api, woonzorg_api_restricted;
