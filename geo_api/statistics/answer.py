"""Statistics of a layer, whole: the area and its blocks, the figures in total and per group."""

import contextlib
from collections.abc import Mapping
from typing import Any

from psycopg import sql

from geo_api.db import Database
from geo_api.describe import documents
from geo_api.errors import Fault, bad_request
from geo_api.filter.cql import Wrong
from geo_api.items import areas, blocks, features
from geo_api.items.selection import Selection, view
from geo_api.model import Layer, LayerVersion
from geo_api.saved.held import Held
from geo_api.statistics import query, report
from geo_api.statistics.grouping import Grouping
from geo_api.statistics.plan import Plan
from geo_api.statistics.query import Figures

MOST_BLOCKS = 500
_NAMES = sql.SQL("SELECT id, {} FROM {} WHERE version = %s AND id = ANY(%s::text[])")
_BLOCKS = sql.SQL(
    "SELECT id, naam, count(*) OVER () FROM ({}) AS b (id, naam) ORDER BY id LIMIT %s"
)
TOO_SMALL = (
    "Het vlak is te klein: er ligt geen heel blok in, en kleinere cijfers dan die van een blok "
    "worden niet gegeven. Teken ruimer, of kies een laag met kleinere blokken."
)
NOT_WHOLE = (
    "Cijfers van een getekend vlak zijn sommen van hele blokken. Bewaar de zoekvraag met regel "
    "punt, geheel of meerderheid; met 'raakt' krijgt u wel objecten."
)
RULES = {
    blocks.POINT: "Een blok hoort erbij als zijn punt (ST_PointOnSurface) in het vlak ligt.",
    blocks.WHOLE: "Een blok hoort erbij als het geheel in het vlak ligt.",
    blocks.MOST: "Een blok hoort erbij als meer dan de helft ervan in het vlak ligt.",
    blocks.TOUCH: "Een object hoort erbij als het in het vlak ligt of het raakt.",
}


async def document(
    database: Database, layers: Mapping[str, Layer], plan: Plan, held: Held | None
) -> dict[str, Any]:
    """The answer without links.

    Args:
        database: the pool.
        layers: all that are published.
        plan: what is asked.
        held: the saved question that the query names.

    Raises:
        Moved: a version is no longer shown.
        Problem: 400, the area or the groups do not fit.
    """
    chosen = plan.selection
    if chosen is None:
        return {"aantal": 0, "kolommen": []}
    head: dict[str, Any] = {"woonzorg": documents.origin(chosen.version)}
    if held is not None and held.area is not None:
        area, number = await _area(database, held, chosen.version)
        head["gebied"] = area
        if number == 0:
            await features.ensure_shown(
                database, chosen.version, *areas.rests_on(chosen.version, layers)
            )
            return {**head, "aantal": None, "reden": TOO_SMALL, "kolommen": []}
    found = await query.figures(database, plan, chosen)
    if (plan.grouping and plan.grouping.level) or (held and held.area):
        await features.ensure_shown(database, *areas.rests_on(chosen.version, layers))
    content = {
        **head,
        "aantal": found.total.count,
        "betekenis": report.meaning(found.plan),
        "kolommen": report.columns(found, found.total),
    }
    if plan.grouping:
        content["groepen"] = await _groups(database, layers, found, plan.grouping, chosen)
        content["groep"] = plan.grouping.name
    return content


async def _groups(
    database: Database,
    layers: Mapping[str, Layer],
    found: Figures,
    grouping: Grouping,
    chosen: Selection,
) -> list[dict[str, Any]]:
    titles: dict[str, str] = {}
    if grouping.level:
        codes = [row.group for row in found.groups if row.group is not None]
        with contextlib.suppress(Wrong):  # a layer that has the codes does without their shapes
            shapes = areas.version(grouping.level, chosen.version, layers)
            named = sql.Identifier(_name(shapes))
            text = _NAMES.format(named, view(shapes))
            rows = await database.fetch(text, (shapes.version, codes))
            titles = {row[0]: row[1] for row in rows}
    return [
        {
            "waarde": row.group,
            **({"naam": titles.get(row.group)} if grouping.level else {}),
            "aantal": row.count,
            "kolommen": report.columns(found, row),
        }
        for row in found.groups
    ]


def _name(found: LayerVersion) -> str:
    names = [c.naam for c in found.columns if c.rol == "naam" and c.naam in found.properties]
    return names[0] if names else "id"


async def _area(
    database: Database, held: Held, found: LayerVersion
) -> tuple[dict[str, Any], int | None]:
    """What is told of the area, and of how many blocks it is the sum; None when of none."""
    area = held.area or {}
    if not held.drawn:
        return {"zoekvraag": held.key, "codes": area["codes"]}, None
    told: dict[str, Any] = {"zoekvraag": held.key, "regel": area["regel"]}
    term = blocks.named(found, area, held.layers)
    if term is None:
        rule = area["regel"] if found.geometry != "Point" else blocks.TOUCH
        return told | {"toelichting": RULES[rule]}, None
    if area["regel"] == blocks.TOUCH:
        raise bad_request([Fault("zoekvraag", "regel", NOT_WHOLE)])
    text = _BLOCKS.format(term.text)
    rows = await database.fetch(text, (*term.values, MOST_BLOCKS))
    number = int(rows[0][2]) if rows else 0
    told |= {
        "toelichting": RULES[area["regel"]],
        "aantalBlokken": number,
        "blokken": [{"id": row[0], "naam": row[1]} for row in rows],
    }
    return told, number
