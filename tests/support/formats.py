"""The same rows in every format a reader knows, for tests that hold for all of them.

A row is code, naam, aantal, datum; formats with shapes put it on the point `plek`.
"""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas
import osmium
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from pipelines.connectors.bron import Bron, Delivery
from pipelines.landing import Landed
from tests.support.making import AUTO, book

Row = dict[str, Any]
Rows = Sequence[Row]
NAMES = ("code", "naam", "aantal", "datum")
PLACES = [shapely.Point(200_000 + 10 * n, 500_000) for n in range(64)]


@dataclass(frozen=True)
class Format:
    """How rows become a delivery.

    Attributes:
        write: rows -> files by role.
        blanks: rows without any value are no rows in this format.
        shapes: every row has a point.
        counted: every row that is written is received.
    """

    vorm: str
    write: Callable[[Path, Rows, Sequence[str]], list[tuple[str, Path]]]
    more: Mapping[str, Any]
    blanks: bool = False
    shapes: bool = False
    counted: bool = True

    def delivery(self, folder: Path, rows: Rows, names: Sequence[str]) -> tuple[Bron, Delivery]:
        """The rows as a landed delivery."""
        files = self.write(folder, rows, names)
        bron = Bron("proef", "", self.vorm, (str(files[0][1]),), **self.more)  # type: ignore[arg-type]
        landed = tuple(Landed("0" * 64, 1, path, role, str(path)) for role, path in files)
        return bron, Delivery("proef", "", landed, "", False, None, ())


def text(value: Any) -> str:
    """A value as a text file holds it."""
    return "" if value is None else str(value)


def _csv(sign: str) -> Callable[[Path, Rows, Sequence[str]], list[tuple[str, Path]]]:
    def write(folder: Path, rows: Rows, names: Sequence[str]) -> list[tuple[str, Path]]:
        out = io.StringIO()
        lines = csv.writer(out, delimiter=sign, quoting=csv.QUOTE_ALL)
        lines.writerow(names)
        lines.writerows([[text(row[name]) for name in names] for row in rows])
        path = folder / "a.csv"
        path.write_text(out.getvalue(), encoding="utf-8", newline="")
        return [("data", path)]

    return write


def _xlsx(folder: Path, rows: Rows, names: Sequence[str]) -> list[tuple[str, Path]]:
    lines = [list(names), *([row[name] for name in names] for row in rows)]
    return [("data", book(folder / "a.xlsx", {"Blad": lines}))]


def _parquet(folder: Path, rows: Rows, names: Sequence[str]) -> list[tuple[str, Path]]:
    columns = {
        name: pa.array([None if row[name] is None else text(row[name]) for row in rows])
        for name in names
    }
    pq.write_table(pa.table(columns), folder / "a.parquet")
    return [("data", folder / "a.parquet")]


def _json(folder: Path, rows: Rows, names: Sequence[str]) -> list[tuple[str, Path]]:
    return [("data", _dumped(folder / "a.json", [{n: row[n] for n in names} for row in rows]))]


def _dumped(path: Path, content: Any) -> Path:
    path.write_text(json.dumps(content, default=str), encoding="utf-8")
    return path


def _features(rows: Rows, names: Sequence[str]) -> dict[str, Any]:
    features = [
        {
            "type": "Feature",
            "id": str(number),
            "properties": {name: row[name] for name in names},
            "geometry": json.loads(shapely.to_geojson(PLACES[row.get("plek") or 0])),
        }
        for number, row in enumerate(rows)
    ]
    member = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}
    return {"type": "FeatureCollection", "crs": member, "features": features}


def _geojson(folder: Path, rows: Rows, names: Sequence[str]) -> list[tuple[str, Path]]:
    return [("data", _dumped(folder / "a.geojson", _features(rows, names)))]


def _pages(folder: Path, rows: Rows, names: Sequence[str]) -> list[tuple[str, Path]]:
    half = len(rows) // 2
    return [
        ("page", _dumped(folder / f"{n}.json", _features(part, names)))
        for n, part in enumerate((rows[:half], rows[half:]))
    ]


def _geo(suffix: str, driver: str) -> Callable[..., list[tuple[str, Path]]]:
    def write(folder: Path, rows: Rows, names: Sequence[str]) -> list[tuple[str, Path]]:
        columns = {name: [text(row[name]) or None for row in rows] for name in names}
        places = [PLACES[row.get("plek") or 0] for row in rows]
        frame = geopandas.GeoDataFrame(columns, geometry=places, crs="EPSG:28992")
        path = folder / f"a.{suffix}"
        frame.astype(dict.fromkeys(names, "object")).to_file(path, driver=driver, encoding="utf-8")
        if suffix != "shp":
            return [("data", path)]
        with zipfile.ZipFile(folder / "a.zip", "w") as out:
            for part in sorted(folder.glob("a.*")):
                if part.suffix != ".zip":
                    out.write(part, part.name)
        return [("data", folder / "a.zip")]

    return write


def _odata3(folder: Path, rows: Rows, names: Sequence[str]) -> list[tuple[str, Path]]:
    properties = [
        {"ID": n, "Key": name, "Title": name, "Type": "Topic" if name == "aantal" else "Dimension"}
        for n, name in enumerate(names)
    ]
    values = [{"ID": n} | {name: row[name] for name in names} for n, row in enumerate(rows)]
    return [
        ("dataproperties", _dumped(folder / "p.json", {"value": properties})),
        ("page", _dumped(folder / "d.json", {"value": values})),
    ]


def _odata4(folder: Path, rows: Rows, names: Sequence[str]) -> list[tuple[str, Path]]:
    measures = [
        {"Identifier": name, "Title": name, "DataType": "Long" if name == "aantal" else "String"}
        for name in names
        if name != "code"
    ]
    seen = []
    for row in rows:
        for measure in measures:
            value = row[str(measure["Identifier"])]
            number = isinstance(value, int | float) and not isinstance(value, bool)
            seen.append(
                {
                    "code": text(row["code"]),
                    "Measure": measure["Identifier"],
                    "Value": value if number else None,
                    "StringValue": None if number or value is None else str(value),
                }
            )
    return [
        ("measurecodes", _dumped(folder / "m.json", {"value": measures})),
        ("dimensions", _dumped(folder / "i.json", {"value": [{"Identifier": "code"}]})),
        ("page", _dumped(folder / "d.json", {"value": seen})),
    ]


def _statline(folder: Path, rows: Rows, names: Sequence[str]) -> list[tuple[str, Path]]:
    """Regions are columns there: a row of ours is a column."""
    out = io.StringIO()
    lines = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL)
    lines.writerow(["Een titel"])
    lines.writerow(["Onderwerp", "", *(f"r{n}" for n in range(len(rows)))])
    for name in names:
        lines.writerow([name, "x", *(text(row[name]) for row in rows)])
    path = folder / "a.csv"
    path.write_text(out.getvalue(), encoding="utf-8", newline="")
    return [("data", path)]


def _gtfs(folder: Path, rows: Rows, _: Sequence[str]) -> list[tuple[str, Path]]:
    stops = ["stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station"]
    for row in rows:
        name = text(row["naam"]).replace('"', "'")
        stops.append(f'"{text(row["code"])}","{name}",52.1,5.4,0,')
    members = {
        "stops": "\n".join(stops),
        "trips": "route_id,service_id,trip_id,direction_id\nr,s,t,0",
        "stop_times": "trip_id,stop_sequence,stop_id,departure_time,pickup_type\n"
        + "\n".join(f't,{n},"{text(row["code"])}",10:00:00,0' for n, row in enumerate(rows)),
        "calendar_dates": "service_id,date,exception_type\ns,20250107,1\ns,20250114,1",
    }
    with zipfile.ZipFile(folder / "a.zip", "w") as out:
        for member, content in members.items():
            out.writestr(f"{member}.txt", content + "\n")
    return [("data", folder / "a.zip")]


def _pbf(folder: Path, rows: Rows, _: Sequence[str]) -> list[tuple[str, Path]]:
    path = folder / "a.osm.pbf"
    with osmium.SimpleWriter(str(path)) as writer:
        for number, row in enumerate(rows):
            code, name = text(row["code"])[:200], text(row["naam"])[:200]
            tags = {"healthcare": code or "no", "name": name}
            place = (5.4 + number / 1e4, 52.1)
            writer.add_node(osmium.osm.mutable.Node(id=number + 1, location=place, tags=tags))
    return [("data", path)]


RD = {"crs": "EPSG:28992"}
FORMATS: dict[str, Format] = {
    "csv": Format("csv", _csv(","), {}),
    "csv of partners": Format("map", _csv(";"), AUTO, blanks=True),
    "xlsx": Format("xlsx", _xlsx, {}, blanks=True),
    "xlsx of partners": Format("map", _xlsx, AUTO, blanks=True),
    "parquet": Format("parquet", _parquet, {}),
    "json": Format("json", _json, {}),
    "statline": Format("statline", _statline, {"scheiding": ";"}),
    "gpkg": Format("gpkg", _geo("gpkg", "GPKG"), RD, shapes=True),
    "gpkg of partners": Format("map", _geo("gpkg", "GPKG"), RD, shapes=True),
    "atom": Format("atom", _geo("gpkg", "GPKG"), RD, shapes=True),
    "shp": Format("shp", _geo("shp", "ESRI Shapefile"), RD, shapes=True),
    "geojson": Format("geojson", _geojson, RD, shapes=True),
    "ogc": Format("ogc", _pages, RD, shapes=True),
    "wfs": Format("wfs", _pages, RD, shapes=True),
    "odata3": Format("odata3", _odata3, {}),
    "odata4": Format("odata4", _odata4, {}, counted=False),
    "gtfs": Format("gtfs", _gtfs, {}, shapes=True, counted=False),
    "pbf": Format("pbf", _pbf, {"laag": "bestemmingen"}, shapes=True, counted=False),
}
