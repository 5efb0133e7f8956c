"""GDAL as a client of OGC API Features: what QGIS and ogr2ogr see of a layer."""

import numpy as np
import pyogrio
import pytest


@pytest.fixture
def service(own, processes):
    """Of the first twenty buurten no share is known: what comes later must not become text."""
    with own.connect() as db:
        db.execute("UPDATE store.buurten SET aandeel_65plus_pct = NULL WHERE id < 'BU99990024'")
    with processes.start(own.api_dsn, own.tiles.parent) as process:
        yield f"OAPIF:{process.base}/v1"


def test_a_column_has_its_type_also_where_the_first_page_has_no_value(service):
    told = pyogrio.read_info(service, layer="buurten")
    kinds = dict(zip(told["fields"], told["dtypes"], strict=True))
    assert told["features"] == 120
    assert np.issubdtype(kinds["aandeel_65plus_pct"], np.floating)
    assert np.issubdtype(kinds["aantal_inwoners"], np.integer)


def test_a_filter_of_gdal_finds_what_is_there(service):
    found = pyogrio.read_dataframe(service, layer="buurten", where="aandeel_65plus_pct > 10")
    assert len(found) > 5
    assert (found["aandeel_65plus_pct"] > 10).all()
    assert str(found.crs) == "EPSG:28992"
    assert found.geometry.area.round(3).eq(500 * 500).all()


@pytest.mark.filterwarnings("ignore:.*layer:UserWarning")
@pytest.mark.parametrize(("level", "metres"), [("6", 14), ("9", 2)])
def test_tiles_in_rd_are_read_by_gdal_as_ogc_api_tiles(process, level, metres):
    """From the collection to the tiles: every buurt, and together as large as they are."""
    asked = {"API": "TILES", "TILEMATRIXSET": "NetherlandsRDNewQuad"}
    asked |= {"MINX": "230000", "MINY": "570000", "MAXX": "236000", "MAXY": "575000"}
    source = f"OGCAPI:{process.base}/v1/collections/buurten"
    found = pyogrio.read_dataframe(source, layer=f"Zoom level {level}", **asked)
    assert found.crs.to_epsg() == 28992
    assert found["buurtcode"].nunique() == 120
    assert found.geometry.area.sum() == pytest.approx(120 * 500 * 500, rel=1e-3)
    assert found.total_bounds == pytest.approx([230e3, 570e3, 236e3, 575e3], abs=metres / 4)
