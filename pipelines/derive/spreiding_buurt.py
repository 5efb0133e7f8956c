"""M12 per buurt: shares of CBS as counts, and social rent by class where corporations deliver."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from data.datasets.spreiding_buurt import CHANGES
from data.getallen import dutch
from data.parameters import integer, number
from data.partner import RENT_CLASSES
from pipelines.derive.draaglast_buurt import own_codes
from pipelines.derive.edities import Edities
from pipelines.derive.geschikt import starred
from pipelines.indicators import spreiding
from pipelines.inputs import Derived, Inputs, stated, texts

SOCIAL = RENT_CLASSES[: RENT_CLASSES.index("tot huurtoeslaggrens") + 1]
MARKET = RENT_CLASSES[len(SOCIAL) :]
LOW = RENT_CLASSES[0]
WHEELCHAIR = 3  # stars
SHARES = ("koop_pct", "huur_pct", "corporatie_pct")
DAYS_BETWEEN = (300, 800)


def derive(inputs: Inputs) -> Derived:
    """One row per buurt of the own gemeenten."""
    codes = own_codes(inputs, "cbs_buurten", "buurtcode")
    known, remarks = _kwb(inputs, codes)
    stock = known["woningvoorraad"].astype(float)
    group = stock * known["corporatie_pct"].astype(float) / 100
    status = _combined(known, "woningvoorraad", "corporatie_pct")
    made: dict[str, pa.Array] = {"buurtcode": texts(codes)}
    made |= stated("woningen", stock, known["woningvoorraad_status"], whole=True)
    made |= stated("corporatiewoningen", group, status)
    for name in ("corporatie_pct", "koop_pct"):
        made |= stated(name, known[name].astype(float), known[f"{name}_status"])
    other = (known["huur_pct"] - known["corporatie_pct"]).astype(float).clip(lower=0)
    made |= stated("overig_huur_pct", other, _combined(known, "huur_pct", "corporatie_pct"))
    made["corporatiebuurt"] = texts(association_buurt(known["corporatie_pct"]))
    made |= _measures(codes, group, stock, status)
    tenure = pd.concat([known["koop_pct"], known["corporatie_pct"], other], axis=1).astype(float)
    mixed = spreiding.entropy(tenure.to_numpy())
    held = _combined(known, "koop_pct", "huur_pct", "corporatie_pct")
    made |= stated("menging", mixed, np.where(np.isnan(mixed), _empty(held), "geschat"))
    closed, more = _by_class(inputs, codes, stock, group)
    wheelchair = _wheelchair(inputs, codes, stock, group)
    coverage = {
        "ontbrekend": inputs.missing(["corporatiewoningen", "plaatsing"]),
        "opmerkingen": [*remarks, *more],
        "buurten_zonder_cijfer": int(group.isna().sum()),
    }
    return Derived(pa.table(made | closed | wheelchair), coverage)


def association_buurt(share_pct: "pd.Series[Any]") -> list[str | None]:
    """`ja` where corporations own more than two thirds of the dwellings, None where unknown."""
    limit = 100 * number("spreiding.corporatiebuurt")
    return [None if pd.isna(v) else "ja" if float(v) > limit else "nee" for v in share_pct]


def _kwb(inputs: Inputs, codes: list[str]) -> tuple[pd.DataFrame, list[str]]:
    """The newest edition that has the shares and whose codes may be read, per own buurt."""
    edities = Edities(inputs)
    for edition in inputs.editions("cbs_kwb"):
        link = edities.link("cbs_kwb", edition)
        if link is None:
            continue
        rows = link.of(edities.frame("cbs_kwb", edition).set_index("gebiedscode"))
        rows = rows.reindex(codes)
        if rows["corporatie_pct"].notna().any():
            said = [f"Woningen en eigendom: CBS, {edition['peildatum'].year}."]
            return _filled(rows), [
                *said,
                *([f"{link.reason[:1].upper()}{link.reason[1:]}."] if link.reason else []),
                *link.told,
            ]
    empty = edities.frame("cbs_kwb", inputs.versions["cbs_kwb"]).iloc[:0]
    return _filled(empty.set_index("gebiedscode").reindex(codes)), [
        "Geen editie van de kerncijfers met eigendom past op deze indeling."
    ]


def _filled(rows: pd.DataFrame) -> pd.DataFrame:
    status = [f"{name}_status" for name in ("woningvoorraad", *SHARES)]
    return rows.assign(**{name: rows[name].fillna("ontbreekt") for name in status})


def _combined(rows: pd.DataFrame, *columns: str) -> "np.ndarray[Any, np.dtype[np.object_]]":
    """Status of a figure made from columns: withheld goes before missing, else `geschat`."""
    held = np.stack([rows[f"{name}_status"].to_numpy(object) for name in columns])
    empty = np.stack([rows[name].isna().to_numpy() for name in columns]).any(axis=0)
    withheld = (held == "onderdrukt").any(axis=0)
    return np.select([empty & withheld, empty], ["onderdrukt", "ontbreekt"], "geschat").astype(
        object
    )


def _empty(status: "np.ndarray[Any, np.dtype[np.object_]]") -> Any:
    return np.where(status == "geschat", "ontbreekt", status)


def _measures(
    codes: list[str], group: "pd.Series[float]", stock: "pd.Series[float]", status: Any
) -> dict[str, pa.Array]:
    """Quotient and contribution, each gemeente on its own."""
    quotient, part = _per_gemeente(codes, group, stock)
    made: dict[str, pa.Array] = {}
    for name, values in (("lq", quotient), ("bijdrage_ongelijkheid_pct", 100 * part)):
        made |= stated(name, values, np.where(np.isnan(values), _empty(status), "geschat"))
    return made


def _per_gemeente(
    codes: list[str], group: "pd.Series[float]", stock: "pd.Series[float]"
) -> tuple[Any, Any]:
    gemeente = np.array([code[2:6] for code in codes], dtype=object)
    quotient, part = np.full(len(codes), np.nan), np.full(len(codes), np.nan)
    for one in np.unique(gemeente):
        here = gemeente == one
        s, t = group.to_numpy(float)[here], stock.to_numpy(float)[here]
        quotient[here] = spreiding.location_quotient(s, t)
        part[here] = spreiding.shares_of_difference(s, t)
    return quotient, part


def _by_class(
    inputs: Inputs, codes: list[str], stock: "pd.Series[float]", counted: "pd.Series[float]"
) -> tuple[dict[str, pa.Array], list[str]]:
    """Social and cheap dwellings by rent class, and the change of the cheap ones; closed.

    Unknown in a buurt where CBS counts corporation dwellings and no list holds one.
    """
    empty = np.full(len(codes), np.nan)
    if not (inputs.has("corporatiewoningen") and inputs.has("plaatsing")):
        made: dict[str, pa.Array] = {}
        for name in ("sociale_huur", "onder_kwaliteitskortingsgrens"):
            made |= stated(name, empty, "ontbreekt", whole=True)
        return made | stated("lq_sociaal", empty, "ontbreekt") | _no_change(len(codes)), []
    edition = inputs.versions["corporatiewoningen"]
    homes, unplaced = _homes(inputs, edition)
    silent = (_per_buurt(homes, codes) == 0) & (counted.to_numpy(float) > 0)
    social, low = (
        np.where(silent, np.nan, _per_buurt(homes[chosen], codes))
        for chosen in (homes["huurklasse"].isin(SOCIAL), homes["laag"])
    )
    small = _small(stock)
    made = _counted("sociale_huur", social, small)
    made |= _counted("onder_kwaliteitskortingsgrens", low, small)
    made |= _quotient("lq_sociaal", codes, social, stock)
    change, said = _change(inputs, edition, homes, codes, small)
    remarks = [_boundary(edition), *said]
    if silent.any():
        remarks.append(
            f"In {dutch(int(silent.sum()))} buurten telt CBS corporatiewoningen en noemt geen "
            "lijst er een: daar is de sociale huur onbekend."
        )
    if unplaced:
        remarks.append(f"{dutch(unplaced)} corporatiewoningen zonder buurt tellen niet mee.")
    return made | change, remarks


def _wheelchair(
    inputs: Inputs, codes: list[str], stock: "pd.Series[float]", counted: "pd.Series[float]"
) -> dict[str, pa.Array]:
    """Dwellings that corporations give three stars or more; closed.

    Unknown where corporations have dwellings and say of none how accessible it is, and where CBS
    counts dwellings of theirs that no list holds.
    """
    found = np.full(len(codes), np.nan)
    if inputs.has("corporatiewoningen") and inputs.has("plaatsing"):
        homes = starred(inputs)
        homes["buurtcode"] = _placed(inputs, "corporatiewoningen").reindex(homes["id"]).to_numpy()
        per = homes.assign(
            rolstoel=homes["sterren"] >= WHEELCHAIR, bekend=homes["sterren"].notna()
        ).groupby("buurtcode")[["rolstoel", "bekend"]]
        total = per.sum().reindex(codes)
        said = total["rolstoel"].where(total["bekend"] != 0).to_numpy(dtype=float)
        none = np.where(counted.to_numpy(float) > 0, np.nan, 0.0)
        found = np.where(total["bekend"].isna(), none, said)
    made = _counted("rolstoelwoningen", found, _small(stock))
    return made | _quotient("lq_rolstoel", codes, found, stock)


def _small(stock: "pd.Series[float]") -> Any:
    return (stock < integer("spreiding.min_dwellings")).to_numpy() | stock.isna().to_numpy()


def _counted(name: str, values: Any, small: Any) -> dict[str, pa.Array]:
    shown = np.select([small, np.isnan(values)], ["onderdrukt", "ontbreekt"], "waargenomen")
    return stated(name, np.where(small, np.nan, values), shown, whole=True)


def _quotient(
    name: str, codes: list[str], group: Any, stock: "pd.Series[float]"
) -> dict[str, pa.Array]:
    """Location quotient, in a buurt large enough that has no more of the group than dwellings."""
    small = _small(stock)
    usable = np.where(small | (group > stock.to_numpy(float)), np.nan, group)
    values, _ = _per_gemeente(codes, pd.Series(usable), stock.reset_index(drop=True))
    empty = np.where(small, "onderdrukt", "ontbreekt")
    return stated(name, values, np.where(np.isnan(values), empty, "geschat"))


def _boundary(edition: Mapping[str, Any]) -> str:
    year = edition["peildatum"].year
    euros = spreiding.boundary("kwaliteitskorting", year)
    if euros is None:
        return (
            f"De kwaliteitskortingsgrens van {year} is niet ingevuld; de huurklasse is die van de "
            "corporatie."
        )
    return f"Kwaliteitskortingsgrens {year}: € {dutch(euros, 2)} per maand."


def _homes(inputs: Inputs, edition: Mapping[str, Any]) -> tuple[pd.DataFrame, int]:
    """Dwellings of one list by id, with buurt where it is known, and how many have none."""
    rows = inputs.frame(
        "corporatiewoningen", ["id", "huurklasse"], edition=edition
    ).drop_duplicates("id")
    rows = rows.set_index("id")
    rows["buurtcode"] = _placed(inputs, "corporatiewoningen").reindex(rows.index)
    rows["laag"] = rows["huurklasse"] == LOW
    return rows, int(rows["buurtcode"].isna().sum())


def _placed(inputs: Inputs, feed: str) -> "pd.Series[str]":
    """Row of a feed -> buurt it was placed in."""
    places = inputs.frame("plaatsing", ["bron", "rij", "buurtcode"])
    return places[places["bron"] == feed].set_index("rij")["buurtcode"]


def _per_buurt(rows: pd.DataFrame, codes: list[str]) -> "np.ndarray[Any, np.dtype[np.float64]]":
    counts = rows.groupby("buurtcode").size().reindex(codes).fillna(0)
    return np.asarray(counts, dtype=np.float64)


def _no_change(rows: int) -> dict[str, pa.Array]:
    made: dict[str, pa.Array] = {}
    for cause, _, _ in CHANGES:
        made |= stated(f"laag_{cause}", np.full(rows, np.nan), "ontbreekt", whole=True)
    return made


def _earlier(inputs: Inputs, edition: Mapping[str, Any]) -> dict[str, Any] | None:
    """The list of about a year earlier, where this installation still holds it."""
    first, last = DAYS_BETWEEN
    found: dict[str, Any] | None = inputs.work.connection.execute(
        "SELECT * FROM log.versie WHERE dataset = 'corporatiewoningen' AND toestand = 'goed'"
        " AND peildatum BETWEEN %(nu)s::date - %(last)s AND %(nu)s::date - %(first)s"
        " ORDER BY peildatum DESC, version DESC LIMIT 1",
        {"nu": edition["peildatum"], "first": first, "last": last},
    ).fetchone()
    return found


def _change(
    inputs: Inputs,
    edition: Mapping[str, Any],
    homes: pd.DataFrame,
    codes: list[str],
    small: Any,
) -> tuple[dict[str, pa.Array], list[str]]:
    earlier = _earlier(inputs, edition)
    if earlier is None:
        return _no_change(len(codes)), [
            "Verandering van de goedkope voorraad volgt na een tweede levering, een jaar later."
        ]
    before, _ = _homes(inputs, earlier)
    before["buurtcode"] = before["buurtcode"].fillna(homes["buurtcode"].reindex(before.index))
    table = pd.DataFrame(0, index=codes, columns=[cause for cause, _, _ in CHANGES])
    for code in set(before["buurtcode"].dropna()) & set(codes) | set(homes["buurtcode"].dropna()):
        if code in table.index:
            table.loc[code] = spreiding.stock_change(
                before[before["buurtcode"] == code], homes[homes["buurtcode"] == code], MARKET
            )
    made: dict[str, pa.Array] = {}
    for cause in table:
        made |= stated(
            f"laag_{cause}",
            np.where(small, np.nan, table[cause]),
            np.where(small, "onderdrukt", "waargenomen"),
            whole=True,
        )
    return made, [f"Verandering sinds de lijst van {earlier['peildatum'].isoformat()}."]
