"""3DBAG: a file under the publisher's names is read, and its floors go before those of areas."""

from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from data.registry import dataset
from pipelines.derive import geschikt
from tests.support import making
from tests.unit.test_opgaven import Tables

A, B, C = "0014100010000001", "0014100010000002", "0014100010000003"
NAN = np.nan


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Layer `pand` as the publisher has it: no floors for high buildings."""
    found = tmp_path / "tegel.gpkg"
    gpd.GeoDataFrame(
        {
            "identificatie": [f"NL.IMBAG.Pand.{code}" for code in (A, B)],
            "b3_bouwlagen": pd.array([2, None], dtype="Int32"),
            "b3_h_dak_50p": [6.4, 25.5],
            "b3_h_maaiveld": [1.2, 1.5],
        },
        geometry=[shapely.MultiPolygon([shapely.box(x, 0, x + 10, 10)]) for x in (0, 50)],
        crs="EPSG:28992",
    ).to_file(found, layer="pand", engine="pyogrio")
    return found


def test_the_columns_of_the_file_are_those_declared(file: Path) -> None:
    rows = making.table(file, "gpkg", "bag3d_panden", laag="pand", crs="EPSG:28992")
    declared = {source for column in dataset("bag3d_panden").columns for source in column.sources}
    assert set(rows.column_names) & declared == {
        "identificatie",
        "b3_bouwlagen",
        "b3_h_dak_50p",
        "b3_h_maaiveld",
    }
    assert rows.column("b3_bouwlagen").to_pylist() == [2, None]


def bag() -> dict[str, pd.DataFrame]:
    panden = pd.DataFrame(
        {
            "identificatie": [A, B, C],
            "kenmerk": None,
            "bouwjaar": 1980,
            "status": "Pand in gebruik",
            "geometry": [shapely.box(0, 0, 10, 10)] * 3,
        }
    )
    return {"bag_panden": panden}


def objects() -> pd.DataFrame:
    return pd.DataFrame(
        {"pand": [A, B, C], "status": "Verblijfsobject in gebruik", "oppervlakte_m2": 400.0}
    ).assign(woning=True)


def floors(**more: pd.DataFrame) -> dict[str, Any]:
    inputs: Any = Tables(**bag(), **more)
    return dict(geschikt.panden(inputs, objects())["bouwlagen"])


def test_floors_of_the_model_go_before_height_and_that_before_area() -> None:
    assert floors() == {A: 4.0, B: 4.0, C: 4.0}
    model = pd.DataFrame(
        {
            "identificatie": [A, B],
            "bouwlagen": [2.0, NAN],
            "dak_nap_m": [6.4, 25.5],
            "maaiveld_nap_m": [1.2, 1.5],
        }
    )
    assert floors(bag3d_panden=model) == {A: 2.0, B: 8.0, C: 4.0}
