"""M4 for any division: need, supply and gaps per area, class and year, as declared columns.

What an area is (gebied, gemeente) and how many residents it has is said by the derive modules that
call this; the formulas are `indicators.opgave` and `indicators.woonklassen`.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from data.bevolking import START_YEAR
from data.getallen import counted, dutch, plain
from data.parameters import integer
from pipelines.derive import plannen
from pipelines.derive.geschikt import starred
from pipelines.derive.kohorten import Kohorten, ages_of
from pipelines.indicators import cohort, opgave, optellen, woonklassen
from pipelines.indicators.normaliseren import Floats
from pipelines.inputs import Inputs, numbers, stated, texts

STOCK = ("corporatiewoningen", "corporatiecomplexen", "plaatsing")
EXPECTED = "geschiktheid_buurt"
OWNED = "spreiding_buurt"
ENDS = ("nultreden_ci_low", "nultreden_ci_high")
STATES = {"zacht": "zacht", "hard": "hard", "in_uitvoering": "in uitvoering"}


@dataclass
class Opgaven:
    """One run of M4.

    Attributes:
        inputs: of the derivation.
        people: index = (area, year as text); `p75`, `groei` (persons, NaN = unknown).
        area_of: buurtcode -> area; buurten of no area are absent.
        remarks: sentences on what was not there.
    """

    inputs: Inputs
    people: pd.DataFrame
    area_of: "pd.Series[str]"
    remarks: list[str] = field(default_factory=list)

    @cached_property
    def areas(self) -> "pd.Index[str]":
        """All areas, in order of their name."""
        names: list[str] = sorted(self.people.index.get_level_values(0).unique())
        return pd.Index(names, dtype=object)

    @cached_property
    def years(self) -> list[str]:
        """Years after the base year."""
        return sorted(self.people.index.get_level_values(1).unique())[1:]

    def rows(self) -> dict[str, pa.Array]:
        """All declared columns but the key of the area; first by class, then by year."""
        parts = [self._rows(klasse, year) for klasse in woonklassen.KLASSEN for year in self.years]
        made = {name: pa.chunked_array([part[name] for part in parts]) for name in parts[0]}
        self._say()
        return made

    @cached_property
    def national(self) -> float:
        """Growth of residents of 75 and over in the country from 2022 to 2030; NaN = unknown."""
        given = opgave.chosen("opgave.delta75_nl")
        found = float(given) if given is not None else _country(self.inputs)
        if found <= 0:
            self.remarks.append(
                "Methode A ontbreekt: landelijk groeit het aantal 75-plussers niet, dus er is geen "
                "deel van die groei."
            )
            return float("nan")
        if given is not None:
            self.remarks.append(
                f"Landelijke groei van 75-plussers uit het profiel: {plain(given)}."
            )
        elif np.isnan(found):
            self.remarks.append("Methode A ontbreekt: de landelijke groei is niet te bepalen.")
        else:
            self.remarks.append(
                "Landelijke groei van 75-plussers met dezelfde berekening als hier, uit de "
                "leeftijden van Nederland."
            )
        return found

    @cached_property
    def wanted(self) -> dict[str, float]:
        """Share of households that wants each class; empty without a profile line."""
        return dict(opgave.shares_wanted())

    @cached_property
    def stock(self) -> pd.DataFrame | None:
        """Corporation dwellings: `area`, `klasse`, `mutatiegraad`; None without the register."""
        return dwellings(self.inputs, self.area_of) if not self.inputs.missing(STOCK) else None

    @cached_property
    def plans(self) -> pd.DataFrame | None:
        """Plans with the area they lie in; None without a plan list."""
        if self.inputs.missing(["plannen", "cbs_buurten"]):
            return None
        plans = plannen.placed(self.inputs)
        plans["gebied"] = plans["gebied"].map(self.area_of)
        lost = int(plans["jaar_gereed"].isna().sum())
        if lost:
            self.remarks.append(
                counted(
                    lost,
                    "{} plan zonder jaar van oplevering telt niet mee.",
                    "{} plannen zonder jaar van oplevering tellen niet mee.",
                )
            )
        years = plans["jaar_gereed"].astype(float)
        if not (plans["status"].eq(opgave.DONE) & years.ge(START_YEAR)).any():
            self.remarks.append(
                f"De planlijst noemt niets dat sinds {START_YEAR} gereed is: het tekort volgens "
                "methode A telt de hele opgave als nog te bouwen."
            )
        self.remarks += plannen.told(plannen.counted_once(plans, int(max(self.years))))
        return plans

    def planned_by(self, year: int) -> pd.DataFrame | None:
        """Plans completed by a year, ground under several of them once."""
        return None if self.plans is None else plannen.counted_once(self.plans, year)

    @cached_property
    def homes(self) -> Floats:
        """All dwellings of the areas by the key figures: what demolition is spread over."""
        kwb = self.inputs.frame("cbs_kwb", ["gebiedscode", "woningvoorraad"])
        area = kwb["gebiedscode"].map(self.area_of)
        sums = kwb["woningvoorraad"].astype(float).groupby(area).sum()
        return np.asarray(sums.reindex(self.areas).to_numpy(dtype=float))

    @cached_property
    def told(self) -> "np.ndarray[Any, np.dtype[np.bool_]]":
        """Areas of which a register tells the stock: it holds dwellings there, or there are none.

        Where CBS counts dwellings of corporations and no list holds one, nothing was delivered.
        """
        if self.stock is None:
            return np.zeros(len(self.areas), dtype=np.bool_)
        held = self.stock.groupby("area").size().reindex(self.areas).fillna(0)
        counted = self.counted.groupby(level=0).sum().reindex(self.areas).fillna(0)
        return np.asarray((held > 0) | (counted == 0), dtype=np.bool_)

    @cached_property
    def counted(self) -> "pd.Series[float]":
        """Dwellings of corporations by CBS, one row per buurt, index = area; empty if not there."""
        if not self.inputs.has(OWNED):
            return pd.Series(dtype=float, index=pd.Index([], dtype=object))
        rows = self.inputs.frame(OWNED, ["buurtcode", "corporatiewoningen"])
        area = rows["buurtcode"].map(self.area_of)
        found = rows["corporatiewoningen"].astype(float)[area.notna()]
        return found.set_axis(pd.Index(area[area.notna()], dtype=object))

    @cached_property
    def expected(self) -> pd.DataFrame | None:
        """Step-free dwellings M5 expects, of all owners, where no register tells of any.

        Index = areas; `nultreden` and its bounds, those of the buurten added up and so wide.
        """
        if self.told.all() or not self.inputs.has(EXPECTED):
            return None
        names = ["nultreden", *ENDS]
        rows = self.inputs.frame(EXPECTED, ["buurtcode", "woningen", *names])
        rows["area"] = rows["buurtcode"].map(self.area_of)
        return optellen.add_up(rows, ["area"], names, "woningen").reindex(self.areas)

    def bounds(self, klasse: str) -> tuple[Floats, Floats]:
        """Bounds of an expected stock; NaN where it was counted or is unknown."""
        low, high = (self._expectation(klasse, name) for name in ENDS)
        return np.where(self.told, np.nan, low), np.where(self.told, np.nan, high)

    def of(self, klasse: str) -> Floats:
        """Dwellings of a class there are; where no register tells what M5 expects.

        Clusters are unknown there (NaN): no building tells of them.
        """
        if self.stock is None:
            return self._expectation(klasse, "nultreden")
        held = self.stock[self.stock["klasse"] == klasse].groupby("area").size()
        known = held.reindex(self.areas).fillna(0).to_numpy(dtype=float)
        return np.where(self.told, known, self._expectation(klasse, "nultreden"))

    def _expectation(self, klasse: str, name: str) -> Floats:
        if self.expected is None or klasse != "nultreden":
            return np.full(len(self.areas), np.nan)
        return np.asarray(self.expected[name].to_numpy(dtype=float))

    def need(self, klasse: str, year: str) -> dict[str, Floats]:
        """Both methods."""
        here = self.people.xs(year, level=1).reindex(self.areas)
        growth, p75 = (here[name].to_numpy(dtype=float) for name in ("groei", "p75"))
        unknown = np.full(len(self.areas), np.nan)
        share = self.wanted.get(klasse, np.nan)
        a = unknown
        if int(year) == opgave.LAST_YEAR and not np.isnan(self.national):
            a = opgave.fair_share(growth, self.national, klasse)
        b = opgave.households(growth) * share
        return {
            "groei_75plus": growth,
            "huishoudens_75plus": opgave.households(p75),
            "opgave_a": a,
            "opgave_b": b,
            "behoefte_b": opgave.households(p75) * share,
            "verschil_pct": 100 * opgave.difference(a, b),
        }

    def supply(self, klasse: str, year: str, need: dict[str, Floats]) -> dict[str, Floats]:
        """Stock, plans and gaps."""
        unknown = np.full(len(self.areas), np.nan)
        stock = self.of(klasse)
        made: dict[str, Floats] = {
            "voorraad": stock,
            "passend_bewoond": self._lived_in(klasse),
            "sloop": unknown,
        }
        made |= {f"plannen_{name}": unknown for name in STATES}
        expected = added = unknown
        plans = self.planned_by(int(year))
        if plans is not None:
            table = opgave.planned(plans, self.areas, klasse, int(year))
            made |= {f"plannen_{n}": table[s].to_numpy(dtype=float) for n, s in STATES.items()}
            expected = opgave.expected(table)
            gone = opgave.expected(opgave.planned(plans, self.areas, "sloop", int(year)))
            made["sloop"] = self._share_of(gone, stock)
            added = self._added(plans, klasse, int(year), stock)
        made["plannen_verwacht"] = expected
        made["erbij"] = added
        made["tekort_a"] = opgave.gap(need["opgave_a"], added, made["sloop"], expected)
        made["tekort_b"] = opgave.gap(need["behoefte_b"], stock, made["sloop"], expected)
        return made | self._flow(klasse, stock, need)

    def _lived_in(self, klasse: str) -> Floats:
        """Dwellings of a class in which the target group lives; NaN without a register."""
        if self.stock is None:
            return np.full(len(self.areas), np.nan)
        found = opgave.lived_in_by_target(self.stock[self.stock["klasse"] == klasse], self.areas)
        return np.where(self.told, found, np.nan)

    def _share_of(self, demolished: Floats, stock: Floats) -> Floats:
        """Part of the demolition that falls on a class: like the dwellings of the area."""
        share = stock / np.where(self.homes > 0, self.homes, np.nan)
        return np.where(demolished == 0, 0.0, demolished * share)

    def _added(self, plans: pd.DataFrame, klasse: str, year: int, stock: Floats) -> Floats:
        """Dwellings of a class by which the stock grew since the base year of method A."""
        built, gone = (
            opgave.completed(plans, self.areas, column, START_YEAR, year)
            for column in (klasse, "sloop")
        )
        return built - self._share_of(gone, stock)

    def _flow(self, klasse: str, stock: Floats, need: dict[str, Floats]) -> dict[str, Floats]:
        turnover = np.full(len(self.areas), np.nan)
        if self.stock is not None:
            held = self.stock[self.stock["klasse"] == klasse]
            mean = held.groupby("area")["mutatiegraad"].mean().reindex(self.areas)
            turnover = mean.to_numpy(dtype=float)
        vacant = np.where(stock == 0, 0.0, stock * turnover)
        rate = opgave.chosen("opgave.verhuizers_per_jaar")
        movers = need["behoefte_b"] * (np.nan if rate is None else float(rate))
        return {
            "vrijkomend_per_jaar": vacant,
            "verhuizers_per_jaar": movers,
            "tekort_per_jaar": opgave.flow_gap(movers, np.ones_like(vacant), vacant),
        }

    def _rows(self, klasse: str, year: str) -> dict[str, pa.Array]:
        need = self.need(klasse, year)
        made: dict[str, pa.Array] = {
            "klasse": texts([klasse] * len(self.areas)),
            "jaar": texts([year] * len(self.areas)),
            "oordeel": texts(opgave.verdict(need["verschil_pct"] / 100)),
        }
        for name, values in need.items():
            made |= stated(name, values, "scenario")
        held = ("plannen_zacht", "plannen_hard", "plannen_in_uitvoering")
        for name, values in self.supply(klasse, year, need).items():
            made |= stated(name, values, "waargenomen" if name in held else "scenario")
            if name == "voorraad":
                observed = np.where(self.told, "waargenomen", "geschat")
                made |= stated(name, values, np.where(np.isnan(values), "ontbreekt", observed))
        low, high = self.bounds(klasse)
        return made | {"voorraad_ci_low": numbers(low), "voorraad_ci_high": numbers(high)}

    def _say(self) -> None:
        if not self.wanted:
            self.remarks.append(
                "Methode B ontbreekt: het profiel noemt niet welk deel van de huishoudens een "
                "klasse wil (opgave.p_type)."
            )
        if self.stock is None and self.expected is not None:
            self.remarks.append(
                "Geen woningregister van corporaties: de voorraad nultredenwoningen is geschat uit "
                "de BAG, van alle eigenaren en met clusters erbij; van geclusterde en "
                "zorggeschikte woningen is geen schatting."
            )
        elif self.stock is None:
            self.remarks.append("Geen woningregister van corporaties, dus geen voorraad.")
        else:
            self.remarks.append("De voorraad is die van corporaties; andere woningen ontbreken.")
            self._say_register()
            self._say_lived_in(self.stock)
        if self.plans is None:
            self.remarks.append("Geen planlijst, dus geen verwachte woningen en geen tekort.")

    def _say_lived_in(self, stock: pd.DataFrame) -> None:
        """Of how many suitable dwellings it is known whether the target group lives there."""
        ours = stock[stock["area"].notna() & stock["klasse"].ne("")]
        unknown = int(ours["passend"].isna().sum())
        if unknown:
            self.remarks.append(
                f"Van {dutch(unknown)} van {dutch(len(ours))} geschikte corporatiewoningen is "
                "niet bekend of de doelgroep er woont."
            )

    def _say_register(self) -> None:
        """How much of what CBS counts as owned by corporations their lists hold."""
        counted, silent = float(self.counted.sum()), int((~self.told).sum())
        if self.stock is None or not counted:
            return
        held = 100 * float(self.stock["area"].notna().sum()) / counted
        self.remarks.append(
            f"De lijsten van corporaties bevatten {held:.0f}% van de corporatiewoningen die "
            "CBS hier telt."
        )
        if silent:
            where = "1 gebied" if silent == 1 else f"{dutch(silent)} gebieden"
            self.remarks.append(
                f"In {where} telt CBS corporatiewoningen en noemt geen lijst er een: daar is de "
                "voorraad nultredenwoningen geschat uit de BAG, van alle eigenaren, en is van "
                "geclusterde en zorggeschikte woningen geen schatting."
            )


def dwellings(inputs: Inputs, area_of: "pd.Series[str]") -> pd.DataFrame:
    """Corporation dwellings with their class.

    Args:
        inputs: of the derivation.
        area_of: buurtcode -> area.

    Returns:
        `area` (empty = none or not placed), `klasse` (empty = none), `mutatiegraad` (per year),
        `passend` (share of the complex that the target group lives in; of complexes that are large
        enough to tell).
    """
    homes = inputs.frame("corporatiewoningen", ["id", "leverancier", "complex_id", "nultreden"])
    homes["sterren"] = homes["id"].map(starred(inputs).set_index("id")["sterren"])
    complexes = inputs.frame("corporatiecomplexen").drop_duplicates(["leverancier", "complex_id"])
    complexes["cluster"] = woonklassen.clusters(complexes)
    large = complexes["woningen"].astype(float) >= integer("geschikt.complex_min_besloten")
    complexes["passend"] = complexes["passend_bewoond_pct"].astype(float).where(large) / 100
    about = complexes[["leverancier", "complex_id", "cluster", "mutatiegraad_pct", "passend"]]
    homes = homes.merge(about, how="left", on=["leverancier", "complex_id"])
    places = inputs.frame("plaatsing", ["bron", "rij", "buurtcode"])
    ours = places[places["bron"] == "corporatiewoningen"].set_index("rij")
    return pd.DataFrame(
        {
            "area": homes["id"].map(ours["buurtcode"]).map(area_of),
            "klasse": woonklassen.of_dwellings(homes),
            "mutatiegraad": homes["mutatiegraad_pct"].astype(float) / 100,
            "passend": homes["passend"].astype(float),
        }
    )


def _country(inputs: Inputs) -> float:
    """Growth of residents of 75 and over in the country by its own cohorts."""
    if inputs.missing(["cbs_leeftijd_land", "levenstafel"]):
        return float("nan")
    editions = inputs.editions("cbs_leeftijd_land")
    by_year = {
        edition["peildatum"].year: ages_of(inputs.frame("cbs_leeftijd_land", None, edition), "land")
        for edition in editions
    }
    base = max(by_year)
    needed = (base, base - cohort.STAP_JAAR, START_YEAR)
    if any(year not in by_year for year in needed):
        return float("nan")
    path = cohort.of_gemeenten(
        by_year[base],
        by_year[base - cohort.STAP_JAAR],
        Kohorten(inputs).survival,
        cohort.steps_to(base, opgave.LAST_YEAR),
    )
    later = cohort.of_age(
        cohort.between(np.stack([frame.to_numpy() for frame in path]), base, opgave.LAST_YEAR),
        "75plus",
    )
    then = by_year[START_YEAR][list(cohort.START[6:])].sum(axis=1, skipna=False)
    return float(later.sum() - then.sum())
