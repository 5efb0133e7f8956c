"""Two wijken beside each other, in words: the answer of `./woonzorg wijken`.

Belongs here: what is said and in which order. Not here: the comparison (`indicators`), reading it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from pipelines.indicators.geschikt_wijken import FIGURES, Comparison
from pipelines.verslag.inhoud import dag, getal

FEW = 5
SMALLEST = "Complexen onder de 20 woningen worden nergens getoond en tellen niet mee."
_NOT_JUDGED = "niet bekend (te weinig woningen te beoordelen)"


@dataclass(frozen=True)
class Origin:
    """Where the figures come from.

    Attributes:
        bron, attributie, methode: as the layers tell them.
        peildatum: of the complexes.
        release: number of the publication.
        fictief: of the demo.
        opmerkingen: what is told with the layers.
    """

    bron: str
    attributie: str
    methode: str
    peildatum: date
    release: int
    fictief: bool
    opmerkingen: Sequence[str]


def lines(
    found: Comparison, names: Mapping[str, str], origin: Origin, few: int | None = FEW
) -> Iterator[str]:
    """The answer, line by line.

    Args:
        found: What is known of the two.
        names: Name of each wijk by its code.
        origin: Where it comes from.
        few: So many complexes per wijk and wijken after them; None = all.
    """
    one, other = (_named(code, names) for code in found.totals.index)
    yield f"Geschikt maken van complexen: {one} en {other}"
    yield "Besloten: cijfers van corporaties, alleen voor wie ze mag zien."
    if origin.fictief:
        yield "Fictieve gegevens van de demo."
    if not found.priced:
        yield "Er is geen prijstabel geleverd: er zijn geen kosten, en ook geen volgorde daarnaar."
    for code in found.totals.index:
        yield ""
        yield _named(code, names)
        yield from _wijk(found, str(code), few)
    yield ""
    yield from _next(found, names, few)
    yield ""
    yield from _origin(found, origin)


def _named(code: Any, names: Mapping[str, str]) -> str:
    return f"{names[code]} ({code})" if names.get(code, code) != code else str(code)


def _wijk(found: Comparison, code: str, few: int | None) -> Iterator[str]:
    total = found.totals.to_dict("index")[code]
    if not total["complexen"]:
        yield "  Geen complexen van 20 of meer woningen van een corporatie bekend."
        return
    rows = found.complexes[found.complexes["wijkcode"] == code]
    yield f"  Complexen: {total['complexen']:.0f}, samen {getal(total['woningen'])} woningen."
    yield f"  Nultreden: {_expected(total)}; maatregel nodig: {_number(total['te_doen'])} woningen."
    yield f"  Kosten: {_cost(total, rows, found)}."
    for row in rows.head(few or len(rows)).to_dict("records"):
        yield f"  - {_complex(row, found)}"
    yield from _more(len(rows), few, "complex", "complexen")


def _complex(row: Mapping[Any, Any], found: Comparison) -> str:
    name = row["naam"] or row["complex_id"]
    parts = [
        f"{name} ({row['corporatie']}, {row['complex_id']}): {getal(row['woningen'])} woningen",
        f"nultreden {_expected(row)}",
        f"maatregel nodig {_number(row['te_doen'])}",
    ]
    if pd.notna(row["kosten_euro"]):
        year = f", prijzen van {row['prijsjaren']}" if row["prijsjaren"] else ""
        parts.append(f"kosten {_euro(row['kosten_euro'])}{_each(row)}{year}")
    elif found.priced:
        parts.append(f"kosten niet bekend, zonder prijs: {row['zonder_prijs'] or 'onbekend'}")
    return "; ".join(parts)


def _cost(total: Mapping[Any, Any], rows: pd.DataFrame, found: Comparison) -> str:
    if not found.priced:
        return "niet bekend, er is geen prijstabel"
    if pd.notna(total["kosten_euro"]):
        return f"{_euro(total['kosten_euro'])}{_each(total)}"
    split = (part.split(", ") for part in rows["zonder_prijs"] if part)
    measures = sorted({name for names in split for name in names})
    absent = f"van {total['zonder_kosten']:.0f} van de {total['complexen']:.0f} complexen"
    known = total["kosten_bekend_euro"]
    rest = f"; van de andere samen {_euro(known)}" if pd.notna(known) else ""
    return f"{absent} niet bekend, zonder prijs: {', '.join(measures) or 'onbekend'}{rest}"


def _next(found: Comparison, names: Mapping[str, str], few: int | None) -> Iterator[str]:
    if found.following.empty:
        yield "Waar verder: er is geen andere wijk met complexen van 20 of meer woningen."
        return
    order = "laagste kosten per woning eerst" if found.priced else "naar code, er zijn geen kosten"
    yield f"Waar verder ({order}):"
    after = found.following.head(few or len(found.following)).to_dict("index")
    for place, (code, total) in enumerate(after.items(), 1):
        cost = "kosten niet bekend"
        if pd.notna(total["kosten_euro"]):
            cost = f"kosten {_euro(total['kosten_euro'])}{_each(total)}"
        several = "complex" if total["complexen"] == 1 else "complexen"
        counted = f"{total['complexen']:.0f} {several}, {getal(total['woningen'])} woningen"
        todo = f"maatregel nodig {_number(total['te_doen'])}"
        yield f"  {place}. {_named(code, names)}: {counted}; {todo}; {cost}"
    yield from _more(len(found.following), few, "wijk", "wijken")


def _more(count: int, few: int | None, one: str, several: str) -> Iterator[str]:
    if few and count > few:
        rest = count - few
        yield f"  En nog {rest} {one if rest == 1 else several}, in het bestand."


def _origin(found: Comparison, origin: Origin) -> Iterator[str]:
    yield f"Bron: {origin.bron} ({origin.attributie})."
    when = f"Peildatum {dag(origin.peildatum)}"
    yield f"{when}; methode geschikt {origin.methode}; publicatie {origin.release}."
    told = []
    for name in FIGURES:
        statuses = sorted({str(word) for word in found.complexes[f"{name}_status"].dropna()})
        if statuses:
            told.append(f"{name.replace('_', ' ')} {' of '.join(statuses)}")
    if told:
        yield f"Status: {', '.join(told)}."
    yield "Grenzen van een wijk zijn de som van die van haar complexen."
    yield SMALLEST
    yield from dict.fromkeys(origin.opmerkingen)


def _expected(row: Mapping[Any, Any]) -> str:
    if pd.isna(row["nultreden"]):
        return _NOT_JUDGED
    low, high = row["nultreden_ci_low"], row["nultreden_ci_high"]
    between = f" ({_number(low)} tot {_number(high)})" if pd.notna(low) and pd.notna(high) else ""
    return f"{_number(row['nultreden'])}{between}"


def _number(value: float) -> str:
    """An expected number, with the decimal of the table."""
    if pd.isna(value):
        return _NOT_JUDGED
    return f"{value:,.1f}".translate(str.maketrans(",.", ".,"))


def _euro(value: float) -> str:
    return f"€ {getal(value)}"


def _each(row: Mapping[Any, Any]) -> str:
    each = row["kosten_per_woning_euro"]
    return f" ({_euro(each)} per woning)" if pd.notna(each) else ""
