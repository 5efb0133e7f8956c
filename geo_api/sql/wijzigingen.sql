-- What releases changed of each layer, newest first; one release with the rows per column, several without.
SELECT json_build_object('releases', coalesce(json_object_agg(r.release, r.lagen), '{}'))
FROM (
    SELECT w.release, json_agg(json_build_object(
            'laag', w.laag, 'peildatum', w.peildatum, 'wat', w.wat, 'waarom', w.waarom, 'door', w.door,
            'rijen', CASE WHEN %(eerste)s::bigint = %(laatste)s::bigint THEN w.rijen ELSE w.rijen - 'velden' END,
            'velden', w.velden) ORDER BY w.laag, w.peildatum DESC) AS lagen
    FROM pub.wijziging AS w
    WHERE w.release BETWEEN %(eerste)s AND %(laatste)s
    GROUP BY w.release
) AS r
