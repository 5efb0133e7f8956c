"""The code location: it loads without secrets, and holds what the declarations say."""

import subprocess
import sys
from pathlib import Path

import dagster as dg
import pytest

from assets import describe
from assets.definitions import build_definitions
from data.registry import layers, registry
from pipelines.profile import load
from pipelines.settings import CHECKOUT
from pipelines.versions import Outcome

SNAPSHOT = Path(__file__).parent / "test_assets_definitions.txt"


@pytest.fixture(scope="module")
def defs() -> dg.Definitions:
    return build_definitions(load("landelijk", ("GM9999",), fictief=True))


@pytest.fixture(scope="module")
def specs(defs: dg.Definitions) -> dict[str, dg.AssetSpec]:
    return {spec.key.to_user_string(): spec for spec in defs.resolve_all_asset_specs()}


def test_loads(defs: dg.Definitions) -> None:
    dg.Definitions.validate_loadable(defs)


def test_keys_and_deps_are_those_of_the_snapshot(specs: dict[str, dg.AssetSpec]) -> None:
    """After a wanted change: write what this says to test_assets_definitions.txt."""
    lines = [
        " ".join([name, "<-", *sorted(dep.asset_key.to_user_string() for dep in spec.deps)])
        for name, spec in sorted(specs.items())
    ]
    assert lines == SNAPSHOT.read_text(encoding="utf-8").splitlines()


def test_the_database_is_asked_for_only_when_something_runs(tmp_path: Path) -> None:
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(CHECKOUT), "HOME": str(tmp_path)}
    program = "from assets.definitions import defs; print(len(list(defs.assets)))"
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 20


SOURCES = load("landelijk", ("GM9999",), fictief=True).sources


@pytest.mark.parametrize("name", [n for n, d in registry().items() if d.derived or SOURCES(n)])
def test_a_dataset_is_described(name: str, specs: dict[str, dg.AssetSpec]) -> None:
    declared = registry()[name]
    spec = specs[describe.key(declared).to_user_string()]
    assert declared.publisher in (spec.description or "")
    assert spec.owners == ["team:woonzorgkaart"]
    assert spec.group_name == declared.theme
    assert {"postgres", "python"} <= spec.kinds
    assert spec.tags["uitgever"] == describe.tag(declared.publisher)
    assert spec.metadata.get("dagster/uri", "") == declared.source_url
    assert spec.metadata["dagster/relation_identifier"] == f"woonzorg.store.{name}"
    schema = spec.metadata["dagster/column_schema"]
    assert {c.name for c in declared.columns} <= {c.name for c in schema.columns}
    assert spec.code_version
    assert (spec.freshness_policy is None) == declared.derived


def test_a_feed_without_a_source_is_shown_and_never_run(defs: dg.Definitions) -> None:
    graph = defs.resolve_asset_graph()
    idle = {k for k in graph.get_all_asset_keys() if not graph.get(k).is_materializable}
    off = {n for n, d in registry().items() if not d.derived and not SOURCES(n)}
    read = {i for d in registry().values() for i in (*d.inputs, *d.optional_inputs)}
    assert {k.path[-1] for k in idle} == off & read  # what no product reads is not in the graph
    assert {"pc6_vlakken", "zorginstituut_organisaties", "nnn", "duo_scholen"} <= off
    assert not {"cbs_kwb", "politie_misdrijven", "ses_woa", "natura2000"} & off
    assert all("geen bron" in (graph.get(k).description or "") for k in idle)


def test_layers_say_where_readers_find_them(specs: dict[str, dg.AssetSpec]) -> None:
    for name, (declared, layer) in layers().items():
        spec = specs.get(f"published/{name}")
        if spec is None:
            continue
        schema = "pub_restricted" if layer.restricted else "pub"
        assert spec.metadata["dagster/relation_identifier"] == f"woonzorg.{schema}.{name}"
        assert spec.tags["toegang"] == ("besloten" if layer.restricted else "open")
        assert spec.tags["niveau"] == declared.tier.value


def test_every_dataset_has_its_two_checks_and_none_blocks(defs: dg.Definitions) -> None:
    graph = defs.resolve_asset_graph()
    checked = {k.asset_key for k in graph.asset_check_keys if k.name in ("geaccepteerd", "rijen")}
    assert checked == {
        k for k in graph.get_all_asset_keys() if k.path[0] in ("staging", "derived")
    } - {k for k in graph.get_all_asset_keys() if not graph.get(k).is_materializable}
    assert not [k for k in graph.asset_check_keys if graph.get(k).blocking]


def test_what_watches_runs_from_the_start(defs: dg.Definitions) -> None:
    sensors = {s.name: s for s in defs.sensors or ()}
    assert set(sensors) == {
        "automatisch",
        "leveringen",
        "besluiten",
        "mislukt",
        "gestopte_runs",
    }
    assert {s.default_status for s in sensors.values()} == {dg.DefaultSensorStatus.RUNNING}
    schedules = {s.name: s for s in defs.schedules or () if isinstance(s, dg.ScheduleDefinition)}
    assert set(schedules) == {"maandelijks_onderhoud", "dagelijkse_meldingen"}
    for schedule in schedules.values():
        assert schedule.default_status == dg.DefaultScheduleStatus.RUNNING
        assert schedule.execution_timezone == "Europe/Amsterdam"


def test_a_profile_without_watched_folders_has_no_sensor_for_them() -> None:
    profile = load("groningen-2017", (), fictief=False)
    names = {s.name for s in build_definitions(profile).sensors or ()}
    assert "leveringen" not in names


def test_a_reason_about_business_data_goes_without_its_examples() -> None:
    reason = "kolom naam bevat «Seniorenhof»; 3 vormen buiten Nederland (bijvoorbeeld 1.0, 2.0)."
    told = [Outcome("corporatiecomplexen", "geweigerd", reason=reason)]
    closed, open_ = registry()["corporatiecomplexen"], registry()["cbs_buurten"]
    assert describe.reasons(closed, told) == ("kolom naam bevat …; 3 vormen buiten Nederland (…).")
    assert describe.reasons(open_, told) == reason
