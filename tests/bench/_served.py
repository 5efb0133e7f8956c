# ruff: noqa: S608 - every name in these statements is a constant of this folder
"""Two published layers and our service on them, for the measurements of what is served.

The layers are made as the tests of the API make theirs; peers read `peer.*`, plain tables with the
same rows, types and indexes.
"""

import contextlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from pipelines.cluster import Cluster
from pipelines.opstart import flows
from tests.api import layers, process
from tests.api.layers import Kolom, Laag
from tests.bench import _machine

SCHEMA = Path(layers.__file__).parent / "schema.sql"
DATABASE = "meting"
PEERS_HOST = f"127.{os.getpid() >> 16 & 63 | 64}.{os.getpid() >> 8 & 255}.{os.getpid() & 255 | 1}"
"""Loopback too, and of this run alone: the port is fixed, and two may measure at once."""
PEERS_DSN = f"postgresql://postgres@{PEERS_HOST}:5432/{DATABASE}"
WEST, SOUTH = 180_000, 540_000
SIDE_M = 40

_FIGURES = (
    Kolom("naam", "text", "Naam", "naam"),
    Kolom("oppervlakte_m2", "integer", "Oppervlakte", "waarde", "m²"),
    Kolom("bouwjaar", "integer", "Bouwjaar", "waarde", "jaar"),
    Kolom("aandeel_pct", "double precision", "Aandeel", "waarde", "%"),
)
_TYPES = (
    "naam text, oppervlakte_m2 int, oppervlakte_m2_status text, bouwjaar int,"
    " bouwjaar_status text, aandeel_pct double precision, aandeel_pct_status text"
)
_VALUES = (
    "'Gebouw ' || i, 40 + i * 7919::bigint % 160, 'waargenomen', 1900 + i * 104729::bigint % 125,"
    " 'waargenomen', CASE WHEN i % 17 = 0 THEN NULL ELSE (i * 31::bigint % 1000) / 10.0 END,"
    " CASE WHEN i % 17 = 0 THEN 'onderdrukt' ELSE 'geschat' END"
)


def _place(count: int) -> str:
    """Corner of object i on a square lattice."""
    wide = int(count**0.5) + 1
    return f"{WEST} + (i % {wide}) * {SIDE_M} AS x, {SOUTH} + (i / {wide}) * {SIDE_M} AS y"


def points(count: int) -> Laag:
    """Points, one per square of 40 m."""
    return Laag(
        "adressen",
        "Adressen",
        "woningen",
        "Point",
        (Kolom("code", "text", "Code", "sleutel"), *_FIGURES),
        f"""SELECT lpad(i::text, 9, '0'), lpad(i::text, 9, '0'), {_VALUES},
            ST_SetSRID(ST_MakePoint(x + (i * 13) % 31, y + (i * 17) % 29), 28992)
            FROM (SELECT i, {_place(count)} FROM generate_series(1, {count}) AS i) AS p""",
    )


def polygons(count: int) -> Laag:
    """Buildings of eight corners, one per square of 40 m."""
    shape = (
        "ST_Multi(ST_Rotate(ST_MakePolygon(ST_MakeLine(ARRAY[ST_MakePoint(x, y),"
        " ST_MakePoint(x + 12, y), ST_MakePoint(x + 12, y + 4), ST_MakePoint(x + 16, y + 4),"
        " ST_MakePoint(x + 16, y + 11), ST_MakePoint(x + 5, y + 11), ST_MakePoint(x + 5, y + 8),"
        " ST_MakePoint(x, y + 8), ST_MakePoint(x, y)])), (i % 90) * pi() / 180,"
        " ST_MakePoint(x, y)))"
    )
    return Laag(
        "gebouwen",
        "Gebouwen",
        "woningen",
        "MultiPolygon",
        (Kolom("code", "text", "Code", "sleutel"), *_FIGURES),
        f"""SELECT lpad(i::text, 9, '0'), lpad(i::text, 9, '0'), {_VALUES},
            ST_SetSRID({shape}, 28992)
            FROM (SELECT i, {_place(count)} FROM generate_series(1, {count}) AS i) AS p""",
    )


@dataclass(frozen=True)
class Served:
    """What is measured.

    Attributes:
        base: address of our service.
        pid: its process.
        dsn: of the database, as superuser: for peers and ogr2ogr.
        var: folder of the installation.
    """

    base: str
    pid: int
    dsn: str
    var: Path

    def connect(self) -> psycopg.Connection[Any]:
        """To the database, as superuser."""
        return psycopg.connect(self.dsn, autocommit=True)


@contextmanager
def served(
    var: Path,
    chosen: list[Laag],
    *,
    maxzoom: int | None = None,
    sample: bool = False,
    **environment: str,
) -> Iterator[Served]:
    """A cluster with the layers, and the service.

    Args:
        var: folder that goes afterwards.
        chosen: layers to publish.
        maxzoom: deepest level of the archives; None makes none.
        sample: with the layers of the tests of the API beside them.
        environment: further settings of the service.
    """
    (var / "tiles").mkdir(parents=True, exist_ok=True)
    with _machine.server(var) as cluster:
        _listen(cluster)
        flows.migrate(cluster)
        dsn = _fill(cluster, var, chosen, maxzoom)
        if sample:
            with psycopg.connect(dsn, autocommit=True) as db:
                layers.fill(db, var / "tiles")
        api = cluster.dsn("woonzorg_api", DATABASE)
        with process.start(api, var, **environment) as running:
            yield Served(running.base, running.popen.pid, dsn, var)


def _listen(cluster: Cluster) -> None:
    """TiPg takes no socket: the server also listens on a loopback address of its own."""
    with psycopg.connect(cluster.dsn("postgres", "postgres"), autocommit=True) as db:
        db.execute(f"ALTER SYSTEM SET listen_addresses TO '{PEERS_HOST}'")
    cluster.stop()
    cluster.ensure()
    with psycopg.connect(cluster.dsn("postgres", "postgres"), autocommit=True) as db:
        row = db.execute("SHOW hba_file").fetchone()
        with Path(row[0] if row else "").open("a", encoding="utf-8") as rules:
            rules.write(f"host {DATABASE} postgres {PEERS_HOST}/8 trust\n")
        db.execute("SELECT pg_reload_conf()")


def _fill(cluster: Cluster, var: Path, chosen: list[Laag], maxzoom: int | None) -> str:
    with psycopg.connect(cluster.dsn("postgres", "postgres"), autocommit=True) as db:
        db.execute(f"CREATE DATABASE {DATABASE}")  # type: ignore[call-overload]
        db.execute("GRANT CONNECT ON DATABASE meting TO woonzorg_api")
    dsn = cluster.dsn("postgres", DATABASE)
    with psycopg.connect(dsn, autocommit=True) as db:
        db.execute("CREATE EXTENSION postgis")
        db.execute(SCHEMA.read_bytes())
        db.execute("CREATE SCHEMA peer")
        for version, laag in enumerate(chosen, start=1):
            _publish(db, laag, version, var, maxzoom)
    return dsn


def _publish(
    db: psycopg.Connection[Any], laag: Laag, version: int, var: Path, maxzoom: int | None
) -> None:
    shape = f"geometry({laag.geometrie}, 28992)"
    for statement in (
        f"CREATE TABLE store.{laag.naam} (version bigint NOT NULL, id text NOT NULL,"
        f" peildatum date, code text, {_TYPES}, geometry {shape}, {layers.READY})"
        " PARTITION BY LIST (version)",
        f"CREATE VIEW pub.{laag.naam} AS SELECT * FROM store.{laag.naam}",
        f"GRANT SELECT ON pub.{laag.naam} TO woonzorg_api",
    ):
        db.execute(statement)  # type: ignore[call-overload]
    layers.load(db, laag, version, "2024-01-01", var / "tiles", maxzoom=maxzoom)
    layers.point(db, laag.naam, version, "2024-01-01", 1)
    for statement in (
        f"CREATE TABLE peer.{laag.naam} AS SELECT * FROM store.{laag.naam}",
        f"ALTER TABLE peer.{laag.naam} DROP COLUMN version, DROP COLUMN geojson,"
        " DROP COLUMN tegelnummer",
        f"ALTER TABLE peer.{laag.naam} ADD PRIMARY KEY (id)",
        f"CREATE INDEX ON peer.{laag.naam} USING gist (geometry)",
        f"ANALYZE peer.{laag.naam}",
    ):
        db.execute(statement)  # type: ignore[call-overload]


def peak_mib(pid: int) -> float:
    """Most memory a process ever held, MiB."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    raise ProcessLookupError(pid)


def own_mib(pid: int) -> float:
    """Memory a process holds now, MiB; what it shares counts by its share, nothing once ended."""
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0
