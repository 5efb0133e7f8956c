-- A file of a kind that is not read cannot be searched for personal data, so its bytes go like those of a file with
-- personal data. Empty for one that held personal data.
ALTER TABLE log.gewist ADD COLUMN bestandssoort text NOT NULL DEFAULT '';
COMMENT ON COLUMN log.gewist.bestandssoort IS 'Soort bestand die wij niet lezen en dus niet doorzochten; anders leeg.';

-- Who dropped the proposal for the columns of a delivery, and why: {wie, reden, tijd}.
ALTER TABLE log.levering ADD COLUMN voorstel_afgewezen jsonb;

CREATE OR REPLACE VIEW beheer.voorstel AS
SELECT l.levering, to_jsonb(l) -> 'voorstel' AS voorstel FROM log.levering l
WHERE l.toestand = 'geweigerd' AND jsonb_typeof(to_jsonb(l) -> 'voorstel') = 'object' AND l.voorstel_afgewezen IS NULL;

CREATE VIEW beheer.voorstel_afgewezen AS
SELECT l.levering, l.voorstel_afgewezen ->> 'wie' AS wie, l.voorstel_afgewezen ->> 'reden' AS reden,
       (l.voorstel_afgewezen ->> 'tijd')::timestamptz AS tijd
FROM log.levering l WHERE l.voorstel_afgewezen IS NOT NULL;

-- The proposal of the newest delivery that still stands; null when there is none.
CREATE FUNCTION log.voorgesteld(dataset text, leverancier text, OUT levering bigint, OUT kolommen jsonb)
LANGUAGE sql STABLE SET search_path = log, pg_temp AS $$
    SELECT n.levering, CASE WHEN n.voorstel_afgewezen IS NULL THEN n.voorstel -> 'kolommen' END
    FROM log.levering n WHERE n.dataset = $1 AND n.leverancier = $2
    ORDER BY n.bevestigd DESC, n.levering DESC LIMIT 1
$$;

-- As in 0005, but for a proposal that was dropped: then only the names that are given count.
CREATE OR REPLACE FUNCTION beheer.koppelen(dataset text, leverancier text, kolommen jsonb, wie text, reden text,
                                           herkomst text, OUT gedaan boolean, OUT uitkomst text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = log, audit, beheer, pg_temp AS $$
DECLARE
    gekozen jsonb;
BEGIN
    BEGIN
        PERFORM beheer.eis(wie, reden, herkomst);
        gekozen := coalesce((log.voorgesteld(dataset, leverancier)).kolommen, '{}') || coalesce(kolommen, '{}');
        IF gekozen = '{}' THEN
            RAISE EXCEPTION 'Voor % van % ligt er geen voorstel; noem de kolommen zelf.', dataset, leverancier
                USING ERRCODE = 'no_data_found';
        END IF;
        INSERT INTO log.koppeling (dataset, leverancier, kolommen, wie, reden)
        VALUES (koppelen.dataset, koppelen.leverancier, gekozen, koppelen.wie, koppelen.reden);
        gedaan := true;
        uitkomst := (SELECT string_agg(k.key || ' = ' || k.value, ', ' ORDER BY k.key) FROM jsonb_each_text(gekozen) k);
    EXCEPTION WHEN no_data_found OR check_violation OR lock_not_available THEN
        gedaan := false;
        uitkomst := SQLERRM;
    END;
    PERFORM beheer.boek('koppelen', dataset || '/' || leverancier, gedaan, uitkomst, wie, reden, herkomst);
END $$;

-- Drop the proposal of the newest delivery. The delivery stays refused; its reason says that the proposal is dropped.
CREATE FUNCTION beheer.voorstel_afwijzen(dataset text, leverancier text, wie text, reden text, herkomst text,
                                         OUT gedaan boolean, OUT uitkomst text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = log, audit, beheer, pg_temp AS $$
DECLARE
    gevonden record;
BEGIN
    BEGIN
        PERFORM beheer.eis(wie, reden, herkomst);
        SELECT * INTO gevonden FROM log.voorgesteld(dataset, leverancier);
        IF coalesce(gevonden.kolommen, '{}') = '{}' THEN
            RAISE EXCEPTION 'Voor % van % ligt er geen voorstel om af te wijzen.', dataset, leverancier
                USING ERRCODE = 'no_data_found';
        END IF;
        UPDATE log.levering l
        SET voorstel_afgewezen = jsonb_build_object('wie', voorstel_afwijzen.wie, 'reden', voorstel_afwijzen.reden,
                                                    'tijd', clock_timestamp()),
            reden = regexp_replace(l.reden, ' Voorstel: .*$', '') || ' Het voorstel voor de kolommen is afgewezen: '
                    || rtrim(voorstel_afwijzen.reden, '. ') || '. Noem de kolommen zelf, of vraag om het sjabloon.'
        WHERE l.levering = gevonden.levering;
        gedaan := true;
        uitkomst := 'Het voorstel voor de kolommen van levering ' || gevonden.levering || ' is afgewezen.';
    EXCEPTION WHEN no_data_found OR check_violation OR lock_not_available THEN
        gedaan := false;
        uitkomst := SQLERRM;
    END;
    PERFORM beheer.boek('koppeling afwijzen', dataset || '/' || leverancier, gedaan, uitkomst, wie, reden, herkomst);
END $$;

-- Rights ------------------------------------------------------------------------------------------------------------
REVOKE ALL ON FUNCTION log.voorgesteld(text, text) FROM PUBLIC;
REVOKE ALL ON FUNCTION beheer.voorstel_afwijzen(text, text, text, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION beheer.voorstel_afwijzen(text, text, text, text, text) TO woonzorg_steward;
GRANT SELECT ON beheer.voorstel_afgewezen TO woonzorg_api_restricted;
