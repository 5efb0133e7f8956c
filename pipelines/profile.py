"""The profile: all a municipality writes. Read, inherited, checked.

A wrong key is named with the nearest valid one.
"""

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

import data
from data import parameters, weegprofielen
from data.registry import layers, registry
from pipelines import profile_suppliers
from pipelines.errors import ConfigurationError
from pipelines.profile_suppliers import Leverancier
from pipelines.vorm import Vorm

BUILT_IN = Path(data.__file__).parent / "profiles"

# In a profile, areas may also come from the profile itself.
Keuze = Literal[Vorm, "profiel"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class BronKeuze(_Strict):
    """Where one dataset comes from, for one peildatum.

    Attributes:
        vorm: how to fetch and read it.
        adres: URL, file, or watched folder (`map`, one folder per supplier below it).
        parameters: query parameters; `{bbox}`, `{gemeente}` and `{gemeenten}` are filled in.
        filter: OData dimension -> key or keys; of a WFS property -> value or values.
        peildatum: a date; `ontvangst` = the day it was received; `kolom` = read from the column
            peildatum.
        kolommen: our column -> the name this source uses.
        uitwijk: address of the same table over OData v4, asked when v3 gives nothing usable.
        vast: field the source leaves out because all its rows are alike -> that value.
        leverancier: the one supplier this source is of; needed where it is pulled from him.
        partner: a partner made it, so it is searched for personal data.
        hostsleutel: public key of the SFTP server, on one line.
        geheim: environment variable (WOONZORG_GEHEIM_…) or file with the key or password.
        uit: switched off, with `reden`.
        omvang_mb: said before fetching.
        tabel: id of the table, where the address does not end in it; methods distinguish editions
            by it.
    """

    vorm: Keuze
    adres: str | tuple[str, ...] = ""
    parameters: dict[str, str] = Field(default_factory=dict)
    filter: dict[str, str | tuple[str, ...]] = Field(default_factory=dict)
    laag: str = ""
    lid: str = ""
    crs: str = ""
    scheiding: str = ","
    codering: str = "utf-8"
    decimaal: str = "."
    cap_mb: int = 4096
    omvang_mb: float = 0.0
    tabel: str = ""
    peildatum: date | Literal["ontvangst", "kolom"] = "ontvangst"
    indelingsjaar: int | None = None
    kolommen: dict[str, str] = Field(default_factory=dict)
    vast: dict[str, str] = Field(default_factory=dict)
    uitwijk: str = ""
    leverancier: str = Field(default="", pattern=r"^([a-z0-9][a-z0-9._-]*)?$")
    partner: bool = False
    hostsleutel: str = ""
    geheim: str = ""
    uit: bool = False
    reden: str = ""

    @model_validator(mode="after")
    def _one_address(self) -> "BronKeuze":
        if isinstance(self.adres, tuple) and self.vorm not in ("ogc", "parquet", "lvbag"):
            raise ValueError(f"vorm {self.vorm} leest een adres, niet een lijst")
        if self.uitwijk and self.vorm != "odata3":
            raise ValueError("uitwijk hoort alleen bij vorm odata3")
        if self.vorm == "sftp" and not (self.leverancier and self.hostsleutel and self.geheim):
            raise ValueError("vorm sftp vraagt leverancier, hostsleutel en geheim")
        if self.leverancier and self.vorm == "map":
            raise ValueError("bij vorm map is de naam van de map de leverancier")
        return self

    def agreed(self, key: str) -> str:
        """`scheiding`, `codering` or `decimaal`: as written, else `auto` for what people make."""
        by_people = self.vorm in ("map", "sftp") or bool(self.leverancier) or self.partner
        written = key in self.model_fields_set or not by_people
        return str(getattr(self, key)) if written else "auto"

    @property
    def table_id(self) -> str:
        """Id of the table: as given, else the last part of the address when it looks like one."""
        last = (self.adres if isinstance(self.adres, str) else "").rsplit("/", 1)[-1]
        return self.tabel or (last if re.fullmatch(r"[0-9]{5}[A-Za-z]{3}", last) else "")


class GelijkeCodes(_Strict):
    """A signed line: codes of one division year may be read as those of another.

    Attributes:
        datasets: the feeds it holds for; empty means all.
    """

    van: int
    naar: int
    reden: str
    datasets: tuple[str, ...] = ()


class Besluit(_Strict):
    """A dated decision that opens a layer which is closed without one.

    Attributes:
        datum: from this day on the layer is open.
        besluit: who decided, and under which name it is on record; shown with the layer.
    """

    datum: date
    besluit: str


class Profiel(_Strict):
    """One installation: which gemeenten, which year, which sources, which choices.

    Attributes:
        naam: shown with every release.
        erft: built-in profile whose lines hold where this one is silent.
        indelingsjaar: division of CBS that areas are published in.
        gemeenten: codes of the own gemeenten.
        ring_m: neighbours for demand and supply across the border.
        gebieden: name of the gebied -> its buurten.
        rho: share of people of 75 and older for whom clustered housing is wanted (kansenkaart,
            first form).
        weegprofielen: weights of the kansenkaart that replace those of a named profile.
        parameters: overrides of the parameter register (`loop.d2_m = 900`).
        bronnen: dataset -> source, or several sources with a peildatum each.
        leveranciers: folder name -> who delivers there.
        besluiten: closed layer -> the decision that opens it.
        uit: product that this installation does without -> the reason; it is not made, and a
            release holds none of its layers.
    """

    naam: str
    erft: str = ""
    indelingsjaar: int
    gemeenten: tuple[str, ...] = ()
    ring_m: float = 5000.0
    fictief: bool = False
    gebieden: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    gelijke_codes: tuple[GelijkeCodes, ...] = ()
    rho: float | None = None
    weegprofielen: dict[str, dict[str, float]] = Field(default_factory=dict)
    parameters: dict[str, dict[str, Any]] = Field(default_factory=dict)
    bronnen: dict[str, tuple[BronKeuze, ...]] = Field(default_factory=dict)
    leveranciers: dict[str, Leverancier] = Field(default_factory=dict)
    besluiten: dict[str, Besluit] = Field(default_factory=dict)
    uit: dict[str, Annotated[str, Field(min_length=1)]] = Field(default_factory=dict)

    def supplier(self, name: str) -> Leverancier | None:
        """What the profile says of a supplier, by the name of its folder."""
        return self.leveranciers.get(name)

    def sources(self, dataset: str) -> tuple[BronKeuze, ...]:
        """The sources of a dataset that are switched on, oldest peildatum first."""
        return tuple(source for source in self.bronnen.get(dataset, ()) if not source.uit)

    @property
    def chosen(self) -> dict[str, Any]:
        """Overridden parameters by key of the register (`loop.d2_m`)."""
        return {
            f"{group}.{name}": value
            for group, rows in self.parameters.items()
            for name, value in rows.items()
        }

    def same_codes(self, year: int | None, dataset: str = "") -> GelijkeCodes | None:
        """The signed line that lets codes of `year` stand for those of the profile's own year."""
        return next(
            (
                line
                for line in self.gelijke_codes
                if line.van == year
                and line.naar == self.indelingsjaar
                and (not line.datasets or dataset in line.datasets)
            ),
            None,
        )


def load(profile: str, gemeenten: tuple[str, ...] = (), *, fictief: bool = False) -> Profiel:
    """Read a profile by file or built-in name.

    Args:
        profile: path of a TOML file, or a name in data/profiles.
        gemeenten: codes that replace those of the profile.
        fictief: mark the data as made up.

    Raises:
        ConfigurationError: the file is absent, no TOML, or has a wrong key or value.
    """
    merged = _read(profile)
    if gemeenten:
        merged["gemeenten"] = list(gemeenten)
    if fictief:
        merged["fictief"] = True
    _refuse_unknown_datasets(profile, merged)
    # One source or a list of them reads alike from here on.
    merged["bronnen"] = {
        name: source if isinstance(source, list) else [source]
        for name, source in merged.get("bronnen", {}).items()
    }
    try:
        read = Profiel.model_validate(merged)
        with parameters.chosen(read.chosen):
            weegprofielen.weight_profiles(read.weegprofielen)
            return read
    except parameters.ParameterError as error:
        raise ConfigurationError(f"Profiel {profile}: {error}") from error
    except ValidationError as error:
        raise ConfigurationError(f"Profiel {profile}: {_explain(error)}") from error


def _read(profile: str) -> dict[str, Any]:
    path = Path(profile)
    if not path.suffix:
        path = BUILT_IN / f"{profile}.toml"
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        known = sorted(p.stem for p in BUILT_IN.glob("*.toml"))
        raise ConfigurationError(
            f"Profiel {profile} is niet te lezen ({error.strerror}); ingebouwd zijn: "
            f"{', '.join(known)}."
        ) from error
    try:
        own: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"Profiel {profile} is geen geldige TOML: {error}.") from error
    if not own.get("erft"):
        return own
    base = _read(own["erft"])
    both = {k: {**base.get(k, {}), **own.get(k, {})} for k in ("bronnen", "leveranciers")}
    return {**base, **own, **both}


def _refuse_unknown_datasets(profile: str, merged: Mapping[str, Any]) -> None:
    known = [name for name, dataset in registry().items() if not dataset.derived]
    for name in merged.get("bronnen", {}):
        if name not in known:
            raise ConfigurationError(
                f"Profiel {profile}: bronnen.{name} is geen bekende bron{_nearest(name, known)}."
            )
    products = [name for name, dataset in registry().items() if dataset.derived]
    for name in merged.get("uit", {}):
        if name not in products:
            raise ConfigurationError(
                f"Profiel {profile}: uit.{name} is geen product{_nearest(name, products)}."
            )
    closed = [name for name, (_, layer) in layers().items() if layer.decidable]
    for name in merged.get("besluiten", {}):
        if name not in closed:
            raise ConfigurationError(
                f"Profiel {profile}: besluiten.{name} is geen laag die een besluit kan openen"
                f"{_nearest(name, closed)}."
            )
    if wrong := list(profile_suppliers.faults(merged.get("leveranciers", {}))):
        raise ConfigurationError(f"Profiel {profile}: {'; '.join(wrong)}.")


def _nearest(word: str, known: list[str]) -> str:
    near = get_close_matches(word, known, n=1, cutoff=0.5)
    return f"; bedoelt u {near[0]}?" if near else ""


_MODELS: dict[str, type[BaseModel]] = {
    "bronnen": BronKeuze,
    "gelijke_codes": GelijkeCodes,
    "leveranciers": Leverancier,
    "besluiten": Besluit,
}


def _explain(error: ValidationError) -> str:
    """All faults of a profile in one Dutch sentence each."""
    found = []
    for fault in error.errors():
        place = ".".join(
            str(part) for part in fault["loc"] if part not in ("BronKeuze", "tuple[BronKeuze, ...]")
        )
        if fault["type"] == "extra_forbidden":
            model = _MODELS.get(str(fault["loc"][0]), Profiel)
            last = str(fault["loc"][-1])
            found.append(f"sleutel {place} bestaat niet{_nearest(last, list(model.model_fields))}")
        elif fault["type"] == "missing":
            found.append(f"sleutel {place} ontbreekt")
        elif fault["type"] == "literal_error" and fault["loc"][-1] == "vorm":
            word = str(fault["input"])
            found.append(f"{place} = {word} bestaat niet{_nearest(word, list(get_args(Keuze)))}")
        else:
            found.append(f"{place} = {fault['input']!r} kan niet: {fault['msg']}")
    return "; ".join(dict.fromkeys(found))
