"""Named weight profiles of the kansenkaart (METHODS 13): what weighs for whom.

Belongs here: the profiles as listed in `data/reference/weegprofielen.toml`, and as a municipality
replaces them. Does not belong here: how weights are found or used (pipelines/indicators).
"""

from collections.abc import Mapping

from data.parameters import ParameterError, number, numbers_by_name, table

CRITERIA = ("V", "T", "H", "Z", "R", "B")
DEFAULT = "gemeente"


def weight_profiles(
    chosen: Mapping[str, Mapping[str, float]] | None = None,
) -> dict[str, dict[str, float]]:
    """Weights per named profile, as listed, with what a municipality chose in their place.

    `gemeente` is the default of the register.

    Args:
        chosen: profile -> criterion -> weight; a profile that is named is replaced as a whole.

    Raises:
        ParameterError: an unknown profile or criterion, or weights that do not add up to 1.
    """
    listed = {
        name: {c: float(row[c]) for c in CRITERIA} for name, row in table("weegprofielen").items()
    }
    listed[DEFAULT] = numbers_by_name("kans.weights")
    for name, weights in (chosen or {}).items():
        if name not in listed:
            raise ParameterError(f"Weegprofiel '{name}' bestaat niet; wel: {', '.join(listed)}.")
        listed[name] = dict(weights)
    for name, weights in listed.items():
        _refuse_bad_weights(name, weights)
    return listed


def _refuse_bad_weights(name: str, weights: Mapping[str, float]) -> None:
    if set(weights) != set(CRITERIA):
        raise ParameterError(
            f"Weegprofiel '{name}' weegt {', '.join(weights)}; verwacht {', '.join(CRITERIA)}."
        )
    total = sum(weights.values())
    if min(weights.values()) < 0 or abs(total - 1) > number("common.tolerance"):
        raise ParameterError(
            f"Gewichten van weegprofiel '{name}' zijn samen {total:g}; verwacht 1, geen negatief."
        )


def title(name: str) -> str:
    """How a profile is called, shown with every score."""
    return str(table("weegprofielen")[name]["titel"])
