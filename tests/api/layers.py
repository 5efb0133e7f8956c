# ruff: noqa: S608 - every name in these statements is a constant of this file
"""Publishes test layers the way the pipeline does.

Partitions, descriptions, archives, then the pointers.
"""

import gzip
import hashlib
import json
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import psycopg
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

READY = (
    "geojson text GENERATED ALWAYS AS (ST_AsGeoJSON(ST_Transform(geometry, 4326), 8, 0)) STORED,"
    " tegelnummer bigint GENERATED ALWAYS AS"
    " (('x' || substr(md5(id), 1, 13))::bit(52)::bigint) STORED"
)
"""The columns that publication fills."""
EAST, NORTH = 230_000, 570_000
"""Lower left corner of the fictional gemeente, RD metres."""
COLUMNS, ROWS, SIDE = 12, 10, 500
HALTES = 2_500


@dataclass(frozen=True)
class Kolom:
    """A column as it is declared."""

    naam: str
    type: str
    titel: str
    rol: str
    eenheid: str | None = None
    klassen: list[dict[str, Any]] | None = None
    palet: str | None = None

    @property
    def status(self) -> str | None:
        """Its status column."""
        return f"{self.naam}_status" if self.rol in ("waarde", "klasse") else None


@dataclass(frozen=True)
class Laag:
    """A layer: how it is described, and the rows that make it."""

    naam: str
    titel: str
    thema: str
    geometrie: str | None
    kolommen: tuple[Kolom, ...]
    rows: str
    opmerkingen: tuple[str, ...] = ("Fictieve gegevens",)
    values: dict[str, Any] = field(default_factory=dict)


_SQUARE = (
    f"ST_Multi(ST_MakeEnvelope({EAST} + c * {SIDE}, {NORTH} + r * {SIDE},"
    f" {EAST} + (c + 1) * {SIDE}, {NORTH} + (r + 1) * {SIDE}, 28992))"
)
_GRID = f"FROM generate_series(0, {COLUMNS - 1}) AS c, generate_series(0, {ROWS - 1}) AS r"
_CODE = "'BU9999' || lpad((r * 12 + c)::text, 4, '0')"

BUURTEN = Laag(
    "buurten",
    "Buurten",
    "gebieden",
    "MultiPolygon",
    (
        Kolom("buurtcode", "text", "Buurtcode", "sleutel"),
        Kolom("buurtnaam", "text", "Naam", "naam"),
        Kolom("aantal_inwoners", "integer", "Inwoners", "waarde", "personen"),
        Kolom("aandeel_65plus_pct", "double precision", "Aandeel 65-plus", "waarde", "%"),
        Kolom("geometry", "geometry", "Geometrie", "geometrie"),
    ),
    f"""SELECT {_CODE}, {_CODE}, 'Buurt "' || c || '" é & <b>' || r,
        (c + 1) * (r + 1) * 10, 'waargenomen', CASE WHEN c = 0 THEN NULL ELSE c + r / 10.0 END,
        CASE WHEN c = 0 THEN 'onderdrukt' ELSE 'geschat' END,
        c, c - 0.5, c + 0.5, {_SQUARE} {_GRID}""",
)
HALTEN = Laag(
    "haltes",
    "Haltes",
    "bereikbaarheid",
    "Point",
    (
        Kolom("haltecode", "text", "Haltecode", "sleutel"),
        Kolom("haltenaam", "text", "Naam", "naam"),
        Kolom("vertrekken_per_dag", "integer", "Vertrekken per dag", "waarde", "per dag"),
    ),
    f"""SELECT lpad(i::text, 6, '0'), lpad(i::text, 6, '0'), 'Halte ' || i, i % 200, 'waargenomen',
        ST_SetSRID(ST_MakePoint({EAST} + (i * 37) % 6000 + 0.125,
            {NORTH} + (i * 53) % 5000 + 0.5), 28992)
        FROM generate_series(1, {HALTES}) AS i""",
)
LEEFTIJD = Laag(
    "leeftijd_buurt",
    "Leeftijd per buurt",
    "bevolking",
    None,
    (
        Kolom("buurtcode", "text", "Buurtcode", "sleutel"),
        Kolom("aantal_75plus", "integer", "75-plussers", "waarde", "personen"),
    ),
    f"SELECT {_CODE}, {_CODE}, c * r, 'geschat' {_GRID}",
)
DRAAGLAST = Laag(
    "draaglast",
    "Draaglast en draagkracht",
    "draaglast",
    "MultiPolygon",
    (
        Kolom("buurtcode", "text", "Buurtcode", "sleutel"),
        Kolom(
            "balans_klasse",
            "text",
            "Balans",
            "klasse",
            klassen=[{"waarde": "draagkrachtig"}, {"waarde": "overig"}, {"waarde": "onder druk"}],
            palet="purples",
        ),
        Kolom('toelichting bij "klasse"', "text", "Toelichting", "toelichting"),
    ),
    f"""SELECT {_CODE}, {_CODE},
        (ARRAY['draagkrachtig', 'overig', 'onder druk'])[1 + (c + r) % 3], 'geschat',
        'in 83 van 100 wegingen dezelfde klasse', {_SQUARE} {_GRID}""",
    ("Fictieve gegevens", "Klassen met hun onderdelen, nooit een rangorde."),
)


def load(
    db: psycopg.Connection[Any],
    laag: Laag,
    version: int,
    peildatum: str,
    tiles: Path,
    maxzoom: int | None = 13,
) -> None:
    """Make one version of a layer: partition, description, columns and archive; no pointer yet."""
    name, table = laag.naam, f"{laag.naam}_{version}"
    db.execute(f"CREATE TABLE store.{table} PARTITION OF store.{name} FOR VALUES IN ({version})")
    columns = ", ".join(
        f'"{row[0]}"'.replace('bij "klasse""', 'bij ""klasse"""')
        for row in db.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 3"
            " AND attname NOT IN ('geojson', 'tegelnummer') ORDER BY attnum",
            [f"store.{name}"],
        )
    )
    db.execute(
        f"INSERT INTO store.{table} (version, peildatum, id, {columns}) "
        f"SELECT {version}, DATE '{peildatum}', rows.* FROM ({laag.rows}) AS rows"
    )
    db.execute(f"CREATE INDEX ON store.{table} (version, id)")
    if laag.geometrie:
        db.execute(f"CREATE INDEX ON store.{table} USING gist (geometry)")
    db.execute(f"ANALYZE store.{table}")
    _describe(db, laag, version, peildatum)
    if laag.geometrie and maxzoom:
        archive(db, laag, version, tiles, maxzoom)


def point(
    db: psycopg.Connection[Any], laag: str, version: int, peildatum: str, release: int
) -> None:
    """Publish: move the pointer in the transaction of a release and tell the readers."""
    db.execute(
        """INSERT INTO pub.release VALUES (%s, now(), 'verversing', '{"lagen": ["buurten"]}', true,
        'landelijk',
        '{GM9999}', '2022-01-01') ON CONFLICT DO NOTHING""",
        [release],
    )
    db.execute(
        "UPDATE pub.pointer SET huidig = false WHERE laag = %s AND peildatum <= %s",
        [laag, peildatum],
    )
    db.execute(
        """INSERT INTO pub.pointer VALUES (%s, %s, %s, %s, true)
        ON CONFLICT (laag, peildatum) DO UPDATE
        SET version = excluded.version, release = excluded.release, huidig = true""",
        [laag, peildatum, version, release],
    )
    db.execute(
        """INSERT INTO log.release_laag SELECT %s, laag, peildatum, version FROM pub.pointer
        ON CONFLICT (release, laag, peildatum) DO UPDATE SET version = excluded.version""",
        [release],
    )
    db.execute("SELECT pg_notify('woonzorg_release', %s)", [str(release)])


def _describe(db: psycopg.Connection[Any], laag: Laag, version: int, peildatum: str) -> None:
    boxes: list[Any] = [None, None]
    if laag.geometrie:
        for place, srid in enumerate((4326, 28992)):
            row = db.execute(
                f"""SELECT ARRAY[ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e)] FROM
                (SELECT ST_Extent(ST_Transform(geometry, {srid})) AS e
                FROM store.{laag.naam}_{version}) AS x"""
            ).fetchone()
            boxes[place] = row[0] if row else None
    coverage = {
        "ontbrekend": ["rolstoel"],
        "invoer": [{"dataset": "cbs_kwb", "peildatum": peildatum, "behouden": True}],
    }
    db.execute(
        f"""INSERT INTO pub.laag SELECT %s, %s, %s, %s, %s, %s, %s, %s, 'CBS',
        'CC BY 4.0', 'CBS & Kadaster', %s, 2024,
        '1.0', 'voorlopig', %s, (SELECT count(*) FROM store.{laag.naam}_{version}), %s, %s, %s""",
        [
            laag.naam,
            version,
            laag.titel,
            laag.naam,
            f"Omschrijving van {laag.titel}",
            laag.thema,
            laag.geometrie,
            laag.kolommen[0].naam,
            peildatum,
            list(laag.opmerkingen),
            *boxes,
            json.dumps(coverage),
        ],
    )
    for number, kolom in enumerate(laag.kolommen):
        db.execute(
            "INSERT INTO pub.kolom VALUES (%s, %s, %s, %s, %s, %s, %s, NULL, %s, NULL, 'CBS',"
            " %s, NULL, %s, %s, %s, %s)",
            [
                laag.naam,
                version,
                kolom.naam,
                number,
                kolom.type,
                kolom.titel,
                kolom.titel,
                kolom.eenheid,
                peildatum,
                kolom.status,
                kolom.rol,
                json.dumps(kolom.klassen) if kolom.klassen else None,
                kolom.palet,
            ],
        )


def archive(
    db: psycopg.Connection[Any], laag: Laag, version: int, folder: Path, maxzoom: int = 13
) -> None:
    """Write the archive of a version, zoom 10 to 13 or deeper, from ST_AsMVT."""
    names = [kolom.naam for kolom in laag.kolommen if kolom.rol in ("naam", "waarde", "klasse")]
    columns = ", ".join(["id", *(f'"{name}"' for name in names)])
    buffer = BytesIO()
    writer = Writer(buffer)
    found = db.execute(
        f"""WITH shapes AS (SELECT {columns}, ST_Transform(geometry, 3857) AS g
            FROM store.{laag.naam}_{version}),
        box AS (SELECT ST_Extent(g) AS e FROM shapes),
        tiles AS (
            SELECT z, x, y, ST_TileEnvelope(z, x, y) AS t
            FROM generate_series(10, {maxzoom}) AS z, box,
            LATERAL (SELECT 20037508.342789244 AS h, 40075016.685578488 / 2 ^ z AS w) AS m,
            generate_series(((ST_XMin(e) + h) / w)::int - 1, ((ST_XMax(e) + h) / w)::int) AS x,
            generate_series(((h - ST_YMax(e)) / w)::int - 1, ((h - ST_YMin(e)) / w)::int) AS y)
        SELECT z, x, y, (SELECT ST_AsMVT(q, '{laag.naam}') FROM (
            SELECT {columns}, ST_AsMVTGeom(g, t) AS geom FROM shapes WHERE g && t
        ) AS q) FROM tiles"""
    ).fetchall()
    for z, x, y, data in sorted(found, key=lambda row: zxy_to_tileid(*row[:3])):
        if data:
            writer.write_tile(zxy_to_tileid(z, x, y), gzip.compress(data, mtime=0))
    west, south, east, north = db.execute(
        "SELECT (bbox4326[i] * 1e7)::int FROM pub.laag, generate_series(1, 4) AS i"
        " WHERE laag = %s AND version = %s ORDER BY i",
        [laag.naam, version],
    ).fetchall()
    box = {"min_lon_e7": west[0], "min_lat_e7": south[0]}
    box |= {"max_lon_e7": east[0], "max_lat_e7": north[0]}
    write(
        writer,
        10,
        maxzoom,
        box,
        {"vector_layers": [{"id": laag.naam, "fields": dict.fromkeys(names, "String")}]},
    )
    body = buffer.getvalue()
    name = f"{laag.naam}-{version}.pmtiles"
    (folder / name).write_bytes(body)
    db.execute(
        "INSERT INTO pub.archief VALUES (%s, %s, %s, %s, %s, 10, %s)",
        [laag.naam, version, hashlib.sha256(body).hexdigest(), len(body), name, maxzoom],
    )


def write(
    writer: Writer, minzoom: int, maxzoom: int, box: dict[str, int], metadata: dict[str, Any]
) -> None:
    header = {
        "tile_compression": Compression.GZIP,
        "tile_type": TileType.MVT,
        "min_zoom": minzoom,
        "max_zoom": maxzoom,
    }
    writer.finalize({**header, **box}, metadata)


ALL = (BUURTEN, HALTEN, LEEFTIJD, DRAAGLAST)


def fill(db: psycopg.Connection[Any], tiles: Path) -> None:
    """Two releases: everything, then buurten with a newer peildatum."""
    for version, laag in enumerate(ALL, start=1):
        load(db, laag, version, "2022-01-01", tiles)
        point(db, laag.naam, version, "2022-01-01", 1)
    load(db, BUURTEN, 10, "2024-01-01", tiles)
    point(db, "buurten", 10, "2024-01-01", 2)
    db.execute(
        "INSERT INTO pub.ingetrokken"
        " VALUES ('zorgaanbieders', '2026-02-03', 'bevatte adressen van opvang.')"
    )
