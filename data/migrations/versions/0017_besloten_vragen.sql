-- Questions that are saved in the restricted process are for that process alone: what partners ask stays among those
-- who may read the layer. Who saves marks the row; the same functions read for each only what is theirs, and each kind
-- has room of its own, so that the public cannot fill the room of partners.
ALTER TABLE vraag.zoekvraag ADD COLUMN besloten boolean NOT NULL DEFAULT false;

CREATE FUNCTION vraag.besloten_lezer()
RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT pg_has_role(session_user, 'woonzorg_api_restricted', 'USAGE')
$$;
COMMENT ON FUNCTION vraag.besloten_lezer() IS 'Of wie verbonden is, besloten zoekvragen mag bewaren en lezen.';

CREATE OR REPLACE FUNCTION vraag.zoekvraag_bewaren(id text, inhoud jsonb, vlak geometry, dagen integer, hoogstens bigint)
RETURNS date LANGUAGE plpgsql SECURITY DEFINER SET search_path = vraag, pg_temp AS $$
DECLARE
    laatste date := current_date + least(greatest(dagen, 1), 30);
    eigen boolean := vraag.besloten_lezer();
    bewaard date;
BEGIN
    PERFORM vraag.zoekvraag_opruimen();
    -- What was promised to others stays: when it is full, nothing more is taken.
    IF NOT EXISTS (SELECT FROM vraag.zoekvraag z WHERE z.id = zoekvraag_bewaren.id AND z.besloten = eigen)
       AND (SELECT count(*) FROM vraag.zoekvraag z WHERE z.besloten = eigen) >= hoogstens THEN
        RETURN NULL;
    END IF;
    INSERT INTO vraag.zoekvraag AS z (id, inhoud, vlak, verloopt, besloten)
    VALUES (zoekvraag_bewaren.id, zoekvraag_bewaren.inhoud, zoekvraag_bewaren.vlak, laatste, eigen)
    ON CONFLICT ON CONSTRAINT zoekvraag_pkey
    DO UPDATE SET verloopt = greatest(z.verloopt, excluded.verloopt) WHERE z.besloten = eigen
    RETURNING z.verloopt INTO bewaard;
    RETURN bewaard;
END $$;

CREATE OR REPLACE FUNCTION vraag.zoekvraag_lezen(id text)
RETURNS TABLE (inhoud jsonb, verloopt date) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = vraag, pg_temp AS $$
    SELECT z.inhoud, z.verloopt FROM vraag.zoekvraag z
    WHERE z.id = zoekvraag_lezen.id AND z.verloopt >= current_date
        AND (NOT z.besloten OR vraag.besloten_lezer())
$$;

CREATE OR REPLACE FUNCTION vraag.zoekvraag_vlak(id text)
RETURNS geometry LANGUAGE sql STABLE SECURITY DEFINER SET search_path = vraag, pg_temp AS $$
    SELECT z.vlak FROM vraag.zoekvraag z
    WHERE z.id = zoekvraag_vlak.id AND (NOT z.besloten OR vraag.besloten_lezer())
$$;

REVOKE ALL ON FUNCTION vraag.besloten_lezer() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION vraag.zoekvraag_bewaren(text, jsonb, geometry, integer, bigint), vraag.zoekvraag_opruimen()
    TO woonzorg_api_restricted;
