"""The town, with stops in an archive and bounds of every layer: what the guides are about."""

from pathlib import Path
from typing import Any

import psycopg

VERSION = 90
_STOPS = """
INSERT INTO store.haltes (version, peildatum, id, halte, naam, vertrekken_9_16,
    vertrekken_9_16_status, geometry)
SELECT 90, DATE '2024-01-01', lpad(i::text, 6, '0'), lpad(i::text, 6, '0'), 'Halte ' || i, i %% 200,
    'waargenomen', ST_SetSRID(ST_MakePoint({east} + (i * 37) %% 2000 + 0.125,
    {north} + (i * 53) %% 1000 + 0.5), 28992)
FROM generate_series(1, %s) AS i
"""
_BOX = "ARRAY[ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e)]"
_BOUNDS = """
UPDATE pub.laag SET bbox28992 = (SELECT {box} FROM (SELECT ST_Extent(geometry) AS e FROM {t}) AS x),
    bbox4326 = (SELECT {box} FROM
        (SELECT ST_Extent(ST_Transform(geometry, 4326)) AS e FROM {t}) AS x)
WHERE laag = %s
"""


def fill(db: psycopg.Connection[Any], town: Any, layers: Any, tiles: Path, stops: int) -> None:
    """Publish it all, in release 1.

    Args:
        db: as the owner.
        town: module of the town.
        layers: module of the publishing helpers.
        tiles: folder of archives.
        stops: number of stops.
    """
    town.fill(db)
    town.publish(db, "haltes", [], VERSION)
    db.execute(_STOPS.format(east=town.EAST, north=town.NORTH).encode(), [stops])
    db.execute("UPDATE pub.laag SET aantal = %s WHERE laag = 'haltes'", [stops])
    db.execute("DELETE FROM log.release_laag")
    db.execute("INSERT INTO log.release_laag SELECT 1, laag, peildatum, version FROM pub.pointer")
    shaped = db.execute("SELECT laag FROM pub.laag WHERE geometrie IS NOT NULL").fetchall()
    for (name,) in shaped:
        db.execute(_BOUNDS.format(box=_BOX, t=f"store.{name}").encode(), [name])
    db.execute("CREATE VIEW store.haltes_90 AS SELECT * FROM store.haltes")
    columns = (
        layers.Kolom("naam", "text", "Naam", "naam"),
        layers.Kolom("vertrekken_9_16", "integer", "Vertrekken", "waarde"),
    )
    laag = layers.Laag("haltes", "Haltes", "bereikbaarheid", "Point", columns, "")
    layers.archive(db, laag, VERSION, tiles)
    town.streets(tiles.parent / "cache")
