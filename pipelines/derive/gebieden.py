"""Gebieden: buurten dissolved as the profile lists them."""

import pyarrow as pa
import shapely

from pipelines.errors import ConfigurationError
from pipelines.inputs import Derived, Inputs, stated, texts, wkb


def derive(inputs: Inputs) -> Derived:
    """One row per gebied of the profile.

    Raises:
        ConfigurationError: a buurt of the profile does not exist, or stands in two gebieden.
    """
    buurten = inputs.frame("cbs_buurten", ["buurtcode", "geometry"])
    shapes = dict(zip(buurten["buurtcode"], buurten["geometry"], strict=True))
    listed = inputs.work.profile.gebieden
    _refuse(listed, set(shapes))
    names = sorted(listed)
    united = [_multi(shapely.union_all([shapes[code] for code in listed[name]])) for name in names]
    counts = [len(listed[name]) for name in names]
    made = {"gebied": texts(names), **stated("buurten", counts, "waargenomen", whole=True)}
    return Derived(pa.table(made | {"geometry": wkb(united)}))


def _multi(shape: shapely.Geometry) -> shapely.Geometry:
    return shapely.MultiPolygon(list(shapely.get_parts(shape)))


def _refuse(listed: dict[str, tuple[str, ...]], known: set[str]) -> None:
    seen: dict[str, str] = {}
    for name, codes in listed.items():
        for code in codes:
            if code not in known:
                raise ConfigurationError(
                    f"Profiel: gebied {name} noemt {code}, die buurt bestaat niet."
                )
            if code in seen:
                raise ConfigurationError(
                    f"Profiel: buurt {code} staat in {seen[code]} en in {name}."
                )
            seen[code] = name
