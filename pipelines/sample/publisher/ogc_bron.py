"""The data behind one OGC collection.

Features in a mapped file, selection by box or property, other CRSs.
"""

from __future__ import annotations

import json
import mmap
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from pyproj import Transformer

from pipelines.sample.ogc import INDEX
from pipelines.sample.rooster import Bools, Ints

RD = "http://www.opengis.net/def/crs/EPSG/0/28992"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
STELSELS = {
    CRS84: ("OGC:CRS84", False),
    RD: ("EPSG:28992", False),
    "http://www.opengis.net/def/crs/EPSG/0/3857": ("EPSG:3857", False),
    "http://www.opengis.net/def/crs/EPSG/0/4258": ("EPSG:4258", True),
}
"""Supported CRS URIs: PROJ name, and whether the authority puts latitude first."""


@lru_cache(maxsize=16)
def omzetter(van: str, naar: str) -> Transformer:
    """Transformer between two CRS URIs, in x, y order."""
    return Transformer.from_crs(STELSELS[van][0], STELSELS[naar][0], always_xy=True)


class Bron:
    """One collection, read only."""

    def __init__(self, map_: Path) -> None:
        """Open the files the generator wrote."""
        self.wat: dict[str, Any] = json.loads((map_ / "collectie.json").read_text(encoding="utf-8"))
        self.index = np.frombuffer((map_ / "index.bin").read_bytes(), dtype=INDEX)
        bestand = (map_ / "features.jsonl").open("rb")
        self._data: mmap.mmap | bytes = b""
        if len(self.index):
            self._data = mmap.mmap(bestand.fileno(), 0, access=mmap.ACCESS_READ)
        bestand.close()
        self._waarden: dict[str, dict[str, Ints]] = {}

    def sluit(self) -> None:
        """Unmap the file."""
        if isinstance(self._data, mmap.mmap):
            self._data.close()

    def regel(self, fid: int) -> bytes:
        """The feature as stored (RD)."""
        return self._data[int(self.index["begin"][fid]) : int(self.index["eind"][fid])]

    def binnen(self, kader: tuple[float, float, float, float], stelsel: str) -> Bools:
        """Features whose envelope meets a box given in a CRS."""
        a, b, c, d = kader
        if STELSELS[stelsel][1]:
            a, b, c, d = b, a, d, c
        if stelsel != RD:
            a, b, c, d = omzetter(stelsel, RD).transform_bounds(a, b, c, d)
        k = self.index["kader"]
        return np.asarray((k[:, 0] <= c) & (k[:, 2] >= a) & (k[:, 1] <= d) & (k[:, 3] >= b))

    def met(self, veld: str, waarde: str) -> Bools:
        """Features with exactly this property value (as text)."""
        if veld not in self._waarden:
            groepen: dict[str, list[int]] = {}
            for fid in range(len(self.index)):
                eigen = json.loads(self.regel(fid))
                inhoud = eigen["id"] if veld == "id" else eigen["properties"].get(veld)
                groepen.setdefault(str(inhoud), []).append(fid)
            self._waarden[veld] = {k: np.array(v, dtype=np.int64) for k, v in groepen.items()}
        uit = np.zeros(len(self.index), dtype=bool)
        uit[self._waarden[veld].get(waarde, np.zeros(0, dtype=np.int64))] = True
        return uit

    def features(self, fids: Ints, stelsel: str) -> list[bytes]:
        """Features as JSON text in a CRS; RD is what is stored."""
        regels = [self.regel(int(f)) for f in fids]
        if stelsel == RD:
            return regels
        return [naar_stelsel(r, stelsel) for r in regels]


def naar_stelsel(regel: bytes, stelsel: str) -> bytes:
    """Reproject one feature from RD; axis order of the authority."""
    feature = json.loads(regel)
    if feature["geometry"] is not None:
        zet, om = omzetter(RD, stelsel), STELSELS[stelsel][1]
        feature["geometry"]["coordinates"] = _coordinaten(
            feature["geometry"]["coordinates"], zet, om
        )
    return json.dumps(feature, ensure_ascii=False, separators=(",", ":")).encode()


def _coordinaten(c: Any, zet: Transformer, om: bool) -> Any:
    if isinstance(c[0], int | float):
        x, y = zet.transform(c[0], c[1])
        return [y, x] if om else [x, y]
    if isinstance(c[0][0], int | float):
        punten = np.asarray(c, dtype=np.float64)
        x, y = zet.transform(punten[:, 0], punten[:, 1])
        return np.column_stack([y, x] if om else [x, y]).tolist()
    return [_coordinaten(d, zet, om) for d in c]
