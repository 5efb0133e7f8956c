"""Store of one OGC collection.

Features one per line in RD, with an index of byte offsets and bounding boxes.

The publisher maps these files into memory and cuts pages out of them without parsing a feature.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import IO

import numpy as np

from pipelines.sample.rooster import Floats

INDEX = np.dtype([("begin", "<i8"), ("eind", "<i8"), ("kader", "<f8", (4,))])


class Collectie:
    """Writes one collection, block by block."""

    def __init__(
        self, map_: Path, naam: str, titel: str, geometrie: str, queryables: tuple[str, ...]
    ) -> None:
        """Open the files.

        Args:
            map_: folder of the API.
            naam: collection id.
            titel: title shown in `/collections`.
            geometrie: GeoJSON geometry type.
            queryables: properties that may be used as a query parameter.
        """
        self.map = map_ / naam
        self.map.mkdir(parents=True, exist_ok=True)
        self.naam, self.titel, self.geometrie, self.queryables = naam, titel, geometrie, queryables
        self._bestand: IO[bytes] = (self.map / "features.jsonl").open("wb")
        self._index: list[np.ndarray[tuple[int], np.dtype[np.void]]] = []
        self._plek = 0
        self._eerste = ""

    def schrijf(self, regels: Iterable[str], kaders: Floats) -> None:
        """Append features; `kaders` holds minx, miny, maxx, maxy of each, in RD metres."""
        index = np.zeros(len(kaders), dtype=INDEX)
        index["kader"] = kaders
        for k, regel in enumerate(regels):
            self._eerste = self._eerste or regel
            data = regel.encode()
            index["begin"][k], index["eind"][k] = self._plek, self._plek + len(data)
            self._bestand.write(data + b"\n")
            self._plek += len(data) + 1
        self._index.append(index)

    def sluit(self) -> int:
        """Write index and description; returns the number of features."""
        self._bestand.close()
        index = np.concatenate(self._index) if self._index else np.zeros(0, dtype=INDEX)
        (self.map / "index.bin").write_bytes(index.tobytes())
        velden = json.loads(self._eerste)["properties"] if self._eerste else {}
        soorten = {str: "string", int: "integer", float: "number", list: "array"}
        wat = {
            "id": self.naam, "titel": self.titel, "geometrie": self.geometrie,
            "queryables": list(self.queryables), "aantal": len(index),
            "velden": {k: soorten.get(type(v), "string") for k, v in velden.items()},
        }  # fmt: skip
        (self.map / "collectie.json").write_text(
            json.dumps(wat, ensure_ascii=False, indent=1), encoding="utf-8"
        )
        return len(index)
