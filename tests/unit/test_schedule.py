"""Cron lines: the next tick, over changes of the clock, month ends and both kinds of days."""

from datetime import UTC, datetime

import pytest

from data.registry import registry
from pipelines.schedule import following


@pytest.mark.parametrize(
    ("cron", "after", "expected"),
    [
        ("15 4 * * 1", "2026-11-21T12:00+01:00", "2026-11-23T04:15+01:00"),
        ("15 4 * * 1", "2026-11-23T04:15+01:00", "2026-11-30T04:15+01:00"),
        ("0 5 1 * *", "2026-12-01T05:00+01:00", "2027-01-01T05:00+01:00"),
        ("*/20 6-7 * * *", "2026-06-01T06:41+02:00", "2026-06-01T07:00+02:00"),
        ("30 4 1,15 1 *", "2026-11-21T12:00+01:00", "2027-01-01T04:30+01:00"),
        ("0 4 29 2 *", "2026-11-21T12:00+01:00", "2028-02-29T04:00+01:00"),
        ("0 4 1 * 0", "2026-11-21T12:00+01:00", "2026-11-22T04:00+01:00"),
        # The night in which summer time begins: the tick is at four by the clock on the wall.
        ("0 4 * * *", "2027-03-27T12:00+01:00", "2027-03-28T04:00+02:00"),
    ],
)
def test_the_next_tick(cron: str, after: str, expected: str) -> None:
    assert following(cron, datetime.fromisoformat(after)) == datetime.fromisoformat(expected)


def test_a_line_that_never_comes_up() -> None:
    assert following("0 4 30 2 *", datetime(2026, 1, 1, tzinfo=UTC)) is None


def test_every_feed_has_a_next_tick() -> None:
    now = datetime(2026, 11, 21, 12, tzinfo=UTC)
    for dataset in registry().values():
        if not dataset.derived:
            assert following(dataset.cadence.cron, now), dataset.name
