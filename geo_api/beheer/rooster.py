"""When a feed is pulled, in words: from the cron line of its declaration (Europe/Amsterdam)."""

from geo_api.describe.languages import DUTCH, Pair, said
from geo_api.pages import MONTHS
from geo_api.site.periods import ENGLISH_MONTHS

DAYS: tuple[Pair, ...] = (
    ("zondag", "Sunday"),
    ("maandag", "Monday"),
    ("dinsdag", "Tuesday"),
    ("woensdag", "Wednesday"),
    ("donderdag", "Thursday"),
    ("vrijdag", "Friday"),
    ("zaterdag", "Saturday"),
)


def words(cron: str, taal: str = DUTCH) -> str:
    """A cron line as people say it; one that says more than a day and a time stays as it is.

    Args:
        cron: minute, hour, day of the month, month, day of the week.
        taal: `nl` or `en`.
    """
    minute, hour, day, month, weekday = cron.split()
    plain = all(one.isdigit() or one == "*" for one in (day, month, weekday))
    if not plain or not (minute.isdigit() and hour.isdigit()):
        return cron
    every = _days(day, month, weekday)
    time: Pair = (f"om {hour}.{int(minute):02d} uur", f"at {hour}:{int(minute):02d}")
    return f"{said(every, taal)} {said(time, taal)}" if every else cron


def _days(day: str, month: str, weekday: str) -> Pair | None:
    """Which days; None for what has no plain words."""
    match (day, month, weekday):
        case ("*", "*", "*"):
            return "elke dag", "each day"
        case ("*", "*", _):
            dutch, english = DAYS[int(weekday) % 7]
            return f"elke {dutch}", f"each {english}"
        case (_, "*", "*"):
            return f"de {day}e van elke maand", f"on day {day} of each month"
        case (_, _, "*") if day != "*":
            at = int(month) - 1
            return f"elk jaar op {day} {MONTHS[at]}", f"each year on {day} {ENGLISH_MONTHS[at]}"
    return None
