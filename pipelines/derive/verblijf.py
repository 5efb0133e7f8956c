"""What the three balances share: suppliers summed, one indicator, groups below ten hidden."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from data.getallen import dutch
from pipelines.derive.eigen import named, with_status
from pipelines.indicators.afscherming import small
from pipelines.indicators.uitstroom import PLACE, summed
from pipelines.inputs import Derived, Inputs, stated, texts


@dataclass(frozen=True)
class Balance:
    """How one balance is made.

    Attributes:
        feed: what it is made from.
        kind: column that tells the kinds apart.
        counts: columns summed over suppliers.
        group: the count of people that has to be ten at least.
        open: counts that are no people and stay where the group is small.
        guessed: its figures that rest on an assumption.
        kept: counts that the indicator needs and the table does not show.
        made: the indicator.
        whole: its figures that are whole numbers.
    """

    feed: str
    kind: str
    counts: Sequence[str]
    group: str
    made: Callable[[pd.DataFrame], pd.DataFrame]
    open: Sequence[str] = ()
    whole: Sequence[str] = ()
    kept: Sequence[str] = ()
    guessed: Sequence[str] = ()


def balance(inputs: Inputs, rule: Balance) -> Derived:
    """One row per area, period and kind."""
    key = [*PLACE, rule.kind]
    table = summed(inputs.frame(rule.feed, [*key, *with_status(rule.counts)]), key, rule.counts)
    partly = np.column_stack([table[f"{name}_onbekend"] > 0 for name in rule.counts]).any(axis=1)
    secret = np.column_stack([table[f"{name}_geheim"] > 0 for name in rule.counts])
    known = table.copy()
    for name in rule.counts:  # a figure made from a sum that lacks a part would mislead
        known[name] = table[name].where(table[f"{name}_onbekend"].eq(0))
    found = pd.concat([table[list(rule.counts)], rule.made(known)], axis=1)
    hide = small(table[rule.group].fillna(np.inf))
    made: dict[str, pa.Array] = {name: texts(table[name]) for name in key}
    made["gebiedsnaam"] = texts(named(inputs, table))
    for name in map(str, found.columns):
        if name in rule.kept:
            continue
        values = found[name].astype(float)
        gone = hide & (name not in rule.open) & values.notna().to_numpy(bool)
        guess = (partly & (name in rule.counts)) | (name in rule.guessed)
        status = np.where(guess, "geschat", "waargenomen").astype(object)
        held = secret[:, rule.counts.index(name)] if name in rule.counts else secret.any(axis=1)
        lost = np.where(held, "onderdrukt", "ontbreekt").astype(object)
        status = np.where(values.isna(), lost, status)
        status[gone] = "onderdrukt"
        whole = name in rule.counts or name in rule.whole
        made |= stated(name, values.mask(gone), status, whole=whole)
    return Derived(pa.table(made), _coverage(int(hide.sum()), int(partly.sum())))


def _coverage(hidden: int, partly: int) -> dict[str, object]:
    remarks = [f"{dutch(hidden)} rijen gaan over minder dan tien mensen."] if hidden else []
    if partly:
        remarks.append(
            f"In {dutch(partly)} rijen gaf een leverancier een aantal niet of afgeschermd; wat "
            "daarvan afhangt is er niet."
        )
    return {"ontbrekend": [], "opmerkingen": remarks}
