"""Time (TRUST 3.2, P22): changes of the clock, year ends, 29 February and seconds called :60."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from dagster._utils.schedules import cron_string_iterator

from assets.automation import NIGHTLY, TIMEZONE
from data.model import Column
from data.registry import registry
from pipelines import values
from pipelines.schedule import following
from tests.support import declared

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
CRONS = sorted({d.cadence.cron for d in registry().values() if not d.derived} | {NIGHTLY})
# Both changes of the clock, a year end, and the days around 29 February of a leap year.
NIGHTS = {
    "zomertijd": date(2027, 3, 28),
    "wintertijd": date(2027, 10, 31),
    "jaarwisseling": date(2027, 12, 31),
    "schrikkeldag": date(2028, 2, 29),
}


def ticks(cron: str, first: date, days: int) -> list[datetime]:
    """Every tick of so many days, by the clock on the wall."""
    moment = datetime(first.year, first.month, first.day, tzinfo=AMSTERDAM) - timedelta(seconds=1)
    end = first + timedelta(days=days)
    found: list[datetime] = []
    while (after := following(cron, found[-1] if found else moment)) and after.date() < end:
        found.append(after)
    return found


@pytest.mark.parametrize("cron", CRONS)
def test_no_line_ticks_in_the_hour_that_is_skipped_or_comes_twice(cron: str) -> None:
    for tick in ticks(cron, date(2027, 1, 1), 3 * 366)[:1500]:
        assert tick.astimezone(AMSTERDAM).hour != 2, tick


@pytest.mark.parametrize("night", NIGHTS)
@pytest.mark.parametrize("cron", [c for c in CRONS if c.endswith(" * * *")])
def test_a_daily_line_runs_exactly_once_on_every_day(cron: str, night: str) -> None:
    first = NIGHTS[night] - timedelta(days=1)
    hours = len(ticks(cron, date(2027, 6, 1), 1))
    found = ticks(cron, first, 3)
    assert hours >= 1
    assert [sum(t.date() == first + timedelta(days=n) for t in found) for n in range(3)] == [
        hours
    ] * 3
    assert all(a < b for a, b in pairwise(t.astimezone(UTC) for t in found))


@pytest.mark.parametrize("night", NIGHTS)
@pytest.mark.parametrize("cron", CRONS)
def test_dagster_ticks_when_the_calendar_of_the_steward_says_so(cron: str, night: str) -> None:
    start = datetime.combine(NIGHTS[night], datetime.min.time(), AMSTERDAM) - timedelta(days=1)
    theirs = cron_string_iterator(start.timestamp(), cron, TIMEZONE)
    moment = start - timedelta(seconds=1)
    for _ in range(4):
        mine = following(cron, moment)
        assert mine is not None
        assert next(theirs).timestamp() == mine.timestamp()
        moment = mine


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2028-02-29", date(2028, 2, 29)),
        ("29-02-2028", date(2028, 2, 29)),
        ("2027-02-29", None),
        ("29-02-2027", None),
        ("2026-12-31", date(2026, 12, 31)),
        ("2016-12-31T23:59:60", None),
        ("2016-12-31 23:59:60", None),
        ("31-12-2016 23:59:60", None),
        ("23:59:60", None),
    ],
)
def test_odd_days_and_seconds_are_a_date_or_a_bad_row(text: str, value: date | None) -> None:
    column = Column(name="datum", type="date", sources=("datum",), optional=True)
    parsed = values.parse(declared.dataset(column), column, pa.array([text]), ".")
    assert parsed.values.to_pylist() == [value]
    assert list(parsed.bad) == [value is None]
