"""What must be said of the sources of M6: their age, and how they compare with CBS Nabijheid."""

from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pandas as pd

from pipelines.derive import lopen
from pipelines.indicators import loop
from pipelines.indicators.loop_gebied import mean_distance
from pipelines.inputs import Inputs

SOURCES = {
    "osm_bestemmingen": "winkels, zorg en ontmoetingsplekken",
    "osm_vlakken": "groen",
    "ov_haltes": "haltes",
    "igj_apotheken": "apotheken",
    "locaties": "voorzieningen",
}
COUNTED = {"huisarts": "huisartsen_3km", "supermarkt": "supermarkten_3km"}
COUNT_REACH_M = 3000.0  # the distance in the title of the CBS count
COMPARED = ("huisarts", "apotheek", "supermarkt")


def flags(inputs: Inputs, today: date | None = None) -> list[str]:
    """Sentences on sources of places that are older than 12 months (METHODS 10).

    Args:
        inputs: Of the product.
        today: Moment of the comparison; absent = now.
    """
    moment = today or datetime.now(UTC).date()
    found: list[str] = []
    for name, words in SOURCES.items():
        if inputs.has(name):
            found += loop.source_flags(words, inputs.versions[name]["peildatum"], moment)
    return found


def nabijheid(inputs: Inputs) -> pd.DataFrame | None:
    """CBS Nabijheid by area code, if it is there and its codes fit."""
    if not inputs.has("cbs_nabijheid") or inputs.joins("cbs_nabijheid") is None:
        return None
    return inputs.frame("cbs_nabijheid").set_index("gebiedscode")


def compare(
    inputs: Inputs, points: pd.DataFrame, metres: pd.DataFrame
) -> tuple[dict[str, Any], list[str]]:
    """Our distances and numbers of places beside those of CBS; a check to report, not a gate.

    Args:
        inputs: Of the product.
        points: One row per dwelling: `gebied` (buurt), `x`, `y`, `eigen`.
        metres: Distances of the same rows, one column per kind.

    Returns:
        Rank correlation per kind, and sentences on kinds of which CBS counts more.
    """
    cbs = nabijheid(inputs)
    if cbs is None:
        return {}, []
    found: dict[str, Any] = {}
    for kind in COMPARED:
        column = f"afstand_{kind}_m"
        if kind in metres and np.isfinite(metres[kind]).any():
            own = mean_distance(points["gebied"], metres[kind])
            found[kind] = loop.compare_nabijheid(own, cbs[column].astype(float) / 1000.0)
    return found, _fewer(inputs, points, cbs)


def _fewer(inputs: Inputs, points: pd.DataFrame, cbs: pd.DataFrame) -> list[str]:
    """Kinds of which we know fewer places near the residents of the gemeente than CBS does."""
    homes = points[points["eigen"].astype(bool)]
    places = lopen.destinations(inputs)
    told: list[str] = []
    for kind, column in COUNTED.items():
        there = places[kind]
        if there is None or cbs[column].isna().all():
            continue
        near = loop.places_near(homes["x"], homes["y"], *there, COUNT_REACH_M)
        both = homes.assign(own=near).groupby("gebied")["own"].agg(["mean", "size"])
        both["cbs"] = cbs[column].astype(float).reindex(both.index)
        both = both.dropna()
        if both.empty:
            continue
        own, theirs = (float(np.average(both[n], weights=both["size"])) for n in ("mean", "cbs"))
        moment = inputs.versions["locaties"]["peildatum"]
        label = f"{kind} binnen 3 km, gemiddeld per woning"
        told += loop.source_flags(label, moment, moment, round(own, 1), round(theirs, 1))
    return told
