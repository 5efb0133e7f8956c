"""M5 per complex: expected suitable dwellings, what is to do, and what that costs."""

import pandas as pd
import pyarrow as pa

from data.geschikt import PARTNERS
from pipelines.derive import complexen
from pipelines.derive import geschikt as shared
from pipelines.derive.geschiktheid_blok import footprints
from pipelines.indicators import geschikt, geschikt_kosten, levensloop
from pipelines.indicators.normaliseren import round_half_away
from pipelines.inputs import Derived, Inputs, stated, texts, wkb

TEXTS = ("corporatie", "complex_id", "naam", "buurtcode", "wijkcode")


def derive(inputs: Inputs) -> Derived:
    """One row per complex with at least ten dwellings; none where no corporation delivered."""
    found = complexen.complexes(inputs)
    table = found.table
    made = {name: texts(table[name]) for name in TEXTS}
    for name in ("woningen", "beoordeeld"):
        made |= stated(name, table[name], "waargenomen", whole=True)
    made |= shared.figures(table)
    rule = levensloop.agreed()
    said = rule.tekst if rule else levensloop.NOT_AGREED
    made["begrip_levensloop"] = texts([said] * len(table))
    status = geschikt.publishable(table)["som"]
    for name in ("levensloop_zeker", "levensloop_mogelijk", "te_doen"):
        made |= shared.shown(name, shared.one_decimal(table[name]), status)
    made["maat"] = texts([complexen.measure()] * len(table))
    made |= _cost(inputs, found)
    made["toonbaar"] = texts(table["toonbaar"])
    shapes = footprints(found.homes, found.homes["complex"], found.buildings)
    made["geometry"] = wkb(shapes.reindex(table.index))
    held = complexen.absent(inputs, (*PARTNERS, "prijstabel"))
    own = found.coverage
    remarks = [*held["opmerkingen"], *own["opmerkingen"], f"Gemeten naar: {complexen.measure()}."]
    return Derived(pa.table(made), own | held | {"opmerkingen": remarks})


def _cost(inputs: Inputs, found: complexen.Complexes) -> dict[str, pa.Array]:
    total = geschikt_kosten.total(complexen.costs(inputs, found), ["gebied"])
    total = total.reindex(found.table.index)
    todo = found.table["te_doen"]
    each = total["kosten_euro"] / todo.where(todo > 0)
    made = stated("kosten_euro", round_half_away(total["kosten_euro"]), "geschat")
    made |= stated("kosten_per_woning_euro", round_half_away(each), "geschat")
    return made | {"prijsjaren": texts(pd.Series(total["prijsjaren"], dtype=object))}
