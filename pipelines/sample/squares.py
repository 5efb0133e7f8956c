"""CBS vierkantstatistieken: a GeoPackage in a zip; small squares absent, small figures -99997."""

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

from pipelines.sample import population, rounding
from pipelines.sample.lattice import Bools, Floats, Ints
from pipelines.sample.objects import CORPORATION, OTHER_RENT, OWNED, Objects
from pipelines.sample.plan import Plan
from pipelines.sample.population import Population

PATH = "vierkant/100/2025-cbs_vk100_2024_v1.zip"
LAYER = "cbs_vk100_2024_v1"
SIDE = 100
MINIMUM = 5
FIXED_TIME = (1980, 1, 1, 0, 0, 0)
BUILD_YEARS = (
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
class Squares:
    """Squares of one block: south-west corner in hundreds of metres, and raw counts by column."""

    x: Ints
    y: Ints
    sums: dict[str, Floats]


def _ages(people: Population) -> dict[str, Bools]:
    age = people.p_age
    return {
        "aantal_inwoners_0_tot_15_jaar": age < 15,
        "aantal_inwoners_15_tot_25_jaar": (age >= 15) & (age < 25),
        "aantal_inwoners_25_tot_45_jaar": (age >= 25) & (age < 45),
        "aantal_inwoners_45_tot_65_jaar": (age >= 45) & (age < 65),
        "aantal_inwoners_65_jaar_en_ouder": age >= 65,
    }


def count(plan: Plan, objects: Objects, people: Population) -> Squares:
    """Count residents, households and dwellings of a block per square."""
    key = (objects.x // SIDE).astype(np.int64) * 100_000 + (objects.y // SIDE).astype(np.int64)
    unique, square = np.unique(key, return_inverse=True)
    n, square = len(unique), square.ravel()

    def total(group: Ints, weight: Floats | Bools | None = None) -> Floats:
        w = None if weight is None else weight.astype(np.float64)
        return np.bincount(group, weights=w, minlength=n).astype(np.float64)

    p, h = square[people.p_object], square[people.hh_object]
    w = objects.dwelling & (objects.status < 3)
    dwelling_square = square[w]
    apartment = np.array([v.type == "appartement" for v in plan.building_forms] + [False])[
        objects.form[w]
    ]
    occupied = np.isin(np.arange(len(objects.x)), people.hh_object)[w]
    result = {
        "aantal_inwoners": total(p),
        "aantal_mannen": total(p, ~people.p_woman),
        "aantal_vrouwen": total(p, people.p_woman),
    }
    result |= {name: total(p, m) for name, m in _ages(people).items()}
    result |= {
        "aantal_part_huishoudens": total(h),
        "aantal_eenpersoonshuishoudens": total(h, people.hh_type == population.SINGLE),
        "aantal_meerpersoonshuishoudens_zonder_kind": total(h, people.hh_type == population.COUPLE),
        "aantal_eenouderhuishoudens": total(h, people.hh_type == population.SINGLE_PARENT),
        "aantal_tweeouderhuishoudens": total(h, people.hh_type == population.FAMILY),
        "leden": total(h, people.hh_size.astype(np.float64)),
        "aantal_woningen": total(dwelling_square),
        "aantal_meergezins_woningen": total(dwelling_square, apartment),
        "koop": total(dwelling_square, objects.tenure[w] == OWNED),
        "huur": total(dwelling_square, np.isin(objects.tenure[w], (CORPORATION, OTHER_RENT))),
        "aantal_huurwoningen_in_bezit_woningcorporaties": total(
            dwelling_square, objects.tenure[w] == CORPORATION
        ),
        "aantal_niet_bewoonde_woningen": total(dwelling_square, ~occupied),
        "woz": total(dwelling_square, objects.woz[w]),
        "aantal_personen_met_uitkering_onder_aowlft": total(
            p, people.p_bijstand | people.p_ao | people.p_ww
        ),
    }
    for name, start, until in BUILD_YEARS:
        result[f"aantal_woningen_bouwjaar_{name}"] = total(
            dwelling_square, (objects.build_year[w] >= start) & (objects.build_year[w] < until)
        )
    return Squares(unique // 100_000, unique % 100_000, result)


def _secret(count: Floats) -> Ints:
    """Rounded to five; 1 to 4 are secret, zero stays zero."""
    return np.where(
        (count > 0) & (count < MINIMUM), rounding.SUPPRESSED, rounding.to_five(count)
    ).astype(np.int64)


def _columns(sums: dict[str, Floats]) -> dict[str, Ints | Floats]:
    dwellings, households = sums["aantal_woningen"], sums["aantal_part_huishoudens"]
    result: dict[str, Ints | Floats] = {
        name: _secret(v) for name, v in sums.items() if name.startswith("aantal_")
    }

    def or_secret(x: Floats, enough: Bools) -> Ints:
        return np.where(
            enough, np.nan_to_num(rounding.round_half_up(x)), rounding.SUPPRESSED
        ).astype(np.int64)

    enough = dwellings >= MINIMUM
    result["percentage_koopwoningen"] = or_secret(
        rounding.ratio(sums["koop"], dwellings) * 20, enough
    ) * np.where(enough, 5, 1)
    result["percentage_huurwoningen"] = or_secret(
        rounding.ratio(sums["huur"], dwellings) * 20, enough
    ) * np.where(enough, 5, 1)
    result["gemiddelde_woz_waarde_woning"] = or_secret(
        rounding.ratio(sums["woz"], dwellings), enough
    )
    mean_size = rounding.round_half_up(rounding.ratio(sums["leden"], households), 1)
    result["gemiddelde_huishoudensgrootte"] = np.where(
        households >= MINIMUM, np.nan_to_num(mean_size), float(rounding.SUPPRESSED)
    )
    return result


def write(parts: list[Squares], folder: Path) -> int:
    """Write the zip; returns the number of squares. The bytes depend on the figures only."""
    x, y = np.concatenate([d.x for d in parts]), np.concatenate([d.y for d in parts])
    sums = {name: np.concatenate([d.sums[name] for d in parts]) for name in parts[0].sums}
    kept = np.flatnonzero(
        (sums["aantal_inwoners"] >= MINIMUM) | (sums["aantal_woningen"] >= MINIMUM)
    )
    kept = kept[np.lexsort((x[kept], y[kept]))]
    x, y, sums = x[kept], y[kept], {name: v[kept] for name, v in sums.items()}
    fields: dict[str, np.ndarray] = {
        "crs28992res100m": np.array(
            [f"E{a:04d}N{b:04d}" for a, b in zip(x, y, strict=True)], dtype=object
        )
    }
    fields |= dict(_columns(sums))
    geometry = shapely.to_wkb(shapely.box(x * SIDE, y * SIDE, (x + 1) * SIDE, (y + 1) * SIDE))
    target = folder / PATH
    target.parent.mkdir(parents=True, exist_ok=True)
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": "2025-01-01T00:00:00.000Z"})
    try:
        with TemporaryDirectory(dir=folder) as temporary:
            gpkg = Path(temporary) / f"{LAYER}.gpkg"
            pyogrio.raw.write(
                gpkg,
                geometry,
                list(fields.values()),
                list(fields),
                layer=LAYER,
                driver="GPKG",
                geometry_type="Polygon",
                crs="EPSG:28992",
            )
            write_zip(target, {gpkg.name: gpkg.read_bytes(), "leesmij.txt": b"Fictieve gegevens\n"})
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
    return len(x)


def write_zip(target: Path, members: Mapping[str, bytes | IO[bytes]]) -> None:
    """Zip members (bytes, or an open file read from its start) with fixed times and order."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as z:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, FIXED_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            source = io.BytesIO(content) if isinstance(content, bytes) else content
            source.seek(0)
            with z.open(info, "w") as member:
                shutil.copyfileobj(source, member, 1 << 20)
