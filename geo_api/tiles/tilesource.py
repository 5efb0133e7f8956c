"""PMTiles archives, read with their directories decoded once and kept per file.

Archives are never overwritten (the version is in their name), so what was read stays true as long
as the file is kept.
"""

import gzip
import json
import mmap
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pmtiles.tile import (
    Compression,
    Entry,
    deserialize_directory,
    deserialize_header,
    zxy_to_tileid,
)

from geo_api import texts
from geo_api.errors import Problem
from geo_api.model import Archive

MAX_DEPTH = 4
"""Levels of directories that the format allows."""


def _inflated(data: bytes) -> bytes:
    return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data


class _Directory:
    """A decoded directory: ids for the search, entries for the answer."""

    def __init__(self, entries: list[Entry]) -> None:
        self._ids = [entry.tile_id for entry in entries]
        self._entries = entries

    def find(self, tile_id: int) -> Entry | None:
        """The entry that covers a tile, or the leaf directory that may."""
        place = bisect_right(self._ids, tile_id) - 1
        if place < 0:
            return None
        entry = self._entries[place]
        covered = entry.run_length == 0 or tile_id - entry.tile_id < entry.run_length
        return entry if covered else None


class TileSource:
    """One open archive.

    Attributes:
        encoding: content encoding of its tiles, None when they are not compressed.

    Raises:
        OSError, ValueError: the file is missing, has another size, or is no PMTiles version 3.
    """

    def __init__(self, path: Path, size: int) -> None:
        """Map the file and read its header; `size` is what the database says it has, in bytes."""
        with path.open("rb") as file:
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            if len(self._bytes) != size or self._bytes[:8] != b"PMTiles\x03":
                message = f"{path.name}: {len(self._bytes)} bytes, expected a PMTiles 3 of {size}"
                raise ValueError(message)
        self._header = deserialize_header(self._bytes[:127])
        start, length = self._header["metadata_offset"], self._header["metadata_length"]
        self._metadata: dict[str, Any] = json.loads(_inflated(self._bytes[start : start + length]))
        self._directories: dict[int, _Directory] = {}
        compression = self._header["tile_compression"]
        self.encoding = "gzip" if compression == Compression.GZIP else None

    def layers(self) -> list[dict[str, Any]]:
        """`vector_layers` as the archive's own metadata states them."""
        return list(self._metadata.get("vector_layers", []))

    def tile(self, z: int, x: int, y: int) -> bytes | None:
        """The stored bytes of a tile, None when it is empty."""
        tile_id = zxy_to_tileid(z, x, y)
        offset, length = self._header["root_offset"], self._header["root_length"]
        for _ in range(MAX_DEPTH):
            entry = self._directory(offset, length).find(tile_id)
            if entry is None:
                return None
            if entry.run_length:
                start = self._header["tile_data_offset"] + entry.offset
                return self._bytes[start : start + entry.length]
            offset = self._header["leaf_directory_offset"] + entry.offset
            length = entry.length
        return None

    def _directory(self, offset: int, length: int) -> _Directory:
        found = self._directories.get(offset)
        if found is None:
            found = _Directory(deserialize_directory(self._bytes[offset : offset + length]))
            self._directories[offset] = found
        return found


@dataclass(frozen=True)
class TileSources:
    """The open archives of this process, by file name.

    Attributes:
        folder: where archives stand (`var/tiles`).
    """

    folder: Path
    _open: dict[str, TileSource] = field(default_factory=dict)

    def path(self, archive: Archive) -> Path:
        """Where an archive stands; only a bare file name is taken from the database."""
        return self.folder / Path(archive.bestand).name

    def get(self, archive: Archive) -> TileSource:
        """The archive, opened at first use.

        Raises:
            Problem: 503 when the file is not there or not what the database says.
        """
        found = self._open.get(archive.bestand)
        if found is None:
            try:
                found = TileSource(self.path(archive), archive.bytes)
            except (OSError, ValueError, KeyError) as error:
                raise Problem(503, texts.NO_ARCHIVE_FILE) from error
            self._open[archive.bestand] = found
        return found

    def keep(self, files: Iterable[str]) -> None:
        """Let go of archives that no kept version uses."""
        for name in set(self._open) - set(files):
            del self._open[name]
