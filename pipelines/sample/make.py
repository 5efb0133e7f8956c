"""Make the sample: `python -m pipelines.sample.make --out DIR --dwellings 40000 --seed 1`."""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np

from pipelines.sample import adressen, bag, bevolking, gebouwen, rivm, straten, telling
from pipelines.sample.inrichting import richt_in
from pipelines.sample.plan import Blok, Plan, lees
from pipelines.sample.tekenaar import Tekenaar
from pipelines.sample.uitvoer import Uitvoer
from pipelines.sample.wereld import Wereld


@dataclass(frozen=True)
class Manifest:
    """What was made.

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


def genereer(plan: Plan, blok: Blok, seed: int) -> Wereld:
    """Generate one block of gemeenten.

    Args:
        plan: the plan of the sample.
        blok: the block.
        seed: seed of the run; each block has its own stream of random numbers.

    Returns:
        Lattice, streets, buildings, objects, addresses, people and their sums per buurt.
    """
    rng = np.random.default_rng([seed, blok.nummer])
    r = Tekenaar(plan, blok, rng).teken()
    richt_in(plan, r, rng)
    s = straten.teken_straten(plan, r, rng)
    straten.ontruim(r, s)
    panden = gebouwen.bouw_panden(plan, r, rng)
    o = gebouwen.bouw_objecten(plan, r, panden, rng)
    a = adressen.geef_adressen(plan, r, o)
    b = bevolking.bevolk(plan, r, o, rng)
    t = telling.tel(plan, r, s, o, b)
    t.som.update(rivm.sommen(o, b, len(r.buurten)))
    return Wereld(plan, blok, r, s, panden, o, a, bag.nummer(r, panden, o), b, t)


def make(out: Path, dwellings: int, seed: int) -> Manifest:
    """Generate the sample.

    Args:
        out: folder to fill; what stands there is replaced.
        dwellings: dwellings aimed at in the sample gemeente (above 50,000: several of 40,000).
        seed: the same seed gives byte-identical files.

    Returns:
        The manifest, also written as `manifest.json`.
    """
    if out.exists():
        shutil.rmtree(out)
    out.mkdir(parents=True)
    plan = lees(dwellings)
    uit = Uitvoer(plan, out, seed)
    for blok in plan.blokken:
        uit.neem_op(genereer(plan, blok, seed))
    aantallen = uit.sluit()
    manifest = Manifest(
        fictief=True,
        naam=plan.naam,
        seed=seed,
        woningen=dwellings,
        peildatum=plan.peildatum.isoformat(),
        gemeenten=[b.gemeenten[0].code for b in plan.blokken[:-1]],
        gebieden=uit.gebieden,
        aantallen=aantallen,
        bestanden=_vingerafdrukken(out),
    )
    tekst = json.dumps(asdict(manifest), ensure_ascii=False, indent=1)
    (out / "manifest.json").write_text(tekst, encoding="utf-8")
    return manifest


def _vingerafdrukken(map_: Path) -> dict[str, str]:
    uit = {}
    for pad in sorted(p for p in map_.rglob("*") if p.is_file()):
        with pad.open("rb") as f:
            uit[pad.relative_to(map_).as_posix()] = hashlib.file_digest(f, "sha256").hexdigest()
    return uit


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
