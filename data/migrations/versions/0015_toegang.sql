-- Who may read which restricted layer: keys of machines, and the rights of keys and of groups at the identity provider.
CREATE SCHEMA toegang;

CREATE TABLE toegang.sleutel (
    id          text PRIMARY KEY CHECK (id ~ '^[0-9a-f]{16}$'),
    hash        text NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
    eigenaar    text NOT NULL CHECK (length(btrim(eigenaar)) BETWEEN 2 AND 100),
    gemaakt     timestamptz NOT NULL DEFAULT clock_timestamp(),
    verloopt    timestamptz NOT NULL,
    ingetrokken timestamptz,
    CHECK (verloopt <= gemaakt + interval '181 days')
);
COMMENT ON TABLE toegang.sleutel IS 'API-sleutels; hash is HMAC-SHA-256 met het geheim van de installatie, dat hier niet staat.';

CREATE TABLE toegang.recht (
    houder text NOT NULL CHECK (houder IN ('groep', 'sleutel')),
    van    text NOT NULL CHECK (length(van) BETWEEN 1 AND 200),
    soort  text NOT NULL CHECK (soort IN ('laag', 'thema')),
    naam   text NOT NULL CHECK (naam ~ '^[a-z0-9_]{1,63}$'),
    sinds  timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (houder, van, soort, naam)
);
COMMENT ON TABLE toegang.recht IS 'Welke besloten laag, of elke laag van een thema, een groep of sleutel mag lezen.';

-- What the steward's pages list: never the hash.
CREATE VIEW beheer.sleutel AS
SELECT s.id, s.eigenaar, s.gemaakt, s.verloopt, s.ingetrokken,
       s.ingetrokken IS NULL AND s.verloopt > now() AS geldig
FROM toegang.sleutel s;
CREATE VIEW beheer.recht AS SELECT * FROM toegang.recht;

-- A restricted layer is withdrawn beside the open ones, so that nobody learns its name or the reason.
CREATE TABLE pub_restricted.ingetrokken (LIKE pub.ingetrokken INCLUDING ALL);
CREATE VIEW pub_restricted.inhoud AS
SELECT rl.release, rl.laag, rl.version
FROM log.release_laag rl
JOIN log.laagversie lv USING (laag, version)
JOIN pub_restricted.laag l USING (laag, version)
WHERE lv.besloten;
COMMENT ON VIEW pub_restricted.inhoud IS 'Welke versie van elke besloten laag een release bevat, voor zover bewaard.';

CREATE OR REPLACE FUNCTION log.intrekken(laag text, reden text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = log, pub, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM pub.pointer p WHERE p.laag = intrekken.laag) THEN
        INSERT INTO pub.ingetrokken (laag, reden) VALUES (intrekken.laag, intrekken.reden)
        ON CONFLICT ON CONSTRAINT ingetrokken_pkey DO UPDATE SET reden = excluded.reden, sinds = clock_timestamp();
    ELSIF EXISTS (SELECT FROM pub_restricted.pointer p WHERE p.laag = intrekken.laag) THEN
        INSERT INTO pub_restricted.ingetrokken (laag, reden) VALUES (intrekken.laag, intrekken.reden)
        ON CONFLICT ON CONSTRAINT ingetrokken_pkey DO UPDATE SET reden = excluded.reden, sinds = clock_timestamp();
    ELSE
        RAISE EXCEPTION 'Laag % is niet gepubliceerd.', laag USING ERRCODE = 'no_data_found';
    END IF;
    -- Everybody may listen, so the name of a restricted layer is not called.
    PERFORM pg_notify('woonzorg_release', 'ingetrokken');
END $$;

CREATE OR REPLACE FUNCTION log.herstellen(laag text)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = log, pub, pg_temp AS $$
DECLARE
    gevonden boolean;
BEGIN
    DELETE FROM pub.ingetrokken i WHERE i.laag = herstellen.laag;
    gevonden := FOUND;
    DELETE FROM pub_restricted.ingetrokken i WHERE i.laag = herstellen.laag;
    IF NOT gevonden AND NOT FOUND THEN
        RAISE EXCEPTION 'Laag % is niet ingetrokken.', laag USING ERRCODE = 'no_data_found';
    END IF;
    PERFORM pg_notify('woonzorg_release', 'hersteld');
END $$;

-- The verbs; each is on record, done or refused.
CREATE FUNCTION beheer.sleutel_maken(id text, hash text, eigenaar text, dagen integer, lagen text[], themas text[],
                                     wie text, reden text, herkomst text, OUT gedaan boolean, OUT uitkomst text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = toegang, audit, beheer, pg_temp AS $$
BEGIN
    BEGIN
        PERFORM beheer.eis(wie, reden, herkomst);
        IF dagen NOT BETWEEN 1 AND 180 THEN
            RAISE EXCEPTION 'Een sleutel geldt 1 tot 180 dagen, niet %.', dagen USING ERRCODE = 'check_violation';
        END IF;
        IF cardinality(lagen) + cardinality(themas) = 0 THEN
            RAISE EXCEPTION 'Geef minstens één laag of thema.' USING ERRCODE = 'check_violation';
        END IF;
        INSERT INTO toegang.sleutel (id, hash, eigenaar, verloopt)
        VALUES (sleutel_maken.id, sleutel_maken.hash, btrim(sleutel_maken.eigenaar), now() + make_interval(days => dagen));
        INSERT INTO toegang.recht (houder, van, soort, naam)
        SELECT 'sleutel', sleutel_maken.id, 'laag', unnest(lagen) UNION
        SELECT 'sleutel', sleutel_maken.id, 'thema', unnest(themas);
        gedaan := true;
        uitkomst := 'Sleutel ' || id || ' van ' || btrim(eigenaar) || ' geldt ' || dagen || ' dagen.';
    EXCEPTION WHEN check_violation OR unique_violation THEN
        gedaan := false;
        uitkomst := SQLERRM;
    END;
    PERFORM beheer.boek('sleutel maken', id || ' van ' || eigenaar || ': '
        || array_to_string(lagen || themas, ', '), gedaan, uitkomst, wie, reden, herkomst);
END $$;

CREATE FUNCTION beheer.sleutel_intrekken(id text, wie text, reden text, herkomst text,
                                         OUT gedaan boolean, OUT uitkomst text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = toegang, audit, beheer, pg_temp AS $$
BEGIN
    BEGIN
        PERFORM beheer.eis(wie, reden, herkomst);
        UPDATE toegang.sleutel s SET ingetrokken = now() WHERE s.id = sleutel_intrekken.id AND s.ingetrokken IS NULL;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'Er is geen geldige sleutel %.', id USING ERRCODE = 'no_data_found';
        END IF;
        gedaan := true;
        uitkomst := 'Sleutel ' || id || ' is ingetrokken en geeft nergens meer recht op.';
    EXCEPTION WHEN no_data_found OR check_violation THEN
        gedaan := false;
        uitkomst := SQLERRM;
    END;
    PERFORM beheer.boek('sleutel intrekken', id, gedaan, uitkomst, wie, reden, herkomst);
END $$;

CREATE FUNCTION beheer.recht_geven(groep text, soort text, naam text, wie text, reden text, herkomst text,
                                   OUT gedaan boolean, OUT uitkomst text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = toegang, audit, beheer, pg_temp AS $$
BEGIN
    BEGIN
        PERFORM beheer.eis(wie, reden, herkomst);
        INSERT INTO toegang.recht (houder, van, soort, naam)
        VALUES ('groep', recht_geven.groep, recht_geven.soort, recht_geven.naam)
        ON CONFLICT DO NOTHING;
        gedaan := true;
        uitkomst := 'Groep ' || groep || ' mag ' || soort || ' ' || naam || ' lezen.';
    EXCEPTION WHEN check_violation THEN
        gedaan := false;
        uitkomst := SQLERRM;
    END;
    PERFORM beheer.boek('recht geven', groep || ': ' || soort || ' ' || naam, gedaan, uitkomst, wie, reden, herkomst);
END $$;

CREATE FUNCTION beheer.recht_nemen(groep text, soort text, naam text, wie text, reden text, herkomst text,
                                   OUT gedaan boolean, OUT uitkomst text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = toegang, audit, beheer, pg_temp AS $$
BEGIN
    BEGIN
        PERFORM beheer.eis(wie, reden, herkomst);
        DELETE FROM toegang.recht r WHERE r.houder = 'groep' AND r.van = recht_nemen.groep
            AND r.soort = recht_nemen.soort AND r.naam = recht_nemen.naam;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'Groep % heeft dat recht niet.', groep USING ERRCODE = 'no_data_found';
        END IF;
        gedaan := true;
        uitkomst := 'Groep ' || groep || ' mag ' || soort || ' ' || naam || ' niet meer lezen.';
    EXCEPTION WHEN no_data_found OR check_violation THEN
        gedaan := false;
        uitkomst := SQLERRM;
    END;
    PERFORM beheer.boek('recht nemen', groep || ': ' || soort || ' ' || naam, gedaan, uitkomst, wie, reden, herkomst);
END $$;

-- Rights ------------------------------------------------------------------------------------------------------------
REVOKE ALL ON FUNCTION beheer.sleutel_maken(text, text, text, integer, text[], text[], text, text, text),
    beheer.sleutel_intrekken(text, text, text, text), beheer.recht_geven(text, text, text, text, text, text),
    beheer.recht_nemen(text, text, text, text, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION beheer.sleutel_maken(text, text, text, integer, text[], text[], text, text, text),
    beheer.sleutel_intrekken(text, text, text, text), beheer.recht_geven(text, text, text, text, text, text),
    beheer.recht_nemen(text, text, text, text, text, text) TO woonzorg_steward;
GRANT USAGE ON SCHEMA toegang TO woonzorg_api_restricted;
GRANT SELECT ON ALL TABLES IN SCHEMA toegang TO woonzorg_api_restricted;
GRANT SELECT ON beheer.sleutel, beheer.recht, pub_restricted.inhoud, pub_restricted.ingetrokken
    TO woonzorg_api_restricted;
-- A saved question may be asked of a restricted layer too; none is saved there.
GRANT USAGE ON SCHEMA vraag TO woonzorg_api_restricted;
GRANT EXECUTE ON FUNCTION vraag.zoekvraag_lezen(text), vraag.zoekvraag_vlak(text) TO woonzorg_api_restricted;
