"""What the program beside the service is asked to write, as one line of JSON on its input."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

FAILED, MOVED = 1, 3
"""Status of a job: there is no file; the version is no longer shown. 0 is a whole file."""


def heading(title: str, unit: str | None) -> str:
    """Title of a column with its unit behind it."""
    return f"{title} ({unit})" if unit else title


@dataclass(frozen=True)
class Job:
    """A file to write.

    Attributes:
        form: `geoparquet`, `flatgeobuf` or `gpkg`.
        dsn: connection string of the reader, limits included.
        shown: query that says whether the version is still shown, and whether every feature has
            a shape.
        query: of the typed columns.
        geometry: type of the shapes, None for a table.
        crs: system of the shapes, as `EPSG:28992` or `OGC:CRS84`; easting or longitude first.
        about: what the file tells of itself (`export.about`).
        target: file to write.
        most_bytes: size at which it stops.
        index: whether a spatial index may be held in memory: without, FlatGeobuf has none and
            GeoPackage builds it on disk.
    """

    form: str
    dsn: str
    shown: str
    query: str
    geometry: str | None
    crs: str
    about: Mapping[str, Any]
    target: str
    most_bytes: int
    index: bool

    @property
    def columns(self) -> dict[str, Mapping[str, Any]]:
        """What is told of each column, by name."""
        return {column["naam"]: column for column in self.about["kolommen"]}

    @property
    def layer(self) -> str:
        """Name of the layer."""
        name: str = self.about["laag"]
        return name

    def line(self) -> bytes:
        """The job as it is handed over."""
        return json.dumps(asdict(self)).encode() + b"\n"

    @classmethod
    def read(cls, line: bytes) -> "Job":
        """The job that was handed over."""
        return cls(**json.loads(line))
