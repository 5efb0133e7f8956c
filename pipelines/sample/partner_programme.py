"""The programme of the gemeente: plans, projects, agreements, actions, and counts by area."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from pipelines.sample.partner_base import (
    GEMEENTE,
    Header,
    Place,
    Row,
    counted,
    names,
    places,
    write_csv,
)
from pipelines.sample.world import World

AREA = ("niveau", "gebiedscode")
GROUPS = (
    ("beschermd wonen", "zelfstandig", 0.0012),
    ("klinische GGZ", "zelfstandig", 0.0002),
    ("opvang", "zelfstandig", 0.0014),
    ("opvang", "kamer", 0.0002),
    ("jeugdhulp met verblijf", "kamer", 0.0003),
    ("vergunninghouders", "zelfstandig", 0.0016),
)
ACTIONS = (
    ("1A", "Passend woningaanbod", "Afwegingskader maken", "gemeente", "31-12-2024", "loopt"),
    (
        "1B",
        "Passend woningaanbod",
        "Definitie levensloopbestendig vaststellen",
        "gemeente",
        "30-06-2024",
        "vertraagd",
    ),
    ("1C", "Passend woningaanbod", "Monitor vraag en aanbod", "gemeente", "31-12-2025", "loopt"),
    (
        "2A",
        "Sociale basis en zorg",
        "Ontmoetingsruimten openen voor de buurt",
        "welzijn",
        "31-12-2024",
        "loopt",
    ),
    (
        "2B",
        "Sociale basis en zorg",
        "Afspraken over dekkend zorgaanbod",
        "zorgkantoor",
        "31-12-2025",
        "niet gestart",
    ),
    ("3A", "Samenwerking", "Plan voor doorstroming", "corporaties", "30-09-2024", "gereed"),
)
AGREEMENTS = (
    ("PA-01", 0, "nultreden", "woningen", 400, 120),
    ("PA-02", 1, "nultreden", "woningen", 300, 140),
    ("PA-03", 0, "geclusterd", "woningen", 120, 24),
    ("PA-04", 1, "rolstoelgeschikt", "woningen", 40, 11),
    ("PA-05", 1, "doorstroming", "verhuizingen", 80, 22),
)


def write(world: World, folder: Path) -> dict[str, int]:
    """Write the files of the gemeente below `folder`; returns rows per file."""
    month = world.plan.peildatum.isoformat()[:7]
    day = world.plan.peildatum.isoformat()
    result = {}
    for feed, (header, rows) in _tables(world).items():
        target = folder / feed / GEMEENTE / f"{feed}_{month}.csv"
        dated = [[*row, day] for row in rows]
        result[target.relative_to(folder).as_posix()] = write_csv(
            target, (*header, "peildatum"), dated
        )
    return result


def _tables(world: World) -> dict[str, tuple[Header, list[Row]]]:
    """Feed -> header and rows, without the peildatum they all end with."""
    gebieden, wijken = places(world, "gebied"), places(world, "wijk")
    gemeente = places(world, "gemeente")[0]
    parts = world.lattice.buurten
    return {
        "gebiedsindeling": (
            ("buurtcode", "gebied"),
            [[parts[n].code, g.name] for g in gebieden for n in g.buurten],
        ),
        "partijen_gebied": (
            ("gebied", "rol", "partij", "bron"),
            [
                [g.name, role, name, "Uitvoeringsprogramma (fictief)"]
                for at, g in enumerate(gebieden)
                for role, name in _parties(world)[at % 2 :]
            ],
        ),
        "uitstroom": (
            (*AREA, "groep", "woonvorm", "periode", "behoefte", "geplaatst", "binnen_half_jaar"),
            [_leaving(gemeente, *group) for group in GROUPS],
        ),
        "mantelzorgvergunningen": (
            (*AREA, "soort", "periode", "aangevraagd", "verleend", "geweigerd"),
            [
                _permits(wijk, kind)
                for wijk in wijken
                for kind in ("mantelzorgwoning", "premantelzorgwoning")
            ],
        ),
        "flexwoningen": (
            (
                "locatie_id",
                "naam",
                "woningen",
                "jaar_start",
                "jaar_eind",
                "eigenaar",
                "vervanging",
                "straat",
                "huisnummer",
                "postcode",
            ),
            [
                _flex(world, wijk, at)
                for at, wijk in enumerate([w for w in wijken if w.addresses][:3])
            ],
        ),
        "wijkvernieuwing": (
            (
                "vernieuwing_id",
                "naam",
                "wijkcode",
                "status",
                "jaar_start",
                "jaar_eind",
                "renovatie",
                "sloop",
                "nieuwbouw",
                "levensloopgeschikt",
            ),
            [_renewal(wijk, at) for at, wijk in enumerate(wijken[2:5])],
        ),
        "initiatieven": (
            ("initiatief_id", "naam", "soort", "fase", "doelgroep", "woningen", "gebied", "jaar"),
            [
                [
                    f"I-{at + 1:02d}",
                    f"Hofje {g.name}",
                    ("hofje", "CPO", "wooncoöperatie")[at % 3],
                    ("idee", "verkenning", "plan", "gestopt")[at % 4],
                    "ouderen",
                    12 + 4 * at,
                    g.name,
                    2022,
                ]
                for at, g in enumerate(gebieden)
            ],
        ),
        "acties": (
            ("actie_id", "editie", "thema", "actie", "trekker", "gereed", "voortgang"),
            [
                [key, "2023-2025", theme, what, who, until, state]
                for key, theme, what, who, until, state in ACTIONS
            ],
        ),
        "afspraken": (
            (
                "afspraak_id",
                "partij",
                "onderwerp",
                "eenheid",
                "doel",
                "gerealiseerd",
                "start",
                "einde",
            ),
            [
                [key, names(world, "corporaties")[who], *rest, "01-01-2021", "31-12-2028"]
                for key, who, *rest in AGREEMENTS
            ],
        ),
    }


def _parties(world: World) -> list[tuple[str, str]]:
    roles = {
        "corporaties": "Corporaties",
        "zorgaanbieders": "VVT/LG",
        "begeleiding": "BW/MO",
        "welzijn": "Welzijn",
    }
    return [(role, name) for kind, role in roles.items() for name in names(world, kind)]


def _leaving(place: Place, group: str, home: str, share: float) -> Row:
    need = place.residents * share
    return [
        place.level,
        place.code,
        group,
        home,
        "2023",
        counted(need),
        counted(need * 0.7),
        counted(need * 0.5),
    ]


def _permits(wijk: Place, kind: str) -> Row:
    asked = wijk.residents * (0.0016 if kind == "mantelzorgwoning" else 0.0006)
    return [wijk.level, wijk.code, kind, "2023", counted(asked), counted(asked * 0.8), counted(0)]


def _flex(world: World, wijk: Place, at: int) -> Row:
    here = np.flatnonzero(np.isin(world.objects.buurt, wijk.buurten))
    street, number, postcode, _ = world.address(int(here[len(here) // 2]))
    return [
        f"F-{at + 1}",
        f"Flex {wijk.name}",
        40 + 30 * at,
        2020 + at,
        2032 + at if at < 2 else "",  # nobody agreed on the last one yet
        names(world, "corporaties")[1],
        20 * at,
        street,
        number,
        postcode,
    ]


def _renewal(wijk: Place, at: int) -> Row:
    some = wijk.corporation // 4
    return [
        f"V-{at + 1}",
        wijk.name,
        wijk.code,
        ("in uitvoering", "hard", "zacht")[at % 3],
        2022 + at,
        2030 + at,
        some,
        some // 5,
        some // 4,
        some // 3,
    ]
