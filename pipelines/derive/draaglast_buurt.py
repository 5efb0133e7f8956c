"""M1 per buurt: slots from the datasets, the indicator, and its result as declared columns."""

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from data.draaglast import DIMENSIONS, EXACT
from data.parameters import number
from pipelines.derive import slots
from pipelines.indicators import draaglast, draaglast_methode
from pipelines.inputs import Derived, Inputs, stated, texts


def derive(inputs: Inputs) -> Derived:
    """One row per buurt of the own gemeenten."""
    national = slots.fill(inputs, "BU")
    outcome = score(inputs, national)
    return Derived(table("buurtcode", outcome.tabel), coverage(outcome, national))


def score(inputs: Inputs, national: slots.Slots) -> draaglast.Uitkomst:
    """M1 of the own buurten on the national reference."""
    codes = own_codes(inputs, "cbs_buurten", "buurtcode")
    own = national.frame.reindex(codes)
    own["wijk"] = "WK" + own.index.str[2:8]
    wijken = slots.fill(inputs, "WK").frame
    return draaglast.bereken(own, national.frame, wijkwaarden=wijken, tabellen=national.tables)


def own_codes(inputs: Inputs, name: str, column: str) -> list[str]:
    """Codes of the own areas, in order."""
    own = {code[2:] for code in inputs.work.profile.gemeenten}
    codes = inputs.frame(name, [column])[column]
    return [str(code) for code in codes if code[2:6] in own]


def table(code: str, result: pd.DataFrame) -> pa.Table:
    """Result of M1 as declared columns: public classes and restricted T-points."""
    made: dict[str, pa.Array] = {code: texts(result.index)}
    made |= _class("klasse", result["klasse"], result["klasse_status"])
    made |= _class("draaglast", level(result["D"]), result["D_status"])
    made |= _class("draagkracht", level(result["K"]), result["K_status"])
    for name, _, _ in DIMENSIONS:
        made |= _class(f"klasse_{name.lower()}", level(result[name]), result[f"{name}_status"])
        made |= stated(f"{name.lower()}_punten", result[name], result[f"{name}_status"])
    for name, _, _ in EXACT:
        made |= stated(f"{name.lower()}_punten", result[name], result[f"{name}_status"])
    made |= stated("verschil_punten", result["verschil"], result["verschil_status"])
    made["zekerheid"] = texts(certainty(result["zelfde_klasse_pct"]))
    made |= stated("dekking_draaglast_pct", 100 * result["D_dekking"], "waargenomen")
    made |= stated("dekking_draagkracht_pct", 100 * result["K_dekking"], "waargenomen")
    for name in ("reden", "vervangers", "opmerkingen"):
        made[name] = texts(result[name])
    made["voorlopig"] = pa.array([bool(v) for v in result["voorlopig"]], pa.bool_())
    return pa.table(made)


def level(points: "pd.Series[Any]") -> "pd.Series[str]":
    """Points as a word.

    As far above the mean as the class boundary of draaglast is hoog, as far below is laag.
    """
    values = points.astype("Float64").to_numpy(float, na_value=np.nan)
    high = number("draaglast.class_D") - number("common.tolerance")
    words = np.select([values >= high, values <= 100 - high], ["hoog", "laag"], "gemiddeld").astype(
        object
    )
    words[np.isnan(values)] = None
    return pd.Series(words, index=points.index)


def certainty(share: "pd.Series[Any]") -> list[str | None]:
    """Agreement over weightings in words, of the class (reading 78)."""
    return [None if pd.isna(v) else f"in {int(v)} van 100 wegingen dezelfde klasse" for v in share]


def _class(name: str, words: "pd.Series[Any]", status: "pd.Series[Any]") -> dict[str, pa.Array]:
    return {name: texts(words), f"{name}_status": texts(status)}


def coverage(outcome: draaglast.Uitkomst, national: slots.Slots) -> dict[str, Any]:
    """What was missing or stood in, and sentences to show with the layer."""
    report = outcome.verslag
    used = outcome.referentie.methode.slots
    remarks = [*national.remarks, *(national.editions[s] for s in used if s in national.editions)]
    if report["voorlopig"]:
        remarks.append("Voorlopig: een deel van de indicatoren is vervangen of ontbreekt.")
    if report["vervangen"]:
        title = {name: slot.titel for name, slot in draaglast_methode.slots().items()}
        swaps = sorted(report["vervangen"].items())
        named = "; ".join(f"{title[new]} in plaats van {title[old]}" for new, old in swaps)
        remarks.append(f"Vervangende indicatoren: {named}.")
    remarks += [str(w) for w in report["waarschuwingen"]]
    absent = [title for d, title, _ in DIMENSIONS if outcome.tabel[d].isna().all()]
    return {
        "ontbrekend": [*national.left_out, *absent],
        "methode_versie": report["methode_versie"],
        "voorlopig": bool(report["voorlopig"]),
        "vervangen": dict(report["vervangen"]),
        "klassen_referentie": report["klassen_referentie"],
        "correlaties": report["correlaties"],
        "opmerkingen": remarks,
    }
