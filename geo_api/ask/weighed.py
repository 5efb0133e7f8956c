"""Scores of the kansenkaart under other weights, from the criteria that it publishes.

The score is `pipelines.indicators.kansen.opportunity`; here are the published criteria, kept per
version, and the weights. Feasibility (H) rests on data of partners and is no part of the open map,
so its weight is divided over the others, as in the map itself.
"""

import asyncio
import math
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from psycopg import sql

from data import kansen, weegprofielen
from data.getallen import dutch
from geo_api import texts
from geo_api.contract.parameters import MAX_FAULTS, Parameter
from geo_api.db import Database
from geo_api.describe import documents
from geo_api.errors import Fault, Problem
from geo_api.http.answers import JSON
from geo_api.http.links import Links, link
from geo_api.items import features
from geo_api.model import LayerVersion, State

if TYPE_CHECKING:
    import pandas as pd

LAYER = "kansenkaart"
MOST_CELLS, MOST_TOLD, MOST_BUURTEN, MOST_KEPT = 250_000, 60_000, 100, 2
CODES = tuple(code.upper() for code, *_ in kansen.OPEN)
EXCLUDED = "uitgesloten"
_CELLS = sql.SQL("SELECT {} FROM {} WHERE version = %s ORDER BY id LIMIT %s")
WEEGPROFIEL = Parameter(
    "weegprofiel",
    "Naam van een weegprofiel, zoals gemeente, corporatie of zorg; zonder: gemeente.",
    {"type": "string", "maxLength": 40},
)
BUURT = Parameter(
    "buurt",
    f"Alleen vakken in deze buurten: codes tussen komma's, hoogstens {MOST_BUURTEN}.",
    {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": MOST_BUURTEN},
)
_WEIGHT: dict[str, Any] = {"type": "number", "minimum": 0, "maximum": 1000}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["gewichten"],
    "additionalProperties": False,
    "properties": {
        "gewichten": {
            "type": "object",
            "description": (
                "Gewicht per onderdeel; alleen de verhouding telt. V vraag, T voorzieningen te "
                "voet, H haalbaarheid (niet in de open kaart), Z zorg nabij, R toegankelijke "
                "omgeving, B draaglast-balans. Wat ontbreekt weegt niet."
            ),
            "additionalProperties": False,
            "properties": dict.fromkeys(weegprofielen.CRITERIA, _WEIGHT),
        },
        "buurten": {
            "type": "array",
            "description": "Alleen vakken in deze buurten; zonder: alle.",
            "maxItems": MOST_BUURTEN,
            "minItems": 1,
            "items": {"type": "string", "maxLength": 20},
        },
    },
}


@dataclass(frozen=True)
class Cells:
    """The published criteria of all cells of one version, in order of id."""

    ids: Sequence[str]
    buurten: Sequence[str | None]
    criteria: "pd.DataFrame"
    excluded: Any
    why: Any


@dataclass
class Kept:
    """Cells of the last versions that were asked; they do not change."""

    held: OrderedDict[int, Cells] = field(default_factory=OrderedDict)

    async def of(self, database: Database, found: LayerVersion) -> Cells:
        """The cells of a version.

        Raises:
            Problem: 503, it has more cells than are weighed at once.
            Moved: the version is no longer shown.
        """
        cells = self.held.get(found.version)
        if cells is None:
            names = ["id", "buurtcode", *(f"s_{code.lower()}" for code in CODES)]
            columns = map(sql.Identifier, [*names, "score_status", "reden"])
            view = sql.Identifier("pub", found.laag)
            query = _CELLS.format(sql.SQL(", ").join(columns), view)
            rows = await database.fetch(query, [found.version, MOST_CELLS + 1])
            if len(rows) > MOST_CELLS:
                raise Problem(503, texts.SLOW)
            if not rows and found.meta["aantal"]:
                raise features.Moved(found)
            cells = await asyncio.to_thread(_table, rows)
            self.held[found.version] = cells
            if len(self.held) > MOST_KEPT:
                self.held.popitem(last=False)
        self.held.move_to_end(found.version)
        return cells


def _table(rows: Sequence[Sequence[Any]]) -> Cells:
    import numpy as np
    import pandas as pd

    numbers = np.array([row[2:-2] for row in rows], dtype=np.float64).reshape(-1, len(CODES))
    return Cells(
        [row[0] for row in rows],
        [row[1] for row in rows],
        pd.DataFrame(numbers, columns=list(CODES)),
        np.array([row[-2] == EXCLUDED for row in rows], dtype=np.bool_),
        np.array([row[-1] for row in rows], dtype=object),
    )


def layer(state: State) -> LayerVersion:
    """The kansenkaart.

    Raises:
        Problem: 404 or 410, it is not published.
    """
    return state.layer(LAYER).current


def profile(
    found: LayerVersion, name: str | None, faults: list[Fault]
) -> tuple[str, Mapping[str, float]]:
    """Name and weights of a named profile, as the map was made with them.

    The usual one when there is no such profile; `faults` then says so.
    """
    known: Mapping[str, Mapping[str, float]] = (found.meta["dekking"] or {}).get(
        "weegprofielen"
    ) or weegprofielen.weight_profiles()
    asked = weegprofielen.DEFAULT if name is None else name
    if asked not in known:
        near = texts.nearest(asked[:40], known)
        hint = f" Bedoelde u '{near}'?" if near else ""
        detail = f"Er is geen weegprofiel '{asked[:40]}'.{hint} Wel: {', '.join(known)}."
        faults.append(Fault("weegprofiel", "onbekend", detail, near))
        asked = weegprofielen.DEFAULT
    return asked, known[asked]


def weights(given: Mapping[str, float], faults: list[Fault]) -> dict[str, float]:
    """Weights of a body as shares of what weighs in the open map, with H as it was given.

    None of them when nothing of the open map weighs; `faults` then says so.
    """
    total = math.fsum(given.values())
    if not any(given.get(code, 0) > 0 for code in CODES):
        detail = f"'gewichten' weegt niets van de open kaart; geef {', '.join(CODES)} een gewicht."
        faults.append(Fault("gewichten", "leeg", detail, place="body"))
        return {}
    return {code: given.get(code, 0) / total for code in weegprofielen.CRITERIA}


def buurten(
    codes: Sequence[str], cells: Cells, where: str, faults: list[Fault]
) -> frozenset[str] | None:
    """The buurten that are asked, None for all.

    Too many, one without a cell, or none where there are too many cells goes to `faults`.
    """
    name = "buurt" if where == "query" else "buurten"
    if not codes:
        if len(cells.ids) > MOST_TOLD:
            number = dutch(len(cells.ids))
            detail = f"'{name}' ontbreekt: alle {number} vakken zijn te veel voor een antwoord."
            faults.append(Fault(name, "ontbreekt", detail, place=where))
        return None
    if len(codes) > MOST_BUURTEN:
        detail = f"'{name}' heeft {len(codes)} codes; verwacht ten hoogste {MOST_BUURTEN}."
        faults.append(Fault(name, "lengte", detail, place=where))
        return None
    known = {code for code in cells.buurten if code}
    for code in dict.fromkeys(codes):
        if code not in known and len(faults) < MAX_FAULTS:
            near = texts.nearest(code[:20], known)
            detail = f"'{name}' noemt '{code[:20]}'; daar zijn geen vakken van."
            detail += texts.did_you_mean(code[:20], known)
            faults.append(Fault(name, "onbekend", detail, near, place=where))
    return frozenset(codes)


def scores(cells: Cells, used: Mapping[str, float], only: frozenset[str] | None) -> dict[str, Any]:
    """Per cell score, status and reason, as lists of equal length in order of the cells.

    All cells are scored, and then those that were asked are told: why a score is missing depends
    on what is known anywhere.
    """
    import numpy as np

    from pipelines.indicators.kansen import Parameters, opportunity

    rule = Parameters(weights=used).without(*kansen.CLOSED)
    found = opportunity(cells.criteria, cells.excluded, cells.why, rule)
    rows = [k for k, code in enumerate(cells.buurten) if only is None or code in only]
    score = found["s"].to_numpy(np.float64)[rows]
    return {
        "vierkant": [cells.ids[k] for k in rows],
        "score": [None if math.isnan(value) else value for value in score.tolist()],
        "status": _words(found["s_status"], rows),
        "reden": _words(found["s_reden"], rows),
    }


def _words(column: "pd.Series[Any]", rows: Sequence[int]) -> list[str | None]:
    """Texts of some rows; no text is null, whatever pandas makes of it."""
    told = column.to_numpy(object)[rows].tolist()
    return [word if isinstance(word, str) else None for word in told]


def classes(found: LayerVersion, values: Sequence[float | None]) -> list[int | None]:
    """Class of each score, counted from 1, by the classes that the layer is drawn with."""
    ends = [one["tot"] for one in ranges(found)]
    return [
        None if value is None else 1 + min(sum(value >= end for end in ends), len(ends) - 1)
        for value in values
    ]


def ranges(found: LayerVersion) -> list[dict[str, Any]]:
    """The classes of the score."""
    column = next((one for one in found.columns if one.naam == "score"), None)
    return list(column.klassen or ()) if column else []


def answer(
    links: Links,
    found: LayerVersion,
    cells: Cells,
    used: tuple[str | None, Mapping[str, float]],
    only: frozenset[str] | None,
) -> dict[str, Any]:
    """The document.

    Args:
        links: the link maker.
        found: the layer that the criteria are from.
        cells: its cells.
        used: name of the profile, None for weights of one's own; and the weights.
        only: buurten to tell of, None for all.
    """
    name, weighed = used
    told = scores(cells, weighed, only)
    told["klasse"] = classes(found, told["score"])
    return {
        "weegprofiel": name,
        "gewichten": dict(weighed),
        "klassen": ranges(found),
        "aantal": len(told["vierkant"]),
        "vakken": told,
        "links": [link("collection", links.collection(LAYER), JSON, "De kansenkaart")],
        "woonzorg": documents.origin(found),
        "opmerkingen": [
            kansen.REMARK,
            "De volgorde is die van de vakken, geen rangorde; scores hangen af van de gewichten.",
            "Haalbaarheid zit niet in de open kaart; haar gewicht is over de andere verdeeld.",
        ],
    }
