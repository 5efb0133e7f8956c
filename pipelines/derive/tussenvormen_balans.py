"""Intermediate and sheltered forms: places and need of all providers."""

from pipelines.derive.verblijf import Balance, balance
from pipelines.indicators import verblijf
from pipelines.inputs import Derived, Inputs

RULE = Balance(
    feed="tussenvormen",
    kind="vorm",
    counts=("plaatsen", "bezet", "behoefte", "gepland"),
    group="behoefte",
    made=verblijf.balance,
    open=("plaatsen", "gepland"),
    whole=("tekort", "tekort_na_plannen"),
)


def derive(inputs: Inputs) -> Derived:
    """One row per area, period and form."""
    return balance(inputs, RULE)
