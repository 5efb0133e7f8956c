"""A weight to new colours on five thousand areas: one frame of main-thread work, and no request.

Measured in the trace of the browser, painting included, as processor time of the main thread: time
on the clock would measure what else the machine does.
"""

import json
import statistics
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.support import catalogue, tiles, world
from tests.browser.support.screen import Screen
from tests.browser.support.server import Server, Site

FRAME_MS = 16.0
AREAS = 5000
MOVES = 9
_CATEGORIES = ["devtools.timeline", "disabled-by-default-devtools.timeline"]
_MOVE = """async (moves) => {
  const slider = document.querySelector("#wz-gewicht-V");
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  for (let k = 0; k < moves; k++) {
    console.timeStamp(`move ${k}`);
    slider.value = String((4 + k * 3) % 11);
    slider.dispatchEvent(new InputEvent("input", { bubbles: true }));
    for (let i = 0; i < 20; i++) await frame();
  }
}"""


@pytest.fixture
def dense(static: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """The invented gemeente in at least five thousand cells."""
    monkeypatch.setattr(world, "CELLS_WIDE", 104)
    features = world.build()
    assert len(features["kans_cel"]) >= AREAS
    features["kans_cel"] = features["kans_cel"][:AREAS]
    tiles.make(tmp_path, {name: features[name] for name in ("kans_cel", "gemeenten")})
    layers = {one["id"]: one for one in catalogue.layers(features)}
    kept = {name: layers[name] for name in ("kans_cel", "gemeenten")}
    running = Server(Site(static, tmp_path, features, kept))
    running.start()
    yield running
    running.stop()


def _main_thread(events: list[dict[str, Any]]) -> list[list[float]]:
    """Milliseconds of processor time of each task of the main thread, per move."""
    stamps = [one for one in events if one.get("name") == "TimeStamp"]
    page = stamps[0]["pid"]
    threads = {
        (one["pid"], one["tid"])
        for one in events
        if one.get("name") == "thread_name" and one["args"]["name"] == "CrRendererMain"
    }
    tasks = [
        one
        for one in events
        if one.get("name") == "RunTask"
        and one["pid"] == page
        and (one["pid"], one["tid"]) in threads
        and "tdur" in one
    ]
    starts = sorted(one["ts"] for one in stamps)
    assert len(starts) == MOVES
    return [
        [one["tdur"] / 1000 for one in tasks if start <= one["ts"] < end]
        for start, end in zip(starts, [*starts[1:], float("inf")], strict=True)
    ]


def test_a_weight_costs_one_frame_of_main_thread_work(browser: Browser, dense: Server) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    screen = Screen(page, dense)
    screen.open("?laag=kans_cel")
    screen.see(".wz-weging .nl-data-badge", "vastgestelde weging")
    screen.evaluate(_MOVE, MOVES)  # what is compiled the first time is not what a move costs
    before = len(dense.site.seen)
    browser.start_tracing(page=page, categories=_CATEGORIES)
    screen.evaluate(_MOVE, MOVES)
    events = json.loads(browser.stop_tracing())["traceEvents"]
    asked = [path for path in dense.site.seen[before:] if path.startswith("/v1")]
    assert asked == [], "weighing asks nothing"
    longest = [max(tasks, default=0.0) for tasks in _main_thread(events)]
    assert min(longest) > 0.5, "the trace has the tasks of the main thread"
    assert statistics.median(longest) < FRAME_MS, longest
    screen.keep_violations()
    page.close()
    screen.check()
