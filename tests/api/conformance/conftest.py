"""Layers that between them have every kind of value and of shape, to ask in every way."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

SOORTEN = """
    CREATE TABLE store.soorten (
        version bigint NOT NULL, peildatum date, id text NOT NULL, code text, naam text,
        breedte numeric, lang bigint, deel double precision, open boolean, van timestamptz,
        tot timestamptz, begin date, eind date, geometry geometry (multilinestring, 28992)
    ) PARTITION BY LIST (version);
    CREATE VIEW pub.soorten AS SELECT * FROM store.soorten;
    GRANT SELECT ON pub.soorten TO woonzorg_api
"""
ROWS = """
    SELECT i::text, i::text,
        CASE i WHEN 2 THEN NULL WHEN 3 THEN 'Café ''t Hoekje' ELSE 'Weg ' || i END,
        1.5 * i, i::bigint, i / 8.0, CASE WHEN i = 2 THEN NULL ELSE i % 2 = 0 END,
        TIMESTAMPTZ '2021-01-01T00:00:00Z' + i * INTERVAL '3 months',
        TIMESTAMPTZ '2021-12-31T23:59:59Z' + i * INTERVAL '3 months',
        DATE '2021-01-01' + 90 * i, DATE '2021-12-31' + 90 * i,
        ST_Multi(ST_SetSRID(ST_MakeLine(ST_MakePoint(232000 + 500 * i, 572000),
            ST_MakePoint(232000 + 500 * i, 573000)), 28992))
    FROM generate_series(0, 7) AS i
"""
KINDS = {
    "naam": "text",
    "breedte": "numeric",
    "lang": "bigint",
    "deel": "double precision",
    "open": "boolean",
    "van": "timestamp with time zone",
    "tot": "timestamp with time zone",
    "begin": "date",
    "eind": "date",
}


@pytest.fixture(scope="session")
def kinds(
    cluster: Any, template: Any, layers: Any, tmp_path_factory: Any, serve: Any
) -> Iterator[Any]:
    """The service on the usual layers and `soorten`: lines with every kind of column."""
    cluster.sql(f"CREATE DATABASE soorten TEMPLATE {template.name}")
    tiles: Path = tmp_path_factory.mktemp("soorten") / "tiles"
    tiles.mkdir()
    place = type(template)(cluster.root, "soorten", tiles, cluster.admin)
    named = [layers.Kolom(name, kind, name, "naam") for name, kind in KINDS.items()]
    columns = (layers.Kolom("code", "text", "Code", "sleutel"), *named)
    laag = layers.Laag("soorten", "Soorten", "straten", "MultiLineString", columns, ROWS)
    with place.connect() as db:
        db.execute(SOORTEN)
        layers.load(db, laag, 30, "2026-01-01", tiles, maxzoom=None)
        layers.point(db, "soorten", 30, "2026-01-01", 3)
    with serve(place.settings()) as client:
        yield client
