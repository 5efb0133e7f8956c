"""What the daemon would start, and when: the clock of feeds, and inputs whose content changed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import dagster as dg
import pytest

from assets import automation, describe
from assets.definitions import build_definitions
from data.model import Cadence
from data.registry import dataset, layers, registry
from pipelines.profile import load

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MONDAY = datetime(2026, 1, 12, 12, 0, tzinfo=AMSTERDAM)
FEEDS = [d for d in registry().values() if not d.derived]
SUNDAYS = [datetime(2026, 3, 29, tzinfo=AMSTERDAM), datetime(2026, 10, 25, tzinfo=AMSTERDAM)]


@pytest.fixture(scope="module")
def defs() -> dg.Definitions:
    return build_definitions(load("landelijk", ("GM9999",), fictief=True))


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.ephemeral() as made:
        yield made


class Daemon:
    """Looks at the conditions of some assets again and again, as the daemon does."""

    def __init__(
        self, defs: dg.Definitions, instance: dg.DagsterInstance, *keys: dg.AssetKey
    ) -> None:
        """Nothing was looked at yet."""
        self._defs, self._instance = defs, instance
        self._chosen = dg.AssetSelection.assets(*keys)
        self._cursor: Any = None

    def look(self, at: datetime = MONDAY) -> set[str]:
        """Names of what is started by this look."""
        found = dg.evaluate_automation_conditions(
            self._defs, self._instance, self._chosen, at, self._cursor
        )
        self._cursor = found.cursor
        keys = self._chosen.resolve(self._defs.resolve_asset_graph())
        return {key.path[-1] for key in keys if found.get_num_requested(key)}

    def made(self, key: dg.AssetKey, content: str, *, accepted: bool = True) -> None:
        """A run made an asset."""
        tags = {"dagster/data_version": content}
        self._instance.report_runless_asset_event(dg.AssetMaterialization(key, tags=tags))
        if key.path[0] != "published":
            self._instance.report_runless_asset_event(
                dg.AssetCheckEvaluation(key, "geaccepteerd", passed=accepted)
            )


def key(name: str) -> dg.AssetKey:
    return describe.key(dataset(name))


def layer(name: str) -> dg.AssetKey:
    return describe.layer_key(layers()[name][1])


# The clock of a feed


def test_a_feed_runs_when_its_tick_passes_and_not_otherwise(
    defs: dg.Definitions, instance: dg.DagsterInstance
) -> None:
    tuesday = datetime(2026, 1, 13, 4, 49, tzinfo=AMSTERDAM)  # cbs_kwb: 04:50 on Tuesdays
    daemon = Daemon(defs, instance, key("cbs_kwb"))
    assert daemon.look(tuesday - timedelta(days=1)) == set()
    assert daemon.look(tuesday) == set()
    assert daemon.look(tuesday + timedelta(minutes=2)) == {"cbs_kwb"}
    daemon.made(key("cbs_kwb"), "a")
    for hours in (1, 24, 72, 167):
        assert daemon.look(tuesday + timedelta(hours=hours)) == set()
    assert daemon.look(tuesday + timedelta(days=7, minutes=2)) == {"cbs_kwb"}


def test_a_tick_missed_while_the_daemon_was_down_is_made_up_for_once(
    defs: dg.Definitions, instance: dg.DagsterInstance
) -> None:
    daemon = Daemon(defs, instance, key("cbs_kwb"))
    assert daemon.look(MONDAY) == set()
    assert daemon.look(MONDAY + timedelta(days=20)) == {"cbs_kwb"}
    daemon.made(key("cbs_kwb"), "a")
    assert daemon.look(MONDAY + timedelta(days=20, hours=1)) == set()


def test_the_clock_is_that_of_amsterdam_in_winter_and_summer(
    defs: dg.Definitions, instance: dg.DagsterInstance
) -> None:
    daemon = Daemon(defs, instance, key("cbs_kwb"))
    for day, hour_utc in ((datetime(2026, 1, 13), 3), (datetime(2026, 7, 14), 2)):  # noqa: DTZ001
        tick = day.replace(hour=hour_utc, minute=50, tzinfo=ZoneInfo("UTC"))
        daemon.look(tick - timedelta(minutes=1))
        daemon.made(key("cbs_kwb"), str(day))
        assert daemon.look(tick - timedelta(seconds=30)) == set()
        assert daemon.look(tick + timedelta(seconds=30)) == {"cbs_kwb"}


@pytest.mark.parametrize("feed", FEEDS, ids=lambda d: d.name)
def test_no_feed_is_pulled_in_the_hour_that_clocks_skip_or_repeat(feed: Any) -> None:
    hours = feed.cadence.cron.split()[1]
    assert hours.isdigit(), "one fixed hour"
    assert int(hours) != 2


@pytest.mark.parametrize("sunday", SUNDAYS, ids=["maart", "oktober"])
@pytest.mark.parametrize("cron", sorted({f.cadence.cron.split()[1] for f in FEEDS} | {"6"}))
def test_one_tick_in_a_night_in_which_the_clock_changes(
    sunday: datetime, cron: str, instance: dg.DagsterInstance
) -> None:
    daily = replace(dataset("cbs_kwb"), cadence=Cadence(f"10 {cron} * * *", 14))

    @dg.asset(key=key("cbs_kwb"), automation_condition=automation.by_clock(daily))
    def feed() -> None: ...

    daemon = Daemon(dg.Definitions([feed]), instance, key("cbs_kwb"))
    start = (sunday - timedelta(hours=3)).astimezone(ZoneInfo("UTC"))
    started = []
    for minutes in range(0, 16 * 60, 20):
        at = start + timedelta(minutes=minutes)
        if daemon.look(at):
            started.append(at.astimezone(AMSTERDAM))
            daemon.made(key("cbs_kwb"), str(at), accepted=False)
    assert [at.hour for at in started] == [int(cron)]


# What is made from something


def test_a_product_follows_the_content_of_its_inputs(
    defs: dg.Definitions, instance: dg.DagsterInstance
) -> None:
    daemon = Daemon(defs, instance, key("woningvoorraad"))
    inputs = [*dataset("woningvoorraad").inputs, *dataset("woningvoorraad").optional_inputs]
    daemon.look()
    for name in inputs:
        daemon.made(key(name), "a")
    assert daemon.look() == {"woningvoorraad"}
    daemon.made(key("woningvoorraad"), "w")
    assert daemon.look() == set()
    daemon.made(key("cbs_buurten"), "a")  # pulled again, the same content
    assert daemon.look() == set()
    daemon.made(key("cbs_buurten"), "b")
    assert daemon.look() == {"woningvoorraad"}
    assert daemon.look() == set(), "asked for once"


def test_an_input_that_was_never_pulled_does_not_hold_a_product_up(
    defs: dg.Definitions, instance: dg.DagsterInstance
) -> None:
    daemon = Daemon(defs, instance, key("locaties"))
    assert len(dataset("locaties").optional_inputs) > 1
    daemon.look()
    daemon.made(key("osm_bestemmingen"), "a")
    assert daemon.look() == {"locaties"}
    daemon.made(key("locaties"), "w")
    assert daemon.look() == set()
    daemon.made(key("osm_bestemmingen"), "b")
    assert daemon.look() == {"locaties"}


def test_a_refused_input_blocks_nothing(defs: dg.Definitions, instance: dg.DagsterInstance) -> None:
    shown = layer("woningvoorraad_buurt")
    daemon = Daemon(defs, instance, key("woningvoorraad"), shown)
    daemon.look()
    daemon.made(key("cbs_buurten"), "a", accepted=False)
    daemon.made(key("bag_verblijfsobjecten"), "a", accepted=False)
    assert daemon.look() == {"woningvoorraad", "woningvoorraad_buurt"}
    daemon.made(key("woningvoorraad"), "w", accepted=False)
    daemon.made(shown, "w")
    assert daemon.look() == set()
    daemon.made(key("woningvoorraad"), "x", accepted=False)
    assert daemon.look() == {"woningvoorraad_buurt"}


def test_one_change_goes_through_to_the_layers_in_one_run(
    defs: dg.Definitions, instance: dg.DagsterInstance
) -> None:
    chain = [key("draaglast_buurt"), key("kans_cel"), layer("kansenkaart")]
    daemon = Daemon(defs, instance, *chain)
    daemon.look()
    for made in chain:
        daemon.made(made, "a")
    assert daemon.look() == set()
    assert "rivm_gezondheid" not in dataset("kans_cel").inputs
    daemon.made(key("rivm_gezondheid"), "b")
    assert daemon.look() == {"draaglast_buurt", "kans_cel", "kansenkaart"}


def test_layers_follow_their_dataset_and_its_shapes(
    defs: dg.Definitions, instance: dg.DagsterInstance
) -> None:
    daemon = Daemon(defs, instance, layer("kerncijfers"))
    daemon.look()
    daemon.made(key("cbs_kwb"), "a")
    assert daemon.look() == {"kerncijfers"}
    daemon.made(layer("kerncijfers"), "k")
    assert daemon.look() == set()
    daemon.made(key("cbs_buurten"), "a")
    assert daemon.look() == {"kerncijfers"}
    daemon.made(layer("kerncijfers"), "l")
    daemon.made(key("cbs_kwb"), "a")
    assert daemon.look() == set()


def test_a_nightly_look_at_what_readers_do_not_have_yet(
    defs: dg.Definitions, instance: dg.DagsterInstance
) -> None:
    daemon = Daemon(defs, instance, layer("kerncijfers"), key("woningvoorraad"))
    morning = MONDAY.replace(hour=6, minute=44)
    daemon.look(morning)
    for made in (layer("kerncijfers"), key("woningvoorraad")):
        daemon.made(made, "a")
    assert daemon.look(morning) == set()
    assert daemon.look(morning + timedelta(minutes=2)) == {"kerncijfers"}
    assert daemon.look(morning + timedelta(minutes=4)) == set()


def test_every_asset_that_should_move_has_a_condition(defs: dg.Definitions) -> None:
    graph = defs.resolve_asset_graph()
    still = {
        k.to_user_string()
        for k in graph.get_all_asset_keys()
        if graph.get(k).is_materializable and not graph.get(k).automation_condition
    }
    assert still == {"onderhoud/dagster_runs"}


# Asking again


def test_a_silent_publisher_is_asked_twice_more_after_minutes() -> None:
    waits = [automation.ask_again(attempt) for attempt in range(3)]
    assert waits[2] is None
    for again, (least, most) in zip(waits[:2], ((60, 180), (180, 300)), strict=True):
        assert again is not None
        assert again.max_retries == 2
        assert least <= (again.seconds_to_wait or 0) <= most
