"""Plans of partners with the buurt they lie in, for the products that count them.

Belongs here: where a plan lies, and that ground under several plans counts once, by the rule of the
vlekkenkaart (METHODS 17, reading 64): what M4 expects is what the map says of the same plans.
"""

import numpy as np
import pandas as pd
import shapely

from data.getallen import counted
from pipelines.derive import buurt_of
from pipelines.indicators import vlekken
from pipelines.inputs import Inputs

COLUMNS = (
    "leverancier",
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

HOMES = ("woningen", "zorggeschikt", "geclusterd", "nultreden", "sloop")


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


def counted_once(plans: pd.DataFrame, year: int) -> pd.DataFrame:
    """Plans completed by a year, their dwellings as far as no plan further on has that ground.

    Plans of later years, or without a year, do not count and take no ground from those that do.

    Args:
        plans: answer of `placed`.
        year: last year that counts.

    Returns:
        The rows that count, with the dwellings of HOMES times `telt_mee` (share, 0 to 1).
    """
    kept = plans[plans["jaar_gereed"].astype(float) <= year].copy()
    drawn = kept["geometry"].astype(object)
    keys = kept["leverancier"].astype(str) + ":" + kept["plan_id"].astype(str)
    kept["telt_mee"], _ = vlekken.counted_share(
        drawn.where(drawn.notna(), None).to_numpy(object),
        kept["status"].to_numpy(object),
        kept["woningen"].to_numpy(dtype=float, na_value=np.nan),
        keys.to_numpy(object),
    )
    for name in HOMES:
        kept[name] = kept[name].astype(float) * kept["telt_mee"]
    return kept


def told(plans: pd.DataFrame) -> list[str]:
    """What a reader must know of how plans were counted.

    Args:
        plans: answer of `counted_once` for the last year shown.
    """
    found = []
    if covered := int((plans["telt_mee"] < 1).sum()):
        found.append(
            counted(
                covered,
                "{} plan telt deels of niet mee: een verder plan ligt erover.",
                "{} plannen tellen deels of niet mee: een verder plan ligt erover.",
            )
        )
    classes = plans[["zorggeschikt", "geclusterd", "nultreden", "sloop"]]
    if silent := int(classes.isna().any(axis=1).sum()):
        found.append(
            counted(
                silent,
                "{} plan noemt niet van elke woningklasse, of van sloop, hoeveel: wat niet is "
                "genoemd telt niet mee.",
                "{} plannen noemen niet van elke woningklasse, of van sloop, hoeveel: wat niet is "
                "genoemd telt niet mee.",
            )
        )
    return found
