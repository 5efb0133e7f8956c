"""Everything generated for one block, as it is handed to the outputs."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.sample.addresses import Addresses
from pipelines.sample.bag import BagNumbers
from pipelines.sample.lattice import Lattice
from pipelines.sample.objects import Objects
from pipelines.sample.panden import Panden
from pipelines.sample.plan import Block, Plan
from pipelines.sample.population import Population
from pipelines.sample.street_network import Streets
from pipelines.sample.tally import Tally


@dataclass(frozen=True)
class World:
    """One block of gemeenten with its lattice, streets, buildings, people and sums."""

    plan: Plan
    block: Block
    lattice: Lattice
    streets: Streets
    panden: Panden
    objects: Objects
    addresses: Addresses
    numbers: BagNumbers
    people: Population
    tally: Tally

    def address(self, k: int) -> tuple[str, int, str, str]:
        """Street, number, postcode and place of object `k`."""
        place = self.lattice.buurten[int(self.objects.buurt[k])].gemeente.name
        street = self.addresses.street_names[int(self.addresses.street[k])]
        return (
            street,
            int(self.addresses.huisnummer[k]),
            self.addresses.postcodes[int(self.addresses.pc6[k])],
            place,
        )
