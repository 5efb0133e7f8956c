"""M5 per buurt: expected numbers from BAG, and with what corporations say."""

import pyarrow as pa

from pipelines.derive import geschikt as shared
from pipelines.inputs import Derived, Inputs, texts


def derive(inputs: Inputs) -> Derived:
    """One row per buurt of the own gemeenten, without dwellings too."""
    own = {code[2:] for code in inputs.work.profile.gemeenten}
    codes = inputs.frame("cbs_buurten", ["buurtcode"])["buurtcode"]
    codes = codes[codes.str[2:6].isin(own)]
    stock = shared.homes(inputs)[0]
    made = {"buurtcode": texts(codes)}
    made |= shared.area_columns(inputs, stock, stock["buurtcode"], codes)
    return Derived(pa.table(made), shared.coverage(inputs, stock))
