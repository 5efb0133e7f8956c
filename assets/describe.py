"""What Dagster shows of a dataset or layer: description, tags, columns, counts, a small map."""

import base64
from html import escape
from typing import Any

import dagster as dg
from psycopg import sql

from data.model import Dataset, Layer
from data.tables import fields, layer_columns, stored
from pipelines.versions import Outcome
from pipelines.work import Work

OWNERS = ["team:woonzorgkaart"]
MAP_SHAPES = 400
MAP_WIDTH = 480


def key(dataset: Dataset) -> dg.AssetKey:
    """Asset key of a dataset: stage, then noun."""
    return dg.AssetKey(["derived" if dataset.derived else "staging", dataset.name])


def layer_key(layer: Layer) -> dg.AssetKey:
    """Asset key of a published layer."""
    return dg.AssetKey(["published", layer.name])


def description(dataset: Dataset) -> str:
    """What, from whom, under which licence, how often."""
    return (
        f"{dataset.description}\n\nBron: {dataset.publisher}. Licentie: {dataset.licence}."
        f"{f' Methode {dataset.method_version}.' if dataset.method_version else ''}"
    )


def column_schema(dataset: Dataset) -> dg.TableSchema:
    """Declared columns with their units."""
    units = {c.name: f"{c.title} ({c.unit})" if c.unit else c.title for c in dataset.columns}
    return dg.TableSchema(
        columns=[
            dg.TableColumn(name=name, type=kind, description=units.get(name))
            for name, kind in fields(dataset.columns, supplier=dataset.per_supplier)
        ]
    )


def layer_schema(dataset: Dataset, layer: Layer) -> dg.TableSchema:
    """Columns of a published layer."""
    return dg.TableSchema(
        columns=[dg.TableColumn(name=n, type=k) for n, k in stored(layer_columns(dataset, layer))]
    )


def static_metadata(dataset: Dataset) -> dict[str, Any]:
    """Metadata that follows from the declaration."""
    found: dict[str, Any] = {
        "dagster/column_schema": column_schema(dataset),
        "dagster/relation_identifier": f"woonzorg.store.{dataset.name}",
        "licentie": dataset.licence,
    }
    if dataset.source_url:
        found["dagster/uri"] = dataset.source_url
    return found


def outcome_metadata(outcome: Outcome) -> dict[str, Any]:
    """Metadata of one run of one dataset."""
    return {
        "dagster/row_count": outcome.published,
        "uitkomst": outcome.state,
        "peildatum": str(outcome.peildatum or ""),
        "versie": outcome.version or outcome.kept or 0,
        "ontvangen": outcome.received,
        "quarantaine": outcome.quarantined,
        "dubbel": outcome.duplicates,
        "buiten_bereik": dg.MetadataValue.json(outcome.out_of_scope),
        "seconden": outcome.seconds,
        "reden": outcome.reason,
    }


def picture(work: Work, layer: Layer, version: int, *, drawn: bool) -> dg.MetadataValue:
    """A picture of a layer version.

    Its shapes drawn by the database, or bars for a table without shapes.
    """
    if not drawn:
        return _small_plot(work, layer, version)
    table = sql.Identifier("store", layer.name)
    box = work.connection.execute(
        sql.SQL(
            "SELECT ST_XMin(e) AS x, ST_YMax(e) AS y, ST_XMax(e) - ST_XMin(e) AS w, ST_YMax(e) - "
            "ST_YMin(e) AS h FROM"
            " (SELECT ST_Extent(geometry) AS e FROM {} WHERE version = %s) b"
        ).format(table),
        (version,),
    ).fetchone()
    if not box or not box["w"] or not box["h"]:
        return _small_plot(work, layer, version)
    paths = work.connection.execute(
        sql.SQL(
            "SELECT ST_AsSVG(CASE WHEN ST_Dimension(geometry) = 0 THEN ST_Buffer(geometry, "
            "%(dot)s, 2)"
            " ELSE ST_Simplify(geometry, %(step)s, true) END, 0, 0) AS d FROM {} WHERE version = "
            "%(version)s"
            " AND geometry IS NOT NULL ORDER BY md5(id) LIMIT %(limit)s"
        ).format(table),
        {
            "version": version,
            "dot": box["w"] / 150,
            "step": box["w"] / MAP_WIDTH,
            "limit": MAP_SHAPES,
        },
    )
    shapes = "".join(f'<path d="{row["d"]}"/>' for row in paths if row["d"])
    height = round(MAP_WIDTH * box["h"] / box["w"])
    return _as_markdown(
        layer.title,
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{MAP_WIDTH}" height="{height}"'
        f' viewBox="{box["x"]} {-box["y"]} {box["w"]} {box["h"]}">'
        '<g fill="#b9c7d6" fill-opacity=".7"'
        f' stroke="#33475b" stroke-width="{box["w"] / MAP_WIDTH:.1f}">{shapes}</g></svg>',
    )


def _small_plot(work: Work, layer: Layer, version: int) -> dg.MetadataValue:
    """Bars: rows per value of the first column of text that is neither key nor name."""
    column = next(
        (c for c in layer.columns if c not in (layer.labels, layer.columns[0])), layer.columns[0]
    )
    rows = work.connection.execute(
        sql.SQL(
            "SELECT coalesce({c}::text, 'onbekend') AS naam, count(*) AS n FROM {t} WHERE "
            "version = %s"
            " GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 12"
        ).format(c=sql.Identifier(column), t=sql.Identifier("store", layer.name)),
        (version,),
    ).fetchall()
    most = max((row["n"] for row in rows), default=1)
    bars = "".join(
        f'<text x="150" y="{20 * i + 14}" text-anchor="end">{escape(str(row["naam"]))[:24]}</text>'
        f'<rect x="156" y="{20 * i + 2}" width="{260 * row["n"] / most:.0f}" height="14"/>'
        f'<text x="{162 + 260 * row["n"] / most:.0f}" y="{20 * i + 14}">{row["n"]}</text>'
        for i, row in enumerate(rows)
    )
    return _as_markdown(
        layer.title,
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{MAP_WIDTH}" height="{20 * len(rows) + 6}"'
        f' font-family="sans-serif" font-size="12" fill="#33475b">{bars}</svg>',
    )


def _as_markdown(title: str, svg: str) -> dg.MetadataValue:
    data = base64.b64encode(svg.encode()).decode()
    return dg.MetadataValue.md(f"![{title}](data:image/svg+xml;base64,{data})")
