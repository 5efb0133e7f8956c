"""The `datetime` parameter: an instant or interval, compared with the day of a version."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

from geo_api.errors import Fault

_MOMENT = re.compile(
    r"\d{4}-\d{2}-\d{2}([Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2}))?", re.ASCII
)


@dataclass(frozen=True)
class Interval:
    """Days from `first` to `last`, both included; None is open."""

    first: str | None
    last: str | None

    def holds(self, day: str) -> bool:
        """Whether an ISO day lies inside."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


def parse(value: str | None, faults: list[Fault]) -> Interval | None:
    """Read `datetime`: `2024-01-01`, `2024-01-01T00:00:00Z`, `../2024-01-01`, `2023-01-01/..`.

    Args:
        value: the parameter, None when it was not given.
        faults: receives what is wrong.
    """
    if value is None:
        return None
    texts = value.split("/")
    try:
        days = [_day(text, opened=len(texts) == 2) for text in texts]
    except ValueError:
        days = []
    if len(days) not in (1, 2) or days == [None, None] or _backward(days):
        detail = (
            "'datetime' is een datum of tijdstip (RFC 3339), of twee met '/' ertussen; "
            "'..' is een open eind."
        )
        faults.append(Fault("datetime", "tijd", detail))
        return None
    return Interval(days[0], days[-1])


def _backward(days: list[str | None]) -> bool:
    first, last = days[0], days[-1]
    return first is not None and last is not None and first > last


def _day(text: str, *, opened: bool) -> str | None:
    if opened and text in ("", ".."):
        return None
    if not _MOMENT.fullmatch(text):
        raise ValueError(text)
    if len(text) == 10:
        return date.fromisoformat(text).isoformat()
    whole = re.sub(r"\.\d+", "", text.upper())  # a fraction of a second does not change the day
    try:
        return datetime.fromisoformat(whole).astimezone(UTC).date().isoformat()
    except OverflowError as error:
        raise ValueError(text) from error
