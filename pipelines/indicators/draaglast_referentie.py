"""Reference moments of M1: everything a method version must keep to score an area later.

Belongs here: the data classes and their plain form (dict of numbers, texts and lists, for JSON).
How they are computed is `draaglast_scores`.
"""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from pipelines.indicators.draaglast_methode import Dimensie, Index, Methode
from pipelines.indicators.normaliseren import Floats, Moment


@dataclass(frozen=True, slots=True)
class Patroon:
    """Sums over the reference buurten in which the same dimensions are present.

    They give mean and sd of the index for any weights, without the reference itself.

    Attributes:
        aanwezig: which dimensions are present.
        n: number of buurten.
        som: mean per dimension of (score - 50), 0 where absent.
        product: mean of the products of those deviations.
    """

    aanwezig: tuple[bool, ...]
    n: int
    som: tuple[float, ...]
    product: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class IndexReferentie:
    """Reference moments of one index.

    Attributes:
        dimensies: moment of the mean T-score per dimension, before re-standardising.
        lineair: moment of the weighted mean of the dimensions (D_raw or K_raw).
        variant: moment of the complement-geometric D or the geometric K (reading 31).
        patronen: reference buurten that have the index, by the dimensions they have.
    """

    dimensies: dict[str, Moment]
    lineair: Moment
    variant: Moment
    patronen: tuple[Patroon, ...]


@dataclass(frozen=True, slots=True)
class Lijn:
    """D on K in the reference (readings 8, 83): `a + b*K`, sd of the residuals (divisor n)."""

    a: float
    b: float
    sd: float
    n: int


@dataclass(frozen=True)
class Referentie:
    """Reference moments and choices of one method version of M1.

    Attributes:
        methode: dimensions, slots, weights, substitutes.
        indicatoren: moment per slot, after its transformation.
        indexen: moments of D and K.
        zonder_L4: moment of D_raw without L4, where L4 is used (reading 85).
        lijn: line of B.
        klassen: share of the reference in each class (reading 8).
        verslag: correlations, reported outliers, numbers that fell out.
        varianten: reference of the variants "zonder_ouderenzorg" and "leeftijd" (reading 71).
        verdelingen: sorted reference values per slot; only for percentile runs, not kept.
    """

    methode: Methode
    indicatoren: dict[str, Moment]
    indexen: dict[Index, IndexReferentie]
    zonder_L4: Moment  # noqa: N815 - the dimension is called L4
    lijn: Lijn
    klassen: dict[str, float] = field(default_factory=dict)
    verslag: dict[str, Any] = field(default_factory=dict)
    varianten: dict[str, "Referentie"] = field(default_factory=dict)
    verdelingen: dict[str, Floats] = field(default_factory=dict, compare=False, repr=False)

    @property
    def methode_versie(self) -> str:
        """Method version with the choices that make it incomparable to others."""
        return self.methode.versie

    def to_dict(self) -> dict[str, Any]:
        """Plain form: numbers, texts, lists, dicts; absent or infinite numbers are None."""
        kept = {
            "methode": asdict(self.methode) | {"versie": self.methode_versie},
            "indicatoren": {name: asdict(m) for name, m in self.indicatoren.items()},
            "indexen": {name: asdict(part) for name, part in self.indexen.items()},
            "zonder_L4": asdict(self.zonder_L4),
            "lijn": asdict(self.lijn),
            "klassen": self.klassen,
            "verslag": self.verslag,
            "varianten": {name: part.to_dict() for name, part in self.varianten.items()},
        }
        plain: dict[str, Any] = _plain(kept)
        return plain

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> "Referentie":
        """The reference again from its plain form.

        Raises:
            KeyError: a part is missing.
        """
        return cls(
            methode=_methode(kept["methode"]),
            indicatoren={name: _moment(m) for name, m in kept["indicatoren"].items()},
            indexen={name: _index(part) for name, part in kept["indexen"].items()},
            zonder_L4=_moment(kept["zonder_L4"]),
            lijn=Lijn(**{name: _number(value) for name, value in kept["lijn"].items()}),
            klassen=dict(kept["klassen"]),
            verslag=dict(kept["verslag"]),
            varianten={name: cls.from_dict(part) for name, part in kept["varianten"].items()},
        )


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): _plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, float | np.floating):
        return float(value) if math.isfinite(value) else None
    return value


def _number(value: Any, absent: float = math.nan) -> Any:
    return absent if value is None else value


def _moment(kept: Mapping[str, Any]) -> Moment:
    return Moment(
        _number(kept["mean"]),
        _number(kept["sd"]),
        _number(kept["low"], -math.inf),
        _number(kept["high"], math.inf),
        kept["n"],
    )


def _index(kept: Mapping[str, Any]) -> IndexReferentie:
    patterns = tuple(
        Patroon(
            tuple(p["aanwezig"]), p["n"], tuple(p["som"]), tuple(tuple(r) for r in p["product"])
        )
        for p in kept["patronen"]
    )
    return IndexReferentie(
        {name: _moment(m) for name, m in kept["dimensies"].items()},
        _moment(kept["lineair"]),
        _moment(kept["variant"]),
        patterns,
    )


def _methode(kept: Mapping[str, Any]) -> Methode:
    dimensions = tuple(
        Dimensie(
            naam=raw["naam"],
            index=raw["index"],
            titel=raw["titel"],
            slots=tuple(raw["slots"]),
            alternatief=tuple(raw["alternatief"]),
            noodgreep=tuple(raw["noodgreep"]),
            partner=raw["partner"],
        )
        for raw in kept["dimensies"]
    )
    rest = {name: kept[name] for name in ("gewichten", "vervangen", "tabellen", "schaal")}
    return Methode(dimensions, basisversie=kept["basisversie"], **rest)
