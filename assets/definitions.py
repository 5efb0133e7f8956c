"""The code location.

Every dataset of the registry that this profile has a source for, and what is made from them.
"""

from typing import Any

import dagster as dg

from assets import automation, describe, factory, maintenance
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
    derived = [d for d in registry().values() if d.derived]
    keys = {d.name: describe.key(d) for d in feeds}
    folders = automation.watched_folders(chosen, settings)
    resources = {"run": Run(dsn=dg.EnvVar("WOONZORG_PIPELINE_DSN"))} | overrides
    return dg.Definitions(
        assets=[
            *(factory.feed_asset(d, boundaries) for d in feeds),
            *(factory.derived_asset(d) for d in derived),
            factory.publish_asset([*feeds, *derived]),
            maintenance.tidy_dagster,
        ],
        sensors=[
            automation.automation_sensor(),
            automation.failure_sensor(),
            *(automation.drop_sensor(n, f, keys[n]) for n, f in folders.items() if n in keys),
        ],
        schedules=[maintenance.monthly],
        resources=resources,
        executor=dg.in_process_executor,
    )


defs = build_definitions()
