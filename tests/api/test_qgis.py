"""A real QGIS as a client, without a screen: Debian's `qgis` with `python3-qgis`."""

import json
import os
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.settings import CHECKOUT
from tests.api import guided

SYSTEM_PYTHON = "/usr/bin/python3"
SCRIPT = CHECKOUT / "tests" / "support" / "docs_qgis.py"
MOST_STOPS = 50_000
pytestmark = pytest.mark.soak


@pytest.fixture(scope="module")
def qgis():
    """The Python that has it; a machine without it is said aloud."""
    command = [SYSTEM_PYTHON, "-c", "from qgis.core import Qgis; print(Qgis.QGIS_VERSION)"]
    if not Path(SYSTEM_PYTHON).exists() or subprocess.run(command, capture_output=True).returncode:
        pytest.skip(
            "QGIS is not here, so what it makes of the service was not looked at: install qgis and"
            " python3-qgis"
        )
    return SYSTEM_PYTHON


@pytest.fixture(scope="module")
def found(qgis, cluster, template, town, layers, processes, tmp_path_factory):
    """What QGIS says, of a service with a layer of 50,000 objects."""
    cluster.sql(f"CREATE DATABASE qgis TEMPLATE {template.name}")
    tiles = tmp_path_factory.mktemp("qgis") / "tiles"
    tiles.mkdir()
    place = replace(template, name="qgis", tiles=tiles)
    with place.connect() as db:
        guided.fill(db, town, layers, tiles, stops=MOST_STOPS)
    with processes.start(place.api_dsn, tiles.parent) as process:
        home = tmp_path_factory.mktemp("thuis")
        given = {"PATH": os.environ["PATH"], "HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
        ran = subprocess.run(
            [qgis, str(SCRIPT), "meet", process.base, str(home)],
            env=given,
            capture_output=True,
            text=True,
            timeout=600,
        )
        assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout.splitlines()[-1])


def test_a_square_of_100_m_is_as_large_in_rd(found):
    assert found["vakken"] == 200
    assert found["kleinste"] == pytest.approx(10_000, abs=1)
    assert found["grootste"] == pytest.approx(10_000, abs=1)


def test_every_object_of_a_large_layer_is_loaded(found):
    assert found["haltes"] == MOST_STOPS


def test_a_filter_leaves_what_it_says(found):
    told = found["gefilterd"]
    assert told["aangenomen"]
    assert told["codes"] == [told["code"]]
    assert told["aantal"] == 100


def test_vector_tiles_are_drawn_in_the_style_of_the_service(found):
    assert found["tegels"]["geldig"]
    assert found["tegels"]["stijl"], found["tegels"]["fout"]
    assert found["tegels"]["getekend"] > 0.02


def test_a_geopackage_opens_in_rd_with_style_and_titles(found):
    told = found["geopackage"]
    assert told["stelsel"] == "EPSG:28992"
    assert told["rijen"] == 200
    assert told["tekenaar"] != "singleSymbol"
    assert told["alias"]["buurtcode"]
    assert told["alias"]["score"]
