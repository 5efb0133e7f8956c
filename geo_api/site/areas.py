"""Factsheets of a buurt and a gebied on one A4, and the lists to choose them from."""

from typing import Any

from fastapi import Request
from fastapi.responses import Response

from geo_api.ask import rows as reading
from geo_api.ask.profiles import Level, check
from geo_api.ask.rows import Row, Wanted
from geo_api.http.routing import Router
from geo_api.model import State
from geo_api.services import Services, Shared
from geo_api.site import blocks, charts, infra, place, sheet, short, shown, words
from geo_api.site.words import Pair

router = Router(include_in_schema=False)
AGES: tuple[tuple[str, Pair], ...] = (
    ("inwoners_0_15_pct", ("0 tot 15 jaar", "0 to 15 years")),
    ("inwoners_15_25_pct", ("15 tot 25 jaar", "15 to 25 years")),
    ("inwoners_25_45_pct", ("25 tot 45 jaar", "25 to 45 years")),
    ("inwoners_45_65_pct", ("45 tot 65 jaar", "45 to 65 years")),
    ("inwoners_65plus_pct", ("65 jaar en ouder", "65 and older")),
)
_TOLD = {"buurt": (), "gebied": ("Partijen", "Plannen", "Opgave")}
"""Headings of the factsheet that a page tells in its opening."""
_LAYERS = {
    "buurt": ("factsheet_buurt", "draaglast"),
    "gebied": ("factsheet_gebied", "draaglast_per_gebied"),
}


@router.get("/buurt/{code}")
async def buurt(request: Request, shared: Shared, code: str) -> Response:
    """The factsheet of a buurt."""

    async def make(state: State, taal: str) -> shown.Values:
        found = await _sheet(shared, state, sheet.BUURT, code, taal)
        return found | {"leeftijd": _ages(found["rij"], taal), "infra": None}

    return await shown.page(request, shared, "site/gebied.html", make)


@router.get("/gebied/{code}")
async def gebied(request: Request, shared: Shared, code: str) -> Response:
    """The factsheet of a gebied; it opens with what stands and works there."""

    async def make(state: State, taal: str) -> shown.Values:
        if sheet.GEBIED.layer not in state.layers:
            return {"ontbreekt": True, "code": code, "naam": code}
        found = await _sheet(shared, state, sheet.GEBIED, code, taal)
        opening = await infra.read(shared.database, state, code, taal)
        return found | {"infra": opening, "leeftijd": None}

    return await shown.page(request, shared, "site/gebied.html", make)


@router.get("/buurt")
async def buurten(request: Request, shared: Shared) -> Response:
    """All buurten and gebieden by name."""

    async def make(state: State, taal: str) -> shown.Values:  # noqa: ARG001 - names have one language
        found: dict[str, Any] = {}
        for level in (sheet.BUURT, sheet.GEBIED):
            found[level.path] = await listed(shared, state, level)
        return found

    return await shown.page(request, shared, "site/buurten.html", make)


async def municipalities(shared: Services, state: State) -> list[str]:
    """Names of the own gemeenten, their codes where the layer with names is not published."""
    codes = [str(code) for code in state.release["gemeenten"] or ()]
    if "gemeenten" not in state.layers:
        return codes
    asked = [Wanted(state.layers["gemeenten"].current, blocks.EVERY, (), 1000)]
    held = (await reading.read(shared.database, state, asked))[0]
    named = {row.get("gemeentecode"): row.get("gemeentenaam") for row in held}
    return [str(named.get(code) or code) for code in codes]


async def listed(shared: Services, state: State, level: Level) -> list[tuple[str, str]] | None:
    """Names and codes of all areas of a level; None where their layer is not published."""
    if level.layer not in state.layers:
        return None
    asked = [Wanted(state.layers[level.layer].current, blocks.EVERY, (), 20_000)]
    held = (await reading.read(shared.database, state, asked))[0]
    return sorted((str(row.get(level.name) or row["id"]), str(row[level.code])) for row in held)


async def _sheet(
    shared: Services, state: State, level: Level, code: str, taal: str
) -> dict[str, Any]:
    """What both pages show.

    Raises:
        Problem: 404, no such area, with the nearest.
    """
    own = check(state, level, code)
    names = (level.layer, *_LAYERS[level.word])
    asked: dict[str, Wanted] = {}
    for name in names:
        found = sheet.by_key(state, name, level.code, code)
        if found:
            asked[name] = found
    held = dict(
        zip(asked, await reading.read(shared.database, state, list(asked.values())), strict=True)
    )
    if not held.get(level.layer):
        raise await sheet.refuse(shared.database, state, level, code)
    row, facts, load = (held.get(name, []) for name in names)
    meta = state.layers[names[2]].current.meta if names[2] in state.layers else {}
    where = await place.of(shared.database, state, level, code, taal)
    drawn = sheet.load(load[0] if load else None, meta, taal)
    name = str(row[0].get(level.name) or code)
    return {
        "soort": level.word,
        "code": code,
        "plek": where,
        "kort": short.told(name, facts, drawn, taal),
        "rij": row[0],
        "naam": name,
        "peildatum": own.peildatum,
        "feiten": sheet.facts(facts, taal, _TOLD[level.word]),
        "laag": names[1],
        "draaglast": drawn,
        "stappen": charts.steps,
        "geen_feiten": blocks.absent(_factsheet(names[1]), taal),
        "geen_draaglast": blocks.absent(_factsheet(names[2]), taal),
        "balken": charts.bars,
        "ontbreekt": False,
    }


def _factsheet(layer: str) -> blocks.Block:
    return blocks.Block(("", ""), ("", ""), layer)


def _ages(row: Row, taal: str) -> Any:
    """Ages of the residents as bars, None where the layer has none of them."""
    if all(row.get(name) is None for name, _ in AGES):
        return None
    made = []
    for name, title in AGES:
        value = row.get(name)
        told = words.number(value, taal, 0) + "%" if value is not None else ""
        told = told or words.status(row.get(f"{name}_status"), taal)
        made.append(charts.Bar(words.said(title, taal), value, told))
    return charts.bars(
        words.said(("Leeftijd van de inwoners, in procenten", "Age of residents, per cent"), taal),
        made,
    )
