"""M1, draaglast, draagkracht en balans per buurt or wijk: the entry point.

`bereken` takes one row per area with a column per indicator slot and gives classes, scores,
coverage, reasons and notes. Its parts: `draaglast_methode` (slots and choices), `draaglast_scores`
(scores and reference moments), `draaglast_klassen` (classes, balance, notes), `draaglast_tabel`
(result columns), `gevoeligheid` (weightings).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from data.parameters import number
from pipelines.indicators import draaglast_klassen as classes
from pipelines.indicators import gevoeligheid
from pipelines.indicators.draaglast_methode import INDICES, Methode, choose, slots
from pipelines.indicators.draaglast_onderdelen import parts_table
from pipelines.indicators.draaglast_referentie import Referentie
from pipelines.indicators.draaglast_scores import (
    Scores,
    correlations,
    groups,
    make_reference,
    read_values,
    score,
    t_scores,
)
from pipelines.indicators.draaglast_tabel import Invoer, result_table
from pipelines.indicators.draaglast_trekkingen import rank_intervals
from pipelines.indicators.normaliseren import Floats
from pipelines.indicators.samengesteld import Mask, choose_imputed
from pipelines.indicators.status import GEIMPUTEERD

ZONDER_OUDERENZORG = "zonder_ouderenzorg"
LEEFTIJD = "leeftijd"


@dataclass(frozen=True)
class Uitkomst:
    """Result of one run of M1.

    Attributes:
        tabel: one row per area, see `bereken`.
        referentie: reference moments and choices, to be kept with the method version
            (`referentie.to_dict()`), and to score wijken or a what-if with.
        verslag: for this place: `methode_versie`, `voorlopig`, `vervangen` (substitute -> slot),
            `klassen_referentie`, `correlaties` and `correlaties_referentie`, `problematisch`,
            `zonder_waarde` and `zonder_waarde_referentie` (number of areas without a value per
            slot), `smalle_referentie` (slots with a value in less than half of the reference, such
            as those known for the own gemeente only: to be labelled), `te_weinig_inwoners` (number
            of areas), `waarschuwingen` (Dutch sentences).
        onderdelen: what D and K are made of, see `draaglast_onderdelen.parts_table`; restricted.
    """

    tabel: pd.DataFrame
    referentie: Referentie
    verslag: dict[str, Any]
    onderdelen: pd.DataFrame


def bereken(
    gebieden: pd.DataFrame,
    referentie: pd.DataFrame | Referentie,
    *,
    wijkwaarden: pd.DataFrame | None = None,
    methode: Methode | None = None,
    tabellen: Mapping[str, str] | None = None,
    aandeel_65plus_volwassenen: float | None = None,
    draws: int | None = None,
) -> Uitkomst:
    """Draaglast, draagkracht and balans of buurten or wijken.

    Args:
        gebieden: one row per buurt or wijk of the installation, index = code (unique text).
            Columns:

            - `inwoners` (persons; required; below 200 or missing = no index);
            - one float column per slot of `data/reference/draaglast.toml`, NaN = no value. Known
              slots: wmo (per 1,000), beperking, jeugdzorg, angst, eenzaam, veerkracht (%),
              bijstand (per 1,000 of 15-65, shrunk), armoede, rondkomen (%), overlast, misdrijf
              (per 1,000, three years, shrunk), opvang (per 1,000 dwellings, shrunk; partner), soc,
              vrijwilligers (%), oosr (ratio, NOT its logarithm), ses, participatie, hbo_wo (%),
              ontmoeting (%), vrz, mutatie, woonduur (partner), and the substitutes
              sociaal_minimum (%), kwb_misdrijf (per 1,000), sociaal_eenzaam (%), inkomen
              (x 1,000 euro). A slot without a column is a slot without values. RIVM slots are the
              18+ estimates (reading 28);
            - `<slot>_status` (optional): status of the value; default the `status` of the slot.
              `geimputeerd` marks a wijk value that was filled in before; it falls under the same
              limits as `wijkwaarden`. With equal codes of another year: `geschat`;
            - `wijk` (code; only with `wijkwaarden`); `gemeente` (code; optional: ranks are taken
              within it);
            - `<slot>_sd`, `<slot>_telling` (optional): error of a value, see
              `draaglast_trekkingen.rank_intervals`;
            - `inwoners_15_25`, `inwoners_65plus` (persons; optional, for notes and correlations);
            - `banen_per_inwoner`, `horeca_per_inwoner` (optional, for the note `bezoekers`);
            - `<slot>_18_65` and `<slot>_65plus` for RIVM slots (optional, for the variant by age).
        referentie: reference buurten with the same columns (all Dutch buurten of the base year;
            own buurten must be among them where only they have a value), from which moments and
            choices are made; or the `Referentie` of an earlier run, for wijken, gebieden and
            what-ifs, which keeps all moments and choices fixed (readings 33 and 36).
        wijkwaarden: index = wijk code, a column per slot: fills missing buurt values inside the
            composite, within the limits of reading 25. Not for wijken.
        methode: weights and version instead of `draaglast_methode.standard()`; ignored when
            `referentie` is a `Referentie`.
        tabellen: slot -> table id that filled it, where not the first source of the slot; part of
            the method version (reading 1).
        aandeel_65plus_volwassenen: national share of 65+ among adults in the base year; with it and
            the two age columns in both frames the variant by age is made (reading 71).
        draws: number of weightings; default 1,000.

    Returns:
        `tabel` with the index of `gebieden` and, nullable, each value with `<column>_status`:

        - `D`, `K`, `B`, `verschil` (T-points; restricted), `stapeling` (0-5), `klasse`;
        - `zelfde_klasse_pct`: of 100 weightings, how many give the same class;
        - `L1`..`L5`, `K1`..`K5`: dimension scores; `T_<slot>`: indicator scores (restricted);
        - `D_rang`, `K_rang` (median over the draws, 1 = highest), with `_onder` and `_boven` (90%
          interval), `D_top20_pct`, `K_top20_pct` (of 100 draws in the top 20%); restricted;
        - variants `D_complement`, `K_geometrisch`, `D_zonder_L4`, `B_zonder_L4`,
          `D_zonder_ouderenzorg`, and where made `D_leeftijd`, `K_leeftijd`;
        - without status: `D_reden`, `K_reden`, `reden` (why null: te weinig inwoners, te weinig
          dekking, geen bron; else empty), `D_dekking`, `K_dekking` (share of weight present, 0-1),
          `D_indicatoren`, `K_indicatoren` (number present), `vervangers` and `geimputeerd` (names,
          "; " between), `D_voorlopig`, `K_voorlopig`, `voorlopig`, `L4_opmerking`, `opmerkingen`.

    Raises:
        ValueError: no `inwoners` column, codes that repeat, infinite values, or `tabellen` that
            differ from those of the given `Referentie`.
    """
    _refuse(gebieden)
    share = aandeel_65plus_volwassenen
    if isinstance(referentie, pd.DataFrame):
        ref = reference_of(gebieden, referentie, methode, tabellen, share)
    else:
        ref = _kept(referentie, tabellen)
    values, imputed = _values(gebieden, ref, wijkwaarden)
    small = _small(gebieden)
    scored = score(_blank(t_scores(values, ref), small), ref)
    names = [dimension.naam for dimension in ref.methode.van("D")]
    has_l4 = np.zeros(len(gebieden), dtype=bool)
    if "L4" in names:
        has_l4 = ~np.isnan(scored.dimensies["D"][:, names.index("L4")])
    notes = classes.visitors(gebieden, has_l4)
    invoer = Invoer(gebieden, ref, imputed & ~small[:, None], small, notes)
    agreement = gevoeligheid.weightings(scored, notes, ref, draws).zelfde_klasse
    variants = _variant_scores(gebieden, ref, wijkwaarden, small, share)
    gemeenten = gebieden["gemeente"].tolist() if "gemeente" in gebieden else None
    intervals = rank_intervals(gebieden, scored, ref, gemeenten, draws)
    table = result_table(invoer, scored, agreement, variants, intervals)
    parts = parts_table(_undo(values, ref.methode), invoer.imputed, scored, ref, gebieden.index)
    return Uitkomst(table, ref, _report(gebieden, scored, ref), parts)


def what_if(
    gebieden: pd.DataFrame, plaatsen: pd.Series, woningen: pd.Series, jaren: int
) -> pd.DataFrame:
    """Input with planned places for people who leave care added to L5 (readings 36 and 72).

    As if the places had been there in every year that was counted: they are a stock, so each counts
    once a year, over the dwellings of as many years (`draaglast_partner.shelter_load`). Score the
    answer with the `Referentie` of the current run, so that all moments stay fixed. Homes for older
    people leave D unchanged and do not belong in `plaatsen`.

    Args:
        gebieden: input of `bereken` with `opvang`, the shrunk rate per 1,000 dwellings.
        plaatsen: planned places (BW, MO, opvang, directe bemiddeling) by code; absent = none.
        woningen: dwellings by code.
        jaren: years over which `opvang` was counted (`draaglast_partner.years_counted`).

    Returns:
        A copy with `opvang` raised; NaN stays NaN: unknown load plus a plan is unknown.
    """
    per = float(slots()["opvang"].per)
    extra = jaren * plaatsen.reindex(gebieden.index).fillna(0.0).astype(float)
    n = jaren * woningen.reindex(gebieden.index).astype(float)
    # the rate is shrunk: (x + k m) / (n + k), so what is added to x counts for 1 / (n + k)
    raised = gebieden["opvang"] + per * extra / (n + number("common.eb_k"))
    return gebieden.assign(opvang=raised.where(extra != 0, gebieden["opvang"]))


def _undo(values: Floats, methode: Methode) -> Floats:
    """Values before their transformation."""
    log = np.array([slots()[name].transformatie == "log" for name in methode.slots], dtype=bool)
    return np.where(log, np.exp(np.where(log, values, 0.0)), values)


def _refuse(gebieden: pd.DataFrame) -> None:
    if "inwoners" not in gebieden:
        raise ValueError("Draaglast: kolom 'inwoners' ontbreekt; verwacht personen per gebied.")
    if not gebieden.index.is_unique:
        twice = gebieden.index[gebieden.index.duplicated()][:3].tolist()
        raise ValueError(f"Draaglast: gebiedscodes komen dubbel voor ({twice}); verwacht uniek.")


def reference_of(
    gebieden: pd.DataFrame,
    referentie: pd.DataFrame,
    methode: Methode | None = None,
    tabellen: Mapping[str, str] | None = None,
    aandeel_65plus_volwassenen: float | None = None,
) -> Referentie:
    """Choices and reference moments of one method version, without scoring any area.

    Args:
        gebieden: as in `bereken`.
        referentie: reference buurten, as in `bereken`.
        methode: as in `bereken`.
        tabellen: as in `bereken`.
        aandeel_65plus_volwassenen: as in `bereken`.
    """
    chosen = choose(gebieden, referentie, base=methode, tabellen=tabellen)
    variants = _variants(gebieden, referentie, chosen, aandeel_65plus_volwassenen)
    return replace(make_reference(referentie, chosen), varianten=variants)


def _kept(referentie: Referentie, tabellen: Mapping[str, str] | None) -> Referentie:
    """A reference of an earlier run, refused for figures of other tables."""
    if tabellen is not None and dict(tabellen) != dict(referentie.methode.tabellen):
        raise ValueError(
            f"Draaglast: tabellen {dict(tabellen)} horen niet bij methodeversie "
            f"{referentie.methode_versie} ({dict(referentie.methode.tabellen)}); maak een nieuwe "
            "referentie."
        )
    return referentie


def _variants(
    gebieden: pd.DataFrame, referentie: pd.DataFrame, methode: Methode, share: float | None
) -> dict[str, Referentie]:
    care = frozenset(name for name in methode.slots if slots()[name].ouderenzorg)
    found = {ZONDER_OUDERENZORG: make_reference(referentie, methode.without_slots(care))}
    if share is not None and _ages(gebieden, methode) and _ages(referentie, methode):
        found[LEEFTIJD] = make_reference(_by_age(referentie, methode, share), methode)
    return found


def _variant_scores(
    gebieden: pd.DataFrame,
    ref: Referentie,
    wijkwaarden: pd.DataFrame | None,
    small: Mask,
    share: float | None,
) -> dict[str, Scores]:
    result = {}
    for name, variant in ref.varianten.items():
        frame, of_wijk = gebieden, wijkwaarden
        if name == LEEFTIJD:
            if share is None or not _ages(gebieden, ref.methode):
                continue
            frame = _by_age(gebieden, ref.methode, share)
            of_wijk = None if wijkwaarden is None else _by_age(wijkwaarden, ref.methode, share)
        values, _ = _values(frame, variant, of_wijk)
        result[name] = score(_blank(t_scores(values, variant), small), variant)
    return result


def _ages(frame: pd.DataFrame, methode: Methode) -> list[str]:
    """RIVM slots of the method of which the frame has both age groups."""
    return [
        name
        for name in methode.slots
        if slots()[name].rivm and {f"{name}_18_65", f"{name}_65plus"} <= set(frame.columns)
    ]


def _by_age(frame: pd.DataFrame, methode: Methode, share: float) -> pd.DataFrame:
    """RIVM slots replaced by their two age groups in the national proportion of adults."""
    standardised = {
        name: (1.0 - share) * frame[f"{name}_18_65"] + share * frame[f"{name}_65plus"]
        for name in _ages(frame, methode)
    }
    return frame.assign(**standardised)


def _values(
    gebieden: pd.DataFrame, ref: Referentie, wijkwaarden: pd.DataFrame | None
) -> tuple[Floats, Mask]:
    """Values to score and which of them are wijk values, within the imputation limits."""
    own = read_values(gebieden, ref.methode)
    filled_before = np.zeros(own.shape, dtype=bool)
    for place, name in enumerate(ref.methode.slots):
        if f"{name}_status" in gebieden:
            filled_before[:, place] = (gebieden[f"{name}_status"] == GEIMPUTEERD).to_numpy()
    offered = np.where(filled_before, own, np.nan)
    if wijkwaarden is not None:
        of_wijk = read_values(wijkwaarden.reindex(gebieden["wijk"]), ref.methode)
        offered = np.where(np.isnan(offered), of_wijk, offered)
    observed = ~np.isnan(own) & ~filled_before
    chosen = np.zeros(own.shape, dtype=bool)
    for index in INDICES:
        chosen |= choose_imputed(observed, ~np.isnan(offered), groups(ref.methode, index))
    return np.where(observed, own, np.where(chosen, offered, np.nan)), chosen


def _small(gebieden: pd.DataFrame) -> Mask:
    people = classes.optional(gebieden, "inwoners")
    return ~(people >= number("common.rank_min_inhabitants") - number("common.tolerance"))


def _blank(t: Floats, small: Mask) -> Floats:
    return np.where(small[:, None], np.nan, t)


def _report(gebieden: pd.DataFrame, scored: Scores, ref: Referentie) -> dict[str, Any]:
    here = correlations(gebieden, scored)
    of_reference = ref.verslag.get("correlaties", {})
    warnings = [
        f"Draaglast en draagkracht hangen in {where} sterk samen (correlatie "
        + f"{value:.2f}).".replace(".", ",", 1)
        for where, value in (
            ("deze plaats", here["D_K"]),
            ("de referentie", of_reference.get("D_K")),
        )
        if value is not None and abs(value) > number("draaglast.correlatie_waarschuwing")
    ]
    return {
        "methode_versie": ref.methode_versie,
        "voorlopig": ref.methode.apart,
        "vervangen": dict(ref.methode.vervangen),
        "klassen_referentie": ref.klassen,
        "correlaties": here,
        "correlaties_referentie": of_reference,
        "problematisch": ref.verslag.get("problematisch", []),
        "zonder_waarde": {
            name: int(np.isnan(classes.optional(gebieden, name)).sum())
            for name in ref.methode.slots
        },
        "zonder_waarde_referentie": ref.verslag.get("zonder_waarde", {}),
        "smalle_referentie": [
            name
            for name, moment in ref.indicatoren.items()
            if 0 < moment.n < ref.verslag.get("n_referentie", 0) / 2
        ],
        "te_weinig_inwoners": int(_small(gebieden).sum()),
        "waarschuwingen": warnings,
    }
