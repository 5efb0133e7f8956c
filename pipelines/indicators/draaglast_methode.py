"""What M1 is made of: indicator slots, dimensions, substitutes, and the choices of one run.

The content stands in `data/reference/draaglast.toml`. Belongs here: reading that table and choosing
once per method version which slots are used (readings 8, 9, 29). Scoring is `draaglast_scores`.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Final, Literal

import numpy as np
import pandas as pd

from data.draaglast_onderdelen import WEIGHTS
from data.parameters import method_version, number, numbers_by_name, table
from pipelines.indicators.normaliseren import Floats
from pipelines.indicators.status import WAARGENOMEN

Index = Literal["D", "K"]
Scale = Literal["z", "percentiel"]
INDICES: Final[tuple[Index, ...]] = ("D", "K")


@dataclass(frozen=True, slots=True)
class Bron:
    """Where a slot may be filled from: dataset, table and title, and the codes to sum."""

    dataset: str
    tabel: str
    titel: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """One column of the calculation.

    Attributes:
        naam: column name in the input frames.
        titel: Dutch name, shown with the index.
        eenheid: unit of the value.
        polariteit: +1 when a higher value raises the index, -1 when it lowers it.
        status: status of a value of this slot when its input has no status column of its own.
        transformatie: `log` or empty.
        rivm: model-based estimate for 18+, also given for 18-65 and 65+.
        krimp: rate made from counts, to be shrunk before scoring (`tarieven.shrunk_rate`).
        basis: population of such a rate.
        per: unit of such a rate.
        telbasis: base population with which a value becomes a count, to sum buurten into a gebied.
        optellen: the slot is the sum of the titles of its sources.
        ouderenzorg: left out in the variant "zonder ouderenzorg".
        vervangt: slot for which this one is the named substitute.
        verdringt: slots that leave their dimension and its list when the substitute is used.
        eigen_versie: a run on this substitute is a method version of its own, always `voorlopig`.
        bereik: declared range of a column that can be negative.
        bronnen: sources.
    """

    naam: str
    titel: str
    eenheid: str
    polariteit: int
    status: str = WAARGENOMEN
    transformatie: str = ""
    rivm: bool = False
    krimp: bool = False
    basis: str = ""
    per: int = 1
    telbasis: str = ""
    optellen: bool = False
    ouderenzorg: bool = False
    vervangt: str = ""
    verdringt: tuple[str, ...] = ()
    eigen_versie: bool = False
    bereik: tuple[float, ...] = ()
    bronnen: tuple[Bron, ...] = ()


@dataclass(frozen=True, slots=True)
class Dimensie:
    """One dimension of an index and the slots listed for it.

    Attributes:
        naam: L1 to L5, K1 to K5.
        index: D or K.
        titel: Dutch name.
        slots: slots listed; half of them must be present for the dimension to count.
        alternatief: slots used instead, for all areas, where too few buurten have the first choice.
        noodgreep: named substitute where neither is there.
        partner: fed by partners; not listed where the installation has no values.
    """

    naam: str
    index: Index
    titel: str
    slots: tuple[str, ...]
    alternatief: tuple[str, ...] = ()
    noodgreep: tuple[str, ...] = ()
    partner: bool = False


@dataclass(frozen=True)
class Methode:
    """The choices of one method version.

    Attributes:
        dimensies: dimensions used, with the slots listed for each.
        gewichten: factor per dimension on its weight in the register; absent = 1.
        vervangen: substitute slot -> slot it stands in for.
        tabellen: slot -> table that filled it, where it is not the first source of the slot.
        schaal: z-score (default) or percentile (sensitivity run).
        basisversie: version in the parameter register.
    """

    dimensies: tuple[Dimensie, ...]
    gewichten: Mapping[str, float] = field(default_factory=dict)
    vervangen: Mapping[str, str] = field(default_factory=dict)
    tabellen: Mapping[str, str] = field(default_factory=dict)
    schaal: Scale = "z"
    basisversie: str = "los"

    def van(self, index: Index) -> tuple[Dimensie, ...]:
        """Dimensions of one index, in order."""
        return tuple(dimension for dimension in self.dimensies if dimension.index == index)

    def weights(self, index: Index) -> Floats:
        """Weights of the dimensions of one index, summing to 1."""
        raw = [self.gewicht(dimension) for dimension in self.van(index)]
        return np.asarray(raw, dtype=float) / sum(raw)

    def gewicht(self, dimension: Dimensie) -> float:
        """Weight of the register times the factor chosen; of one index not yet summing to 1."""
        with_partner = any(d.partner for d in self.van(dimension.index))
        key = WEIGHTS[dimension.index] + ("_partner" if with_partner else "")
        return numbers_by_name(key)[dimension.naam] * self.gewichten.get(dimension.naam, 1.0)

    @property
    def slots(self) -> tuple[str, ...]:
        """Slots used, in the order of the dimensions."""
        return tuple(slot for dimension in self.dimensies for slot in dimension.slots)

    @property
    def apart(self) -> bool:
        """Whether the run rests on a substitute that makes it a version of its own (reading 84)."""
        return any(slots()[name].eigen_versie for name in self.vervangen)

    @property
    def versie(self) -> str:
        """Method version, with what makes this run incomparable to the default one."""
        k3 = next((d.slots for d in self.dimensies if d.naam == "K3"), ())
        extra = [f"{old}={new}" for new, old in sorted(self.vervangen.items())]
        if k3 and k3 == standard().dimensie("K3").alternatief:
            extra.append("K3=" + ",".join(k3))
        other = {t for s, t in self.tabellen.items() if t != slots()[s].bronnen[0].tabel}
        extra += [d.naam for d in self.dimensies if d.partner]
        return "+".join([self.basisversie, *extra, *sorted(other)])

    def dimensie(self, naam: str) -> Dimensie:
        """One dimension by name."""
        return next(dimension for dimension in self.dimensies if dimension.naam == naam)

    def without_slots(self, names: frozenset[str]) -> "Methode":
        """The method with slots taken off their lists; a dimension left without slots goes too."""
        kept = [
            replace(d, slots=tuple(slot for slot in d.slots if slot not in names))
            for d in self.dimensies
        ]
        return replace(self, dimensies=tuple(dimension for dimension in kept if dimension.slots))


@cache
def slots() -> Mapping[str, Slot]:
    """All slots of the reference table by name, substitutes included."""
    return {name: _slot(name, raw) for name, raw in table("draaglast")["slot"].items()}


@cache
def standard() -> Methode:
    """The method before choices: all dimensions, first choice of slots, equal weights."""
    listed = tuple(
        Dimensie(
            naam=raw["naam"],
            index=raw["index"],
            titel=raw["titel"],
            slots=tuple(raw["slots"]),
            alternatief=tuple(raw.get("alternatief", ())),
            noodgreep=tuple(raw.get("noodgreep", ())),
            partner=bool(raw.get("partner", False)),
        )
        for raw in table("draaglast")["dimensie"]
    )
    return Methode(listed, basisversie=method_version("draaglast"))


def titles(dataset: str, tabel: str) -> dict[str, tuple[str, ...]]:
    """Slots that this table can fill: slot -> titles to look for (several: to be summed).

    Compare with `same_title`. Where a slot has two titles that are not to be summed, the first one
    the table has is used.
    """
    found: dict[str, tuple[str, ...]] = {}
    for name, slot in slots().items():
        here = tuple(b.titel for b in slot.bronnen if (b.dataset, b.tabel) == (dataset, tabel))
        if here:
            found[name] = here
    return found


def same_title(left: str, right: str) -> bool:
    """Whether two titles or keys of a source are the same but for accents, signs and number."""
    return _stem(left) == _stem(right)


def choose(
    gebieden: pd.DataFrame,
    referentie: pd.DataFrame,
    *,
    base: Methode | None = None,
    tabellen: Mapping[str, str] | None = None,
) -> Methode:
    """Choose the slots of one method version from what the installation has.

    A slot is usable when some area of the installation has a value and the reference has at least
    two different ones. A named substitute takes the place of a slot that is not usable. K3 needs
    values for `draaglast.k3_min_aandeel_buurten` of the buurten that can be scored (those with at
    least `common.rank_min_inhabitants`; the others have no index whatever K3 is).

    Args:
        gebieden: the buurten of the installation, see `draaglast.bereken`.
        referentie: reference buurten with the same columns.
        base: method with weights and version; default `standard()`.
        tabellen: slot -> table id that filled it.
    """
    start = base or standard()
    used = [_chosen_slots(dimension, gebieden, referentie) for dimension in start.dimensies]
    kept = [
        replace(dimension, slots=chosen)
        for dimension, chosen in zip(start.dimensies, used, strict=True)
        if not dimension.partner or any(_usable(s, gebieden, referentie) for s in chosen)
    ]
    replaced = {
        name: slots()[name].vervangt for d in kept for name in d.slots if slots()[name].vervangt
    }
    pushed_out = frozenset(slot for name in replaced for slot in slots()[name].verdringt)
    chosen = replace(
        start, dimensies=tuple(kept), vervangen=replaced, tabellen=dict(tabellen or {})
    )
    return chosen.without_slots(pushed_out)


def _chosen_slots(
    dimension: Dimensie, gebieden: pd.DataFrame, referentie: pd.DataFrame
) -> tuple[str, ...]:
    if dimension.alternatief:
        return _alternative(dimension, gebieden, referentie)
    substitutes = {slot.vervangt: name for name, slot in slots().items() if slot.vervangt}
    chosen = []
    for name in dimension.slots:
        other = substitutes.get(name, "")
        missing = not _usable(name, gebieden, referentie)
        use_other = bool(other) and missing and _usable(other, gebieden, referentie)
        chosen.append(other if use_other else name)
    return tuple(chosen)


def _alternative(
    dimension: Dimensie, gebieden: pd.DataFrame, referentie: pd.DataFrame
) -> tuple[str, ...]:
    """First choice, alternative or substitute, for all areas alike (readings 9, 29)."""
    threshold = number("draaglast.k3_min_aandeel_buurten") - number("common.tolerance")
    options = (dimension.slots, dimension.alternatief)
    shares = [_share_of_buurten(option, gebieden, referentie) for option in options]
    for option, share in zip(options, shares, strict=True):
        if share >= threshold:
            return option
    if any(_usable(name, gebieden, referentie) for name in dimension.noodgreep):
        return dimension.noodgreep
    return options[int(np.argmax(shares))]


def _share_of_buurten(
    names: tuple[str, ...], gebieden: pd.DataFrame, referentie: pd.DataFrame
) -> float:
    scored = gebieden.loc[gebieden["inwoners"] >= number("common.rank_min_inhabitants")]
    here = [name for name in names if _usable(name, scored, referentie)]
    if not here:
        return 0.0
    half = number("common.dimension_min_share") * len(names) - number("common.tolerance")
    return float((scored[here].notna().sum(axis=1) >= half).mean())


def _usable(name: str, gebieden: pd.DataFrame, referentie: pd.DataFrame) -> bool:
    if name not in gebieden or name not in referentie or not gebieden[name].notna().any():
        return False
    return int(referentie[name].nunique()) > 1


def _slot(name: str, raw: Mapping[str, Any]) -> Slot:
    rest = {k: v for k, v in raw.items() if k not in ("bronnen", "verdringt", "bereik")}
    sources = tuple(
        Bron(b["dataset"], b["tabel"], b["titel"], tuple(b.get("codes", ())))
        for b in raw["bronnen"]
    )
    pushes_out, bounds = tuple(raw.get("verdringt", ())), tuple(raw.get("bereik", ()))
    return Slot(naam=name, bronnen=sources, verdringt=pushes_out, bereik=bounds, **rest)


def _stem(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    without_number = plain.rstrip().rstrip("0123456789")
    if without_number.endswith("_"):
        plain = without_number
    return "".join(sign for sign in plain.lower() if sign.isalnum())
