-- Which version of each open layer a release holds, so that a reader may ask for a release. Only what can still be read:
-- a version that was erased or turned back has no row in pub.laag.
CREATE VIEW pub.inhoud AS
SELECT rl.release, rl.laag, rl.version
FROM log.release_laag rl
JOIN log.laagversie lv USING (laag, version)
JOIN pub.laag l USING (laag, version)
WHERE NOT lv.besloten;
COMMENT ON VIEW pub.inhoud IS 'Welke versie van elke open laag een release bevat, voor zover bewaard.';
GRANT SELECT ON pub.inhoud TO woonzorg_api, woonzorg_api_restricted;
