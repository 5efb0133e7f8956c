"""Partner files for the watched folders, each with a few deliberate row faults."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from pipelines.sample import (
    facilities,
    partner_care,
    partner_plans,
    partner_programme,
    partner_stock,
    partner_surroundings,
)
from pipelines.sample.objects import CORPORATION
from pipelines.sample.partner_base import (
    GEMEENTE,
    ZORGKANTOOR,
    Row,
    dutch,
    supplier,
    write_csv,
)
from pipelines.sample.world import World

COMPLEX_COLUMNS = (
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
    "intramurale_plaatsen",
    "mutatiegraad",
    "passend_bewoond_pct",
)
CAPACITY_COLUMNS = (
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
    "formatie_fte",
    "open_voor_nieuwe",
)
PROVIDER_COLUMNS = (
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
CARE_KIND = {
    "verpleeghuis": "verpleeghuiszorg",
    "dagbesteding": "dagbesteding",
    "buurthuis": "steunpunt wijkverpleging",
    "huisarts": "huisarts",
}


def _spoil(rows: list[Row], bag_column: int, figure_column: int, total_column: int) -> list[Row]:
    """Add a short BAG number, a decimal comma, a repeated row and a total row at the end."""
    if len(rows) < 6:
        return rows
    rows = [list(r) for r in rows]
    rows[2][bag_column] = rows[2][bag_column][:-1]
    rows[4][figure_column] = "37,5"
    rows.insert(6, list(rows[5]))
    total = sum(int(r[total_column]) for r in rows if str(r[total_column]).isdigit())
    rows.append(
        ["Totaal" if k == 0 else total if k == total_column else "" for k in range(len(rows[0]))]
    )
    return rows


def _cells(world: World) -> list[tuple[int, list[int]]]:
    """Flats and courts of which most dwellings belong to a corporation, one complex per cell."""
    forms = world.plan.building_forms
    stacked = np.array(
        [v.name in ("portiekflat", "galerijflat", "nieuwflat", "hofje") for v in forms] + [False]
    )
    main = world.plan.blocks[0].gemeenten[0]
    mine = np.array([b.gemeente is main for b in world.lattice.buurten])
    here = np.flatnonzero(
        stacked[world.objects.form] & world.objects.dwelling & mine[world.objects.buurt]
    )
    result = []
    for cell in np.unique(world.objects.cell[here]):
        members = here[world.objects.cell[here] == cell]
        if (world.objects.tenure[members] == CORPORATION).mean() >= 0.7 and len(members) >= 8:
            result.append((int(cell), members.tolist()))
    return result


def _complex(world: World, cell: int, members: list[int]) -> Row:
    first = members[0]
    form = world.plan.building_forms[int(world.objects.form[first])]
    street, number, postcode, place = world.address(first)
    build_year = int(world.objects.build_year[first])
    seniors = form.name == "hofje" or cell % 5 == 0
    lift = (
        "onbekend"
        if cell % 11 == 0
        else ("ja" if form.floors >= 5 or (form.floors == 4 and cell % 4 == 0) else "nee")
    )
    company = world.plan.texts["partners"]["corporaties"][
        int(world.lattice.buurten[int(world.objects.buurt[first])].wijk[-1]) % 2
    ]
    name = f"{'Seniorenhof' if seniors else 'Complex'} {street}"
    return [
        partner_stock.number(cell),
        name,
        company,
        street,
        number,
        postcode,
        place,
        len(members),
        form.type,
        lift,
        70 + cell % 30 if seniors else 5 + cell % 25,
        "ja" if seniors and cell % 2 == 0 else "nee",
        build_year,
        world.plan.peildatum.isoformat(),
        world.numbers.pand[int(world.objects.pand[first])],
        0,
        dutch(4 + cell % 7 / 2),
        45 + cell % 50 if len(members) >= 20 else "",
    ]


# Staff: dwellings per fte GP (2.1 residents each, a little under the norm of 2,095) and per fte
# district nurse, and fte per place elsewhere.
DWELLINGS_PER_FTE = {"huisarts": 1100.0, "buurthuis": 260.0}
FTE_PER_PLACE = 0.75


def _staff(world: World, kind: str, serial: int, rooms: int, locations: int) -> str:
    """Fte of a location: its share of what all dwellings ask for, or by its places."""
    if kind not in DWELLINGS_PER_FTE:
        return f"{rooms * FTE_PER_PLACE:.1f}".replace(".", ",")
    wanted = float(world.objects.dwelling.sum()) / DWELLINGS_PER_FTE[kind]
    return f"{wanted / locations * (0.8 + 0.2 * (serial % 3)):.1f}".replace(".", ",")


def _locations(world: World) -> list[Row]:
    result: list[Row] = []
    kinds = [
        facilities.FACILITIES[int(at)].kind
        for at in world.objects.facility[world.objects.facility >= 0]
    ]
    providers = world.plan.texts["partners"]["zorgaanbieders"]
    for k in np.flatnonzero(world.objects.facility >= 0).tolist():
        kind = facilities.FACILITIES[int(world.objects.facility[k])]
        if kind.kind not in CARE_KIND:
            continue
        _, number, postcode, _ = world.address(k)
        serial = len(result)
        rooms = {"verpleeghuis": 64, "dagbesteding": 18}.get(kind.kind, 0)
        rooms += (serial % 3) * 2 if rooms else 0
        name = f"{kind.name} {world.lattice.buurten[int(world.objects.buurt[k])].name}"
        result.append(
            [
                f"L{serial + 1:04d}",
                providers[serial % 2],
                name,
                CARE_KIND[kind.kind],
                rooms,
                "ja" if kind.kind == "verpleeghuis" else "nee",
                postcode,
                number,
                world.numbers.object[k],
                world.plan.peildatum.isoformat(),
                _staff(world, kind.kind, serial, rooms, kinds.count(kind.kind)),
                ("ja", "ja", "nee", "onbekend")[serial % 4],
            ]
        )
    return result


def _providers(world: World) -> list[Row]:
    result: list[Row] = []
    for k in np.flatnonzero(world.objects.facility >= 0).tolist():
        kind = facilities.FACILITIES[int(world.objects.facility[k])]
        if kind.kind not in ("huisarts", "fysiotherapeut", "verpleeghuis"):
            continue
        street, number, postcode, place = world.address(k)
        serial = len(result) + 1
        result.append(
            [
                f"Z{serial:04d}",
                f"{kind.name} {world.lattice.buurten[int(world.objects.buurt[k])].name}",
                kind.kind,
                f"{1_000_000 + serial:08d}",
                f"{800_000 + serial:08d}",
                street,
                number,
                world.addresses.huisletter[k],
                world.addresses.toevoeging[k],
                postcode,
                place,
                world.numbers.object[k] if serial % 2 else "",
            ]
        )
    if len(result) >= 6:
        result[3][9] = "12345"
        result.insert(5, list(result[4]))
    return result


def write_partners(world: World, folder: Path) -> dict[str, int]:
    """Write the partner files below `folder` (one folder per feed and supplier).

    Returns rows per file.
    """
    p = world.plan.texts["partners"]
    month = world.plan.peildatum.isoformat()[:7]
    result = {}
    cells = _cells(world)
    complexes = [_complex(world, cell, members) for cell, members in cells]
    locations = _locations(world)
    for name in p["corporaties"]:
        target = folder / "corporatiecomplexen" / supplier(name) / f"complexen_{month}.csv"
        result[target.relative_to(folder).as_posix()] = write_csv(
            target, COMPLEX_COLUMNS, _spoil([r for r in complexes if r[2] == name], 14, 10, 7)
        )
    for name in p["zorgaanbieders"]:
        target = folder / "zorgcapaciteit" / supplier(name) / f"capaciteit_{month}.csv"
        result[target.relative_to(folder).as_posix()] = write_csv(
            target, CAPACITY_COLUMNS, _spoil([r for r in locations if r[1] == name], 8, 4, 4)
        )
    target = folder / "zorgaanbieders" / supplier(p["thuiszorg"][0]) / f"aanbieders_{month}.csv"
    result[target.relative_to(folder).as_posix()] = write_csv(
        target, PROVIDER_COLUMNS, _providers(world)
    )
    members = partner_stock.by_complex(cells)
    result |= partner_stock.write(world, folder, complexes, members)
    result |= partner_care.write(world, folder)
    result |= partner_plans.write(world, folder)
    result |= partner_surroundings.write(world, folder)
    return result | partner_programme.write(world, folder)


def profile_lines(texts: dict[str, dict[str, list[str]]]) -> list[str]:
    """The suppliers of the sample as lines of its profile.

    Args:
        texts: the tables of the plan; `partners` has the names.
    """
    names = texts["partners"]
    stock = ["corporatiecomplexen", "corporatiewoningen", "mutaties", "toewijzingen"]
    care = ["zorgcapaciteit", "verzorgingsgebieden", "tijdelijk_verblijf"]
    programme = [
        "ontmoetingsruimten",
        "plannen",
        "projecten",
        "gebiedsindeling",
        "partijen_gebied",
        "uitstroom",
        "mantelzorgvergunningen",
        "flexwoningen",
        "wijkvernieuwing",
        "initiatieven",
        "toetsantwoorden",
        "acties",
        "afspraken",
        "banen",
        "waarschuwingsvlakken",
    ]
    office = ["wlz_plaatsen", "wlz_wachtlijst", "zorgtarieven"]
    one, other = names["corporaties"]
    first, second = names["zorgaanbieders"]
    lines = [
        *_supplier_lines(supplier(one), one, [*stock, "prijstabel", "plannen"]),
        *_supplier_lines(supplier(other), other, stock),
        *_names_lines(supplier(other), "corporatiewoningen", partner_stock.OWN_NAMES),
        *_supplier_lines(supplier(first), first, care),
        *_supplier_lines(supplier(second), second, [*care, "tussenvormen"]),
        *_supplier_lines(GEMEENTE, "Gemeente (fictief)", programme),
        *_supplier_lines(ZORGKANTOOR, "Zorgkantoor (fictief)", office),
    ]
    return [*lines, *_names_lines(ZORGKANTOOR, "wlz_wachtlijst", partner_care.WAITING_NAMES)]


def _supplier_lines(folder: str, name: str, feeds: list[str]) -> list[str]:
    return [
        "",
        f"[leveranciers.{folder}]",
        f"naam = {json.dumps(name, ensure_ascii=False)}",
        'contact = "gegevens@voorbeeld.invalid"',
        'overeenkomst = "Voorbeeldovereenkomst (fictief)"',
        "einde = 2030-12-31",
        f"feeds = {json.dumps(feeds)}",
    ]


def _names_lines(folder: str, feed: str, names: dict[str, str]) -> list[str]:
    lines = [f"{ours} = {json.dumps(theirs)}" for ours, theirs in names.items()]
    return ["", f"[leveranciers.{folder}.kolommen.{feed}]", *lines]
