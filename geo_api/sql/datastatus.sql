-- How fresh each layer is; a moment is late by the clock of the database, also when nothing is refreshed any more.
SELECT json_build_object(
    'bijgewerkt', (SELECT max(b.bijgewerkt) FROM pub.bronstatus AS b),
    'lagen', (
        SELECT coalesce(json_agg(s), '[]')
        FROM (
            SELECT b.laag, b.titel, b.titel_en, b.thema, b.bron, b.licentie, b.peildatum, b.laatst_goed, b.behouden,
                (
                    SELECT coalesce(json_agg(o.value || jsonb_build_object(
                        'te_laat', coalesce((o.value ->> 'verwacht')::timestamptz < now(), false)
                    ) ORDER BY o.ordinality), '[]')
                    FROM jsonb_array_elements(b.onderdelen) WITH ORDINALITY AS o
                ) AS onderdelen
            FROM pub.bronstatus AS b
            ORDER BY b.titel
        ) AS s
    )
)
