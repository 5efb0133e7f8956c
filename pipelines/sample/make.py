"""Make the sample: `python -m pipelines.sample.make --out DIR --dwellings 40000 --seed 1`."""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from pipelines.sample import addresses, bag, partners, population, rivm, street_network, tally
from pipelines.sample.ground_plan import GroundPlan
from pipelines.sample.land_use import furnish
from pipelines.sample.objects import build_objects
from pipelines.sample.output import Output
from pipelines.sample.panden import build_panden
from pipelines.sample.plan import Block, Plan
from pipelines.sample.plan_reader import load_plan
from pipelines.sample.world import World

PROFILE = "profiel.toml"


@dataclass(frozen=True)
class Manifest:
    """What was made; the fields are the keys of `manifest.json`.

    Attributes:
        gemeenten: codes of the sample gemeente(n), neighbours left out.
        gebieden: buurt codes per gebied of the first gemeente.
        aantallen: numbers of rows and features per product.
        bestanden: sha256 per file, by path relative to the output folder.
    """

    fictief: bool
    naam: str
    seed: int
    woningen: int
    peildatum: str
    gemeenten: list[str]
    gebieden: dict[str, list[str]]
    aantallen: dict[str, int] = field(default_factory=dict)
    bestanden: dict[str, str] = field(default_factory=dict)


def generate(plan: Plan, block: Block, seed: int) -> World:
    """Generate one block of gemeenten.

    Args:
        plan: the plan of the sample.
        block: the block.
        seed: seed of the run; each block has its own stream of random numbers.

    Returns:
        Lattice, streets, buildings, objects, addresses, people and their sums per buurt.
    """
    rng = np.random.default_rng([seed, block.number])
    lattice = GroundPlan(plan, block, rng).draw()
    furnish(plan, lattice, rng)
    streets = street_network.draw_streets(plan, lattice, rng)
    street_network.clear_unreached(lattice, streets)
    panden = build_panden(plan, lattice, rng)
    objects = build_objects(plan, lattice, panden, rng)
    people = population.populate(plan, lattice, objects, rng)
    counted = tally.count(plan, lattice, streets, objects, people)
    counted.sums.update(rivm.sums(objects, people, len(lattice.buurten)))
    return World(
        plan=plan,
        block=block,
        lattice=lattice,
        streets=streets,
        panden=panden,
        objects=objects,
        addresses=addresses.assign_addresses(plan, lattice, objects),
        numbers=bag.assign_numbers(lattice, panden, objects),
        people=people,
        tally=counted,
    )


def make(out: Path, dwellings: int, seed: int) -> Manifest:
    """Generate the sample.

    Args:
        out: folder to fill; what stands there is replaced.
        dwellings: dwellings aimed at in the sample gemeente (above 50,000: several of 40,000).
        seed: the same seed gives byte-identical files.

    Returns:
        The manifest, also written as `manifest.json`; beside it stands the profile of the sample.
    """
    if out.exists():
        shutil.rmtree(out)
    out.mkdir(parents=True)
    plan = load_plan(dwellings)
    output = Output(plan, out)
    for block in plan.blocks:
        output.take_in(generate(plan, block, seed))
    aantallen = output.close()
    gemeenten = [b.gemeenten[0].code for b in plan.blocks[:-1]]
    write_profile(plan, gemeenten, output.gebieden, out / PROFILE)
    manifest = Manifest(
        fictief=True,
        naam=plan.name,
        seed=seed,
        woningen=dwellings,
        peildatum=plan.peildatum.isoformat(),
        gemeenten=gemeenten,
        gebieden=output.gebieden,
        aantallen=aantallen,
        bestanden=_fingerprints(out),
    )
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1)
    (out / "manifest.json").write_text(text, encoding="utf-8")
    return manifest


def write_profile(
    plan: Plan, gemeenten: list[str], gebieden: dict[str, list[str]], target: Path
) -> None:
    """Write the profile that runs on the sample: the national one with its own areas and rho."""
    lines = [
        "# Profiel van de voorbeeldgegevens: alles is verzonnen.",
        f"naam = {json.dumps(plan.name + ' (fictief)', ensure_ascii=False)}",
        'erft = "landelijk"',
        "fictief = true",
        f"indelingsjaar = {plan.year}",
        f"gemeenten = {json.dumps(gemeenten)}",
        "# Gewenst aandeel geclusterde woningen per inwoner van 75 jaar en ouder (METHODS 13); een",
        "# keuze voor het voorbeeld, geen cijfer van een gemeente.",
        f"rho = {plan.rho}",
        "",
        "[[gelijke_codes]]",
        f"van = {plan.year + 1}",
        f"naar = {plan.year}",
        'reden = "Verzonnen gemeente: haar grenzen veranderen niet."',
        'datasets = ["cbs_wmo", "cbs_jeugdzorg", "cbs_woningvoorraad_gemeente"]',
        "",
        "[[gelijke_codes]]",
        f"van = {plan.year - 10}",
        f"naar = {plan.year}",
        'reden = "Verzonnen gemeente: haar grenzen veranderen niet."',
        'datasets = ["cbs_kwb", "cbs_leeftijd_gemeente"]',
        "",
        "[gebieden]",
    ]
    for name, codes in gebieden.items():
        lines += [f"{json.dumps(name, ensure_ascii=False)} = {json.dumps(codes)}"]
    lines += ["", *_needs(plan), *partners.profile_lines(plan.texts)]
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _needs(plan: Plan) -> list[str]:
    """Parameters of M4 that have no built-in value."""
    chosen: dict[str, Any] = plan.texts["opgave"]
    shares = ", ".join(f"{name} = {share}" for name, share in chosen["p_type"].items())
    return [
        "# Verzonnen, zoals een gemeente ze uit eigen onderzoek invult (METHODS 8).",
        "[parameters.opgave]",
        f"delta75_nl = {chosen['delta75_nl']}",
        f"verhuizers_per_jaar = {chosen['verhuizers_per_jaar']}",
        f"p_type = {{ {shares} }}",
    ]


def _fingerprints(folder: Path) -> dict[str, str]:
    result = {}
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        with path.open("rb") as f:
            result[path.relative_to(folder).as_posix()] = hashlib.file_digest(
                f, "sha256"
            ).hexdigest()
    return result


def main() -> None:
    """Command line."""
    p = argparse.ArgumentParser(description="Maakt de fictieve voorbeeldgegevens.")
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--dwellings", type=int, default=40_000)
    p.add_argument("--seed", type=int, default=1)
    a = p.parse_args()
    manifest = make(a.out, a.dwellings, a.seed)
    json.dump(
        {"naam": manifest.naam, "aantallen": manifest.aantallen},
        sys.stdout,
        ensure_ascii=False,
        indent=1,
    )


if __name__ == "__main__":
    main()
