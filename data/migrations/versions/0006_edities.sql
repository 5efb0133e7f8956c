-- Peildata that stand beside each other; empty for a feed of which the newest delivery replaces the one before.
ALTER TABLE log.bron ADD COLUMN edities date[] NOT NULL DEFAULT '{}';

-- As in 0004, per edition: a good answer for one peildatum says nothing of another. Per feed and supplier the most
-- troubled edition is shown, of equals the newest. Deliveries of an edition that the profile no longer names are history.
CREATE OR REPLACE VIEW beheer.stand AS
WITH leveringen AS (
    SELECT l.*, CASE WHEN cardinality(b.edities) > 0 THEN l.peildatum END AS editie
    FROM log.levering l LEFT JOIN log.bron b USING (dataset)
    WHERE coalesce(cardinality(b.edities) = 0 OR l.peildatum = ANY (b.edities), true)
), laatste AS (
    SELECT DISTINCT ON (l.dataset, l.leverancier, l.editie) l.*
    FROM leveringen l ORDER BY l.dataset, l.leverancier, l.editie, l.bevestigd DESC, l.levering DESC
), missers AS (
    SELECT v.id, v.dataset, coalesce(v.bewijs ->> 'leverancier', '') AS leverancier, v.uitleg, v.tijd,
           CASE WHEN cardinality(b.edities) > 0 THEN (v.bewijs ->> 'peildatum')::date END AS editie
    FROM log.bevinding v LEFT JOIN log.bron b USING (dataset)
    WHERE v.controle = 'ophalen' AND NOT v.geslaagd
      AND coalesce(cardinality(b.edities) = 0 OR (v.bewijs ->> 'peildatum')::date = ANY (b.edities), true)
), mislukt AS (
    SELECT DISTINCT ON (m.dataset, m.leverancier, m.editie) m.*
    FROM missers m ORDER BY m.dataset, m.leverancier, m.editie, m.id DESC
), goed AS (
    SELECT DISTINCT ON (l.dataset, l.leverancier, l.editie)
           l.dataset, l.leverancier, l.editie, l.levering, l.peildatum, l.ontvangen
    FROM leveringen l WHERE l.toestand = 'goed'
    ORDER BY l.dataset, l.leverancier, l.editie, l.peildatum DESC, l.levering DESC
), gezien AS (
    SELECT dataset, leverancier, editie FROM laatste
    UNION SELECT dataset, leverancier, editie FROM mislukt
), verwacht AS (
    SELECT f.feed AS dataset, s.leverancier FROM log.leverancier s CROSS JOIN unnest(s.feeds) AS f(feed)
    UNION SELECT b.dataset, '' FROM log.bron b WHERE NOT b.per_leverancier AND NOT b.uit
), wie AS (
    SELECT dataset, leverancier, editie FROM gezien
    UNION ALL SELECT v.dataset, v.leverancier, NULL FROM verwacht v
    WHERE NOT EXISTS (SELECT FROM gezien z WHERE z.dataset = v.dataset AND z.leverancier = v.leverancier)
), feiten AS (
    SELECT w.dataset, w.leverancier, coalesce(b.titel, w.dataset) AS titel, coalesce(s.naam, w.leverancier) AS naam,
           coalesce(s.contact, '') AS contact, coalesce(s.overeenkomst, '') AS overeenkomst, s.einde,
           coalesce(b.niveau, 'C') AS niveau, coalesce(b.uit, false) AS uit, coalesce(b.map, '') <> '' AS aangeleverd,
           l.levering, coalesce(l.peildatum, w.editie) AS peildatum, l.ontvangen, l.bevestigd, l.goedgekeurd,
           CASE WHEN m.tijd > coalesce(l.bevestigd, '-infinity') THEN 'onbereikbaar'
                ELSE coalesce(l.toestand, 'nooit') END AS toestand,
           beheer.gezegd(CASE WHEN m.tijd > coalesce(l.bevestigd, '-infinity') THEN m.uitleg ELSE l.reden END,
                         b.niveau) AS reden,
           g.levering AS goede_levering, g.peildatum AS goede_peildatum, g.ontvangen AS laatst_goed,
           CASE WHEN l.levering IS NULL THEN NULL
                WHEN coalesce(b.map, '') <> '' THEN
                    greatest(l.ontvangen, CASE WHEN l.bron_stand ~ '^\d{4}-\d\d-\d\dT[0-9:.]+\+00:00$'
                                               THEN l.bron_stand::timestamptz END)
                    + make_interval(days => coalesce(s.ritme_dagen, b.laat_dagen))
                ELSE l.bevestigd + make_interval(days => coalesce(s.ritme_dagen, b.laat_dagen, 14)) END AS verwacht
    FROM wie w
    LEFT JOIN laatste l ON l.dataset = w.dataset AND l.leverancier = w.leverancier
                       AND l.editie IS NOT DISTINCT FROM w.editie
    LEFT JOIN mislukt m ON m.dataset = w.dataset AND m.leverancier = w.leverancier
                       AND m.editie IS NOT DISTINCT FROM w.editie
    LEFT JOIN goed g ON g.dataset = w.dataset AND g.leverancier = w.leverancier
                    AND g.editie IS NOT DISTINCT FROM w.editie
    LEFT JOIN log.bron b ON b.dataset = w.dataset
    LEFT JOIN log.leverancier s ON s.leverancier = w.leverancier
), gewogen AS (
    SELECT f.*, coalesce(f.verwacht < now(), f.levering IS NULL) AS te_laat,
           coalesce(f.einde < current_date, false) AS verlopen,
           CASE WHEN f.uit THEN 9
                WHEN f.toestand NOT IN ('goed', 'ontvangen', 'nooit', 'onbereikbaar', 'teruggedraaid') THEN 0
                WHEN f.toestand = 'onbereikbaar' AND f.levering IS NOT NULL THEN 1
                WHEN f.toestand = 'teruggedraaid' THEN 1
                WHEN f.verwacht < now() THEN 2
                WHEN f.einde < current_date THEN 3
                WHEN f.levering IS NULL THEN 4
                WHEN f.toestand = 'ontvangen' THEN 5
                ELSE 6 END AS ernst
    FROM feiten f
)
SELECT DISTINCT ON (g.dataset, g.leverancier) g.*
FROM gewogen g ORDER BY g.dataset, g.leverancier, g.ernst, g.peildatum DESC NULLS LAST;
