-- Our column -> the supplier's name for it, as a steward confirmed; a later row goes before an earlier one -------------
CREATE TABLE log.koppeling (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    dataset     text NOT NULL,
    leverancier text NOT NULL,
    kolommen    jsonb NOT NULL CHECK (jsonb_typeof(kolommen) = 'object'),
    wie         text NOT NULL,
    reden       text NOT NULL,
    tijd        timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX ON log.koppeling (dataset, leverancier, id);

-- What was proposed for the columns of a delivery that had no known name: {kolommen, onbekend, ontbreekt}.
ALTER TABLE log.levering ADD COLUMN voorstel jsonb;

-- Confirm the proposal of the newest delivery, or the given names where they are given; the delivery is then tried again.
CREATE FUNCTION beheer.koppelen(dataset text, leverancier text, kolommen jsonb, wie text, reden text, herkomst text,
                                OUT gedaan boolean, OUT uitkomst text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = log, audit, beheer, pg_temp AS $$
DECLARE
    voorgesteld jsonb;
    gekozen jsonb;
BEGIN
    BEGIN
        PERFORM beheer.eis(wie, reden, herkomst);
        SELECT l.voorstel -> 'kolommen' INTO voorgesteld FROM log.levering l
        WHERE l.dataset = koppelen.dataset AND l.leverancier = koppelen.leverancier
        ORDER BY l.bevestigd DESC, l.levering DESC LIMIT 1;
        gekozen := coalesce(voorgesteld, '{}') || coalesce(kolommen, '{}');
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

-- Rights ------------------------------------------------------------------------------------------------------------
REVOKE ALL ON FUNCTION beheer.koppelen(text, text, jsonb, text, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION beheer.koppelen(text, text, jsonb, text, text, text) TO woonzorg_steward;
GRANT SELECT ON log.koppeling TO woonzorg_pipeline;
