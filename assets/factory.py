"""From a declaration to assets.

One step per dataset with its checks, one step that publishes all layers.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

import dagster as dg

from assets import automation, describe
from assets.resources import Run
from data.model import Dataset, Layer
from data.registry import registry
from pipelines import area as areas
from pipelines import delivery, deriving, ingest, publish, releases, versions
from pipelines.versions import Outcome
from pipelines.work import Work

GOOD = ("gepubliceerd", "ongewijzigd", "overgeslagen")


def feed_asset(dataset: Dataset, boundaries: str) -> dg.AssetsDefinition:
    """The step that lands, reads, conforms, stages and checks one feed.

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
        tags={"uitgever": _tag(dataset.publisher)},
        owners=describe.OWNERS,
        metadata=describe.static_metadata(dataset),
        code_version=versions.signature(dataset),
        automation_condition=automation.by_clock(dataset),
        freshness_policy=automation.freshness(dataset),
        retry_policy=automation.RETRIES,
        check_specs=_checks(dataset),
        pool=_tag(dataset.publisher),
    )
    def pull(context: dg.AssetExecutionContext, run: Run) -> dg.MaterializeResult:  # type: ignore[type-arg]
        area = None if dataset.name == boundaries else run.area
        failures = [] if run.started_by_refresh else _land(context, run, dataset, area)
        outcomes = failures or ingest.safely(run.work, dataset, area)
        return _result(run.work, dataset, outcomes)

    return pull


def _land(
    context: dg.AssetExecutionContext, run: Run, dataset: Dataset, area: areas.Area | None
) -> list[Outcome]:
    """Pull the feed; a publisher that does not answer is asked again later."""
    records = delivery.land(run.work, dataset, area)
    silent = [r for r in records if r.get("herkansing")]
    if silent and context.retry_number < automation.RETRIES.max_retries:
        raise dg.RetryRequested(automation.RETRIES.max_retries, automation.RETRIES.delay) from None
    before = versions.newest_good(run.work.connection, dataset.name)
    kept = before["version"] if before else None
    return [ingest.failed(dataset, r, kept) for r in records if r.get("fout")]


def derived_asset(dataset: Dataset) -> dg.AssetsDefinition:
    """The step that computes one derived dataset from the newest good version of each input."""
    inputs = [*dataset.inputs, *dataset.optional_inputs]

    @dg.asset(
        key=describe.key(dataset),
        deps=[describe.key(registry()[name]) for name in inputs],
        description=describe.description(dataset),
        group_name=dataset.theme,
        kinds={"postgres", "python"},
        owners=describe.OWNERS,
        metadata=describe.static_metadata(dataset),
        code_version=versions.signature(dataset),
        automation_condition=automation.when_inputs_change(),
        check_specs=_checks(dataset),
    )
    def compute(run: Run) -> dg.MaterializeResult:  # type: ignore[type-arg]
        return _result(run.work, dataset, [deriving.safely(run.work, dataset, run.area)])

    return compute


def _checks(dataset: Dataset) -> list[dg.AssetCheckSpec]:
    return [
        dg.AssetCheckSpec(
            "geaccepteerd",
            asset=describe.key(dataset),
            description="De levering of berekening is aangenomen.",
        ),
        dg.AssetCheckSpec(
            "rijen",
            asset=describe.key(dataset),
            description="ontvangen = gepubliceerd + quarantaine + dubbel + buiten bereik",
        ),
    ]


def _result(work: Work, dataset: Dataset, outcomes: list[Outcome]) -> dg.MaterializeResult:  # type: ignore[type-arg]
    """Report outcomes to whoever started the run, and to Dagster."""
    for outcome in outcomes:
        work.say({"uitkomst": asdict(outcome)})
    if not outcomes:
        outcomes = [Outcome(dataset.name, "overgeslagen", reason="er is nog geen levering")]
    newest = outcomes[-1]
    held = versions.newest_good(work.connection, dataset.name)
    accounted = (
        newest.published
        + newest.quarantined
        + newest.duplicates
        + sum(newest.out_of_scope.values())
    )
    return dg.MaterializeResult(
        asset_key=describe.key(dataset),
        metadata=describe.outcome_metadata(newest),
        data_version=dg.DataVersion(held["inhoud_hash"]) if held else None,
        check_results=[
            dg.AssetCheckResult(
                check_name="geaccepteerd",
                passed=all(o.state in GOOD for o in outcomes),
                severity=dg.AssetCheckSeverity.ERROR,
                metadata={"reden": "; ".join(o.reason for o in outcomes if o.reason)},
            ),
            dg.AssetCheckResult(check_name="rijen", passed=newest.received == accounted),
        ],
    )


def publish_asset(datasets: Iterable[Dataset]) -> dg.AssetsDefinition:
    """The step that publishes a release of everything good that readers do not have yet."""
    shown = {layer.name: (d, layer) for d in datasets for layer in d.layers}
    specs = [
        dg.AssetSpec(
            describe.layer_key(layer),
            deps=_layer_deps(dataset, layer.geometry_from),
            description=layer.description,
            group_name=dataset.theme,
            kinds={"postgres", "geojson"}
            if dataset.geometry or layer.geometry_from
            else {"postgres"},
            owners=describe.OWNERS,
            skippable=True,
            automation_condition=automation.when_layers_change(),
            metadata={
                "dagster/column_schema": describe.layer_schema(dataset, layer),
                "dagster/relation_identifier": f"woonzorg.pub.{layer.name}",
            },
        )
        for dataset, layer in shown.values()
    ]

    @dg.multi_asset(specs=specs, can_subset=True, name="publiceren")
    def publish_release(
        context: dg.AssetExecutionContext, run: Run
    ) -> Iterator[dg.MaterializeResult]:  # type: ignore[type-arg]
        work = run.work
        release = publish.publish(work, run.area, "verversing")
        if release is None:
            return
        publish.tidy(work)
        for (name, _), held in releases.held_layers(work.connection, release).items():
            dataset, layer = shown[name]
            ours = describe.layer_key(layer) in context.selected_asset_keys
            if ours and held["epoch"] == work.epoch:
                yield _published(work, dataset, layer, held, release)

    return publish_release


def _layer_deps(dataset: Dataset, shapes: tuple[str, str] | None) -> list[dg.AssetKey]:
    names = {dataset.name, *((shapes[0],) if shapes else ())}
    return [describe.key(registry()[name]) for name in sorted(names)]


def _published(
    work: Work, dataset: Dataset, layer: Layer, held: dict[str, Any], release: int
) -> dg.MaterializeResult:  # type: ignore[type-arg]
    drawn = bool(dataset.geometry or layer.geometry_from)
    return dg.MaterializeResult(
        asset_key=describe.layer_key(layer),
        metadata={
            "dagster/row_count": held["rijen"],
            "release": release,
            "versie": held["version"],
            "beeld": describe.picture(work, layer, held["version"], drawn=drawn),
        },
        data_version=dg.DataVersion(held["vingerafdruk"]),
    )


def _tag(text: str) -> str:
    """A publisher's name as Dagster takes tags and pools."""
    return "".join(c if c.isalnum() else "_" for c in text.lower()).strip("_")
