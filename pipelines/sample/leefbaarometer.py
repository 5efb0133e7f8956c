"""Leefbaarometer 3.0 as its publisher zips it: scores of buurten and of wijken over the years.

Every dimension is a function of what stands and who lives in the area, against the country; the
weights are choices of the sample `[PROPOSED]`.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np

from pipelines.sample import rounding
from pipelines.sample.lattice import Floats
from pipelines.sample.region_sums import Regions
from pipelines.sample.squares import write_zip

PATH = "resources/open-data-leefbaarometer-meting-2024.zip"
FOLDER = "Leefbaarometer 3.0 - Meting 2024 - open data"
YEARS = ((2020, 0.96), (2022, 0.98), (2024, 1.0))
DIMENSIONS = ("won", "fys", "vrz", "soc", "onv")
MEAN, MIN_RESIDENTS, COUNTRY = 4.15, 50, 0


def dimensions(regions: Regions) -> dict[str, Floats]:
    """Deviation from the country per dimension; higher is better, for `onv` too."""
    s = regions.sums

    def against(value: Floats, weight: float) -> Floats:
        return np.asarray(weight * (value - value[COUNTRY]))

    def share(name: str, of: str) -> Floats:
        return rounding.ratio(s[name], s[of])

    near = np.log1p(rounding.ratio(s["d_supermarkt"] + s["d_huisarts"], s["inwoners"]) / 1000)
    return {
        "won": against(share("eengezins", "woningen"), 0.1)
        + against(share("koop", "woningen"), 0.1),
        "fys": against(share("opp_water", "opp"), 0.1) - against(share("oad", "adressen"), 2e-5),
        "vrz": -against(near, 0.15),
        "soc": against(share("hh_met", "hh"), 0.1) + against(share("l65", "inwoners"), 0.15),
        "onv": -against(share("arm", "inwoners"), 0.4) - against(share("l15", "inwoners"), 0.2),
    }


def write(regions: Regions, folder: Path) -> int:
    """Write the zip; returns the number of rows of buurten."""
    found = dimensions(regions)
    buurten = _table(regions, found, "Buurt", "bu_code")
    members = {
        f"{FOLDER}/Leefbaarometer-scores buurten 2002-2024.csv": buurten,
        f"{FOLDER}/Leefbaarometer-scores wijken 2002-2024.csv": _table(
            regions, found, "Wijk", "wk_code"
        ),
        f"{FOLDER}/leesmij.txt": "Fictieve gegevens\n",
    }
    target = folder / PATH
    target.parent.mkdir(parents=True, exist_ok=True)
    write_zip(target, {name: text.encode() for name, text in members.items()})
    return buurten.count("\n") - 1


def _table(regions: Regions, found: dict[str, Floats], kind: str, code: str) -> str:
    """One CSV: a row per area and year; too few residents, no row."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([code, "jaar", "lbm", "afw", *DIMENSIONS])
    for at, row in enumerate(regions.rows):
        if row.kind != kind or regions.sums["inwoners"][at] < MIN_RESIDENTS:
            continue
        for year, scale in YEARS:
            parts = [scale * float(found[name][at]) for name in DIMENSIONS]
            away = sum(parts)
            figures = [MEAN + away, away, *parts]
            writer.writerow([row.code, year, *(f"{number:.4f}" for number in figures)])
    return out.getvalue()
