"""Opportunities with all parts: cells, existing complexes and plan sites, by score (METHODS M9).

A place is told as the span over the three weight profiles, for a place alone says more than is
known; beside it in how many of the weightings a cell is among the highest (METHODS 3.7).
"""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import Response
from markupsafe import Markup

from data import kansen
from geo_api.ask.rows import Row
from geo_api.besloten.site import lists, picture, plan, room, said
from geo_api.besloten.site.lists import Draw, Listing, Shown
from geo_api.besloten.site.plan import Part
from geo_api.http.routing import Router
from geo_api.model import Layer, State
from geo_api.services import Shared
from geo_api.site import words
from geo_api.site.words import Pair

router = Router(include_in_schema=False)
CELLS, EXISTING, PLANS = plan.CHANCES.parts
HIGH, MIDDLE = 80, 60
"""Points from which a cell is drawn as one of the promising ones (classes of the map)."""


def places(main: str) -> tuple[str, ...]:
    """A score under the three weight profiles."""
    return (main, *(f"{main}_{profile}" for profile, _ in kansen.PROFILES))


def span(main: str) -> Draw:
    """The place of a row: under the profile of the gemeente, and its span over all profiles."""
    names = places(main)

    def draw(row: Row, taal: str) -> Markup | str:
        held = [row[lists.PLACES].get(name) for name in names]
        known = [one for one in held if one is not None]
        if held[0] is None or not known:
            return "–"
        low, high = (words.number(one, taal, 0) for one in (min(known), max(known)))
        told = words.number(held[0], taal)
        if low == high:
            return words.said((f"{told}, bij elke weging", f"{told}, in each weighting"), taal)
        return words.said((f"{told} ({low} tot {high})", f"{told} ({low} to {high})"), taal)

    return draw


def bar(name: str) -> Draw:
    """A score as a bar with its figure."""

    def draw(row: Row, taal: str) -> Markup | str:
        value = row.get(name)
        if value is None:
            return said.word(str(row.get("reden") or "") or "–", taal)
        told = words.number(value, taal)
        drawn = picture.meter(value, most=100)
        return Markup('<span class="bij">{} {}</span>').format(drawn, told)

    return draw


def agreement(row: Row, taal: str) -> str:
    """P(top 10%) in words: agreement over weightings, no chance."""
    value = row.get("p_top10")
    if value is None:
        return "–"
    times = words.number(100 * value, taal, 0)
    return words.said((f"{times} van 100", f"{times} of 100"), taal)


def _list(part: Part, main: str, lead: Sequence[Shown], rest: Sequence[Shown]) -> Listing:
    columns = (
        *lead,
        Shown(main, ("Kansscore", "Score"), ("0 tot 100", "0 to 100"), bar(main), main, down=True),
        Shown(
            "#plaats",
            ("Plaats (marge over weegprofielen)", "Place (margin over weight profiles)"),
            draw=span(main),
        ),
        *rest,
    )
    choices = ("zone_besloten",) if part is CELLS else ("corporatie", "status", "bron")
    return Listing(part, columns, f"-{main}", choices, places(main))


_MIND = Shown("waarschuwing")
LISTINGS: Mapping[str, Listing] = {
    CELLS.path: _list(
        CELLS,
        "score_besloten",
        (
            Shown("vierkant", ("Vak", "Cell"), sorts="vierkant"),
            Shown("buurtnaam", sorts="buurtnaam"),
        ),
        (
            Shown(
                "p_top10",
                ("Bij de hoogste 10%", "Among the highest 10%"),
                ("wegingen", "weightings"),
                draw=agreement,
                sorts="p_top10",
                down=True,
            ),
            Shown("ontbreekt_besloten"),
            _MIND,
        ),
    ),
    EXISTING.path: _list(
        EXISTING,
        "score",
        (
            Shown("naam", ("Complex", "Complex"), sorts="naam"),
            Shown("corporatie", sorts="corporatie"),
            Shown("woningen", sorts="woningen", down=True),
        ),
        (Shown("ontmoeting_m", sorts="ontmoeting_m"), Shown("ontbreekt"), _MIND),
    ),
    PLANS.path: _list(
        PLANS,
        "score",
        (
            Shown("naam", ("Planlocatie", "Plan site"), sorts="naam"),
            Shown("status"),
            Shown("eenheden", sorts="eenheden", down=True),
        ),
        (Shown("uitgesloten_pct", sorts="uitgesloten_pct"), Shown("ontbreekt"), _MIND),
    ),
}
EXPLAINED: Mapping[str, Pair] = {
    CELLS.path: (
        "Vakken van 100 meter met alle onderdelen: ook plannen, bezit, zorgcapaciteit, bestaande "
        "clusters en de exacte balans. Een zoekgebied, geen planologische uitspraak. De plaats is "
        "die in de gemeente; de marge is het laagste en hoogste over de weegprofielen gemeente, "
        "corporatie en zorg. De wegingen gaan over de open onderdelen.",
        "Cells of 100 metres with all parts: plans, property, care capacity, existing clusters and "
        "the exact balance too. An area to search, no planning decision. The place is that in the "
        "municipality; the margin is the lowest and highest over the weight profiles municipality, "
        "housing association and care. The weightings are about the open parts.",
    ),
    EXISTING.path: (
        "Bestaande complexen van corporaties die geclusterd wonen kunnen worden. Een zoekgebied, "
        "geen oordeel over een complex. De plaats is die op deze lijst, met de marge over de drie "
        "weegprofielen.",
        "Existing complexes of housing associations that may become clustered housing. An area to "
        "search, no judgement of a complex. The place is that on this list, with its margin over "
        "the three weight profiles.",
    ),
    PLANS.path: (
        "Planlocaties met hun kansscore en de woningen die er passen. Een zoekgebied, geen "
        "planologische uitspraak. De plaats is die op deze lijst, met de marge over de drie "
        "weegprofielen.",
        "Plan sites with their score and the dwellings that fit. An area to search, no planning "
        "decision. The place is that on this list, with its margin over the three weight profiles.",
    ),
}


@router.get("/kansen")
async def entrance(request: Request, shared: Shared) -> Response:
    """To the first list that may be seen."""
    return room.first(request, shared, plan.CHANCES)


def _route(part: Part) -> None:
    listing = LISTINGS[part.path]
    main = listing.places[0]

    async def page(
        request: Request,
        shared: Shared,
        asked: Annotated[Mapping[str, str], Depends(lists.ASKED)],
    ) -> Response:
        async def make(state: State, layer: Layer, taal: str) -> dict[str, Any]:
            table = await lists.read(shared, listing, layer, asked, taal)
            title = (
                "Waar de rijen van deze pagina liggen; hoe donkerder, hoe hoger de score",
                "Where the rows of this page are; the darker, the higher the score",
            )
            return {
                "tabel": table,
                "kaart": await room.located(shared, state, table, title, kind, taal),
                "uitleg": words.said(EXPLAINED[part.path], taal),
                "methode": "m09_kansen",
                **lists.described(table, taal),
            }

        return await room.page(request, shared, plan.CHANCES, part, "besloten/lijst.html", make)

    def kind(row: Row) -> str:
        score = row.get(main) or 0
        return "gekozen" if score >= HIGH else "midden" if score >= MIDDLE else "gewoon"

    router.add_api_route(part.path, page, methods=["GET"], name=part.path)


for _part in plan.CHANCES.parts:
    _route(_part)
