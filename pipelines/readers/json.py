"""Plain JSON tables: a list of objects, or objects by code (the code becomes column `__sleutel`).

Belongs here: finding the table inside the document. Not here: GeoJSON (`geo.py`), pages of an API
(`ogc.py`), what the fields mean (prepare, conform).
"""

import json
from typing import Any

import pyarrow as pa

from pipelines.connectors.bron import Bron, Delivery
from pipelines.errors import DeliveryRefused, SourceChanged
from pipelines.readers import stream

KEY = "__sleutel"


def read(dataset: str, bron: Bron, delivery: Delivery) -> pa.RecordBatchReader:  # noqa: ARG001
    """Rows of one table; see `pipelines.readers.read`.

    `laag` of the source names the member that holds the table, levels separated by a point.
    """
    return stream.opened(stream.guarded(bron.name, _pieces(bron, delivery)))


def _pieces(bron: Bron, delivery: Delivery) -> stream.Pieces:
    try:
        document = json.loads(delivery.files[0].path.read_bytes())
    except ValueError as error:
        raise DeliveryRefused(
            f"{bron.name}: het bestand is geen geldige JSON ({error}). Vraag het opnieuw."
        ) from error
    rows = _rows(bron, _found(bron, document))
    types = stream.kinds(rows)
    schema = pa.schema(list(types.items()))
    yield schema
    for part in stream.slices(rows):
        yield pa.RecordBatch.from_arrays(stream.columns(part, types), schema=schema)


def _found(bron: Bron, document: Any) -> Any:
    """The member named by `laag`, the document itself without."""
    for level in bron.laag.split(".") if bron.laag else ():
        if not isinstance(document, dict) or level not in document:
            there = ", ".join(list(document)[:8]) if isinstance(document, dict) else "een lijst"
            raise SourceChanged(
                f"{bron.name}: onderdeel {level} staat niet in het bestand; gevonden: {there}. "
                "Noem het juiste onderdeel met laag in het profiel."
            )
        document = document[level]
    return document


def _rows(bron: Bron, table: Any) -> list[dict[str, Any]]:
    if isinstance(table, dict):
        table = [{KEY: key, **row} if isinstance(row, dict) else row for key, row in table.items()]
    if isinstance(table, list) and table and all(isinstance(row, dict) for row in table):
        return table
    raise DeliveryRefused(
        f"{bron.name}: het bestand bevat geen tabel: verwacht een lijst van objecten, of objecten "
        "per code. Noem het onderdeel met laag in het profiel."
    )
