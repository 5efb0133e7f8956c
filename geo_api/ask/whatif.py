"""What planned places would change: draaglast as a class, the balance, and what is to be added.

Homes for older people leave draaglast as it is (METHODS 21, reading 72); they lower what a gebied
has to add. Places of opvang raise the load of L5. That load rests on figures of partners and its
points are closed: an open answer, asked for one place more each time, would give them away. So
there the class afterwards is `niet te zien`, and only the places per 1,000 dwellings are told.
Formulas: `pipelines.indicators.opgave` and `.draaglast_partner`. Nothing is kept.
"""

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any

from psycopg import sql

from data.opgave import CLASSES
from geo_api.ask import asof, figures, plans, rows
from geo_api.ask.plans import SHELTER, STATES, Plan
from geo_api.ask.profiles import LEVELS
from geo_api.contract.parameters import MAX_FAULTS
from geo_api.db import Database
from geo_api.describe import documents
from geo_api.errors import Fault, bad_request
from geo_api.http.links import Links
from geo_api.model import LayerVersion, State

NOT_SHOWN = "niet te zien"
REMARKS = (
    "Een rekenvoorbeeld uit een scenario: geen besluit, en niets wordt bewaard.",
    "Woningen voor ouderen laten de draaglast gelijk; opvangplaatsen verhogen haar.",
    "De opgave is die van de open kaart, zonder voorraad en plannen van partners.",
)
WHY_HIDDEN = (
    "De draaglast met opvang rust op cijfers van partners en is alleen besloten te berekenen."
)
WHY_BALANCE = "De balans is openbaar alleen als klasse van draaglast en draagkracht te zien."
_KEY = sql.SQL("{} = ANY(%s)")


async def answer(
    database: Database, links: Links, state: State, asked: Sequence[Plan], faults: list[Fault]
) -> dict[str, Any]:
    """The effect of some plans.

    Args:
        database: the pool.
        links: the link maker.
        state: the release.
        asked: the plans.
        faults: what is wrong with other plans, told with what is wrong with these.

    Raises:
        Problem: 400, an area that is not there; 410, the release asked for lacks the layer of them.
    """
    for plan in asked:
        if _SOURCES["own", plan.level] in state.lacking:
            state.layer(_SOURCES["own", plan.level])
    held = await _published(database, state, asked)
    _refuse_unknown(asked, held, faults)
    placed = await plans.placed(database, state, asked)
    areas = list(dict.fromkeys((plan.level, plan.code) for plan in asked))
    needs = await asyncio.to_thread(_needs, placed, held)
    loads = await asyncio.to_thread(_loads, placed, held)
    return {
        "gebieden": [
            {
                "niveau": LEVELS[level].word,
                "code": code,
                "naam": figures.named(*held["own", level][code]),
                "draaglast": _class(level, code, asked, held),
                "balans": {"nu": None, "dan": None, "status": NOT_SHOWN, "reden": WHY_BALANCE},
                "opvang": loads.get((level, code)),
            }
            for level, code in areas
        ],
        "opgave": needs,
        "zonderGebied": sorted({plan.code for plan in placed if plan.gebied is None}),
        "bronnen": [
            {**documents.origin(found), "href": links.collection(found.laag)}
            for found in _used(state)
        ],
        "woonzorg": documents.release(state.told),
        "opmerkingen": list(REMARKS),
        **asof.lacking(state, *_SOURCES.values()),
    }


_Held = dict[tuple[str, str], dict[str, tuple[LayerVersion, rows.Row]]]
_SOURCES = {
    ("own", "buurten"): "buurten",
    ("own", "gebieden"): "beleidsgebieden",
    ("class", "buurten"): "draaglast",
    ("class", "gebieden"): "draaglast_per_gebied",
    ("homes", "buurten"): "woningvoorraad_buurt",
} | {("need", name): f"opgave_gebied_{name}" for name in CLASSES}


def _used(state: State) -> list[LayerVersion]:
    return [state.layers[name].current for name in _SOURCES.values() if name in state.layers]


async def _published(database: Database, state: State, asked: Sequence[Plan]) -> _Held:
    """Rows by code: of the areas themselves, their class and dwellings, and all needs."""
    found: _Held = {place: {} for place in _SOURCES}
    wanted, places = [], []
    for place, name in _SOURCES.items():
        if name not in state.layers:
            continue
        layer = state.layers[name].current
        codes = [plan.code for plan in asked if plan.level == place[1]]
        whole = place[0] == "need"
        condition = sql.SQL("true") if whole else _KEY.format(sql.Identifier("id"))
        wanted.append(rows.Wanted(layer, condition, () if whole else (codes,), 1000))
        places.append((place, layer))
    read = await rows.read(database, state, wanted)
    for (place, layer), held in zip(places, read, strict=True):
        found[place] = {str(row["id"]).split(":")[0]: (layer, row) for row in held}
    return found


def _refuse_unknown(asked: Sequence[Plan], held: _Held, faults: list[Fault]) -> None:
    faults += [
        Fault(
            f"{plan.where}.{LEVELS[plan.level].word}",
            "onbekend",
            f"Er is geen {LEVELS[plan.level].word} '{plan.code[:60]}'.",
            place="body",
        )
        for plan in asked
        if plan.code not in held["own", plan.level]
    ]
    if faults:
        raise bad_request(faults[:MAX_FAULTS])


def _class(level: str, code: str, asked: Iterable[Plan], held: _Held) -> dict[str, Any]:
    """The class now and afterwards."""
    found = held["class", level].get(code)
    now = {"waarde": None, "status": "ontbreekt"}
    if found:
        now = {"waarde": found[1].get("klasse"), "status": found[1].get("klasse_status")}
    heavier = any(
        plan.soort in SHELTER and (plan.level, plan.code) == (level, code) for plan in asked
    )
    if heavier:
        return {"nu": now, "dan": {"waarde": None, "status": NOT_SHOWN}, "reden": WHY_HIDDEN}
    return {"nu": now, "dan": now, "reden": REMARKS[1]}


def _needs(asked: Sequence[Plan], held: _Held) -> list[dict[str, Any]]:
    """Per gebied and class of home what is to be added, now and afterwards."""
    import numpy as np
    import pandas as pd

    from pipelines.indicators.opgave import expected, gap

    wanted = sorted({(p.gebied, p.soort) for p in asked if p.gebied and p.soort in CLASSES})
    told = []
    for gebied, soort in wanted:
        mine = [p for p in asked if (p.gebied, p.soort) == (gebied, soort)]
        states = {one: float(sum(p.aantal for p in mine if p.status == one)) for one in STATES}
        plus = expected(pd.DataFrame([states]))
        found = held["need", soort].get(gebied)
        row = found[1] if found else {}
        ways = {}
        for way in ("a", "b"):
            now = row.get(f"opgave_{way}")
            need = np.array([np.nan if now is None else float(now)])
            left = float(gap(need, np.zeros(1), np.zeros(1), plus)[0])
            ways[f"methode{way.upper()}"] = {
                "nu": now,
                "dan": None if np.isnan(left) else left,
                "status": row.get(f"opgave_{way}_status") or "ontbreekt",
            }
        told.append(
            {
                "gebied": gebied,
                "klasse": soort,
                "jaar": row.get("jaar"),
                "gepland": sum(p.aantal for p in mine),
                "verwacht": float(plus[0]),
                "eenheid": "woningen",
                **ways,
            }
        )
    return told


def _loads(asked: Sequence[Plan], held: _Held) -> dict[tuple[str, str], dict[str, Any]]:
    """Per buurt the places of opvang that are added, per 1,000 dwellings.

    Counted as in L5, for an area that has no others: so it is not drawn to any mean.
    """
    import pandas as pd

    from pipelines.indicators.draaglast_partner import shelter_load

    told: dict[tuple[str, str], dict[str, Any]] = {}
    for place in dict.fromkeys((p.level, p.code) for p in asked if p.soort in SHELTER):
        mine = [p for p in asked if (p.level, p.code) == place and p.soort in SHELTER]
        direct = sum(p.aantal for p in mine if p.soort == SHELTER[2])
        stay = sum(p.aantal for p in mine) - direct
        homes = held.get(("homes", place[0]), {}).get(place[1])
        number = homes[1].get("woningen") if homes else None
        load = None
        if number:
            row = {"gebied": place[1], "jaar": 1, "plaatsen": stay, "bemiddeling": direct}
            found = shelter_load(pd.DataFrame([row]), pd.Series({place[1]: float(number)}))
            value = float(found["opvang"].iloc[0])
            load = None if pd.isna(value) else value
        told[place] = {
            "plaatsen": stay,
            "directeBemiddeling": direct,
            "per1000Woningen": load,
            "woningen": number,
            "status": "geschat" if load is not None else "ontbreekt",
        }
    return told
