"""What Dagster shows of a dataset or layer: description, tags, columns, counts, checks.

Its page is open to whoever reaches it, so nothing here is the content of a row.
"""

import re
from typing import Any

import dagster as dg

from data.model import Dataset, Layer, Tier
from data.tables import fields, layer_columns, stored
from pipelines import versions
from pipelines.versions import Outcome
from pipelines.work import Work

OWNERS = ["team:woonzorgkaart"]
GOOD = {"gepubliceerd", "ongewijzigd", "overgeslagen"}
EXAMPLE = re.compile(r"«[^»]*»|'[^']*'|\"[^\"]*\"|bijvoorbeeld [^;)]*")


def key(dataset: Dataset) -> dg.AssetKey:
    """Asset key of a dataset: stage, then noun."""
    return dg.AssetKey(["derived" if dataset.derived else "staging", dataset.name])


def layer_key(layer: Layer) -> dg.AssetKey:
    """Asset key of a published layer."""
    return dg.AssetKey(["published", layer.name])


def description(dataset: Dataset) -> str:
    """What, from whom, under which licence, how often."""
    return (
        f"{dataset.description}\n\nBron: {dataset.publisher}. Licentie: {dataset.licence}."
        f"{f' Methode {dataset.method_version}.' if dataset.method_version else ''}"
    )


def column_schema(dataset: Dataset) -> dg.TableSchema:
    """Declared columns with their units."""
    units = {c.name: f"{c.title} ({c.unit})" if c.unit else c.title for c in dataset.columns}
    return dg.TableSchema(
        columns=[
            dg.TableColumn(name=name, type=kind, description=units.get(name))
            for name, kind in fields(dataset.columns, supplier=dataset.per_supplier)
        ]
    )


def layer_schema(dataset: Dataset, layer: Layer) -> dg.TableSchema:
    """Columns of a published layer."""
    return dg.TableSchema(
        columns=[dg.TableColumn(name=n, type=k) for n, k in stored(layer_columns(dataset, layer))]
    )


def tags(dataset: Dataset) -> dict[str, str]:
    """Who publishes it, under which licence, and who its contents belong to."""
    return {
        "uitgever": tag(dataset.publisher),
        "licentie": tag(dataset.licence),
        "niveau": dataset.tier.value,
    }


def tag(text: str) -> str:
    """A name as Dagster takes it in tags: letters and digits, at most 63."""
    plain = "".join(c if c.isascii() and c.isalnum() else "_" for c in text.lower())
    return re.sub("_+", "_", plain).strip("_")[:63].strip("_") or "onbekend"


def static_metadata(dataset: Dataset) -> dict[str, Any]:
    """Metadata that follows from the declaration."""
    found: dict[str, Any] = {
        "dagster/column_schema": column_schema(dataset),
        "dagster/relation_identifier": f"woonzorg.store.{dataset.name}",
        "licentie": dataset.licence,
    }
    if dataset.source_url:
        found["dagster/uri"] = dataset.source_url
    return found


def layer_metadata(dataset: Dataset, layer: Layer) -> dict[str, Any]:
    """Metadata of a layer that follows from the declaration."""
    schema = "pub_restricted" if layer.restricted else "pub"
    return {
        "dagster/column_schema": layer_schema(dataset, layer),
        "dagster/relation_identifier": f"woonzorg.{schema}.{layer.name}",
        "licentie": dataset.licence,
    }


def layer_signature(dataset: Dataset, layer: Layer) -> str:
    """Changes when the form of a layer or the method of its dataset changes."""
    return versions.fingerprint(versions.signature(dataset), repr(layer))[:16]


def checks(dataset: Dataset) -> list[dg.AssetCheckSpec]:
    """What is said of every run of a dataset; signals, the gate is the publishing transaction."""
    return [
        dg.AssetCheckSpec(
            "geaccepteerd",
            asset=key(dataset),
            description="De levering of berekening is aangenomen; zo niet, dan blijft de laatste "
            "goede versie staan en is dit de reden.",
        ),
        dg.AssetCheckSpec(
            "rijen",
            asset=key(dataset),
            description="ontvangen = gepubliceerd + quarantaine + dubbel + buiten bereik",
        ),
    ]


def outcome_metadata(
    dataset: Dataset, outcomes: list[Outcome], held: dict[str, Any] | None
) -> dict[str, Any]:
    """Metadata of one run of one dataset: counts and reasons, never rows.

    Args:
        dataset: the declaration.
        outcomes: of this run, oldest peildatum first; at least one.
        held: version record that readers have after this run, None before the first.
    """
    newest = outcomes[-1]
    scope: dict[str, int] = {}
    for outcome in outcomes:
        for rule, rows in outcome.out_of_scope.items():
            scope[rule] = scope.get(rule, 0) + rows
    return {
        "dagster/row_count": held["gepubliceerd"] if held else 0,
        "uitkomst": states(outcomes),
        "peildatum": str((held or {}).get("peildatum") or newest.peildatum or "geen"),
        "versie": held["version"] if held else 0,
        "ontvangen": sum(o.received for o in outcomes),
        "gepubliceerd": sum(o.published for o in outcomes),
        "quarantaine": sum(o.quarantined for o in outcomes),
        "dubbel": sum(o.duplicates for o in outcomes),
        "buiten_bereik": dg.MetadataValue.json(scope),
        "seconden": round(sum(o.seconds for o in outcomes), 2),
        "reden": reasons(dataset, outcomes),
    }


def check_results(
    dataset: Dataset, outcomes: list[Outcome], held: dict[str, Any] | None
) -> list[dg.AssetCheckResult]:
    """Whether everything was accepted, and whether the rows of this run and of `held` add up."""
    reason = reasons(dataset, outcomes)
    open_rows = [
        o.received - o.published - o.quarantined - o.duplicates - sum(o.out_of_scope.values())
        for o in outcomes
    ]
    if held:
        counted = held["gepubliceerd"] + held["afgekeurd"] + held["dubbel"]
        scope = held["buiten_bereik"] or {}
        open_rows.append(held["ontvangen"] - counted - sum(scope.values()))
    return [
        dg.AssetCheckResult(
            check_name="geaccepteerd",
            asset_key=key(dataset),
            passed={o.state for o in outcomes} <= GOOD,
            severity=dg.AssetCheckSeverity.ERROR,
            description=reason or states(outcomes),
            metadata={
                "uitkomst": states(outcomes),
                "reden": reason,
                "behouden_versie": held["version"] if held else 0,
            },
        ),
        dg.AssetCheckResult(
            check_name="rijen",
            asset_key=key(dataset),
            passed=not any(open_rows),
            severity=dg.AssetCheckSeverity.ERROR,
            metadata={"rijen_zonder_bestemming": sum(map(abs, open_rows))},
        ),
    ]


def states(outcomes: list[Outcome]) -> str:
    """What became of a dataset, in a word or two."""
    return ", ".join(sorted({outcome.state for outcome in outcomes}))


def reasons(dataset: Dataset, outcomes: list[Outcome]) -> str:
    """Why an outcome is what it is; of business data without the examples that a reason quotes."""
    text = "; ".join(dict.fromkeys(o.reason for o in outcomes if o.reason))
    return text if dataset.tier is Tier.OPEN else EXAMPLE.sub("…", text)


def data_version(work: Work, dataset: Dataset) -> dg.DataVersion:
    """Content of the newest good version of every peildatum: equal content, equal version."""
    rows = work.connection.execute(
        "SELECT DISTINCT ON (peildatum) peildatum::text, inhoud_hash FROM log.versie"
        " WHERE dataset = %s AND toestand = 'goed' ORDER BY peildatum, version DESC",
        (dataset.name,),
    ).fetchall()
    held = [(row["peildatum"], row["inhoud_hash"]) for row in rows]
    return dg.DataVersion(versions.fingerprint(held) if held else "geen")
