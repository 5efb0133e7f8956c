"""Scores of M1: from indicator values to dimensions, D, K and B, and the reference moments for it.

Steps (methods 5): T-score per indicator -> mean per dimension -> re-standardised on the reference
-> weighted mean -> re-standardised -> residual on the line. Reference moments are those of all
reference buurten with a value, whatever else is missing in them (reading 26).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from data.parameters import number
from pipelines.indicators import draaglast_klassen as classes
from pipelines.indicators import samengesteld as compose
from pipelines.indicators.draaglast_methode import INDICES, Index, Methode, slots
from pipelines.indicators.draaglast_referentie import IndexReferentie, Patroon, Referentie
from pipelines.indicators.normaliseren import (
    Floats,
    Moment,
    known,
    outliers,
    percentile_in,
    reference_moment,
    restandardise,
    t_score,
)

CENTRE = 50.0


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of a set of areas; NaN = null.

    Attributes:
        t: (areas, slots) T-score per indicator.
        dimensies: per index (areas, dimensions), re-standardised.
        dekking: per index the share of the weight that is present.
        D: draaglast.
        K: draagkracht.
        variant: complement-geometric D and geometric K.
        zonder_L4: D without L4; NaN where D is or where L4 is not used.
        B: balance on the line of the reference.
        B_zonder_L4: balance of D without L4 on the same line (reading 85).
    """

    t: Floats
    dimensies: dict[Index, Floats]
    dekking: dict[Index, Floats]
    D: Floats
    K: Floats
    variant: dict[Index, Floats]
    zonder_L4: Floats  # noqa: N815 - the dimension is called L4
    B: Floats
    B_zonder_L4: Floats


def read_values(frame: pd.DataFrame, methode: Methode) -> Floats:
    """(areas, slots) values after the transformation of each slot; NaN where missing.

    Raises:
        ValueError: a column holds an infinite number, or a negative one where a logarithm is taken.
    """
    matrix = np.full((len(frame), len(methode.slots)), np.nan)
    for place, name in enumerate(methode.slots):
        series = classes.optional(frame, name)
        log = slots()[name].transformatie == "log"
        if np.isinf(series).any() or (log and (series < 0).any()):
            raise ValueError(
                f"Indicator '{name}' heeft oneindige of negatieve waarden; verwacht eindige "
                "getallen (van 0 of meer waar de logaritme genomen wordt) of leeg."
            )
        matrix[:, place] = _logarithm(series) if log else series
    return matrix


def t_scores(values: Floats, referentie: Referentie) -> Floats:
    """(areas, slots) T-scores, or percentiles within the reference in a sensitivity run."""
    result = np.full(values.shape, np.nan)
    for place, name in enumerate(referentie.methode.slots):
        polarity = slots()[name].polariteit
        if referentie.methode.schaal == "percentiel":
            against = referentie.verdelingen[name]
            result[:, place] = percentile_in(values[:, place], against, polarity)
        else:
            result[:, place] = t_score(values[:, place], referentie.indicatoren[name], polarity)
    return result


def score(t: Floats, referentie: Referentie) -> Scores:
    """Dimensions, D, K, variants and balance of areas from their T-scores and the reference."""
    methode = referentie.methode
    dimensions, shares, index, variant = {}, {}, {}, {}
    for name in INDICES:
        part = referentie.indexen[name]
        level = _dimensions(t, methode, name, part.dimensies)
        raw, raw_variant, share = compose_index(level, methode, name)
        dimensions[name], shares[name] = level, share
        index[name] = restandardise(raw, part.lineair)
        variant[name] = restandardise(raw_variant, part.variant)
    d, k = index["D"], index["K"]
    without = np.where(
        np.isnan(d),
        np.nan,
        restandardise(without_l4(dimensions["D"], methode), referentie.zonder_L4),
    )
    line = referentie.lijn
    return Scores(
        t=t,
        dimensies=dimensions,
        dekking=shares,
        D=d,
        K=k,
        variant=variant,
        zonder_L4=without,
        B=classes.balance(d, k, line),
        B_zonder_L4=classes.balance(without, k, line),
    )


def compose_index(level: Floats, methode: Methode, index: Index) -> tuple[Floats, Floats, Floats]:
    """Weighted mean, non-compensatory variant, share of weight present; not re-standardised."""
    weights = methode.weights(index)
    share = compose.coverage(level, weights)
    enough = compose.enough_weight(share)
    other = compose.complement_geometric if index == "D" else compose.geometric
    raw = np.where(enough, compose.linear(level, weights), np.nan)
    return raw, np.where(enough, other(level, weights), np.nan), share


def without_l4(level: Floats, methode: Methode) -> Floats:
    """Weighted mean of the load dimensions but L4, without a coverage test (reading 85)."""
    names = [dimension.naam for dimension in methode.van("D")]
    if "L4" not in names or len(names) == 1:
        return np.full(level.shape[0], np.nan)
    others = [place for place, name in enumerate(names) if name != "L4"]
    return compose.linear(level[:, others], methode.weights("D")[others])


def make_reference(
    referentie: pd.DataFrame, methode: Methode, *, keep_values: bool = False
) -> Referentie:
    """Reference moments of a method version.

    Args:
        referentie: reference buurten, columns as in `draaglast.bereken`; those with fewer than
            `common.rank_min_inhabitants` inhabitants or an unknown number are left out here.
        methode: the choices.
        keep_values: keep the sorted values too, for percentile runs (implied by that scale).
    """
    frame = referentie.loc[referentie["inwoners"] >= number("common.rank_min_inhabitants")]
    values = read_values(frame, methode)
    columns = {name: values[:, place] for place, name in enumerate(methode.slots)}
    start = Referentie(
        methode=methode,
        indicatoren={name: reference_moment(x) for name, x in columns.items()},
        indexen={},
        zonder_L4=Moment(np.nan, np.nan),
        lijn=classes.fit_line(np.empty(0), np.empty(0)),
        verdelingen={name: np.sort(known(x)) for name, x in columns.items()}
        if keep_values or methode.schaal == "percentiel"
        else {},
    )
    t = t_scores(values, start)
    index = {name: _index_reference(t, methode, name) for name in INDICES}
    level = _dimensions(t, methode, "D", index["D"].dimensies)
    has_d = ~np.isnan(compose_index(level, methode, "D")[0])
    others = np.where(has_d, without_l4(level, methode), np.nan)
    moment = reference_moment(others, clip_first=False)
    half_done = replace(start, indexen=index, zonder_L4=moment)
    scored = score(t, half_done)
    shares, report = _report(frame, columns, scored, methode)
    line = classes.fit_line(scored.D, scored.K)
    return replace(half_done, lijn=line, klassen=shares, verslag=report)


def _index_reference(t: Floats, methode: Methode, index: Index) -> IndexReferentie:
    raw = compose.dimension_means(t, groups(methode, index))
    names = [dimension.naam for dimension in methode.van(index)]
    moments = {
        name: reference_moment(raw[:, place], clip_first=False) for place, name in enumerate(names)
    }
    level = _dimensions(t, methode, index, moments)
    linear, variant, _ = compose_index(level, methode, index)
    return IndexReferentie(
        moments,
        reference_moment(linear, clip_first=False),
        reference_moment(variant, clip_first=False),
        patterns(level[~np.isnan(linear)]),
    )


def patterns(level: Floats) -> tuple[Patroon, ...]:
    """Sums per set of dimensions present, over the reference buurten that have the index."""
    present = ~np.isnan(level)
    found = []
    for mask in np.unique(present, axis=0):
        rows = np.nan_to_num(level[(present == mask).all(axis=1)] - CENTRE)
        product = rows.T @ rows / len(rows)
        found.append(
            Patroon(
                tuple(bool(x) for x in mask),
                len(rows),
                tuple(float(x) for x in rows.mean(axis=0)),
                tuple(tuple(float(x) for x in row) for row in product),
            )
        )
    return tuple(found)


def _report(
    frame: pd.DataFrame, columns: Mapping[str, Floats], scored: Scores, methode: Methode
) -> tuple[dict[str, float], dict[str, object]]:
    """Class shares of the reference and what goes with the version (readings 8, 22, 23, 71)."""
    has_l4 = np.zeros(len(frame), dtype=bool)
    names = [dimension.naam for dimension in methode.van("D")]
    if "L4" in names:
        has_l4 = ~np.isnan(scored.dimensies["D"][:, names.index("L4")])
    note = classes.visitors(frame, has_l4)
    codes = classes.class_codes(class_load(scored, note), scored.K)
    n = max(int((codes >= 0).sum()), 1)
    shares = {name: float((codes == place).sum() / n) for place, name in enumerate(classes.KLASSEN)}
    shape = {name: outliers(x) for name, x in columns.items()}
    return shares, {
        "n_referentie": len(frame),
        "n_met_klasse": int((codes >= 0).sum()),
        "correlaties": correlations(frame, scored),
        "problematisch": sorted(name for name, form in shape.items() if form.reported),
        "vorm": {name: [form.skewness, form.kurtosis] for name, form in shape.items()},
        "zonder_waarde": {name: int(np.isnan(x).sum()) for name, x in columns.items()},
    }


def class_load(scored: Scores, note: np.ndarray) -> Floats:
    """The D that decides the class: the lower one where L4 is noted `bezoekers` (reading 14)."""
    lower = np.fmin(scored.D, scored.zonder_L4)
    return np.where(note == classes.BEZOEKERS, lower, scored.D)


def correlations(frame: pd.DataFrame, scored: Scores) -> dict[str, float | None]:
    """Pearson correlations of D and K with each other and with the shares 65+ and 15-24."""
    old = classes.share_of_inhabitants(frame, "inwoners_65plus")
    young = classes.share_of_inhabitants(frame, "inwoners_15_25")
    pairs = {
        "D_K": (scored.D, scored.K),
        "D_65plus": (scored.D, old),
        "K_65plus": (scored.K, old),
        "D_15_24": (scored.D, young),
        "K_15_24": (scored.K, young),
    }
    return {name: correlation(x, y) for name, (x, y) in pairs.items()}


def correlation(x: Floats, y: Floats) -> float | None:
    """Pearson correlation over the areas that have both; None below three or without spread."""
    both = ~np.isnan(x) & ~np.isnan(y)
    if both.sum() < 3 or np.ptp(x[both]) == 0 or np.ptp(y[both]) == 0:
        return None
    return float(np.corrcoef(x[both], y[both])[0, 1])


def groups(methode: Methode, index: Index) -> list[list[int]]:
    """Column numbers of the slots per dimension of one index."""
    places = {name: place for place, name in enumerate(methode.slots)}
    return [[places[slot] for slot in dimension.slots] for dimension in methode.van(index)]


def _dimensions(t: Floats, methode: Methode, index: Index, moments: Mapping[str, Moment]) -> Floats:
    raw = compose.dimension_means(t, groups(methode, index))
    for place, dimension in enumerate(methode.van(index)):
        raw[:, place] = restandardise(raw[:, place], moments[dimension.naam])
    return raw


def _logarithm(series: Floats) -> Floats:
    positive = np.where(series > 0, series, 1.0)
    return np.where(np.isnan(series), np.nan, np.where(series > 0, np.log(positive), -np.inf))
