"""Items in other forms and files of whole layers, opened by other readers and held to the table."""

import csv
import errno
import io
import json
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from html import unescape

import openpyxl
import pyogrio
import pytest
from pyarrow import parquet

from data.shapes import READY
from geo_api.formats.known import FORMATS

ITEMS = "/v1/collections/buurten/items"
RD = "http://www.opengis.net/def/crs/EPSG/0/28992"
LAYERS = ("buurten", "haltes", "leeftijd_buurt", "draaglast")
GDAL = ("gpkg", "geojson", "geojsons", "fgb")


def file(client, tmp_path, laag, extension):
    """The path of a downloaded file."""
    answer = client.get(f"/v1/downloads/{laag}.{extension}")
    assert answer.status_code == 200, answer.text
    path = tmp_path / f"{laag}.{extension}"
    path.write_bytes(answer.content)
    return path


def table(place, laag):
    """The rows of the newest version, by id, without version and shape; dates as text."""
    with place.connect() as db:
        row = db.execute("SELECT version FROM pub.pointer WHERE laag = %s AND huidig", [laag])
        cursor = db.execute(f"SELECT * FROM pub.{laag} WHERE version = %s", row.fetchone())  # noqa: S608
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, values, strict=True)) for values in cursor]
    for values in rows:
        values["peildatum"] = str(values["peildatum"])
        del values["version"]
        values.pop("geometry", None)
        for name in READY:
            values.pop(name, None)
    return {values["id"]: values for values in rows}


def matches(found, expected):
    """Each row of a file holds what the table holds, for every column the file has."""
    assert len(found) == len(expected)
    for row in found:
        whole = expected[row["id"]]
        assert set(row) >= set(whole) - {"geometry", "id", "peildatum"}
        for name, value in row.items():
            if name in whole:
                got = str(value)[:10] if name == "peildatum" else value
                assert got == whole[name], (row["id"], name)


def gdal_rows(path):
    info, _, _, columns = pyogrio.raw.read(path, layer=0, read_geometry=False, encoding="utf-8")
    rows = zip(*(column.tolist() for column in columns), strict=True)
    found = [dict(zip(info["fields"], row, strict=True)) for row in rows]
    for row in found:
        for name, value in row.items():
            row[name] = None if value != value else value
    return found


@pytest.mark.parametrize("laag", LAYERS)
@pytest.mark.parametrize("extension", GDAL)
def test_gdal_reads_what_the_table_holds(client, place, tmp_path, laag, extension):
    path = file(client, tmp_path, laag, extension)
    matches(gdal_rows(path), table(place, laag))
    if laag == "leeftijd_buurt":
        assert pyogrio.read_info(path, layer=0)["geometry_type"] in (None, "Unknown")
        return
    bounds = pyogrio.read_info(path, layer=0, force_total_bounds=True)["total_bounds"]
    low, high = (
        ((6, 53), (7, 54)) if "geojson" in extension else ((229_000, 569_000), (300_000,) * 2)
    )
    low, high = (low, high) if "geojson" in extension else (low, (300_000, 600_000))
    assert low[0] < bounds[0] < bounds[2] < high[0]
    assert low[1] < bounds[1] < bounds[3] < high[1]


@pytest.mark.parametrize("laag", LAYERS)
def test_arrow_reads_what_the_table_holds(client, place, tmp_path, laag):
    found = parquet.read_table(file(client, tmp_path, laag, "parquet"))
    metadata = parquet.read_metadata(tmp_path / f"{laag}.parquet").metadata
    assert json.loads(metadata[b"woonzorg"])["bron"] == "CBS"
    rows = found.drop_columns([n for n in ("geometry", "bbox") if n in found.column_names])
    matches(rows.to_pylist(), table(place, laag))
    if laag == "leeftijd_buurt":
        assert b"geo" not in metadata
        return
    geo = json.loads(metadata[b"geo"])["columns"]["geometry"]
    assert geo["crs"]["id"]["code"] == 28992
    assert geo["bbox"][0] == min(box["xmin"] for box in found["bbox"].to_pylist())


@pytest.mark.parametrize("laag", LAYERS)
def test_csv_for_programs(client, place, tmp_path, laag):
    text = file(client, tmp_path, laag, "csv").read_bytes().decode()
    assert text.count("\r\n") == text.count("\n")
    expected = table(place, laag)
    found = list(csv.DictReader(io.StringIO(text, newline="")))
    assert len(found) == len(expected)
    for row in found:
        for name, value in expected[row["id"]].items():
            shown = row.get(name, "" if name == "peildatum" and value else None)
            if isinstance(value, float):
                assert float(shown) == value
            elif name in row:
                assert shown == ("" if value is None else str(value))
        assert laag == "leeftijd_buurt" or row["geometry"].startswith(("MULTIPOLYGON", "POINT"))


def test_csv_for_a_dutch_spreadsheet_keeps_zeros_and_writes_commas(client, place, tmp_path):
    content = file(client, tmp_path, "haltes", "excel.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    heading = rows[0]
    assert "Vertrekken per dag (per dag)" in heading
    assert {row[heading.index("Haltecode")] for row in rows[1:]} == {
        f'="{key}"' for key in table(place, "haltes")
    }
    text = file(client, tmp_path, "buurten", "excel.csv").read_text("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    expected = table(place, "buurten")
    at = rows[0].index("Aandeel 65-plus (%)")
    for row in rows[1:]:
        value = expected[row[0]]["aandeel_65plus_pct"]
        assert row[at] == ("" if value is None else str(value).replace(".", ",").removesuffix(",0"))


def test_a_workbook_keeps_codes_as_text_and_says_where_it_comes_from(client, place, tmp_path):
    book = openpyxl.load_workbook(file(client, tmp_path, "haltes", "xlsx"), read_only=True)
    rows = list(book["Gegevens"].values)
    expected = table(place, "haltes")
    assert len(rows) == len(expected) + 1
    at = rows[0].index("Vertrekken per dag (per dag)")
    for row in rows[1:]:
        assert row[at] == expected[row[0]]["vertrekken_per_dag"]
    told = {row[0]: row[1] for row in book["Toelichting"].values if row[0]}
    assert (told["Bron"], told["Licentie"]) == ("CBS", "CC BY 4.0")
    book.close()


def test_a_geopackage_opens_in_the_colours_of_the_map(client, tmp_path):
    path = file(client, tmp_path, "draaglast", "gpkg")
    with sqlite3.connect(path) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        (style,) = db.execute("SELECT styleQML FROM layer_styles").fetchone()
        titles = dict(db.execute("SELECT column_name, name FROM gpkg_data_columns"))
        fields = {row[1] for row in db.execute("PRAGMA table_info(draaglast)")}
        shapes = db.execute("SELECT table_name, column_name FROM gpkg_geometry_columns").fetchall()
        styled = db.execute("SELECT f_table_name, f_geometry_column FROM layer_styles").fetchall()
    db.close()
    assert styled == shapes  # or QGIS does not load it
    assert len(pyogrio.raw.read(path, layer="layer_styles")[3]) > 5  # no warning of GDAL
    assert 'value="onder druk"' in style
    assert 'attr="balans_klasse"' in style
    assert 'toelichting bij "klasse"' in fields
    assert titles["balans_klasse"] == "Balans"


ATTRIBUTION = '100% "CBS"; é & <Kadaster>'


def _last_cells(path, delimiter):
    text = path.read_bytes().decode("utf-8-sig")
    return {row[-1] for row in list(csv.reader(io.StringIO(text), delimiter=delimiter))[1:]}


def _of_workbook(path):
    book = openpyxl.load_workbook(path, read_only=True)
    rows = [row for row in book["Toelichting"].values if row[0]]
    book.close()
    return rows


def _of_gpkg(path):
    with sqlite3.connect(path) as db:
        texts = [row[0] for row in db.execute("SELECT metadata FROM gpkg_metadata")]
    db.close()
    return [unescape(text) for text in texts]  # XML


def _of_features(path):
    return [json.loads(text)["woonzorg"] for text in path.read_text().split("\x1e") if text.strip()]


TOLD = {
    "geojson": lambda path: json.loads(path.read_bytes())["woonzorg"],
    "geojsons": _of_features,
    "csv": lambda path: _last_cells(path, ","),
    "excel.csv": lambda path: _last_cells(path, ";"),
    "xlsx": _of_workbook,
    "parquet": lambda path: json.loads(parquet.read_metadata(path).metadata[b"woonzorg"]),
    "gpkg": _of_gpkg,
    "fgb": lambda path: pyogrio.read_info(path, layer=0)["layer_metadata"],
}
"""What a file of each form tells of itself, wherever it keeps that."""


def test_every_form_says_where_it_comes_from(own, serve, tmp_path):
    """Source, licence, attribution, day, method and status stand inside the file."""
    assert set(TOLD) == set(FORMATS)
    with own.connect() as db:
        db.execute("UPDATE pub.laag SET attributie = %s", [ATTRIBUTION])
        db.execute("UPDATE pub.kolom SET methode_versie = 'M9.9', bron = 'Eigen bron'")
    escaped = json.dumps(ATTRIBUTION, ensure_ascii=False)[1:-1]
    with serve(own.settings()) as client:
        for extension, told in TOLD.items():
            text = str(told(file(client, tmp_path, "buurten", extension)))
            plain = text.replace("\\\\", "\\")
            assert ATTRIBUTION in plain or escaped in plain, (extension, plain[:500])
            for word in ("CBS", "CC BY 4.0", "2024-01-01", "1.0", "voorlopig"):
                assert word in text, (extension, word)
            assert not isinstance(told, set) or len(told) == 1
            if extension in ("geojson", "parquet", "gpkg", "fgb", "xlsx"):
                # And of every column its unit, source, method and the column with its status.
                for word in ("M9.9", "Eigen bron", "personen", "aantal_inwoners_status"):
                    assert word in text, (extension, word)
                assert "rolstoel" in text, extension  # what is missing


def test_the_links_of_a_layer_are_what_can_be_had(client):
    links = client.get("/v1/collections/leeftijd_buurt").json()["links"]
    files = [item for item in links if "/v1/downloads/" in item["href"]]
    assert [item["rel"] for item in files] == ["enclosure"] * len(FORMATS)
    for item in files:
        answer = client.head(item["href"])
        assert (answer.status_code, answer.headers["content-type"]) == (200, item["type"])


def test_parts_and_conditions_are_exact(client):
    whole = client.get("/v1/downloads/haltes.csv")
    etag = whole.headers["etag"]
    assert whole.headers["content-disposition"] == 'attachment; filename="haltes-2022-01-01.csv"'
    part = client.get("/v1/downloads/haltes.csv", headers={"Range": "bytes=100-199"})
    assert (part.status_code, part.content) == (206, whole.content[100:200])
    held = client.get("/v1/downloads/haltes.csv", headers={"If-None-Match": etag})
    assert (held.status_code, held.content) == (304, b"")
    changed = client.get("/v1/downloads/haltes.csv", headers={"If-Match": '"x"'})
    assert changed.status_code == 412


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("haltes.docx", 404),
        ("haltes", 404),
        ("nergens.csv", 404),
        ("zorgaanbieders.csv", 410),
        ("haltes.csv?x=1", 400),
        ("haltes.csv?v=99", 410),
        ("../../geheim.csv", 404),
        ("%2e%2e%2fgeheim.csv", 404),
    ],
)
def test_what_there_is_not(client, path, status):
    assert client.get(f"/v1/downloads/{path}").status_code == status


def test_a_form_that_is_not_there_names_the_nearest(client):
    for asked, near in (("geojsonl", "geojson"), ("xls", "xlsx"), ("geoparquet", "parquet")):
        answer = client.get(f"/v1/downloads/haltes.{asked}")
        assert answer.status_code == 404
        assert f"Bedoelde u '{near}'?" in answer.json()["detail"]


def test_an_empty_layer_gives_empty_files(own, serve, tmp_path):
    with own.connect() as db:
        for laag in ("haltes", "leeftijd_buurt"):
            db.execute(f"DELETE FROM store.{laag}")  # noqa: S608
            db.execute("UPDATE pub.laag SET aantal = 0 WHERE laag = %s", [laag])
    with serve(own.settings()) as client:
        for laag in ("haltes", "leeftijd_buurt"):
            for extension in ("gpkg", "fgb"):
                assert gdal_rows(file(client, tmp_path, laag, extension)) == []
            assert parquet.read_table(file(client, tmp_path, laag, "parquet")).num_rows == 0
            text = file(client, tmp_path, laag, "geojson").read_text()
            assert json.loads(text)["features"] == []
            assert file(client, tmp_path, laag, "csv").read_text().count("\n") == 1
            assert file(client, tmp_path, laag, "geojsons").read_text() == ""


def test_one_making_for_all_who_ask_and_the_same_bytes_again(own, serve):
    with serve(own.settings()) as client, ThreadPoolExecutor(8) as threads:
        url = "/v1/downloads/haltes.gpkg"
        answers = list(threads.map(client.get, [url] * 8))
        assert {answer.status_code for answer in answers} == {200}
        (kept,) = own.settings().downloads.iterdir()
        kept.unlink()
        assert client.get(url).content == answers[0].content


def test_a_file_that_takes_long_is_made_on(own, serve):
    with serve(own.settings(export_wait_s=0.001)) as client:
        answer = client.get("/v1/downloads/haltes.gpkg")
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
        for _ in range(400):
            answer = client.get("/v1/downloads/haltes.gpkg", headers={"Range": "bytes=0-14"})
            if answer.status_code == 206:
                break
            time.sleep(0.05)
        assert answer.content == b"SQLite format 3"


@pytest.mark.parametrize("extension", ["geojson", "gpkg", "parquet", "fgb"])
def test_what_cannot_be_whole_is_not_offered(own, serve, extension):
    with serve(own.settings(export_max_bytes=2000)) as client:
        answer = client.get(f"/v1/downloads/haltes.{extension}")
        assert answer.status_code == 503
        assert "text/html" not in answer.headers["content-type"]
    assert list(own.settings().downloads.iterdir()) == []


@pytest.mark.parametrize("extension", ["csv", "geojson", "xlsx", "gpkg", "parquet", "fgb"])
def test_a_table_that_is_locked_is_503_and_a_file_later(own, serve, extension):
    """Of a whole layer and of a selection, whoever reads the table."""
    question = {"laag": "haltes", "filter": "TRUE"}
    with serve(own.settings()) as client:
        saved = client.post("/v1/zoekvragen", json=question).json()["id"]
        urls = [f"/v1/downloads/haltes.{extension}"]
        urls.append(f"{urls[0]}?zoekvraag={saved}")
        with own.connect() as db, db.transaction(force_rollback=True):
            db.execute("LOCK TABLE pub.haltes IN ACCESS EXCLUSIVE MODE")
            for url in urls:
                answer = client.get(url)
                assert answer.status_code == 503, (url, answer.text)
                assert answer.headers["content-type"] == "application/problem+json"
                assert int(answer.headers["retry-after"]) > 0
        assert [client.get(url).status_code for url in urls] == [200, 200]


def test_a_full_disk_is_told_and_leaves_nothing(own, serve, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("geo_api.downloads.sending._Reading.run", full)
    with serve(own.settings()) as client:
        answer = client.get("/v1/downloads/haltes.csv")
        assert (answer.status_code, int(answer.headers["retry-after"]) > 0) == (503, True)
        assert answer.headers["content-type"] == "application/problem+json"
    assert list(own.settings().downloads.iterdir()) == []


def test_nothing_stays_behind_when_the_version_goes(own, serve):
    folder = own.settings().downloads
    with serve(own.settings(poll_s=0.2)) as client:
        for extension in FORMATS:
            assert client.get(f"/v1/downloads/buurten.{extension}").status_code == 200
        before = {path.name for path in folder.iterdir()}
        assert len(before) == len(FORMATS)
        with own.connect() as db:
            db.execute("DELETE FROM pub.pointer WHERE laag = 'buurten'")
            db.execute("DELETE FROM pub.laag WHERE laag = 'buurten'")
            db.execute("SELECT pg_notify('woonzorg_release', '3')")
        for _ in range(100):
            if not list(folder.iterdir()):
                break
            time.sleep(0.05)
        assert list(folder.iterdir()) == []
        assert client.get("/v1/downloads/buurten.csv").status_code == 404


def test_items_as_csv_follow_their_links(client, place):
    seen, url = [], f"{ITEMS}?f=csv&limit=50"
    while url:
        answer = client.get(url)
        assert answer.headers["content-type"].startswith("text/csv")
        seen += csv.DictReader(io.StringIO(answer.text, newline=""))
        url = answer.links.get("next", {}).get("url")
    expected = table(place, "buurten")
    assert [row["id"] for row in seen] == sorted(expected)
    for row in seen:
        whole = expected[row["id"]]
        assert row["buurtnaam"] == whole["buurtnaam"]
        assert row["aandeel_65plus_pct_status"] == whole["aandeel_65plus_pct_status"]
        assert (row["aandeel_65plus_pct"] == "") is (whole["aandeel_65plus_pct"] is None)


def test_items_as_json_fg_name_their_system(client):
    degrees = client.get(f"{ITEMS}?f=jsonfg&limit=2").json()
    metres = client.get(ITEMS, params={"f": "jsonfg", "limit": "2", "crs": RD}).json()
    assert degrees["featureType"] == "buurten"
    assert "coordRefSys" not in degrees
    assert metres["coordRefSys"] == RD
    for first, second in zip(degrees["features"], metres["features"], strict=True):
        assert first["place"] is None
        assert first["geometry"]["type"] == "MultiPolygon"
        assert second["geometry"] is None
        assert second["place"]["coordinates"][0][0][0][0] >= 230_000
        assert first["properties"] == second["properties"]


def test_an_unknown_form_names_the_nearest(client):
    answer = client.get(f"{ITEMS}?f=jsonfgg&limit=0")
    assert answer.status_code == 400
    assert "jsonfg" in answer.text
    assert len(answer.json()["errors"]) >= 1
