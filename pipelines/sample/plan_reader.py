"""Reads the plan from `data/reference/voorbeeld.toml`, where all names, codes and shares stand."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from pipelines.sample.plan import (
    Block,
    BuildingForm,
    GemeentePlan,
    Plan,
    SpecialBuurt,
    WijkKind,
    WijkPlan,
)

SOURCE = Path(__file__).resolve().parents[2] / "data" / "reference" / "voorbeeld.toml"
ONE_GEMEENTE = 50_000
PER_GEMEENTE = 40_000
PER_NEIGHBOUR = 3_000
SPACING_M = 15_000.0
"""Distance between the middles of two blocks of gemeenten, in metres."""


@cache
def toml() -> dict[str, Any]:
    """The reference file of the sample."""
    return tomllib.loads(SOURCE.read_text(encoding="utf-8"))


def _building_forms(toml: dict[str, Any]) -> tuple[BuildingForm, ...]:
    return tuple(
        BuildingForm(
            name=name,
            panden=form["panden"],
            dwellings=form["woningen"],
            floors=form["lagen"],
            width=form["breedte"],
            depth=form["diepte"],
            area=form["opp"],
            owned=form["koop"],
            corporation=form["corp"],
            type=form["type"],
            woz=form["woz"],
        )
        for name, form in toml["bouwvormen"].items()
    )


def _wijk_kinds(toml: dict[str, Any], forms: tuple[BuildingForm, ...]) -> tuple[WijkKind, ...]:
    number = {v.name: i for i, v in enumerate(forms)}
    result = []
    for name, s in toml["soorten"].items():
        mix = tuple((number[k], float(p)) for k, p in s["bouw"].items())
        per_cell = sum(p * forms[i].panden * forms[i].dwellings for i, p in mix)
        result.append(
            WijkKind(
                name=name,
                mix=mix,
                build_year=(s["bouwjaar"][0], s["bouwjaar"][1]),
                park=s["park"],
                age=(s["leeftijd"][0], s["leeftijd"][1]),
                income=s["inkomen"],
                schooling=s["hoog"],
                dwellings_per_cell=per_cell,
            )
        )
    return tuple(result)


def _special_buurten(rows: list[dict[str, Any]]) -> dict[str, SpecialBuurt]:
    return {
        row["naam"]: SpecialBuurt(
            age=(row["leeftijd"][0], row["leeftijd"][1]) if "leeftijd" in row else None,
            income=row.get("inkomen"),
            schooling=row.get("hoog"),
            catering=row.get("horeca"),
            railway=row.get("spoor", False),
        )
        for row in rows
    }


def _wijk_plans(rows: list[dict[str, Any]], kinds: tuple[WijkKind, ...]) -> tuple[WijkPlan, ...]:
    number = {s.name: i for i, s in enumerate(kinds)}
    return tuple(
        WijkPlan(
            name=row["naam"],
            kind=number[row["soort"]],
            ring=row["ring"],
            share=row["aandeel"],
            buurten=row["buurten"],
            gebied=row.get("gebied", ""),
        )
        for row in rows
    )


def _dwellings_per_gemeente(dwellings: int) -> list[int]:
    """One gemeente up to 50,000 dwellings, above that several of 40,000 and one with the rest."""
    if dwellings <= ONE_GEMEENTE:
        return [dwellings]
    full, rest = divmod(dwellings, PER_GEMEENTE)
    return [PER_GEMEENTE] * full + ([rest] if rest else [])


def _place(number: int, middle: tuple[float, float]) -> tuple[float, float]:
    """Middle of block `number`: a spiral around the sample gemeente, inside the RD range."""
    positions = [(dx, dy) for dx in range(-9, 8) for dy in range(-14, 6)]
    positions.sort(key=lambda p: (max(abs(p[0]), abs(p[1])), p))
    dx, dy = positions[number]
    return middle[0] + dx * SPACING_M, middle[1] + dy * SPACING_M


def _neighbour(row: dict[str, Any], dwellings: int, wijken: tuple[WijkPlan, ...]) -> GemeentePlan:
    return GemeentePlan(
        code=row["code"],
        name=row["naam"],
        bag_code=row["bag_code"],
        pc4=row["pc4"],
        direction=row["richting"],
        dwellings=dwellings,
        wijken=wijken,
    )


def _main_gemeente(
    toml: dict[str, Any], number: int, dwellings: int, wijken: tuple[WijkPlan, ...]
) -> GemeentePlan:
    g = toml["gemeente"]
    if number == 0:
        return GemeentePlan(g["code"], g["naam"], g["bag_code"], g["pc4"], "", dwellings, wijken)
    code = f"{9000 + number:04d}"
    others = tuple(WijkPlan(w.name, w.kind, w.ring, w.share, w.buurten) for w in wijken)
    name = f"{g['naam']}-{number + 1}"
    return GemeentePlan(f"GM{code}", name, code, 1000 + number * 16, "", dwellings, others)


def load_plan(dwellings: int) -> Plan:
    """Read the plan and place its gemeenten.

    Args:
        dwellings: number of dwellings aimed at in the sample gemeente(n), neighbours not counted.

    Returns:
        The plan; block 0 is the sample gemeente with four neighbours, the last block the far
        gemeente that lies outside every ring, between them the further gemeenten of more than
        50,000 dwellings.
    """
    content = toml()
    forms = _building_forms(content)
    kinds = _wijk_kinds(content, forms)
    wijken = _wijk_plans(content["wijken"], kinds)
    neighbour_wijken = _wijk_plans(content["wijken_buur"], kinds)
    middle = (float(content["middelpunt"][0]), float(content["middelpunt"][1]))
    counts = _dwellings_per_gemeente(dwellings)
    per_neighbour = max(60, min(PER_NEIGHBOUR, dwellings * PER_NEIGHBOUR // PER_GEMEENTE))
    neighbours = [_neighbour(r, per_neighbour, neighbour_wijken) for r in content["buren"]]
    blocks = []
    for i, n in enumerate(counts):
        around = tuple(b for b in neighbours if b.direction != "ver") if i == 0 else ()
        blocks.append(Block(i, _place(i, middle), (_main_gemeente(content, i, n, wijken), *around)))
    number = len(counts)
    far = tuple(b for b in neighbours if b.direction == "ver")
    further = number if number > 1 else 2
    blocks.append(Block(number, _place(further, middle), far))
    fixed = {
        "bouwvormen",
        "soorten",
        "wijken",
        "wijken_buur",
        "buren",
        "voorzieningen",
        "bijzondere_buurten",
    }
    return Plan(
        name=content["gemeente"]["naam"],
        peildatum=content["peildatum"],
        year=content["jaar"],
        note=content["opmerking"],
        rho=content["rho"],
        catering=content["horeca"],
        building_forms=forms,
        kinds=kinds,
        blocks=tuple(blocks),
        special=_special_buurten(content["bijzondere_buurten"]),
        texts={k: v for k, v in content.items() if k not in fixed},
    )
