-- Which version of its dataset a layer version was made from: what stands beside the database by that number (the graph
-- of the streets) is found again when a question names an earlier release.
ALTER TABLE pub.laag ADD COLUMN bronversie bigint;
ALTER TABLE pub_restricted.laag ADD COLUMN bronversie bigint;
COMMENT ON COLUMN pub.laag.bronversie IS 'Versie van de dataset waarvan deze laagversie gemaakt is.';
UPDATE pub.laag l SET bronversie = v.bronversie FROM log.laagversie v WHERE (v.laag, v.version) = (l.laag, l.version);
UPDATE pub_restricted.laag l SET bronversie = v.bronversie
    FROM log.laagversie v WHERE (v.laag, v.version) = (l.laag, l.version);
