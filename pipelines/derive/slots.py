"""Indicator slots of M1 from the datasets: which column of which table fills which slot, per area.

The table of slots (`data/reference/draaglast.toml`) names table and title; a declared column that a
publisher delivers under that title fills it. Nothing else is an alias. Where a feed has several
editions, `slot_edities` chooses.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import cache

import numpy as np
import pandas as pd
import shapely

from data.parameters import number
from pipelines.derive import buurt_of, politie, slot_edities
from pipelines.derive.edities import Edities
from pipelines.indicators import draaglast_methode as methode
from pipelines.indicators import leeftijd, tarieven
from pipelines.inputs import Inputs

ADULTS = "20300"
AGES = {"18_65": "53115", "65plus": "80200"}
PEOPLE = ("inwoners", "inwoners_15_25", "inwoners_25_45", "inwoners_45_65", "inwoners_65plus")
SHRUNK = "bijstand"


@dataclass(frozen=True)
class Slots:
    """Slots of all areas of one level.

    Attributes:
        frame: index = code; what `draaglast.bereken` takes.
        tables: slot -> table that filled it.
        remarks: sentences about codes of another year.
        editions: slot -> sentence, where an edition of another year than the own one filled it.
        left_out: datasets whose division year does not fit and for which nobody signed.
        moments: slot -> peildatum of what filled it.
    """

    frame: pd.DataFrame
    tables: dict[str, str]
    remarks: list[str]
    left_out: list[str]
    editions: dict[str, str] = field(default_factory=dict)
    moments: dict[str, date] = field(default_factory=dict)


NEEDS = (
    "cbs_kwb",
    "cbs_buurten",
    "rivm_gezondheid",
    "ses_woa",
    "leefbaarometer",
    "leefbaarometer_wijk",
    "politie_misdrijven",
    "politie_overlast",
    "leeftijd_buurt",
    "loop_buurt",
    "locaties",
)


def fill(inputs: Inputs, level: str) -> Slots:
    """Slots of all areas in the national tables; made once per run for all that score them.

    Args:
        inputs: with cbs_kwb, and what else there is.
        level: `BU` or `WK`.
    """
    needs = [n for n in NEEDS if level == "WK" or n != "leefbaarometer_wijk"]
    return inputs.once(needs, _buurten if level == "BU" else _wijken)


def _buurten(inputs: Inputs) -> Slots:
    return _fill(inputs, "BU")


def _wijken(inputs: Inputs) -> Slots:
    return _fill(inputs, "WK")


def _fill(inputs: Inputs, level: str) -> Slots:
    edities = Edities(inputs)
    kwb = _by_code(edities.frame("cbs_kwb", inputs.versions["cbs_kwb"]))
    here = kwb[kwb.index.str.startswith(level)]
    made = Slots(here.reindex(columns=list(PEOPLE)).astype(float), {}, [], [])
    made.frame["volwassenen"] = adults(made.frame)
    _from_editions(inputs, edities, made, "cbs_kwb", _by_code)
    _benefits(inputs, edities, made)
    _health(inputs, edities, made)
    _from_editions(inputs, edities, made, "ses_woa", _newest_period)
    measured = "leefbaarometer" if level == "BU" else "leefbaarometer_wijk"
    _from_editions(inputs, edities, made, measured, _last_measurement)
    for slot, (table, rate) in politie.rates(inputs, edities, level).items():
        made.frame[slot] = rate["tarief"].reindex(made.frame.index)
        made.frame[f"{slot}_status"] = (
            rate["tarief_status"].reindex(made.frame.index).fillna("ontbreekt")
        )
        _counted(made, slot, rate)
        made.tables[slot] = table
        made.moments[slot] = inputs.versions[politie.TABLES[slot][0]]["peildatum"]
    if level == "BU":
        _of_buurten(inputs, made)
    else:
        _of_wijken(inputs, made)
    return made


def adults(people: pd.DataFrame) -> "pd.Series[float]":
    """Residents of 18 and over: those of 15-24 by the share of its years that are adult."""
    older = people[["inwoners_25_45", "inwoners_45_65", "inwoners_65plus"]].sum(
        axis=1, skipna=False
    )
    return older + number("draaglast.volwassen_deel_15_25") * people["inwoners_15_25"]


def source_rows(
    inputs: Inputs, codes: list[str], liveable: str = "leefbaarometer"
) -> dict[str, list[str | None]]:
    """Per source with several rows per area the id of the row that is used, for explanations."""
    found: dict[str, list[str | None]] = {}
    if inputs.has("rivm_gezondheid"):
        found["sleutel_gezondheid"] = [f"{code}:{ADULTS}" for code in codes]
    if inputs.has("ses_woa"):
        period = inputs.frame("ses_woa", ["periode"])["periode"].max()
        found["sleutel_ses"] = [f"{code}:{period}" for code in codes]
    if inputs.has(liveable):
        rows = inputs.frame(liveable, ["gebiedscode", "jaar", "meting"])
        last = rows[rows["meting"] == "laatste"].set_index("gebiedscode")["jaar"]
        years = last.reindex(codes)
        found["sleutel_leefbaarometer"] = [
            None if pd.isna(year) else f"{code}:{int(year)}" for code, year in years.items()
        ]
    return found


def _by_code(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.set_index("gebiedscode")


def _newest_period(rows: pd.DataFrame) -> pd.DataFrame:
    return _by_code(rows[rows["periode"] == rows["periode"].max()])


def _last_measurement(rows: pd.DataFrame) -> pd.DataFrame:
    return _by_code(rows[rows["meting"] == "laatste"])


def _from_editions(
    inputs: Inputs, edities: Edities, made: Slots, name: str, rows_of: slot_edities.Rows
) -> None:
    """Fill every slot that an edition of this dataset has a title for."""
    if not inputs.has(name):
        return
    found = slot_edities.options(inputs, edities, name, rows_of, made.frame.index)
    if not any(True for _ in slot_edities.editions(inputs, edities, name)):
        made.left_out.append(name)
    for slot, options in found.items():
        _take(inputs, made, name, slot, slot_edities.chosen(options, _own(inputs, made)))


def _take(inputs: Inputs, made: Slots, name: str, slot: str, option: slot_edities.Option) -> None:
    """Put an option in its slot; a figure of another edition than the own year's is named."""
    made.frame[slot] = option.values
    if option.status is not None:
        made.frame[f"{slot}_status"] = option.status
    if option.error is not None:
        made.frame[f"{slot}_sd"] = option.error
    if option.counts is not None:
        _counted(made, slot, option.counts)
    made.tables[slot] = option.table
    if option.moment is not None:
        made.moments[slot] = option.moment
    if option.year != inputs.versions[name]["peildatum"].year:
        title = methode.slots()[slot].titel
        made.editions[slot] = f"{title}: cijfers van {option.year}, tabel {option.table}."


def _counted(made: Slots, slot: str, rate: pd.DataFrame) -> None:
    """Keep the count and population behind a rate made here, and its standard error."""
    for ours, theirs in (("telling", "teller"), ("noemer", "n"), ("sd", "sd")):
        made.frame[f"{slot}_{ours}"] = rate[theirs].reindex(made.frame.index)


def _own(inputs: Inputs, made: Slots) -> list[str]:
    """Codes of the own areas."""
    own = {code[2:] for code in inputs.work.profile.gemeenten}
    return [code for code in made.frame.index if code[2:6] in own]


def _benefits(inputs: Inputs, edities: Edities, made: Slots) -> None:
    """Bijstand per 1,000 of 15-65, shrunk towards the wijk or the gemeente (reading 17)."""
    options = []
    for edition, link in slot_edities.editions(inputs, edities, "cbs_kwb"):
        table = slot_edities.table_of(inputs.work.profile, "cbs_kwb", edition)
        default = edition is inputs.versions["cbs_kwb"]
        if not default and SHRUNK not in methode.titles("cbs_kwb", table):
            continue
        kwb = link.of(_by_code(edities.frame("cbs_kwb", edition)))
        here = kwb.reindex(made.frame.index)
        if here["bijstand"].notna().any():
            rate = _benefit_rate(kwb, here)
            year = edition["peildatum"].year
            values, status = rate["tarief"], rate["tarief_status"]
            options.append(
                slot_edities.Option(
                    values,
                    status,
                    table,
                    year,
                    link.reason,
                    counts=rate,
                    moment=edition["peildatum"],
                )
            )
    if options:
        option = slot_edities.chosen(options, _own(inputs, made))
        _take(inputs, made, "cbs_kwb", SHRUNK, option)
        if option.table not in {bron.tabel for bron in methode.slots()[SHRUNK].bronnen}:
            del made.tables[SHRUNK]  # read by its column, not as a named source of the slot


def _benefit_rate(kwb: pd.DataFrame, here: pd.DataFrame) -> pd.DataFrame:
    counts = pd.DataFrame(
        {
            "teller": kwb["bijstand"].astype(float),
            "noemer": kwb[["inwoners_15_25", "inwoners_25_45", "inwoners_45_65"]]
            .astype(float)
            .sum(axis=1, skipna=False),
        }
    )
    areas = counts.reindex(here.index).assign(
        wijk="WK" + here.index.str[2:8], gemeente="GM" + here.index.str[2:6]
    )
    return tarieven.shrunk_rate(
        areas,
        wijken=counts[counts.index.str.startswith("WK")],
        gemeenten=counts[counts.index.str.startswith("GM")],
    )


def _health(inputs: Inputs, edities: Edities, made: Slots) -> None:
    """RIVM estimates of adults, and of 18-65 and 65+ for the variant by age."""
    name = "rivm_gezondheid"
    if not inputs.has(name):
        return
    _from_editions(inputs, edities, made, name, _of_age(ADULTS))
    if reason := inputs.joins(name):
        made.remarks.append(f"Gezondheidscijfers in de indeling van {inputs.year(name)}: {reason}")
    for suffix, code in AGES.items():
        found = slot_edities.options(inputs, edities, name, _of_age(code), made.frame.index)
        for slot, options in found.items():
            one = slot_edities.chosen(options, _own(inputs, made))
            made.frame[f"{slot}_{suffix}"] = one.values


@cache
def _of_age(code: str) -> slot_edities.Rows:
    return lambda rows: _by_code(rows[rows["leeftijd"] == code])


def _of_buurten(inputs: Inputs, made: Slots) -> None:
    """Slots that are computed here and exist for the own area and its ring only."""
    if inputs.has("leeftijd_buurt"):
        ages = inputs.frame("leeftijd_buurt", ["buurtcode", "oosr"]).set_index("buurtcode")
        made.frame["oosr"] = ages["oosr"].astype(float).reindex(made.frame.index)
        _computed(inputs, made, "oosr", "leeftijd_buurt")
    if inputs.has("loop_buurt"):
        walk = inputs.frame("loop_buurt", ["buurtcode", "aandeel_65_ontmoeting_500_pct"]).set_index(
            "buurtcode"
        )
        made.frame["ontmoeting"] = walk.iloc[:, 0].astype(float).reindex(made.frame.index)
        _computed(inputs, made, "ontmoeting", "loop_buurt")
    if inputs.has("locaties"):
        made.frame["horeca_per_inwoner"] = _catering(inputs, made.frame)


def _computed(inputs: Inputs, made: Slots, slot: str, name: str) -> None:
    """Note the moment of a slot that another product of ours fills."""
    made.moments[slot] = inputs.versions[name]["peildatum"]


def _catering(inputs: Inputs, frame: pd.DataFrame) -> "pd.Series[float]":
    """Catering per inhabitant, for the note on visitors; only where OpenStreetMap was read."""
    places = inputs.frame("locaties", ["soort", "geometry"])
    catering = places[places["soort"] == "horeca"]
    if catering.empty or not inputs.has("cbs_buurten"):
        return pd.Series(np.nan, index=frame.index)
    points = catering["geometry"].to_numpy()
    codes = buurt_of(inputs, pd.Series(shapely.get_x(points)), pd.Series(shapely.get_y(points)))
    known = inputs.frame("cbs_buurten", ["buurtcode"])["buurtcode"]
    counted = codes.value_counts().reindex(known).fillna(0)
    people = frame["inwoners"].replace(0, np.nan)
    return counted.reindex(frame.index) / people


def _of_wijken(inputs: Inputs, made: Slots) -> None:
    """The same for wijken, as sums over buurten that hold enough inhabitants (reading 33)."""
    if not inputs.has("leeftijd_buurt"):
        return
    people = inputs.frame("cbs_kwb", ["gebiedscode", "inwoners", "inwoners_65plus"]).set_index(
        "gebiedscode"
    )
    ages = inputs.frame(
        "leeftijd_buurt", ["buurtcode", "inwoners_50_74", "inwoners_85plus"]
    ).set_index("buurtcode")
    parts = pd.DataFrame(
        {
            "wijk": "WK" + ages.index.str[2:8],
            "inwoners": people["inwoners"].reindex(ages.index).astype(float),
            "p50_74": ages["inwoners_50_74"].astype(float),
            "p85plus": ages["inwoners_85plus"].astype(float),
        },
        index=ages.index,
    )
    made.frame["oosr"] = leeftijd.oosr_wijk(parts)["oosr"].reindex(made.frame.index)
    _computed(inputs, made, "oosr", "leeftijd_buurt")
    if inputs.has("loop_buurt"):
        made.frame["ontmoeting"] = _meeting(inputs, people, parts).reindex(made.frame.index)
        _computed(inputs, made, "ontmoeting", "loop_buurt")


def _meeting(inputs: Inputs, people: pd.DataFrame, parts: pd.DataFrame) -> "pd.Series[float]":
    """Share of 65+ with a meeting place, from the shares of the buurten as counts."""
    walk = inputs.frame("loop_buurt", ["buurtcode", "aandeel_65_ontmoeting_500_pct"]).set_index(
        "buurtcode"
    )
    older = people["inwoners_65plus"].reindex(parts.index).astype(float)
    share = walk.iloc[:, 0].astype(float).reindex(parts.index)
    counted = pd.DataFrame({"teller": older * share / 100, "noemer": older, "wijk": parts["wijk"]})
    known = counted["teller"].notna()
    summed = counted[known].groupby("wijk")[["teller", "noemer"]].sum()
    held = (
        parts["inwoners"][known].groupby(parts["wijk"]).sum()
        / parts["inwoners"].groupby(parts["wijk"]).sum()
    )
    ratio = 100 * summed["teller"] / summed["noemer"].replace(0, np.nan)
    return ratio.where(held.reindex(ratio.index) >= 0.9)
