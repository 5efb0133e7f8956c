"""GeoPackage, GeoJSON and zipped shapefile through GDAL, as Arrow batches.

Belongs here: opening exactly the format that was declared. GDAL guesses formats by itself, so the
bytes are checked first, the file is offered under a name with the right suffix, and the driver
that opened it is compared with the list. Not here: unzipping rules (`archive.py`).
"""

import shutil
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyogrio

from pipelines import reading
from pipelines.connectors.bron import Bron, Delivery
from pipelines.errors import DeliveryRefused
from pipelines.readers import archive, encoding, stream
from pipelines.readers.crs import agreed
from pipelines.readers.geo_layers import BY_PEOPLE, any_curved, chosen, straightened, told
from pipelines.readers.header import Wanted

DRIVERS = {"gpkg": "GPKG", "geojson": "GeoJSON", "shp": "ESRI Shapefile"}
SHAPE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
OPTIONS: dict[str, dict[str, str]] = {"geojson": {"DATE_AS_STRING": "YES"}}
NESTED = ".zip/"
WAL = b"\2\2"  # made with a journal that SQLite opens beside the file, also to read: use a copy


def read(dataset: str, bron: Bron, delivery: Delivery) -> pa.RecordBatchReader:
    """Features of one layer of one file; see `pipelines.readers.read`."""
    return stream.opened(stream.guarded(bron.name, _pieces(dataset, bron, delivery)))


def _pieces(dataset: str, bron: Bron, delivery: Delivery) -> stream.Pieces:
    landed = delivery.files[0]
    with tempfile.TemporaryDirectory() as folder:
        path, vorm = staged(bron, landed.path, Path(folder))
        layer, names = _layer(bron, path, vorm, Wanted.of(dataset, bron))
        options = OPTIONS.get(vorm, {})
        try:
            arcs = bron.vorm in BY_PEOPLE and any_curved(path, layer, **options)
            opened = pyogrio.open_arrow(
                path,
                layer=layer,
                encoding=encoding.codec(bron).upper() if vorm == "shp" else None,
                use_pyarrow=True,
                batch_size=stream.BATCH,
                return_fids=vorm == "gpkg",
                **options,
            )
            with opened as (meta, reader):
                notes = told(bron, layer, names, meta)
                if arcs:
                    notes.append("Bogen zijn gelezen als korte rechte stukken.")
                straight = partial(straightened, path, layer, **options)
                yield from _batches(
                    bron, vorm, meta, reader, straight if vorm == "gpkg" else None, notes
                )
        except (pyogrio.errors.DataSourceError, pyogrio.errors.FeatureError) as error:
            raise _unreadable(bron, error) from error


def _batches(
    bron: Bron, vorm: str, meta: dict[str, Any], reader: Any, straight: Any, notes: list[str]
) -> stream.Pieces:
    """The schema with our geometry name, then the batches, every text checked."""
    shape = meta.get("geometry_name") or "wkb_geometry"
    fid = meta.get("fid_column") or "OGC_FID"
    ours = (shape, fid) if straight else (shape,)
    fields = [field for field in reader.schema if field.name not in ours]
    metadata: dict[str, str] = reading.metadata(notes)
    has_geometry = shape in reader.schema.names
    if has_geometry:
        metadata["crs"] = agreed(bron.name, meta.get("crs"), bron.crs)
        fields.append(pa.field("geometry", pa.binary()))
    plain = [pa.field(field.name, _plain(field.type)) for field in fields]
    schema = pa.schema(plain, metadata=metadata)
    yield schema
    for batch in reader:
        names = [field.name for field in fields if field.name != "geometry"]
        arrays = [batch.column(name).cast(schema.field(name).type) for name in names]
        if has_geometry:
            shapes = batch.column(shape).cast(pa.binary())
            arrays.append(straight(shapes, batch.column(fid)) if straight else shapes)
        result = pa.RecordBatch.from_arrays(arrays, schema=schema)
        result.validate(full=True)
        by_people = vorm == "shp" or bron.vorm in BY_PEOPLE
        yield encoding.check(bron.name, result) if by_people else result


def _plain(kind: pa.DataType) -> pa.DataType:
    """GDAL marks a column of numbers and texts as JSON; to us it is text."""
    return kind.storage_type if isinstance(kind, pa.BaseExtensionType) else kind


def staged(bron: Bron, path: Path, folder: Path) -> tuple[Path, str]:
    """Offer the landed file under a name of its own kind; zips are unpacked into `folder`.

    Returns:
        The path to open and the format (`gpkg`, `geojson`, `shp`).
    """
    vorm = bron.vorm
    with path.open("rb") as handle:
        head = handle.read(72)
    if vorm in ("map", "sftp"):
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
    if vorm == "gpkg" and head[18:20] == WAL:
        shutil.copyfile(path, target)
    elif not target.exists():
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


def _layer(bron: Bron, path: Path, vorm: str, wanted: Wanted) -> tuple[str, list[str]]:
    """The layer to read, and all there are."""
    try:
        names = [str(row[0]) for row in pyogrio.list_layers(path)]
        layer = chosen(bron, path, wanted, names)
        driver = pyogrio.read_info(path, layer=layer)["driver"]
    except pyogrio.errors.DataSourceError as error:
        raise _unreadable(bron, error) from error
    if driver != DRIVERS[vorm]:
        raise DeliveryRefused(f"{bron.name}: het bestand is {driver}, afgesproken is {vorm}.")
    return layer, names


def _unreadable(bron: Bron, error: Exception) -> DeliveryRefused:
    return DeliveryRefused(
        f"{bron.name}: het geobestand is niet te openen ({str(error)[:120]}). "
        "De laatste goede versie blijft; vraag de leverancier om een heel bestand."
    )
