"""The street graphs beside the database: one per kept version, asked for by its number."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg
from psycopg.rows import dict_row

from geo_api.ask.walking import LAYER
from pipelines.derive import lopen
from pipelines.indicators.graafbestand import load_graph
from tests.support.installations import Installation


def test_the_graph_of_the_published_streets_bears_their_version(
    published_sample: Installation,
) -> None:
    version = published_sample.described(LAYER)["bronversie"]
    record = published_sample.version("osm_wegen")
    cache = published_sample.settings.cache
    assert [path.name for path in cache.glob(f"straten-{version}-*")] == [lopen._name(record)]
    edges = len(published_sample.stored("osm_wegen", "id"))
    assert len(load_graph(cache / lopen._name(record))) == edges


def test_graphs_of_versions_that_went_are_removed(
    published_sample: Installation, tmp_path: Path
) -> None:
    kept = lopen._name(published_sample.version("osm_wegen"))
    version = kept.split("-")[1]
    for name in (kept, f"straten-{version}-anders.arrow", "straten-9999-weg.arrow", "ander.txt"):
        (tmp_path / name).touch()
    with psycopg.connect(published_sample.database.dsn(), row_factory=dict_row) as connection:
        work: Any = SimpleNamespace(connection=connection)
        lopen._tidy(work, tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {kept, "ander.txt"}
