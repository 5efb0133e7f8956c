"""How fast the map is: five thousand cells to weigh, and the work of the main thread in a trace.

Processor time of the main thread, painting included: time on the clock would measure what else the
machine does.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from tests.browser.support import catalogue, tiles, world
from tests.browser.support.server import Server, Site

AREAS = 5000
MOVES = 9
_FINER = 104
_LAYERS = ("kans_cel", "gemeenten", "wijken", "water")
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


@contextmanager
def dense(static: Path, folder: Path) -> Iterator[Server]:
    """A server of the invented gemeente in five thousand cells.

    Args:
        static: folder of the built viewer.
        folder: for the tiles.
    """
    features = world.build(cells_wide=_FINER)
    found = len(features["kans_cel"])
    if found < AREAS:
        raise AssertionError(f"{found} cells are too few to measure with")
    features["kans_cel"] = features["kans_cel"][:AREAS]
    tiles.make(folder, {name: features[name] for name in _LAYERS})
    layers = {one["id"]: one for one in catalogue.layers(features) if one["id"] in _LAYERS}
    running = Server(Site(static, folder, features, layers))
    running.start()
    try:
        yield running
    finally:
        running.stop()


def move(page: Page) -> None:
    """Move a weight, time and again, each time until the page is quiet."""
    page.evaluate(_MOVE, MOVES)


def longest_tasks(browser: Browser, page: Page) -> list[float]:
    """Milliseconds of processor time of the longest task of the main thread, per move."""
    browser.start_tracing(page=page, categories=_CATEGORIES)
    move(page)
    events = json.loads(browser.stop_tracing())["traceEvents"]
    return [max(tasks, default=0.0) for tasks in _per_move(events)]


def _per_move(events: list[dict[str, Any]]) -> list[list[float]]:
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
    return [
        [one["tdur"] / 1000 for one in tasks if start <= one["ts"] < end]
        for start, end in zip(starts, [*starts[1:], float("inf")], strict=True)
    ]
