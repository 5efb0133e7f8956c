"""X8 per wijk: bounds of every part of the rule, its judgement and the outcome."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from data.datasets.levensloop_wijk import AGE, PARTS, RULE, SOURCES, bound
from data.parameters import number
from pipelines.derive.eigen import own_buurten
from pipelines.indicators import levensloopwijk as rule
from pipelines.inputs import Derived, Inputs, stated, texts


def derive(inputs: Inputs) -> Derived:
    """One row per wijk of the own gemeenten."""
    own = {code[2:] for code in inputs.work.profile.gemeenten}
    wijken = inputs.frame("cbs_wijken", ["wijkcode", "wijknaam"])
    wijken = wijken[wijken["wijkcode"].str[2:6].isin(own)].sort_values("wijkcode")
    codes = pd.Index(wijken["wijkcode"], dtype=object)
    buurten = own_buurten(inputs, "wijkcode").set_index("buurtcode")["wijkcode"]
    made: dict[str, pa.Array] = {"wijkcode": texts(codes), "wijknaam": texts(wijken["wijknaam"])}
    judged = {}
    for one in PARTS:
        bounds = _bounds(inputs, one, buurten).reindex(codes)
        low, high = (bounds[end].to_numpy(dtype=float) for end in ("laag", "hoog"))
        words = rule.judge(low, high, number(one["grens"]))
        judged[one["titel"]] = words
        made |= stated(bound(one, "laag"), low, "geschat")
        made |= stated(bound(one, "hoog"), high, "geschat")
        made[f"{one['sleutel']}_oordeel"] = texts(words)
    found = rule.outcome(judged)
    made |= {name: texts(found[name]) for name in ("uitkomst", "niet", "onbekend")}
    said = f"{RULE['naam']}, versie {RULE['versie']} van {RULE['datum']:%d-%m-%Y}"
    made["regel"] = texts([said] * len(codes))
    return Derived(pa.table(made), _coverage(inputs, judged))


def _bounds(inputs: Inputs, one: Mapping[str, Any], buurten: "pd.Series[str]") -> pd.DataFrame:
    """Index wijk: `laag`, `hoog`; nothing where the source is not there."""
    if inputs.missing([one["dataset"], *([AGE] if "gewicht" in one else [])]):
        return pd.DataFrame({"laag": [], "hoog": []}, dtype=float)
    if one["per"] == "wijk":
        names = [one["laag"], one["hoog"], one["beoordeeld"], one["geheel"]]
        rows = inputs.frame(one["dataset"], ["wijkcode", *names]).set_index("wijkcode")
        ends = rule.share_bounds(*(rows[name].to_numpy(dtype=float) for name in names))
        return pd.DataFrame(dict(zip(("laag", "hoog"), ends, strict=True)), index=rows.index)
    names = [name for name in dict.fromkeys([one["laag"], one["hoog"]]) if name]
    held = inputs.frame(one["dataset"], ["buurtcode", *names]).set_index("buurtcode")
    people = inputs.frame(AGE, ["buurtcode", one["gewicht"]]).set_index("buurtcode")
    held = held.astype(float).reindex(buurten.index)
    rows = pd.DataFrame(
        {
            "wijk": buurten,
            "laag": held[one["laag"]],
            "hoog": held[one["hoog"]] if one["hoog"] else np.nan,
            "gewicht": people[one["gewicht"]].astype(float).reindex(buurten.index),
        }
    )
    low, high = one["schaal"]
    return rule.mean_bounds(rows, (low, high))


def _coverage(inputs: Inputs, judged: Mapping[str, Any]) -> dict[str, Any]:
    absent = inputs.missing(SOURCES)
    never = [title for title, words in judged.items() if (words == rule.ONBEKEND).all()]
    remarks = [f"In alle wijken onbekend: {'; '.join(never)}."] if never else []
    return {"ontbrekend": absent, "opmerkingen": remarks}
