"""Fills the cells: parks, facilities, building forms, business sheds, farms, growth site."""

from __future__ import annotations

import numpy as np

from pipelines.sample.lattice import Bools, Floats, Ints, Lattice, Use
from pipelines.sample.plan import COUNTRYSIDE, Plan

THROUGH_LINE = 8
"""Every eighth lattice line is a through road."""
MAX_FARM_CHANCE = 0.7
"""Some land along the through roads stays open."""


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
    _rail_yards(plan, lattice)
    _facilities(lattice, rng)
    lattice.building_form[
        ~np.isin(lattice.use, (Use.HOUSING, Use.BUSINESS, Use.FARMYARD, Use.GROWTH))
    ] = -1


def _farms(lattice: Lattice, here: Bools, form: int, draw: Floats) -> None:
    """Farms stand along the through roads only, so each can be reached.

    The chance of one gives each gemeente about the dwellings that its plan wants in the country.
    """
    row = np.arange(lattice.shape[0])[:, None] % THROUGH_LINE == 0
    for gemeente in {buurt.gemeente.code: buurt.gemeente for buurt in lattice.buurten}.values():
        own = np.array([buurt.gemeente is gemeente for buurt in lattice.buurten] + [False])
        plots = here & row & own[lattice.buurt]
        wanted = sum(w.share for w in gemeente.wijken if w.ring == COUNTRYSIDE) * gemeente.dwellings
        yard = plots & (draw < min(wanted / max(int(plots.sum()), 1), MAX_FARM_CHANCE))
        lattice.use[yard] = Use.FARMYARD
        lattice.building_form[yard] = form


def _rail_yards(plan: Plan, lattice: Lattice) -> None:
    """The longest row of cells of a buurt with a railway is its yard."""
    for number, buurt in enumerate(lattice.buurten):
        if buurt.special(plan).railway:
            here = lattice.buurt == number
            row = int(np.argmax(here.sum(axis=1)))
            lattice.use[row, here[row]] = Use.RAILWAY


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
