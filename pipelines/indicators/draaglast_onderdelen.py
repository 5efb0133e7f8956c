"""What D and K of M1 are made of, per area: values, scores, weights, contributions (methods 3.5).

A linear index can be shown as bars: the contributions of the dimensions add up to D - 50 or K - 50,
and those of the indicators of a dimension to its score - 50.
"""

import numpy as np
import pandas as pd

from data.parameters import number
from pipelines.indicators.draaglast_methode import INDICES, slots, standard
from pipelines.indicators.draaglast_referentie import Referentie
from pipelines.indicators.draaglast_scores import Scores, groups
from pipelines.indicators.normaliseren import Floats, Moment
from pipelines.indicators.samengesteld import Mask


def parts_table(
    values: Floats, imputed: Mask, scored: Scores, ref: Referentie, index: pd.Index
) -> pd.DataFrame:
    """Every indicator and dimension of the method, used in this run or not.

    Args:
        values: (areas, slots) values that were scored, before any transformation.
        imputed: where a wijk value was used.
        scored: scores of the areas.
        ref: reference of the run.
        index: codes of the areas.

    Returns:
        Float columns, NaN = null: `<slot>_waarde` (unit of the slot), `<slot>_punten` (T-score),
        `<slot>_bijdrage` (points that it adds to its dimension above 50), `<dimension>_gewicht`
        (share of the weight that is present, 0-1), `<dimension>_bijdrage` (points that it adds to D
        or K above 50); bool `<slot>_geimputeerd`.
    """
    made: dict[str, object] = {}
    empty = np.full(len(index), np.nan)
    for name in slots():
        made |= {f"{name}_{what}": empty for what in ("waarde", "punten", "bijdrage")}
        made[f"{name}_geimputeerd"] = np.zeros(len(index), dtype=bool)
    for dimension in standard().dimensies:
        made |= {f"{dimension.naam}_{what}": empty for what in ("gewicht", "bijdrage")}
    for place, name in enumerate(ref.methode.slots):
        made[f"{name}_waarde"] = np.where(np.isfinite(values[:, place]), values[:, place], np.nan)
        made[f"{name}_punten"] = scored.t[:, place]
        made[f"{name}_geimputeerd"] = imputed[:, place]
    for index_name in INDICES:
        level = scored.dimensies[index_name]
        total = scored.D if index_name == "D" else scored.K
        part = ref.indexen[index_name]
        weights = _present_weights(level, ref.methode.weights(index_name))
        adds = _share(weights * (level - part.lineair.mean), part.lineair)
        for place, dimension in enumerate(ref.methode.van(index_name)):
            known = ~np.isnan(total) & ~np.isnan(level[:, place])
            made[f"{dimension.naam}_gewicht"] = np.where(known, weights[:, place], np.nan)
            made[f"{dimension.naam}_bijdrage"] = np.where(known, adds[:, place], np.nan)
            columns = groups(ref.methode, index_name)[place]
            moment = part.dimensies[dimension.naam]
            t = np.where(np.isnan(level[:, [place]]), np.nan, scored.t[:, columns])
            count = np.maximum((~np.isnan(t)).sum(axis=1, keepdims=True), 1)
            of_slots = _share((t - moment.mean) / count, moment)
            for at, slot in enumerate(dimension.slots):
                made[f"{slot}_bijdrage"] = of_slots[:, at]
    return pd.DataFrame(made, index=index)


def _present_weights(level: Floats, weights: Floats) -> Floats:
    """Weights renormalised over the dimensions present, per area."""
    masked = ~np.isnan(level) * weights
    total = masked.sum(axis=1, keepdims=True)
    return np.asarray(masked / np.where(total > 0, total, 1.0))


def _share(deviation: Floats, moment: Moment) -> Floats:
    """Deviation of a raw mean as points on the re-standardised scale."""
    if not moment.usable:
        return np.full(deviation.shape, np.nan)
    return np.asarray(number("common.t_sd") * deviation / moment.sd)
