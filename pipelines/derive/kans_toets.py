"""M9, validation: twenty locations in random order, and clusters against residential cells."""

import numpy as np
import pyarrow as pa

from pipelines.derive import kansen_plekken
from pipelines.derive.kansen_vraag import residential
from pipelines.indicators import kansen_toets
from pipelines.inputs import Derived, Inputs, stated, texts, wkb

FIELDS = ["vierkant", "buurtcode", "buurtnaam", "score", "score_besloten", "geometry"]


def derive(inputs: Inputs) -> Derived:
    """One row per location to judge."""
    cells = inputs.frame("kans_cel", FIELDS)
    score = cells["score_besloten"].astype(float).to_numpy()
    clusters = kansen_plekken.clusters(inputs)
    found = kansen_toets.validate(
        cells["score"].astype(float),
        cells["buurtcode"],
        cells["vierkant"].isin(clusters["cel"]),
        residential(inputs, cells),
    )
    drawn = kansen_toets.blind_locations(score, cells["vierkant"])
    rows = cells.iloc[drawn].reset_index(drop=True)
    made: dict[str, pa.Array] = {
        "volgnummer": texts([f"{at:02d}" for at in range(1, len(rows) + 1)]),
        "vierkant": texts(rows["vierkant"]),
        "buurtcode": texts(rows["buurtcode"]),
        "buurtnaam": texts(rows["buurtnaam"]),
        "toets": texts([kansen_toets.summary(found)] * len(rows)),
    }
    made |= stated("score_besloten", score[drawn] if len(drawn) else np.empty(0), "geschat")
    made["geometry"] = wkb(rows["geometry"])
    missing = inputs.missing(["corporatiecomplexen", "bag_verblijfsobjecten"])
    remarks = ["Getoetst is de open score: daarin tellen bestaande clusters nergens mee."]
    return Derived(pa.table(made), {"ontbrekend": missing, "opmerkingen": remarks})
