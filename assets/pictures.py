"""A small picture of a published layer, for its page in Dagster: only of open layers.

Few shapes are drawn as they are, many as squares that are darker where more of them lie, a table
as bars. One neutral hue: a picture says where there is something, never how good or bad it is.
"""

import base64
from collections.abc import Sequence
from html import escape
from math import ceil, floor
from typing import Any

import dagster as dg
from psycopg import sql

from data.model import Column, Layer
from pipelines.work import Work

WIDTH, HEIGHT = 480, 360
MOST_SHAPES = 500
SQUARES = 40
MARGIN = 0.03
BARS = 12
SHADES = (0.25, 0.4, 0.6, 0.85)
DARK, LIGHT = "#33475b", "#c3d0dd"


def picture(work: Work, layer: Layer, version: int, columns: Sequence[Column]) -> dg.MetadataValue:
    """A picture of one version of a layer.

    Args:
        work: the run.
        layer: an open layer.
        version: of the layer.
        columns: what the layer shows, in order.
    """
    frame = _frame(work, layer, version)
    if frame is None:
        return _bars(work, layer, version, columns)
    drawn = _shapes if frame["n"] <= MOST_SHAPES else _squares
    return _as_markdown(layer.title, _svg(frame, drawn(work, layer, version, frame)))


def _frame(work: Work, layer: Layer, version: int) -> dict[str, Any] | None:
    """Extent in RD with a margin, number of shapes and their dimension; None without shapes."""
    drawable = work.connection.execute(
        "SELECT EXISTS (SELECT FROM information_schema.columns WHERE table_schema = 'store'"
        " AND table_name = %s AND column_name = 'geometry') AS x",
        (layer.name,),
    ).fetchone()
    if not (drawable and drawable["x"]):
        return None
    row = work.connection.execute(
        sql.SQL(
            "SELECT ST_XMin(e) AS x, ST_YMax(e) AS y, ST_XMax(e) - ST_XMin(e) AS w,"
            " ST_YMax(e) - ST_YMin(e) AS h, n, d FROM (SELECT ST_Extent(geometry) AS e,"
            " count(geometry) AS n, max(ST_Dimension(geometry)) AS d FROM {} WHERE version = %s) b"
        ).format(sql.Identifier("store", layer.name)),
        (version,),
    ).fetchone()
    if not row or not row["n"]:
        return None
    pad = max(row["w"], row["h"], 100.0) * MARGIN
    wide, high = row["w"] + 2 * pad, row["h"] + 2 * pad
    return row | {"x": row["x"] - pad, "y": row["y"] + pad, "w": wide, "h": high}


def _pixel(frame: dict[str, Any]) -> float:
    """Metres per pixel, so that the picture fits both ways."""
    return float(max(frame["w"] / WIDTH, frame["h"] / HEIGHT))


def _shapes(work: Work, layer: Layer, version: int, frame: dict[str, Any]) -> str:
    step = _pixel(frame)
    rows = work.connection.execute(
        sql.SQL(
            "SELECT ST_AsSVG(CASE WHEN ST_Dimension(geometry) = 0 THEN ST_Buffer(geometry,"
            " %(dot)s, 4) ELSE ST_Simplify(geometry, %(step)s, true) END, 0, 0) AS d FROM {}"
            " WHERE version = %(version)s AND geometry IS NOT NULL ORDER BY id"
        ).format(sql.Identifier("store", layer.name)),
        {"version": version, "dot": 3 * step, "step": step / 2},
    )
    paths = "".join(f'<path d="{row["d"]}"/>' for row in rows if row["d"])
    fill = "none" if frame["d"] == 1 else DARK if frame["d"] == 0 else LIGHT
    return f'<g fill="{fill}" stroke="{DARK}" stroke-width="{0.7 * step:.1f}">{paths}</g>'


def _squares(work: Work, layer: Layer, version: int, frame: dict[str, Any]) -> str:
    # Whole blocks of the 100 m grid, so that a layer of vierkanten is even.
    size = 100 * ceil(max(frame["w"], frame["h"]) / SQUARES / 100)
    left, top = size * floor(frame["x"] / size), size * ceil(frame["y"] / size)
    rows = work.connection.execute(
        sql.SQL(
            "SELECT column_, row_, ceil({shades} * ln(1 + count(*)) / ln(1 + max(count(*))"
            " OVER ()))::int AS shade FROM (SELECT"
            " floor(((ST_XMin(geometry) + ST_XMax(geometry)) / 2 - %(x)s) / %(size)s)::int"
            " AS column_, floor((%(y)s - (ST_YMin(geometry) + ST_YMax(geometry)) / 2)"
            " / %(size)s)::int AS row_ FROM {table} WHERE version = %(version)s"
            " AND geometry IS NOT NULL) c GROUP BY 1, 2 ORDER BY 1, 2"
        ).format(shades=len(SHADES), table=sql.Identifier("store", layer.name)),
        {"version": version, "x": left, "y": top, "size": size},
    )
    paths: dict[int, list[str]] = {}
    for row in rows:
        paths.setdefault(row["shade"], []).append(f"M{row['column_']} {row['row_']}h1v1h-1z")
    drawn = "".join(
        f'<path fill-opacity="{SHADES[shade - 1]}" d="{"".join(squares)}"/>'
        for shade, squares in sorted(paths.items())
    )
    place = f"translate({left} {-top}) scale({size})"
    return f'<g fill="{DARK}" transform="{place}">{drawn}</g>'


def _svg(frame: dict[str, Any], content: str) -> str:
    step = _pixel(frame)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{frame["w"] / step:.0f}"'
        f' height="{frame["h"] / step:.0f}" viewBox="{frame["x"]:.0f} {-frame["y"]:.0f}'
        f' {frame["w"]:.0f} {frame["h"]:.0f}">{content}</svg>'
    )


def _bars(work: Work, layer: Layer, version: int, columns: Sequence[Column]) -> dg.MetadataValue:
    """Rows per class or per group of values; figures come in twelve equal groups."""
    column = _telling(columns)
    table, name = sql.Identifier("store", layer.name), sql.Identifier(column.name)
    if column.type in ("int", "float"):
        query = (
            "SELECT CASE WHEN g IS NULL THEN 'onbekend' ELSE trim_scale(round(min(v)::numeric, 1))"
            " || ' tot ' || trim_scale(round(max(v)::numeric, 1)) END AS naam, count(*) AS n"
            " FROM (SELECT {c} AS v,"
            " floor({bars} * ({c} - min({c}) OVER ()) / coalesce(nullif(1.0001 * (max({c}) OVER ()"
            " - min({c}) OVER ()), 0), 1)) AS g FROM {t} WHERE version = %s) x GROUP BY g"
            " ORDER BY g"
        )
    else:
        query = (
            "SELECT coalesce({c}::text, 'onbekend') AS naam, count(*) AS n FROM {t}"
            " WHERE version = %s GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {bars}"
        )
    rows = work.connection.execute(
        sql.SQL(query).format(c=name, t=table, bars=BARS), (version,)
    ).fetchall()
    most = max((row["n"] for row in rows), default=1)
    drawn = "".join(
        f'<text x="180" y="{20 * i + 38}" text-anchor="end">{escape(str(row["naam"])[:28])}</text>'
        f'<rect x="186" y="{20 * i + 26}" width="{240 * row["n"] / most:.0f}" height="14"/>'
        f'<text x="{192 + 240 * row["n"] / most:.0f}" y="{20 * i + 38}">{row["n"]}</text>'
        for i, row in enumerate(rows)
    )
    return _as_markdown(
        layer.title,
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{20 * len(rows) + 32}"'
        f' font-family="sans-serif" font-size="12" fill="{DARK}"><text x="0" y="14">'
        f"Rijen naar {escape(column.title or column.name)}</text>{drawn}</svg>",
    )


def _telling(columns: Sequence[Column]) -> Column:
    """The column whose groups say most: a class, else the first figure, else the last column."""
    classes = [c for c in columns if c.classes and c.type == "text"]
    figures = [c for c in columns if c.value]
    return (classes or figures or [*columns][-1:])[0]


def _as_markdown(title: str, svg: str) -> dg.MetadataValue:
    data = base64.b64encode(svg.encode()).decode()
    return dg.MetadataValue.md(f"![{title}](data:image/svg+xml;base64,{data})")
