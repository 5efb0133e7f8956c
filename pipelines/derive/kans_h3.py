"""M9 per hexagon: the open scores of the cells carried over."""

import pandas as pd
import pyarrow as pa
import shapely

from data.datasets.kans_h3 import SCORES
from pipelines.derive.eigen import own_buurten, passed_on
from pipelines.indicators import kansen_h3
from pipelines.inputs import Derived, Inputs, stated, texts, wkb


def derive(inputs: Inputs) -> Derived:
    """One row per hexagon that touches the grid."""
    rows = inputs.frame("kans_cel", ["vierkant", *SCORES])
    ids, shapes = kansen_h3.hexagons(rows["vierkant"])
    values = rows[list(SCORES)].astype(float)
    found = kansen_h3.carry_over(rows["vierkant"], values, ids, shapes)
    own = own_buurten(inputs, "buurtnaam", "geometry")
    buurt = pd.Series(kansen_h3.buurten(shapes, own["buurtcode"], own["geometry"]), dtype=object)
    names = dict(zip(own["buurtcode"], own["buurtnaam"], strict=True))
    made: dict[str, pa.Array] = {
        "h3": texts(ids),
        "buurtcode": texts(buurt),
        "buurtnaam": texts(buurt.map(names)),
    }
    for name in SCORES:
        made |= stated(name, found[name], "geschat")
    made |= stated("gedekt_pct", found["gedekt_pct"], "geschat")
    made |= stated("oppervlakte_m2", found["oppervlakte_m2"], "waargenomen")
    made["geometry"] = wkb(shapely.multipolygons(shapes[:, None]))
    return Derived(pa.table(made), passed_on(inputs, "kans_cel"))
