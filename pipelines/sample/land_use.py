"""Fills the cells: parks, facilities, building forms, business sheds, farms, growth site."""

from __future__ import annotations

import numpy as np

from pipelines.sample.lattice import Bools, Floats, Ints, Lattice, Use
from pipelines.sample.plan import Plan

THROUGH_LINE = 8
"""Every eighth lattice line is a through road."""


def furnish(plan: Plan, lattice: Lattice, rng: np.random.Generator) -> None:
    """Give every cell its use and building form, in place.

    Args:
        plan: the plan of the sample.
        lattice: the drawn lattice.
        rng: source of all randomness.
    """
    kind_of = np.array([b.kind for b in lattice.buurten])
    kind = np.where(lattice.buurt >= 0, kind_of[np.maximum(lattice.buurt, 0)], -1)
    free = (lattice.use == Use.LAND) & (lattice.buurt >= 0)
    draw = rng.random(lattice.buurt.shape)
    for s, about in enumerate(plan.kinds):
        here = free & (kind == s)
        forms = np.array([v for v, _ in about.mix])
        chances = np.cumsum([p for _, p in about.mix])
        if about.name == "landelijk":
            _farms(lattice, here, int(forms[0]), draw)
            continue
        lattice.use[here] = {"groei": Use.GROWTH, "bedrijven": Use.BUSINESS}.get(
            about.name, Use.HOUSING
        )
        choice = np.searchsorted(chances, draw)
        built = here & (choice < len(forms))
        lattice.building_form[built] = forms[choice[built]]
        lattice.use[here & (rng.random(lattice.buurt.shape) < about.park)] = Use.PARK
    _facilities(lattice, rng)
    lattice.building_form[
        ~np.isin(lattice.use, (Use.HOUSING, Use.BUSINESS, Use.FARMYARD, Use.GROWTH))
    ] = -1


def _farms(
    lattice: Lattice,
    here: Bools,
    form: int,
    draw: Floats,
) -> None:
    """Farms stand along the through roads only, so each can be reached."""
    row = np.arange(lattice.shape[0])[:, None] % THROUGH_LINE == 0
    yard = here & row & (draw < 0.09)
    lattice.use[yard] = Use.FARMYARD
    lattice.building_form[yard] = form


def _middle(cells: Ints, width: int) -> int:
    """The cell nearest to the mean of these cells."""
    j, i = np.divmod(cells, width)
    d = (j - j.mean()) ** 2 + (i - i.mean()) ** 2
    return int(cells[int(np.argmin(d))])


def _facilities(lattice: Lattice, rng: np.random.Generator) -> None:
    """One facility cell in the middle of each residential buurt of some size; a park if none."""
    for b, buurt in enumerate(lattice.buurten):
        cells = np.flatnonzero((lattice.buurt == b) & (lattice.use == Use.HOUSING) & lattice.town)
        if buurt.water != "NEE" or len(cells) < 3:
            continue
        lattice.use.flat[_middle(cells, lattice.shape[1])] = Use.FACILITY
        if not ((lattice.buurt == b) & (lattice.use == Use.PARK)).any() and len(cells) >= 15:
            rest = np.flatnonzero((lattice.buurt == b) & (lattice.use == Use.HOUSING))
            lattice.use.flat[rest[int(rng.integers(len(rest)))]] = Use.PARK
