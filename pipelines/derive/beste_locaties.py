"""M10 from the cells of M9: for 1 to 10 new clusters the best cells, by distance and by coverage.

Candidates are cells that M9 does not exclude and where enough people live nearby to fill a
cluster, by the rho of M9. Demand is the residents of 75 and over per cell: rho is one number for
the whole gemeente, so it says how many dwellings are asked for and never which cells are best.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from scipy.spatial import cKDTree

from data.getallen import dutch
from data.parameters import integer, number
from pipelines.derive import clusters, dwellings, lopen
from pipelines.derive.kansen_vraag import wanted_rate
from pipelines.indicators.afstand import table
from pipelines.indicators.locaties_billijk import lscp, p_center
from pipelines.indicators.locaties_keuze import choose
from pipelines.indicators.locaties_model import ONMOGELIJK, Model, Uitkomst, Vraagstuk
from pipelines.indicators.locaties_sets import best_sets
from pipelines.indicators.raster import cell_places
from pipelines.indicators.snap import snap
from pipelines.inputs import Derived, Inputs, numbers, stated, texts, wkb

MODELS: tuple[Model, ...] = ("p-mediaan", "dekking")
MOST_SITES = 10
RANKED_SITES = 3  # with so many sites or fewer the ten best sets are given
CANDIDATES, NODES = 100, 1000  # so that all of it takes seconds; METHODS 14 allows more
TIME_LIMIT_S = 10.0
FIGURES = (
    "gedekt_75plus",
    "gedekt_pct",
    "gemiddelde_afstand_m",
    "grootste_afstand_m",
    "gap_pct",
)


@dataclass(frozen=True)
class _Field:
    """Cells of the problem, and what was left out to keep it small.

    Attributes:
        sites: candidate cells: `vierkant`, `buurtcode`, `buurtnaam`, `score`, `geometry`.
        problem: demand, distances and existing clusters.
        remarks: sentences on what was simplified.
    """

    sites: pd.DataFrame
    problem: Vraagstuk
    remarks: list[str]


def best(inputs: Inputs, partners: Sequence[str]) -> Derived:
    """One row per model, number of sites, set and chosen cell.

    Args:
        inputs: of the derivation; clusters that there are count where these tell of them.
        partners: datasets that tell of them; none for the table from open data.
    """
    field, remarks = _field(inputs, counts_existing=bool(partners))
    if nothing := _nothing_to_choose(field):
        return _none(inputs, partners, field, [*remarks, nothing])
    rows: list[tuple[Uitkomst, int, int]] = []
    for model in MODELS:
        for p in range(1, MOST_SITES + 1):
            found = _sets(field.problem, p, model)
            if found[0].bewijs == ONMOGELIJK:
                remarks.append(f"{model}, {p} locaties: {found[0].reden}.")
            rows += [(one, k, site) for k, one in enumerate(found, 1) for site in one.sites]
    everybody = lscp(field.problem)
    remarks.append(
        f"Om iedereen die bereikt kan worden binnen {dutch(field.problem.straal_m)} m te "
        f"dekken zijn {dutch(len(everybody.sites))} nieuwe locaties nodig."
        if not everybody.reden
        else f"Hoeveel locaties iedereen dekken is onbekend: {everybody.reden}."
    )
    farthest = {p: p_center(field.problem, p) for p in range(1, RANKED_SITES + 1)}
    known = {p: round(one.afstand_m) for p, one in farthest.items() if not one.reden}
    if known:
        told = "; ".join(f"met {p}: {dutch(metres)} m" for p, metres in known.items())
        remarks.append(f"Kleiner kan de grootste loopafstand niet worden dan {told}.")
    gaps = [found.gap_pct for found, *_ in rows]
    return Derived(
        _rows(field, rows),
        {
            "ontbrekend": inputs.missing(partners),
            "kandidaten": len(field.sites),
            "vraagpunten": field.problem.size[0],
            "grootste_gap_pct": round(max(gaps), 3) if gaps else None,
            "onbereikbaar": everybody.onbereikbaar,
            "kleinste_grootste_afstand_m": {str(p): metres for p, metres in known.items()},
            "opmerkingen": remarks,
        },
    )


def _nothing_to_choose(field: _Field) -> str:
    """Why there is no set at all; empty where there can be one."""
    if not len(field.sites):
        return "Geen enkel vak komt in aanmerking, dus er is niets te kiezen."
    if not field.problem.vraag.any():
        return "Niemand van 75 jaar en ouder kan een vak bereiken, dus er is niets te kiezen."
    return ""


def _none(inputs: Inputs, partners: Sequence[str], field: _Field, remarks: list[str]) -> Derived:
    told = {"ontbrekend": inputs.missing(partners), "kandidaten": len(field.sites)}
    told |= {"vraagpunten": field.problem.size[0], "opmerkingen": remarks}
    return Derived(_rows(field, []), told)


def _sets(problem: Vraagstuk, p: int, model: Model) -> list[Uitkomst]:
    """The ten best sets of few sites, which are all tried; of more sites the best one."""
    if p <= RANKED_SITES:
        return best_sets(problem, p, model)
    heuristic = model == "p-mediaan"
    return [choose(problem, p, model, time_limit_s=TIME_LIMIT_S, heuristiek=heuristic)]


def _field(inputs: Inputs, *, counts_existing: bool) -> tuple[_Field, list[str]]:
    cells = inputs.frame(
        "raster", ["vierkant", "buurtcode", "buurtnaam", "gemeentecode", "geometry"]
    ).set_index("vierkant")
    cells = cells[cells["gemeentecode"].isin(inputs.work.profile.gemeenten)]
    ages = inputs.frame("leeftijd_cel", ["vierkant", "inwoners_75plus"]).set_index("vierkant")
    kans = inputs.frame("kans_cel", ["vierkant", "score", "score_status"]).set_index("vierkant")
    people = ages["inwoners_75plus"].astype(float).reindex(cells.index)
    cells = cells.assign(
        vraag=people.fillna(0.0),
        score=kans["score"].astype(float).reindex(cells.index),
        status=kans["score_status"].reindex(cells.index),
    )
    cells["x"], cells["y"] = _places(inputs, cells)
    net = lopen.senior(inputs)
    cells["aangesloten"] = snap(net, cells["x"], cells["y"]).snapped
    remarks = _silent(people)
    sites = _thinned(_candidates(inputs, cells, remarks), "score", CANDIDATES, remarks)
    asked = cells[(cells["vraag"] > 0) & cells["aangesloten"]]
    lost = cells["vraag"].sum() - asked["vraag"].sum()
    nodes = _merged(asked, remarks)
    here, there = snap(net, nodes["x"], nodes["y"]), snap(net, sites["x"], sites["y"])
    metres = table(net, here, there)
    known = clusters.existing(inputs) if counts_existing else None
    near = np.full(len(nodes), np.inf)
    if not counts_existing:
        remarks.append("Bestaande clusters tellen niet mee: alleen open gegevens.")
    elif known is None:
        remarks.append("Bestaande clusters zijn niet geleverd en tellen niet mee.")
    elif len(known):
        near = table(net, here, snap(net, known["x"], known["y"])).min(axis=1)
    reached = np.isfinite(near) | np.isfinite(metres).any(axis=1)
    lost += nodes["vraag"][~reached].sum() if len(sites) else 0.0
    if lost >= 1:
        remarks.append(f"{dutch(lost)} inwoners van 75 jaar en ouder zijn te voet niet bereikbaar.")
    problem = Vraagstuk.of(
        nodes["vraag"].to_numpy()[reached], metres[reached], near[reached], sites["score"]
    )
    return _Field(sites.reset_index(), problem, remarks), remarks


def _silent(people: "pd.Series[float]") -> list[str]:
    """How many cells do not tell how many people of 75 and over live there."""
    unknown = int(people.isna().sum())
    told = f"Van {dutch(unknown)} vakken is het aantal 75-plussers niet bekend; zij vragen niets."
    return [told] if unknown else []


def _places(inputs: Inputs, cells: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Where each cell is measured from: its address nearest to the centre, else the centre."""
    east = cells.index.str[1:5].astype(float).to_numpy() * 100 + 50
    north = cells.index.str[6:10].astype(float).to_numpy() * 100 + 50
    homes = dwellings(inputs)
    frame = pd.DataFrame({"cel": cells.index, "x": east, "y": north})
    return cell_places(frame, homes["cel"], homes["x"], homes["y"])


def _candidates(inputs: Inputs, cells: pd.DataFrame, remarks: list[str]) -> pd.DataFrame:
    """Cells with E = 1 and a street, where the demand around would fill a cluster."""
    able = cells[(cells["status"] != "uitgesloten") & cells["score"].notna() & cells["aangesloten"]]
    rho = wanted_rate(inputs, able["gemeentecode"])
    unknown = np.isnan(rho)
    if unknown.any():
        where = ", ".join(sorted(able["gemeentecode"][unknown].unique()))
        remarks.append(
            f"Zonder gewenst aandeel (profiel of opgave) is in {where} niet getoetst of een "
            "cluster vol komt."
        )
    if unknown.all():
        return able
    asked = cells[cells["vraag"] > 0]
    people = np.zeros(len(able))
    if len(asked):
        near = cKDTree(asked[["x", "y"]]).query_ball_point(
            able[["x", "y"]].to_numpy(), number("mclp.radius_m")
        )
        people = np.array([asked["vraag"].to_numpy()[rows].sum() for rows in near])
    least = integer("cluster.min_units_monitor")
    remarks.append(
        f"Kandidaat is een vak waar binnen {dutch(number('mclp.radius_m'))} m vraag is naar "
        f"minstens {dutch(least)} woningen."
    )
    chosen: pd.DataFrame = able[unknown | (rho * people >= least)]
    return chosen


def _blocks(cells: pd.DataFrame, size: int) -> pd.Series:
    """Square of so many cells each cell lies in."""
    east = cells.index.str[1:5].astype(int) // size
    north = cells.index.str[6:10].astype(int) // size
    return pd.Series([f"{e}:{n}" for e, n in zip(east, north, strict=True)], index=cells.index)


def _thinned(cells: pd.DataFrame, by: str, most: int, remarks: list[str]) -> pd.DataFrame:
    """The best cell of every square, in squares as small as the number allowed lets them be."""
    ranked = cells.sort_values([by], ascending=False, kind="stable")
    size = 1
    while len(ranked) > most:
        size += 1
        ranked = ranked[~_blocks(ranked, size).duplicated()]
    if size > 1:
        remarks.append(
            f"Van {dutch(len(cells))} mogelijke vakken is per {dutch(size * 100)} m het vak "
            f"met de hoogste score meegenomen: {dutch(len(ranked))} kandidaten."
        )
    return ranked.sort_index()


def _merged(cells: pd.DataFrame, remarks: list[str]) -> pd.DataFrame:
    """Demand of cells taken together per square, at the cell with most of it."""
    size, count = 1, len(cells)
    while count > NODES:
        size += 1
        count = _blocks(cells, size).nunique()
    if size == 1:
        return cells
    remarks.append(f"De vraag is samengenomen per {dutch(size * 100)} m: {dutch(count)} punten.")
    block = _blocks(cells, size)
    total = cells.groupby(block)["vraag"].transform("sum")
    first = cells.assign(totaal=total).sort_values("vraag", ascending=False, kind="stable")
    kept = first[~block.reindex(first.index).duplicated()].sort_index()
    return kept.assign(vraag=kept["totaal"])


def _rows(field: _Field, rows: list[tuple[Uitkomst, int, int]]) -> pa.Table:
    """The chosen cells, with the figures of the set they belong to."""
    problem = field.problem
    total = max(float(problem.vraag.sum()), 1e-9)
    asked = problem.vraag > 0
    made: dict[str, list[Any]] = {name: [] for name in FIGURES}
    for found, *_ in rows:
        metres = problem.nearest_m(found.sites)
        covered = problem.covered(found.sites)
        made["gedekt_75plus"].append(covered)
        made["gedekt_pct"].append(100 * covered / total)
        made["gemiddelde_afstand_m"].append(problem.weighted_m(found.sites) / total)
        made["grootste_afstand_m"].append(metres[asked].max(initial=0.0))
        made["gap_pct"].append(found.gap_pct)
    sites = field.sites.iloc[[site for *_, site in rows]]
    columns: dict[str, pa.Array] = {
        "model": texts([found.model for found, *_ in rows]),
        "aantal": numbers([found.p for found, *_ in rows], whole=True),
        "plaats": numbers([place for _, place, _ in rows], whole=True),
        "vierkant": texts(sites["vierkant"]),
        "buurtcode": texts(sites["buurtcode"]),
        "buurtnaam": texts(sites["buurtnaam"]),
        "bewijs": texts([found.bewijs for found, *_ in rows]),
    }
    columns |= stated("score", sites["score"], "geschat")
    for name in FIGURES:
        finite = np.where(np.isinf(np.array(made[name], dtype=float)), np.nan, made[name])
        columns |= stated(name, finite, "geschat", whole=name == "gedekt_75plus")
    columns["geometry"] = wkb(sites["geometry"])
    return pa.table(columns)
