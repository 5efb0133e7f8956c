"""M1 per buurt: slots from the datasets, the indicator, and its result as declared columns."""

import pandas as pd

from data.parameters import number
from pipelines.derive import draaglast_kolommen as columns
from pipelines.derive import slots
from pipelines.derive.bevolkingsgroepen import adults
from pipelines.indicators import draaglast, draaglast_gevoeligheid
from pipelines.indicators.draaglast_referentie import Referentie
from pipelines.inputs import Derived, Inputs

AGES = ("inwoners_15_25", "inwoners_25_45", "inwoners_45_65", "inwoners_65plus")


def derive(inputs: Inputs) -> Derived:
    """One row per buurt of the own gemeenten."""
    national = slots.fill(inputs, "BU")
    outcome = score(inputs, national)
    keys = slots.source_rows(inputs, list(outcome.tabel.index))
    told = columns.coverage(outcome, national)
    told["gevoeligheid"] = sensitivity(inputs, national, outcome)
    return Derived(columns.table("buurtcode", outcome, national, keys, ranks=True), told)


def score(inputs: Inputs, national: slots.Slots) -> draaglast.Uitkomst:
    """M1 of the own buurten on the national reference."""
    wijken = slots.fill(inputs, "WK").frame
    return draaglast.bereken(
        own_rows(inputs, national),
        national.frame,
        wijkwaarden=wijken,
        tabellen=national.tables,
        aandeel_65plus_volwassenen=older_share(national.frame),
    )


def reference(inputs: Inputs, national: slots.Slots) -> Referentie:
    """Choices and moments of the run on buurten, to score other areas with."""
    return draaglast.reference_of(
        own_rows(inputs, national),
        national.frame,
        tabellen=national.tables,
        aandeel_65plus_volwassenen=older_share(national.frame),
    )


def own_rows(inputs: Inputs, national: slots.Slots) -> pd.DataFrame:
    """Slots of the own buurten, with their wijk and gemeente.

    Ages that the key figures of this edition do not give at all are those of the map of CBS, which
    prints them as whole percentages.
    """
    own = national.frame.reindex(own_codes(inputs, "cbs_buurten", "buurtcode"))
    shares = [f"{name}_pct" for name in AGES]
    printed = inputs.frame("cbs_buurten", ["buurtcode", *shares]).set_index("buurtcode")
    for name, share in zip(AGES, shares, strict=True):
        if not own[name].notna().any():
            part = printed[share].astype(float).reindex(own.index) / 100
            own[name] = own["inwoners"] * part
    if not own["volwassenen"].notna().any():
        own["volwassenen"] = adults(own)
    own["wijk"] = "WK" + own.index.str[2:8]
    own["gemeente"] = "GM" + own.index.str[2:6]
    return own


def older_share(national: pd.DataFrame) -> float | None:
    """Share of 65+ among the adults of the reference (reading 71); None without ages."""
    if "volwassenen" not in national or "inwoners_65plus" not in national:
        return None
    both = national[["volwassenen", "inwoners_65plus"]].dropna()
    total = float(both["volwassenen"].sum())
    return float(both["inwoners_65plus"].sum()) / total if total > 0 else None


def own_codes(inputs: Inputs, name: str, column: str) -> list[str]:
    """Codes of the own areas, in order."""
    own = {code[2:] for code in inputs.work.profile.gemeenten}
    codes = inputs.frame(name, [column])[column]
    return [str(code) for code in codes if code[2:6] in own]


def sensitivity(
    inputs: Inputs, national: slots.Slots, outcome: draaglast.Uitkomst
) -> dict[str, dict[str, float]]:
    """Per index and change the mean shift in rank within the gemeente (METHODS 3.7): no area named.

    Returns:
        `D` and `K` -> change -> R; changes without anything to compare are left out.
    """
    return shifts(own_rows(inputs, national), national.frame, outcome)


def shifts(
    rows: pd.DataFrame, reference: pd.DataFrame, outcome: draaglast.Uitkomst
) -> dict[str, dict[str, float]]:
    """As `sensitivity`, of any rows scored on reference buurten."""
    many = rows["inwoners"] >= number("common.rank_min_inhabitants")
    if not many.any():
        return {}
    method = outcome.referentie.methode
    moved = draaglast_gevoeligheid.one_at_a_time(rows, reference, method)
    found: dict[str, dict[str, float]] = {}
    known = moved.dropna()
    for index, change, shift in zip(known["index"], known["ingreep"], known["R"], strict=True):
        found.setdefault(str(index), {})[str(change)] = round(float(shift), 2)
    return found
