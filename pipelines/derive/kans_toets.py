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
    is_cluster = np.zeros(len(cells), dtype=bool)
    if inputs.has("corporatiecomplexen"):
        clusters = kansen_plekken.clusters(kansen_plekken.complexes(inputs))
        is_cluster = cells["vierkant"].isin(clusters["cel"]).to_numpy()
    found = kansen_toets.validate(
        cells["score"].astype(float),
        cells["buurtcode"],
        is_cluster,
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
