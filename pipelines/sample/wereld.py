"""Everything generated for one block, as it is handed to the outputs."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.sample.adressen import Adressen
from pipelines.sample.bag import Nummers
from pipelines.sample.bevolking import Bevolking
from pipelines.sample.gebouwen import Objecten, Panden
from pipelines.sample.plan import Blok, Plan
from pipelines.sample.rooster import Rooster
from pipelines.sample.straten import Straten
from pipelines.sample.telling import Telling


@dataclass(frozen=True)
class Wereld:
    """One block of gemeenten with its lattice, streets, buildings, people and sums."""

    plan: Plan
    blok: Blok
    r: Rooster
    s: Straten
    panden: Panden
    o: Objecten
    a: Adressen
    n: Nummers
    b: Bevolking
    t: Telling

    def adres(self, k: int) -> tuple[str, int, str, str]:
        """Street, number, postcode and place of object `k`."""
        plaats = self.r.buurten[int(self.o.buurt[k])].gemeente.naam
        straat = self.a.straatnamen[int(self.a.straat[k])]
        return straat, int(self.a.huisnummer[k]), self.a.postcodes[int(self.a.pc6[k])], plaats
