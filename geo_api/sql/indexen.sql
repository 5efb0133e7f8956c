-- Tables behind the views of a layer that are larger than a few pages and lack an index the questions rest on.
SELECT t.relname, a.attname
FROM pg_catalog.pg_class AS v
INNER JOIN pg_catalog.pg_namespace AS n ON v.relnamespace = n.oid
INNER JOIN pg_catalog.pg_rewrite AS r ON v.oid = r.ev_class
INNER JOIN pg_catalog.pg_depend AS d
    ON r.oid = d.objid
    AND d.classid = 'pg_catalog.pg_rewrite'::regclass
    AND d.refclassid = 'pg_catalog.pg_class'::regclass
    AND d.refobjid <> v.oid
CROSS JOIN LATERAL (
    SELECT p.relid AS oid FROM pg_partition_tree(d.refobjid) AS p WHERE p.isleaf
    UNION
    SELECT d.refobjid WHERE NOT EXISTS (SELECT FROM pg_partition_tree(d.refobjid))
) AS leaf
INNER JOIN pg_catalog.pg_class AS t ON leaf.oid = t.oid AND t.relkind = 'r'
INNER JOIN pg_catalog.pg_attribute AS a ON t.oid = a.attrelid AND a.attname IN ('id', 'geometry')
WHERE n.nspname = %(schema)s
    AND v.relkind = 'v'
    AND pg_relation_size(t.oid) > %(groot)s
    AND NOT EXISTS (
        SELECT
        FROM pg_catalog.pg_index AS i
        WHERE i.indrelid = t.oid
            AND i.indisvalid
            AND a.attnum = ANY (i.indkey::smallint [])
    )
GROUP BY t.relname, a.attname
ORDER BY t.relname, a.attname
