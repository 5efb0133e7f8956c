"""Existing clusters are the same complexes in every product that counts them (METHODS 2)."""

from typing import Any

import pandas as pd
import shapely

from pipelines.derive import clusters, kansen_plekken, zones
from pipelines.indicators import woonklassen
from tests.unit.test_opgaven import Tables

NAN = float("nan")


def complexes() -> pd.DataFrame:
    """By address, by building only, a nursing home, without meeting room, building not known."""
    return pd.DataFrame(
        {
            "id": ["a:1", "a:2", "a:3", "a:4", "a:5"],
            "woningen": [20, 30, 40, 50, 60],
            "doelgroep_ouderen_pct": 80.0,
            "ontmoetingsruimte": [True, True, True, None, True],
            "intramurale_plaatsen": [0.0, NAN, 24.0, 0.0, 0.0],
            "pand_identificatie": [None, "P2", "P3", "P4", "P9"],
        }
    )


def delivered() -> Any:
    places = pd.DataFrame(
        {
            "bron": "corporatiecomplexen",
            "rij": ["a:1", "a:3"],
            "plaats_status": "adres",
            "geometry": [shapely.Point(1010, 2020), shapely.Point(1510, 2520)],
        }
    )
    names = ["P2", "P3", "P4"]
    boxes = [shapely.box(x, 2000, x + 10, 2010) for x in (3000, 3100, 3200)]
    panden = pd.DataFrame({"identificatie": names, "geometry": boxes})
    return Tables(corporatiecomplexen=complexes(), plaatsing=places, bag_panden=panden)


def test_a_nursing_home_is_no_cluster_for_any_product() -> None:
    assert woonklassen.clusters(complexes()).tolist() == [True, True, False, False, True]
    found = clusters.existing(delivered())
    assert found is not None
    assert found["woningen"].tolist() == [20.0, 30.0]
    map_ = kansen_plekken.clusters(kansen_plekken.complexes(delivered()))
    assert map_["woningen"].tolist() == [20, 30]
    measure = zones._clusters(delivered(), pd.DataFrame())
    assert measure(shapely.box(1000, 2000, 2000, 3000), None) == 20.0


def test_a_cluster_is_placed_by_its_address_or_by_its_building() -> None:
    found = clusters.existing(delivered())
    assert found is not None
    assert found[["x", "y"]].to_numpy().tolist() == [[1010.0, 2020.0], [3005.0, 2005.0]]


def test_without_complexes_or_anything_to_place_them_with_clusters_are_unknown() -> None:
    assert clusters.existing(Tables(bag_panden=pd.DataFrame())) is None  # type: ignore[arg-type]
    assert clusters.existing(Tables(corporatiecomplexen=complexes())) is None  # type: ignore[arg-type]
