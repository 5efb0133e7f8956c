"""The subjects of the layers, in the order in which a reader looks for them."""

from collections.abc import Mapping, Sequence

from geo_api.model import Layer, State
from geo_api.site import words
from geo_api.site.words import Pair

THEMES: Mapping[str, Pair] = {
    "kansen": ("Kansen", "Opportunities"),
    "draaglast": ("Draaglast en draagkracht", "Support load and capacity"),
    "factsheet": ("Factsheets", "Factsheets"),
    "opgave": ("Opgave", "Need"),
    "woningen": ("Woningen", "Homes"),
    "bevolking": ("Bevolking", "People"),
    "zorg": ("Zorg", "Care"),
    "gezondheid": ("Gezondheid", "Health"),
    "omgeving": ("Omgeving", "Surroundings"),
    "leefbaarheid": ("Leefbaarheid", "Liveability"),
    "veiligheid": ("Veiligheid", "Safety"),
    "grenzen": ("Grenzen en adressen", "Boundaries and addresses"),
    "ondergrond": ("Ondergrond", "Background"),
}
OTHER: Pair = ("Overig", "Other")


def title(theme: str | None, taal: str) -> str:
    """What a subject is called."""
    return words.said(THEMES.get(theme or "", OTHER), taal)


def by_theme(state: State, taal: str) -> Sequence[tuple[str, str, Sequence[Layer]]]:
    """The published layers per subject, by title: code and title of the subject, its layers."""
    found: dict[str, list[Layer]] = {}
    for layer in state.layers.values():
        theme = layer.current.meta["thema"]
        found.setdefault(theme if theme in THEMES else "", []).append(layer)
    return [
        (theme or "overig", title(theme, taal), _sorted(found[theme], taal))
        for theme in (*THEMES, "")
        if theme in found
    ]


def _sorted(layers: list[Layer], taal: str) -> list[Layer]:
    return sorted(layers, key=lambda one: words.titled(one.current.meta, "titel", taal).lower())
