"""PMTiles archives of the invented layers, made by the tippecanoe of the product."""

import json
import subprocess
import sys
from pathlib import Path

from tests.browser.support.world import Feature

MAXZOOM = 13
_TIPPECANOE = Path(sys.executable).parent / "tippecanoe"
_QUIET = [
    "--force",
    "--quiet",
    "--no-feature-limit",
    "--no-tile-size-limit",
    "--no-tiny-polygon-reduction",
]


def _line(feature: Feature) -> str:
    """A feature as tippecanoe reads it; tiles have no null, so those are left out."""
    properties = {name: value for name, value in feature["properties"].items() if value is not None}
    return json.dumps(
        {"type": "Feature", "geometry": feature["geometry"], "properties": properties}
    )


def make(folder: Path, features: dict[str, list[Feature]]) -> None:
    """Write `<laag>.pmtiles` for each layer with shapes; the tile layer inside has its name."""
    for laag, items in features.items():
        drawn = [item for item in items if item["geometry"]]
        if not drawn:
            continue
        source = folder / f"{laag}.geojsonl"
        source.write_text("\n".join(map(_line, drawn)))
        archive = folder / f"{laag}.pmtiles"
        subprocess.run(
            [
                _TIPPECANOE,
                "-o",
                archive,
                "-l",
                laag,
                f"-z{MAXZOOM}",
                "-Z8",
                "-r1",
                "-pS",
                *_QUIET,
                source,
            ],
            check=True,
            capture_output=True,
        )
