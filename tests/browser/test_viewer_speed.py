"""A weight to new colours on five thousand areas: one frame of main-thread work, and no request."""

import statistics
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.support import speed
from tests.browser.support.screen import Screen

FRAME_MS = 16.0


@pytest.mark.alone
def test_a_weight_costs_one_frame_of_main_thread_work(
    browser: Browser, static: Path, tmp_path: Path
) -> None:
    with speed.dense(static, tmp_path) as server:
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        screen = Screen(page, server)
        screen.open("?laag=kans_cel")
        screen.see(".wz-weging .nl-data-badge", "vastgestelde weging")
        speed.move(page)  # what is compiled the first time is not what a move costs
        before = len(server.site.seen)
        longest = speed.longest_tasks(browser, page)
        asked = [path for path in server.site.seen[before:] if path.startswith("/v1")]
        assert asked == [], "weighing asks nothing"
        assert len(longest) == speed.MOVES
        assert min(longest) > 0.5, "the trace has the tasks of the main thread"
        assert statistics.median(longest) < FRAME_MS, longest
        screen.keep_violations()
        page.close()
        screen.check()
