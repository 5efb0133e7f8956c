"""Every real feed file of this issue's formats is read whole: rows, ids as text, encodings."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.compute as pc
import pytest
import shapely

from pipelines import reading
from pipelines.connectors import Bron, Pull, pull
from pipelines.errors import WoonzorgError
from pipelines.http.client import Http
from pipelines.readers import read

CHECKOUT = Path(__file__).resolve().parents[2]
FEEDS = Path(os.environ.get("WOONZORG_FEEDS") or CHECKOUT.parent / "shared" / "feeds")
pytestmark = pytest.mark.skipif(
    not FEEDS.is_dir(), reason="de map met echte feeds ontbreekt (zet WOONZORG_FEEDS)"
)


@dataclass(frozen=True)
class Real:
    """One file: how it is declared, and what must come out."""

    path: str
    vorm: str
    rows: int
    crs: str | None = None
    ids: dict[str, str] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)


def shp(path: str, rows: int, crs: str = "EPSG:4326", **ids: str) -> Real:
    return Real(path + "_shp.zip", "shp", rows, crs, ids)


def csv(path: str, rows: int, sign: str = ",", **ids: str) -> Real:
    return Real(path + ".csv", "csv", rows, None, ids, {"scheiding": sign})


WGS84, RD = "EPSG:4326", "EPSG:28992"
BU, WK, PC6 = r"^BU\d{8}$", r"^WK\d{6}$", r"^[1-9]\d{3} ?[A-Z]{2}$"
CBS = "cbs-wijkbuurt/"
HOUTHAVENS = "bag/amsterdam_houthavens_addresses.gpkg"
ZORG = "zorg/verpleeghuiszorg_aanvulling_2019_zorginstituut.xlsx"
PBF = "osm/utrecht_rivierenwijk_2026.osm.pbf"
REAL = [
    Real(CBS + "groningen_buurten_2017.geojson", "geojson", 108, WGS84, {"BU_CODE": BU}),
    Real(CBS + "groningen_wijken_2017.geojson", "geojson", 15, WGS84, {"WK_CODE": WK}),
    Real(CBS + "groningen_wijken_2022.geojson", "geojson", 20, RD, {"code": WK}),
    Real(CBS + "groningen_wijken_2024_geom.geojson", "geojson", 20, WGS84, {"wijkcode": WK}),
    Real(CBS + "nl_wijken_2024_geom.geojson", "geojson", 3439, WGS84, {"wijkcode": "^WK"}),
    Real(CBS + "baarn_buurten_2024.geojson", "geojson", 21, WGS84, {"buurtcode": BU}),
    Real(CBS + "nl_wijken_2022_tmap.gpkg", "gpkg", 3304, RD, {"code": "^WK"}),
    shp(CBS + "groningen_buurten_2017", 108, BU_CODE=BU),
    shp(CBS + "groningen_wijken_2017", 15, WK_CODE=WK),
    shp("cbs-vierkant100m/groningen_vierkant100m_2014", 3441, C28992R100=r"^E\d{4}N\d{4}$"),
    shp("gemeente-groningen/groningen_buurtindeling_2017", 112),
    shp("gemeente-groningen/groningen_wijkindeling_2017", 15),
    shp("postcode/groningen_postcode6_2017", 5496, POSTCODE=PC6),
    shp("bag/groningen_verblijfsobjecten_onderwijs_2017", 242, RD, identifica=r"^\d{14,16}$"),
    shp("ov/groningen_bushaltes_2017", 543),
    Real("osm/groningen_horeca_2017_shp.zip", "shp", 621, WGS84, {}, {"codering": "iso-8859-1"}),
    csv(CBS + "nl_wijken_2017_attributes", 3125, WK_CODE=WK),
    csv("cbs-kwb/utrecht_kwb_2023", 122, gwb_code_8=r"^(\d{4}|\d{6}|\d{8})$"),
    csv("cbs-kwb/nl_buurten_kwb_2024_85984NED_subset", 13655, WijkenEnBuurten="^BU"),
    csv("cbs-kwb/nl_buurten_kwb_2017_83765NED_subset", 8894, WijkenEnBuurten="^BU"),
    csv("cbs-kwb/nl_buurtnamen_2024_85984NED", 14402),
    csv("cbs-nabijheid/utrecht_nabijheid_2023", 123, ";"),
    csv("cbs-ses-woa/amsterdam_ses_woa_2019_85163NED", 579, ";"),
    csv("politie/nl_buurten_misdrijven_2024_47018NED_totaal_part", 3896),
    csv("politie/odata_typed_misdrijven_sample1000", 1000, SoortMisdrijf=r"^\d\.\d\.\d $"),
    csv("rivm-gezondheid/groningen_gezondheid_2016_65plus", 171),
    csv("rivm-gezondheid/groningen_gezondheid_2020_18plus", 171),
    csv("rivm-gezondheid/groningen_gezondheid_2020_65plus", 171),
    csv("zorg/nl_apotheken_igj_20260102", 1968, ";", Postcode=f"{PC6}|^X?$"),
    csv("zorg/nl_ziekenhuizen_2016_rivm", 264),
    csv("zorg/nl_verpleeghuisorganisaties_2019_2021", 1483),
    Real(
        "cbs-kwb/utrecht_kwb_2023.xlsx", "xlsx", 122, None, {"gwb_code_8": r"^(\d{4}|\d{6}|\d{8})$"}
    ),
    Real(ZORG, "xlsx", 429, None, {"LocatiePostcode": PC6}),
    Real("rivm-gezondheid/nl_gezondheid_2016_65plus.parquet", "parquet", 17132),
    Real("rivm-gezondheid/nl_gezondheid_2020_18plus.parquet", "parquet", 17132),
    Real("rivm-gezondheid/nl_gezondheid_2020_65plus.parquet", "parquet", 17132),
    Real(HOUTHAVENS, "gpkg", 1836, RD, {}, {"laag": "verblijfsobjecten"}),
    Real(HOUTHAVENS, "gpkg", 67, RD, {}, {"laag": "ligplaatsen"}),
    Real(HOUTHAVENS, "gpkg", 1, RD, {}, {"laag": "standplaatsen"}),
    Real(PBF, "pbf", 52, WGS84, {}, {"laag": "wegen"}),
    Real(PBF, "pbf", 3, WGS84, {}, {"laag": "bestemmingen"}),
    Real(PBF, "pbf", 0, WGS84, {}, {"laag": "vlakken"}),
    Real(
        "recorded-http/pdok_ogcapi_cbs_gemeenten_2025.json",
        "ogc",
        342,
        WGS84,
        {"statcode": r"^GM\d{4}$", "feature_id": "^[0-9a-f-]{36}$"},
    ),
    Real(
        "recorded-http/pdok_wfs_bag_verblijfsobject_appingedam.json",
        "ogc",
        5,
        RD,
        {"identificatie": r"^\d{16}$", "pandidentificatie": r"^\d{16}$", "postcode": PC6},
    ),
]


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pull]:
    root = tmp_path_factory.mktemp("landing")
    with Http(SimpleNamespace(contact="a@b.invalid", landing=root), {}, ()) as http:
        yield Pull(http)


def table(context: Pull, real: Real) -> pa.Table:
    bron = Bron(
        dataset="echt",
        supplier="",
        vorm=real.vorm,  # type: ignore[arg-type]
        adres=(str(FEEDS / real.path),),
        **real.more,
    )
    return read("echt", bron, pull(bron, context)).read_all()


@cache
def _declared(path: str) -> Real:
    return next(real for real in REAL if real.path.startswith(path))


@pytest.mark.parametrize("real", REAL, ids=lambda real: f"{real.path}-{real.more.get('laag', '')}")
def test_read_whole(context: Pull, real: Real) -> None:
    result = table(context, real)
    assert result.num_rows == real.rows
    result.validate(full=True)
    if real.crs:
        assert result.schema.metadata[b"crs"] == real.crs.encode()
        shapes = shapely.from_wkb(result["geometry"].to_pylist())
        assert not shapely.is_missing(shapes).any()
        if real.rows:
            _check_bounds(shapely.total_bounds(shapes), real)
    for column, pattern in real.ids.items():
        assert result.schema.field(column).type == pa.string()
        wrong = pc.invert(pc.match_substring_regex(result[column], pattern))
        assert result.filter(wrong)[column].to_pylist()[:3] == []


def _check_bounds(bounds: Any, real: Real) -> None:
    """East before north, in the range of the CRS that was found."""
    west, south, east, north = bounds
    if real.crs == WGS84:
        assert (west > 3, south > 50, east < 8, north < 54) == (True,) * 4
    else:
        assert (west > 0, south > 300_000, east < 290_000, north < 630_000) == (True,) * 4


@pytest.mark.parametrize(
    ("path", "column", "text"),
    [
        (CBS + "nl_wijken_2017_attributes", "WK_NAAM", "Skarsterlân"),
        (CBS + "nl_wijken_2017_attributes", "GM_NAAM", "Súdwest-Fryslân"),
        (CBS + "nl_wijken_2024", "gemeentenaam", "Súdwest-Fryslân"),
        ("cbs-kwb/nl_buurtnamen", None, "LumiÞrepark"),
        ("zorg/nl_apotheken", "Plaats", "'S-GRAVENHAGE"),
        ("cbs-nabijheid", None, "       ."),
    ],
)
def test_text_is_as_published(context: Pull, path: str, column: str | None, text: str) -> None:
    result = table(context, _declared(path))
    columns = [column] if column else result.schema.names
    assert any(text in result[name].to_pylist() for name in columns)


def test_a_workbook_holds_what_its_csv_holds(context: Pull) -> None:
    book = table(context, _declared("cbs-kwb/utrecht_kwb_2023.xlsx"))
    text = table(context, _declared("cbs-kwb/utrecht_kwb_2023.csv"))
    columns = [name for name in text.schema.names if name != reading.ROW]
    assert len(columns) == 121
    assert [name for name in book.schema.names if name not in reading.RESERVED] == columns
    assert book.select(columns).to_pylist() == text.select(columns).to_pylist()
    assert book[reading.ROW].to_pylist() == text[reading.ROW].to_pylist() == list(range(2, 124))
    assert reading.notes(book.schema) == []


def test_the_file_of_zorginstituut_is_the_same_for_another_program(context: Pull) -> None:
    book = table(context, _declared(ZORG))
    told = reading.notes(book.schema)
    assert told[0] == "Gelezen is blad Aanvulling Openb. data VHZ 2019."
    assert any("gegevensbron" in sentence for sentence in told)
    sheet = openpyxl.load_workbook(FEEDS / ZORG, data_only=True).worksheets[1]
    names, *lines = sheet.iter_rows(values_only=True)
    ours = [name for name in book.schema.names if name not in reading.RESERVED]
    assert ours == list(names)
    theirs = [["" if value is None else str(value) for value in line] for line in lines]
    assert [list(row.values()) for row in book.select(ours).to_pylist()] == theirs


def test_the_wijken_of_2017_as_latin1_are_refused(context: Pull) -> None:
    real = _declared(CBS + "nl_wijken_2017_attributes")
    wrong = Real(real.path, "csv", 0, more=real.more | {"codering": "latin-1"})
    with pytest.raises(WoonzorgError, match=r"SkarsterlÃ¢n|twee keer gecodeerd"):
        table(context, wrong)


@pytest.mark.parametrize(
    ("path", "vorm", "more"),
    [
        ("osm/groningen_horeca_2017_shp.zip", "shp", {}),
        ("cbs-nabijheid/aa_en_hunze_nabijheid_2021_transposed.csv", "csv", {"scheiding": ";"}),
        ("bag/BAGNLDL-15092020-small.zip", "shp", {}),
        ("bag/0221PND15092020-000001.zip", "gpkg", {}),
        (HOUTHAVENS, "gpkg", {}),
        ("rivm-gezondheid/nl_gezondheid_2016_65plus.parquet", "csv", {}),
        ("zorg/verpleeghuiszorg_aanvulling_2019_zorginstituut.xlsx", "shp", {}),
    ],
)
def test_what_does_not_fit_its_declaration_is_refused(
    context: Pull, path: str, vorm: str, more: dict[str, Any]
) -> None:
    with pytest.raises(WoonzorgError, match=r"^echt: "):
        table(context, Real(path, vorm, 0, more=more))
