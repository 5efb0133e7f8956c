"""Existing clusters for older people, as far as corporations deliver them (METHODS 2)."""

import pandas as pd
import shapely

from data.parameters import integer, number
from pipelines.inputs import Inputs


def existing(inputs: Inputs) -> pd.DataFrame | None:
    """Complexes that pass the monitor test as far as it is known.

    Returns:
        `woningen`, RD `x` and `y` (centre of the pand); null where complexes or panden are not
        delivered.
    """
    if not inputs.has("corporatiecomplexen") or not inputs.has("bag_panden"):
        return None
    rows = inputs.frame("corporatiecomplexen")
    big = rows["woningen"].fillna(0) >= integer("cluster.min_units_monitor")
    older = rows["doelgroep_ouderen_pct"].fillna(0) >= 100 * number("cluster.share55")
    chosen = rows[big & older & rows["ontmoetingsruimte"].fillna(False).astype(bool)]
    panden = inputs.frame("bag_panden", ["identificatie", "geometry"]).set_index("identificatie")
    shapes = panden["geometry"].reindex(chosen["pand_identificatie"]).to_numpy()
    points = shapely.centroid(shapes)
    found = pd.DataFrame(
        {
            "woningen": chosen["woningen"].to_numpy(float),
            "x": shapely.get_x(points),
            "y": shapely.get_y(points),
        }
    )
    return found.dropna(subset=["x", "y"]).reset_index(drop=True)
