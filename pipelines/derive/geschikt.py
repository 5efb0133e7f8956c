"""What the products of M5 share: every dwelling with its pand, and what partners say of it.

The open variant knows BAG alone; the restricted one lets lists of corporations overrule estimates.
"""

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from data.geschikt import FIGURES, HEIGHTS, INPUTS, LIFETIME, PARTNERS, PREFIX
from data.getallen import dutch
from data.parameters import numbers_by_name
from pipelines.derive import IN_STOCK, buurt_of
from pipelines.indicators import geschikt, levensloop
from pipelines.indicators.geschikt import SUMS
from pipelines.indicators.normaliseren import Floats, round_half_away
from pipelines.inputs import Inputs, stated, texts

STEP = 0.1  # expected numbers are shown with one decimal
EVIDENCE = ("lift", "etage", "nultreden", "sterren", "badkamer_aanpasbaar")


def objects(inputs: Inputs) -> pd.DataFrame:
    """Verblijfsobjecten that exist, with their pand.

    Returns:
        `identificatie`, `postcode`, `gebruiksdoel`, `status`, `oppervlakte_m2`, `pand` (BAG id of
        the first pand), `toevoeging` (letter and addition), RD `x` and `y`, `woning` (of the
        stock).
    """
    wanted = [
        "identificatie",
        "status",
        "gebruiksdoel",
        "oppervlakte_m2",
        "pand_verwijzing",
        "postcode",
        "huisletter",
        "toevoeging",
        "ST_X(geometry) AS x",
        "ST_Y(geometry) AS y",
    ]
    frame = inputs.frame("bag_verblijfsobjecten", wanted)
    use = frame["gebruiksdoel"].fillna("")
    stock = frame["status"].isin(IN_STOCK)
    frame["woning"] = use.str.contains("woonfunctie") & stock
    frame["toevoeging"] = frame["huisletter"].fillna("") + frame["toevoeging"].fillna("")
    reference = frame["pand_verwijzing"].str.split(",").str[0].str.strip()
    frame["pand"] = reference.str.rsplit("/", n=1).str[-1]
    return frame.drop(columns=["pand_verwijzing", "huisletter"])


def panden(inputs: Inputs, found: pd.DataFrame) -> pd.DataFrame:
    """Panden by BAG id, with floors.

    Args:
        inputs: the run.
        found: table of `objects`; its `pand` is brought to the BAG id where the source links
            with an id of its own.

    Returns:
        Index BAG id: `bouwjaar`, `status`, `voetafdruk_m2`, `woningen`, `bouwlagen` (of 3DBAG
        where delivered, else floor area over footprint), `geometry`.
    """
    columns = ["identificatie", "kenmerk", "bouwjaar", "status", "geometry"]
    frame = inputs.frame("bag_panden", columns).set_index("identificatie")
    linked = frame["kenmerk"].dropna()
    if len(linked):
        by_mark = pd.Series(linked.index, index=linked.to_numpy())
        found["pand"] = found["pand"].map(by_mark).fillna(found["pand"])
    frame["voetafdruk_m2"] = shapely.area(frame["geometry"].to_numpy())
    of_pand = found[found["status"].isin(IN_STOCK)].groupby("pand")
    area, known, all_ = (of_pand["oppervlakte_m2"].agg(how) for how in ("sum", "count", "size"))
    # Objects without an area count as the mean of the others in their pand.
    frame["oppervlakte_m2"] = (area * all_ / known.where(known > 0)).reindex(frame.index)
    frame["woningen"] = of_pand["woning"].sum().reindex(frame.index).fillna(0).astype(int)
    modelled = _modelled(inputs, frame.index)
    frame["bouwlagen"] = geschikt.floors(
        frame["oppervlakte_m2"], frame["voetafdruk_m2"], modelled["bouwlagen"], modelled["hoogte"]
    )
    return frame


def _modelled(inputs: Inputs, panden_: pd.Index) -> pd.DataFrame:
    """Floors and height in metres of panden in 3DBAG; NaN where it was not delivered."""
    if not inputs.has(HEIGHTS):
        return pd.DataFrame(np.nan, index=panden_, columns=["bouwlagen", "hoogte"])
    rows = inputs.frame(HEIGHTS, ["identificatie", "bouwlagen", "dak_nap_m", "maaiveld_nap_m"])
    rows = rows.drop_duplicates("identificatie").set_index("identificatie").astype(float)
    rows["hoogte"] = rows["dak_nap_m"] - rows["maaiveld_nap_m"]
    return rows.reindex(panden_)


def homes(inputs: Inputs) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Dwellings of the own gemeenten with all that BAG tells of them, and the panden.

    Returns:
        Dwellings (`objects` with `buurtcode`, `eengezins`, `bouwlagen`, `bouwjaar`), and `panden`.
    """
    return inputs.once([*INPUTS, HEIGHTS], _homes)


def _homes(inputs: Inputs) -> tuple[pd.DataFrame, pd.DataFrame]:
    found = objects(inputs)
    buildings = panden(inputs, found)
    return dwellings_of(inputs, found, buildings), buildings


def dwellings_of(inputs: Inputs, found: pd.DataFrame, buildings: pd.DataFrame) -> pd.DataFrame:
    """Dwellings of `homes`, from tables of `objects` and `panden` that were read before."""
    stock = found[found["woning"]].reset_index(drop=True)
    stock["buurtcode"] = buurt_of(inputs, stock["x"], stock["y"])
    own = {code[2:] for code in inputs.work.profile.gemeenten}
    stock = stock[stock["buurtcode"].str[2:6].isin(own)].reset_index(drop=True)
    of_pand = buildings.reindex(stock["pand"])
    stock["eengezins"] = (of_pand["woningen"] == 1).to_numpy()
    stock["bouwlagen"] = of_pand["bouwlagen"].to_numpy(float)
    stock["bouwjaar"] = of_pand["bouwjaar"].to_numpy(float)
    return stock


def wijk_of(inputs: Inputs, buurten: "pd.Series[str]") -> "np.ndarray[Any, np.dtype[Any]]":
    """Wijk of each buurt by code, as CBS gives it with the buurt."""
    listed = inputs.frame("cbs_buurten", ["buurtcode", "wijkcode"])
    return buurten.map(listed.set_index("buurtcode")["wijkcode"]).to_numpy(object)


def told(inputs: Inputs, stock: pd.DataFrame) -> pd.DataFrame:
    """Dwellings with what corporations say of them.

    A dwelling is found by its BAG number or, through `plaatsing`, by its address. Of complexes
    only the lift is used, for dwellings of which the list says nothing.

    Args:
        inputs: the run.
        stock: dwellings of `homes`.

    Returns:
        `stock` with `corporatie` (supplier, None for others), `complex_id`, and the columns of
        `EVIDENCE`, NaN where nobody said anything.
    """
    listed = _listed(inputs)
    of_home = listed.drop_duplicates("verblijfsobject").set_index("verblijfsobject")
    found = of_home.reindex(stock["identificatie"]).set_index(stock.index)
    result = stock.assign(corporatie=found["leverancier"], complex_id=found["complex_id"])
    for name in EVIDENCE:
        result[name] = found[name].astype(float)
    if inputs.has("corporatiecomplexen"):
        _from_complexes(inputs, result, set(listed["leverancier"]))
    return result


def _from_complexes(inputs: Inputs, result: pd.DataFrame, listing: set[str]) -> None:
    """Complex of dwellings in the pand of one; and its lift where the dwelling says nothing.

    Args:
        inputs: the run.
        result: dwellings, changed in place.
        listing: corporations that deliver a list of dwellings: that list tells their complexes.
    """
    rows = inputs.frame(
        "corporatiecomplexen", ["leverancier", "complex_id", "lift", "pand_identificatie"]
    )
    of_pand = rows[~rows["leverancier"].isin(listing)].dropna(subset="pand_identificatie")
    of_pand = of_pand.drop_duplicates("pand_identificatie")
    there = of_pand.set_index("pand_identificatie").reindex(result["pand"]).set_index(result.index)
    nameless = result["corporatie"].isna()
    for name, source in (("corporatie", "leverancier"), ("complex_id", "complex_id")):
        result[name] = result[name].where(~nameless, there[source])
    by_key = rows.drop_duplicates(["leverancier", "complex_id"])
    lifts = by_key.set_index(["leverancier", "complex_id"])["lift"].astype(float)
    keys = pd.MultiIndex.from_frame(result[["corporatie", "complex_id"]])
    said = pd.Series(lifts.reindex(keys).to_numpy(float), index=result.index)
    result["lift"] = result["lift"].fillna(said)


def _listed(inputs: Inputs) -> pd.DataFrame:
    """Rows of the lists of dwellings, with the BAG object each is placed on."""
    names = ["id", "leverancier", "complex_id", "verblijfsobject"]
    if not inputs.has("corporatiewoningen"):
        return pd.DataFrame(columns=[*names, *EVIDENCE])
    rows = inputs.frame("corporatiewoningen", [*names, *EVIDENCE])
    rows["sterren"] = rows["id"].map(starred(inputs).set_index("id")["sterren"])
    if inputs.has("plaatsing"):
        placed = inputs.frame("plaatsing", ["bron", "rij", "verblijfsobject"])
        placed = placed[placed["bron"] == "corporatiewoningen"].set_index("rij")
        rows["verblijfsobject"] = (
            rows["id"].map(placed["verblijfsobject"]).fillna(rows["verblijfsobject"])
        )
    return rows.dropna(subset="verblijfsobject")


def starred(inputs: Inputs) -> pd.DataFrame:
    """`id` and `sterren` of every delivered dwelling, by its label where it has no stars."""
    rows = inputs.frame("corporatiewoningen", ["id", "sterren", "toegankelijkheidslabel"])
    label = rows["toegankelijkheidslabel"].str.strip().str.lower()
    by_label = label.map(numbers_by_name("geschikt.label_sterren"))
    found = rows[["id"]].assign(sterren=rows["sterren"].astype(float).fillna(by_label))
    return found.drop_duplicates("id")


def one_decimal(values: Any) -> Floats:
    """Expected numbers as they are shown (reading 67)."""
    return np.round(round_half_away(values, STEP), 1)


def figures(total: pd.DataFrame, prefix: str = "") -> dict[str, pa.Array]:
    """Declared columns of expected numbers, in the order of the rows given.

    Args:
        total: table of `geschikt.sums`, one row per published area; NaN where there are no
            dwellings.
        prefix: of the column names, for the variant with partner data.
    """
    stateable = geschikt.publishable(total)
    made: dict[str, pa.Array] = {}
    for name in SUMS:
        made |= shown(f"{prefix}{name}", one_decimal(total[name]), stateable["som"])
    shown_low = total["nultreden"].where(stateable["som"] == "geschat")
    for end in ("ci_low", "ci_high"):
        limit = one_decimal(total[f"nultreden_{end}"].where(shown_low.notna()))
        made[f"{prefix}nultreden_{end}"] = pa.array(limit, from_pandas=True)
    share = 100 * total["nultreden"] / total["beoordeeld"].where(total["beoordeeld"] > 0)
    return made | shown(
        f"{prefix}aandeel_nultreden_pct", round_half_away(share), stateable["aandeel"]
    )


def shown(name: str, values: Any, status: Any) -> dict[str, pa.Array]:
    """A figure with its status per row; no value unless it is estimated."""
    said = np.asarray(status, dtype=object)
    kept = np.where(said == "geschat", np.asarray(values, dtype=float), np.nan)
    return stated(name, kept, np.where(np.isnan(kept) & (said == "geschat"), "ontbreekt", said))


def area_columns(inputs: Inputs, stock: pd.DataFrame, area: Any, codes: Any) -> dict[str, pa.Array]:
    """All columns of an area: from BAG alone, with partners, and by the agreed rule.

    Args:
        inputs: the run.
        stock: dwellings of `homes`.
        area: code of the area per dwelling.
        codes: areas to give, in this order.
    """
    chance = geschikt.chances(stock)
    total = geschikt.sums(chance, area).reindex(codes)
    counts = total[["woningen", "beoordeeld"]].fillna(0)
    total[["woningen", "beoordeeld"]] = counts
    made: dict[str, pa.Array] = {}
    for name in ("woningen", "beoordeeld"):
        made |= stated(name, counts[name], "waargenomen", whole=True)
    rule = levensloop.agreed()
    text = rule.tekst if rule else levensloop.NOT_AGREED
    made |= figures(total) | {"begrip_levensloop": texts([text] * len(total))}
    if not inputs.has("corporatiewoningen") and not inputs.has("corporatiecomplexen"):
        return made | _without_partners(len(total))
    known = told(inputs, stock)
    chance = geschikt.chances(known)
    total = geschikt.sums(chance, area).reindex(codes)
    total[["woningen", "beoordeeld"]] = total[["woningen", "beoordeeld"]].fillna(0)
    made |= figures(total, PREFIX)
    lifetime = levensloop.chances(chance, known["badkamer_aanpasbaar"], rule)
    return made | lifetime_figures(lifetime, area, total)


def lifetime_figures(lifetime: pd.DataFrame, area: Any, total: pd.DataFrame) -> dict[str, pa.Array]:
    """Columns of the agreed rule, for the areas of `total` (of `geschikt.sums`)."""
    per_area = lifetime.groupby(np.asarray(area, dtype=object)).sum(min_count=1)
    status = geschikt.publishable(total)["som"]
    made: dict[str, pa.Array] = {}
    for name in LIFETIME:
        made |= shown(name, one_decimal(per_area[name].reindex(total.index)), status)
    return made


def _without_partners(rows: int) -> dict[str, pa.Array]:
    """The restricted columns where no corporation has delivered."""
    empty = np.full(rows, np.nan)
    made: dict[str, pa.Array] = {}
    for name in (*(f"{PREFIX}{n}" for n in FIGURES), *LIFETIME):
        made |= stated(name, empty, "ontbreekt")
    return made


def coverage(inputs: Inputs, stock: pd.DataFrame) -> dict[str, Any]:
    """What was missing, as readers are told."""
    held = bag_coverage(inputs, stock)
    absent = inputs.missing(PARTNERS)
    remarks = held["opmerkingen"]
    if "corporatiewoningen" in absent:
        remarks.append(
            "Geen corporatie heeft woningen geleverd: liften, labels en sterren zijn niet bekend."
        )
    if levensloop.agreed() is None:
        remarks.append("Levensloopbestendig: begrip niet vastgesteld.")
    return held | {"ontbrekend": [*absent, *held["ontbrekend"]]}


def bag_coverage(inputs: Inputs, stock: pd.DataFrame) -> dict[str, Any]:
    """Dwellings of which BAG says too little, and where floors come from without a model."""
    unknown = int((stock["bouwlagen"].isna() | stock["bouwjaar"].isna()).sum())
    remarks = []
    if unknown:
        remarks.append(
            f"Van {dutch(unknown)} woningen is het pand, het bouwjaar of de oppervlakte niet "
            "bekend."
        )
    absent = inputs.missing(["bag3d_panden"])
    if absent:
        remarks.append("Zonder 3DBAG zijn bouwlagen geschat uit vloeroppervlak en grondvlak.")
    return {"zonder_pand": unknown, "ontbrekend": absent, "opmerkingen": remarks}
