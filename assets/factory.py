"""From a declaration to assets.

One step per dataset with its checks, one step that publishes all layers.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from typing import Any

import dagster as dg

from assets import automation, describe, faults, pictures
from assets.resources import Run
from data.model import Dataset, Layer
from data.registry import registry
from data.tables import layer_columns
from pipelines import area as areas
from pipelines import delivery, ingest, publish, releases, versions, verslag
from pipelines.errors import SourceUnavailable, WoonzorgError
from pipelines.versions import Outcome
from pipelines.work import Work


def feed_asset(dataset: Dataset, boundaries: str) -> dg.AssetsDefinition:
    """The step that lands, reads, conforms, stages and checks one feed.

    No pool: one step at a time is what the executor and the run lock already give, and a step that
    waits for that lock while it holds a pool would keep the refresh that has the lock waiting.

    Args:
        dataset: the declaration.
        boundaries: dataset that tells the area in this profile; every other feed comes after it.
    """
    deps = [] if dataset.name == boundaries else [describe.key(registry()[boundaries])]

    @dg.asset(
        key=describe.key(dataset),
        deps=deps,
        description=describe.description(dataset),
        group_name=dataset.theme,
        kinds={"postgres", "python"},
        tags=describe.tags(dataset),
        owners=describe.OWNERS,
        metadata=describe.static_metadata(dataset),
        code_version=versions.signature(dataset),
        automation_condition=automation.by_clock(dataset),
        freshness_policy=automation.freshness(dataset),
        check_specs=describe.checks(dataset),
    )
    def pull(context: dg.AssetExecutionContext, run: Run) -> dg.MaterializeResult:  # type: ignore[type-arg]
        with run.making(dataset.name) as work:
            area = None if dataset.name == boundaries else run.area
            if run.started_by_refresh:  # it landed the feeds already, and put failures on record
                failures = _failed(work, dataset, delivery.failures(work, dataset))
            else:
                failures = _land(context, work, dataset, area)
            outcomes = _safely(work, dataset, lambda: ingest.safely(work, dataset, area))
            if any(outcome.state == "geweigerd" for outcome in outcomes):
                verslag.schrijf(work, dataset.name)
            news = [o for o in outcomes if not failures or o.state != "ongewijzigd"]
            return _result(work, dataset, failures + news)

    return pull


def _land(
    context: dg.AssetExecutionContext, work: Work, dataset: Dataset, area: areas.Area | None
) -> list[Outcome]:
    """Pull the feed; a publisher that does not answer is asked again later."""
    records = delivery.land(work, dataset, area)
    silent = [r["fout"] for r in records if r.get("herkansing")]
    # A watched folder is looked at again by its sensor.
    if silent and any(s.vorm != "map" for s in work.profile.sources(dataset.name)):
        again = automation.ask_again(context.retry_number)
        if again:
            raise again from SourceUnavailable("; ".join(silent))
    return _failed(work, dataset, records)


def _failed(work: Work, dataset: Dataset, records: list[dict[str, Any]]) -> list[Outcome]:
    return [ingest.failed(work, dataset, r) for r in records if r.get("fout")]


def absent(dataset: Dataset) -> dg.AssetSpec:
    """What products could use and this profile has no source for or switches off: never run."""
    why = "Dit profiel zet het uit." if dataset.derived else "Dit profiel heeft hiervoor geen bron."
    return dg.AssetSpec(
        describe.key(dataset),
        description=f"{describe.description(dataset)}\n\n{why}",
        group_name=dataset.theme,
        tags=describe.tags(dataset),
        owners=describe.OWNERS,
        metadata=describe.static_metadata(dataset),
    )


def derived_asset(dataset: Dataset) -> dg.AssetsDefinition:
    """The step that computes one derived dataset from the newest good version of each input."""
    inputs = [*dataset.inputs, *dataset.optional_inputs]

    @dg.asset(
        key=describe.key(dataset),
        deps=[describe.key(registry()[name]) for name in inputs],
        description=describe.description(dataset),
        group_name=dataset.theme,
        kinds={"postgres", "python"},
        tags=describe.tags(dataset),
        owners=describe.OWNERS,
        metadata=describe.static_metadata(dataset),
        code_version=versions.signature(dataset),
        automation_condition=automation.when_inputs_change(),
        check_specs=describe.checks(dataset),
    )
    def compute(run: Run) -> dg.MaterializeResult:  # type: ignore[type-arg]
        with run.making(dataset.name) as work:
            outcomes = _safely(work, dataset, lambda: [run.derived(work, dataset)])
            return _result(work, dataset, outcomes)

    return compute


def _safely(work: Work, dataset: Dataset, make: Callable[[], list[Outcome]]) -> list[Outcome]:
    """An error nobody foresaw in one dataset refuses that dataset; the others are published.

    A fault of the machine or of the run is raised: the next dataset would meet it as well.
    """
    try:
        return make()
    except WoonzorgError:
        raise
    except Exception as error:
        if faults.of_the_run(error):
            raise
        reason = faults.sentence(dataset.name, error)
        work.finding(dataset.name, "verwerking", reason, passed=False)
        before = versions.newest_good(work.connection, dataset.name)
        kept = before["version"] if before else None
        return [Outcome(dataset.name, "geweigerd", kept=kept, reason=reason)]


def _result(work: Work, dataset: Dataset, outcomes: list[Outcome]) -> dg.MaterializeResult:  # type: ignore[type-arg]
    """Report outcomes to whoever started the run, and to Dagster.

    Refused and skipped datasets are results too: without one, Dagster would skip every step after
    it, and what is made from the last good version would not be published.
    """
    for outcome in outcomes:
        work.say({"uitkomst": asdict(outcome)})
    shown = outcomes or [Outcome(dataset.name, "overgeslagen", reason="er is nog geen levering")]
    held = versions.newest_good(work.connection, dataset.name)
    return dg.MaterializeResult(
        asset_key=describe.key(dataset),
        metadata=describe.outcome_metadata(dataset, shown, held),
        data_version=describe.data_version(work, dataset),
        check_results=describe.check_results(dataset, shown, held),
    )


def publish_asset(datasets: Iterable[Dataset]) -> dg.AssetsDefinition:
    """The step that publishes a release of everything good that readers do not have yet."""
    shown = {layer.name: (d, layer) for d in datasets for layer in d.layers}

    @dg.multi_asset(
        specs=[_layer_spec(dataset, layer) for dataset, layer in shown.values()],
        can_subset=True,
        name="publiceren",
    )
    def publish_release(
        context: dg.AssetExecutionContext, run: Run
    ) -> Iterator[dg.MaterializeResult]:  # type: ignore[type-arg]
        with run.step("publiceren") as work:
            release = publish.publish(work, run.area, "verversing")
            if release is None:
                return
            publish.tidy(work)
            for held in _built(work, release):
                dataset, layer = shown[held["laag"]]
                result = _published(work, dataset, layer, held, release)
                if result.asset_key in context.selected_asset_keys:
                    yield result
                else:  # a release takes all that is good, also what this run did not ask for
                    context.log_event(_as_event(result))

    return publish_release


def _layer_spec(dataset: Dataset, layer: Layer) -> dg.AssetSpec:
    shapes = layer.geometry_from
    inputs = sorted({dataset.name, *((shapes[0],) if shapes else ())})
    return dg.AssetSpec(
        describe.layer_key(layer),
        deps=[describe.key(registry()[name]) for name in inputs],
        description=layer.description,
        group_name=dataset.theme,
        kinds={"postgres", "geojson"} if dataset.geometry or shapes else {"postgres"},
        tags=describe.tags(dataset) | {"toegang": "besloten" if layer.restricted else "open"},
        owners=describe.OWNERS,
        code_version=describe.layer_signature(dataset, layer),
        skippable=True,
        automation_condition=automation.when_layers_change(),
        metadata=describe.layer_metadata(dataset, layer),
    )


def _built(work: Work, release: int) -> list[dict[str, Any]]:
    """Layer versions that this run made, one per layer: that of its newest peildatum."""
    newest: dict[str, dict[str, Any]] = {}
    for (name, moment), held in releases.held_layers(work.connection, release).items():
        mine = held["epoch"] == work.epoch
        if mine and (name not in newest or newest[name]["peildatum"] < moment):
            newest[name] = held
    return list(newest.values())


def _published(
    work: Work, dataset: Dataset, layer: Layer, held: dict[str, Any], release: int
) -> dg.MaterializeResult:  # type: ignore[type-arg]
    metadata: dict[str, Any] = {
        "dagster/row_count": held["rijen"],
        "release": release,
        "versie": held["version"],
        "peildatum": str(held["peildatum"]),
    }
    if not layer.restricted:  # anyone may look at Dagster's page
        shown = layer_columns(dataset, layer)
        metadata["beeld"] = pictures.picture(work, layer, held["version"], shown)
    return dg.MaterializeResult(
        asset_key=describe.layer_key(layer),
        metadata=metadata,
        data_version=dg.DataVersion(held["vingerafdruk"]),
    )


def _as_event(result: dg.MaterializeResult) -> dg.AssetMaterialization:  # type: ignore[type-arg]
    version = result.data_version.value if result.data_version else ""
    return dg.AssetMaterialization(
        asset_key=result.asset_key or (),
        metadata=result.metadata,
        tags={"dagster/data_version": version},
    )
