"""Homes for informal carers: requests and permits of the gemeenten."""

from pipelines.derive.verblijf import Balance, balance
from pipelines.indicators import verblijf
from pipelines.inputs import Derived, Inputs

RULE = Balance(
    feed="mantelzorgvergunningen",
    kind="soort",
    counts=("aangevraagd", "verleend", "geweigerd", "beeindigd"),
    group="aangevraagd",
    made=verblijf.permits,
    whole=("in_behandeling", "erbij"),
)


def derive(inputs: Inputs) -> Derived:
    """One row per area, period and kind."""
    return balance(inputs, RULE)
