"""A factsheet in a few plain sentences, from the same figures as its tables.

A sentence whose figure is not there is left out: what is missing stands in the table with why.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from geo_api.ask.rows import Row
from geo_api.site import words
from geo_api.site.sheet import Load

PEOPLE, OLDER = "cbs_kwb.inwoners", "cbs_kwb.inwoners_65plus"
NEAR, MEET = "loop_buurt.aandeel_65_drietal_pct", "ontmoeting_buurt.aandeel_65_ontmoeting_500_pct"


LEVELS: Mapping[int | None, words.Pair] = {
    None: ("onbekend", "unknown"),
    1: ("onder gemiddeld", "below average"),
    2: ("ongeveer gemiddeld", "about average"),
    3: ("boven gemiddeld", "above average"),
}
"""By step of a level."""


def told(name: str, rows: Sequence[Row], load: Load | None, taal: str) -> list[str]:
    """The sentences, in the order of the factsheet.

    Args:
        name: of the area.
        rows: of the factsheet layer.
        load: draaglast of the area.
        taal: language of the page.
    """
    values = {row["indicator"]: row.get("waarde") for row in rows}
    made = [_people(name, values, taal), _load(load, taal), *_reach(values, taal)]
    return [one for one in made if one]


def _people(name: str, values: Mapping[str, Any], taal: str) -> str:
    people, older = values.get(PEOPLE), values.get(OLDER)
    if not people:
        return ""
    count = words.number(people, taal, 0)
    if older is None:
        return words.said(
            (f"In {name} wonen {count} mensen.", f"{count} people live in {name}."), taal
        )
    aged, part = words.number(older, taal, 0), words.number(100 * older / people, taal, 0)
    return words.said(
        (
            f"In {name} wonen {count} mensen; {aged} van hen zijn 65 jaar of ouder ({part}%).",
            f"{count} people live in {name}; {aged} of them are 65 or older ({part}%).",
        ),
        taal,
    )


def _load(load: Load | None, taal: str) -> str:
    if load is None or not load.klasse:
        return ""
    steps = {title: step for title, _, step in load.parts}
    heavy, strong = (
        words.said(LEVELS[steps[words.said(pair, taal)]], taal)
        for pair in (("Draaglast", "Support load"), ("Draagkracht", "Capacity"))
    )
    return words.said(
        (
            f"De draaglast is {heavy} en de draagkracht is {strong}, vergeleken met alle buurten "
            "van Nederland.",
            f"The support load is {heavy} and the capacity is {strong}, compared with all "
            "neighbourhoods of the Netherlands.",
        ),
        taal,
    )


def _reach(values: Mapping[str, Any], taal: str) -> list[str]:
    found = []
    if values.get(NEAR) is not None:
        part = words.number(values[NEAR], taal, 0)
        found.append(
            words.said(
                (
                    f"Naar schatting {part}% van de 65-plussers heeft een huisarts, apotheek en "
                    "supermarkt op hoogstens 800 meter lopen.",
                    f"An estimated {part}% of people of 65 and older has a GP, pharmacy and "
                    "supermarket within a walk of 800 metres.",
                ),
                taal,
            )
        )
    if values.get(MEET) is not None:
        part = words.number(values[MEET], taal, 0)
        found.append(
            words.said(
                (
                    f"Naar schatting {part}% heeft een ontmoetingsplek binnen 500 meter.",
                    f"An estimated {part}% has a meeting place within 500 metres.",
                ),
                taal,
            )
        )
    return found
