"""The BAG 2.0 extract of Kadaster (LVBAG): a zip of zips of XML, read file by file through GDAL.

A source is written like this; `laag` follows from the name of the feed where there is one feed
per kind::

    [bronnen.bag_panden]
    vorm = "lvbag"
    adres = "bestanden/lvbag-extract.zip"   # or a zip of XML, or a list of XML files
    laag = "Pand"

Belongs here: which members of the extract hold the objects of one kind, and the proof that GDAL
gave every object that stands in the XML. Every occurrence is given; which one is current is a
scope rule of the dataset. The other members (InOnderzoek, Inactief, NietBag, GEM-WPL-RELATIE) are
of other kinds and not opened. Not here: addresses beside an object (`lvbag_adres.py`).
"""

import mmap
import re
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import pyarrow as pa
import pyogrio

from pipelines import strict_xml
from pipelines.connectors.bron import Bron, Delivery
from pipelines.errors import DeliveryRefused, SourceChanged
from pipelines.landing import Landed
from pipelines.readers import archive, lvbag_adres, stream
from pipelines.readers.crs import agreed

KINDS = {
    "Pand": "PND",
    "Verblijfsobject": "VBO",
    "Nummeraanduiding": "NUM",
    "Openbareruimte": "OPR",
    "Woonplaats": "WPL",
    "Ligplaats": "LIG",
    "Standplaats": "STA",
}
LAYERS = {
    "bag_panden": "Pand",
    "bag_verblijfsobjecten": "Verblijfsobject",
    "bag_ligplaatsen": "Ligplaats",
    "bag_standplaatsen": "Standplaats",
}
NAME = re.compile(r"^\d{4}([A-Z]{3})\d{8}(-\d+)?\.(xml|zip)$", re.IGNORECASE)
OBJECT = re.compile(rb"<(?:[\w.-]+:)?bagObject[\s>]")
END = re.compile(rb"</(?:[\w.-]+:)?bagStand>\s*$")
# The national extract: thousands of files of 10,000 objects, of which one is unpacked at a time.
OUTER = archive.Limits(unpacked=16 << 30, member=8 << 30)
INNER = archive.Limits(unpacked=256 << 30, members=20_000, member=1 << 30)


@dataclass(frozen=True, slots=True)
class Extract:
    """The landed files of one extract, and a place for what is unpacked."""

    bron: Bron
    files: tuple[Landed, ...]
    folder: Path

    def batches(self, kind: str) -> Iterator[tuple[str, pa.RecordBatch]]:
        """All objects of a kind (`PND`), with the CRS of their shapes."""
        for path in self._documents(kind):
            yield from _objects(self.bron, path)

    def has(self, kind: str) -> bool:
        """Whether the extract holds files of a kind; looks at names only."""
        return any(kind in _kinds(self.bron, landed) for landed in self.files)

    def _documents(self, kind: str) -> Iterator[Path]:
        """The XML files of a kind, unpacked one at a time."""
        for number, landed in enumerate(self.files):
            if not _zipped(landed.path):
                if kind_of(_stated(landed)) == kind:
                    yield landed.path
                continue
            with archive.opened(self.bron.name, landed.path, nested=True, limits=OUTER) as outer:
                for info in archive.members(outer):
                    if kind_of(info.filename) != kind:
                        continue
                    target = self.folder / f"{number}-{kind}{PurePosixPath(info.filename).suffix}"
                    path = archive.unpack(self.bron.name, outer, info, target)
                    yield from self._inside(path, kind) if _zipped(path) else iter((path,))
                    path.unlink()

    def _inside(self, path: Path, kind: str) -> Iterator[Path]:
        with archive.opened(self.bron.name, path, limits=INNER) as inner:
            for info in archive.members(inner):
                if kind_of(info.filename) == kind:
                    target = self.folder / f"lid-{kind}.xml"
                    yield archive.unpack(self.bron.name, inner, info, target)
                    target.unlink()


def read(dataset: str, bron: Bron, delivery: Delivery) -> pa.RecordBatchReader:
    """Occurrences of one kind of object; see `pipelines.readers.read`.

    Columns are those of GDAL's LVBAG driver, ids with their prefix (`NL.IMBAG.Pand.`), history
    included. Objects with an address get `huisnummer`, `huisletter`, `toevoeging`, `postcode`,
    `openbare_ruimte_naam` and `woonplaats_naam` of their main address when the extract holds the
    Nummeraanduidingen; null where that address is not in it.
    """
    laag = bron.laag or LAYERS.get(dataset, "")
    if laag not in KINDS:
        raise SourceChanged(
            f"{bron.name}: laag {laag or '(niet genoemd)'} bestaat niet in een BAG-extract; "
            f"wel {', '.join(KINDS)}. Noem de laag met laag in het profiel."
        )
    return stream.opened(stream.guarded(bron.name, _pieces(bron, delivery, KINDS[laag])))


def _pieces(bron: Bron, delivery: Delivery, kind: str) -> stream.Pieces:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        extract = Extract(bron, delivery.files, folder)
        addresses: lvbag_adres.Addresses | None = None
        schema: pa.Schema | None = None
        for crs, batch in extract.batches(kind):
            if schema is None:
                if lvbag_adres.wanted(batch.schema) and extract.has("NUM"):
                    addresses = stack.enter_context(lvbag_adres.opened(extract, folder))
                fields = [*batch.schema, *(lvbag_adres.FIELDS if addresses else ())]
                schema = pa.schema(fields, metadata={"crs": crs})
                yield schema
            arrays = [*batch.columns, *(addresses.beside(batch) if addresses else ())]
            yield pa.RecordBatch.from_arrays(arrays, schema=schema)
        if schema is None:
            raise SourceChanged(
                f"{bron.name}: in het extract zit geen bestand met {kind}-objecten. Controleer het "
                "adres, en laag in het profiel."
            )


def _objects(bron: Bron, path: Path) -> Iterator[tuple[str, pa.RecordBatch]]:
    """The objects of one XML file, and the proof that none is missing."""
    expected = _counted(bron, path)
    found = 0
    try:
        info = pyogrio.read_info(path)
        if info["driver"] != "LVBAG":
            raise DeliveryRefused(
                f"{bron.name}: het bestand is {info['driver']}, geen BAG-extract."
            )
        crs = agreed(bron.name, info["crs"] or "EPSG:28992", bron.crs)
        with pyogrio.open_arrow(path, use_pyarrow=True, batch_size=stream.BATCH) as (meta, reader):
            shape = meta.get("geometry_name") or "wkb_geometry"
            for batch in reader:
                found += batch.num_rows
                yield crs, _plain(batch, shape)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.FeatureError) as error:
        raise _unreadable(bron, str(error)[:120]) from error
    if found != expected:
        raise _unreadable(bron, f"{found} van {expected} objecten gelezen")


def _plain(batch: pa.RecordBatch, shape: str) -> pa.RecordBatch:
    """The batch with its geometry last, under our name."""
    names = [name for name in batch.schema.names if name not in (shape, "OGC_FID")]
    fields = [pa.field(name, batch.schema.field(name).type) for name in names]
    arrays = [*(batch.column(name) for name in names), batch.column(shape).cast(pa.binary())]
    schema = pa.schema([*fields, pa.field("geometry", pa.binary())])
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _counted(bron: Bron, path: Path) -> int:
    """How many objects the XML holds.

    Raises:
        DeliveryRefused: a DOCTYPE, another document, or a document that stops too early.
    """
    root = strict_xml.check_prolog(bron.name, path)
    if root != "bagStand":
        raise _unreadable(bron, f"het begint met {root}, verwacht bagStand")
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if not END.search(content[-256:]):
            raise _unreadable(bron, "het stopt te vroeg")
        return sum(1 for _ in OBJECT.finditer(content))


def _kinds(bron: Bron, landed: Landed) -> set[str]:
    if not _zipped(landed.path):
        return {kind_of(_stated(landed))}
    with archive.opened(bron.name, landed.path, nested=True, limits=OUTER) as outer:
        return {kind_of(info.filename) for info in archive.members(outer)}


def kind_of(name: str) -> str:
    """`PND` for `9999PND15092020.zip`; empty for a member that holds no current objects."""
    fits = NAME.match(PurePosixPath(name).name)
    return fits[1].upper() if fits else ""


def _stated(landed: Landed) -> str:
    return landed.url.partition("?")[0]


def _zipped(path: Path) -> bool:
    with path.open("rb") as handle:
        return handle.read(4) == b"PK\x03\x04"


def _unreadable(bron: Bron, why: Any) -> DeliveryRefused:
    return DeliveryRefused(
        f"{bron.name}: een XML-bestand van het BAG-extract is niet goed te lezen: {why}. "
        "De laatste goede versie blijft; haal het extract opnieuw op."
    )
