"""Titles of columns in a file of GDAL: a GeoPackage takes each title once."""

from pathlib import Path

import pyarrow as pa

from geo_api.formats.gdal import described
from geo_api.formats.job import Job


def _column(name: str, title: str) -> dict[str, str]:
    return {"naam": name, "titel": title, "eenheid": "", "omschrijving": ""}


def test_columns_with_one_title_are_told_apart(tmp_path: Path) -> None:
    columns = [_column("a", "Rij in de bron"), _column("b", "Rij in de bron"), _column("c", "Naam")]
    job = Job(
        form="gpkg",
        dsn="",
        shown="",
        query="",
        geometry=None,
        crs="EPSG:28992",
        about={"laag": "x", "kolommen": columns},
        target=str(tmp_path / "x.gpkg"),
        most_bytes=1,
        index=False,
    )
    fields = [pa.field(name, pa.string()) for name in ("id", "a", "b", "c")]
    titles = [(f.metadata or {}).get(b"GDAL:OGR:alternative_name") for f in described(fields, job)]
    assert titles == [None, b"Rij in de bron (a)", b"Rij in de bron (b)", b"Naam"]
