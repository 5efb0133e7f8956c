"""CBS OData v4: metadata first, keys as the publisher writes them, pages by `@odata.nextLink`.

A source is written as for v3, with the address of the v4 table; `Measure` may be filtered like a
dimension. It can also stand beside v3, as the address that is asked when v3 gives nothing usable::

    [bronnen.cbs_kwb]
    vorm = "odata4"
    adres = "https://datasets.cbs.nl/odata/v1/CBS/85984NED"
    filter = { WijkenEnBuurten = "BU*" }

    [bronnen.cbs_nabijheid]
    vorm = "odata3"
    adres = "https://opendata.cbs.nl/ODataFeed/odata/86134NED"
    uitwijk = "https://datasets.cbs.nl/odata/v1/CBS/86134NED"

Belongs here: asking. Not here: observations as rows and titles (`readers/odata4.py`). Addresses:
`{adres}/Properties`, `/MeasureCodes`, `/MeasureGroups`, `/Dimensions`, `/<Dimension>Codes`,
`/Observations`.
"""

import hashlib
from typing import Any
from urllib.parse import quote

from pipelines.connectors import odata
from pipelines.connectors.bron import Bron, Delivery, Pull
from pipelines.connectors.odata import Table
from pipelines.connectors.ogc import Moved
from pipelines.errors import SourceChanged

MEASURE = "Measure"


def pull(bron: Bron, context: Pull) -> Delivery:
    """The filtered observations with their metadata; see `pipelines.connectors.pull`."""
    return odata.attempts(bron, context, _table)


def _table(table: Table) -> Delivery:
    bron, previous = table.bron, table.context.previous
    before = _properties(table)
    modified = odata.mark(bron, before)
    if modified and modified == previous.modified and previous.content_hash:
        return odata.delivery(table, previous.content_hash, modified)
    content = hashlib.sha256()
    measures = table.metadata("MeasureCodes", "measurecodes")
    dimensions = table.metadata("Dimensions", "dimensions")
    odata.update(content, [*measures, *dimensions])
    if any(entry.get("MeasureGroupId") for entry in measures):  # else the set may not be there
        odata.update(content, table.metadata("MeasureGroups", "measuregroups"))
    keys = {name: _keys(table, name, measures, dimensions) for name in bron.filter}
    for question in odata.questions(keys, listed):
        query = f"?$filter={quote(question, safe='')}" if question else ""
        odata.update(content, odata.rows(table, f"{table.base}/Observations{query}", "Id"))
    _check(table, before, modified)
    return odata.delivery(table, content.hexdigest(), modified)


def _properties(table: Table) -> dict[str, Any]:
    return table.ask(f"{table.base}/Properties", "properties", single=True)


def _keys(
    table: Table, name: str, measures: list[dict[str, Any]], dimensions: list[dict[str, Any]]
) -> list[str] | str:
    """The keys asked for of a dimension, or of the measures."""
    if name == MEASURE:
        known = measures
    else:
        odata.check_dimension(table.bron, name, [str(d["Identifier"]) for d in dimensions])
        known = table.metadata(f"{name}Codes", f"dimension:{name}")
    return odata.chosen_keys(table.bron, name, [str(entry["Identifier"]) for entry in known])


def listed(name: str, keys: list[str]) -> str:
    """`Measure in ('A','B')`; v3 has no such word."""
    return f"{name} in ({','.join(odata.literal(key) for key in keys)})"


def _check(table: Table, before: dict[str, Any], modified: str | None) -> None:
    """Everything that was promised is there, and it did not change meanwhile."""
    if not table.rows:
        raise SourceChanged(
            f"{table.bron.name}: de tabel geeft geen enkele waarneming met dit filter. Controleer "
            "filter in het profiel."
        )
    promised = before.get("ObservationCount")
    if not table.bron.filter and isinstance(promised, int) and promised != table.rows:
        raise Moved(f"{table.rows} waarnemingen ontvangen, de bron telt er {promised}")
    if odata.mark(table.bron, _properties(table)) != modified:
        raise Moved("de tabel is gewijzigd tijdens het ophalen")
