"""Statuses of a published value and reasons of an absent one, as the indicators write them."""

from typing import Final

import numpy as np
import numpy.typing as npt

Texts = npt.NDArray[np.object_]

WAARGENOMEN: Final = "waargenomen"
GESCHAT: Final = "geschat"
GEIMPUTEERD: Final = "geimputeerd"
ONDERDRUKT: Final = "onderdrukt"
ONTBREEKT: Final = "ontbreekt"

TE_WEINIG_INWONERS: Final = "te weinig inwoners"
TE_WEINIG_DEKKING: Final = "te weinig dekking"
GEEN_BRON: Final = "geen bron"

LEEG: Final = frozenset({ONDERDRUKT, ONTBREEKT})


def statuses(
    present: npt.NDArray[np.bool_], filled: str | npt.ArrayLike, empty: str = ONTBREEKT
) -> Texts:
    """Text array: `filled` where a value is present, `empty` elsewhere."""
    return np.where(present, filled, empty).astype(object)
