"""Stock of the two corporations: dwellings, turnover per complex, allocations, prices.

One supplier writes VERA names, the other names of its own, which the profile maps.
"""

from __future__ import annotations

from pathlib import Path

from pipelines.sample.objects import CORPORATION
from pipelines.sample.partner_base import (
    Header,
    Row,
    counted,
    dutch,
    places,
    supplier,
    write_csv,
)
from pipelines.sample.world import World

VERA = (
    "id",
    "complexnummer",
    "soort",
    "straatnaam",
    "huisnummer",
    "huisletter",
    "huisnummerToevoeging",
    "postcode",
    "bagIdentificatie",
    "totaleOppervlakte",
    "bouwjaar",
    "etage",
    "kamersAantal",
    "liftAanwezig",
    "toegankelijkheidslabel",
    "nultreden",
    "sterren",
    "badkamer_aanpasbaar",
    "doelgroep",
    "status",
    "huurklasse",
    "peildatum",
)
# The other corporation's own words, in the order of the VERA names.
OWN = (
    "VHE",
    "Complexnr",
    "Soort VHE",
    "Straat",
    "Hnr",
    "Ltr",
    "Toev",
    "PC",
    "BAG VBO",
    "Opp m2",
    "Bouwjaar",
    "Verdieping",
    "Aantal kamers",
    "Lift",
    "Label",
    "Gelijkvloers",
    "Aantal sterren",
    "Badkamer aanpasbaar",
    "Doelgroep",
    "Verhuurstatus",
    "Prijsklasse",
    "Peildatum",
)
OWN_NAMES = {
    "eenheid_id": "VHE",
    "complex_id": "Complexnr",
    "soort": "Soort VHE",
    "huisnummer": "Hnr",
    "huisletter": "Ltr",
    "toevoeging": "Toev",
    "postcode": "PC",
    "verblijfsobject": "BAG VBO",
    "oppervlakte_m2": "Opp m2",
    "etage": "Verdieping",
    "kamers": "Aantal kamers",
    "toegankelijkheidslabel": "Label",
    "nultreden": "Gelijkvloers",
    "sterren": "Aantal sterren",
    "badkamer_aanpasbaar": "Badkamer aanpasbaar",
    "status": "Verhuurstatus",
    "huurklasse": "Prijsklasse",
}
RENTS = (
    "tot kwaliteitskortingsgrens",
    "tot lage aftoppingsgrens",
    "tot hoge aftoppingsgrens",
    "tot huurtoeslaggrens",
    "middenhuur",
)
MONITOR = (
    "complex_id",
    "corporatie",
    "periode",
    "woningen",
    "mutaties",
    "leegstand_dagen",
    "toewijzingen",
    "toewijzingen_urgent",
    "overlastmeldingen",
    "zorgsignalen",
    "huurachterstanden",
    "vandalisme",
    "zorgaanbieders",
    "sleutelkastjes",
    "ingangen",
    "bewonersoordeel",
    "volwassenen",
    "vragers",
    "peildatum",
)
LETTINGS = (
    "niveau",
    "gebiedscode",
    "huurklasse",
    "periode",
    "vrijgekomen",
    "toegewezen",
    "urgent",
    "directe_bemiddeling",
    "ouderen",
    "doorstromers",
    "peildatum",
)
PRICES = (
    ("drempels", "woning", 900),
    ("badkamer", "woning", 12500),
    ("traplift", "woning", 7800),
    ("toilet en slaapkamer begane grond", "woning", 38500),
    ("lift per portiek", "portiek", 285000),
    ("hoofdentree", "complex", 24000),
)
LABELS = {2: "rollatorwoning", 4: "rolstoelwoning"}
QUARTERS = tuple(f"{year}-Q{part}" for year in (2022, 2023) for part in (1, 2, 3, 4))


def write(
    world: World, folder: Path, complexes: list[Row], members: dict[str, list[int]]
) -> dict[str, int]:
    """Write the files of the corporations below `folder`.

    Args:
        world: what was generated.
        folder: of the partner files.
        complexes: rows of the list of complexes; 0 the number, 2 the corporation.
        members: dwellings of each complex.
    """
    companies = [str(name) for name in world.plan.texts["partners"]["corporaties"]]
    month = world.plan.peildatum.isoformat()[:7]
    result = {}
    for place, company in enumerate(companies):
        own = [row for row in complexes if row[2] == company]
        made: dict[str, tuple[Header, list[Row]]] = {
            "corporatiewoningen": (VERA if place == 0 else OWN, _dwellings(world, own, members)),
            "mutaties": (MONITOR, _monitor(world, own)),
            "toewijzingen": (LETTINGS, _lettings(world, place)),
        }
        if place == 0:
            day = world.plan.peildatum.isoformat()
            prices = [[*row, 2024, day] for row in PRICES]
            made["prijstabel"] = (("maatregel", "per", "prijs", "prijsjaar", "peildatum"), prices)
        for feed, (header, rows) in made.items():
            target = folder / feed / supplier(company) / f"{feed}_{month}.csv"
            result[target.relative_to(folder).as_posix()] = write_csv(target, header, rows)
    return result


def _dwellings(world: World, complexes: list[Row], members: dict[str, list[int]]) -> list[Row]:
    """Rented dwellings of the complexes; one garage, which is no dwelling, and one short number."""
    result: list[Row] = []
    for row in complexes:
        seen: dict[int, int] = {}
        for k in members[row[0]]:
            if world.objects.tenure[k] == CORPORATION:
                pand = int(world.objects.pand[k])
                seen[pand] = seen.get(pand, -1) + 1
                result.append(_dwelling(world, row, k, seen[pand], len(result)))
    if len(result) > 20:
        garage = list(result[10])
        garage[0], garage[2], garage[8] = f"{garage[0]}P", "Parkeergelegenheid", ""
        result.insert(11, garage)
        result[5] = [*result[5][:8], result[5][8][:-1], *result[5][9:]]
    return result


def _dwelling(world: World, row: Row, k: int, rank: int, serial: int) -> Row:
    street, number, postcode, _ = world.address(k)
    form = world.plan.building_forms[int(world.objects.form[k])]
    floor = rank * form.floors // max(form.dwellings, 1)
    lift = row[9]
    stepfree = (floor == 0 or lift == "ja") and form.name != "rijtjes"
    stars = 2 if stepfree and world.objects.area[k] >= 50 else int(stepfree)
    if stars == 2 and world.objects.area[k] >= 70 and serial % 9 == 0:
        stars = 4
    return [
        f"E{serial + 1:06d}",
        row[0],
        "Woonruimte",
        street,
        number,
        world.addresses.huisletter[k],
        world.addresses.toevoeging[k],
        postcode,
        world.numbers.object[k],
        int(world.objects.area[k]) if world.objects.area[k] < 1000 else "",
        int(world.objects.build_year[k]),
        min(floor, form.floors - 1),
        max(1, min(6, int(world.objects.area[k]) // 22)),
        lift,
        LABELS.get(stars, ""),
        "ja" if stepfree else "nee",
        stars,
        ("ja", "nee", "")[serial % 3],
        "ouderen" if float(str(row[10]).replace(",", ".")) >= 70 else "",
        "Leegstand" if serial % 61 == 0 else "Verhuurd",
        RENTS[(serial // 7) % len(RENTS)],
        world.plan.peildatum.isoformat(),
    ]


def _monitor(world: World, complexes: list[Row]) -> list[Row]:
    """A row per complex and quarter; heavier where the buurt asks more."""
    result: list[Row] = []
    for serial, row in enumerate(complexes):
        size = int(row[7])
        for at, quarter in enumerate(QUARTERS):
            wave = (serial * 7 + at * 3) % 10 / 10
            moved = round(size * (0.01 + 0.02 * wave))
            result.append(
                [
                    row[0],
                    row[2],
                    quarter,
                    size,
                    moved,
                    dutch(20 + 40 * wave),
                    moved,
                    counted(moved * 0.3),
                    round(size * 0.03 * wave) + _trouble(serial, at, size),
                    counted(size * 0.06 * wave),
                    counted(size * 0.05),
                    int(wave > 0.6),
                    2 + serial % 4,
                    size // 12,
                    1 + size // 40,
                    dutch(7.6 - wave),
                    round(size * 1.4),
                    counted(size * 0.35 * wave),
                    world.plan.peildatum.isoformat(),
                ]
            )
    return result


def _trouble(serial: int, at: int, size: int) -> int:
    """More nuisance in the last quarter of a few complexes, so that the monitor has a signal."""
    return size // 6 if serial % 20 == 3 and at == len(QUARTERS) - 1 else 0


def _lettings(world: World, place: int) -> list[Row]:
    """Homes let per wijk in one year, half of them by each corporation."""
    result: list[Row] = []
    for serial, wijk in enumerate(places(world, "wijk")):
        vacated = wijk.corporation * 0.07 / 2
        if vacated < 1:
            continue
        share = 0.2 + 0.05 * ((serial + place) % 4)
        result.append(
            [
                "wijk",
                wijk.code,
                "alle",
                "2023",
                counted(vacated),
                counted(vacated * 0.95),
                counted(vacated * share),
                counted(vacated * share * 0.4),
                counted(vacated * 0.2),
                counted(vacated * 0.05),
                world.plan.peildatum.isoformat(),
            ]
        )
    return result


def by_complex(cells: list[tuple[int, list[int]]]) -> dict[str, list[int]]:
    """Number of a complex -> its dwellings."""
    return {number(cell): members for cell, members in cells}


def number(cell: int) -> str:
    """Number of the complex in a cell."""
    return f"C{cell:06d}"
