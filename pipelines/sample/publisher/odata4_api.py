"""CBS OData v4 (datasets.cbs.nl): the tables of v3 in long form, with measures under codes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any
from urllib.parse import quote

from pipelines.sample.publisher.messages import Answer, Request, json_answer
from pipelines.sample.publisher.odata_api import Table
from pipelines.sample.publisher.odata_filter import FilterError, ParserV4

HOST = "https://datasets.cbs.nl"
BASE = "/odata/v1/CBS/"
PAGE = 100_000
KIND = 'application/json; odata.metadata=minimal; charset="utf-8"'

Row = dict[str, Any]


class Table4:
    """One table seen through v4."""

    def __init__(self, table: Table) -> None:
        """Read the description of the v3 table."""
        header = table.header
        self.table = table
        self.dimensions = list(header["dimensies"])
        described = header["DataProperties"]
        self.topics = [p for p in described if p["Type"] == "Topic"]
        self.groups = [p for p in described if p["Type"] == "TopicGroup"]
        self.codes = {p["Key"]: f"M{p['ID']:06d}" for p in self.topics}

    def properties(self) -> Row:
        """The one description of the table."""
        info = self.table.header["TableInfos"][0]
        kept = {k: info[k] for k in ("Identifier", "Title", "Modified", "Language")}
        return {**kept, "Status": "Regulier", "ObservationCount": self.size}

    @property
    def size(self) -> int:
        """Number of observations."""
        return len(self.table.rows) * len(self.topics)

    def entity_set(self, name: str) -> list[Row] | None:
        """Rows of a small entity set; null when the table has no such set."""
        if name == "MeasureCodes":
            return [self._measure(place, p) for place, p in enumerate(self.topics, 1)]
        if name == "MeasureGroups":
            return [
                {"Id": str(p["ID"]), "Title": p["Title"], "ParentId": _text(p["ParentID"])}
                for p in self.groups
            ]
        if name == "Dimensions":
            kinds = {p["Key"]: p for p in self.table.header["DataProperties"]}
            return [
                {"Identifier": d, "Title": kinds[d]["Title"], "Kind": kinds[d]["Type"]}
                for d in self.dimensions
            ]
        dimension = name.removesuffix("Codes")
        if name.endswith("Codes") and dimension in self.dimensions:
            members = self.table.header["dimensies"][dimension]
            return [
                {"Identifier": m["Key"], "Index": k, "Title": m["Title"], "Status": None}
                for k, m in enumerate(members, 1)
            ]
        return None

    def _measure(self, place: int, topic: Row) -> Row:
        number = int(topic["Key"].rpartition("_")[2])
        return {
            "Identifier": self.codes[topic["Key"]],
            "Index": number,
            "Title": topic["Title"],
            "Description": "",
            "MeasureGroupId": _text(topic["ParentID"]),
            "DataType": "String" if topic["Datatype"] == "String" else "Double",
            "Unit": topic["Unit"],
            "Decimals": topic["Decimals"],
            "Position": place,
        }

    def observations(self) -> Iterator[Row]:
        """All observations: row by row, measure by measure."""
        number = 0
        for row in self.table.rows:
            keys = {name: row[name] for name in self.dimensions}
            for topic in self.topics:
                value = row[topic["Key"]]
                text = topic["Datatype"] == "String"
                yield {
                    "Id": number,
                    "Measure": self.codes[topic["Key"]],
                    "ValueAttribute": "Missing" if value is None else "None",
                    "Value": None if text else value,
                    "StringValue": value if text else None,
                    **keys,
                }
                number += 1


class Odata4Api:
    """The tables of opendata.cbs.nl over v4."""

    def __init__(self, tables: dict[str, Table], page: int = PAGE) -> None:
        """Serve the CBS tables; those of third parties have no v4 here.

        Args:
            tables: tables of v3, by id.
            page: observations per page.
        """
        self.tables = {k: Table4(t) for k, t in tables.items() if t.spelling == "odata"}
        self.page = page

    def answer(self, request: Request) -> Answer:
        """Answer a request under `/odata/v1/CBS`."""
        name, _, entity = request.path.removeprefix(BASE).partition("/")
        table = self.tables.get(name)
        if table is None:
            return _error(404, f"Dataset {name} not found.")
        address = f"{HOST}{BASE}{name}"
        if entity == "Properties":
            return json_answer(
                {"@odata.context": f"{address}/$metadata", **table.properties()}, KIND
            )
        if entity == "Observations":
            try:
                return self._observations(request, table, f"{address}/Observations")
            except (FilterError, ValueError) as error:
                return _error(400, str(error))
        rows = table.entity_set(entity)
        if rows is None:
            return _error(404, f"{entity} not found.")
        return json_answer({"@odata.context": f"{address}/$metadata#{entity}", "value": rows}, KIND)

    def _observations(self, request: Request, table: Table4, address: str) -> Answer:
        params = request.params
        found = table.observations()
        if "$filter" in params:
            fits = ParserV4(params["$filter"], {"Measure", *table.dimensions}).parse()
            found = (row for row in found if fits(row))
        skip = int(params.get("$skip", "0"))
        page = list(islice(found, skip, skip + self.page + 1))
        content: Row = {
            "@odata.context": f"{address.rpartition('/')[0]}/$metadata#Observations",
            "value": page[: self.page],
        }
        if len(page) > self.page:
            kept = {k: v for k, v in params.items() if k != "$skip"} | {"$skip": skip + self.page}
            query = "&".join(f"{k}={quote(str(v), safe='')}" for k, v in kept.items())
            content["@odata.nextLink"] = f"{address}?{query}"
        return json_answer(content, KIND)


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _error(status: int, text: str) -> Answer:
    return json_answer({"error": {"code": str(status), "message": text}}, KIND, status)
