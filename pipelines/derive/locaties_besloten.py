"""M10 with the clusters that corporations already have."""

from pipelines.derive.beste_locaties import best
from pipelines.inputs import Derived, Inputs


def derive(inputs: Inputs) -> Derived:
    """One row per model, number of sites and chosen cell."""
    return best(inputs, ("corporatiecomplexen", "bag_panden"))
