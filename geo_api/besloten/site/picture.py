"""Small pictures for these pages, as SVG: where rows lie, and figures with their margins.

Each is one image with a title that says all of it, or stands beside the same in words and is then
hidden from who does not look. Colours come from the style sheet, by class.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

Box = tuple[float, float, float, float]
WIDE, HIGH = 480.0, 360.0
_EDGE = 14.0


@dataclass(frozen=True)
class Spot:
    """A place on a map: where, in RD; a sign in it; a class of the style sheet."""

    at: tuple[float, float]
    sign: str = ""
    kind: str = "gewoon"


def where(title: str, shapes: Sequence[tuple[str, Box]], spots: Sequence[Spot]) -> Markup:
    """A map of outlines with spots on it.

    Args:
        title: what it shows, in words.
        shapes: SVG paths in RD with y turned, each with its box.
        spots: at least one.
    """
    boxes = [box for _, box in shapes] + [(*spot.at, *spot.at) for spot in spots]
    west, south = min(box[0] for box in boxes), min(box[1] for box in boxes)
    east, north = max(box[2] for box in boxes), max(box[3] for box in boxes)
    scale = min(
        (WIDE - 2 * _EDGE) / max(east - west, 1.0), (HIGH - 2 * _EDGE) / max(north - south, 1.0)
    )
    width, height = (east - west) * scale + 2 * _EDGE, (north - south) * scale + 2 * _EDGE
    moved = f"translate({_EDGE - west * scale:.2f} {_EDGE + north * scale:.2f}) scale({scale:.6f})"
    ground = "".join(f'<path d="{escape(path)}"/>' for path, _ in shapes)
    drawn = "".join(
        _spot(spot, _EDGE + (spot.at[0] - west) * scale, _EDGE + (north - spot.at[1]) * scale)
        for spot in spots
    )
    return Markup(  # noqa: S704 - every text in it is escaped
        f'<svg class="plaatje" role="img" viewBox="0 0 {width:.0f} {height:.0f}">'
        f'<title>{escape(title)}</title><g class="grond" transform="{moved}">{ground}</g>'
        f'<g aria-hidden="true">{drawn}</g></svg>'
    )


def _spot(spot: Spot, x: float, y: float) -> str:
    size = 9 if spot.sign else 4.5
    mark = f'<circle class="{escape(spot.kind)}" cx="{x:.1f}" cy="{y:.1f}" r="{size}"/>'
    if spot.sign:
        mark += f'<text x="{x:.1f}" y="{y:.1f}" dy=".35em">{escape(spot.sign)}</text>'
    return mark


def margin(low: float, middle: float, high: float, most: float) -> Markup:
    """A value with its margin on a line from 1 to `most`; the words stand beside it."""
    wide, high_ = 72.0, 14.0

    def x(value: float) -> float:
        return 2 + (wide - 4) * min(max((value - 1) / max(most - 1, 1), 0.0), 1.0)

    return Markup(  # noqa: S704 - numbers only
        f'<svg class="marge" aria-hidden="true" width="{wide:.0f}" height="{high_:.0f}">'
        f'<line class="as" x1="2" x2="{wide - 2:.0f}" y1="7" y2="7"/>'
        f'<line class="spreiding" x1="{x(low):.1f}" x2="{x(high):.1f}" y1="7" y2="7"/>'
        f'<circle cx="{x(middle):.1f}" cy="7" r="4"/></svg>'
    )


def meter(
    value: float | None,
    expected: float | None = None,
    limit: float | None = None,
    most: float = 0.0,
) -> Markup:
    """A figure as a bar; the words stand beside it.

    Args:
        value: None is unknown, and draws no bar of length zero.
        expected: what it is compared with, as a tick.
        limit: above it the bar stands out; a line.
        most: value of the right end; the largest of these when 0.
    """
    known = [one for one in (value, expected, limit) if one is not None]
    wide, most = 90.0, most or max([*known, 0.0]) * 1.1 or 1.0
    parts = [f'<rect class="baan" x="0" y="3" width="{wide:.0f}" height="12"/>']
    if value is None:
        parts = [f'<rect class="onbekend" x=".5" y="3.5" width="{wide - 1:.0f}" height="11"/>']
    else:
        over = limit is not None and value > limit
        kind = "balk boven" if over else "balk"
        length = max(value / most * wide, 1.5) if value else 0.0
        parts.append(f'<rect class="{kind}" x="0" y="3" width="{length:.1f}" height="12"/>')
    for one, kind in ((expected, "verwacht"), (limit, "grens")):
        if one is not None:
            x = one / most * wide
            parts.append(f'<line class="{kind}" x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="18"/>')
    drawn = "".join(parts)
    return Markup(  # noqa: S704 - numbers only
        f'<svg class="meter" aria-hidden="true" width="{wide:.0f}" height="18">{drawn}</svg>'
    )


def squares(kinds: Sequence[str]) -> Markup:
    """A row of squares, one per sign, by class; the words stand beside it."""
    boxes = "".join(
        f'<rect class="{escape(kind)}" x="{k * 13 + 1}" y="1" width="11" height="11"/>'
        + (f'<path class="teken" d="M{k * 13 + 6.5} 3v4.5m0 2v.5"/>' if kind == "signaal" else "")
        for k, kind in enumerate(kinds)
    )
    return Markup(  # noqa: S704 - escaped above
        f'<svg class="vakjes" aria-hidden="true" width="{len(kinds) * 13 + 1}" height="13">'
        f"{boxes}</svg>"
    )
