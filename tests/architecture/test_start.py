"""What a service may load before it answers: libraries that take longer than all of it come later.

A list holds where a clock on a busy machine would not.
"""

import subprocess
import sys

import pytest

from pipelines.settings import CHECKOUT

HEAVY = {
    *("numpy", "scipy", "pandas", "geopandas", "shapely", "pyproj", "pyogrio", "pyarrow", "h3"),
    *("adbc_driver_postgresql", "sqlalchemy", "geoalchemy2", "alembic", "dagster", "osmium"),
}
MOST = 1000
"""Modules in all; the public service has 880."""


def loaded(module: str) -> set[str]:
    """Every module that an import brings with it, in a program that imports nothing else."""
    program = f"import sys, {module}; print(*sys.modules, sep='\\n')"
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=CHECKOUT, check=True, capture_output=True, text=True)
    return set(done.stdout.split())


@pytest.mark.parametrize("module", ["geo_api.server", "geo_api.beheer.app"])
def test_a_service_starts_without_heavy_libraries(module: str) -> None:
    found = loaded(module)
    assert module in found
    assert found & HEAVY == set()
    assert len(found) < MOST


def test_what_is_listed_would_be_found() -> None:
    """An import that does bring them is seen, so that the list above cannot pass by mistake."""
    assert {"numpy", "sqlalchemy"} <= loaded("data.tables, numpy") & HEAVY
