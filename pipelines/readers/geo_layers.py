"""Which layer of a geo file is read, and curved shapes as straight ones.

Belongs here: choosing by declared columns and kind of shape, and what GEOS cannot hold. Not here:
opening files (`geo`).
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyogrio

from pipelines.connectors.bron import Bron
from pipelines.errors import SourceChanged
from pipelines.readers.grid import listed
from pipelines.readers.header import Wanted

CURVED = range(8, 15)  # circular strings up to curved surfaces, in WKB of ISO 13249
WORDS = {"MultiPolygon": "Polygon", "MultiLineString": "LineString", "Point": "Point"}
# People make these; what a register publishes says itself what it is.
BY_PEOPLE = ("map", "sftp")


def chosen(bron: Bron, path: Path, wanted: Wanted, names: Sequence[str]) -> str:
    """The agreed layer, the only one, or the one with most declared columns.

    Raises:
        SourceChanged: the agreed one is not there, none fits, or more than one.
    """
    if bron.laag or len(names) == 1:
        found = bron.laag or names[0]
        if found in names:
            return found
    fits = {} if bron.laag else {name: _fit(path, wanted, name) for name in names}
    most = max(fits.values(), default=(0, False))
    best = [name for name, fit in fits.items() if fit == most]
    if most[0] and len(best) == 1:
        return best[0]
    why = f"; even goed passen {listed(best)}" if most[0] else ""
    raise SourceChanged(
        f"{bron.name}: laag {bron.laag or '(niet genoemd)'} verwacht, gevonden: "
        f"{', '.join(names) or 'geen'}{why}. Noem de laag met laag in het profiel."
    )


def _fit(path: Path, wanted: Wanted, layer: str) -> tuple[int, bool]:
    info = pyogrio.read_info(path, layer=layer)
    declared = wanted.dataset.geometry if wanted.dataset else None
    shape = str(info["geometry_type"] or "")
    right = declared is None or WORDS.get(declared, "") in shape
    return len(wanted.columns([str(name) for name in info["fields"]])), right


def told(bron: Bron, layer: str, names: Sequence[str], meta: dict[str, Any]) -> list[str]:
    """What was assumed about the layer, in sentences."""
    notes = []
    others = [name for name in names if name != layer]
    if others and not bron.laag:
        notes.append(f"Gelezen is laag {layer}; niet gelezen: {listed(others)}.")
    if str(meta.get("geometry_type") or "").endswith((" Z", " ZM")):
        notes.append("Hoogtes (Z) zijn weggelaten.")
    return notes


def curved(shapes: pa.Array) -> np.ndarray:
    """Places of shapes with arcs, by the first bytes of their WKB."""
    held = np.asarray(pc.fill_null(pc.greater(pc.binary_length(shapes), 4), False))
    if not held.any():
        return np.flatnonzero(held)
    _, starts, body = shapes.buffers()
    start = np.frombuffer(starts, np.int32)[shapes.offset :][: len(shapes)][held]
    first = np.frombuffer(body, np.uint8)[start[:, None] + np.arange(5)]
    little = first[:, 1:].copy().view("<u4")[:, 0]
    kind = np.where(first[:, 0], little, little.byteswap()) % 1000
    return np.flatnonzero(held)[np.isin(kind, list(CURVED))]


def any_curved(path: Path, layer: str, **options: str) -> bool:
    """Whether a layer has arcs anywhere."""
    opened = pyogrio.open_arrow(path, layer=layer, columns=[], use_pyarrow=True, **options)
    with opened as (meta, reader):
        shape = meta.get("geometry_name") or "wkb_geometry"
        return any(
            curved(batch.column(shape)).size for batch in reader if shape in batch.schema.names
        )


def straightened(
    path: Path, layer: str, shapes: pa.Array, fids: pa.Array, **options: str
) -> pa.Array:
    """Shapes with arcs drawn as short straight pieces, as GDAL does; the others as they are."""
    places = curved(shapes)
    if not places.size:
        return shapes
    wanted = [fids[int(place)].as_py() for place in places]
    _, found, made, _ = pyogrio.raw.read(
        path, layer=layer, columns=[], fids=wanted, return_fids=True, **options
    )
    straight = dict(zip(found.tolist(), made.tolist(), strict=True))
    values = shapes.to_pylist()
    for place, fid in zip(places, wanted, strict=True):
        values[place] = straight[fid]
    return pa.array(values, pa.binary())
