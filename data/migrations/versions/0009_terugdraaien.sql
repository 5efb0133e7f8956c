-- Rolling back touches what readers have now, never older versions nor a later good delivery. As in 0004 but for `weg`.
CREATE OR REPLACE FUNCTION log.terugdraaien(dataset text, afhankelijk text[], reden text)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = log, pub, pg_temp AS $$
DECLARE
    nu bigint;
    oud bigint;
    nieuw bigint;
    weg bigint[];
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
    SELECT coalesce(array_agg(x.levering), '{}') INTO weg FROM (
        SELECT unnest(v.leveringen) AS levering FROM log.versie v JOIN log.release_dataset rd USING (version)
        WHERE rd.release = nu AND rd.dataset = terugdraaien.dataset
        EXCEPT
        SELECT unnest(v.leveringen) FROM log.versie v JOIN log.release_dataset rd USING (version)
        WHERE rd.release = oud AND rd.dataset = terugdraaien.dataset) x;
    UPDATE log.levering l SET toestand = 'teruggedraaid', goedgekeurd = false, reden = terugdraaien.reden
    WHERE l.levering = ANY (weg);
    -- What readers have now and had not then, and what was made since of the same deliveries. Older versions stay to
    -- go back to, and a later delivery that is good stays good.
    UPDATE log.versie v SET toestand = 'teruggedraaid', reden = terugdraaien.reden
    WHERE v.dataset = ANY (geraakt) AND v.toestand = 'goed'
      AND (v.version IN (SELECT rd.version FROM log.release_dataset rd WHERE rd.release = nu
                         EXCEPT SELECT rd.version FROM log.release_dataset rd WHERE rd.release = oud)
           OR (v.dataset = terugdraaien.dataset AND v.leveringen && weg));
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

-- A steward can say that a proposed column is not in the file. As in 0008 but for what is left out of `gekozen`.
CREATE OR REPLACE FUNCTION beheer.koppelen(dataset text, leverancier text, kolommen jsonb, wie text, reden text,
                                           herkomst text, OUT gedaan boolean, OUT uitkomst text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = log, audit, beheer, pg_temp AS $$
DECLARE
    gekozen jsonb;
BEGIN
    BEGIN
        PERFORM beheer.eis(wie, reden, herkomst);
        -- A column that is named without a name is not in the file, whatever was proposed.
        SELECT coalesce(jsonb_object_agg(k.key, k.value), '{}') INTO gekozen
        FROM jsonb_each_text(coalesce((log.voorgesteld(dataset, leverancier)).kolommen, '{}')
                             || coalesce(kolommen, '{}')) k
        WHERE btrim(k.value) <> '';
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
