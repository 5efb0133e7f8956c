"""The subjects of the layers, in the order in which a reader looks for them.

The same as on the map: which layer stands under which of its themes is read from one list.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from geo_api.model import Layer, State
from geo_api.site import words
from geo_api.site.words import Pair

THEMES: Mapping[str, Pair] = {
    "kansen": ("Kansen", "Opportunities"),
    "draaglast": ("Draaglast en draagkracht", "Support load and capacity"),
    "opgave": ("Opgave", "Housing need"),
    "woningen": ("Woningen", "Homes"),
    "zorg": ("Zorg", "Care"),
    "omgeving": ("Omgeving", "Surroundings"),
    "plannen": ("Plannen", "Plans"),
    "spreiding": ("Spreiding", "Distribution"),
    "bevolking": ("Bevolking", "Population"),
    "gezondheid": ("Gezondheid", "Health"),
    "leefbaarheid": ("Leefbaarheid", "Liveability"),
    "veiligheid": ("Veiligheid", "Safety"),
    "factsheet": ("Factsheets", "Factsheets"),
    "grenzen": ("Grenzen en adressen", "Boundaries and addresses"),
    "ondergrond": ("Ondergrond", "Background"),
}
OTHER: Pair = ("Overig", "Other")


def title(theme: str | None, taal: str) -> str:
    """What a subject is called."""
    return words.said(THEMES.get(theme or "", OTHER), taal)


@cache
def _placed() -> Mapping[str, str]:
    """Theme by layer, of the layers that the map has a place for."""
    listed = files("geo_api").joinpath("viewer/src/model/themes.json").read_text("utf-8")
    return {layer: one["id"] for one in json.loads(listed) for layer in one["lagen"]}


def of(name: str, published: str | None) -> str:
    """The theme in which a layer is offered: the map's own, else the one it was published with."""
    theme = _placed().get(name, published or "")
    return theme if theme in THEMES else ""


def by_theme(state: State, taal: str) -> Sequence[tuple[str, str, Sequence[Layer]]]:
    """The published layers per subject, by title: code and title of the subject, its layers."""
    found: dict[str, list[Layer]] = {}
    for layer in state.layers.values():
        found.setdefault(of(layer.name, layer.current.meta["thema"]), []).append(layer)
    return [
        (theme or "overig", title(theme, taal), _sorted(found[theme], taal))
        for theme in (*THEMES, "")
        if theme in found
    ]


def _sorted(layers: list[Layer], taal: str) -> list[Layer]:
    return sorted(layers, key=lambda one: words.titled(one.current.meta, "titel", taal).lower())
