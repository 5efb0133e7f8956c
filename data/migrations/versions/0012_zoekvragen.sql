-- A saved question may hold an area that a visitor drew. The role of the API therefore has no right on the table: it
-- saves one and reads one by its id, and cannot list what others asked. No moment is kept, only the last day. The shape
-- stays here: statements that use it name the question, so the shape stands in no text or value that could be logged.
DROP TABLE vraag.zoekvraag;
CREATE TABLE vraag.zoekvraag (
    id       text PRIMARY KEY CHECK (id ~ '^[0-9a-f]{32}$'),
    inhoud   jsonb NOT NULL,
    vlak     geometry (Geometry, 28992),
    verloopt date NOT NULL
);
CREATE INDEX ON vraag.zoekvraag (verloopt);
COMMENT ON TABLE vraag.zoekvraag IS 'Bewaarde zoekvragen, elk tot en met de dag waarop zij verloopt.';

CREATE FUNCTION vraag.zoekvraag_opruimen()
RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = vraag, pg_temp AS $$
    WITH weg AS (DELETE FROM vraag.zoekvraag WHERE verloopt < current_date RETURNING 1)
    SELECT count(*) FROM weg
$$;
COMMENT ON FUNCTION vraag.zoekvraag_opruimen() IS 'Verwijdert verlopen zoekvragen en geeft hun aantal.';

CREATE FUNCTION vraag.zoekvraag_bewaren(id text, inhoud jsonb, vlak geometry, dagen integer, hoogstens bigint)
RETURNS date LANGUAGE plpgsql SECURITY DEFINER SET search_path = vraag, pg_temp AS $$
DECLARE
    laatste date := current_date + least(greatest(dagen, 1), 30);
    bewaard date;
BEGIN
    PERFORM vraag.zoekvraag_opruimen();
    -- What was promised to others stays: when it is full, nothing more is taken.
    IF NOT EXISTS (SELECT FROM vraag.zoekvraag z WHERE z.id = zoekvraag_bewaren.id)
       AND (SELECT count(*) FROM vraag.zoekvraag) >= hoogstens THEN
        RETURN NULL;
    END IF;
    INSERT INTO vraag.zoekvraag AS z
    VALUES (zoekvraag_bewaren.id, zoekvraag_bewaren.inhoud, zoekvraag_bewaren.vlak, laatste)
    ON CONFLICT ON CONSTRAINT zoekvraag_pkey
    DO UPDATE SET verloopt = greatest(z.verloopt, excluded.verloopt)
    RETURNING z.verloopt INTO bewaard;
    RETURN bewaard;
END $$;
COMMENT ON FUNCTION vraag.zoekvraag_bewaren(text, jsonb, geometry, integer, bigint)
IS 'Bewaart een zoekvraag en geeft de laatste dag waarop zij bestaat; niets als er geen plaats is.';

CREATE FUNCTION vraag.zoekvraag_lezen(id text)
RETURNS TABLE (inhoud jsonb, verloopt date) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = vraag, pg_temp AS $$
    SELECT z.inhoud, z.verloopt FROM vraag.zoekvraag z
    WHERE z.id = zoekvraag_lezen.id AND z.verloopt >= current_date
$$;
COMMENT ON FUNCTION vraag.zoekvraag_lezen(text) IS 'De zoekvraag met dit id, als zij nog bestaat.';

CREATE FUNCTION vraag.zoekvraag_vlak(id text)
RETURNS geometry LANGUAGE sql STABLE SECURITY DEFINER SET search_path = vraag, pg_temp AS $$
    SELECT z.vlak FROM vraag.zoekvraag z WHERE z.id = zoekvraag_vlak.id
$$;
COMMENT ON FUNCTION vraag.zoekvraag_vlak(text) IS 'Het getekende vlak van een zoekvraag, in RD.';

REVOKE ALL ON FUNCTION vraag.zoekvraag_opruimen(), vraag.zoekvraag_bewaren(text, jsonb, geometry, integer, bigint),
    vraag.zoekvraag_lezen(text), vraag.zoekvraag_vlak(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION vraag.zoekvraag_opruimen(), vraag.zoekvraag_bewaren(text, jsonb, geometry, integer, bigint),
    vraag.zoekvraag_lezen(text), vraag.zoekvraag_vlak(text) TO woonzorg_api;
