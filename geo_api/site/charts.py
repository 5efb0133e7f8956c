"""Small charts as SVG, from numbers to text: no state, no style in them, every number beside it.

Colours come from the style sheet by class. Each chart is one image with a title that says all of
it, so that it reads without eyes; text inside it is hidden from the tree for that reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

LABEL, WIDE, VALUE, ROW = 140, 150, 125, 20


@dataclass(frozen=True)
class Bar:
    """One bar.

    Attributes:
        label: what it is of.
        value: its length; None is unknown and draws a hatched box, never a bar of length zero.
        told: the value as people read it, unit included.
        high: with it the bar is an interval from `value` to here.
    """

    label: str
    value: float | None
    told: str
    high: float | None = None


def bars(title: str, rows: Sequence[Bar], most: float | None = None) -> Markup:
    """Bars below each other, from zero.

    Args:
        title: what the chart is of; the rows are told after it.
        rows: at least one.
        most: value of the right end; the largest value when absent.
    """
    known = [end for row in rows for end in (row.value, row.high) if end is not None]
    top = most or max([*known, 0]) or 1.0
    height = ROW * len(rows) + 2
    drawn = "".join(_row(row, k, top) for k, row in enumerate(rows))
    told = f"{title}: " + "; ".join(f"{row.label} {row.told}" for row in rows)
    return Markup(  # noqa: S704 - every text in it is escaped
        f'<svg class="grafiek" role="img" viewBox="0 0 {LABEL + WIDE + VALUE} {height}" '
        f'preserveAspectRatio="xMinYMin meet"><title>{escape(told)}</title>{drawn}</svg>'
    )


def _row(row: Bar, k: int, top: float) -> str:
    y = ROW * k + 2
    middle = y + ROW / 2
    label = f'<text class="label" x="0" y="{middle:g}" dy=".3em">{escape(row.label)}</text>'
    track = f'<rect class="baan" x="{LABEL}" y="{y + 3}" width="{WIDE}" height="{ROW - 6}"/>'
    if row.value is None:
        mark = f'<rect class="onbekend" x="{LABEL}" y="{y + 3}" width="{WIDE}" height="{ROW - 6}"/>'
        end = float(WIDE)
    else:
        start = _x(row.value, top) if row.high is not None else 0.0
        end = _x(row.value if row.high is None else row.high, top)
        # Something is seen, however small; nothing is no bar at all.
        wide = 0.0 if row.value == 0 and row.high is None else max(end - start, 1.5)
        mark = (
            f'<rect class="balk" x="{LABEL + start:.1f}" y="{y + 3}" '
            f'width="{wide:.1f}" height="{ROW - 6}"/>'
        )
    told = (
        f'<text class="waarde" x="{LABEL + WIDE + 6}" y="{middle:g}" dy=".3em">'
        f"{escape(row.told)}</text>"
    )
    return f'<g aria-hidden="true">{label}{track}{mark}{told}</g>'


def _x(value: float, top: float) -> float:
    return WIDE * min(max(value / top, 0.0), 1.0)


def steps(level: int | None, of: int = 3) -> Markup:
    """A level as boxes, `level` of them up to where it stands; decoration, the word stands beside.

    Args:
        level: 1 to `of`; None is unknown.
        of: number of boxes.
    """
    kinds = ["vol" if k + 1 == level else "leeg" for k in range(of)]
    boxes = "".join(
        f'<rect class="{kind}" x="{k * 14 + 1}" y="1" width="12" height="10"/>'
        for k, kind in enumerate(kinds)
    )
    return Markup(  # noqa: S704 - nothing in it comes from elsewhere
        f'<svg class="stappen" aria-hidden="true" width="{of * 14 + 2}" height="12" '
        f'viewBox="0 0 {of * 14 + 2} 12">{boxes}</svg>'
    )
