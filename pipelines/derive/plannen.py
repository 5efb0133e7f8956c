"""Plans of partners with the buurt they lie in, for the products that count them."""

import pandas as pd
import shapely

from pipelines.derive import buurt_of
from pipelines.inputs import Inputs

COLUMNS = (
    "plan_id",
    "status",
    "woningen",
    "zorggeschikt",
    "geclusterd",
    "nultreden",
    "sloop",
    "jaar_gereed",
    "geometry",
)


def placed(inputs: Inputs) -> pd.DataFrame:
    """One row per plan, with `gebied`: the buurt its shape lies in.

    Empty where a plan has no shape, or one outside all buurten.
    """
    plans = inputs.frame("plannen", list(COLUMNS)).reset_index(drop=True)
    drawn = plans["geometry"].notna().to_numpy()
    inside = shapely.point_on_surface(plans.loc[drawn, "geometry"].to_numpy())
    plans["gebied"] = None
    x = pd.Series(shapely.get_x(inside), dtype=float)
    found = buurt_of(inputs, x, pd.Series(shapely.get_y(inside), dtype=float))
    plans.loc[drawn, "gebied"] = found.to_numpy(dtype=object)
    return plans
