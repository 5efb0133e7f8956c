"""The best cells for new clusters: sets that belong together, compared and drawn (METHODS M10)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Request
from fastapi.responses import Response
from psycopg import sql

from geo_api.ask import rows as asking
from geo_api.ask.rows import Row, Wanted
from geo_api.besloten.site import picture, plan, reading, room, said
from geo_api.besloten.site.plan import Part
from geo_api.contract.parameters import Asked, Parameter
from geo_api.errors import Fault, bad_request
from geo_api.http.routing import Router
from geo_api.items import features
from geo_api.model import Column, Layer, LayerVersion, State
from geo_api.services import Services, Shared
from geo_api.site import blocks, words
from geo_api.site.words import Pair

router = Router(include_in_schema=False)
MOST = 2000
ASKED = Asked(
    Parameter("model", "Model.", {"type": "string"}),
    Parameter("aantal", "Aantal nieuwe clusters.", {"type": "integer"}),
    Parameter("set", "Hoeveelste beste set.", {"type": "integer"}),
    Parameter("taal", "Taal.", {"type": "string"}),
)
MODELS: Mapping[str, Pair] = {
    "p-mediaan": ("Kortste loopafstand", "Shortest walking distance"),
    "dekking": ("Meeste 75-plussers binnen 500 m", "Most residents 75+ within 500 m"),
}
USUAL = 3
SETS = (
    "gedekt_pct",
    "gedekt_75plus",
    "gemiddelde_afstand_m",
    "grootste_afstand_m",
    "gap_pct",
    "bewijs",
)
"""What is the same for every cell of a set."""
CELLS = ("vierkant", "buurtnaam", "score")


@dataclass(frozen=True)
class Chosen:
    """Which sets are shown, and which of them is drawn."""

    model: str
    number: int
    place: int


@router.get("/locaties")
async def entrance(request: Request, shared: Shared) -> Response:
    """To the first list that may be seen."""
    return room.first(request, shared, plan.SITES)


def chosen(asked: Mapping[str, str], rows: Sequence[Row]) -> Chosen:
    """What the address asks of the sets that there are; the usual where it asks nothing.

    Raises:
        Problem: 400, no such set.
    """
    models = list(dict.fromkeys(str(row["model"]) for row in rows))
    usual = next((name for name in MODELS if name in models), models[0] if models else "")
    model = asked.get("model", usual)
    numbers = sorted({int(row["aantal"]) for row in rows if row["model"] == model})
    number = _whole(asked.get("aantal"), USUAL if USUAL in numbers else min(numbers, default=0))
    places = {
        int(row["plaats"]) for row in rows if row["model"] == model and row["aantal"] == number
    }
    place = _whole(asked.get("set"), min(places, default=0))
    if rows and place not in places:
        detail = "Deze verzameling van vakken is er niet; kies model, aantal en set uit de links."
        raise bad_request([Fault("set", "onbekend", detail)])
    return Chosen(model, number, place)


def _whole(text: str | None, usual: int) -> int:
    if text is None:
        return usual
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else -1


def _route(part: Part) -> None:
    async def page(
        request: Request, shared: Shared, asked: Annotated[Mapping[str, str], Depends(ASKED)]
    ) -> Response:
        async def make(state: State, layer: Layer, taal: str) -> dict[str, Any]:
            return await _values(shared, state, layer.current, part, asked, taal)

        return await room.page(request, shared, plan.SITES, part, "besloten/locaties.html", make)

    router.add_api_route(part.path, page, methods=["GET"], name=part.path)


for _part in plan.SITES.parts:
    _route(_part)


async def _values(
    shared: Services,
    state: State,
    version: LayerVersion,
    part: Part,
    asked: Mapping[str, str],
    taal: str,
) -> dict[str, Any]:
    try:
        wanted = Wanted(version, sql.SQL("true"), (), MOST)
        rows = (await asking.read(shared.database, state, [wanted]))[0]
    except asking.Stale:
        raise features.Moved(version) from None
    now = chosen(asked, rows)
    own = [r for r in rows if r["model"] == now.model and r["aantal"] == now.number]
    drawn = (row for row in own if row["plaats"] == now.place)
    cells = sorted(drawn, key=lambda row: str(row["vierkant"]))
    first = {int(row["plaats"]): row for row in reversed(own)}
    found = await reading.points(shared.database, version, [row["id"] for row in cells])
    spots = [
        picture.Spot(found[row["id"]], str(k), "gekozen")
        for k, row in enumerate(cells, start=1)
        if row["id"] in found
    ]
    title = words.said(
        ("De vakken van deze set, genummerd als in de tabel", "The cells of this set, by number"),
        taal,
    )
    columns = {column.naam: column for column in version.columns}
    links = _Links(part.path, asked)
    numbers = sorted({int(row["aantal"]) for row in rows if row["model"] == now.model})
    return {
        "modellen": [
            (
                words.said(MODELS[name], taal),
                links.to(model=name, aantal=now.number),
                name == now.model,
            )
            for name in MODELS
            if any(row["model"] == name for row in rows)
        ],
        "aantallen": [
            (str(number), links.to(model=now.model, aantal=number), number == now.number)
            for number in numbers
        ],
        "set_heads": [blocks.head(columns[name], taal) for name in SETS],
        "sets": [
            (
                place,
                links.to(model=now.model, aantal=now.number, set=place),
                place == now.place,
                [_cell(columns[name], row, taal) for name in SETS],
            )
            for place, row in sorted(first.items())
        ],
        "vak_heads": [blocks.head(columns[name], taal) for name in CELLS],
        "vakken": [[_cell(columns[name], row, taal) for name in CELLS] for row in cells],
        "nu": now,
        "kaart": picture.where(title, await room.ground(shared, state), spots) if spots else None,
        "uitleg": words.said(EXPLAINED, taal),
        "herkomst": blocks.origin(version, taal),
        "opmerkingen": version.meta["opmerkingen"] or (),
    }


def _cell(column: Column, row: Row, taal: str) -> str:
    told = blocks.cell(column, row, taal)
    return said.word(told, taal) if column.type == "text" else told


@dataclass(frozen=True)
class _Links:
    """Addresses of this page, asked otherwise."""

    path: str
    asked: Mapping[str, str]

    def to(self, **changed: object) -> str:
        told = {"taal": self.asked["taal"]} if "taal" in self.asked else {}
        return f"{self.path}?{urlencode({**changed, **told})}"


EXPLAINED: Pair = (
    "De vakken van een set horen bij elkaar: bij een ander aantal kunnen andere vakken het beste "
    "zijn. Naast de beste set staan de volgende; liggen hun cijfers dicht bij elkaar, dan beslist "
    "iets anders dan deze berekening. Een zoekgebied, geen planologische uitspraak.",
    "The cells of a set belong together: with another number other cells may be best. Beside the "
    "best set stand the next ones; where their figures are close, something other than this "
    "calculation decides. An area to search, no planning decision.",
)
