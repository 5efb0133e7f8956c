"""GeoPackage, GeoJSON and zipped shapefile through GDAL, as Arrow batches.

Belongs here: opening exactly the format that was declared. GDAL guesses formats by itself, so the
bytes are checked first, the file is offered under a name with the right suffix, and the driver
that opened it is compared with the list. Not here: unzipping rules (`archive.py`).
"""

import tempfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyogrio

from pipelines.connectors.bron import Bron, Delivery
from pipelines.errors import DeliveryRefused, SourceChanged
from pipelines.readers import archive, encoding, stream
from pipelines.readers.crs import agreed

DRIVERS = {"gpkg": "GPKG", "geojson": "GeoJSON", "shp": "ESRI Shapefile"}
SHAPE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
OPTIONS: dict[str, dict[str, str]] = {"geojson": {"DATE_AS_STRING": "YES"}}
NESTED = ".zip/"


def read(dataset: str, bron: Bron, delivery: Delivery) -> pa.RecordBatchReader:  # noqa: ARG001
    """Features of one layer of one file; see `pipelines.readers.read`."""
    return stream.opened(stream.guarded(bron.name, _pieces(bron, delivery)))


def _pieces(bron: Bron, delivery: Delivery) -> stream.Pieces:
    landed = delivery.files[0]
    with tempfile.TemporaryDirectory() as folder:
        path, vorm = staged(bron, landed.path, Path(folder))
        layer = _layer(bron, path, vorm)
        try:
            opened = pyogrio.open_arrow(
                path,
                layer=layer,
                encoding=encoding.codec(bron).upper() if vorm == "shp" else None,
                use_pyarrow=True,
                batch_size=stream.BATCH,
                **OPTIONS.get(vorm, {}),
            )
            with opened as (meta, reader):
                yield from _batches(bron, vorm, meta, reader)
        except (pyogrio.errors.DataSourceError, pyogrio.errors.FeatureError) as error:
            raise _unreadable(bron, error) from error


def _batches(bron: Bron, vorm: str, meta: dict[str, Any], reader: Any) -> stream.Pieces:
    """The schema with our geometry name, then the batches, every text checked."""
    shape = meta.get("geometry_name") or "wkb_geometry"
    fields = [field for field in reader.schema if field.name != shape]
    metadata: dict[str, str] = {}
    has_geometry = len(fields) < len(reader.schema)
    if has_geometry:
        metadata["crs"] = agreed(bron.name, meta.get("crs"), bron.crs)
        fields.append(pa.field("geometry", pa.binary()))
    plain = [pa.field(field.name, field.type) for field in fields]
    schema = pa.schema(plain, metadata=metadata)
    yield schema
    for batch in reader:
        names = [field.name for field in fields if field.name != "geometry"]
        arrays = [batch.column(name) for name in names]
        if has_geometry:
            arrays.append(batch.column(shape).cast(pa.binary()))
        result = pa.RecordBatch.from_arrays(arrays, schema=schema)
        result.validate(full=True)
        yield encoding.check(bron.name, result) if vorm == "shp" else result


def staged(bron: Bron, path: Path, folder: Path) -> tuple[Path, str]:
    """Offer the landed file under a name of its own kind; zips are unpacked into `folder`.

    Returns:
        The path to open and the format (`gpkg`, `geojson`, `shp`).
    """
    vorm = bron.vorm
    with path.open("rb") as handle:
        head = handle.read(72)
    if vorm == "map":
        vorm = "gpkg" if head.startswith(b"SQLite format 3") else "geojson"
    if head.startswith(b"PK\x03\x04"):
        return _unzipped(bron, vorm, path, folder), vorm
    return _linked(bron, vorm, path, folder), vorm


def _linked(bron: Bron, vorm: str, path: Path, folder: Path) -> Path:
    with path.open("rb") as handle:
        head = handle.read(72)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    right = {
        "gpkg": head.startswith(b"SQLite format 3\x00") and head[68:70] == b"GP",
        "geojson": start == b"{",
        "shp": head.startswith(b"\x00\x00\x27\x0a"),
    }
    if not right.get(vorm, False):
        raise DeliveryRefused(
            f"{bron.name}: het bestand begint met {head[:16]!r}, dat is geen {vorm}. "
            "Vraag de leverancier om het juiste bestand."
        )
    target = folder / f"data.{vorm}"
    if not target.exists():
        target.symlink_to(path.resolve())
    return target


def _unzipped(bron: Bron, vorm: str, path: Path, folder: Path) -> Path:
    """Unpack the wanted member (for a shapefile: its parts) and nothing else."""
    inner, _, lid = (bron.lid or "").rpartition(NESTED)
    with archive.opened(bron.name, path, nested=bool(inner)) as opened:
        if inner:
            info = archive.find(bron.name, opened, f"{inner}.zip")
            nested = archive.unpack(bron.name, opened, info, folder / "binnen.zip")
            with archive.opened(bron.name, nested) as second:
                return _member(bron, vorm, second, lid, folder)
        return _member(bron, vorm, opened, lid, folder)


def _member(bron: Bron, vorm: str, opened: Any, lid: str, folder: Path) -> Path:
    main = archive.find(bron.name, opened, lid or f"*.{vorm}")
    if vorm != "shp":
        path = archive.unpack(bron.name, opened, main, folder / f"lid.{vorm}")
        return _linked(bron, vorm, path, folder)
    stem = main.filename.rpartition(".")[0].lower()
    for info in archive.members(opened):
        base, dot, suffix = info.filename.rpartition(".")
        if base.lower() == stem and dot + suffix.lower() in SHAPE_PARTS:
            target = folder / f"data.{suffix.lower()}"
            archive.unpack(bron.name, opened, info, target)
    _check_complete(bron, folder)
    return folder / "data.shp"


def _check_complete(bron: Bron, folder: Path) -> None:
    missing = [part for part in SHAPE_PARTS[:3] if not (folder / f"data{part}").exists()]
    if missing:
        raise DeliveryRefused(
            f"{bron.name}: van de shapefile ontbreekt {', '.join(missing)}. Vraag hem opnieuw."
        )


def _layer(bron: Bron, path: Path, vorm: str) -> str:
    """The layer to read: the declared one, or the only one."""
    try:
        names = [str(row[0]) for row in pyogrio.list_layers(path)]
        wanted = bron.laag or (names[0] if len(names) == 1 else None)
        if wanted not in names:
            raise SourceChanged(
                f"{bron.name}: laag {bron.laag or '(niet genoemd)'} verwacht, gevonden: "
                f"{', '.join(names) or 'geen'}. Noem de laag met laag in het profiel."
            )
        driver = pyogrio.read_info(path, layer=wanted)["driver"]
    except pyogrio.errors.DataSourceError as error:
        raise _unreadable(bron, error) from error
    if driver != DRIVERS[vorm]:
        raise DeliveryRefused(f"{bron.name}: het bestand is {driver}, afgesproken is {vorm}.")
    return str(wanted)


def _unreadable(bron: Bron, error: Exception) -> DeliveryRefused:
    return DeliveryRefused(
        f"{bron.name}: het geobestand is niet te openen ({str(error)[:120]}). "
        "De laatste goede versie blijft; vraag de leverancier om een heel bestand."
    )
