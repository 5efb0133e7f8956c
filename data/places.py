"""What is said once about placing: address columns, the product with the places, care never shown.

Belongs here: names and rules that declarations, pipelines and tests share. Not here: how a row is
placed (`pipelines/placing/rule.py`) or how a layer is protected (`pipelines/protect.py`).
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from data.model import Column, Dataset, Layer, Tier

PLACES = "plaatsing"
"""The product that holds the place of every row of every feed with an address."""

ADDRESS = ("verblijfsobject", "postcode", "huisnummer", "huisletter", "toevoeging", "adres")
"""Columns an address is made of; `adres` is a line of text, split by a declared rule."""

BORROWED = ("plaats_status", "plaats_reden", "buurtcode")
"""What a layer of a placed feed shows beside its own columns."""

STREETS = frozenset({"straat", "plaats", "woonplaats"})
# A key with one of these tells where a row is, so its row cannot be shown without its place.
AREA_KEYS = frozenset(
    {
        "buurtcode",
        "wijkcode",
        "gebied",
        "gebiedscode",
        "postcode",
        "pc4",
        "verblijfsobject",
        "pand_identificatie",
    }
)
# Texts that say who, never where.
NO_PLACE = frozenset({"gemeentecode", "gemeente", "aanbieder", "corporatie", "leverancier"})

_LIST = Path(__file__).parent / "reference" / "nooit_een_punt.toml"


def placed(dataset: Dataset) -> bool:
    """Whether the rows of a feed get their place by address.

    It has a BAG id, or a postcode with a house number or address line, and its rows need no shape.
    """
    names = {column.name for column in dataset.columns}
    address = "postcode" in names and names & {"huisnummer", "adres"}
    drawn_itself = dataset.geometry and not dataset.geometry_optional
    return not dataset.derived and not drawn_itself and bool(address or ADDRESS[0] in names)


def gather(found: Mapping[str, Dataset]) -> dict[str, Dataset]:
    """Tie the placed feeds and the product of places together, so that a new feed is one file.

    Args:
        found: declarations by name, as their files give them.

    Returns:
        The same, where the product reads every placed feed, and the layers of a placed feed are
        drawn from the product.
    """
    tied = dict(found)
    if PLACES not in tied:
        return tied
    feeds = sorted(name for name, dataset in found.items() if placed(dataset))
    own = tied[PLACES]
    tied[PLACES] = replace(own, optional_inputs=(*own.optional_inputs, *feeds))
    for name in feeds:
        layers = tuple(_drawn(layer) for layer in found[name].layers)
        tied[name] = replace(found[name], layers=layers)
    return tied


def _drawn(layer: Layer) -> Layer:
    if layer.geometry_from or layer.area:
        return layer
    return replace(layer, geometry_from=(PLACES, "id"), borrowed=BORROWED)


def drawn(layer: Layer) -> bool:
    """Whether a layer has its shapes from the product of places, row by row."""
    return layer.geometry_from is not None and layer.geometry_from[0] == PLACES


def problems(dataset: Dataset) -> list[str]:
    """What is wrong with a declaration as far as places go, each as one sentence."""
    names = {column.name for column in dataset.columns}
    found = [
        f"{dataset.name}: kind of care {name} is not declared"
        for name in dataset.care_kind
        if name not in names
    ]
    return found + [
        f"{dataset.name}: layer {layer.name} shows places of tier {dataset.tier} in the open"
        for layer in dataset.layers
        if drawn(layer) and not layer.restricted and dataset.tier != Tier.OPEN
    ]


@cache
def patterns() -> tuple[str, str]:
    """Regular expressions for care that is never shown, the same in Python and in PostgreSQL.

    Returns:
        What to take out first, and what then tells such care; both for text in small letters.
    """
    listed = tomllib.loads(_LIST.read_text(encoding="utf-8"))["nooit"]
    codes = "|".join(listed["codes"])
    only_codes = f"^[^a-z]*({codes})(([^a-z]+(en[^a-z]+)?)({codes}))*[^a-z]*$"
    return _whole_words(listed["wel"]), f"{_whole_words(listed['woorden'])}|{only_codes}"


def _whole_words(words: list[str]) -> str:
    return f"(^|[^a-z])({'|'.join(words).replace('*', '[a-z]*')})($|[^a-z])"


def never_shown(*texts: str | None) -> bool:
    """Whether one of these texts (kind of care, name) tells care whose place is never shown."""
    innocent, telling_ = patterns()
    lowered = (re.sub(innocent, " ", text.lower()) for text in texts if text)
    return any(re.search(telling_, text) for text in lowered)


def telling(dataset: Dataset) -> tuple[str, ...]:
    """Columns whose text may tell what kind of care a row is; none where rows are no locations.

    Of a feed with addresses every text that is no address: kinds, names, providers, remarks.
    """
    if not placed(dataset):
        return dataset.care_kind
    where = {*ADDRESS, *STREETS}
    return tuple(c.name for c in dataset.columns if c.type == "text" and c.name not in where)


def reveals(dataset: Dataset, column: Column) -> bool:
    """Whether a column may tell where a location is; hidden for care that is never shown.

    Every text may, but keys, kinds of care and who provides it; of the numbers only the address.
    """
    if column.name in (*dataset.key, *dataset.care_kind) or column.name in NO_PLACE:
        return False
    return column.name in ADDRESS or (column.type == "text" and "soort" not in column.name)
