"""The monitor of complexes, and the load test of one before a placement (METHODS M11).

Figures come protected from the layer (D13); what it holds back stays in words here. The outcome of
the test is advice in the words of the method, never a block.
"""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import Response
from markupsafe import Markup, escape
from psycopg import sql

from data.datasets.complexmonitor import COUNTED
from geo_api import texts
from geo_api.ask import rows as asking
from geo_api.ask.rows import Row, Wanted
from geo_api.besloten.site import advice, lists, picture, plan, reading, room, said
from geo_api.besloten.site.lists import Listing, Shown
from geo_api.contract.parameters import Asked, Parameter
from geo_api.errors import Problem
from geo_api.http.routing import Router
from geo_api.items import features
from geo_api.model import Layer, LayerVersion, State
from geo_api.services import Shared
from geo_api.site import blocks, words

router = Router(include_in_schema=False)
PART = plan.COMPLEXES.parts[0]
ONE = Asked(Parameter("taal", "Taal.", {"type": "string"}))
SIGNALS = tuple(name for name, *_ in COUNTED)
BUURTEN = "buurten"
LOAD = 5
"""Classes of the load of a complex."""
WORDS: Mapping[str, words.Pair] = {
    "signaal": ("signaal", "signal"),
    "oplopend": ("oplopend", "rising"),
    "geen": ("geen signaal", "no signal"),
    "onbekend": ("onbekend", "unknown"),
}
TEST = (
    "vragers_na_plaatsing_pct",
    "toewijzingen_12m",
    "open_signalen",
    "belasting_klasse",
    "corporatiebuurt",
    "draaglast_klasse",
)
OTHER = (
    "urgent_pct",
    "zorgaanbieders",
    "sleutelkastjes_per_ingang",
    "bewonersoordeel",
    "indicatoren",
)


@router.get("/complexen")
async def overview(
    request: Request,
    shared: Shared,
    asked: Annotated[Mapping[str, str], Depends(lists.ASKED)],
) -> Response:
    """All complexes, those with most open signals first."""

    async def make(state: State, layer: Layer, taal: str) -> dict[str, Any]:
        table = await lists.read(shared, LISTING, layer, asked, taal)
        title = (
            "Waar de complexen van deze pagina staan; donker heeft een signaal",
            "Where the complexes of this page are; dark has a signal",
        )
        return {
            "tabel": table,
            "kaart": await room.located(shared, state, table, title, _kind, taal),
            "uitleg": words.said(EXPLAINED, taal),
            "methode": "m11_complexmonitor",
            **lists.described(table, taal),
        }

    return await room.page(request, shared, plan.COMPLEXES, PART, "besloten/lijst.html", make)


@router.get("/complexen/{key:path}")
async def one(
    request: Request, shared: Shared, key: str, _: Annotated[Mapping[str, str], Depends(ONE)]
) -> Response:
    """One complex on one A4: the load test, its signals and the rest."""

    async def make(state: State, layer: Layer, taal: str) -> dict[str, Any]:
        version = layer.current
        row = await _read(shared, state, version, key)
        buurt = await _buurt(shared, state, row)
        title = words.said(("Waar het complex staat", "Where the complex is"), taal)
        found = await reading.points(shared.database, version, [row["id"]])
        ground = await room.ground(shared, state)
        spots = [picture.Spot(at, "", "gekozen") for at in found.values()]
        return {
            "rij": row,
            "buurt": buurt,
            "woord": lambda text: said.word(text, taal),
            "feiten": [_fact(version, row, name, taal) for name in TEST],
            "andere": [_fact(version, row, name, taal) for name in OTHER],
            "signalen": [_signal(version, row, name, taal) for name in SIGNALS],
            "advies": _advice(row, taal),
            "kaart": picture.where(title, ground, spots) if spots else None,
            "herkomst": blocks.origin(version, taal),
            "opmerkingen": version.meta["opmerkingen"] or (),
        }

    return await room.page(request, shared, plan.COMPLEXES, PART, "besloten/complex.html", make)


async def _read(shared: Any, state: State, version: LayerVersion, key: str) -> Row:
    wanted = Wanted(version, sql.SQL("id = %s"), (key,))
    try:
        held = (await asking.read(shared.database, state, [wanted]))[0]
    except asking.Stale:
        raise features.Moved(version) from None
    if not held:
        raise Problem(404, texts.NO_SUCH_PATH)
    return held[0]


async def _buurt(shared: Any, state: State, row: Row) -> str | None:
    """The name of the buurt; its code where no buurten are published."""
    code: str | None = row.get("buurtcode")
    if code is None or BUURTEN not in state.layers:
        return code
    version = state.layers[BUURTEN].current
    wanted = Wanted(version, sql.SQL("buurtcode = %s"), (code,))
    try:
        held = (await asking.read(shared.database, state, [wanted]))[0]
    except asking.Stale:
        raise features.Moved(version) from None
    return str(held[0]["buurtnaam"]) if held else code


def _advice(row: Row, taal: str) -> tuple[str, bool]:
    """The advice, and whether it is in the language of the page."""
    told = str(row.get("advies") or "")
    return advice.english(told) if taal == words.ENGLISH else (told, True)


def _fact(version: LayerVersion, row: Row, name: str, taal: str) -> tuple[str, Markup | str, str]:
    """Title, value and unit of one column; status in words where there is no value."""
    column = next(one for one in version.columns if one.naam == name)
    head = blocks.head(column, taal)
    if name == "belasting_klasse":
        return head.title, _steps(row, taal), ""
    known = row.get(name) is not None
    return head.title, blocks.cell(column, row, taal), head.unit if known else ""


def _signal(version: LayerVersion, row: Row, name: str, taal: str) -> dict[str, Any]:
    """One indicator of the control chart."""
    rates = {end: row.get(f"{name}_{end}_per_100") for end in ("getoond", "verwacht", "grens")}
    columns = {column.naam: column for column in version.columns}
    kind = str(row.get(f"{name}_signaal") or "onbekend")
    return {
        "titel": blocks.head(columns[name], taal, units=False).title,
        "aantal": blocks.brief(blocks.cell(columns[name], row, taal), taal),
        **{
            end: blocks.brief(blocks.cell(columns[f"{name}_{end}_per_100"], row, taal), taal)
            for end in rates
        },
        "woord": words.said(WORDS.get(kind, (kind, kind)), taal),
        "soort": kind,
        "meter": picture.meter(rates["getoond"], rates["verwacht"], rates["grens"]),
    }


def _kind(row: Row) -> str:
    return "gekozen" if (row.get("open_signalen") or 0) > 0 else "gewoon"


def _name(row: Row, _: str) -> Markup:
    address = f"{PART.path}/{row['id']}"
    name = str(row.get("naam") or row["complex_id"])
    return Markup('<a href="{}">{}</a>').format(address, name)


def _signals(row: Row, taal: str) -> Markup:
    """The five tests as squares, with the words of those that are not quiet."""
    kinds = [str(row.get(f"{name}_signaal") or "onbekend") for name in SIGNALS]
    titles = {name: (nl.lower(), en.lower()) for name, nl, en, _ in COUNTED}
    loud = [
        f"{words.said(titles[name], taal)} ({words.said(WORDS[kind], taal)})"
        for name, kind in zip(SIGNALS, kinds, strict=True)
        if kind in ("signaal", "oplopend")
    ]
    unknown = all(kind == "onbekend" for kind in kinds)
    quiet = words.said(WORDS["onbekend" if unknown else "geen"], taal)
    return _beside(picture.squares(kinds), ", ".join(loud) or quiet)


def _steps(row: Row, taal: str) -> Markup:
    level = row.get("belasting_klasse")
    if level is None:
        reason = row.get("reden") or words.status(row.get("belasting_klasse_status"), taal)
        return escape(said.word(str(reason), taal))
    boxes = picture.squares(["vol" if k < level else "leeg" for k in range(LOAD)])
    return _beside(boxes, words.said((f"{level} van {LOAD}", f"{level} of {LOAD}"), taal))


def _beside(drawn: Markup, told: str) -> Markup:
    return Markup('<span class="bij">{} {}</span>').format(drawn, told)


EXPLAINED: words.Pair = (
    "Per complex van 20 woningen en meer: het laatste kwartaal, vergeleken met complexen van "
    "dezelfde soort. Een signaal is een aanleiding om te kijken, geen oordeel over bewoners. Open "
    "een complex voor de belastingtest.",
    "Per complex of 20 dwellings or more: the last quarter, compared with complexes of the same "
    "kind. A signal is a reason to look, no judgement of residents. Open a complex for the load "
    "test.",
)
LISTING = Listing(
    PART,
    (
        Shown("naam", ("Complex", "Complex"), draw=_name, sorts="naam"),
        Shown("corporatie", sorts="corporatie"),
        Shown("woningen", sorts="woningen", down=True),
        Shown("signalen", ("Signalen", "Signals"), draw=_signals),
        Shown("open_signalen", ("Open", "Open"), sorts="open_signalen", down=True, numeric=True),
        Shown("belasting_klasse", ("Belasting", "Load"), draw=_steps),
        Shown(
            "vragers_na_plaatsing_pct",
            ("Vragers na een plaatsing", "Asking support after a placement"),
            ("%", "%"),
            sorts="vragers_na_plaatsing_pct",
            down=True,
            numeric=True,
        ),
    ),
    "-open_signalen,naam",
    ("corporatie", "woningtype", "vergeleken_met", "corporatiebuurt"),
)
