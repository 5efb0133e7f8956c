"""When a feed is pulled, in words: from the cron line of its declaration (Europe/Amsterdam)."""

from geo_api.pages import MONTHS

DAYS = ("zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag")


def words(cron: str) -> str:
    """A cron line as people say it; one that says more than a day and a time stays as it is.

    Args:
        cron: minute, hour, day of the month, month, day of the week.
    """
    minute, hour, day, month, weekday = cron.split()
    plain = all(one.isdigit() or one == "*" for one in (day, month, weekday))
    if not plain or not (minute.isdigit() and hour.isdigit()):
        return cron
    time = f"om {hour}.{int(minute):02d} uur"
    if (day, month, weekday) == ("*", "*", "*"):
        return f"elke dag {time}"
    if (day, month) == ("*", "*"):
        return f"elke {DAYS[int(weekday) % 7]} {time}"
    if (month, weekday) == ("*", "*"):
        return f"de {day}e van elke maand {time}"
    if weekday == "*" and day != "*":
        return f"elk jaar op {day} {MONTHS[int(month) - 1]} {time}"
    return cron
