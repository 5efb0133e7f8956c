# ruff: noqa: E501, S608 - tables as SQL has them; every name in them is a constant of this file
"""Layers that the registry declares, for questions: squares, key figures, areas, panden, a table.

The squares lie in the buurten of `layers`, 25 in each; the wijken and gebieden are made of them.
"""

from pathlib import Path
from typing import Any

import psycopg

from pipelines.settings import CHECKOUT

MIGRATION = CHECKOUT / "data" / "migrations" / "versions" / "0012_zoekvragen.sql"
SCHEMA = """
CREATE TABLE store.vierkanten (
    version bigint NOT NULL, id text NOT NULL, peildatum date, vierkant text, buurtcode text, inwoners bigint,
    inwoners_status text, woningen bigint, woningen_status text, geometry geometry (multipolygon, 28992)
) PARTITION BY LIST (version);
CREATE TABLE store.kerncijfers (
    version bigint NOT NULL, id text NOT NULL, peildatum date, gebiedscode text, buurtnaam text, inwoners bigint,
    inwoners_status text, woningvoorraad bigint, woningvoorraad_status text, koop_pct float8, koop_pct_status text,
    afstand_huisarts_m float8, afstand_huisarts_m_status text, geometry geometry (multipolygon, 28992)
) PARTITION BY LIST (version);
CREATE TABLE store.zorgvraag (
    version bigint NOT NULL, id text NOT NULL, peildatum date, buurtcode text, jaar bigint, zorgsoort text,
    scenario text, personen bigint, personen_status text
) PARTITION BY LIST (version);
CREATE TABLE store.wijken (
    version bigint NOT NULL, id text NOT NULL, peildatum date, wijkcode text, wijknaam text,
    geometry geometry (multipolygon, 28992)
) PARTITION BY LIST (version);
CREATE TABLE store.beleidsgebieden (
    version bigint NOT NULL, id text NOT NULL, peildatum date, gebied text, geometry geometry (multipolygon, 28992)
) PARTITION BY LIST (version);
CREATE TABLE store.panden (
    version bigint NOT NULL, id text NOT NULL, peildatum date, identificatie text, bouwjaar bigint, bouwjaar_status text,
    geometry geometry (multipolygon, 28992)
) PARTITION BY LIST (version);
CREATE TABLE store.adressen (
    version bigint NOT NULL, id text NOT NULL, peildatum date, identificatie text, straat text, huisnummer bigint,
    huisletter text, toevoeging text, postcode text, woonplaats text, geometry geometry (point, 28992)
) PARTITION BY LIST (version);
CREATE VIEW pub.adressen AS SELECT * FROM store.adressen;
CREATE VIEW pub.vierkanten AS SELECT * FROM store.vierkanten;
CREATE VIEW pub.kerncijfers AS SELECT * FROM store.kerncijfers;
CREATE VIEW pub.zorgvraag AS SELECT * FROM store.zorgvraag;
CREATE VIEW pub.wijken AS SELECT * FROM store.wijken;
CREATE VIEW pub.beleidsgebieden AS SELECT * FROM store.beleidsgebieden;
CREATE VIEW pub.panden AS SELECT * FROM store.panden;
GRANT SELECT ON ALL TABLES IN SCHEMA pub TO woonzorg_api;
"""
CLASSES = [{"van": 0, "tot": 5}, {"van": 5, "tot": 20}, {"van": 20}]


def _square(x: str, y: str, side: int) -> str:
    return f"ST_Multi(ST_MakeEnvelope({x}, {y}, {x} + {side}, {y} + {side}, 28992))"


def made(layers: Any, cells: int = 5) -> list[Any]:
    """The layers; `cells` squares along the side of a buurt."""
    kolom, laag = layers.Kolom, layers.Laag
    side = layers.SIDE // cells
    west, south = f"({layers.EAST} + x * {side})", f"({layers.NORTH} + y * {side})"
    buurt = f"'BU9999' || lpad(((y / {cells}) * 12 + x / {cells})::text, 4, '0')"
    grid = (
        f"FROM generate_series(0, {layers.COLUMNS * cells - 1}) AS x,"
        f" generate_series(0, {layers.ROWS * cells - 1}) AS y"
    )
    of_buurten = "FROM pub.buurten WHERE version = (SELECT max(version) FROM pub.buurten)"
    return [
        laag(
            "vierkanten",
            "Vierkanten",
            "bevolking",
            "MultiPolygon",
            (
                kolom("vierkant", "text", "Vak", "sleutel"),
                kolom("buurtcode", "text", "Buurtcode", "toelichting"),
                kolom("inwoners", "bigint", "Inwoners", "waarde", "inwoners", klassen=CLASSES),
                kolom("woningen", "bigint", "Woningen", "waarde", "woningen"),
            ),
            f"""SELECT 'E' || x || 'N' || y, 'E' || x || 'N' || y, {buurt},
            CASE WHEN (x + y) % 7 = 0 THEN NULL ELSE (x * 3 + y) % 40 END,
            CASE WHEN (x + y) % 7 = 0 THEN 'onderdrukt' ELSE 'waargenomen' END,
            CASE WHEN x % 11 = 0 THEN NULL ELSE (x + 2 * y) % 30 END,
            CASE WHEN x % 11 = 0 THEN 'ontbreekt' ELSE 'geschat' END,
            {_square(west, south, side)} {grid}""",
        ),
        laag(
            "kerncijfers",
            "Kerncijfers",
            "bevolking",
            "MultiPolygon",
            (
                kolom("gebiedscode", "text", "Code", "sleutel"),
                kolom("buurtnaam", "text", "Buurt", "naam"),
                kolom("inwoners", "bigint", "Inwoners", "waarde", "inwoners"),
                kolom("woningvoorraad", "bigint", "Woningvoorraad", "waarde", "woningen"),
                kolom("koop_pct", "double precision", "Koopwoningen", "waarde", "%"),
                kolom("afstand_huisarts_m", "double precision", "Huisarts", "waarde", "m"),
            ),
            f"""SELECT buurtcode, buurtcode, buurtnaam, aantal_inwoners, 'waargenomen',
            aantal_inwoners / 2, 'waargenomen', aandeel_65plus_pct * 5, 'waargenomen',
            aantal_inwoners * 1.5, 'waargenomen', geometry {of_buurten}""",
        ),
        laag(
            "zorgvraag",
            "Zorgvraag",
            "zorg",
            None,
            (
                kolom("buurtcode", "text", "Buurtcode", "sleutel"),
                kolom("jaar", "bigint", "Jaar", "sleutel"),
                kolom("zorgsoort", "text", "Zorg", "sleutel"),
                kolom("scenario", "text", "Scenario", "sleutel"),
                kolom("personen", "bigint", "Personen", "waarde", "personen"),
            ),
            f"""SELECT buurtcode || ':' || jaar, buurtcode, jaar, 'wijkverpleging', 'midden',
            aantal_inwoners / 10, 'geschat'
            {of_buurten.replace(" WHERE", ", unnest(ARRAY[2030, 2035]) AS jaar WHERE")}""",
        ),
        laag(
            "wijken",
            "Wijken",
            "grenzen",
            "MultiPolygon",
            (
                kolom("wijkcode", "text", "Wijkcode", "sleutel"),
                kolom("wijknaam", "text", "Wijk", "naam"),
            ),
            f"""SELECT w, w, 'Wijk ' || w, ST_Multi(ST_Union(geometry)) FROM
            (SELECT 'WK' || substr(buurtcode, 3, 6) AS w, geometry {of_buurten}) AS b GROUP BY w""",
        ),
        laag(
            "beleidsgebieden",
            "Gebieden",
            "grenzen",
            "MultiPolygon",
            (kolom("gebied", "text", "Gebied", "sleutel"),),
            f"""SELECT g, g, ST_Multi(ST_Union(geometry)) FROM
            (SELECT CASE WHEN ST_YMin(geometry) < {layers.NORTH + 2500} THEN 'Zuid' ELSE 'Noord'
             END AS g, geometry {of_buurten}) AS b GROUP BY g""",
        ),
        laag(
            "panden",
            "Panden",
            "gebouwen",
            "MultiPolygon",
            (
                kolom("identificatie", "text", "Identificatie", "sleutel"),
                kolom("bouwjaar", "bigint", "Bouwjaar", "waarde", "jaar"),
            ),
            f"""SELECT k, k, 1900 + (right(k, 2))::int, 'waargenomen',
            ST_Multi(ST_Buffer(ST_PointOnSurface(geometry), 8, 'quad_segs=1'))
            FROM (SELECT '00141000' || lpad(substr(buurtcode, 7), 8, '0') AS k, geometry
            {of_buurten}) AS b""",
        ),
        laag(
            "adressen",
            "Adressen",
            "woningen",
            "Point",
            (
                kolom("identificatie", "text", "Identificatie", "sleutel"),
                kolom("straat", "text", "Straat", "naam"),
                kolom("huisnummer", "bigint", "Huisnummer", "toelichting"),
                kolom("huisletter", "text", "Huisletter", "toelichting"),
                kolom("toevoeging", "text", "Toevoeging", "toelichting"),
                kolom("postcode", "text", "Postcode", "toelichting"),
                kolom("woonplaats", "text", "Woonplaats", "toelichting"),
            ),
            f"""SELECT k, k, 'Laan', right(k, 3)::int, NULL, NULL, '9999AA', 'Stad', p FROM
            (SELECT '00140100' || lpad(substr(buurtcode, 7), 8, '0') AS k,
            ST_PointOnSurface(geometry) AS p {of_buurten}) AS b""",
        ),
    ]


def fill(db: psycopg.Connection[Any], layers: Any, tiles: Path, cells: int = 5) -> None:
    """Make and publish them, as release 2."""
    db.execute(SCHEMA)
    for number, laag in enumerate(made(layers, cells), start=50):
        layers.load(db, laag, number, "2024-01-01", tiles)
        layers.point(db, laag.naam, number, "2024-01-01", 2)


def again(db: psycopg.Connection[Any], layers: Any, tiles: Path, name: str, version: int) -> None:
    """Another version of one of them, and the one before it gone, without a word to readers."""
    laag = next(laag for laag in made(layers) if laag.naam == name)
    (before,) = db.execute(
        "SELECT version FROM pub.pointer WHERE laag = %s", [name]
    ).fetchone() or [0]
    layers.load(db, laag, version, "2024-01-01", tiles)
    db.execute("UPDATE pub.pointer SET version = %s WHERE laag = %s", [version, name])
    db.execute(f"DROP TABLE store.{name}_{before}")
