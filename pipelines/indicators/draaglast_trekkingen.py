"""Monte Carlo of M1: ranks under drawn weights, drawn indicator values and both aggregators.

Methods 3.7, step 2. Restricted: it is about ranks. The public statement of the class rests on
weights alone (`gevoeligheid.weightings`, reading 78). All areas of one draw share weights and
aggregator, and re-standardising keeps their order, so ranks need no moments of the reference.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from data.parameters import integer, number, numbers
from pipelines.indicators import draaglast_klassen as classes
from pipelines.indicators.draaglast_methode import INDICES, Index, Methode, slots
from pipelines.indicators.draaglast_referentie import Referentie
from pipelines.indicators.draaglast_scores import Scores, groups
from pipelines.indicators.gevoeligheid import draw_weights, rank_uncertainty
from pipelines.indicators.normaliseren import Floats
from pipelines.indicators.samengesteld import dimension_means

BLOCK = 100  # draws worked on at once: bounds the memory


def rank_intervals(
    gebieden: pd.DataFrame,
    scored: Scores,
    referentie: Referentie,
    gemeenten: Sequence[object] | None = None,
    draws: int | None = None,
) -> dict[Index, dict[str, Floats]]:
    """Median and 90% interval of the rank, and the share of draws in the top 20%, for D and K.

    Args:
        gebieden: input of `draaglast.bereken`. `<slot>_sd` (unit of the slot) is the standard error
            of a value, absent or NaN = taken as exact; with `<slot>_telling` (the count behind a
            rate) the error is Poisson, else normal.
        scored: scores under the default weights; they decide which areas have an index.
        referentie: method version.
        gemeenten: gemeente per area; ranks are taken within it.
        draws: number of draws; default `gevoeligheid.draws`.

    Returns:
        Per index `rang`, `rang_onder`, `rang_boven`, `aandeel_top20` (0-1); NaN where D or K is.
    """
    rng = np.random.default_rng(integer("gevoeligheid.seed"))
    count = draws or integer("gevoeligheid.draws")
    index = draw_index(gebieden, scored, referentie, count, rng)
    return {name: rank_uncertainty(index[name], gemeenten) for name in INDICES}


def draw_index(
    gebieden: pd.DataFrame,
    scored: Scores,
    referentie: Referentie,
    draws: int,
    rng: np.random.Generator,
) -> dict[Index, Floats]:
    """(draws, areas) D and K before re-standardising; NaN where the index is null."""
    methode = referentie.methode
    slope, error, counts = _errors(gebieden, referentie)
    kept: dict[Index, list[Floats]] = {name: [] for name in INDICES}
    for size in _blocks(draws):
        t = _drawn_scores(scored.t, slope, error, counts, size, rng)
        for name in INDICES:
            weights = draw_weights(methode.weights(name), size, rng)
            level = _levels(t, referentie, methode, name)
            geometric = rng.random(size) < 0.5
            kept[name].append(_aggregate(level, weights, geometric, name))
    found = {name: np.concatenate(parts) for name, parts in kept.items()}
    found["D"][:, np.isnan(scored.D)] = np.nan
    found["K"][:, np.isnan(scored.K)] = np.nan
    return found


def _blocks(draws: int) -> list[int]:
    whole, rest = divmod(draws, BLOCK)
    return [BLOCK] * whole + ([rest] if rest else [])


def _errors(gebieden: pd.DataFrame, referentie: Referentie) -> tuple[Floats, Floats, Floats]:
    """Per slot T-points per unit of the value; (areas, slots) standard error and count behind it.

    The slope is that of the score between the cuts; beyond them the drawn score is clipped again.
    """
    names = referentie.methode.slots
    slope = np.zeros(len(names))
    shape = (len(gebieden), len(names))
    error, counts = np.zeros(shape), np.full(shape, np.nan)
    for place, name in enumerate(names):
        moment = referentie.indicatoren[name]
        if moment.usable and not slots()[name].transformatie:
            slope[place] = slots()[name].polariteit * number("common.t_sd") / moment.sd
        error[:, place] = np.nan_to_num(classes.optional(gebieden, f"{name}_sd"))
        counts[:, place] = classes.optional(gebieden, f"{name}_telling")
    return slope, error, counts


def _drawn_scores(
    t: Floats,
    slope: Floats,
    error: Floats,
    counts: Floats,
    size: int,
    rng: np.random.Generator,
) -> Floats:
    """(draws, areas, slots) T-scores with the error of their values."""
    noise = np.zeros((size, *t.shape))
    uncertain = (error > 0) & ~np.isnan(t) & (slope != 0)
    poisson, normal = uncertain & (counts > 0), uncertain & ~(counts > 0)
    noise[:, normal] = rng.standard_normal((size, int(normal.sum())))
    mean = counts[poisson]
    noise[:, poisson] = (rng.poisson(mean, (size, mean.size)) - mean) / np.sqrt(mean)
    middle, limit = number("common.t_mean"), number("common.t_sd") * number("common.z_clip")
    return np.asarray(np.clip(t + noise * (error * slope), middle - limit, middle + limit))


def _levels(t: Floats, referentie: Referentie, methode: Methode, index: Index) -> Floats:
    """(draws, areas, dimensions) re-standardised on the reference."""
    size, areas, _ = t.shape
    raw = dimension_means(t.reshape(size * areas, -1), groups(methode, index))
    for place, dimension in enumerate(methode.van(index)):
        moment = referentie.indexen[index].dimensies[dimension.naam]
        if moment.usable:
            scaled = (raw[:, place] - moment.mean) / moment.sd
            raw[:, place] = number("common.t_mean") + number("common.t_sd") * scaled
        else:
            raw[:, place] = np.nan
    return raw.reshape(size, areas, -1)


def _aggregate(
    level: Floats, weights: Floats, geometric: np.typing.NDArray[np.bool_], index: Index
) -> Floats:
    """Weighted mean per draw, or where `geometric` the variant that does not compensate."""
    lowest, highest = numbers("common.geometric_clip")
    mirrored = 100.0 - level if index == "D" else level
    logs = np.log(np.clip(mirrored, lowest, highest))
    values = np.where(geometric[:, None, None], logs, level)
    present = ~np.isnan(values)
    w = weights[:, None, :] * present
    share = w.sum(axis=2)
    total = (np.where(present, values, 0.0) * w).sum(axis=2)
    mean = np.where(share > 0, total, np.nan) / np.where(share > 0, share, 1.0)
    product = np.exp(np.where(geometric[:, None], mean, 0.0))
    other = 100.0 - product if index == "D" else product
    return np.asarray(np.where(geometric[:, None], other, mean))
