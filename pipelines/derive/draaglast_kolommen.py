"""The result of M1 as declared columns, and what readers are told with it."""

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from data.draaglast import DIMENSIONS, RANKS, VARIANTS, ZEKERHEDEN
from data.draaglast_onderdelen import EVENTS, FILLED_BY, KEYS, open_slots
from data.parameters import number
from data.registry import dataset as declared
from pipelines.derive import slots
from pipelines.indicators import draaglast, draaglast_methode, tarieven
from pipelines.inputs import numbers, stated, texts

EXACT = ("D", "K", "B", "verschil")


def table(
    code: str,
    outcome: draaglast.Uitkomst,
    filled: slots.Slots,
    keys: dict[str, list[str | None]],
    *,
    ranks: bool = False,
    counts: pd.DataFrame | None = None,
) -> pa.Table:
    """Public classes, restricted points, and the indicators.

    Args:
        code: name of the column with the code of the area.
        outcome: of the areas, in their order.
        filled: what filled the slots.
        keys: per key column the row of the source, for `data.draaglast_onderdelen.KEYS`.
        ranks: with ranks within the gemeente.
        counts: `<slot>_telling` and `<slot>_noemer` per area; absent = those of `filled`.
    """
    result = outcome.tabel
    made: dict[str, pa.Array] = {code: texts(result.index)}
    made |= _public(result)
    for name in EXACT:
        made |= stated(f"{name.lower()}_punten", result[name], result[f"{name}_status"])
    made |= stated("stapeling", result["stapeling"], result["stapeling_status"], whole=True)
    for name, column, *_ in VARIANTS:
        made |= _perhaps(column, result, name)
    if ranks:
        made |= _ranks(result)
    made |= _dimensions(outcome)
    made |= _indicators(outcome, filled)
    made |= _intervals(outcome, filled.frame if counts is None else counts)
    made |= {name: texts(keys.get(name, [None] * len(result))) for name in KEYS.values()}
    return pa.table(made)


def _public(result: pd.DataFrame) -> dict[str, pa.Array]:
    made = _class("klasse", result["klasse"], result["klasse_status"])
    made |= _class("draaglast", level(result["D"]), result["D_status"])
    made |= _class("draagkracht", level(result["K"]), result["K_status"])
    for name, _ in DIMENSIONS:
        made |= _class(f"klasse_{name.lower()}", level(result[name]), result[f"{name}_status"])
        made |= stated(f"{name.lower()}_punten", result[name], result[f"{name}_status"])
    same = result["zelfde_klasse_pct"]
    made["zekerheid"] = texts(certainty(same))
    made |= _class("zekerheid_klasse", holds(same), result["zelfde_klasse_pct_status"])
    made |= stated("dekking_draaglast_pct", 100 * result["D_dekking"], "waargenomen")
    made |= stated("dekking_draagkracht_pct", 100 * result["K_dekking"], "waargenomen")
    for name in ("reden", "vervangers", "opmerkingen"):
        made[name] = texts(result[name])
    made["voorlopig"] = pa.array([bool(v) for v in result["voorlopig"]], pa.bool_())
    return made


def _perhaps(column: str, result: pd.DataFrame, name: str) -> dict[str, pa.Array]:
    """A variant that is made only where its inputs are there."""
    if name not in result:
        return stated(column, [None] * len(result), "ontbreekt")
    return stated(column, result[name], result[f"{name}_status"])


def _ranks(result: pd.DataFrame) -> dict[str, pa.Array]:
    made: dict[str, pa.Array] = {}
    limit = 100 * number("gevoeligheid.hoog_min_p") - number("common.tolerance")
    for index in ("D", "K"):
        for name, *_ in RANKS:
            column = f"{index}_{name}"
            made |= stated(column.lower(), result[column], result[f"{column}_status"])
        share = result[f"{index}_top20_pct"]
        made |= stated(f"{index.lower()}_top20_pct", share, result[f"{index}_top20_pct_status"])
        high = [None if pd.isna(v) else bool(v >= limit) for v in share]
        made[f"{index.lower()}_hoog"] = pa.array(high, pa.bool_())
    return made


def _dimensions(outcome: draaglast.Uitkomst) -> dict[str, pa.Array]:
    made: dict[str, pa.Array] = {}
    for name, _ in DIMENSIONS:
        status = outcome.tabel[f"{name}_status"]
        for what in ("gewicht", "bijdrage"):
            values = outcome.onderdelen[f"{name}_{what}"]
            made |= stated(f"{name.lower()}_{what}", values, _where(values, status))
    return made


def _indicators(outcome: draaglast.Uitkomst, filled: slots.Slots) -> dict[str, pa.Array]:
    made: dict[str, pa.Array] = {}
    parts, result = outcome.onderdelen, outcome.tabel
    for slot in open_slots():
        status = result.get(f"T_{slot}_status", pd.Series("ontbreekt", index=result.index))
        value = parts[f"{slot}_waarde"]
        held = filled.frame.get(f"{slot}_status")
        own = pd.Series(draaglast_methode.slots()[slot].status, index=result.index)
        if held is not None:
            own = held.reindex(result.index).fillna("ontbreekt")
        own = own.mask(parts[f"{slot}_geimputeerd"], "geimputeerd")
        made |= stated(f"{slot}_waarde", value, _where(value, own))
        for what in ("punten", "bijdrage"):
            points = parts[f"{slot}_{what}"]
            made |= stated(f"{slot}_{what}", points, _where(points, status))
        told = source(slot, filled)
        made[f"{slot}_bron"] = texts([None if pd.isna(v) else told for v in value])
    return made


def _intervals(outcome: draaglast.Uitkomst, counts: pd.DataFrame) -> dict[str, pa.Array]:
    """Poisson interval of rates made here from counts; none of a value of the wijk put in."""
    made: dict[str, pa.Array] = {}
    parts = outcome.onderdelen
    for slot in EVENTS:
        wanted = [f"{slot}_telling", f"{slot}_noemer"]
        known = counts.reindex(index=outcome.tabel.index, columns=wanted).astype(float)
        own = parts[f"{slot}_waarde"].astype(float).mask(parts[f"{slot}_geimputeerd"])
        per = draaglast_methode.slots()[slot].per
        ends = tarieven.rate_interval(own, known[wanted[0]], known[wanted[1]], per)
        for end, values in zip(("ci_low", "ci_high"), ends, strict=True):
            made[f"{slot}_waarde_{end}"] = numbers(values)
    return made


def _where(values: "pd.Series[Any]", status: "pd.Series[Any]") -> list[str]:
    """The status of a figure that is there; `ontbreekt` where it is not."""
    pairs = zip(values, status, strict=True)
    return [
        "ontbreekt" if pd.isna(v) else ("geschat" if s == "ontbreekt" else str(s)) for v, s in pairs
    ]


def source(slot: str, filled: slots.Slots) -> str:
    """Publisher, title, table and moment of what filled a slot."""
    name = FILLED_BY[slot][0] if slot in FILLED_BY else ""
    if not name:
        return ""
    dataset = declared(name)
    moment = filled.moments.get(slot)
    parts = [f"{dataset.publisher}, {dataset.title}", filled.tables.get(slot, "")]
    told = " ".join(part for part in parts if part)
    return f"{told}, peildatum {moment.isoformat()}" if moment else told


def level(points: "pd.Series[Any]") -> "pd.Series[str]":
    """Points as a word.

    As far above the mean as the class boundary of draaglast is above it, as far below is under it.
    """
    values = points.astype("Float64").to_numpy(float, na_value=np.nan)
    high = number("draaglast.class_D") - number("common.tolerance")
    words = np.select(
        [values >= high, values <= 100 - high], ["boven gemiddeld", "onder gemiddeld"], "gemiddeld"
    ).astype(object)
    words[np.isnan(values)] = None
    return pd.Series(words, index=points.index)


def certainty(share: "pd.Series[Any]") -> list[str | None]:
    """Agreement over weightings in words, of the class (reading 78)."""
    return [None if pd.isna(v) else f"in {int(v)} van 100 wegingen dezelfde klasse" for v in share]


def holds(share: "pd.Series[Any]") -> "pd.Series[str]":
    """Whether the class is the same in enough weightings, in one word that a map can hatch by."""
    limit = 100 * number("gevoeligheid.hoog_min_p") - number("common.tolerance")
    unsure, sure = ZEKERHEDEN[1], ZEKERHEDEN[0]
    return share.map(lambda v: None if pd.isna(v) else (sure if v >= limit else unsure))


def _class(name: str, words: "pd.Series[Any]", status: "pd.Series[Any]") -> dict[str, pa.Array]:
    return {name: texts(words), f"{name}_status": texts(status)}


def coverage(outcome: draaglast.Uitkomst, filled: slots.Slots) -> dict[str, Any]:
    """What was missing or stood in, and sentences to show with the layer."""
    report = outcome.verslag
    used = outcome.referentie.methode.slots
    title = {name: slot.titel for name, slot in draaglast_methode.slots().items()}
    remarks = [*filled.remarks, *(filled.editions[s] for s in used if s in filled.editions)]
    if report["voorlopig"]:
        remarks.append("Voorlopig: een deel van de indicatoren is vervangen of ontbreekt.")
    if report["vervangen"]:
        swaps = sorted(report["vervangen"].items())
        named = "; ".join(f"{title[new]} in plaats van {title[old]}" for new, old in swaps)
        remarks.append(f"Vervangende indicatoren: {named}.")
    remarks += [str(w) for w in report["waarschuwingen"]]
    absent = [title for d, title in DIMENSIONS if outcome.tabel[d].isna().all()]
    areas = len(outcome.tabel)
    without = {
        title[slot]: count for slot, count in report["zonder_waarde"].items() if count == areas
    }
    return {
        "ontbrekend": [*filled.left_out, *absent],
        "methode_versie": report["methode_versie"],
        "voorlopig": bool(report["voorlopig"]),
        "vervangen": dict(report["vervangen"]),
        "klassen_referentie": report["klassen_referentie"],
        "klassen": class_shares(outcome.tabel["klasse"]),
        "correlaties": report["correlaties"],
        "correlaties_referentie": report["correlaties_referentie"],
        "problematisch": [title[slot] for slot in report["problematisch"]],
        "zonder_waarde": {title[s]: n for s, n in report["zonder_waarde"].items() if n},
        "ontbrekende_indicatoren": sorted(without),
        "te_weinig_inwoners": report["te_weinig_inwoners"],
        "opmerkingen": remarks,
    }


def class_shares(classes: "pd.Series[Any]") -> dict[str, float]:
    """Share of each class among the areas that have one, in percent to one decimal."""
    known = classes.dropna()
    return {str(name): round(100 * n / len(known), 1) for name, n in known.value_counts().items()}
