"""M5 per wijk: sums over dwellings, never over rounded figures of buurten."""

import pyarrow as pa

from pipelines.derive import geschikt as shared
from pipelines.inputs import Derived, Inputs, texts


def derive(inputs: Inputs) -> Derived:
    """One row per wijk that has a buurt of the own gemeenten."""
    own = {code[2:] for code in inputs.work.profile.gemeenten}
    wijken = inputs.frame("cbs_buurten", ["wijkcode"])["wijkcode"].drop_duplicates().sort_values()
    wijken = wijken[wijken.str[2:6].isin(own)]
    stock = shared.homes(inputs)[0]
    made = {"wijkcode": texts(wijken)}
    area = shared.wijk_of(inputs, stock["buurtcode"])
    made |= shared.area_columns(inputs, stock, area, wijken)
    return Derived(pa.table(made), shared.coverage(inputs, stock))
