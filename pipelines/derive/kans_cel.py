"""M9 per 100 m cell: criteria from whatever inputs there are, the absent ones named."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from data import kansen as shared
from data import weegprofielen
from data.getallen import plain
from data.parameters import parameter
from pipelines.derive import dwellings, kansen_gebied, kansen_plekken, kansen_vraag
from pipelines.derive.gebieden import cluster_gap
from pipelines.indicators import kansen, kansen_criteria, kansen_gevoeligheid, kansen_weging
from pipelines.inputs import Derived, Inputs, numbers, stated, texts, wkb

CLOSED = ("v", "h", "z", "b")


@dataclass(frozen=True)
class Scored:
    """S of a set of criteria under the three profiles, and the rule of each."""

    found: Mapping[str, pd.DataFrame]
    rules: Mapping[str, kansen.Parameters]

    @property
    def main(self) -> pd.DataFrame:
        """Under the profile of the municipality."""
        return self.found[weegprofielen.DEFAULT]


def derive(inputs: Inputs) -> Derived:
    """One row per cell of the grid."""
    cells = inputs.frame(
        "raster", ["vierkant", "buurtcode", "buurtnaam", "gemeentecode", "geometry"]
    )
    homes = dwellings(inputs) if inputs.has("bag_verblijfsobjecten") else None
    held = inputs.has("corporatiecomplexen")
    complexes = kansen_plekken.complexes(inputs) if held else None
    off = kansen_gebied.exclusions(inputs, cells, homes)
    mind = kansen_gebied.warnings(inputs, cells)
    demand = kansen_vraag.Demand(inputs, cells, homes)
    base = demand.care_base()
    unknown = np.full(len(cells), np.nan)
    criteria = pd.DataFrame(index=cells.index)
    criteria["V"] = demand.criterion(off.excluded, None)
    criteria["T"] = kansen_vraag.walk(inputs, cells)
    criteria["Z"] = kansen_criteria.criterion_z(unknown, base)
    criteria["R"] = kansen_vraag.wheelchair(inputs, cells)
    criteria["B"] = kansen_vraag.balance(inputs, cells, "klasse")
    every = criteria.assign(
        V=demand.criterion(off.excluded, complexes),
        H=kansen_plekken.feasibility(inputs, cells["vierkant"], complexes),
        Z=kansen_criteria.criterion_z(kansen_vraag.spar(inputs, cells), base),
        B=kansen_vraag.balance(inputs, cells, "b_punten"),
    )
    weights = weegprofielen.weight_profiles(inputs.work.profile.weegprofielen)
    rules = {name: kansen.Parameters(weights=profile) for name, profile in weights.items()}
    open_rules = {name: rule.without(*shared.CLOSED) for name, rule in rules.items()}
    scored = score(criteria, off, open_rules)
    made: dict[str, pa.Array] = {
        name: texts(cells[name]) for name in ("vierkant", "buurtcode", "buurtnaam")
    }
    made |= _open(cells, criteria, scored, off, mind)
    made |= _closed(cells, every, score(every, off, rules), off)
    made |= stated("tekort_gebied", cluster_gap(inputs, cells["buurtcode"]), "scenario")
    made["geometry"] = wkb(cells["geometry"])
    told = _coverage(inputs, criteria, demand, off, mind, weights)
    shifts = kansen_gevoeligheid.one_at_a_time(
        criteria, off.excluded, open_rules[weegprofielen.DEFAULT], cells["gemeentecode"]
    )
    told["gevoeligheid"] = {str(k): round(float(v), 2) for k, v in shifts.dropna().items()}
    return Derived(pa.table(made), told)


def score(
    criteria: pd.DataFrame,
    off: kansen_gebied.Excluded,
    rules: Mapping[str, kansen.Parameters],
) -> Scored:
    """S under each weight profile."""
    found = {
        name: kansen.opportunity(criteria, off.excluded, off.why, rule)
        for name, rule in rules.items()
    }
    return Scored(found, rules)


def _open(
    cells: pd.DataFrame,
    criteria: pd.DataFrame,
    scored: Scored,
    off: kansen_gebied.Excluded,
    mind: kansen_gebied.Warned,
) -> dict[str, pa.Array]:
    main = scored.main
    made = profile_scores(scored, "score")
    rule = scored.rules[weegprofielen.DEFAULT]
    gemeente = cells["gemeentecode"]
    top = kansen_weging.agreement_top(
        criteria, main["s"].notna().to_numpy(), rule.weights, gemeente
    )
    made["zekerheid"] = texts(kansen_weging.in_words(top, "bij de hoogste 10%"))
    spread = kansen_gevoeligheid.rank_interval(
        criteria, main["s"].notna().to_numpy(), rule.weights, gemeente
    )
    for name in kansen_gevoeligheid.INTERVAL:
        made |= known(name, spread[name], off.excluded)
    alone = np.isnan(top) & main["s"].notna().to_numpy()
    made |= stated("p_top10", top, np.where(alone, "ontbreekt", main["s_status"]))
    made["reden"] = texts(main["s_reden"])
    made["ontbreekt"] = texts(words(main["ontbrekend"]))
    made["waarschuwing"] = texts(mind.told)
    made["zone"] = texts(kansen.zones(cells["vierkant"], main["s"], gemeente))
    for code, _, _ in shared.OPEN:
        made |= known(f"s_{code}", criteria[code.upper()], off.excluded)
        made |= known(f"bijdrage_{code}", main[f"bijdrage_{code}"], off.excluded)
    other = kansen.variants(criteria, off.excluded, rule)
    for name, values in (
        ("geometrisch", main["s_geometrisch"]),
        ("gelijk", other["s_gelijk"]),
        ("zonder_b", other["s_zonder_b"]),
    ):
        made |= known(f"variant_{name}", values, off.excluded)
    made |= stated("geluid_db", mind.lden_db, "waargenomen")
    made |= stated("overstroming_m", mind.flood_m, "waargenomen")
    return made


def _closed(
    cells: pd.DataFrame, criteria: pd.DataFrame, scored: Scored, off: kansen_gebied.Excluded
) -> dict[str, pa.Array]:
    main = scored.main
    made = profile_scores(scored, "score_besloten")
    made["ontbreekt_besloten"] = texts(words(main["ontbrekend"]))
    for code in CLOSED:
        made |= known(f"s_{code}_besloten", criteria[code.upper()], off.excluded)
    for code, _, _ in shared.CRITERIA:
        made |= known(f"bijdrage_{code}_besloten", main[f"bijdrage_{code}"], off.excluded)
    made["zone_besloten"] = texts(kansen.zones(cells["vierkant"], main["s"], cells["gemeentecode"]))
    return made


def profile_scores(scored: Scored, column: str) -> dict[str, pa.Array]:
    """The score under each profile: of the municipality as `column`, the others with their name."""
    made: dict[str, pa.Array] = {}
    for name, found in scored.found.items():
        place = column if name == weegprofielen.DEFAULT else f"{column}_{name}"
        made |= stated(place, found["s"], found["s_status"])
    return made


def known(name: str, values: Any, excluded: np.ndarray) -> dict[str, pa.Array]:
    """A figure that is estimated where it is there, else missing or excluded."""
    array = numbers(values)
    absent = np.where(excluded, "uitgesloten", "ontbreekt")
    status = np.where(np.asarray(array.is_null()), absent, "geschat")
    return {name: array, f"{name}_status": pa.array(status.tolist(), pa.string())}


def words(missing: "pd.Series[Any]") -> list[str | None]:
    """Codes of missing criteria as people read them."""
    spelled = {**shared.NAMES, **{code.capitalize(): t for code, t, _ in shared.COMPLEX_PARTS}}
    return [
        None if not m or pd.isna(m) else ", ".join(spelled[c.strip()] for c in str(m).split(","))
        for m in missing
    ]


def _coverage(
    inputs: Inputs,
    criteria: pd.DataFrame,
    demand: kansen_vraag.Demand,
    off: kansen_gebied.Excluded,
    mind: kansen_gebied.Warned,
    weights: Mapping[str, Mapping[str, float]],
) -> dict[str, Any]:
    absent = [
        title
        for code, title in shared.NAMES.items()
        if code not in criteria or criteria[code].isna().all()
    ]
    remarks = [_demand_remark(demand)]
    remarks += [
        f"Weegprofiel {weegprofielen.title(name)}: {_weights(profile)}."
        for name, profile in weights.items()
    ]
    remarks.append(
        "Haalbaarheid rust op plannen en bezit van partners en telt alleen in de besloten kaart."
    )
    if inputs.has("natura2000") and not inputs.has("nnn"):
        remarks.append("Natuurgebied is alleen Natura 2000; het natuurnetwerk is niet geleverd.")
    if off.missing:
        remarks.append(f"Niet meegenomen als uitsluiting: {', '.join(off.missing)}.")
    if mind.missing:
        remarks.append(f"Zonder waarschuwing voor: {', '.join(mind.missing)}.")
    return {
        "ontbrekend": absent,
        "ontbrekende_uitsluitingen": off.missing,
        "ontbrekende_waarschuwingen": mind.missing,
        "rho": inputs.work.profile.rho,
        "vraagjaar": demand.year,
        "p75_niet_bereikt_pct": demand.unreached_pct,
        "weegprofiel": weegprofielen.DEFAULT,
        "weegprofielen": {name: dict(profile) for name, profile in weights.items()},
        "opmerkingen": remarks,
    }


def _demand_remark(demand: kansen_vraag.Demand) -> str:
    if not demand.known:
        return "Vraag is onbekend zonder straten en inwoners naar leeftijd per vak."
    of_profile = demand.inputs.work.profile.rho
    wanted = "gewenst aandeel per inwoner van 75 jaar en ouder uit de opgave van de gemeente"
    if of_profile is not None:
        wanted = (
            f"gewenst aandeel {plain(of_profile)} per inwoner van 75 jaar en ouder uit het profiel"
        )
    elif np.isnan(demand.rho).all():
        wanted = (
            "als volgorde van de vakken, waarvoor het gewenste aandeel niet nodig is; zonder dat "
            "aandeel (profiel of opgave) is vraag min bestaande clusters onbekend"
        )
    if demand.year is not None:
        return f"Vraag van {demand.year}, {wanted}."
    later = parameter("kans.demand_year").waarde
    return f"Vraag van vandaag, {wanted}; zonder prognose per buurt geen vraag van {later}."


def _weights(profile: Mapping[str, float]) -> str:
    """Weights of a profile in words; the per cent sign stands against its number."""
    return kansen_weging.weights_in_words(profile, shared.NAMES).replace(" %", "%")
