"""Partner files for the watched folders, and the IGJ register of pharmacies.

Each file has a few deliberate row faults.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import numpy as np

from pipelines.sample import voorzieningen
from pipelines.sample.gebouwen import CORPORATIE
from pipelines.sample.wereld import Wereld

COMPLEX = (
    "complex_id",
    "naam",
    "corporatie",
    "straat",
    "huisnummer",
    "postcode",
    "plaats",
    "woningen_aantal",
    "woningtype",
    "lift",
    "doelgroep_ouderen_pct",
    "ontmoetingsruimte",
    "bouwjaar",
    "peildatum",
    "bag_pand_id",
)
CAPACITEIT = (
    "locatie_id",
    "aanbieder",
    "naam",
    "zorgsoort",
    "plaatsen_aantal",
    "24_uurs",
    "postcode",
    "huisnummer",
    "bag_verblijfsobject_id",
    "peildatum",
)
AANBIEDER = (
    "aanbieder_id",
    "naam",
    "soort",
    "agb_code",
    "kvk_nummer",
    "straat",
    "huisnummer",
    "huisletter",
    "toevoeging",
    "postcode",
    "plaats",
    "bag_verblijfsobject_id",
)
ZORGSOORT = {
    "verpleeghuis": "verpleeghuiszorg",
    "dagbesteding": "dagbesteding",
    "buurthuis": "steunpunt wijkverpleging",
}
Rij = list[Any]


def _map(naam: str) -> str:
    """Folder name of a supplier."""
    return "-".join(naam.lower().replace("stichting ", "").split())


def schrijf_csv(doel: Path, kop: tuple[str, ...], rijen: list[Rij]) -> int:
    """Write a CSV file with `;` and UTF-8; returns its number of rows."""
    doel.parent.mkdir(parents=True, exist_ok=True)
    uit = io.StringIO()
    schrijver = csv.writer(uit, delimiter=";", lineterminator="\r\n")
    schrijver.writerow(kop)
    schrijver.writerows(rijen)
    doel.write_bytes(uit.getvalue().encode())
    return len(rijen)


def _fouten(rijen: list[Rij], bag: int, getal: int, totaal: int) -> list[Rij]:
    """Spoil a few rows.

    A BAG number of 15 digits, a decimal comma, a repeated row and a total row at the end.
    """
    if len(rijen) < 6:
        return rijen
    rijen = [list(r) for r in rijen]
    rijen[2][bag] = rijen[2][bag][:-1]
    rijen[4][getal] = "37,5"
    rijen.insert(6, list(rijen[5]))
    som = sum(int(r[totaal]) for r in rijen if str(r[totaal]).isdigit())
    rijen.append(["Totaal" if k == 0 else som if k == totaal else "" for k in range(len(rijen[0]))])
    return rijen


def _complexen(w: Wereld) -> list[Rij]:
    """Blocks of flats and courts of which most dwellings belong to a corporation.

    One complex per cell.
    """
    vormen = w.plan.bouwvormen
    gestapeld = np.array(
        [v.naam in ("portiekflat", "galerijflat", "nieuwflat", "hofje") for v in vormen] + [False]
    )
    hoofd = w.plan.blokken[0].gemeenten[0]
    mijn = np.array([b.gemeente is hoofd for b in w.r.buurten])
    hier = np.flatnonzero(gestapeld[w.o.vorm] & w.o.woning & mijn[w.o.buurt])
    uit = []
    for cel in np.unique(w.o.cel[hier]):
        leden = hier[w.o.cel[hier] == cel]
        if (w.o.eigendom[leden] == CORPORATIE).mean() < 0.7 or len(leden) < 8:
            continue
        uit.append(_complex(w, int(cel), leden.tolist()))
    return uit


def _complex(w: Wereld, cel: int, leden: list[int]) -> Rij:
    eerste = leden[0]
    vorm = w.plan.bouwvormen[int(w.o.vorm[eerste])]
    straat, nummer, postcode, plaats = w.adres(eerste)
    bouwjaar = int(w.o.bouwjaar[eerste])
    senioren = vorm.naam == "hofje" or cel % 5 == 0
    lift = (
        "onbekend"
        if cel % 11 == 0
        else ("ja" if vorm.lagen >= 5 or (vorm.lagen == 4 and cel % 4 == 0) else "nee")
    )
    bedrijf = w.plan.teksten["partners"]["corporaties"][
        int(w.r.buurten[int(w.o.buurt[eerste])].wijk[-1]) % 2
    ]
    naam = f"{'Seniorenhof' if senioren else 'Complex'} {straat}"
    return [
        f"C{cel:06d}",
        naam,
        bedrijf,
        straat,
        nummer,
        postcode,
        plaats,
        len(leden),
        vorm.type,
        lift,
        70 + cel % 30 if senioren else 5 + cel % 25,
        "ja" if senioren and cel % 2 == 0 else "nee",
        bouwjaar,
        w.plan.peildatum.isoformat(),
        w.n.pand[int(w.o.pand[eerste])],
    ]


def _locaties(w: Wereld) -> list[Rij]:
    uit: list[Rij] = []
    aanbieders = w.plan.teksten["partners"]["zorgaanbieders"]
    for k in np.flatnonzero(w.o.bijzonder >= 0).tolist():
        soort = voorzieningen.SOORTEN[int(w.o.bijzonder[k])]
        if soort.soort not in ZORGSOORT:
            continue
        _, nummer, postcode, _ = w.adres(k)
        nr = len(uit)
        plaatsen = {"verpleeghuis": 64, "dagbesteding": 18, "buurthuis": 0}[soort.soort] + (
            nr % 3
        ) * 2
        naam = f"{soort.naam} {w.r.buurten[int(w.o.buurt[k])].naam}"
        uit.append(
            [
                f"L{nr + 1:04d}",
                aanbieders[nr % 2],
                naam,
                ZORGSOORT[soort.soort],
                plaatsen,
                "ja" if soort.soort == "verpleeghuis" else "nee",
                postcode,
                nummer,
                w.n.object[k],
                w.plan.peildatum.isoformat(),
            ]
        )
    return uit


def _aanbieders(w: Wereld) -> list[Rij]:
    uit: list[Rij] = []
    for k in np.flatnonzero(w.o.bijzonder >= 0).tolist():
        soort = voorzieningen.SOORTEN[int(w.o.bijzonder[k])]
        if soort.soort not in ("huisarts", "fysiotherapeut", "verpleeghuis"):
            continue
        straat, nummer, postcode, plaats = w.adres(k)
        nr = len(uit) + 1
        uit.append(
            [
                f"Z{nr:04d}",
                f"{soort.naam} {w.r.buurten[int(w.o.buurt[k])].naam}",
                soort.soort,
                f"{1_000_000 + nr:08d}",
                f"{800_000 + nr:08d}",
                straat,
                nummer,
                w.a.huisletter[k],
                w.a.toevoeging[k],
                postcode,
                plaats,
                w.n.object[k] if nr % 2 else "",
            ]
        )
    if len(uit) >= 6:
        uit[3][9] = "12345"
        uit.insert(5, list(uit[4]))
    return uit


def schrijf_partners(w: Wereld, map_: Path) -> dict[str, int]:
    """Write the partner files below `map_` (one folder per feed and supplier).

    Returns rows per file.
    """
    p = w.plan.teksten["partners"]
    maand = w.plan.peildatum.isoformat()[:7]
    uit = {}
    complexen, locaties = _complexen(w), _locaties(w)
    for naam in p["corporaties"]:
        doel = map_ / "corporatiecomplexen" / _map(naam) / f"complexen_{maand}.csv"
        uit[doel.relative_to(map_).as_posix()] = schrijf_csv(
            doel, COMPLEX, _fouten([r for r in complexen if r[2] == naam], 14, 10, 7)
        )
    for naam in p["zorgaanbieders"]:
        doel = map_ / "zorgcapaciteit" / _map(naam) / f"capaciteit_{maand}.csv"
        uit[doel.relative_to(map_).as_posix()] = schrijf_csv(
            doel, CAPACITEIT, _fouten([r for r in locaties if r[1] == naam], 8, 4, 4)
        )
    doel = map_ / "zorgaanbieders" / _map(p["thuiszorg"][0]) / f"aanbieders_{maand}.csv"
    uit[doel.relative_to(map_).as_posix()] = schrijf_csv(doel, AANBIEDER, _aanbieders(w))
    return uit
