"""Care as partners count it: service areas, Wlz, waiting list, short stay, meeting rooms."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import numpy as np
import shapely
import xlsxwriter

from pipelines.sample import facilities
from pipelines.sample.partner_base import (
    GEMEENTE,
    ZORGKANTOOR,
    Header,
    Row,
    counted,
    places,
    supplier,
    write_csv,
    write_geojson,
)
from pipelines.sample.world import World

AREAS = (
    "aanbieder",
    "zorgsoort",
    "gebied",
    "wijkcode",
    "levert",
    "dag_en_nacht",
    "reactietijd_min",
    "peildatum",
)
BY_AREA = ("niveau", "gebiedscode")
STAYS = (
    *BY_AREA,
    "soort",
    "periode",
    "plaatsen",
    "aanvragen",
    "niet_geplaatst",
    "bezette_dagen",
    "peildatum",
)
FORMS = (*BY_AREA, "vorm", "periode", "plaatsen", "bezet", "behoefte", "gepland", "peildatum")
ROOMS = (
    "ruimte_id",
    "naam",
    "soort",
    "open_voor_buurt",
    "organisatie",
    "rolstoel",
    "plaatsen",
    "dagdelen",
    "straat",
    "huisnummer",
    "postcode",
    "bag_verblijfsobject_id",
    "peildatum",
)
WLZ = (
    *BY_AREA,
    "leveringsvorm",
    "sector",
    "periode",
    "clienten",
    "plaatsen",
    "plaatsen_nodig",
    "peildatum",
)
RATES = (
    "gemeentecode",
    "zorgsoort",
    "leeftijd",
    "aandeel_pct",
    "bron",
    "bronjaar",
    "peildatum",
)
# The care office sends a sheet of its own: other words, a title, a total.
WAITING = (
    "Gebiedsniveau",
    "Code gebied",
    "Zorgsector",
    "Status",
    "Maand",
    "Wachtenden",
    "Weken",
    "Stand per",
)
WAITING_NAMES = {
    "niveau": "Gebiedsniveau",
    "gebiedscode": "Code gebied",
    "sector": "Zorgsector",
    "wachtstatus": "Status",
    "periode": "Maand",
    "wachttijd_weken": "Weken",
    "peildatum": "Stand per",
}
YEAR = "2023"


def write(world: World, folder: Path) -> dict[str, int]:
    """Write the files of care providers, care office and gemeente; returns rows per file."""
    month = world.plan.peildatum.isoformat()[:7]
    providers = [str(name) for name in world.plan.texts["partners"]["zorgaanbieders"]]
    files: dict[str, tuple[Header, list[Row]]] = {
        f"wlz_plaatsen/{ZORGKANTOOR}": (WLZ, _wlz(world)),
        f"zorgtarieven/{ZORGKANTOOR}": (RATES, _rates(world)),
        f"ontmoetingsruimten/{GEMEENTE}": (ROOMS, _rooms(world)),
        f"verzorgingsgebieden/{supplier(providers[0])}": (AREAS, _districts(world, providers[0])),
        f"tussenvormen/{supplier(providers[1])}": (FORMS, _forms(world)),
    }
    for at, name in enumerate(providers):
        files[f"tijdelijk_verblijf/{supplier(name)}"] = (STAYS, _stays(world, at))
    result = {}
    for place, (header, rows) in files.items():
        target = folder / place / f"{place.split('/')[0]}_{month}.csv"
        result[target.relative_to(folder).as_posix()] = write_csv(target, header, rows)
    drawn = folder / "verzorgingsgebieden" / supplier(providers[1]) / f"gebieden_{month}.geojson"
    result[drawn.relative_to(folder).as_posix()] = _drawn(world, providers[1], drawn)
    sheet = folder / "wlz_wachtlijst" / ZORGKANTOOR / f"wachtlijst_{month}.xlsx"
    result[sheet.relative_to(folder).as_posix()] = _waiting(world, sheet)
    return result


def _districts(world: World, provider: str) -> list[Row]:
    """A provider that names the wijken it serves; it says nothing of the last one."""
    day = world.plan.peildatum.isoformat()
    return [
        [
            provider,
            kind,
            wijk.code,
            wijk.code,
            "ja" if kind == "wijkverpleging" or at % 3 else "nee",
            "ja" if kind == "ongeplande zorg" else "nee",
            30 if kind == "ongeplande zorg" else "",
            day,
        ]
        for kind in ("wijkverpleging", "ongeplande zorg", "Wlz thuis")
        for at, wijk in enumerate(places(world, "wijk")[:-1])
    ]


def _drawn(world: World, provider: str, target: Path) -> int:
    """A provider that draws its area round all its addresses in two gebieden."""
    day = world.plan.peildatum.isoformat()
    rows: list[Row] = []
    shapes: list[shapely.Geometry] = []
    for gebied in places(world, "gebied")[:2]:
        here = np.isin(world.objects.buurt, gebied.buurten)
        points = shapely.MultiPoint(np.column_stack([world.objects.x[here], world.objects.y[here]]))
        for kind in ("wijkverpleging", "dagbesteding"):
            rows.append([provider, kind, gebied.name, None, "ja", "nee", None, day])
            shapes.append(points.convex_hull.buffer(100, quad_segs=2))
    return write_geojson(target, AREAS, rows, shapes)


def _wlz(world: World) -> list[Row]:
    result: list[Row] = []
    for wijk in places(world, "wijk"):
        for form, share in (("verblijf", 0.09), ("VPT", 0.02), ("MPT", 0.05), ("PGB", 0.01)):
            clients = wijk.oldest * share
            rooms = round(clients * 0.95) if form == "verblijf" else ""
            result.append(
                [
                    "wijk",
                    wijk.code,
                    form,
                    "VV",
                    "2023-Q4",
                    counted(clients, 10),
                    rooms,
                    round(clients * 1.15) if form == "verblijf" else "",
                    world.plan.peildatum.isoformat(),
                ]
            )
    return result


def _rates(world: World) -> list[Row]:
    """Shares that rise with age, of which one kind has no figure for the youngest."""
    kinds = {
        "Wlz-zorg thuis (VPT of MPT)": ("0,6", "2,5", "7,5"),
        "Wlz-zorg in een verpleeghuis": ("0,5", "2,0", "9,0"),
        "Wmo-ondersteuning": ("6,0", "14,0", "31,0"),
        "Dementie": ("onbekend", "6,0", "18,0"),
    }
    ages = ("65 t/m 74 jaar", "75 t/m 79 jaar", "80 jaar en ouder")
    day = world.plan.peildatum.isoformat()
    return [
        [place.code, kind, age, share, "declaraties van het zorgkantoor (fictief)", YEAR, day]
        for place in places(world, "gemeente")
        for kind, shares in kinds.items()
        for age, share in zip(ages, shares, strict=True)
    ]


def _waiting(world: World, target: Path) -> int:
    """The waiting list as an Excel file: a title, an empty row, a header, and a total below."""
    states = ("urgent plaatsen", "actief plaatsen", "wacht op voorkeur", "wacht uit voorzorg")
    rows: list[Row] = [
        [
            "gemeente" if place.level == "gemeente" else "wijk",
            place.code,
            "VV",
            state,
            "2023-12",
            counted(place.oldest * share, 10),
            6 + 4 * at,
        ]
        for place in (*places(world, "gemeente"), *places(world, "wijk"))
        for at, (state, share) in enumerate(zip(states, (0.004, 0.03, 0.06, 0.09), strict=True))
    ]
    target.parent.mkdir(parents=True, exist_ok=True)
    book = xlsxwriter.Workbook(str(target))
    book.set_properties({"created": datetime(2024, 1, 1)})  # noqa: DTZ001 - the same bytes again
    sheet = book.add_worksheet("Wachtlijst")
    day = book.add_format({"num_format": "dd-mm-yyyy"})
    sheet.write_string(
        0, 0, "Wachtlijst langdurige zorg (fictief), aantallen onder de 10 afgeschermd"
    )
    sheet.write_row(2, 0, WAITING)
    moment = datetime.combine(world.plan.peildatum, datetime.min.time())
    for at, row in enumerate(rows, start=3):
        sheet.write_row(at, 0, row)
        sheet.write_datetime(at, len(row), moment, day)
    total = sum(row[5] for row in rows if isinstance(row[5], int))
    sheet.write_row(len(rows) + 3, 0, ["Totaal", "", "", "", "", total])
    book.close()
    return len(rows) + 1


def _stays(world: World, at: int) -> list[Row]:
    day = world.plan.peildatum.isoformat()
    code = places(world, "gemeente")[0].code
    kinds = (
        (("crisis", 4), ("respijt", 6), ("logeren", 5))
        if at == 0
        else (("eerstelijnsverblijf", 12),)
    )
    return [
        ["gemeente", code, kind, quarter, beds, beds * 9, counted(beds * 0.9), beds * 80, day]
        for kind, beds in kinds
        for quarter in ("2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4")
    ]


def _forms(world: World) -> list[Row]:
    """Places per gebied, never an address."""
    day = world.plan.peildatum.isoformat()
    result: list[Row] = []
    for gebied in places(world, "gebied"):
        for form, share in (
            ("tussenvorm", 0.0006),
            ("geclusterd begeleid jongeren", 0.0004),
            ("beschermd wonen", 0.0012),
        ):
            rooms = gebied.residents * share
            result.append(
                [
                    "gebied",
                    gebied.code,
                    form,
                    YEAR,
                    counted(rooms),
                    counted(rooms * 0.95),
                    counted(rooms * 1.4),
                    counted(rooms * 0.3),
                    day,
                ]
            )
    return result


def _rooms(world: World) -> list[Row]:
    result: list[Row] = []
    for k in np.flatnonzero(world.objects.facility >= 0).tolist():
        kind = facilities.FACILITIES[int(world.objects.facility[k])]
        if kind.kind != "buurthuis":
            continue
        street, number, postcode, _ = world.address(k)
        serial = len(result)
        name = world.lattice.buurten[int(world.objects.buurt[k])].name
        result.append(
            [
                f"O{serial + 1:03d}",
                f"{kind.name} {name}",
                "buurthuis",
                "onbekend" if serial % 5 == 4 else "ja",
                world.plan.texts["partners"]["welzijn"][0],
                "ja" if serial % 2 else "nee",
                30 + 10 * (serial % 4),
                4 + serial % 7,
                street,
                number,
                postcode,
                world.numbers.object[k] if serial % 3 else "",
                world.plan.peildatum.isoformat(),
            ]
        )
    return result
