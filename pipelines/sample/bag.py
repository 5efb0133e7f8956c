"""BAG features as the OGC API of PDOK publishes them: `verblijfsobject` and `pand`."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from pipelines.sample.adressen import Adressen
from pipelines.sample.gebouwen import DOELEN, STATUS, Objecten, Panden
from pipelines.sample.rooster import Floats, Ints, Rooster

BASIS = "https://api.pdok.nl/kadaster/bag/ogc/v2/collections"
_RUIMTE = uuid.UUID("6f0a6b3e-9a6f-5d5b-8a51-2f5f3b8f9901")
PAND, OBJECT, NUMMER = "10", "01", "20"


@dataclass(frozen=True)
class Nummers:
    """BAG numbers (text of 16 digits) and feature ids of panden and verblijfsobjecten."""

    pand: list[str]
    object: list[str]
    nummeraanduiding: list[str]
    pand_id: list[str]
    object_id: list[str]


def _nummers(r: Rooster, buurt: Ints, soort: str) -> list[str]:
    """Sixteen digits.

    Code of the (former) gemeente, kind of object, serial number within the gemeente.
    """
    code = np.array([int(b.gemeente.bag_code) for b in r.buurten])[buurt]
    volg = np.zeros(len(code), dtype=np.int64)
    for c in np.unique(code):
        hier = np.flatnonzero(code == c)
        volg[hier] = np.arange(1, len(hier) + 1)
    return [f"{c:04d}{soort}{v:010d}" for c, v in zip(code.tolist(), volg.tolist(), strict=True)]


def nummer(r: Rooster, panden: Panden, o: Objecten) -> Nummers:
    """Number all panden and objects of a block."""
    pand = _nummers(r, r.buurt.flat[panden.cel], PAND)
    object_ = _nummers(r, o.buurt, OBJECT)
    return Nummers(
        pand=pand,
        object=object_,
        nummeraanduiding=[n[:4] + NUMMER + n[6:] for n in object_],
        pand_id=[str(uuid.uuid5(_RUIMTE, n)) for n in pand],
        object_id=[str(uuid.uuid5(_RUIMTE, n)) for n in object_],
    )


def tekst(feature: dict[str, object]) -> str:
    """One feature on one line, in the member order of the publisher."""
    return json.dumps(feature, ensure_ascii=False, separators=(",", ":"))


def objecten(r: Rooster, o: Objecten, a: Adressen, n: Nummers) -> Iterator[str]:
    """Features of the verblijfsobjecten, in the order of their numbers."""
    x, y, opp, pand, pand2 = (
        o.x.tolist(),
        o.y.tolist(),
        o.opp.tolist(),
        o.pand.tolist(),
        o.pand2.tolist(),
    )
    gemeente = [b.gemeente for b in r.buurten]
    straat, buurt, pc6 = a.straat.tolist(), o.buurt.tolist(), a.pc6.tolist()
    nr, doel, status = a.huisnummer.tolist(), o.doel.tolist(), o.status.tolist()
    for k, nummer_ in enumerate(n.object):
        g = gemeente[buurt[k]]
        panden = [pand[k]] if pand2[k] < 0 else [pand[k], pand2[k]]
        yield tekst(
            {
                "type": "Feature",
                "properties": {
                    "bronhouder_identificatie": g.code[2:],
                    "bronhouder_naam": g.naam,
                    "gebruiksdoel": DOELEN[doel[k]],
                    "hoofdadres_identificatie": n.nummeraanduiding[k],
                    "huisletter": a.huisletter[k] or None,
                    "huisnummer": nr[k],
                    "identificatie": nummer_,
                    "nevenadressen": None,
                    "openbare_ruimte_naam": a.straatnamen[straat[k]],
                    "oppervlakte": opp[k],
                    "pand.href": [f"{BASIS}/pand/items/{n.pand_id[p]}" for p in panden],
                    "postcode": a.postcodes[pc6[k]],
                    "status": STATUS[status[k]],
                    "toevoeging": a.toevoeging[k] or None,
                    "woonplaats_identificatie": g.bag_code,
                    "woonplaats_naam": g.naam,
                },
                "geometry": {"type": "Point", "coordinates": [x[k], y[k]]},
                "id": n.object_id[k],
            }
        )


def _doel_per_pand(panden: Panden, o: Objecten) -> list[str | None]:
    """Purposes of a pand: those of its objects, each once."""
    uit: list[set[str]] = [set() for _ in range(len(panden.cel))]
    for p, d in zip(o.pand.tolist(), o.doel.tolist(), strict=True):
        uit[p].update(DOELEN[d].split(","))
    return [",".join(sorted(s)) or None for s in uit]


def panden(p: Panden, o: Objecten, n: Nummers) -> Iterator[str]:
    """Features of the panden; `verblijfsobject.href` lists the objects inside."""
    per_pand: list[list[int]] = [[] for _ in range(len(p.cel))]
    for k, (a, b) in enumerate(zip(o.pand.tolist(), o.pand2.tolist(), strict=True)):
        per_pand[a].append(k)
        if b >= 0:
            per_pand[b].append(k)
    doel = _doel_per_pand(p, o)
    hx, hy, jaar = p.hoek_x.tolist(), p.hoek_y.tolist(), p.bouwjaar.tolist()
    for k, nummer_ in enumerate(n.pand):
        ring = [[x, y] for x, y in zip(hx[k], hy[k], strict=True)]
        leden = per_pand[k]
        yield tekst(
            {
                "type": "Feature",
                "properties": {
                    "aantal_verblijfsobjecten": len(leden),
                    "bouwjaar": jaar[k],
                    "documentdatum": f"{max(jaar[k], 2010)}-03-01",
                    "documentnummer": f"VB{nummer_[6:]}",
                    "gebruiksdoel": doel[k],
                    "geconstateerd": "N",
                    "identificatie": nummer_,
                    "rdf_seealso": f"http://bag.basisregistraties.overheid.nl/bag/id/pand/{nummer_}",
                    "status": "Pand in gebruik",
                    "verblijfsobject.href": [
                        f"{BASIS}/verblijfsobject/items/{n.object_id[v]}" for v in leden
                    ],
                },
                "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
                "id": n.pand_id[k],
            }
        )


def kaders(p: Panden) -> Floats:
    """Bounding boxes of the panden: minx, miny, maxx, maxy."""
    return np.column_stack([p.hoek_x.min(1), p.hoek_y.min(1), p.hoek_x.max(1), p.hoek_y.max(1)])
