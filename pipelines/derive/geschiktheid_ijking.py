"""M5, calibration: what BAG estimates against what corporations tell."""

import numpy as np
import pandas as pd
import pyarrow as pa

from data.geschikt import PARTNERS
from data.parameters import integer
from pipelines.derive import geschikt as shared
from pipelines.indicators import geschikt, geschikt_ijking
from pipelines.indicators.normaliseren import round_half_away
from pipelines.inputs import Derived, Inputs, stated, texts

COMPARED = ("voorspeld_pct", "waargenomen_pct", "afwijking_punt", "brier")
LIFT = {"in_gebruik": "lift_in_gebruik_pct", "herijkt": "lift_herijkt_pct"}


def derive(inputs: Inputs) -> Derived:
    """Rows of four tables; none where no corporation delivered dwellings."""
    stock = shared.homes(inputs)[0]
    known = shared.told(inputs, stock)
    rows = pd.concat([_labels(stock, known), _lifts(known)], ignore_index=True)
    if not inputs.has("corporatiewoningen"):
        rows = rows.iloc[:0]
    small = (rows["woningen"] < integer("common.complex_min_dwellings")).to_numpy(bool)
    made = {"soort": texts(rows["soort"]), "groep": texts(rows["groep"])}
    made |= stated("woningen", rows["woningen"], "waargenomen", whole=True)
    for name in COMPARED:
        step = 0.001 if name == "brier" else 0.1
        made |= _cells(name, np.round(round_half_away(rows[name], step), 3), small)
    for name in LIFT.values():
        hidden = small & (name == LIFT["herijkt"])
        made |= _cells(name, np.round(round_half_away(rows[name], 0.1), 1), hidden)
    held = {"ontbrekend": inputs.missing(PARTNERS), "opmerkingen": []}
    if not inputs.has("corporatiewoningen"):
        held["opmerkingen"] = ["Geen corporatie heeft woningen geleverd: er is niets te ijken."]
    return Derived(pa.table(made), held)


def _cells(name: str, values: np.ndarray, hidden: np.ndarray) -> dict[str, pa.Array]:
    """Figures; what rests on fewer than ten is withheld."""
    absent = np.isnan(values)
    status = np.select([absent, hidden], ["ontbreekt", "onderdrukt"], "geschat")
    return stated(name, np.where(hidden, np.nan, values), status)


def _labels(stock: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Estimate from BAG alone against the label, in all, per type and per bin of the chance."""
    estimate = geschikt.chances(stock)["nultreden"].to_numpy(float)
    told = geschikt.chances(known)
    label = told["nultreden"].where(told["gezien"]).to_numpy(float)
    group = {
        "totaal": np.full(len(stock), "alle woningen met een label", dtype=object),
        "type": geschikt_ijking.types(stock["eengezins"], stock["bouwlagen"], stock["bouwjaar"]),
        "kansklasse": geschikt_ijking.bins(estimate),
    }
    parts = []
    for kind, names in group.items():
        found = geschikt_ijking.compared(estimate, label, names)
        parts.append(found.rename_axis("groep").reset_index().assign(soort=kind))
    return pd.concat(parts, ignore_index=True)


def _lifts(known: pd.DataFrame) -> pd.DataFrame:
    """The lift table made anew from panden with several dwellings."""
    several = known[~known["eengezins"] & known["pand"].notna()]
    panden = several.groupby("pand")[["bouwlagen", "bouwjaar", "lift"]].max()
    table = geschikt_ijking.recalibrated(panden["bouwlagen"], panden["bouwjaar"], panden["lift"])
    rows = table.reset_index().rename(columns={"panden": "woningen", **LIFT})
    for name in LIFT.values():
        rows[name] = 100 * rows[name]
    return rows.assign(soort="lifttabel")
