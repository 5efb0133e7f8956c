"""The sociale en zorginfrastructuur of a gebied: what stands there, who works there, what comes.

Everything is a published layer; a gebied is whole buurten, so what lies in it is asked by place.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from psycopg import sql

from data.registry import layers
from geo_api.ask import rows as reading
from geo_api.ask.rows import Row, Wanted
from geo_api.db import Database
from geo_api.model import State
from geo_api.site import sheet, words
from geo_api.site.blocks import Block, Shown, filled, origin, wanted
from geo_api.site.charts import Bar
from geo_api.site.words import Pair

_INSIDE = sql.SQL(
    "ST_Intersects(ST_PointOnSurface(geometry), (SELECT g.geometry FROM pub.beleidsgebieden AS g"
    " WHERE g.version = %s AND g.gebied = %s))"
)
GAPS: tuple[tuple[str, Pair], ...] = (
    ("zorggeschikt", ("Zorggeschikt", "Fit for care")),
    ("geclusterd", ("Geclusterd", "Clustered")),
    ("nultreden", ("Nultreden", "Step-free")),
)
COMPLEXES = Block(
    ("Complexen per corporatie", "Complexes per housing association"),
    ("Gebouwen van woningcorporaties.", "Buildings of housing associations."),
    "complexen",
    ("corporatie", "naam", "woningen"),
    "corporatiecomplexen",
)
PARTIES = Block(
    ("Partijen", "Parties"),
    ("Aanwezig is niet dekkend.", "Present does not mean enough."),
    "partijen",
    ("rol", "partij", "bron"),
    "partijen_gebied",
)
PLANS = Block(
    ("Plannen", "Plans"),
    (
        "Alleen plannen die de leverancier openbaar heeft gemaakt.",
        "Only plans that their supplier made public.",
    ),
    "vlekkenkaart",
    ("naam", "status", "woningen", "zorggeschikt", "geclusterd", "jaar_gereed"),
    "plannen",
)
BLOCKS = (COMPLEXES, PARTIES, PLANS)
BY_NAME = {"complexen": "gebied", "partijen": "gebied"}


async def read(database: Database, state: State, gebied: str, taal: str) -> dict[str, Any]:
    """Everything the opening of the page of a gebied shows."""
    asked: dict[str, Wanted] = {}
    for block in BLOCKS:
        if block.layer in state.layers:
            asked[block.layer] = wanted(state, block, *_where(state, block.layer, gebied))
    for name in ("voorzieningen", "buurten"):
        if name in state.layers:
            version = state.layers[name].current
            asked[name] = Wanted(version, _INSIDE, _bound(state, gebied), 5000)
    for kind, _ in GAPS:
        found = sheet.by_key(state, f"opgave_gebied_{kind}", "gebied", gebied)
        if found:
            asked[f"opgave_gebied_{kind}"] = found
    held = dict(zip(asked, await reading.read(database, state, list(asked.values())), strict=True))
    return {
        "blokken": {b.layer: _own(filled(state, b, held.get(b.layer), taal)) for b in BLOCKS},
        "zorg": counted(held.get("voorzieningen"), taal),
        "ontmoeting": [(name, "") for name in named(held.get("voorzieningen"), "ontmoeting")],
        "buurten": _names(held.get("buurten")),
        "opgave": gaps(held, taal),
        "bron": {
            name: origin(state.layers[name].current, taal)
            for name in ("voorzieningen", *(f"opgave_gebied_{kind}" for kind, _ in GAPS))
            if name in state.layers
        },
    }


def _own(block: Shown) -> Shown:
    """Without what a method says of the whole layer: here it would seem to be about the gebied."""
    declared = layers()[block.layer][1].remarks if block.layer in layers() else ()
    return replace(block, remarks=[one for one in block.remarks if one in declared])


def _bound(state: State, gebied: str) -> tuple[Any, ...]:
    return (state.layers["beleidsgebieden"].current.version, gebied)


def _where(state: State, layer: str, gebied: str) -> tuple[Any, ...]:
    column = BY_NAME.get(layer)
    if column and column in state.layers[layer].current.properties:
        return (sheet.IS.format(sql.Identifier(column)), gebied)
    return (_INSIDE, *_bound(state, gebied))


def counted(rows: Sequence[Row] | None, taal: str) -> list[tuple[str, int]] | None:
    """How many known places of each kind; None where that layer is not published."""
    if rows is None:
        return None
    kinds = Counter(str(row["soort"]) for row in rows if row.get("soort"))
    return sorted((words.value(kind, taal, "soort"), count) for kind, count in kinds.items())


def named(rows: Sequence[Row] | None, kind: str) -> list[str]:
    """Names of the known places of one kind."""
    return sorted(
        {str(row["naam"]) for row in rows or () if row.get("soort") == kind and row.get("naam")}
    )


def _names(rows: Sequence[Row] | None) -> list[tuple[str, str]]:
    return sorted(
        (str(row.get("buurtnaam") or row["id"]), f"/buurt/{row['buurtcode']}") for row in rows or ()
    )


def gaps(held: Mapping[str, Sequence[Row]], taal: str) -> list[Bar]:
    """The need per class as an interval between both calculations; unknown is told as unknown."""
    found = []
    for kind, title in GAPS:
        for row in held.get(f"opgave_gebied_{kind}", ())[:1]:
            ends = [row.get("opgave_a"), row.get("opgave_b")]
            known = sorted(end for end in ends if end is not None)
            label = f"{words.said(title, taal)}, {row['jaar']}"
            if not known:
                found.append(Bar(label, None, words.status(row.get("opgave_a_status"), taal)))
                continue
            low, high = (words.number(end, taal, 0) for end in (known[0], known[-1]))
            homes, to = words.said(("woningen", "homes"), taal), words.said(("tot", "to"), taal)
            told = f"{low if low == high else f'{low} {to} {high}'} {homes}"
            start = 0.0 if len(known) == 1 else max(known[0], 0.0)
            found.append(Bar(label, start, told, max(known[-1], 0.0)))
    return found
