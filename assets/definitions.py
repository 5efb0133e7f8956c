"""The code location.

Every dataset of the registry that this profile has a source for, and what is made from them but
for what it switches off.
"""

from typing import Any

import dagster as dg

from assets import automation, describe, factory, leftovers, maintenance, sensors
from assets.resources import Run
from data.registry import registry
from pipelines import area as areas
from pipelines.profile import Profiel, load
from pipelines.settings import Settings


def build_definitions(profile: Profiel | None = None, **overrides: Any) -> dg.Definitions:
    """Assemble the code location.

    Args:
        profile: profile to build for; that of the settings when absent.
        overrides: resources that replace ours, by name (tests).
    """
    settings = Settings()
    chosen = profile or load(settings.profile, settings.gemeente, fictief=settings.fictief)
    boundaries = areas.boundary_source(chosen)
    feeds = [d for n, d in registry().items() if not d.derived and chosen.sources(n)]
    derived = [d for n, d in registry().items() if d.derived and n not in chosen.uit]
    wanted = {n for d in derived for n in (*d.inputs, *d.optional_inputs)}
    absent = [registry()[n] for n in sorted(wanted - {d.name for d in (*feeds, *derived)})]
    keys = {d.name: describe.key(d) for d in feeds}
    watched = sensors.watched_folders(chosen, settings)
    folders = {name: folder for name, folder in watched.items() if name in keys}
    resources = {"run": Run(dsn=dg.EnvVar("WOONZORG_PIPELINE_DSN"))} | overrides
    return dg.Definitions(
        assets=[
            *(factory.feed_asset(d, boundaries) for d in feeds),
            *(factory.absent(d) for d in absent),
            *(factory.derived_asset(d) for d in derived),
            factory.publish_asset([*feeds, *derived]),
            maintenance.tidy_dagster,
        ],
        sensors=[
            automation.automation_sensor(),
            sensors.failure_sensor(),
            leftovers.leftovers_sensor(),
            sensors.decision_sensor(keys),
            *([sensors.drop_sensor(folders, keys)] if folders else []),
        ],
        schedules=[maintenance.monthly, maintenance.daily],
        resources=resources,
        executor=dg.in_process_executor,
    )


defs = build_definitions()
