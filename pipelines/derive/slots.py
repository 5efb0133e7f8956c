"""Indicator slots of M1 from the datasets: which column of which table fills which slot, per area.

The table of slots (`data/reference/draaglast.toml`) names table and title; a declared column that a
publisher delivers under that title fills it. Nothing else is an alias. Where a feed has several
editions, `slot_edities` chooses.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache

import pandas as pd

from pipelines.derive import politie, slot_edities, slots_eigen
from pipelines.derive.bevolkingsgroepen import adults
from pipelines.derive.edities import ADDRESSES, BOUNDARIES, Edities
from pipelines.indicators import draaglast_methode as methode
from pipelines.indicators import tarieven
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
    ADDRESSES,
)


# Scores are not counts, so they are read at the level they are published for.
LIVEABLE = {"BU": "leefbaarometer", "WK": "leefbaarometer_wijk"}


def fill(inputs: Inputs, level: str) -> Slots:
    """Slots of all areas in the national tables; made once per run for all that score them.

    Args:
        inputs: with cbs_kwb, and what else there is.
        level: `BU`, `WK` or `GM`.
    """
    needs = [n for n in NEEDS if n not in LIVEABLE.values() or n == LIVEABLE.get(level)]
    needs += [] if BOUNDARIES[level][0] in needs else [BOUNDARIES[level][0]]
    return inputs.once(needs, _LEVELS[level])


def _fill(inputs: Inputs, level: str) -> Slots:
    edities = Edities(inputs, level)
    kwb = _by_code(edities.frame("cbs_kwb", inputs.versions["cbs_kwb"]))
    here = kwb[kwb.index.str.startswith(level)].reindex(columns=list(PEOPLE))
    if here.empty:  # key figures of buurten alone: what others publish for the level still counts
        here = here.reindex(_codes_above(inputs, level))
    made = Slots(here.astype(float), {}, [], [])
    made.frame["volwassenen"] = adults(made.frame)
    _from_editions(inputs, edities, made, "cbs_kwb", _by_code)
    _benefits(inputs, edities, made)
    _health(inputs, edities, made)
    _from_editions(inputs, edities, made, "ses_woa", _newest_period)
    if level in LIVEABLE:
        _from_editions(inputs, edities, made, LIVEABLE[level], _last_measurement)
    for slot, (table, rate, told) in politie.rates(inputs, edities, level).items():
        made.frame[slot] = rate["tarief"].reindex(made.frame.index)
        made.frame[f"{slot}_status"] = (
            rate["tarief_status"].reindex(made.frame.index).fillna("ontbreekt")
        )
        _counted(made, slot, rate)
        _tell(made, told)
        made.tables[slot] = table
        made.moments[slot] = inputs.versions[politie.TABLES[slot][0]]["peildatum"]
    for slot, (name, values) in slots_eigen.figures(inputs, made.frame, level).items():
        made.frame[slot] = values
        made.moments[slot] = inputs.versions[name]["peildatum"]
    return made


def _codes_above(inputs: Inputs, level: str) -> "pd.Index[str]":
    """Codes of the wijken or gemeenten of the buurten on the map; none of another level."""
    if level not in slots_eigen.LENGTH:
        return pd.Index([], dtype=object)
    buurten = inputs.frame("cbs_buurten", ["buurtcode"])["buurtcode"]
    codes: pd.Index[str] = pd.Index((level + buurten.str[2 : slots_eigen.LENGTH[level]]).unique())
    return codes.sort_values()


def _buurten(inputs: Inputs) -> Slots:
    return _fill(inputs, "BU")


def _wijken(inputs: Inputs) -> Slots:
    return _fill(inputs, "WK")


def _gemeenten(inputs: Inputs) -> Slots:
    return _fill(inputs, "GM")


_LEVELS = {"BU": _buurten, "WK": _wijken, "GM": _gemeenten}


def source_rows(
    inputs: Inputs, codes: list[str], liveable: str = "leefbaarometer"
) -> dict[str, list[str | None]]:
    """Per source with several rows per area the id of the row that is used, for explanations.

    Args:
        inputs: of the derivation.
        codes: of the areas.
        liveable: the Leefbaarometer of their level; empty = there is none.
    """
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
    _tell(made, option.told)
    if option.moment is not None:
        made.moments[slot] = option.moment
    if option.year != inputs.versions[name]["peildatum"].year:
        title = methode.slots()[slot].titel
        made.editions[slot] = f"{title}: cijfers van {option.year}, tabel {option.table}."


def _tell(made: Slots, told: Iterable[str]) -> None:
    """Remarks about areas that were converted, each once."""
    made.remarks.extend(line for line in told if line not in made.remarks)


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
                    told=tuple(link.told),
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
