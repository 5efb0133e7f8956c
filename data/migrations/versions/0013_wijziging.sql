-- A column that will go says so one release ahead: {"reden": …, "opvolger": …}; null for one that stays.
ALTER TABLE pub.kolom ADD COLUMN vervalt jsonb;
ALTER TABLE pub_restricted.kolom ADD COLUMN vervalt jsonb;

-- Rows of a layer version beside those of the version it was made after: {"tegen": version, "erbij", "weg", "gewijzigd",
-- "velden": {column: rows}}; null where there was none to compare with.
ALTER TABLE log.laagversie ADD COLUMN verschil jsonb;

-- What a release changed of each open layer. Written when the pointers move and kept when the versions go, so that an old
-- release can still be explained.
CREATE TABLE pub.wijziging (
    release   bigint NOT NULL REFERENCES pub.release,
    laag      text NOT NULL,
    peildatum date NOT NULL,
    wat       text NOT NULL CHECK (wat IN ('laag erbij', 'laag weg', 'peildatum erbij', 'peildatum weg', 'gewijzigd')),
    waarom    text NOT NULL CHECK (waarom IN ('nieuw', 'levering', 'verwerking', 'invoer', 'methode', 'parameter',
                                              'vertoning', 'teruggedraaid', 'vervallen')),
    door      text[] NOT NULL,
    rijen     jsonb NOT NULL,
    velden    jsonb,
    PRIMARY KEY (release, laag, peildatum)
);
COMMENT ON TABLE pub.wijziging IS 'Wat een release aan elke open laag veranderde, en waarom.';
COMMENT ON COLUMN pub.wijziging.velden IS 'Per kolom wat er veranderde; leeg als dat niet meer is na te gaan.';
GRANT SELECT ON pub.wijziging TO woonzorg_api, woonzorg_api_restricted;

-- Columns of two versions of a layer beside each other; null when one of them is no longer described.
CREATE FUNCTION log.velden_anders(laag text, oud bigint, nieuw bigint)
RETURNS jsonb LANGUAGE sql STABLE SET search_path = pub, pg_temp AS $$
    WITH o AS (SELECT * FROM pub.kolom k WHERE k.laag = velden_anders.laag AND k.version = oud),
         n AS (SELECT * FROM pub.kolom k WHERE k.laag = velden_anders.laag AND k.version = nieuw)
    SELECT CASE WHEN EXISTS (SELECT FROM o) AND EXISTS (SELECT FROM n) THEN (
        SELECT coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
                   'veld', kolom, 'wat', v.wat, 'oud', v.oud, 'nieuw', v.nieuw,
                   'reden', CASE WHEN v.wat IN ('verwijderd', 'hernoemd', 'aangekondigd') THEN
                                coalesce(n.vervalt, o.vervalt) ->> 'reden' END)) ORDER BY kolom, v.wat), '[]')
        FROM o FULL JOIN n USING (kolom) CROSS JOIN LATERAL (VALUES
            ('toegevoegd', o.kolom IS NULL, NULL, n.titel),
            ('hernoemd', n.kolom IS NULL AND o.vervalt ->> 'opvolger' IS NOT NULL, o.kolom, o.vervalt ->> 'opvolger'),
            ('verwijderd', n.kolom IS NULL AND o.vervalt ->> 'opvolger' IS NULL, o.titel, NULL),
            ('aangekondigd', n.vervalt IS NOT NULL AND o.vervalt IS NULL AND o.kolom IS NOT NULL, NULL,
             n.vervalt ->> 'opvolger'),
            ('type', o.type <> n.type, o.type, n.type),
            ('titel', o.titel <> n.titel, o.titel, n.titel),
            ('eenheid', o.eenheid <> n.eenheid, o.eenheid, n.eenheid),
            ('bron', o.bron <> n.bron, o.bron, n.bron),
            ('methode', o.methode_versie <> n.methode_versie, o.methode_versie, n.methode_versie),
            ('klassen', o.kolom IS NOT NULL AND n.kolom IS NOT NULL AND o.klassen IS DISTINCT FROM n.klassen,
             o.klassen::text, n.klassen::text)
        ) AS v(wat, geldt, oud, nieuw)
        WHERE v.geldt) END
$$;

-- Rows that differ between two versions, as it was counted when the later one was made; turned round for a rollback.
CREATE FUNCTION log.rijen_anders(oud log.laagversie, nieuw log.laagversie)
RETURNS jsonb LANGUAGE sql STABLE SET search_path = log, pg_temp AS $$
    SELECT jsonb_strip_nulls(jsonb_build_object('oud', (oud).rijen, 'nieuw', (nieuw).rijen))
        || CASE WHEN ((nieuw).verschil ->> 'tegen')::bigint = (oud).version THEN (nieuw).verschil - 'tegen'
                WHEN ((oud).verschil ->> 'tegen')::bigint = (nieuw).version THEN
                    (oud).verschil - 'tegen' || jsonb_build_object('erbij', (oud).verschil -> 'weg',
                                                                   'weg', (oud).verschil -> 'erbij')
                ELSE '{}' END
$$;

-- Put on record what a release changed of the one before it.
CREATE FUNCTION log.vergelijk(nummer bigint)
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = log, pub, pg_temp AS $$
    WITH houdt AS (
        SELECT rl.release = nummer AS nu, rl.laag, rl.peildatum, rl.version, lv,
               rl.peildatum = max(rl.peildatum) OVER (PARTITION BY rl.release, rl.laag) AS huidig
        FROM log.release_laag rl JOIN log.laagversie lv USING (laag, version)
        WHERE NOT lv.besloten
          AND rl.release IN (nummer, (SELECT max(r.release) FROM pub.release r WHERE r.release < nummer))
    ), oud AS (SELECT * FROM houdt WHERE NOT nu), nieuw AS (SELECT * FROM houdt WHERE nu),
    komt AS (
        -- A feed that knows one moment only replaces it: that is a change of the layer, not another moment beside it.
        SELECT n.laag, n.peildatum, n.lv AS nieuw, CASE WHEN z.laag IS NULL THEN h.lv ELSE z.lv END AS oud,
               CASE WHEN h.laag IS NULL THEN 'laag erbij'
                    WHEN z.laag IS NOT NULL OR (n.huidig AND v.laag IS NULL) THEN 'gewijzigd'
                    ELSE 'peildatum erbij' END AS wat
        FROM nieuw n
        LEFT JOIN oud z ON (z.laag, z.peildatum) = (n.laag, n.peildatum)
        LEFT JOIN oud h ON h.laag = n.laag AND h.huidig
        LEFT JOIN nieuw v ON (v.laag, v.peildatum) = (h.laag, h.peildatum)
        WHERE z.version IS DISTINCT FROM n.version
    ), gaat AS (
        SELECT o.laag, o.peildatum, NULL::log.laagversie AS nieuw, o.lv AS oud,
               CASE WHEN EXISTS (SELECT FROM nieuw n WHERE n.laag = o.laag) THEN 'peildatum weg' ELSE 'laag weg' END AS wat
        FROM oud o
        WHERE NOT EXISTS (SELECT FROM nieuw n WHERE (n.laag, n.peildatum) = (o.laag, o.peildatum))
          AND NOT EXISTS (SELECT FROM komt k WHERE k.laag = o.laag AND k.wat = 'gewijzigd'
                          AND (k.oud).version = o.version AND k.peildatum <> o.peildatum)
    )
    INSERT INTO pub.wijziging (release, laag, peildatum, wat, waarom, door, rijen, velden)
    SELECT nummer, x.laag, x.peildatum, x.wat, w.waarom,
           CASE WHEN w.waarom = 'invoer' THEN i.door WHEN w.waarom IN ('levering', 'methode') THEN ARRAY[bn.dataset]
                ELSE '{}' END,
           log.rijen_anders(x.oud, x.nieuw), log.velden_anders(x.laag, (x.oud).version, (x.nieuw).version)
    FROM (SELECT * FROM komt UNION ALL SELECT * FROM gaat) x
    LEFT JOIN log.versie bo ON bo.version = (x.oud).bronversie
    LEFT JOIN log.versie bn ON bn.version = (x.nieuw).bronversie
    CROSS JOIN LATERAL (
        SELECT array_agg(DISTINCT d.dataset ORDER BY d.dataset) AS door FROM (
            (SELECT e ->> 'dataset' AS dataset, e FROM jsonb_array_elements(bn.invoer) e
             EXCEPT SELECT e ->> 'dataset', e FROM jsonb_array_elements(bo.invoer) e)
            UNION ALL
            (SELECT e ->> 'dataset', e FROM jsonb_array_elements(bo.invoer) e
             EXCEPT SELECT e ->> 'dataset', e FROM jsonb_array_elements(bn.invoer) e)) d) i
    CROSS JOIN LATERAL (
        SELECT CASE
            WHEN (SELECT r.wijzigingen ? 'terug_naar_release' FROM pub.release r WHERE r.release = nummer)
                THEN 'teruggedraaid'
            WHEN x.nieuw IS NULL THEN 'vervallen'
            WHEN x.oud IS NULL THEN 'nieuw'
            WHEN bn.version = bo.version THEN 'vertoning'
            WHEN bn.methode_versie <> bo.methode_versie THEN 'methode'
            WHEN bn.leveringen <> bo.leveringen THEN 'levering'
            WHEN bn.invoer = '[]' THEN 'verwerking'
            WHEN i.door IS NOT NULL THEN 'invoer'
            ELSE 'parameter' END AS waarom) w
$$;

-- As in 0007, and what readers are told of it in the same transaction.
ALTER FUNCTION log.wijs_aan(bigint) RENAME TO verwijs;
CREATE FUNCTION log.wijs_aan(nummer bigint)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = log, pub, pg_temp AS $$
BEGIN
    PERFORM log.vergelijk(nummer);
    PERFORM log.verwijs(nummer);
END $$;
REVOKE ALL ON FUNCTION log.verwijs(bigint), log.wijs_aan(bigint), log.vergelijk(bigint),
    log.velden_anders(text, bigint, bigint), log.rijen_anders(log.laagversie, log.laagversie) FROM PUBLIC;
REVOKE ALL ON FUNCTION log.verwijs(bigint) FROM woonzorg_pipeline;
GRANT EXECUTE ON FUNCTION log.wijs_aan(bigint) TO woonzorg_pipeline;

-- Releases that are there already: layers from the record, fields as far as they are still described.
SELECT log.vergelijk(r.release) FROM pub.release r ORDER BY r.release;
