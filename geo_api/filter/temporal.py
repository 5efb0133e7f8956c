"""How two moments or periods lie in time (the temporal functions of CQL2).

Both are taken as a start and an end; of a single moment these are the same. A day is the moment at
which it begins in UTC, where it is compared with a moment.
"""

from geo_api.filter.terms import DAY, MOMENT, TRUTH, Term, joined, made

Period = tuple[Term, Term]

START, END = 0, 1
_MEETING = ((START, "<=", END), (END, ">=", START))
RELATIONS = {
    "t_after": ((START, ">", END),),
    "t_before": ((END, "<", START),),
    "t_contains": ((START, "<", START), (END, ">", END)),
    "t_disjoint": _MEETING,
    "t_during": ((START, ">", START), (END, "<", END)),
    "t_equals": ((START, "=", START), (END, "=", END)),
    "t_finishedby": ((START, "<", START), (END, "=", END)),
    "t_finishes": ((START, ">", START), (END, "=", END)),
    "t_intersects": _MEETING,
    "t_meets": ((END, "=", START),),
    "t_metby": ((START, "=", END),),
    "t_overlappedby": ((START, ">", START), (START, "<", END), (END, ">", END)),
    "t_overlaps": ((START, "<", START), (END, ">", START), (END, "<", END)),
    "t_startedby": ((START, "=", START), (END, ">", END)),
    "t_starts": ((START, "=", START), (END, "<", END)),
}
"""For each function what must hold between the ends of the first and of the second."""


def related(name: str, one: Period, other: Period) -> Term:
    """The condition that a temporal function stands for."""
    parts = [
        joined((one[first], other[second]), f" {sign} ", TRUTH)
        for first, sign, second in RELATIONS[name]
    ]
    whole = joined(parts, " AND ", TRUTH)
    return made("(NOT {})", TRUTH, whole) if name == "t_disjoint" else whole


def unbounded(end: int, kind: str) -> Term:
    """An open start or end."""
    sign = "-" if end == START else ""
    name = {DAY: "date", MOMENT: "timestamptz"}[kind]
    return made(f"'{sign}infinity'::{name}", kind)
