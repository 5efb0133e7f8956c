"""Readers on small files: strict text, agreed CRS, safe zips, OSM edges, GTFS departures."""

import json
import stat
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import osmium
import pyarrow as pa
import pytest
import shapely

from pipelines.connectors.bron import Bron, Delivery
from pipelines.errors import (
    ConfigurationError,
    DeliveryRefused,
    SourceChanged,
    WoonzorgError,
)
from pipelines.landing import Landed
from pipelines.readers import archive, crs, encoding, osm_roads, read


def rows(path: Path, vorm: str, dataset: str = "proef", **more: Any) -> pa.Table:
    bron = Bron(dataset, "", vorm, (str(path),), **more)  # type: ignore[arg-type]
    landed = Landed("0" * 64, path.stat().st_size, path, url=str(path))
    return read(dataset, bron, Delivery(dataset, "", (landed,), "", False, None, ())).read_all()


def written(path: Path, content: bytes | str) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


# CSV


def test_csv_is_text_with_bom_and_quotes(tmp_path: Path) -> None:
    path = written(tmp_path / "a", '\ufeffid;naam;leeg\n0010;"a;b\nc";\n0011;Skarsterlân;x\n')
    assert rows(path, "csv", scheiding=";").to_pylist() == [
        {"id": "0010", "naam": "a;b\nc", "leeg": "", "__rij": 2},
        {"id": "0011", "naam": "Skarsterlân", "leeg": "x", "__rij": 4},
    ]


def test_csv_in_windows_1252(tmp_path: Path) -> None:
    path = written(tmp_path / "a", "naam\nCafé ’t Hoekje\n".encode("cp1252"))
    assert rows(path, "csv", codering="cp1252").to_pylist() == [
        {"naam": "Café ’t Hoekje", "__rij": 2}
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"naam\nCaf\xe9\n", "niet te lezen"),
        (b"naam\xe9\nx\n", "niet te lezen"),
        ("naam\nCafÃ©\n".encode(), "twee keer gecodeerd"),
        (b"a;b\n1;2\n", "gescheiden door ';'"),
        (b"a,b\n1,2\n1,2,3\n", "niet te lezen"),
        (b"\n\n", "geen kopregel"),
        ("a,b\n1,2\n".encode("utf-16"), "UTF-16"),
    ],
)
def test_csv_is_refused_and_never_guessed(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(DeliveryRefused, match=f"proef: .*{words}"):
        rows(written(tmp_path / "a", content), "csv")


def test_csv_an_unknown_encoding(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="'klinkers' bestaat niet"):
        rows(written(tmp_path / "a", "a,b\n1,2\n"), "csv", codering="klinkers")


def test_csv_a_column_twice(tmp_path: Path) -> None:
    with pytest.raises(SourceChanged, match="'a' komt 2 keer"):
        rows(written(tmp_path / "a", "a,b,a\n1,2,3\n"), "csv")


@pytest.mark.parametrize("text", ["CafÃ©", "SkarsterlÃ¢n", "â€™t Hof", "Ã‰Ã©n", "Â©"])
def test_double_encoding_is_seen(text: str) -> None:
    assert encoding.damaged(text)


@pytest.mark.parametrize("text", ["Café", "Skarsterlân", "’t Hof", "Één", "LumiÞrepark", "Åland"])
def test_proper_text_is_left_alone(text: str) -> None:
    assert not encoding.damaged(text)


# CRS


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("EPSG:28992", "EPSG:28992"),
        ("http://www.opengis.net/def/crs/EPSG/0/28992", "EPSG:28992"),
        ("<http://www.opengis.net/def/crs/OGC/1.3/CRS84>", "EPSG:4326"),
        ("urn:ogc:def:crs:EPSG::28992", "EPSG:28992"),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326"),
        ("EPSG:7415", "EPSG:28992"),
        ("onzin", None),
    ],
)
def test_one_name_for_a_crs(given: str, expected: str | None) -> None:
    assert crs.authority(given) == expected


def test_crs_of_file_and_profile_must_agree() -> None:
    assert crs.agreed("proef", None, "EPSG:28992") == "EPSG:28992"
    assert crs.agreed("proef", "Undefined Cartesian SRS", "EPSG:28992") == "EPSG:28992"
    with pytest.raises(SourceChanged, match="niet stil"):
        crs.agreed("proef", "EPSG:4326", "EPSG:28992")
    with pytest.raises(DeliveryRefused, match="noemt geen"):
        crs.agreed("proef", None, None)
    with pytest.raises(DeliveryRefused, match="onbekend"):
        crs.agreed("proef", "LOCAL_CS[onzin]", None)


# Geo files


def collection(**properties: Any) -> str:
    feature = {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Point", "coordinates": [6.5, 53.2]},
    }
    return json.dumps({"type": "FeatureCollection", "features": [feature]})


def test_geojson_keeps_text(tmp_path: Path) -> None:
    path = written(tmp_path / "a", collection(id="0014", datum="2024-01-01", n=3))
    table = rows(path, "geojson")
    assert table.drop_columns("geometry").to_pylist() == [
        {"id": "0014", "datum": "2024-01-01", "n": 3}
    ]
    assert shapely.from_wkb(table["geometry"][0].as_py()).coords[0] == (6.5, 53.2)
    assert table.schema.metadata[b"crs"] == b"EPSG:4326"


def test_geojson_of_another_crs_than_declared(tmp_path: Path) -> None:
    with pytest.raises(SourceChanged, match="EPSG:4326, afgesproken is EPSG:28992"):
        rows(written(tmp_path / "a", collection(a=1)), "geojson", crs="EPSG:28992")


@pytest.mark.parametrize(
    ("vorm", "content"),
    [
        ("gpkg", b"<OGRVRTDataSource/>"),
        ("gpkg", b"SQLite format 3\x00" + bytes(100)),
        ("geojson", b'<?xml version="1.0"?><gml/>'),
        ("shp", b"SQLite format 3\x00" + bytes(100)),
        ("geojson", b'{"type": "FeatureCollection", "features": ['),
    ],
)
def test_other_formats_are_not_opened(tmp_path: Path, vorm: str, content: bytes) -> None:
    with pytest.raises(DeliveryRefused, match="proef: "):
        rows(written(tmp_path / "a", content), vorm)


# Pages of an OGC API

SQUARE = [[[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]], [[1, 1], [1, 2], [2, 2], [1, 1]]]
OTHER = [[[5, 5], [6, 5], [6, 6], [5, 5]]]


@pytest.mark.parametrize(
    ("shapes", "expected"),
    [
        ([("Polygon", SQUARE), ("Polygon", OTHER)], [15.5, 0.5]),
        ([("Polygon", OTHER), ("MultiPolygon", [SQUARE, OTHER])], [0.5, 16.0]),
        ([("Point", [1, 2]), ("Point", [3, 4])], [0.0, 0.0]),
        ([("Point", [1, 2]), None], [0.0, None]),
        ([("Polygon", OTHER), None], [0.5, None]),
        ([], []),
    ],
)
def test_ogc_geometries(
    tmp_path: Path, shapes: list[tuple[str, Any] | None], expected: list[float | None]
) -> None:
    features = [
        {
            "type": "Feature",
            "id": str(number),
            "geometry": shape and {"type": shape[0], "coordinates": shape[1]},
            "properties": {"n": number if number else None, "mix": number or "x"},
        }
        for number, shape in enumerate(shapes)
    ]
    path = written(tmp_path / "a", json.dumps({"features": features}))
    found = rows(path, "ogc")
    areas = [wkb and shapely.from_wkb(wkb).area for wkb in found["geometry"].to_pylist()]
    assert areas == expected
    if shapes:
        assert found["n"].to_pylist()[:2] == [None, 1]
        assert found["mix"].to_pylist()[:2] == ["x", "1"]


@pytest.mark.parametrize(
    ("geometry", "properties"),
    [
        ({"type": "Punt", "coordinates": [1, 2]}, {}),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [9, 9]]]}, {}),
        (None, {"feature_id": 1}),
    ],
)
def test_ogc_refuses(tmp_path: Path, geometry: Any, properties: dict[str, Any]) -> None:
    feature = {"id": "1", "geometry": geometry, "properties": properties}
    path = written(tmp_path / "a", json.dumps({"features": [feature]}))
    with pytest.raises(DeliveryRefused, match="proef: "):
        rows(path, "ogc")


def test_ogc_a_crs_member_is_believed(tmp_path: Path) -> None:
    member = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}
    path = written(tmp_path / "a", json.dumps({"crs": member, "features": []}))
    assert rows(path, "ogc").schema.metadata[b"crs"] == b"EPSG:28992"
    with pytest.raises(SourceChanged):
        rows(path, "ogc", parameters={"crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"})


# Zip


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in members.items():
            out.writestr(name, content)
    return path


def test_a_geojson_in_a_zip_in_a_declared_zip(tmp_path: Path) -> None:
    inner = zipped(tmp_path / "i", {"x.geojson": collection(a=1).encode(), "y.txt": b"?"})
    outer = zipped(tmp_path / "o", {"map/i.zip": inner.read_bytes(), "__MACOSX/i.zip.txt": b""})
    assert rows(outer, "geojson", lid="i.zip/x.geojson").num_rows == 1
    with pytest.raises(DeliveryRefused, match="zip in de zip"):
        rows(outer, "geojson", lid="x.geojson")


def test_the_member_must_be_clear(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a", {"a.csv": b"x\n1\n", "b.csv": b"x\n2\n"})
    with pytest.raises(SourceChanged, match="2 bestanden in de zip"):
        rows(path, "csv")
    assert rows(path, "csv", lid="b.csv").to_pylist() == [{"x": "2", "__rij": 2}]


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"../a.csv": b"x"}, "buiten de map"),
        ({"/etc/a.csv": b"x"}, "buiten de map"),
        ({"C:/a.csv": b"x"}, "buiten de map"),
        ({"a\\..\\..\\b.csv": b"x"}, "buiten de map"),
        ({"a.csv": bytes(1 << 20)}, "1:100"),
        ({f"{n}.csv": b"x" for n in range(1001)}, "1001 bestanden"),
    ],
)
def test_unsafe_zips(tmp_path: Path, members: dict[str, bytes], words: str) -> None:
    with pytest.raises(DeliveryRefused, match=f"onveilig zipbestand: .*{words}"):
        rows(zipped(tmp_path / "a", members), "csv")


def test_a_link_in_a_zip(tmp_path: Path) -> None:
    info = zipfile.ZipInfo("a.csv")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a", "w") as out:
        out.writestr(info, "/etc/passwd")
    with pytest.raises(DeliveryRefused, match="symlink"):
        rows(tmp_path / "a", "csv")


def test_too_much_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "ORDINARY", archive.Limits(unpacked=10))
    with pytest.raises(DeliveryRefused, match="na uitpakken, hoogstens 10"):
        rows(zipped(tmp_path / "a", {"a.csv": b"x\n" + b"abcdefgh\n"}), "csv")


def test_a_truncated_zip(tmp_path: Path) -> None:
    whole = zipped(tmp_path / "a", {"a.csv": b"x\n1\n"}).read_bytes()
    with pytest.raises(DeliveryRefused, match="beschadigd of onvolledig"):
        rows(written(tmp_path / "b", whole[:-30]), "csv")


# OSM

NODES = {
    1: (6.50, 53.20),
    2: (6.51, 53.20),
    3: (6.52, 53.20),
    4: (6.51, 53.21),
    5: (6.515, 53.20),
    6: (7.50, 53.20),
}


def pbf(path: Path) -> Path:
    node_tags = {
        5: {"kerb": "raised", "highway": "crossing"},
        4: {"amenity": "bench"},
        6: {"leisure": "fitness_station"},
    }
    ways = {
        10: ((1, 2, 5, 3), {"highway": "footway", "surface": "sand", "name": "Zandpad"}),
        11: ((4, 2), {"highway": "steps"}),
        12: ((1, 4), {"highway": "motorway"}),
        13: ((3, 6), {"highway": "path"}),
        14: ((1, 2, 4, 1), {"leisure": "park", "name": "Park", "amenity": "cafe"}),
    }
    with osmium.SimpleWriter(str(path)) as writer:
        for key, location in NODES.items():
            tags = node_tags.get(key, {})
            writer.add_node(osmium.osm.mutable.Node(id=key, location=location, tags=tags))
        for key, (nodes, tags) in ways.items():
            writer.add_way(osmium.osm.mutable.Way(id=key, nodes=list(nodes), tags=tags))
    return path


def test_osm_edges_lie_between_junctions(tmp_path: Path) -> None:
    table = rows(pbf(tmp_path / "a.osm.pbf"), "pbf", "osm_wegen")
    edges = {(r["way_id"], r["u"], r["v"]): r for r in table.to_pylist()}
    assert set(edges) == {(10, 1, 2), (10, 2, 3), (11, 4, 2), (13, 3, 6)}
    assert edges[10, 2, 3]["kerb"] == "raised"
    assert edges[10, 1, 2]["kerb"] is None
    assert edges[10, 1, 2]["surface"] == "sand"
    assert [edges[key]["name"] for key in ((10, 1, 2), (10, 2, 3), (11, 4, 2))] == [
        "Zandpad",
        "Zandpad",
        None,
    ]
    assert edges[11, 4, 2]["is_steps"]
    line = shapely.from_wkb(edges[10, 2, 3]["geometry"])
    assert list(line.coords) == [NODES[2], NODES[5], NODES[3]]


def test_osm_is_clipped(tmp_path: Path) -> None:
    path = pbf(tmp_path / "a.osm.pbf")
    table = rows(path, "pbf", "osm_wegen", bbox=(6.4, 53.205, 6.6, 53.3))
    assert table["way_id"].to_pylist() == [11]
    assert rows(path, "pbf", "osm_bestemmingen", bbox=(0, 0, 1, 1)).num_rows == 0
    assert rows(path, "pbf", "osm_vlakken", bbox=(0, 0, 1, 1)).num_rows == 0


def test_osm_places_and_areas(tmp_path: Path) -> None:
    path = pbf(tmp_path / "a.osm.pbf")
    places = rows(path, "pbf", "osm_bestemmingen").to_pylist()
    kinds = [(r["osm_type"], r["osm_id"], r["amenity"], r["leisure"]) for r in places]
    assert kinds == [
        ("n", 4, "bench", None),
        ("n", 6, None, "fitness_station"),
        ("w", 14, "cafe", "park"),
    ]
    areas = rows(path, "pbf", "osm_vlakken").to_pylist()
    assert [(r["osm_type"], r["osm_id"], r["leisure"]) for r in areas] == [("w", 14, "park")]
    assert shapely.from_wkb(areas[0]["geometry"]).geom_type == "MultiPolygon"


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"highway": "residential"}, True),
        ({"highway": "residential", "foot": "no"}, False),
        ({"highway": "cycleway"}, False),
        ({"highway": "cycleway", "foot": "designated"}, True),
        ({"highway": "service", "access": "private"}, False),
        ({"highway": "service", "access": "private", "foot": "yes"}, True),
        ({"highway": "pedestrian", "area": "yes"}, False),
        ({"highway": "tertiary", "sidewalk": "separate"}, False),
        ({"highway": "construction"}, False),
        ({"highway": "trunk"}, False),
        ({}, False),
    ],
)
def test_osm_rules_for_walking(tags: dict[str, str], expected: bool) -> None:
    assert osm_roads.walkable(tags) is expected


def test_osm_damaged_and_unknown(tmp_path: Path) -> None:
    whole = pbf(tmp_path / "a.osm.pbf").read_bytes()
    with pytest.raises(DeliveryRefused, match="beschadigd of onvolledig"):
        rows(written(tmp_path / "b", whole[: len(whole) // 2]), "pbf", "osm_wegen")
    with pytest.raises(ConfigurationError, match="kies uit wegen"):
        rows(tmp_path / "a.osm.pbf", "pbf", "osm_huizen")


# GTFS

STOPS = """stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station
001,Noord,53.2,6.5,0,
002,"Zuid, plein",53.1,6.5,,S
S,Station,53.1,6.5,1,
003,Ver,50.0,4.0,0,
004,Zonder plaats,,,0,
"""
TRIPS = "route_id,service_id,trip_id,direction_id\n" + "".join(
    f"r,{service},{service}{number},{number % 2}\n"
    for service, count in (("doordeweeks", 6), ("feest", 2), ("zondag", 9))
    for number in range(count)
)


def feed(path: Path, **changes: str) -> Path:
    times = "trip_id,stop_sequence,stop_id,departure_time,pickup_type\n"
    for number, hour in enumerate(("08:59:59", "9:00:00", "12:00:00", "15:59:59", "16:00:00")):
        times += f"doordeweeks{number},1,001,{hour},0\n"
    times += "doordeweeks1,2,002,10:00:00,1\nzondag1,1,001,12:00:00,0\n"
    days = "service_id,date,exception_type\n"
    days += "feest,20241231,1\ndoordeweeks,20250107,1\ndoordeweeks,20250114,1\n"
    members = {"stops": STOPS, "trips": TRIPS, "stop_times": times, "calendar_dates": days}
    members = {f"{name}.txt": text for name, text in (members | changes).items()}
    return zipped(path, {name: text.encode() for name, text in members.items()})


def test_gtfs_counts_departures_on_an_ordinary_tuesday(tmp_path: Path) -> None:
    table = rows(feed(tmp_path / "a"), "gtfs", bbox=(6, 53, 7, 54))
    found = {r["stop_id"]: r for r in table.to_pylist()}
    assert {stop: r["departures"] for stop, r in found.items()} == {"001": 2, "002": 0}
    assert found["002"]["stop_name"] == "Zuid, plein"
    assert {r["service_date"] for r in found.values()} == {
        date(2025, 1, 7)
    }  # 31 December is a holiday


def test_gtfs_with_a_weekly_calendar(tmp_path: Path) -> None:
    calendar = "service_id,monday,tuesday,start_date,end_date\ndoordeweeks,1,1,20250102,20991231\n"
    days = "service_id,date,exception_type\ndoordeweeks,20250107,2\n"
    info = "feed_publisher_name,feed_start_date\nx,20250103\n"
    path = feed(tmp_path / "a", calendar=calendar, calendar_dates=days, feed_info=info)
    assert rows(path, "gtfs")["service_date"][0].as_py() == date(2025, 1, 14)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"calendar_dates": "service_id,date,exception_type\n"}, "geen dinsdag"),
        ({"calendar_dates": "service_id,date,exception_type\na,01-02-2025,1\n"}, "jjjjmmdd"),
        ({"frequencies": "trip_id,headway_secs\na,600\n"}, "frequencies.txt"),
    ],
)
def test_gtfs_refuses(tmp_path: Path, changes: dict[str, str], words: str) -> None:
    with pytest.raises(WoonzorgError, match=words):
        rows(feed(tmp_path / "a", **changes), "gtfs")
