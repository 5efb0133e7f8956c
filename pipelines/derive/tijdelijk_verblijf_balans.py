"""Short stay: places and requests of all providers."""

from pipelines.derive.verblijf import Balance, balance
from pipelines.indicators import verblijf
from pipelines.inputs import Derived, Inputs

RULE = Balance(
    feed="tijdelijk_verblijf",
    kind="soort",
    counts=("plaatsen", "aanvragen", "niet_geplaatst", "bezette_dagen"),
    group="aanvragen",
    made=verblijf.short_stay,
    open=("plaatsen",),
    whole=("plaatsen_nodig", "tekort"),
    guessed=("plaatsen_nodig", "tekort"),
    kept=("bezette_dagen",),
)


def derive(inputs: Inputs) -> Derived:
    """One row per area, period and kind."""
    return balance(inputs, RULE)
