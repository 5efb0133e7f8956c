"""M7 per 100 m cell: what a wheelchair reaches of what is reached on foot, between two bounds."""

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from pipelines.derive import dwellings, lopen
from pipelines.indicators import rolstoel, rolstoel_regels
from pipelines.indicators.raster import cell_places
from pipelines.indicators.snap import snap
from pipelines.indicators.zitplaatsen import seat_share
from pipelines.inputs import Derived, Inputs, stated, texts, wkb

SHOP = "supermarkt"


def derive(inputs: Inputs) -> Derived:
    """One row per cell of the grid, measured from its address nearest to the centre."""
    cells = inputs.frame("raster", ["vierkant", "buurtcode", "buurtnaam", "geometry"])
    graph = lopen.streets(inputs)
    tags = lopen.edge_tags(inputs).assign(length_m=graph.length_m)
    verdict = rolstoel_regels.judge(tags)
    nets = rolstoel.networks(graph, verdict)
    here = nets.at(*_places(inputs, cells))
    places = lopen.destinations(inputs)
    metres = rolstoel.wheel_distances(nets, here, places)
    made: dict[str, pa.Array] = {
        "vierkant": texts(cells["vierkant"]),
        "buurtcode": texts(cells["buurtcode"]),
        "buurtnaam": texts(cells["buurtnaam"]),
    }
    why = here["voet"].reason
    ratio = {b: rolstoel.access_ratio(metres["voet"], metres[b], why) for b in rolstoel.BOUNDS}
    for bound in rolstoel.BOUNDS:
        made |= stated(f"a_dest_{bound}", ratio[bound]["a_dest"], "geschat")
    made["a_dest_reden"] = texts(ratio["laag"]["reden"])
    reached = rolstoel.reach(nets, here)
    for name in ("a_net_laag", "a_net_hoog", "volledigheid_pct"):
        made |= stated(name, reached[name], "geschat")
    made["a_net_reden"] = texts(reached["reden"])
    made |= _shop(metres, why)
    made |= stated("zitplaatsen_pct", 100 * _seats(inputs, nets, here, places), "geschat")
    made["geometry"] = wkb(cells["geometry"])
    return Derived(pa.table(made), _coverage(inputs, nets, ratio, _measured_pct(tags)))


def _places(inputs: Inputs, cells: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Where each cell is measured from: its address nearest to the centre, else the centre."""
    centre = shapely.centroid(cells["geometry"].to_numpy())
    x, y = shapely.get_x(centre), shapely.get_y(centre)
    homes = dwellings(inputs)
    frame = pd.DataFrame({"cel": cells["vierkant"].to_numpy(), "x": x, "y": y})
    return cell_places(frame, homes["cel"], homes["x"], homes["y"])


def _shop(metres: dict[str, pd.DataFrame], reason: rolstoel.Texts) -> dict[str, pa.Array]:
    """Detour to the nearest supermarket; the optimistic network gives the least detour."""
    made: dict[str, pa.Array] = {}
    for name, bound in (("omweg_min", "hoog"), ("omweg_max", "laag")):
        value, why = rolstoel.detour(metres["voet"][SHOP], metres[bound][SHOP], reason)
        made |= stated(name, value, "geschat")
        made[f"{name}_reden"] = texts(why)
    return made


def _seats(
    inputs: Inputs, nets: rolstoel.Netwerken, here: dict[str, Any], places: rolstoel.Places
) -> np.ndarray:
    """Share of the route to the nearest supermarket with a seat often enough."""
    benches, shops = _benches(inputs), places[SHOP]
    if benches is None or shops is None:
        return np.full(len(here["voet"]), np.nan)
    return seat_share(nets.voet, here["voet"], snap(nets.voet, *shops), *benches)


def _benches(inputs: Inputs) -> tuple[np.ndarray, np.ndarray] | None:
    if not inputs.has("osm_bestemmingen"):
        return None
    rows = inputs.frame("osm_bestemmingen", ["amenity", "geometry"])
    points = rows.loc[rows["amenity"] == "bench", "geometry"].to_numpy()
    return shapely.get_x(points), shapely.get_y(points)


def _measured_pct(tags: pd.DataFrame) -> float | None:
    """Part of the street length whose width was measured in BGT; None where BGT is not there."""
    if rolstoel_regels.MEASURED not in tags or not tags["length_m"].sum() > 0:
        return None
    known = tags[rolstoel_regels.MEASURED].notna()
    return round(100 * float(tags["length_m"][known].sum() / tags["length_m"].sum()), 1)


def _coverage(
    inputs: Inputs,
    nets: rolstoel.Netwerken,
    ratio: dict[str, pd.DataFrame],
    measured_pct: float | None,
) -> dict[str, Any]:
    """How complete the tags are, and what the bounds cannot know."""
    complete = rolstoel.completeness_pct(nets.voet.graaf.length_m, nets.oordeel)
    width = {b: ratio[b]["a_dest"].mean() for b in rolstoel.BOUNDS}
    remarks = [
        "Breedte komt uit OpenStreetMap; de voetpadvlakken van de BGT zijn er niet."
        if measured_pct is None
        else f"Breedte is voor {measured_pct:.0f}% van de lengte gemeten in de BGT, verder uit "
        "OpenStreetMap; meubilair op de stoep is niet afgetrokken.",
        "Er zijn geen straten om van te meten."
        if np.isnan(complete)
        else f"Van {complete:.0f}% van de lengte van alle straten zijn alle kenmerken bekend; "
        "onbekend telt mee in de bovengrens en niet in de ondergrens.",
    ]
    absent = [
        name
        for name in ("osm_bestemmingen", "ov_haltes", "osm_vlakken", "bgt_voetpaden")
        if not inputs.has(name)
    ]
    if "osm_bestemmingen" in absent:
        remarks.append("Zonder bestemmingen van OpenStreetMap zijn er geen zitplaatsen bekend.")
    return {
        "ontbrekend": absent,
        "breedte_gemeten_pct": measured_pct,
        "volledigheid_pct": None if np.isnan(complete) else round(complete, 1),
        "a_dest_gemiddeld": {
            b: None if np.isnan(v) else round(float(v), 3) for b, v in width.items()
        },
        "opmerkingen": remarks,
    }
