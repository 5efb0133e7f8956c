"""M14 progress: the series of the reference table, and each agreement as a row of its own."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from data.getallen import dutch
from data.parameters import number, table
from data.registry import dataset as declared
from pipelines.indicators import reeksen, voortgang
from pipelines.indicators.normaliseren import round_half_away
from pipelines.inputs import Derived, Inputs, stated, texts

PUBLIC, CLOSED, NO_SOURCE = "openbaar", "besloten", "geen bron"
SERIES, AGREEMENT = "reeks", "afspraak"
WORDS = (
    "reeks",
    "titel",
    "eenheid",
    "beschikbaar",
    "soort_rij",
    "eigenaar",
    "gebied",
    "licht",
    "reden",
    "opmerking",
)
FIGURES = ("doel", "gerealiseerd", "verwacht", "ratio", "waarde_openbaar")
AGREED = ("nultreden_afspraken", "afspraken")


def derive(inputs: Inputs) -> Derived:
    """One row per series, and per agreement."""
    lines = table("voortgang")["reeksen"]
    rows = [_series(inputs, name, line) for name, line in lines.items()]
    rows += _agreements(inputs)
    found = pd.DataFrame(rows)
    told = voortgang.progress(found, _now(found))
    found = pd.concat([found, told], axis=1)
    found["reden"] = found["reden"].where(found["beschikbaar"].ne(NO_SOURCE), NO_SOURCE)
    found = _small(found)
    open_ = found["beschikbaar"].eq(PUBLIC)
    found["waarde_openbaar"] = found["gerealiseerd"].where(open_)
    made: dict[str, pa.Array] = {name: texts(found[name]) for name in WORDS}
    for name in FIGURES:
        status = np.where(found[name].isna(), "ontbreekt", "waargenomen").astype(object)
        status[found["klein"].to_numpy(bool) & (name != "waarde_openbaar")] = "onderdrukt"
        made |= stated(name, found[name], status)
    for name in ("cijfer_van", "verouderd_vanaf"):
        column = "peildatum" if name == "cijfer_van" else name
        days = [day if isinstance(day, date) else None for day in found[column]]
        made[name] = pa.array(days, pa.date32())
    for name in ("minimum", "verouderd"):
        flags = [flag if isinstance(flag, bool) else None for flag in found[name]]
        made[name] = pa.array(flags, pa.bool_())
    return Derived(pa.table(made), _coverage(found))


def _series(inputs: Inputs, name: str, line: Mapping[str, Any]) -> dict[str, Any]:
    held = bool(line["feed"]) and inputs.has(line["feed"])
    row: dict[str, Any] = {
        "reeks": name,
        "titel": line["titel"],
        "eenheid": line["eenheid"],
        "minimum": bool(line["minimum"]),
        "niveau": line["niveau"],
        "beschikbaar": (PUBLIC if line["niveau"] == "open" else CLOSED) if held else NO_SOURCE,
        "soort_rij": SERIES,
        "interval_dagen": line["interval_dagen"],
        "eigenaar": None,
        "gebied": None,
        "peildatum": None,
        "opmerking": None,
    }
    figure = reeksen.Figure()
    if held:
        rows = reeksen.chosen(inputs.frame(line["feed"]), line.get("filter", {}))
        row["eigenaar"] = declared(line["feed"]).publisher
        if len(rows):
            figure = reeksen.series(line["soort"], rows, line)
            row["peildatum"] = reeksen.moment(rows)
        if figure.onbekend:
            row["opmerking"] = f"{dutch(figure.onbekend)} rijen zonder cijfer tellen niet mee."
    return row | _figure(figure)


def _figure(figure: reeksen.Figure) -> dict[str, float]:
    return {
        "doel": figure.doel,
        "gerealiseerd": figure.gerealiseerd,
        "verstreken": figure.verstreken,
    }


def _agreements(inputs: Inputs) -> list[dict[str, Any]]:
    """Each agreement in figures with its own period; closed, for it names who promised."""
    if not inputs.has("afspraken"):
        return []
    interval = table("voortgang")["reeksen"][AGREED[0]]["interval_dagen"]
    found = []
    for _, row in inputs.frame(AGREED[1]).iterrows():
        figure = reeksen.series("afspraken", row.to_frame().T.infer_objects(), {})
        found.append(
            {
                "reeks": f"{AGREEMENT}:{row['id']}",
                "titel": f"Afspraak: {row['onderwerp']}",
                "eenheid": row["eenheid"],
                "minimum": False,
                "niveau": "B",
                "beschikbaar": CLOSED,
                "soort_rij": AGREEMENT,
                "interval_dagen": interval,
                "eigenaar": row["partij"],
                "gebied": row["gebied"],
                "peildatum": row["peildatum"],
                "opmerking": None,
                **_figure(figure),
            }
        )
    return found


def _now(found: pd.DataFrame) -> date:
    """The day staleness is judged at: the newest figure of any series, so it can be repeated."""
    days = [day for day in found["peildatum"] if isinstance(day, date)]
    return max(days, default=date.min)


def _small(found: pd.DataFrame) -> pd.DataFrame:
    """Series of counts of clients: groups below ten hidden, the rest rounded to five.

    Where so little was expected by now that it rounds to nothing, there is no ratio to show.
    """
    clients = found["niveau"].eq("C") & found["eenheid"].ne("dagen")
    limit = number("common.min_publish_n")
    low = clients & (found["doel"].lt(limit) | found["gerealiseerd"].lt(limit))
    step = number("common.round_count")
    for name in ("doel", "gerealiseerd", "verwacht"):
        rounded = pd.Series(round_half_away(found[name], step), found.index)
        found[name] = found[name].mask(clients, rounded).mask(low)
    told = found["ratio"].notna()
    shown = voortgang.ratio(found["gerealiseerd"], found["verwacht"])
    found["ratio"] = found["ratio"].mask(clients, pd.Series(shown, found.index)).mask(low)
    gone = told & found["ratio"].isna()
    found["licht"] = found["licht"].mask(gone, None)
    found["reden"] = found["reden"].mask(gone | low, voortgang.TOO_SMALL)
    return found.assign(klein=low)


def _coverage(found: pd.DataFrame) -> dict[str, Any]:
    series = found[found["soort_rij"].eq(SERIES) & found["minimum"].astype(bool)]
    absent = series.loc[series["beschikbaar"].eq(NO_SOURCE), "titel"].tolist()
    old = int(found["verouderd"].eq(True).sum())
    remarks = (
        [f"Van de minimale reeksen hebben er {dutch(len(absent))} nog geen bron."] if absent else []
    )
    if old:
        remarks.append(f"{dutch(old)} reeksen zijn verouderd.")
    return {"ontbrekend": absent, "opmerkingen": remarks}
