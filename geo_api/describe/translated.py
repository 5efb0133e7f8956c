"""English of what a document says in Dutch, for who asks it with `taal=en`.

A dictionary beside the document, not another document: what has an English field of its own
(titles, units) keeps it there, and cells and answers of other addresses are told by the same words.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from data import english
from geo_api.model import LayerVersion


def words(found: LayerVersion) -> dict[str, str]:
    """English by the Dutch text, of a layer and of what cells and answers may say.

    Args:
        found: the layer; its description, remarks, sources and what it misses are told. A text
            without English is left out.
    """
    every = {**english.spoken(), **dict(_told(_texts(found.meta, found)))}
    return {dutch: told for dutch, told in every.items() if told != dutch}


def _told(texts: Iterable[str | None]) -> Iterator[tuple[str, str]]:
    for text in dict.fromkeys(one for one in texts if one):
        yield text, english.sentence(text) or english.names(text)


def _texts(meta: Mapping[str, Any], found: LayerVersion) -> Iterator[str | None]:
    coverage = meta["dekking"] or {}
    yield from (meta["omschrijving"], meta["bron"], meta["attributie"], meta["licentie"])
    yield from meta["opmerkingen"] or ()
    yield from coverage.get("ontbrekend", ())
    yield from (one.get("titel") for one in coverage.get("invoer", ()))
    yield from (text for column in found.columns for text in (column.bron, column.omschrijving))
