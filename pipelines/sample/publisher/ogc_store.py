"""The data behind one OGC collection: a mapped file, selection by box or property, other CRSs."""

from __future__ import annotations

import json
import mmap
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from pyproj import Transformer

from pipelines.sample.lattice import Bools, Ints
from pipelines.sample.ogc import INDEX

RD = "http://www.opengis.net/def/crs/EPSG/0/28992"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
KNOWN_CRS = {
    CRS84: ("OGC:CRS84", False),
    RD: ("EPSG:28992", False),
    "http://www.opengis.net/def/crs/EPSG/0/3857": ("EPSG:3857", False),
    "http://www.opengis.net/def/crs/EPSG/0/4258": ("EPSG:4258", True),
}
"""Supported CRS URIs: PROJ name, and whether the authority puts latitude first."""


@lru_cache(maxsize=16)
def transformer(source: str, target: str) -> Transformer:
    """Transformer between two CRS URIs, in x, y order."""
    return Transformer.from_crs(KNOWN_CRS[source][0], KNOWN_CRS[target][0], always_xy=True)


class StoredCollection:
    """One collection, read only."""

    def __init__(self, folder: Path) -> None:
        """Open the files the generator wrote."""
        self.about: dict[str, Any] = json.loads(
            (folder / "collectie.json").read_text(encoding="utf-8")
        )
        self.index = np.frombuffer((folder / "index.bin").read_bytes(), dtype=INDEX)
        file = (folder / "features.jsonl").open("rb")
        self._data: mmap.mmap | bytes = b""
        if len(self.index):
            self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        file.close()
        self._values: dict[str, dict[str, Ints]] = {}

    def close(self) -> None:
        """Unmap the file."""
        if isinstance(self._data, mmap.mmap):
            self._data.close()

    def line(self, fid: int) -> bytes:
        """The feature as stored (RD)."""
        return self._data[int(self.index["begin"][fid]) : int(self.index["eind"][fid])]

    def within(self, box: tuple[float, float, float, float], crs: str) -> Bools:
        """Features whose envelope meets a box given in a CRS."""
        a, b, c, d = box
        if KNOWN_CRS[crs][1]:
            a, b, c, d = b, a, d, c
        if crs != RD:
            a, b, c, d = transformer(crs, RD).transform_bounds(a, b, c, d)
        k = self.index["kader"]
        return np.asarray((k[:, 0] <= c) & (k[:, 2] >= a) & (k[:, 1] <= d) & (k[:, 3] >= b))

    def having(self, field_name: str, value: str) -> Bools:
        """Features with exactly this property value (as text)."""
        if field_name not in self._values:
            groups: dict[str, list[int]] = {}
            for fid in range(len(self.index)):
                own = json.loads(self.line(fid))
                content = own["id"] if field_name == "id" else own["properties"].get(field_name)
                groups.setdefault(str(content), []).append(fid)
            self._values[field_name] = {k: np.array(v, dtype=np.int64) for k, v in groups.items()}
        result = np.zeros(len(self.index), dtype=bool)
        result[self._values[field_name].get(value, np.zeros(0, dtype=np.int64))] = True
        return result

    def features(self, fids: Ints, crs: str) -> list[bytes]:
        """Features as JSON text in a CRS; RD is what is stored."""
        lines = [self.line(int(f)) for f in fids]
        if crs == RD:
            return lines
        return [to_crs(r, crs) for r in lines]


def to_crs(line: bytes, crs: str) -> bytes:
    """Reproject one feature from RD; axis order of the authority."""
    feature = json.loads(line)
    if feature["geometry"] is not None:
        projection, swap = transformer(RD, crs), KNOWN_CRS[crs][1]
        feature["geometry"]["coordinates"] = _coordinates(
            feature["geometry"]["coordinates"], projection, swap
        )
    return json.dumps(feature, ensure_ascii=False, separators=(",", ":")).encode()


def _coordinates(c: Any, projection: Transformer, swap: bool) -> Any:
    if isinstance(c[0], int | float):
        x, y = projection.transform(c[0], c[1])
        return [y, x] if swap else [x, y]
    if isinstance(c[0][0], int | float):
        points = np.asarray(c, dtype=np.float64)
        x, y = projection.transform(points[:, 0], points[:, 1])
        return np.column_stack([y, x] if swap else [x, y]).tolist()
    return [_coordinates(d, projection, swap) for d in c]
