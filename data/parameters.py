"""The parameter register and the other reference tables of the methods (`data/reference/*.toml`).

Belongs here: typed look-up of one parameter, of the method version of a product, of one reference
table. Does not belong here: what a parameter is used for (the indicator modules) and what a
municipality may override (the profile).
"""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

REFERENCE = Path(__file__).resolve().parent / "reference"
_TAGS = frozenset({"SOURCED", "PROPOSED"})
_FIELDS = frozenset(
    {"waarde", "bereik", "tag", "bron", "paragraaf", "toelichting", "niet_te_kiezen"}
)


class ParameterError(LookupError):
    """A parameter or reference table that is not there, or is not what the caller expects of it."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One line of the register.

    Attributes:
        sleutel: `group.name`, as in the parameter register of the methods.
        waarde: the default; number, text, list or table.
        bereik: `[low, high]` or the alternatives of the sensitivity runs; a text where it is no
            range.
        tag: `SOURCED` (taken from `bron`) or `PROPOSED` (choice of this project, shown as such).
        bron: key(s) of the source, empty for a choice without one.
        paragraaf: section of the methods, `21.n` for reading n.
        toelichting: what the value means, where the key does not say it.
        niet_te_kiezen: why a profile may not set it: no computation reads it.
    """

    sleutel: str
    waarde: Any
    bereik: Any
    tag: str
    bron: str = ""
    paragraaf: str = ""
    toelichting: str = ""
    niet_te_kiezen: str = ""


@cache
def table(name: str) -> Mapping[str, Any]:
    """Whole reference table `data/reference/<name>.toml`.

    Raises:
        ParameterError: there is no such table.
    """
    file = REFERENCE / f"{name}.toml"
    if not file.is_file():
        raise ParameterError(
            f"Referentietabel '{name}' bestaat niet; verwacht data/reference/{name}.toml."
        )
    return MappingProxyType(tomllib.loads(file.read_text(encoding="utf-8")))


@cache
def register() -> Mapping[str, Parameter]:
    """All parameters by key, in the order of the file.

    Raises:
        ParameterError: a line lacks its value, range or tag, or a sourced one names no known
            source.
    """
    raw = table("parameters")
    sources = raw["bronnen"]
    read: dict[str, Parameter] = {}
    for group, rows in raw.items():
        if group in ("bronnen", "methode_versie"):
            continue
        for name, row in rows.items():
            read[f"{group}.{name}"] = _row(f"{group}.{name}", row, sources)
    return MappingProxyType(read)


def _row(sleutel: str, row: Mapping[str, Any], sources: Mapping[str, str]) -> Parameter:
    unknown = set(row) - _FIELDS
    if unknown or not {"waarde", "bereik", "tag"} <= set(row) or row["tag"] not in _TAGS:
        raise ParameterError(
            f"Parameter '{sleutel}' heeft {sorted(row)}; verwacht waarde, bereik en tag "
            "(SOURCED of PROPOSED)."
        )
    named = [part.strip() for part in str(row.get("bron", "")).split(",") if part.strip()]
    if (row["tag"] == "SOURCED" and not named) or not set(named) <= set(sources):
        raise ParameterError(
            f"Parameter '{sleutel}' noemt bron {named}; verwacht een sleutel uit [bronnen]."
        )
    return Parameter(sleutel=sleutel, **row)


_chosen: ContextVar[Mapping[str, Any]] = ContextVar("chosen", default=MappingProxyType({}))


@contextmanager
def chosen(values: Mapping[str, Any]) -> Iterator[None]:
    """Use other values than the register's while a product is computed.

    Args:
        values: key of the register -> value, as a profile overrides it.

    Raises:
        ParameterError: a key that the register does not have or that no computation reads, or a
            choice of yes or no that is given neither.
    """
    for key, value in values.items():
        if why := parameter(key).niet_te_kiezen:
            raise ParameterError(f"Parameter '{key}' is niet te kiezen: {why}.")
        if isinstance(parameter(key).waarde, bool) and not isinstance(value, bool):
            raise ParameterError(f"Parameter '{key}' is {value!r}; verwacht true of false.")
    token = _chosen.set(MappingProxyType(dict(values)))
    try:
        yield
    finally:
        _chosen.reset(token)


def parameter(sleutel: str) -> Parameter:
    """One line of the register.

    Raises:
        ParameterError: the key is not in the register; the message names the keys of the same
            group.
    """
    found = register().get(sleutel)
    if sleutel in _chosen.get():
        found = replace(found, waarde=_chosen.get()[sleutel]) if found else None
    if found is None:
        group = sleutel.split(".", maxsplit=1)[0]
        siblings = [known for known in register() if known.startswith(f"{group}.")]
        raise ParameterError(
            f"Parameter '{sleutel}' staat niet in het register; "
            f"wel: {', '.join(siblings) or 'geen'}."
        )
    return found


def number(sleutel: str) -> float:
    """Default of a numeric parameter.

    Raises:
        ParameterError: unknown key, or not one number.
    """
    waarde = parameter(sleutel).waarde
    if isinstance(waarde, bool) or not isinstance(waarde, int | float):
        raise ParameterError(f"Parameter '{sleutel}' is {waarde!r}; verwacht één getal.")
    return float(waarde)


def flag(sleutel: str) -> bool:
    """Default of a parameter that is a choice of yes or no.

    Raises:
        ParameterError: unknown key, or neither.
    """
    waarde = parameter(sleutel).waarde
    if not isinstance(waarde, bool):
        raise ParameterError(f"Parameter '{sleutel}' is {waarde!r}; verwacht true of false.")
    return waarde


def integer(sleutel: str) -> int:
    """Default of a parameter that is a whole number.

    Raises:
        ParameterError: unknown key, or not a whole number.
    """
    waarde = parameter(sleutel).waarde
    if isinstance(waarde, bool) or not isinstance(waarde, int):
        raise ParameterError(f"Parameter '{sleutel}' is {waarde!r}; verwacht een geheel getal.")
    return waarde


def numbers(sleutel: str) -> tuple[float, ...]:
    """Default of a parameter that is a list of numbers.

    Raises:
        ParameterError: unknown key, or not a list of numbers.
    """
    waarde = parameter(sleutel).waarde
    if not isinstance(waarde, list) or not all(isinstance(part, int | float) for part in waarde):
        raise ParameterError(f"Parameter '{sleutel}' is {waarde!r}; verwacht een lijst getallen.")
    return tuple(float(part) for part in waarde)


def numbers_by_name(sleutel: str) -> dict[str, float]:
    """Default of a parameter that is a table of numbers, such as weights per destination.

    Raises:
        ParameterError: unknown key, or not a table of numbers.
    """
    waarde = parameter(sleutel).waarde
    if not isinstance(waarde, dict) or not all(
        isinstance(part, int | float) for part in waarde.values()
    ):
        raise ParameterError(
            f"Parameter '{sleutel}' is {waarde!r}; verwacht een tabel van getallen."
        )
    return {name: float(part) for name, part in waarde.items()}


def method_version(product: str) -> str:
    """Method version of a product (`draaglast`, `leeftijd`, `loop`, `kans`).

    Raises:
        ParameterError: no such product.
    """
    versions = table("parameters")["methode_versie"]
    if product not in versions:
        raise ParameterError(
            f"Product '{product}' heeft geen methodeversie; wel: {', '.join(versions)}."
        )
    return str(versions[product])


def listed_version(product: str, name: str) -> str:
    """Method version of a product that a reference table lists: another list is another version.

    Args:
        product: as for `method_version`.
        name: reference table with its list.

    Raises:
        ParameterError: no such product or table.
    """
    return f"{method_version(product)}+{fingerprint(name)[:6]}"


def fingerprint(*names: str) -> str:
    """SHA-256 over the named reference tables; any changed value, range or source changes it."""
    total = hashlib.sha256()
    for name in names or ("parameters",):
        table(name)
        total.update((REFERENCE / f"{name}.toml").read_bytes())
    return total.hexdigest()
