"""BGT: a file under the publisher's names is read, and its widths reach the rules of M7."""

from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from data.registry import dataset
from pipelines.derive import lopen
from pipelines.indicators import rolstoel_regels
from tests.support import making
from tests.unit.test_opgaven import Tables


def test_the_columns_of_the_file_are_those_declared(tmp_path: Path) -> None:
    file = tmp_path / "bgt.gpkg"
    gpd.GeoDataFrame(
        {
            "lokaal_id": ["G0014.a", "G0014.b"],
            "functie": ["voetpad", "rijbaan lokale weg"],
            "eind_registratie": pd.array([None, "2025-01-01"], dtype="string"),
        },
        geometry=[shapely.MultiPolygon([shapely.box(x, 0, x + 10, 2)]) for x in (0, 50)],
        crs="EPSG:28992",
    ).to_file(file, layer="wegdeel", engine="pyogrio")
    rows = making.table(file, "gpkg", "bgt_voetpaden", laag="wegdeel", crs="EPSG:28992")
    declared = {source for column in dataset("bgt_voetpaden").columns for source in column.sources}
    assert set(rows.column_names) & declared == {"lokaal_id", "functie", "eind_registratie"}


def tables(**more: pd.DataFrame) -> Any:
    streets = pd.DataFrame(
        {
            "weg_id": [1, 2],
            "soort": ["footway", "residential"],
            "trap": False,
            **{tag: pd.Series([None, None], dtype=object) for tag in rolstoel_regels.TAGS},
            "geometry": [shapely.MultiLineString([[(0, y), (50, y)]]) for y in (0.0, 100.0)],
        }
    )
    return Tables(osm_wegen=streets.assign(surface="asphalt", smoothness="good"), **more)


def verdicts(inputs: Any) -> list[int]:
    tags = lopen.edge_tags(inputs).assign(length_m=50.0)
    return list(rolstoel_regels.judge(tags).verdict)


def test_unknown_widths_are_settled_by_the_polygons() -> None:
    known, blocked, unknown = (
        rolstoel_regels.KAN,
        rolstoel_regels.KAN_NIET,
        rolstoel_regels.ONBEKEND,
    )
    assert verdicts(tables()) == [unknown, unknown]
    footways = pd.DataFrame(
        {"geometry": [shapely.MultiPolygon([shapely.box(0, y, 50, y + 1.2)]) for y in (-1, 104)]}
    )
    assert verdicts(tables(bgt_voetpaden=footways)) == [blocked, blocked]
    wide = footways.assign(geometry=shapely.buffer(footways["geometry"].to_numpy(), 1.0))
    assert verdicts(tables(bgt_voetpaden=wide)) == [known, known]


def test_a_file_without_a_footway_near_leaves_widths_unknown() -> None:
    far = pd.DataFrame({"geometry": [shapely.MultiPolygon([shapely.box(900, 900, 910, 910)])]})
    tags = lopen.edge_tags(tables(bgt_voetpaden=far))
    assert np.isnan(tags[rolstoel_regels.MEASURED]).all()
    assert verdicts(tables(bgt_voetpaden=far)) == [rolstoel_regels.ONBEKEND] * 2
