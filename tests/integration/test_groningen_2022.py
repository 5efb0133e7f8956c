"""Groningen 2022, end to end with the product's own Dagster settings on PostgreSQL."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from pipelines.cluster import Cluster
from tests.support import originals
from tests.support.installations import Installation

WIJKEN = "cbs-wijkbuurt/groningen_wijken_2022"


@pytest.fixture(scope="module")
def place(
    feeds: Path,  # noqa: ARG001
    cluster: Cluster,
    installation: Callable[..., Installation],
) -> Installation:
    url = cluster.sqlalchemy_url("woonzorg_dagster", "dagster", "psycopg2")
    made = installation("groningen-2022", dagster_url=url)
    made.refresh()
    return made


def test_twenty_wijken_with_their_own_figures(place: Installation, feeds: Path) -> None:
    file = originals.geojson(feeds, WIJKEN).set_index("code")
    rows = {row["wijkcode"]: row for row in place.layer("wijken")}
    assert set(rows) == set(file.index)
    assert len(rows) == 20
    assert sum(row["inwoners"] for row in rows.values()) == file["population"].sum()
    assert sum(row["woningvoorraad"] for row in rows.values()) == file["dwelling_total"].sum()
    for code, row in rows.items():
        assert row["wijknaam"] == file["name"][code]
        for ours, theirs in (
            ("inwoners_65plus_pct", "pop_65plus"),
            ("woz_waarde_1000_eur", "dwelling_value"),
            ("koop_pct", "dwelling_ownership"),
        ):
            expected = file[theirs][code]
            absent = pd.isna(expected)
            assert row[ours] == (None if absent else expected)
            assert row[f"{ours}_status"] == ("ontbreekt" if absent else "waargenomen")


def test_crs_named_in_the_file_is_taken(place: Installation, feeds: Path) -> None:
    file = originals.geojson(feeds, WIJKEN)
    assert file.crs.to_epsg() == 28992
    bounds = place.described("wijken")["bbox28992"]
    assert bounds == pytest.approx(list(file.total_bounds), abs=0.01)


def test_haren_and_ten_boer_are_part_of_it(place: Installation) -> None:
    """They came in with the merger of 2019; the division is said with the layer."""
    codes = {row["wijkcode"] for row in place.layer("wijken")}
    assert {"WK001415", "WK001416", "WK001417", "WK001418", "WK001419"} <= codes
    assert place.described("wijken")["indelingsjaar"] == 2022


def test_figures_the_file_lacks_are_missing(place: Installation) -> None:
    assert {row["huishoudens_status"] for row in place.layer("wijken")} == {"ontbreekt"}


def test_without_buurten_nothing_is_made_of_them(place: Installation) -> None:
    assert {row["laag"] for row in place.database.rows("SELECT laag FROM pub.pointer")} == {
        "wijken"
    }
    assert "cbs_buurten" in place.outcome("raster").reason


def test_run_is_kept_in_the_database_of_dagster(place: Installation, cluster: Cluster) -> None:
    from dagster import DagsterInstance, DagsterRunStatus

    assert not list(Path(place.environment["DAGSTER_HOME"]).rglob("*.db"))
    with place.entered(), DagsterInstance.get() as instance:
        runs = instance.get_runs(limit=5)
    assert "woonzorg_dagster" in place.environment["WOONZORG_DAGSTER_URL"]
    assert cluster.dsn("woonzorg_dagster", "dagster")
    assert runs
    assert runs[0].status is DagsterRunStatus.SUCCESS


def test_archive_of_the_layer_is_there(place: Installation) -> None:
    (archive,) = place.database.rows("SELECT * FROM pub.archief", role="woonzorg_api")
    file = place.settings.tiles / archive["bestand"]
    assert file.stat().st_size == archive["bytes"]
    assert file.read_bytes()[:7] == b"PMTiles"
