"""Support load with figures: points, places with their margin, certainty (METHODS M1, 3.7).

A place of draaglast may be read here and nowhere else. It stands as a margin beside its row, and no
list is in order of it: rows stand by name, and there is no link that sorts or chooses by load. The
rows are not printed, so that no document names areas by it.
"""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import Response
from markupsafe import Markup
from psycopg import sql

from data.draaglast import KLASSEN
from geo_api.ask.rows import Row
from geo_api.besloten.site import lists, picture, plan, reading, room
from geo_api.besloten.site.lists import Draw, Listing, Shown
from geo_api.besloten.site.plan import Part
from geo_api.contract.parameters import OFFSET, Asked, Parameter
from geo_api.errors import Fault, bad_request
from geo_api.http.routing import Router
from geo_api.items.selection import view
from geo_api.model import Layer, LayerVersion, State
from geo_api.services import Services, Shared
from geo_api.site import charts, words
from geo_api.site.words import Pair

router = Router(include_in_schema=False)
ASKED = Asked(
    OFFSET,
    Parameter("sortby", "Naam of code.", {"type": "string"}),
    Parameter("taal", "Taal.", {"type": "string"}),
)
INDICES = (
    ("d", ("Draaglast", "Support load")),
    ("k", ("Draagkracht", "Capacity")),
)


def _points(index: str) -> Shown:
    title = {"d": INDICES[0][1], "k": INDICES[1][1], "b": ("Balans", "Balance")}[index]
    return Shown(f"{index}_punten", title, ("T-punten", "T-points"), numeric=True)


def _margin(index: str) -> Draw:
    """The place of an index as a margin, in words and drawn."""

    def draw(row: Row, taal: str) -> Markup | str:
        low, middle, high = (row.get(f"{index}_{name}") for name in _RANK)
        if low is None or middle is None or high is None:
            return words.status(row.get(f"{index}_rang_status"), taal)
        most = row[lists.PLACES].get(_SCORED) or high
        a, b, of = (words.number(one, taal, 0) for one in (low, high, most))
        told = words.said((f"{a} tot {b} van {of}", f"{a} to {b} of {of}"), taal)
        drawn, sure = picture.margin(low, middle, high, most), _sure(index, row, taal)
        return Markup('<span class="bij">{} {}</span><span class="code">{}</span>').format(
            drawn, told, sure
        )

    return draw


def _named(name: str, key: str) -> Draw:
    """The name of an area with its code."""

    def draw(row: Row, _: str) -> Markup | str:
        said, code = str(row.get(name) or row["id"]), str(row.get(key) or "")
        if not code or code == said:
            return said
        return Markup('{} <span class="code">{}</span>').format(said, code)

    return draw


def _sure(index: str, row: Row, taal: str) -> str:
    """In how many draws an area is among the highest fifth, and whether that is called high."""
    value = row.get(f"{index}_top20_pct")
    if value is None:
        return ""
    times = words.number(value, taal, 0)
    high = words.said((", hoog", ", high"), taal) if row.get(f"{index}_hoog") else ""
    return words.said(
        (f"hoogste 20%: {times} van 100{high}", f"top 20%: {times} of 100{high}"), taal
    )


_RANK = ("rang_onder", "rang", "rang_boven")
_SCORED = "#beoordeeld"
"""In the places of a row: how many areas have a place at all."""
_COUNTS = sql.SQL("SELECT coalesce(klasse, ''), count(*) FROM {view} WHERE version = %s GROUP BY 1")


def listing(part: Part, version: LayerVersion) -> Listing:
    """The list of a level; places are known of buurten only."""
    roles = {c.rol: c.naam for c in reversed(version.columns) if c.naam in version.properties}
    name = roles.get("naam") or roles["sleutel"]
    columns = [Shown(name, draw=_named(name, roles.get("sleutel", name)), sorts=name)]
    heavy = ("Zware dimensies", "Heavy dimensions")
    columns += [Shown("klasse", ("Klasse", "Class"))]
    columns += [*map(_points, "dkb"), Shown("stapeling", heavy, numeric=True)]
    for index, title in INDICES:
        if f"{index}_rang" not in version.properties:
            continue
        place = (f"{title[0]}, plaats", f"{title[1]}, place")
        columns.append(Shown(f"{index}_rang", place, ("90%-marge", "90% margin"), _margin(index)))
    return Listing(part, columns, name)


def ordered(asked: Mapping[str, str], shown: Listing) -> None:
    """Refuse an order that is one of load.

    Raises:
        Problem: 400.
    """
    allowed = [one.sorts for one in shown.columns if one.sorts]
    if asked.get("sortby", "").removeprefix("-") not in ("", *allowed):
        detail = f"Draaglast heeft hier geen volgorde; wel {' en '.join(allowed)}."
        raise bad_request([Fault("sortby", "volgorde", detail)])


@router.get("/draaglast")
async def entrance(request: Request, shared: Shared) -> Response:
    """To the finest level that may be seen."""
    return room.first(request, shared, plan.LOAD)


def _route(part: Part) -> None:
    async def page(
        request: Request, shared: Shared, asked: Annotated[Mapping[str, str], Depends(ASKED)]
    ) -> Response:
        async def make(state: State, layer: Layer, taal: str) -> dict[str, Any]:  # noqa: ARG001 - one signature
            shown = listing(part, layer.current)
            ordered(asked, shown)
            scored = await _scored(shared, layer.current)
            table = await lists.read(shared, shown, layer, asked, taal, extra={_SCORED: scored})
            return {
                "tabel": table,
                "kaart": None,
                "grafiek": await _classes(shared, layer.current, taal),
                "uitleg": words.said(EXPLAINED, taal),
                "niet_afdrukken": words.said(UNPRINTED, taal),
                "methode": "m01_draaglast",
                **lists.described(table, taal),
            }

        return await room.page(request, shared, plan.LOAD, part, "besloten/lijst.html", make)

    router.add_api_route(part.path, page, methods=["GET"], name=part.path)


for _part in plan.LOAD.parts:
    _route(_part)


async def _scored(shared: Services, version: LayerVersion) -> float | None:
    """How many areas have a place."""
    if "d_rang" not in version.properties:
        return None
    return float(await reading.known(shared.database, version, "d_rang"))


async def _classes(shared: Services, version: LayerVersion, taal: str) -> Markup:
    """How many areas are of each class, in declared order."""
    statement = _COUNTS.format(view=view(version))
    held = {row[0]: row[1] for row in await shared.database.fetch(statement, (version.version,))}
    bars = [
        charts.Bar(words.value(name, taal), held.get(name, 0), str(held.get(name, 0)))
        for name in KLASSEN
    ]
    if held.get(""):
        none = words.said(("geen klasse", "no class"), taal)
        bars.append(charts.Bar(none, held[""], str(held[""])))
    return charts.bars(words.said(("Aantal per klasse", "Number per class"), taal), bars)


EXPLAINED: Pair = (
    "De punten achter de klassen: 50 is de landelijke referentie, 10 punten is een "
    "standaardafwijking. Een plaats staat er als marge over 1.000 trekkingen, want een plaats "
    "alleen zegt meer dan er bekend is; gelijke marges zijn geen verschil. De lijst staat op naam "
    "en heeft geen volgorde van zwaar naar licht. Het cijfer gaat over een gebied, niet over "
    "mensen.",
    "The points behind the classes: 50 is the national reference, 10 points is a standard "
    "deviation. A place is told as a margin over 1,000 draws, for a place alone says more than is "
    "known; overlapping margins are no difference. The list is in order of name and has no order "
    "from heavy to light. The figure is about an area, not about people.",
)
UNPRINTED: Pair = (
    "De lijst zelf wordt niet afgedrukt: draaglast van genoemde gebieden staat in geen document.",
    "The list itself is not printed: support load of named areas stands in no document.",
)
