-- Everything the API knows about what is published, as one document: one statement sees one snapshot,
-- so release, pointers, columns and archives always belong together.
SELECT json_build_object(
    'releases', (
        SELECT coalesce(json_agg(r), '[]')
        FROM (
            SELECT release, gepubliceerd_op, reden, wijzigingen, fictief, profiel, gemeenten, oudste_peildatum
            FROM pub.release
            ORDER BY release DESC
            LIMIT 100
        ) AS r
    ),
    'pointers', (
        SELECT coalesce(json_agg(p), '[]')
        FROM (SELECT laag, peildatum, version, huidig FROM pub.pointer ORDER BY laag, peildatum) AS p
    ),
    'inhoud', (
        SELECT coalesce(json_agg(h), '[]')
        FROM (
            SELECT laag, version, json_agg(release ORDER BY release) AS releases
            FROM pub.inhoud
            WHERE release > (SELECT max(r.release) - 100 FROM pub.release AS r)
            GROUP BY laag, version
            ORDER BY laag, version
        ) AS h
    ),
    'ingetrokken', (
        SELECT coalesce(json_agg(i), '[]')
        FROM (SELECT laag, sinds, reden FROM pub.ingetrokken ORDER BY laag) AS i
    ),
    'lagen', (
        SELECT coalesce(json_agg(l), '[]')
        FROM (
            SELECT laag, version, titel, titel_en, omschrijving, thema, geometrie, sleutel, bron, licentie,
                attributie, peildatum, indelingsjaar, methode_versie, status, opmerkingen, aantal, bbox4326,
                bbox28992, dekking, bronversie
            FROM pub.laag
            ORDER BY laag, version
        ) AS l
    ),
    'kolommen', (
        SELECT coalesce(json_agg(k), '[]')
        FROM (
            SELECT laag, version, kolom, type, titel, titel_en, omschrijving, eenheid, eenheid_en, bron, peildatum,
                methode_versie, statuskolom, rol, klassen, palet, vervalt
            FROM pub.kolom
            ORDER BY laag, version, volgorde, kolom
        ) AS k
    ),
    'archieven', (
        SELECT coalesce(json_agg(a), '[]')
        FROM (
            SELECT laag, version, sha256, bytes, bestand, minzoom, maxzoom
            FROM pub.archief
            ORDER BY laag, version
        ) AS a
    ),
    'views', (
        SELECT coalesce(json_object_agg(v.naam, v.kolommen), '{}')
        FROM (
            SELECT c.relname AS naam, json_object_agg(a.attname, format_type(a.atttypid, NULL) ORDER BY a.attnum) AS kolommen
            FROM pg_catalog.pg_class AS c
            INNER JOIN pg_catalog.pg_namespace AS n ON c.relnamespace = n.oid
            INNER JOIN pg_catalog.pg_attribute AS a ON c.oid = a.attrelid
            WHERE n.nspname = 'pub'
                AND c.relkind = 'v'
                AND a.attnum > 0
                AND NOT a.attisdropped
                AND has_table_privilege(c.oid, 'SELECT')
            GROUP BY c.relname
            ORDER BY c.relname
        ) AS v
    )
)
