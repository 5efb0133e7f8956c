"""One Dagster run in this process, for `./woonzorg refresh`: no web server and no daemon needed."""

import sys

import dagster as dg

from assets import describe
from assets.definitions import defs
from data.registry import registry


def selection(names: list[str]) -> list[dg.AssetKey]:
    """Keys of the named datasets, and of every layer.

    Publication looks at all and builds what changed.
    """
    layers = [describe.layer_key(layer) for d in registry().values() for layer in d.layers]
    known = {
        key
        for job in (defs.resolve_implicit_global_asset_job_def(),)
        for key in job.asset_layer.selected_asset_keys
    }
    return [key for key in (*(describe.key(registry()[n]) for n in names), *layers) if key in known]


def main() -> int:
    """Run `--select a,b,c`; exit status 1 when a step failed as a whole."""
    names = [n for n in sys.argv[sys.argv.index("--select") + 1].split(",") if n]
    job = defs.resolve_implicit_global_asset_job_def()
    with dg.DagsterInstance.get() as instance:
        result = job.execute_in_process(
            asset_selection=selection(names),
            instance=instance,
            raise_on_error=False,
            tags={"woonzorg/aanleiding": "verversen"},
        )
    for event in result.all_events if not result.success else ():
        if event.is_step_failure:
            error = event.step_failure_data.error
            cause = (error.cause or error) if error else None
            said = cause.message.strip().splitlines()[0] if cause else "onbekende fout"
            sys.stderr.write(f"stap {event.step_key}: {said}\n")
    return 0 if result.success else 1


if __name__ == "__main__":
    sys.exit(main())
