"""BAG collection `adres` as the OGC API of PDOK publishes it: main and side addresses."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pipelines.sample.addresses import Addresses
from pipelines.sample.bag import BagNumbers, feature_text
from pipelines.sample.lattice import Floats, Ints, Lattice
from pipelines.sample.objects import Objects

EVERY = 150
"""One object in so many has a second address: a side entrance."""

SIDE = "90"
"""Addition of a side address; no main address has it."""


def side(objects: Objects) -> Ints:
    """Numbers of the objects with a second address: those that are no dwelling, now and then."""
    other = np.flatnonzero(~objects.dwelling)
    return np.concatenate([other[::10], np.arange(0, len(objects.x), EVERY)])


def boxes(objects: Objects) -> Floats:
    """Bounding boxes of the addresses, main ones first."""
    rows = np.concatenate([np.arange(len(objects.x)), np.unique(side(objects))])
    x, y = objects.x[rows], objects.y[rows]
    return np.column_stack([x, y, x, y])


def features(
    lattice: Lattice, objects: Objects, addresses: Addresses, numbers: BagNumbers
) -> Iterator[str]:
    """Features of the nummeraanduidingen: the main address of every object, then side ones."""
    x, y = objects.x.tolist(), objects.y.tolist()
    owners = [b.gemeente for b in lattice.buurten]
    street, buurt, pc6 = addresses.street.tolist(), objects.buurt.tolist(), addresses.pc6.tolist()
    huisnummer = addresses.huisnummer.tolist()
    main = range(len(x))
    for place, k in enumerate([*main, *np.unique(side(objects)).tolist()]):
        extra = place >= len(x)
        own = numbers.nummeraanduiding[k]
        identificatie = f"{own[:6]}9{own[7:]}" if extra else own
        owner = owners[buurt[k]]
        yield feature_text(
            {
                "type": "Feature",
                "properties": {
                    "adresseerbaar_object_identificatie": numbers.object[k],
                    "adresseerbaar_object_type": "Verblijfsobject",
                    "bronhouder_identificatie": owner.code[2:],
                    "huisletter": addresses.huisletter[k] or None,
                    "huisnummer": str(huisnummer[k]),
                    "identificatie": identificatie,
                    "openbare_ruimte_naam": addresses.street_names[street[k]],
                    "postcode": addresses.postcodes[pc6[k]],
                    "status": "Naamgeving uitgegeven",
                    "toevoeging": SIDE if extra else addresses.toevoeging[k] or None,
                    "woonplaats_naam": owner.name,
                },
                "geometry": {"type": "Point", "coordinates": [x[k], y[k]]},
                "id": f"{identificatie[:8]}-{identificatie[8:12]}-5000-8000-{identificatie[4:]}",
            }
        )
