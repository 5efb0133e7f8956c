"""When a feed is pulled next, from its cron line (Europe/Amsterdam).

Belongs here: the five fields with numbers, lists, ranges, steps and `*`, as the declarations use
them. Not here: starting anything, which is Dagster's work.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
_LIMITS = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
_FAR_DAYS = 366 * 5


def today() -> date:
    """The day it is in the Netherlands."""
    return datetime.now(AMSTERDAM).date()


def following(cron: str, after: datetime) -> datetime | None:
    """The first tick after a moment.

    Args:
        cron: minute, hour, day of month, month, day of week (0 and 7 are Sunday).
        after: an aware moment.

    Returns:
        An aware moment in Amsterdam; None when the line never comes up (30 February).
    """
    minutes, hours, days, months, weekdays = (
        _numbers(field, *limits) for field, limits in zip(cron.split(), _LIMITS, strict=True)
    )
    any_day, any_weekday = (cron.split()[place].startswith("*") for place in (2, 4))
    local = after.astimezone(AMSTERDAM)
    for ahead in range(_FAR_DAYS):
        day = local.date() + timedelta(days=ahead)
        on_day, on_weekday = day.day in days, day.isoweekday() % 7 in {n % 7 for n in weekdays}
        # Cron's own rule: two limited fields are alternatives, else both must hold.
        fits = on_day or on_weekday if not (any_day or any_weekday) else on_day and on_weekday
        if day.month not in months or not fits:
            continue
        for hour in sorted(hours):
            for minute in sorted(minutes):
                moment = datetime.combine(day, time(hour, minute), AMSTERDAM)
                if moment > local:
                    return moment
    return None


def _numbers(field: str, low: int, high: int) -> set[int]:
    found: set[int] = set()
    for part in field.split(","):
        span, _, step = part.partition("/")
        first, _, last = span.partition("-")
        if span == "*":
            begin, end = low, high
        else:
            begin = int(first)
            end = int(last) if last else (high if step else begin)
        found.update(range(begin, end + 1, int(step or 1)))
    return found
