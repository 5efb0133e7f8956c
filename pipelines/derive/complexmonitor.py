"""M11 per complex: quarters of the corporations, what they are compared with, and the context."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from data.datasets.complexmonitor import COUNTED
from data.getallen import dutch
from data.parameters import integer
from data.partner import RENT_CLASSES
from pipelines.indicators import complexmonitor as monitor
from pipelines.indicators.complexbelasting import (
    agreed_dragers,
    placement,
    shown_count,
    shown_share,
)
from pipelines.indicators.complexmonitor_gevoeligheid import one_at_a_time
from pipelines.indicators.normaliseren import round_half_away
from pipelines.indicators.tarieven import poisson_interval
from pipelines.inputs import Derived, Inputs, numbers, stated, texts, wkb

NAMES = tuple(name for name, *_ in COUNTED)
TITLES = {name: title.lower() for name, title, *_ in COUNTED}
SOCIAL = RENT_CLASSES[: RENT_CLASSES.index("tot huurtoeslaggrens") + 1]
POLARITY = (*(1 for _ in NAMES), 1, 1, 1, -1)
INDICATORS = (*NAMES, "toewijzingen urgent", "zorgaanbieders", "sleutelkastjes", "bewonersoordeel")
TOO_FEW = "te weinig indicatoren"
HELD_BACK = "te weinig woningen"


def derive(inputs: Inputs) -> Derived:
    """One row per complex of at least ten dwellings that has a quarter."""
    quarters, left_out = _quarters(inputs)
    complexes = _complexes(inputs)
    newest = quarters.sort_values("kwartaal").drop_duplicates("complex", keep="last")
    table = complexes.reindex(newest["complex"]).reset_index(drop=True)
    table.index = pd.Index(newest["complex"], name="complex")
    newest = newest.set_index("complex")
    small = (newest["woningen"] < integer("complex.min_dwellings_clients")).to_numpy()
    charts = {name: monitor.chart(_one(quarters, name), complexes) for name in NAMES}
    year = _year(quarters, newest)
    made: dict[str, pa.Array] = {
        "leverancier": texts(newest["leverancier"]),
        "complex_id": texts(newest["complex_id"]),
        "naam": texts(table["naam"]),
        "corporatie": texts(newest["corporatie"].fillna(table["corporatie"])),
        "buurtcode": texts(table["buurtcode"]),
        "periode": texts(newest["periode"]),
        "woningtype": texts(table["woningtype"]),
        "vergeleken_met": texts(charts[NAMES[0]].reindex(newest.index)["groep"]),
        "corporatiebuurt": texts(table["corporatiebuurt"]),
        "draaglast_klasse": texts(table["klasse"]),
    }
    made |= stated("woningen", newest["woningen"], newest["woningen_status"], whole=True)
    made |= stated("sociale_huur_pct", 100 * table["sociaal_aandeel"], "geschat")
    for name in NAMES:
        made |= _counted(name, charts[name].reindex(newest.index), newest, small)
    made |= _others(newest, year, small)
    load = _rates(quarters, newest)
    made |= _load(load, newest, charts, small)
    made |= _placements(newest, year, charts, small)
    drawn = table["geometry"].astype(object)
    made["geometry"] = wkb(drawn.where(drawn.notna(), None))
    held = _coverage(inputs, left_out, small) | {"gevoeligheid": _sensitivity(load)}
    return Derived(pa.table(made), held)


def _quarters(inputs: Inputs) -> tuple[pd.DataFrame, dict[str, int]]:
    """Quarters of complexes that are large enough; what is left out, counted."""
    rows = inputs.frame("mutaties")
    rows["kwartaal"] = [monitor.quarter(str(period)) for period in rows["periode"]]
    other = rows["kwartaal"].isna()
    tiny = ~other & (rows["woningen"].fillna(0) < integer("complex.min_dwellings"))
    kept = rows[~other & ~tiny].copy()
    kept["kwartaal"] = kept["kwartaal"].astype(int)
    kept["complex"] = kept["leverancier"] + ":" + kept["complex_id"]
    kept["basis"] = kept["woningen"].astype(float) / 100
    return kept, {"andere_perioden": int(other.sum()), "te_klein": int(tiny.sum())}


def _complexes(inputs: Inputs) -> pd.DataFrame:
    """Type, share of social rent, place and context per complex, by `leverancier:complex_id`."""
    wanted = ["id", "leverancier", "complex_id", "naam", "corporatie", "woningtype"]
    rows = inputs.frame("corporatiecomplexen", wanted)
    rows.index = pd.Index(rows["leverancier"] + ":" + rows["complex_id"])
    rows = rows[~rows.index.duplicated()]
    rows["sociaal_aandeel"] = _social(inputs).reindex(rows.index)
    rows["sociaal"] = [monitor.social_kind(share) for share in rows["sociaal_aandeel"]]
    rows["buurtcode"], rows["geometry"] = None, None
    if inputs.has("plaatsing"):
        places = inputs.frame("plaatsing", ["bron", "rij", "buurtcode", "geometry"])
        places = places[places["bron"] == "corporatiecomplexen"].set_index("rij")
        found = places.reindex(rows["id"])
        rows["buurtcode"] = found["buurtcode"].to_numpy()
        rows["geometry"] = found["geometry"].to_numpy()
    for name, column in (("spreiding_buurt", "corporatiebuurt"), ("draaglast_buurt", "klasse")):
        rows[column] = None
        if inputs.has(name):
            context = inputs.frame(name, ["buurtcode", column]).set_index("buurtcode")[column]
            rows[column] = context.reindex(rows["buurtcode"]).to_numpy()
    return rows


def _social(inputs: Inputs) -> "pd.Series[float]":
    """Share of social rent per complex, of the dwellings with a rent class."""
    if not inputs.has("corporatiewoningen"):
        return pd.Series(dtype=float)
    homes = inputs.frame("corporatiewoningen", ["leverancier", "complex_id", "huurklasse"])
    homes = homes.dropna(subset=["complex_id", "huurklasse"])
    social = homes["huurklasse"].isin(SOCIAL).astype(float)
    shares: pd.Series[float] = social.groupby(
        homes["leverancier"] + ":" + homes["complex_id"]
    ).mean()
    return shares


def _one(quarters: pd.DataFrame, name: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "complex": quarters["complex"],
            "kwartaal": quarters["kwartaal"],
            "aantal": quarters[name].astype(float),
            "basis": quarters["basis"],
        }
    )


def _year(quarters: pd.DataFrame, newest: pd.DataFrame) -> pd.DataFrame:
    """Allocations of the last four quarters; unknown unless all four are there."""
    four = integer("complex.base_quarters")
    last = quarters["complex"].map(newest["kwartaal"])
    window = quarters[quarters["kwartaal"] > last - four]
    columns = ["toewijzingen", "toewijzingen_urgent"]
    sums = window[columns].astype(float).groupby(window["complex"]).sum(min_count=four)
    return sums.reindex(newest.index)


def _closed(values: Any, small: Any, empty: Any = "ontbreekt") -> tuple[Any, Any]:
    """Values withheld for complexes that are too small, and a status for each."""
    kept = np.where(small, np.nan, np.asarray(values, dtype=float))
    status = np.where(np.isnan(kept), np.where(small, "onderdrukt", empty), "waargenomen")
    return kept, status


def _counted(
    name: str, chart: pd.DataFrame, newest: pd.DataFrame, small: Any
) -> dict[str, pa.Array]:
    given = newest[f"{name}_status"].where(newest[name].isna(), "ontbreekt").to_numpy(object)
    made = stated(name, *_closed(chart["aantal"], small, given), whole=True)
    rounded, size = shown_count(chart["aantal"]), chart["basis"].to_numpy(float)
    shown = rounded / size
    withheld = np.where(chart["aantal"].notna(), "onderdrukt", given)
    made |= stated(f"{name}_getoond_per_100", *_closed(shown, small, withheld))
    # Of the rounded count: bounds of the exact one would tell it.
    for end, bound in zip(("ci_low", "ci_high"), poisson_interval(rounded), strict=True):
        made[f"{name}_getoond_per_100_{end}"] = numbers(_closed(bound / size, small)[0])
    for end, column in (("verwacht", "u"), ("grens", "grens"), ("trend", "ewma")):
        values, status = _closed(chart[column], small)
        status = np.where(status == "waargenomen", "geschat", status)
        made |= stated(f"{name}_{end}_per_100", values, status)
    made[f"{name}_signaal"] = texts(np.where(small, monitor.ONBEKEND, chart["signaal"]))
    return made


def _others(newest: pd.DataFrame, year: pd.DataFrame, small: Any) -> dict[str, pa.Array]:
    """The indicators that are no counts of events."""
    urgent = 100 * shown_share(year["toewijzingen_urgent"], year["toewijzingen"])
    made = stated("urgent_pct", *_closed(urgent, small, "onderdrukt"))
    given = newest["zorgaanbieders_status"].where(newest["zorgaanbieders"].isna(), "ontbreekt")
    made |= stated(
        "zorgaanbieders",
        *_closed(newest["zorgaanbieders"], small, given.to_numpy(object)),
        whole=True,
    )
    made |= stated("sleutelkastjes_per_ingang", *_closed(_safes(newest), small))
    made |= stated("bewonersoordeel", *_closed(newest["bewonersoordeel"], small))
    made |= stated("toewijzingen_12m", *_closed(year["toewijzingen"], small), whole=True)
    return made


def _safes(rows: pd.DataFrame) -> "np.ndarray[Any, np.dtype[np.float64]]":
    doors = rows["ingangen"].astype(float)
    return np.asarray(rows["sleutelkastjes"].astype(float) / doors.where(doors > 0), dtype=float)


@dataclass(frozen=True)
class Rates:
    """What the composite is made of.

    Attributes:
        values: (quarters, indicators), NaN = unknown.
        before: quarters that are the standard: the four before the newest of each complex.
        newest: row of the newest quarter per complex.
    """

    values: "np.ndarray[Any, np.dtype[np.float64]]"
    before: "np.ndarray[Any, np.dtype[np.bool_]]"
    newest: "np.ndarray[Any, np.dtype[np.intp]]"


def _rates(quarters: pd.DataFrame, newest: pd.DataFrame) -> Rates:
    four = integer("complex.base_quarters")
    urgent = quarters["toewijzingen_urgent"] / quarters["toewijzingen"].replace(0, np.nan)
    rates = np.column_stack(
        [
            *(quarters[name].astype(float) / quarters["basis"] for name in NAMES),
            urgent.astype(float),
            quarters["zorgaanbieders"].astype(float) / quarters["basis"],
            _safes(quarters),
            quarters["bewonersoordeel"].astype(float),
        ]
    )
    last = quarters["complex"].map(newest["kwartaal"]).to_numpy()
    moment = quarters["kwartaal"].to_numpy()
    before = (moment < last) & (moment >= last - four)
    now = pd.Series(range(len(quarters)), index=quarters["complex"])[moment == last]
    return Rates(rates, before, now.reindex(newest.index).to_numpy().astype(np.intp))


def _sensitivity(load: Rates) -> dict[str, float]:
    """Mean shift in rank per changed choice (METHODS 3.7); no complex is named."""
    shifts = one_at_a_time(load.values, load.before, POLARITY, load.newest, INDICATORS)
    return {str(change): round(float(r), 2) for change, r in shifts.dropna().items()}


def _load(
    load: Rates, newest: pd.DataFrame, charts: dict[str, pd.DataFrame], small: Any
) -> dict[str, pa.Array]:
    """Composite as a class, with the number of indicators and of open signals."""
    points = monitor.composite(load.values, load.before, POLARITY)[load.newest]
    known = (~np.isnan(load.values[load.newest])).sum(axis=1)
    classes, status = _closed(monitor.load_class(points), small)
    made = stated(
        "belasting_klasse",
        classes,
        np.where(status == "waargenomen", "geschat", status),
        whole=True,
    )
    agreed = 100 * monitor.agreement(load.values, load.before, POLARITY, load.newest)
    agreed, status = _closed(round_half_away(agreed), small)
    told = np.where(status == "waargenomen", "geschat", status)
    made |= stated("zelfde_klasse_pct", agreed, told)
    made |= stated("indicatoren", known, "waargenomen", whole=True)
    why = np.where(small, HELD_BACK, np.where(np.isnan(classes), TOO_FEW, ""))
    made["reden"] = texts(why)
    signals = _signals(newest, charts)
    made |= stated(
        "open_signalen",
        *_closed([np.nan if s is None else len(s) for s in signals], small),
        whole=True,
    )
    return made


def _signals(newest: pd.DataFrame, charts: dict[str, pd.DataFrame]) -> list[list[str] | None]:
    """Names of the open signals per complex; None where not one indicator could be tested."""
    found: list[list[str] | None] = []
    for name in newest.index:
        words = {one: charts[one].loc[name, "signaal"] for one in NAMES}
        told = [w for w in words.values() if w != monitor.ONBEKEND]
        names = [TITLES[k] for k, w in words.items() if w in (monitor.SIGNAAL, monitor.OPLOPEND)]
        found.append(names if told else None)
    return found


def _placements(
    newest: pd.DataFrame, year: pd.DataFrame, charts: dict[str, pd.DataFrame], small: Any
) -> dict[str, pa.Array]:
    """What one placement would mean: the share afterwards and the advice."""
    advice: list[str | None] = []
    share = np.full(len(newest), np.nan)
    signals, agreed = _signals(newest, charts), agreed_dragers()
    for at, name in enumerate(newest.index):
        if small[at]:
            advice.append(None)
            continue
        askers, adults = (
            _known(newest.loc[name, "vragers"]),
            _known(newest.loc[name, "volwassenen"]),
        )
        if askers is not None and adults is not None:
            share[at] = 100 * shown_share(askers + 1, adults + 1)
        found = placement(
            askers,
            adults,
            toewijzingen=_known(year.loc[name, "toewijzingen"]),
            urgent=_known(year.loc[name, "toewijzingen_urgent"]),
            signalen=signals[at],
            dragers=agreed,
        )
        advice.append(found.advies)
    given = newest["vragers_status"].where(newest["vragers"].isna(), "onderdrukt").to_numpy(object)
    made = stated("vragers_na_plaatsing_pct", *_closed(share, small, given))
    made["advies"] = texts(advice)
    return made


def _known(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


def _coverage(inputs: Inputs, left_out: dict[str, int], small: Any) -> dict[str, Any]:
    remarks = []
    if left_out["te_klein"]:
        remarks.append(
            f"{dutch(left_out['te_klein'])} regels over complexen met minder dan "
            f"{integer('complex.min_dwellings')} woningen tellen niet mee."
        )
    if left_out["andere_perioden"]:
        remarks.append(f"{dutch(left_out['andere_perioden'])} regels gaan niet over een kwartaal.")
    if small.any():
        remarks.append(
            f"Van {dutch(int(small.sum()))} complexen met minder dan "
            f"{integer('complex.min_dwellings_clients')} woningen zijn aantallen achtergehouden."
        )
    optional = ["corporatiewoningen", "plaatsing", "spreiding_buurt", "draaglast_buurt"]
    return {"ontbrekend": inputs.missing(optional), "opmerkingen": remarks, **left_out}
