"""One Dagster run in this process, for `./woonzorg refresh`: no web server and no daemon needed.

Standard output carries events as JSON lines and nothing else; standard error one sentence per step
that failed. What Dagster itself says stands with the run in its database.
"""

import sys

import dagster as dg

from assets import describe, faults, leftovers, voice
from data.registry import registry

TAGS = {"woonzorg/aanleiding": "verversen", "dagster/max_retries": "0"}
STATEMENT_MS = 600_000
QUIET = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


def selection(job: dg.JobDefinition, names: list[str]) -> list[dg.AssetKey]:
    """Keys of the named datasets, and of every layer.

    Publication looks at all and builds what changed.
    """
    known = job.asset_layer.selected_asset_keys
    layers = [describe.layer_key(layer) for d in registry().values() for layer in d.layers]
    return [key for key in (*(describe.key(registry()[n]) for n in names), *layers) if key in known]


def execute(names: list[str]) -> dg.ExecuteInProcessResult:
    """Run the steps of the named datasets and publication.

    Raises:
        WoonzorgError: the profile is wrong.
    """
    from assets.definitions import defs  # reads the profile

    job = defs.resolve_implicit_global_asset_job_def()
    with dg.DagsterInstance.get() as instance:
        # Without a pool every event is a log-in of its own, a thousand in one refresh. Only the
        # web server's setting has a pool; its limit on a statement is far above ours.
        instance.optimize_for_webserver(
            statement_timeout=STATEMENT_MS, pool_recycle=3600, max_overflow=20
        )
        # The command line holds the run lock, so a killed predecessor can only be in the way.
        leftovers.close_dead_runs(instance)
        return job.execute_in_process(
            asset_selection=selection(job, names),
            instance=instance,
            raise_on_error=False,
            tags=TAGS,
            run_config=QUIET,
        )


def failures(result: dg.ExecuteInProcessResult) -> list[str]:
    """One sentence per step that failed, or why the run as a whole did."""
    found = []
    for event in result.all_events:
        if event.is_step_failure:
            data = event.step_failure_data
            own = data.user_failure_data.description if data.user_failure_data else ""
            said = data.error.message.strip().splitlines() if data.error else []
            found.append(own or f"stap {event.step_key}: {said[-1] if said else 'onbekende fout'}")
    whole = [event.message or "" for event in result.all_events if event.is_run_failure]
    return found or [text.replace("\n", " ") for text in whole]


def main() -> int:
    """Run `--select a,b,c`; exit status 1 when a step failed as a whole."""
    voice.keep_stdout_for_events()
    names = [n for n in sys.argv[sys.argv.index("--select") + 1].split(",") if n]
    try:
        result = execute(names)
    except Exception as error:  # noqa: BLE001 - the boundary of the program: said, kept, status 1
        sys.stderr.write(f"{faults.sentence('verversen', error)}\n")
        return 1
    for sentence in failures(result):
        sys.stderr.write(f"{sentence}\n")
    return 0 if result.success else 1


if __name__ == "__main__":
    sys.exit(main())
