-- As in 0001; a layer that is now in the other schema loses its pointer here, or a withdrawn decision would leave it open.
CREATE OR REPLACE FUNCTION log.wijs_aan(nummer bigint)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = log, pub, pg_temp AS $$
BEGIN
    DELETE FROM pub.pointer p WHERE NOT EXISTS (
        SELECT FROM log.release_laag rl JOIN log.laagversie lv USING (laag, version)
        WHERE rl.release = nummer AND rl.laag = p.laag AND rl.peildatum = p.peildatum AND NOT lv.besloten);
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
        SELECT FROM log.release_laag rl JOIN log.laagversie lv USING (laag, version)
        WHERE rl.release = nummer AND rl.laag = p.laag AND rl.peildatum = p.peildatum AND lv.besloten);
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
