"""M1 with L5 and K5, for each level for which partners delivered."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from pipelines.derive import (
    draaglast_buurt,
    draaglast_gebied,
    gebieden,
    slots,
    slots_opgeteld,
)
from pipelines.derive.draaglast_kolommen import certainty, holds
from pipelines.indicators import draaglast, draaglast_partner
from pipelines.indicators.draaglast_referentie import Referentie
from pipelines.indicators.draaglast_scores import make_reference
from pipelines.inputs import Derived, Inputs, stated, texts

SHELTER = ("beschermd wonen", "maatschappelijke opvang", "vrouwenopvang")
ALL_RENTS = "alle"
PARTNER = ("opvang", "mutatie", "woonduur")
QUARTERS = 4
LEVELS = {"gebied": 0, "wijk": 1, "buurt": 2}
PLANNED = ("leverancier", "niveau", "gebiedscode", "vorm", "periode", "gepland")
DIMENSIONS = ("L1", "L2", "L3", "L4", "L5", "K1", "K2", "K3", "K4", "K5")
OUT = {
    "d_punten": "D",
    "k_punten": "K",
    "b_punten": "B",
    "verschil_punten": "verschil",
    "d_complement_punten": "D_complement",
    "k_geometrisch_punten": "K_geometrisch",
    **{f"{name.lower()}_punten": name for name in DIMENSIONS},
}
RANKED = ("rang", "rang_onder", "rang_boven", "top20_pct")


@dataclass(frozen=True)
class Level:
    """Areas of one level: their slots and what is delivered for them.

    Attributes:
        name: `buurt`, `wijk` or `gebied`.
        rows: slots of the open figures.
        partner: slots of PARTNER.
        homes: dwellings.
        planned: planned places of opvang; NaN = none named.
        years: years of which places and placements were counted.
    """

    name: str
    rows: pd.DataFrame
    partner: pd.DataFrame
    homes: "pd.Series[float]"
    planned: "pd.Series[float]"
    years: int


def derive(inputs: Inputs) -> Derived:
    """One row per area of a level that has a partner dimension; none without."""
    national = slots.fill(inputs, "BU")
    levels = _levels(inputs, national)
    methode = draaglast_buurt.reference(inputs, national).methode
    tables, told = [], []
    shifts: dict[str, dict[str, float]] = {}
    for level in levels:
        usable = {name for name in PARTNER if level.partner[name].nunique() > 1}
        chosen = draaglast_partner.with_partners(methode, usable)
        added = [d.titel for d in chosen.dimensies if d.partner]
        if not added:
            continue
        frame = pd.concat([level.rows, level.partner], axis=1)
        everywhere = pd.concat([national.frame, *_own(levels, level)])
        reference = make_reference(everywhere, chosen)
        outcome = draaglast.bereken(frame, reference)
        if level.name == "buurt":
            shifts = draaglast_buurt.shifts(frame, everywhere, outcome)
        tables.append(_table(level, frame, outcome, _after_plans(level, frame, reference)))
        told.append(
            f"Per {level.name} telt mee: {' en '.join(added)}, met de eigen gemeente als "
            "referentie voor partnercijfers."
        )
    if not tables:
        empty = pa.table({"niveau": texts([]), "gebiedscode": texts([])})
        return Derived(empty, {"ontbrekend": ["opvanglast", "bestendigheid"], "opmerkingen": []})
    held = _told(inputs, levels, told)
    return Derived(pa.concat_tables(tables), held | ({"gevoeligheid": shifts} if shifts else {}))


def _after_plans(level: Level, frame: pd.DataFrame, reference: Referentie) -> pd.DataFrame:
    """D and class with the planned places of opvang added to L5, on the same reference.

    Only of areas for which plans are named: elsewhere there is nothing to compute.
    """
    if not level.planned.notna().any() or not level.years:
        return pd.DataFrame({"D": np.nan, "klasse": None}, index=frame.index)
    added = draaglast.what_if(frame, level.planned, level.homes, level.years)
    found = draaglast.bereken(added, reference, draws=1).tabel[["D", "klasse"]]
    return found.where(level.planned.notna())


def _own(levels: list[Level], level: Level) -> list[pd.DataFrame]:
    """Reference rows of the partner slots: nobody has them nationally.

    The own buurten (reading 33), or where these have no values the own areas of the level itself.
    """
    made = []
    for name in PARTNER:
        buurten = levels[0]
        source = buurten if buurten.partner[name].nunique() > 1 else level
        made.append(source.partner[[name]].assign(inwoners=source.rows["inwoners"]))
    return made


def _levels(inputs: Inputs, national: slots.Slots) -> list[Level]:
    """Buurten, wijken and, where there are, gebieden with what partners delivered for them."""
    buurten = draaglast_buurt.own_rows(inputs, national)
    kwb = inputs.frame("cbs_kwb", ["gebiedscode", "woningvoorraad"]).set_index("gebiedscode")
    homes = kwb["woningvoorraad"].astype(float).reindex(buurten.index)
    member = gebieden.gebied_of(inputs)
    codes = draaglast_buurt.own_codes(inputs, "cbs_wijken", "wijkcode")
    wijken = slots_opgeteld.of_level(inputs, national, "WK", codes).frame
    rows = {"buurt": buurten, "wijk": wijken}
    of_buurt = {"buurt": pd.Series(buurten.index, buurten.index), "wijk": buurten["wijk"]}
    if member:
        rows["gebied"] = draaglast_gebied.gebied_rows(inputs, national)
        of_buurt["gebied"] = pd.Series(member).reindex(buurten.index)
    counts, complexes = _counts(inputs), _complexes(inputs)
    planned = _planned(inputs)
    made = []
    for name, frame in rows.items():
        parent = of_buurt[name].dropna()
        total = homes.groupby(parent).sum(min_count=1)
        found = pd.DataFrame(np.nan, index=frame.index, columns=list(PARTNER))
        known = _at_level(counts, name, of_buurt, homes)
        years = 0 if known.empty else draaglast_partner.years_counted(known)
        if not known.empty:
            found["opvang"] = draaglast_partner.shelter_load(known, total)["opvang"]
        if not complexes.empty:
            placed = complexes.assign(gebied=complexes["buurtcode"].map(parent))
            turnover = draaglast_partner.turnover(placed.dropna(subset=["gebied"]))
            found[["mutatie", "woonduur"]] = turnover.reindex(frame.index)
        plans = _planned_at(planned, name, of_buurt).reindex(frame.index)
        made.append(Level(name, frame, found, total.reindex(frame.index), plans, years))
    return made


def _planned(inputs: Inputs) -> "pd.Series[float]":
    """Planned places of opvang by level and area, as delivered."""
    if not inputs.has("tussenvormen"):
        return draaglast_partner.planned_places(pd.DataFrame(columns=[*PLANNED]))
    rows = inputs.frame("tussenvormen", [*PLANNED])
    return draaglast_partner.planned_places(rows[rows["vorm"].isin(SHELTER)])


def _planned_at(
    planned: "pd.Series[float]", level: str, of_buurt: dict[str, "pd.Series[str]"]
) -> "pd.Series[float]":
    """Planned places of a level: as delivered for it, else those of its parts, at least this."""
    found: pd.Series[float] = pd.Series(dtype=float)
    for lower in ("gebied", "wijk", "buurt"):
        here = planned[planned.index.get_level_values(0) == lower].droplevel(0)
        if here.empty or lower not in of_buurt or LEVELS[lower] < LEVELS[level]:
            continue
        if lower != level:
            parent = _parent(of_buurt[lower], of_buurt[level])
            here = here.groupby(parent.reindex(here.index)).sum()
        found = found.combine_first(here)
    return found


def _counts(inputs: Inputs) -> dict[str, pd.DataFrame]:
    """Per level places of opvang and direct placements, by area and year."""
    parts = []
    if inputs.has("tussenvormen"):
        wanted = ["leverancier", "niveau", "gebiedscode", "vorm", "periode", "plaatsen"]
        rows = inputs.frame("tussenvormen", wanted)
        rows = _with_year(rows[rows["vorm"].isin(SHELTER)])
        # places are a stock: the mean over the periods of a year
        stock = rows.groupby(["leverancier", "niveau", "gebiedscode", "vorm", "jaar"])["plaatsen"]
        parts.append(_summed(stock.agg(_whole_mean).reset_index(), "plaatsen"))
    if inputs.has("toewijzingen"):
        wanted = ["niveau", "gebiedscode", "huurklasse", "periode", "directe_bemiddeling"]
        rows = inputs.frame("toewijzingen", wanted).rename(
            columns={"directe_bemiddeling": "bemiddeling"}
        )
        rows = _with_year(rows[rows["huurklasse"] == ALL_RENTS])
        parts.append(_summed(rows, "bemiddeling"))
    if len(parts) < 2:  # one without the other would be read as zero
        return {}
    both = {}
    for level in ("buurt", "wijk", "gebied"):
        here = [
            part.loc[level] if level in part.index.get_level_values(0) else None for part in parts
        ]
        found: list[Any] = [one for one in here if one is not None]
        if found:
            merged = pd.concat(found, axis=1).reindex(columns=["plaatsen", "bemiddeling"])
            merged.index = merged.index.set_names(["gebied", "jaar"])
            both[level] = merged.reset_index()
    return both


def _with_year(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.assign(jaar=rows["periode"].str[:4].astype(int))


def _whole_mean(values: "pd.Series[float]") -> float:
    return float(values.astype(float).mean(skipna=False))


def _summed(rows: pd.DataFrame, column: str) -> "pd.Series[float]":
    """Sum per level, area and year; unknown where one of the parts is."""
    grouped = rows.assign(**{column: rows[column].astype(float)}).groupby(
        ["niveau", "gebiedscode", "jaar"]
    )[column]
    return grouped.sum().where(grouped.count() == grouped.size())


def _at_level(
    counts: dict[str, pd.DataFrame],
    level: str,
    of_buurt: dict[str, "pd.Series[str]"],
    homes: "pd.Series[float]",
) -> pd.DataFrame:
    """Counts of a level: as delivered for it, else summed from what it is made of."""
    found = counts.get(level, pd.DataFrame(columns=["gebied", "jaar", "plaatsen", "bemiddeling"]))
    found = found.set_index(["gebied", "jaar"])
    for lower in ("wijk", "buurt"):
        if lower == level or lower not in counts or level == "buurt":
            continue
        parent = _parent(of_buurt[lower], of_buurt[level])
        weight = homes.groupby(of_buurt[lower]).sum(min_count=1)
        summed = draaglast_partner.rolled_up(counts[lower], parent, weight)
        found = found.combine_first(summed.set_index(["gebied", "jaar"]))
    return found.reset_index()


def _parent(lower: "pd.Series[str]", higher: "pd.Series[str]") -> "pd.Series[str]":
    """Area -> the larger area that holds all of its buurten; those that are cut are left out."""
    pairs = pd.DataFrame({"lower": lower, "higher": higher})
    grouped = pairs.groupby("lower")["higher"]
    inside = (grouped.nunique() == 1) & (grouped.count() == grouped.size())
    return grouped.first()[inside]


def _complexes(inputs: Inputs) -> pd.DataFrame:
    """Complexes with their buurt, dwellings, moves of a year and years of residence."""
    if not (inputs.has("corporatiecomplexen") and inputs.has("plaatsing")):
        return pd.DataFrame()
    wanted = ["id", "corporatie", "complex_id", "woningen", "mutatiegraad_pct", "woonduur_jaar"]
    rows = inputs.frame("corporatiecomplexen", wanted)
    places = inputs.frame("plaatsing", ["bron", "rij", "buurtcode"])
    placed = places[places["bron"] == "corporatiecomplexen"].set_index("rij")["buurtcode"]
    rows["buurtcode"] = placed.reindex(rows["id"]).to_numpy()
    rows["mutaties"] = rows["mutatiegraad_pct"].astype(float) * rows["woningen"] / 100
    if inputs.has("mutaties"):
        key = pd.MultiIndex.from_frame(rows[["corporatie", "complex_id"]])
        counted = _moves(inputs).reindex(key).to_numpy()
        rows["mutaties"] = np.where(np.isnan(counted), rows["mutaties"], counted)
    return rows.dropna(subset=["buurtcode", "woningen"])


def _moves(inputs: Inputs) -> "pd.Series[float]":
    """Moves per complex in the last four quarters; unknown unless all four are there."""
    rows = inputs.frame("mutaties", ["corporatie", "complex_id", "periode", "mutaties"])
    rows = rows[rows["periode"].str.contains("-Q")]
    last = sorted(rows["periode"].unique())[-QUARTERS:]
    recent = rows[rows["periode"].isin(last)]
    grouped = recent.assign(mutaties=recent["mutaties"].astype(float)).groupby(
        ["corporatie", "complex_id"]
    )["mutaties"]
    return grouped.sum().where(grouped.count() == QUARTERS)


def _table(
    level: Level, frame: pd.DataFrame, outcome: draaglast.Uitkomst, after: pd.DataFrame
) -> pa.Table:
    result = outcome.tabel
    made: dict[str, pa.Array] = {
        "gebiedscode": texts(result.index),
        "niveau": texts([level.name] * len(result)),
        "klasse": texts(result["klasse"]),
        "klasse_status": texts(result["klasse_status"]),
        "reden": texts(result["reden"]),
    }
    for column, name in OUT.items():
        values, status = _held(result, name)
        made |= stated(column, values, status)
    made |= _reliability(level, result)
    for name in DIMENSIONS:
        low, added = name.lower(), outcome.onderdelen.get(f"{name}_bijdrage")
        known = _held(result, name)[1] if added is not None else "ontbreekt"
        empty = pd.Series(np.nan, index=result.index)
        values = empty if added is None else added.astype(float)
        made |= stated(f"{low}_bijdrage", values, np.where(values.isna(), "ontbreekt", known))
    planned = level.planned.to_numpy(dtype=float)
    made |= stated("opvang_gepland", planned, "waargenomen", whole=True)
    made |= stated("d_na_plannen_punten", after["D"], "scenario")
    made["klasse_na_plannen"] = texts(after["klasse"].where(after["klasse"].notna(), None))
    made["klasse_na_plannen_status"] = texts(
        np.where(after["klasse"].notna(), "scenario", "ontbreekt")
    )
    for column, name in (
        ("opvang_per_1000_woningen", "opvang"),
        ("mutatiegraad", "mutatie"),
        ("woonduur_jaar", "woonduur"),
    ):
        known = frame[name].notna()
        made |= stated(column, frame[name], np.where(known, "geschat", "ontbreekt"))
    return pa.table(made)


def _held(result: pd.DataFrame, name: str) -> tuple["pd.Series[Any]", "pd.Series[Any]"]:
    """A figure of the result with its status; of a dimension that is no part of it, nothing."""
    if name in result:
        return result[name], result[f"{name}_status"]
    return pd.Series(np.nan, result.index), pd.Series("ontbreekt", result.index)


def _reliability(level: Level, result: pd.DataFrame) -> dict[str, pa.Array]:
    """How sure the class is; ranks of buurten only (reading 37)."""
    same = result["zelfde_klasse_pct"]
    made: dict[str, pa.Array] = {
        "zekerheid": texts(certainty(same)),
        "zekerheid_klasse": texts(holds(same)),
        "zekerheid_klasse_status": texts(result["zelfde_klasse_pct_status"]),
    }
    made |= stated("stapeling", *_held(result, "stapeling"), whole=True)
    for column in (f"{index}_{name}" for index in ("D", "K") for name in RANKED):
        values, status = _held(result, column if level.name == "buurt" else "")
        made |= stated(column.lower(), values, status)
    return made


def _told(inputs: Inputs, levels: list[Level], told: list[str]) -> dict[str, Any]:
    absent = [name for name in PARTNER if all(level.partner[name].isna().all() for level in levels)]
    words = {"opvang": "opvanglast", "mutatie": "mutatiegraad", "woonduur": "woonduur"}
    missing = inputs.missing(["tussenvormen", "toewijzingen", "mutaties", "corporatiecomplexen"])
    remarks = list(told)
    if "opvang" in absent and not {"tussenvormen", "toewijzingen"} & set(missing):
        remarks.append(
            "Opvanglast is onbekend: geleverde aantallen zijn te klein om te mogen gebruiken, of "
            "niet voor alle delen van een gebied geleverd."
        )
    return {
        "ontbrekend": [*missing, *(words[name] for name in absent)],
        "opmerkingen": remarks,
    }
