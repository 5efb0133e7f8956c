"""The programs that are compared, each in a process of its own.

`python _loading.py METHOD FILE TABLE` with the address in WOONZORG_BENCH_DSN prints seconds and
peak memory. The seconds of a Python method are those of the function, for in the pipeline the
interpreter runs already.
"""

import json
import os
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.bench import _points

DSN = os.environ.get("WOONZORG_BENCH_DSN", "")


def pipeline(path: Path, table: str) -> Callable[[], object]:
    """What `pipelines.staging` does to load: the reader's stream into `store.copy`."""
    from pipelines import store
    from pipelines.connectors import Bron, Delivery
    from pipelines.database import bulk, bulk_connection
    from pipelines.landing import Landed
    from pipelines.readers import read

    bron = Bron("meting", "", "gpkg", (str(path),), laag=_points.LAYER)
    landed = Landed("0" * 64, path.stat().st_size, path, url=str(path))
    delivery = Delivery("meting", "", (landed,), "", False, None, ())

    def load() -> None:
        batches = read("meting", bron, delivery)
        with bulk_connection(DSN) as opened, bulk_connection(DSN) as other, bulk(opened) as first:
            store.copy(first, table, batches, "meting", second=lambda: bulk(other))

    return load


def geopandas(path: Path, table: str) -> Callable[[], object]:
    """What most people write: read_file and to_postgis."""
    import geopandas as gpd
    import sqlalchemy

    url = sqlalchemy.make_url(DSN).set(drivername="postgresql+psycopg")
    engine = sqlalchemy.create_engine(url)

    def load() -> None:
        frame = gpd.read_file(path, layer=_points.LAYER)
        frame.to_postgis(table, engine, schema="meting", if_exists="append", index=False)

    return load


def whole(path: Path, table: str) -> Callable[[], object]:  # noqa: ARG001 - the pipeline names it
    """One dataset of the registry from landing to a good version, checks and indexes included."""
    from data.registry import registry
    from pipelines import delivery, ingest
    from pipelines.settings import Settings
    from pipelines.work import close_run, open_run

    profile = path.with_suffix(".toml")
    profile.write_text(
        'naam = "Meting"\nindelingsjaar = 2024\ngemeenten = ["GM9901"]\n'
        f'[bronnen.bag_verblijfsobjecten]\nvorm = "gpkg"\nadres = "{path}"\n'
        f'laag = "{_points.LAYER}"\npeildatum = 2024-01-01\n',
        encoding="utf-8",
    )
    dataset = registry()["bag_verblijfsobjecten"]
    settings = Settings().model_copy(update={"var": path.parent, "profile": str(profile)})
    phases: Counter[str] = Counter()
    last = [time.perf_counter(), "landen"]

    def say(event: dict[str, Any]) -> None:
        now = time.perf_counter()
        phases[str(last[1])] += now - float(last[0])
        last[:] = now, event.get("naam", "klaar")

    def load() -> dict[str, float]:
        work = open_run(settings, DSN, "meting", say)
        last[0] = time.perf_counter()
        delivery.land(work, dataset, None)
        outcome = ingest.ingest(work, dataset, None)[0]
        say({})
        close_run(work, "klaar")
        if outcome.state != "gepubliceerd":
            raise SystemExit(outcome.reason)
        return {step: round(seconds, 2) for step, seconds in phases.items()}

    return load


METHODS = {"pipeline": pipeline, "geopandas": geopandas, "whole": whole}


def main() -> None:
    """Load once and report."""
    method, path, table = sys.argv[1:4]
    load = METHODS[method](Path(path), table)
    started, before = time.perf_counter(), time.process_time()
    phases = load()
    report = {
        "seconds": time.perf_counter() - started,
        "processor": time.process_time() - before,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "phases": phases or {},
    }
    sys.stdout.write(json.dumps(report) + "\n")


if __name__ == "__main__":
    main()
