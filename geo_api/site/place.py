"""Where a buurt or gebied lies: its gemeente, its gebied, and a small drawing of both."""

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape
from psycopg import sql

from geo_api.ask.profiles import Level
from geo_api.db import Database
from geo_api.model import State
from geo_api.site import words

COARSE_M = 60
"""Corners closer than this are left out of the drawing."""
_OWN = sql.SQL(
    "WITH own AS MATERIALIZED (SELECT geometry, ST_PointOnSurface(geometry) AS p FROM pub.{view}"
    " WHERE version = %s AND {key} = %s LIMIT 1)"
)
_AROUND = sql.SQL(
    "SELECT g.gemeentenaam, ST_AsSVG(ST_SimplifyPreserveTopology(g.geometry, %s), 0, 0),"
    " ST_AsSVG(ST_SimplifyPreserveTopology(own.geometry, %s), 0, 0), ST_XMin(g.geometry),"
    " ST_YMax(g.geometry), ST_XMax(g.geometry) - ST_XMin(g.geometry),"
    " ST_YMax(g.geometry) - ST_YMin(g.geometry)"
    " FROM own JOIN pub.gemeenten AS g ON g.version = %s AND ST_Intersects(g.geometry, own.p)"
)
_GEBIED = sql.SQL(
    "SELECT g.gebied FROM own JOIN pub.beleidsgebieden AS g ON g.version = %s"
    " AND ST_Intersects(g.geometry, own.p) LIMIT 1"
)


@dataclass(frozen=True)
class Place:
    """Where an area lies; what is not published is "".

    Attributes:
        drawing: its outline in that of the gemeente.
    """

    gemeente: str = ""
    gebied: str = ""
    drawing: str = ""


async def of(database: Database, state: State, level: Level, code: str, taal: str) -> Place:
    """Where an area lies."""
    own = _OWN.format(view=sql.Identifier(level.layer), key=sql.Identifier(level.code))
    values: list[object] = [state.layers[level.layer].current.version, code]
    gemeente, gebied, drawing = "", "", ""
    if "gemeenten" in state.layers:
        asked = [*values, COARSE_M, COARSE_M, state.layers["gemeenten"].current.version]
        for row in await database.fetch(own + sql.SQL(" ") + _AROUND, asked):
            gemeente, drawing = str(row[0]), _drawn(row, taal)
    if level.word == "buurt" and "beleidsgebieden" in state.layers:
        asked = [*values, state.layers["beleidsgebieden"].current.version]
        for row in await database.fetch(own + sql.SQL(" ") + _GEBIED, asked):
            gebied = str(row[0])
    return Place(gemeente, gebied, drawing)


def _drawn(row: Any, taal: str) -> Markup:
    """The gemeente in outline with the area in it, as one image."""
    name, around, inside, left, top, wide, high = row
    edge = max(wide, high) * 0.02
    box = f"{left - edge:.0f} {-top - edge:.0f} {wide + 2 * edge:.0f} {high + 2 * edge:.0f}"
    told = words.said(("Ligging in", "Location in"), taal) + f" {name}"
    return Markup(  # noqa: S704 - the name is escaped, the paths are numbers of PostGIS
        f'<svg class="ligging" role="img" viewBox="{box}" preserveAspectRatio="xMaxYMin meet">'
        f'<title>{escape(told)}</title><path class="gemeente" d="{around}"/>'
        f'<path class="plek" d="{inside}"/></svg>'
    )
