"""CBS Kerncijfers wijken en buurten (85984NED): every column a function of its region's sums.

Which column holds which function stands in `tabellen/kwb.csv`, last column: the name of a function
here and its arguments. Keys, titles and ordinals are those of the real table as far as they are
known.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np

from pipelines.sample import rounding
from pipelines.sample.lattice import Floats
from pipelines.sample.odata import Column, Dimension, Table, description, json_values
from pipelines.sample.region_sums import Regions
from pipelines.sample.tally import Sums

TABLE = "85984NED"
FEED = "/ODataFeed/odata"
REGION_WIDTH, NAME_WIDTH, KIND_WIDTH = 10, 40, 10
POSTCODE = 118
MIN_INCOME, MIN_DWELLINGS, MIN_DISTANCE = 100, 20, 10


def count(sums: Sums, name: str, minimum: str = str(rounding.MIN_RESIDENTS)) -> Floats:
    """A count to the nearest five, given from a number of residents on."""
    return rounding.where_given(rounding.to_five(sums[name]), sums["inwoners"] >= float(minimum))


def residents(sums: Sums) -> Floats:
    """Residents to the nearest five, always given."""
    return rounding.to_five(sums["inwoners"])


def tens(sums: Sums, name: str) -> Floats:
    """A count to the nearest ten (benefits, schooling, work)."""
    return rounding.where_given(
        rounding.to_ten(sums[name]), sums["inwoners"] >= rounding.MIN_RESIDENTS
    )


def percentage(sums: Sums, numerator: str, denominator: str, minimum: str, decimals: str) -> Floats:
    """A percentage of a base, given from a minimum base on."""
    return rounding.percent(sums[numerator], sums[denominator], float(minimum), int(decimals))


def distance(sums: Sums, kind: str) -> Floats:
    """Mean distance of the residents over the streets, km with one decimal."""
    km = rounding.ratio(sums[f"d_{kind}"], sums["inwoners"]) / 1000
    return rounding.where_given(rounding.round_half_up(km, 1), sums["inwoners"] >= MIN_DISTANCE)


def mean_income(sums: Sums, sum_name: str, denominator: str) -> Floats:
    """A mean income in thousand euro, one decimal, from 100 residents on."""
    return rounding.where_given(
        rounding.round_half_up(rounding.ratio(sums[sum_name], sums[denominator]), 1),
        sums["inwoners"] >= MIN_INCOME,
    )


def hectare(sums: Sums, kind: str) -> Floats:
    """Area in whole hectares."""
    m2 = {
        "totaal": sums["opp"],
        "land": sums["opp"] - sums["opp_water"],
        "water": sums["opp_water"],
    }[kind]
    return rounding.round_half_up(m2 / 1e4)


def care(sums: Sums, name: str) -> Floats:
    """A care count: to five, secret from 1 to 7."""
    return rounding.care(sums[name])


def rented(sums: Sums) -> Floats:
    """All rented dwellings in percent."""
    return rounding.percent(sums["corp"] + sums["overig_huur"], sums["woningen"], MIN_DWELLINGS)


def woz(sums: Sums) -> Floats:
    """Mean value of a dwelling in thousand euro."""
    return rounding.where_given(
        rounding.round_half_up(rounding.ratio(sums["woz"], sums["woningen"])),
        sums["woningen"] >= MIN_DWELLINGS,
    )


def household_size(sums: Sums) -> Floats:
    """Residents per private household, one decimal."""
    return rounding.where_given(
        rounding.round_half_up(rounding.ratio(sums["p_hh"], sums["hh"]), 1),
        sums["hh"] >= MIN_DISTANCE,
    )


def population_density(sums: Sums) -> Floats:
    """Residents per km2 of land."""
    return rounding.round_half_up(
        rounding.ratio(sums["inwoners"], (sums["opp"] - sums["opp_water"]) / 1e6)
    )


def wmo_per_1000(sums: Sums) -> Floats:
    """Wmo clients per 1,000 residents, from the rounded counts."""
    per_mille = 1000 * rounding.ratio(
        rounding.care(sums["wmo"]), rounding.to_five(sums["inwoners"])
    )
    return rounding.where_given(
        rounding.round_half_up(per_mille), sums["inwoners"] >= rounding.MIN_RESIDENTS
    )


def youth_care_share(sums: Sums) -> Floats:
    """Young people (under 23) with youth care in percent, from the rounded counts."""
    percent = 100 * rounding.ratio(
        rounding.care(sums["jeugdzorg"]), rounding.to_five(sums["jeugd"])
    )
    return rounding.where_given(rounding.round_half_up(percent, 1), sums["jeugd"] >= MIN_DWELLINGS)


def oad(sums: Sums) -> Floats:
    """Address density of the surroundings, addresses per km2."""
    return rounding.round_half_up(rounding.ratio(sums["oad"], sums["adressen"]))


def urbanity(sums: Sums) -> Floats:
    """Class 1 (very urban) to 5 (not urban) by address density, null without addresses."""
    d = oad(sums)
    grade = np.digitize(np.nan_to_num(d), [500, 1000, 1500, 2500])
    return np.where(np.isnan(d), np.nan, 5.0 - grade)


FUNCTIONS: dict[str, Callable[..., Floats]] = {
    f.__name__: f
    for f in (
        count,
        residents,
        tens,
        percentage,
        distance,
        mean_income,
        hectare,
        care,
        rented,
        woz,
        household_size,
        population_density,
        wmo_per_1000,
        youth_care_share,
        oad,
        urbanity,
    )
}


def _function(text: str) -> Callable[[Sums], Floats] | None:
    if not text:
        return None
    name, *arguments = text.split()
    function = FUNCTIONS[name]
    return lambda s: function(s, *arguments)


@cache
def columns() -> tuple[Column, ...]:
    """All columns; those without a function are texts of the region."""
    return tuple(
        Column(
            number=int(r["nummer"]),
            stem=r["stam"],
            title=r["titel"],
            unit=r["eenheid"],
            decimals=int(r["decimalen"]),
            group=r["groep"],
            value=_function(r["waarde"]),
        )
        for r in description("kwb")
    )


def region_members(regions: Regions) -> tuple[tuple[str, str], ...]:
    """Padded keys and titles of the dimension WijkenEnBuurten."""
    return tuple((r.code.ljust(REGION_WIDTH), r.name) for r in regions.rows)


def labels(regions: Regions) -> list[list[str]]:
    """Text columns of a region: gemeente, kind, code (padded), change of division (1: none)."""
    return [
        [
            r.gemeente.ljust(NAME_WIDTH),
            r.kind.ljust(KIND_WIDTH),
            r.code.ljust(REGION_WIDTH),
            "." if r.kind == "Land" else "1",
        ]
        for r in regions.rows
    ]


def build(regions: Regions, postcode: list[str], modified: str) -> Table:
    """The table.

    Args:
        regions: regions with their sums.
        postcode: most frequent PC4 per region, `.` where there is none.
        modified: value of TableInfos.Modified.
    """
    texts = labels(regions)
    values = []
    for column in columns():
        if column.value is not None:
            values.append(json_values(column.value(regions.sums), column.decimals))
        elif column.number == POSTCODE:
            values.append(list(postcode))
        else:
            values.append([t[column.number - 1] for t in texts])
    keys = region_members(regions)
    rows = [[s[0], *row] for s, row in zip(keys, zip(*values, strict=True), strict=True)]
    dim = Dimension("WijkenEnBuurten", "Wijken en buurten", "GeoDimension", keys)
    title = "Kerncijfers wijken en buurten 2024"
    return Table(TABLE, title, modified, FEED, "2024", (dim,), columns(), rows)
