-- One release, also when it is older than those that are kept in memory; no row when there never was one.
SELECT row_to_json(r)
FROM (
    SELECT release, gepubliceerd_op, reden, wijzigingen, fictief, profiel, gemeenten, oudste_peildatum
    FROM pub.release
    WHERE release = %(release)s
) AS r
