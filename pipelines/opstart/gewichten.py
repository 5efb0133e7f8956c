"""`./woonzorg gewichten`: weights of the kansenkaart from a workshop, as lines for a profile.

Two ways (METHODS 13): the order of importance gives rank-order-centroid weights, a table of
pairwise comparisons gives AHP weights, refused when the comparison contradicts itself too much.
"""

import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from data import weegprofielen
from data.parameters import ParameterError, number
from pipelines.errors import ConfigurationError
from pipelines.indicators import kansen_weging
from pipelines.indicators.normaliseren import Floats

DECIMALS = 4


def of_order(order: Sequence[str]) -> dict[str, float]:
    """Weights from the criteria in order of importance, the heaviest first.

    Raises:
        ConfigurationError: not every criterion once.
    """
    _refuse_other_criteria(order)
    return _rounded(order, kansen_weging.rank_order_centroid(len(order)))


def of_comparison(file: Path) -> tuple[dict[str, float], float]:
    """Weights and consistency ratio from a CSV: criteria in the first row and the first column.

    A cell tells how much more its row weighs than its column (9 to 1/9, `1/3` is read as well).

    Raises:
        ConfigurationError: not to be read, not every criterion once, not reciprocal, or a ratio
            of `kans.consistency_ratio` or more.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{file} is niet te lezen: {error}.") from error
    mark = ";" if ";" in text.partition("\n")[0] else ","
    head, *body = [row for row in csv.reader(text.splitlines(), delimiter=mark) if any(row)] or [[]]
    names = [cell.strip() for cell in head[1:]]
    _refuse_other_criteria(names)
    if [row[0].strip() for row in body] != names or any(len(row) != len(head) for row in body):
        raise ConfigurationError(
            f"{file}: de eerste kolom noemt dezelfde onderdelen als de eerste rij, in dezelfde "
            "volgorde, en elke rij is even lang."
        )
    try:
        table = np.array([[_ratio(cell) for cell in row[1:]] for row in body])
        weights, ratio = kansen_weging.ahp_weights(table)
    except (ValueError, ZeroDivisionError) as error:
        raise ConfigurationError(f"{file}: {error}") from error
    if not kansen_weging.consistent(ratio):
        raise ConfigurationError(
            f"{file}: de vergelijking spreekt zichzelf tegen (consistentie {_dutch(ratio, 3)}; "
            f"moet onder {_dutch(number('kans.consistency_ratio'), 2)}). Bespreek haar opnieuw."
        )
    return _rounded(names, weights), ratio


def lines(profile: str, weights: dict[str, float], how: str) -> str:
    """What goes in the profile of the municipality.

    Raises:
        ConfigurationError: no weight profile of that name.
    """
    try:
        weegprofielen.weight_profiles({profile: weights})
    except ParameterError as error:
        raise ConfigurationError(str(error)) from error
    rows = [f"{name} = {weights[name]:.{DECIMALS}f}" for name in weegprofielen.CRITERIA]
    return "\n".join([f"# {how}", f"[weegprofielen.{profile}]", *rows])


def told(profile: str, order: Sequence[str], comparison: Path | None) -> str:
    """The lines by either way.

    Raises:
        ConfigurationError: both ways or none, or as the way itself.
    """
    if bool(order) == (comparison is not None):
        raise ConfigurationError(
            "Geef de onderdelen in volgorde van belang (zwaarste eerst) of --vergelijking BESTAND."
        )
    if comparison is None:
        return lines(profile, of_order(order), f"naar rangorde: {' '.join(order)}")
    weights, ratio = of_comparison(comparison)
    how = f"paarsgewijs vergeleken (AHP), consistentie {_dutch(ratio, 3)}"
    return lines(profile, weights, how)


def _refuse_other_criteria(names: Sequence[str]) -> None:
    wanted = weegprofielen.CRITERIA
    if sorted(names) != sorted(wanted):
        raise ConfigurationError(
            f"Onderdelen zijn {', '.join(names) or 'niet genoemd'}; verwacht elk één keer: "
            f"{', '.join(wanted)}."
        )


def _ratio(cell: str) -> float:
    above, _, below = cell.strip().replace(",", ".").partition("/")
    return float(above) / float(below or 1)


def _rounded(names: Sequence[str], weights: Floats) -> dict[str, float]:
    """In so many decimals and together 1: what rounding leaves goes to the heaviest."""
    found = {name: round(float(w), DECIMALS) for name, w in zip(names, weights, strict=True)}
    heaviest = max(found, key=lambda name: found[name])
    found[heaviest] = round(found[heaviest] + 1 - sum(found.values()), DECIMALS)
    return found


def _dutch(value: float, decimals: int) -> str:
    return f"{value:.{decimals}f}".replace(".", ",")
