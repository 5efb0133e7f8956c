"""Files of one OGC collection: features one per line in RD, index of offsets and boxes.

The publisher maps these files into memory and cuts pages out of them without parsing a feature.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import IO

import numpy as np

from pipelines.sample.lattice import Floats

INDEX = np.dtype([("begin", "<i8"), ("eind", "<i8"), ("kader", "<f8", (4,))])


class CollectionWriter:
    """Writes one collection, block by block."""

    def __init__(
        self, folder: Path, name: str, title: str, geometry: str, queryables: tuple[str, ...]
    ) -> None:
        """Open the files.

        Args:
            folder: folder of the API.
            name: collection id.
            title: title shown in `/collections`.
            geometry: GeoJSON geometry type.
            queryables: properties that may be used as a query parameter.
        """
        self.folder = folder / name
        self.folder.mkdir(parents=True, exist_ok=True)
        self.name, self.title, self.geometry, self.queryables = name, title, geometry, queryables
        self._file: IO[bytes] = (self.folder / "features.jsonl").open("wb")
        self._index: list[np.ndarray[tuple[int], np.dtype[np.void]]] = []
        self._offset = 0
        self._first = ""

    def write(self, lines: Iterable[str], boxes: Floats) -> None:
        """Append features; `boxes` holds minx, miny, maxx, maxy of each, in RD metres."""
        index = np.zeros(len(boxes), dtype=INDEX)
        index["kader"] = boxes
        for k, line in enumerate(lines):
            self._first = self._first or line
            data = line.encode()
            index["begin"][k], index["eind"][k] = self._offset, self._offset + len(data)
            self._file.write(data + b"\n")
            self._offset += len(data) + 1
        self._index.append(index)

    def close(self) -> int:
        """Write index and description; returns the number of features."""
        self._file.close()
        index = np.concatenate(self._index) if self._index else np.zeros(0, dtype=INDEX)
        (self.folder / "index.bin").write_bytes(index.tobytes())
        fields = json.loads(self._first)["properties"] if self._first else {}
        kinds = {str: "string", int: "integer", float: "number", list: "array"}
        about = {
            "id": self.name,
            "titel": self.title,
            "geometrie": self.geometry,
            "queryables": list(self.queryables),
            "aantal": len(index),
            "velden": {k: kinds.get(type(v), "string") for k, v in fields.items()},
        }
        (self.folder / "collectie.json").write_text(
            json.dumps(about, ensure_ascii=False, indent=1), encoding="utf-8"
        )
        return len(index)
