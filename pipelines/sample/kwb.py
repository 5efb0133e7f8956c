"""CBS Kerncijfers wijken en buurten (85984NED).

Every column a function of the sums of its region.

Which column holds which function stands in `tabellen/kwb.csv`, last column: the name of a function
here and its arguments. Keys, titles and ordinals are those of the real table as far as they are
known.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np

from pipelines.sample import afronden as af
from pipelines.sample.odata import Dimensie, Kolom, Tabel, lijst, tabel
from pipelines.sample.regio import Regios
from pipelines.sample.rooster import Floats
from pipelines.sample.telling import Sommen

TABEL = "85984NED"
FEED = "/ODataFeed/odata"
BREED_REGIO, BREED_NAAM, BREED_SOORT = 10, 40, 10
POSTCODE = 118
MIN_INKOMEN, MIN_WONINGEN, MIN_AFSTAND = 100, 20, 10


def aantal(s: Sommen, naam: str, minimum: str = str(af.MIN_INWONERS)) -> Floats:
    """A count to the nearest five, given from a number of residents on."""
    return af.mits(af.vijf(s[naam]), s["inwoners"] >= float(minimum))


def inwoners(s: Sommen) -> Floats:
    """Residents to the nearest five, always given."""
    return af.vijf(s["inwoners"])


def tiental(s: Sommen, naam: str) -> Floats:
    """A count to the nearest ten (benefits, schooling, work)."""
    return af.mits(af.tien(s[naam]), s["inwoners"] >= af.MIN_INWONERS)


def aandeel(s: Sommen, teller: str, noemer: str, minimum: str, decimalen: str) -> Floats:
    """A percentage of a base, given from a minimum base on."""
    return af.procent(s[teller], s[noemer], float(minimum), int(decimalen))


def afstand(s: Sommen, soort: str) -> Floats:
    """Mean distance of the residents over the streets, km with one decimal."""
    km = af.deel(s[f"d_{soort}"], s["inwoners"]) / 1000
    return af.mits(af.half_op(km, 1), s["inwoners"] >= MIN_AFSTAND)


def gemiddeld(s: Sommen, som: str, noemer: str) -> Floats:
    """A mean income in thousand euro, one decimal, from 100 residents on."""
    return af.mits(af.half_op(af.deel(s[som], s[noemer]), 1), s["inwoners"] >= MIN_INKOMEN)


def hectare(s: Sommen, soort: str) -> Floats:
    """Area in whole hectares."""
    m2 = {"totaal": s["opp"], "land": s["opp"] - s["opp_water"], "water": s["opp_water"]}[soort]
    return af.half_op(m2 / 1e4)


def zorg(s: Sommen, naam: str) -> Floats:
    """A care count: to five, secret from 1 to 7."""
    return af.zorg(s[naam])


def huur(s: Sommen) -> Floats:
    """All rented dwellings in percent."""
    return af.procent(s["corp"] + s["overig_huur"], s["woningen"], MIN_WONINGEN)


def woz(s: Sommen) -> Floats:
    """Mean value of a dwelling in thousand euro."""
    return af.mits(af.half_op(af.deel(s["woz"], s["woningen"])), s["woningen"] >= MIN_WONINGEN)


def huishoudensgrootte(s: Sommen) -> Floats:
    """Residents per private household, one decimal."""
    return af.mits(af.half_op(af.deel(s["p_hh"], s["hh"]), 1), s["hh"] >= MIN_AFSTAND)


def dichtheid(s: Sommen) -> Floats:
    """Residents per km2 of land."""
    return af.half_op(af.deel(s["inwoners"], (s["opp"] - s["opp_water"]) / 1e6))


def wmo_relatief(s: Sommen) -> Floats:
    """Wmo clients per 1,000 residents, from the rounded counts."""
    promille = 1000 * af.deel(af.zorg(s["wmo"]), af.vijf(s["inwoners"]))
    return af.mits(af.half_op(promille), s["inwoners"] >= af.MIN_INWONERS)


def jeugdzorg_pct(s: Sommen) -> Floats:
    """Young people (under 23) with youth care in percent, from the rounded counts."""
    procent = 100 * af.deel(af.zorg(s["jeugdzorg"]), af.vijf(s["jeugd"]))
    return af.mits(af.half_op(procent, 1), s["jeugd"] >= MIN_WONINGEN)


def oad(s: Sommen) -> Floats:
    """Address density of the surroundings, addresses per km2."""
    return af.half_op(af.deel(s["oad"], s["adressen"]))


def stedelijkheid(s: Sommen) -> Floats:
    """Class 1 (very urban) to 5 (not urban) by address density, null without addresses."""
    d = oad(s)
    klasse = np.digitize(np.nan_to_num(d), [500, 1000, 1500, 2500])
    return np.where(np.isnan(d), np.nan, 5.0 - klasse)


FUNCTIES: dict[str, Callable[..., Floats]] = {
    f.__name__: f
    for f in (
        aantal, inwoners, tiental, aandeel, afstand, gemiddeld, hectare, zorg, huur, woz,
        huishoudensgrootte, dichtheid, wmo_relatief, jeugdzorg_pct, oad, stedelijkheid,
    )
}  # fmt: skip


def _functie(tekst: str) -> Callable[[Sommen], Floats] | None:
    if not tekst:
        return None
    naam, *argumenten = tekst.split()
    functie = FUNCTIES[naam]
    return lambda s: functie(s, *argumenten)


@cache
def kolommen() -> tuple[Kolom, ...]:
    """All columns; those without a function are texts of the region."""
    return tuple(
        Kolom(
            nummer=int(r["nummer"]),
            stam=r["stam"],
            titel=r["titel"],
            eenheid=r["eenheid"],
            decimalen=int(r["decimalen"]),
            groep=r["groep"],
            waarde=_functie(r["waarde"]),
        )
        for r in tabel("kwb")
    )


def regio_leden(regios: Regios) -> tuple[tuple[str, str], ...]:
    """Padded keys and titles of the dimension WijkenEnBuurten."""
    return tuple((r.code.ljust(BREED_REGIO), r.naam) for r in regios.rijen)


def aanduiding(regios: Regios) -> list[list[str]]:
    """Text columns of a region: gemeente, kind, code (padded), change of division (1: none)."""
    return [
        [
            r.gemeente.ljust(BREED_NAAM),
            r.soort.ljust(BREED_SOORT),
            r.code.ljust(BREED_REGIO),
            "." if r.soort == "Land" else "1",
        ]
        for r in regios.rijen
    ]


def maak(regios: Regios, postcode: list[str], gewijzigd: str) -> Tabel:
    """The table.

    Args:
        regios: regions with their sums.
        postcode: most frequent PC4 per region, `.` where there is none.
        gewijzigd: value of TableInfos.Modified.
    """
    teksten = aanduiding(regios)
    waarden = []
    for k in kolommen():
        if k.waarde is not None:
            waarden.append(lijst(k.waarde(regios.som), k.decimalen))
        elif k.nummer == POSTCODE:
            waarden.append(list(postcode))
        else:
            waarden.append([t[k.nummer - 1] for t in teksten])
    sleutels = regio_leden(regios)
    rijen = [[s[0], *rij] for s, rij in zip(sleutels, zip(*waarden, strict=True), strict=True)]
    dim = Dimensie("WijkenEnBuurten", "Wijken en buurten", "GeoDimension", sleutels)
    titel = "Kerncijfers wijken en buurten 2024"
    return Tabel(TABEL, titel, gewijzigd, FEED, "2024", (dim,), kolommen(), rijen)
