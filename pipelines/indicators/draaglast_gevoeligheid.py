"""One-at-a-time sensitivity of M1: how far ranks move when one choice is changed (methods 3.7).

Drops each indicator, changes each weight by 20% both ways, and switches normalisation and
aggregation; reports the mean absolute rank shift R within the gemeente. Restricted: it is about
ranks.
"""

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from data.parameters import number
from pipelines.indicators.draaglast_methode import INDICES, Index, Methode
from pipelines.indicators.draaglast_scores import (
    Scores,
    make_reference,
    read_values,
    score,
    t_scores,
)
from pipelines.indicators.gevoeligheid import score_shift


def one_at_a_time(
    gebieden: pd.DataFrame, referentie: pd.DataFrame, methode: Methode
) -> pd.DataFrame:
    """R per change, for D and K.

    Imputed values are not used here: the question is how choices work on what was observed.

    Args:
        gebieden: input of `draaglast.bereken`; `gemeente` (optional) groups the ranks. Areas with
            too few inhabitants are left out.
        referentie: reference buurten.
        methode: the choices of the run, `Uitkomst.referentie.methode`.

    Returns:
        Columns `ingreep` (`zonder <slot>`, `gewicht <dimensie> +20%`, `normalisatie percentiel`,
        `aggregatie ...`), `index` (D or K), `R` (NaN when nothing could be compared).
    """
    scored_areas = gebieden.loc[gebieden["inwoners"] >= number("common.rank_min_inhabitants")]
    groups = scored_areas["gemeente"].tolist() if "gemeente" in scored_areas else None
    base = _scores(scored_areas, referentie, methode)
    rows: list[tuple[str, Index, float]] = []
    for name, index, changed in _changes(methode):
        other = _scores(scored_areas, referentie, changed)
        rows.append((name, index, score_shift(_of(base, index), _of(other, index), groups)))
    for index, name in (("D", "complement-geometrisch"), ("K", "geometrisch")):
        shift = score_shift(_of(base, index), base.variant[index], groups)
        rows.append((f"aggregatie {name}", index, shift))
    return pd.DataFrame(rows, columns=["ingreep", "index", "R"])


def _changes(methode: Methode) -> Iterator[tuple[str, Index, Methode]]:
    shift = number("gevoeligheid.weight_shift")
    for index in INDICES:
        for dimension in methode.van(index):
            for slot in dimension.slots:
                yield f"zonder {slot}", index, methode.without_slots(frozenset({slot}))
            for sign in (1, -1):
                weight = methode.gewichten.get(dimension.naam, 1.0) * (1 + sign * shift)
                weights = {**methode.gewichten, dimension.naam: weight}
                name = f"gewicht {dimension.naam} {sign * shift:+.0%}"
                yield name, index, replace(methode, gewichten=weights)
        yield "normalisatie percentiel", index, replace(methode, schaal="percentiel")


def _scores(gebieden: pd.DataFrame, referentie: pd.DataFrame, methode: Methode) -> Scores:
    reference = make_reference(referentie, methode)
    return score(t_scores(read_values(gebieden, methode), reference), reference)


def _of(scored: Scores, index: Index) -> pd.Series:
    return pd.Series(scored.D if index == "D" else scored.K)
