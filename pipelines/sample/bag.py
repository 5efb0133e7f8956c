"""BAG features as the OGC API of PDOK publishes them: `verblijfsobject` and `pand`."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from pipelines.sample.addresses import Addresses
from pipelines.sample.lattice import Floats, Ints, Lattice
from pipelines.sample.objects import PURPOSES, STATUS, Objects
from pipelines.sample.panden import Panden

BASE = "https://api.pdok.nl/kadaster/bag/ogc/v2/collections"
_NAMESPACE = uuid.UUID("6f0a6b3e-9a6f-5d5b-8a51-2f5f3b8f9901")
PAND, OBJECT, NUMBER = "10", "01", "20"


@dataclass(frozen=True)
class BagNumbers:
    """BAG numbers (text of 16 digits) and feature ids of panden and verblijfsobjecten."""

    pand: list[str]
    object: list[str]
    nummeraanduiding: list[str]
    pand_id: list[str]
    object_id: list[str]


def _numbers(lattice: Lattice, buurt: Ints, kind: str) -> list[str]:
    """Sixteen digits: code of the (former) gemeente, kind of object, serial number within it."""
    code = np.array([int(b.gemeente.bag_code) for b in lattice.buurten])[buurt]
    serial = np.zeros(len(code), dtype=np.int64)
    for c in np.unique(code):
        here = np.flatnonzero(code == c)
        serial[here] = np.arange(1, len(here) + 1)
    return [f"{c:04d}{kind}{v:010d}" for c, v in zip(code.tolist(), serial.tolist(), strict=True)]


def assign_numbers(lattice: Lattice, panden: Panden, objects: Objects) -> BagNumbers:
    """Number all panden and objects of a block."""
    pand = _numbers(lattice, lattice.buurt.flat[panden.cell], PAND)
    object_numbers = _numbers(lattice, objects.buurt, OBJECT)
    return BagNumbers(
        pand=pand,
        object=object_numbers,
        nummeraanduiding=[n[:4] + NUMBER + n[6:] for n in object_numbers],
        pand_id=[str(uuid.uuid5(_NAMESPACE, n)) for n in pand],
        object_id=[str(uuid.uuid5(_NAMESPACE, n)) for n in object_numbers],
    )


def feature_text(feature: dict[str, object]) -> str:
    """One feature on one line, in the member order of the publisher."""
    return json.dumps(feature, ensure_ascii=False, separators=(",", ":"))


def object_features(
    lattice: Lattice, objects: Objects, addresses: Addresses, numbers: BagNumbers
) -> Iterator[str]:
    """Features of the verblijfsobjecten, in the order of their numbers."""
    # lists: reading single values out of arrays would take most of the time
    x, y, area = objects.x.tolist(), objects.y.tolist(), objects.area.tolist()
    pand, pand2 = objects.pand.tolist(), objects.pand2.tolist()
    gemeente = [b.gemeente for b in lattice.buurten]
    street, buurt, pc6 = addresses.street.tolist(), objects.buurt.tolist(), addresses.pc6.tolist()
    huisnummer = addresses.huisnummer.tolist()
    purpose, status = objects.purpose.tolist(), objects.status.tolist()
    for k, identificatie in enumerate(numbers.object):
        owner = gemeente[buurt[k]]
        panden = [pand[k]] if pand2[k] < 0 else [pand[k], pand2[k]]
        yield feature_text(
            {
                "type": "Feature",
                "properties": {
                    "bronhouder_identificatie": owner.code[2:],
                    "bronhouder_naam": owner.name,
                    "gebruiksdoel": PURPOSES[purpose[k]],
                    "hoofdadres_identificatie": numbers.nummeraanduiding[k],
                    "huisletter": addresses.huisletter[k] or None,
                    "huisnummer": huisnummer[k],
                    "identificatie": identificatie,
                    "nevenadressen": None,
                    "openbare_ruimte_naam": addresses.street_names[street[k]],
                    "oppervlakte": area[k],
                    "pand.href": [f"{BASE}/pand/items/{numbers.pand_id[p]}" for p in panden],
                    "postcode": addresses.postcodes[pc6[k]],
                    "status": STATUS[status[k]],
                    "toevoeging": addresses.toevoeging[k] or None,
                    "woonplaats_identificatie": owner.bag_code,
                    "woonplaats_naam": owner.name,
                },
                "geometry": {"type": "Point", "coordinates": [x[k], y[k]]},
                "id": numbers.object_id[k],
            }
        )


def _purposes_per_pand(panden: Panden, objects: Objects) -> list[str | None]:
    """Purposes of a pand: those of its objects, each once."""
    result: list[set[str]] = [set() for _ in range(len(panden.cell))]
    for p, d in zip(objects.pand.tolist(), objects.purpose.tolist(), strict=True):
        result[p].update(PURPOSES[d].split(","))
    return [",".join(sorted(s)) or None for s in result]


def pand_features(panden: Panden, objects: Objects, numbers: BagNumbers) -> Iterator[str]:
    """Features of the panden; `verblijfsobject.href` lists the objects inside."""
    per_pand: list[list[int]] = [[] for _ in range(len(panden.cell))]
    for k, (a, b) in enumerate(zip(objects.pand.tolist(), objects.pand2.tolist(), strict=True)):
        per_pand[a].append(k)
        if b >= 0:
            per_pand[b].append(k)
    purpose = _purposes_per_pand(panden, objects)
    hx, hy, year = panden.corner_x.tolist(), panden.corner_y.tolist(), panden.build_year.tolist()
    for k, identificatie in enumerate(numbers.pand):
        ring = [[x, y] for x, y in zip(hx[k], hy[k], strict=True)]
        members = per_pand[k]
        yield feature_text(
            {
                "type": "Feature",
                "properties": {
                    "aantal_verblijfsobjecten": len(members),
                    "bouwjaar": year[k],
                    "documentdatum": f"{max(year[k], 2010)}-03-01",
                    "documentnummer": f"VB{identificatie[6:]}",
                    "gebruiksdoel": purpose[k],
                    "geconstateerd": "N",
                    "identificatie": identificatie,
                    "rdf_seealso": f"http://bag.basisregistraties.overheid.nl/bag/id/pand/{identificatie}",
                    "status": "Pand in gebruik",
                    "verblijfsobject.href": [
                        f"{BASE}/verblijfsobject/items/{numbers.object_id[v]}" for v in members
                    ],
                },
                "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
                "id": numbers.pand_id[k],
            }
        )


def boxes(panden: Panden) -> Floats:
    """Bounding boxes of the panden: minx, miny, maxx, maxy."""
    x, y = panden.corner_x, panden.corner_y
    return np.column_stack([x.min(1), y.min(1), x.max(1), y.max(1)])
