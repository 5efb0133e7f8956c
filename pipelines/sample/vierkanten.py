"""CBS vierkantstatistieken.

100 m squares as a GeoPackage in a zip; small squares are absent, small figures -99997.
"""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

import numpy as np
import pyogrio
import pyogrio.raw
import shapely

from pipelines.sample import afronden as af
from pipelines.sample import bevolking as bev
from pipelines.sample.bevolking import Bevolking
from pipelines.sample.gebouwen import CORPORATIE, KOOP, OVERIG_HUUR, Objecten
from pipelines.sample.plan import Plan
from pipelines.sample.rooster import Bools, Floats, Ints

PAD = "vierkant/100/2025-cbs_vk100_2024_v1.zip"
LAAG = "cbs_vk100_2024_v1"
ZIJDE = 100
MINIMUM = 5
VAST = (1980, 1, 1, 0, 0, 0)
BOUWJAREN = (
    ("voor_1945", 0, 1945),
    ("45_tot_65", 1945, 1965),
    ("65_tot_75", 1965, 1975),
    ("75_tot_85", 1975, 1985),
    ("85_tot_95", 1985, 1995),
    ("95_tot_05", 1995, 2005),
    ("05_tot_15", 2005, 2015),
    ("15_en_later", 2015, 9999),
)


@dataclass(frozen=True)
class Vierkanten:
    """Squares of one block: south-west corner in hundreds of metres, and raw counts by column."""

    x: Ints
    y: Ints
    som: dict[str, Floats]


def _leeftijden(b: Bevolking) -> dict[str, Bools]:
    l = b.p_leeftijd  # noqa: E741 - leeftijd
    return {
        "aantal_inwoners_0_tot_15_jaar": l < 15,
        "aantal_inwoners_15_tot_25_jaar": (l >= 15) & (l < 25),
        "aantal_inwoners_25_tot_45_jaar": (l >= 25) & (l < 45),
        "aantal_inwoners_45_tot_65_jaar": (l >= 45) & (l < 65),
        "aantal_inwoners_65_jaar_en_ouder": l >= 65,
    }


def tel(plan: Plan, o: Objecten, b: Bevolking) -> Vierkanten:
    """Count residents, households and dwellings of a block per square."""
    sleutel = (o.x // ZIJDE).astype(np.int64) * 100_000 + (o.y // ZIJDE).astype(np.int64)
    uniek, vak = np.unique(sleutel, return_inverse=True)
    n, vak = len(uniek), vak.ravel()

    def som(groep: Ints, gewicht: Floats | Bools | None = None) -> Floats:
        w = None if gewicht is None else gewicht.astype(np.float64)
        return np.bincount(groep, weights=w, minlength=n).astype(np.float64)

    p, h = vak[b.p_object], vak[b.hh_object]
    w = o.woning & (o.status < 3)
    k = vak[w]
    appartement = np.array([v.type == "appartement" for v in plan.bouwvormen] + [False])[o.vorm[w]]
    bewoond = np.isin(np.arange(len(o.x)), b.hh_object)[w]
    uit = {
        "aantal_inwoners": som(p),
        "aantal_mannen": som(p, ~b.p_vrouw),
        "aantal_vrouwen": som(p, b.p_vrouw),
    }
    uit |= {naam: som(p, m) for naam, m in _leeftijden(b).items()}
    uit |= {
        "aantal_part_huishoudens": som(h),
        "aantal_eenpersoonshuishoudens": som(h, b.hh_type == bev.ALLEEN),
        "aantal_meerpersoonshuishoudens_zonder_kind": som(h, b.hh_type == bev.PAAR),
        "aantal_eenouderhuishoudens": som(h, b.hh_type == bev.EENOUDER),
        "aantal_tweeouderhuishoudens": som(h, b.hh_type == bev.PAAR_KIND),
        "leden": som(h, b.hh_leden.astype(np.float64)),
        "aantal_woningen": som(k),
        "aantal_meergezins_woningen": som(k, appartement),
        "koop": som(k, o.eigendom[w] == KOOP),
        "huur": som(k, np.isin(o.eigendom[w], (CORPORATIE, OVERIG_HUUR))),
        "aantal_huurwoningen_in_bezit_woningcorporaties": som(k, o.eigendom[w] == CORPORATIE),
        "aantal_niet_bewoonde_woningen": som(k, ~bewoond),
        "woz": som(k, o.woz[w]),
        "aantal_personen_met_uitkering_onder_aowlft": som(p, b.p_bijstand | b.p_ao | b.p_ww),
    }
    for naam, van, tot in BOUWJAREN:
        uit[f"aantal_woningen_bouwjaar_{naam}"] = som(
            k, (o.bouwjaar[w] >= van) & (o.bouwjaar[w] < tot)
        )
    return Vierkanten(uniek // 100_000, uniek % 100_000, uit)


def _geheim(aantal: Floats) -> Ints:
    """Rounded to five; 1 to 4 are secret, zero stays zero."""
    return np.where((aantal > 0) & (aantal < MINIMUM), af.ONDERDRUKT, af.vijf(aantal)).astype(
        np.int64
    )


def _kolommen(s: dict[str, Floats]) -> dict[str, Ints | Floats]:
    woningen, huishoudens = s["aantal_woningen"], s["aantal_part_huishoudens"]
    uit: dict[str, Ints | Floats] = {k: _geheim(v) for k, v in s.items() if k.startswith("aantal_")}

    def of_geheim(x: Floats, genoeg: Bools) -> Ints:
        return np.where(genoeg, np.nan_to_num(af.half_op(x)), af.ONDERDRUKT).astype(np.int64)

    genoeg = woningen >= MINIMUM
    uit["percentage_koopwoningen"] = of_geheim(
        af.deel(s["koop"], woningen) * 20, genoeg
    ) * np.where(genoeg, 5, 1)
    uit["percentage_huurwoningen"] = of_geheim(
        af.deel(s["huur"], woningen) * 20, genoeg
    ) * np.where(genoeg, 5, 1)
    uit["gemiddelde_woz_waarde_woning"] = of_geheim(af.deel(s["woz"], woningen), genoeg)
    groot = af.half_op(af.deel(s["leden"], huishoudens), 1)
    uit["gemiddelde_huishoudensgrootte"] = np.where(
        huishoudens >= MINIMUM, np.nan_to_num(groot), float(af.ONDERDRUKT)
    )
    return uit


def schrijf(delen: list[Vierkanten], map_: Path) -> int:
    """Write the zip; returns the number of squares. The bytes depend on the figures only."""
    x, y = np.concatenate([d.x for d in delen]), np.concatenate([d.y for d in delen])
    som = {k: np.concatenate([d.som[k] for d in delen]) for k in delen[0].som}
    blijft = np.flatnonzero(
        (som["aantal_inwoners"] >= MINIMUM) | (som["aantal_woningen"] >= MINIMUM)
    )
    blijft = blijft[np.lexsort((x[blijft], y[blijft]))]
    x, y, som = x[blijft], y[blijft], {k: v[blijft] for k, v in som.items()}
    velden: dict[str, np.ndarray] = {
        "crs28992res100m": np.array(
            [f"E{a:04d}N{b:04d}" for a, b in zip(x, y, strict=True)], dtype=object
        )
    }
    velden |= dict(_kolommen(som))
    vlak = shapely.to_wkb(shapely.box(x * ZIJDE, y * ZIJDE, (x + 1) * ZIJDE, (y + 1) * ZIJDE))
    doel = map_ / PAD
    doel.parent.mkdir(parents=True, exist_ok=True)
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": "2025-01-01T00:00:00.000Z"})
    try:
        with TemporaryDirectory(dir=map_) as tijdelijk:
            gpkg = Path(tijdelijk) / f"{LAAG}.gpkg"
            pyogrio.raw.write(
                gpkg,
                vlak,
                list(velden.values()),
                list(velden),
                layer=LAAG,
                driver="GPKG",
                geometry_type="Polygon",
                crs="EPSG:28992",
            )
            pak_in(doel, {gpkg.name: gpkg.read_bytes(), "leesmij.txt": b"Fictieve gegevens\n"})
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
    return len(x)


def pak_in(doel: Path, leden: Mapping[str, bytes | IO[bytes]]) -> None:
    """Zip members (bytes, or an open file read from its start) with fixed times and order."""
    with zipfile.ZipFile(doel, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as z:
        for naam, inhoud in leden.items():
            info = zipfile.ZipInfo(naam, VAST)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            bron = io.BytesIO(inhoud) if isinstance(inhoud, bytes) else inhoud
            bron.seek(0)
            with z.open(info, "w") as lid:
                shutil.copyfileobj(bron, lid, 1 << 20)
