"""CBS OData v3: the API (at most 10,000 rows, else 500) and the feed (pages with nextLink)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pipelines.sample.publisher.messages import Answer, Request, json_answer
from pipelines.sample.publisher.odata_filter import FilterError, Parser

MAX_API = 10_000
FEED_PAGE = 10_000
HOSTS = {"odata": "https://opendata.cbs.nl", "OData": "https://dataderden.cbs.nl"}
"""The two hosts differ in the case of one path segment; a table answers on its own host only."""
CONTENT_TYPE = "application/json; odata=minimalmetadata; charset=utf-8"


def error(status: int, text: str) -> Answer:
    """Error in the shape of OData v3."""
    return json_answer(
        {"odata.error": {"code": "", "message": {"lang": "nl-NL", "value": text}}},
        CONTENT_TYPE,
        status,
    )


class Table:
    """One table; rows are read at first use."""

    def __init__(self, header: Path) -> None:
        """Read the description beside the rows."""
        self.header: dict[str, Any] = json.loads(header.read_text(encoding="utf-8"))
        self._path = header.with_suffix(".jsonl")
        self._rows: list[dict[str, Any]] | None = None

    @property
    def spelling(self) -> str:
        """Spelling of the path segment: `odata` or `OData`."""
        return str(self.header["pad"].rsplit("/", 1)[-1])

    @property
    def rows(self) -> list[dict[str, Any]]:
        """All rows with their ID."""
        if self._rows is None:
            columns = ["ID", *self.header["kolommen"]]
            with self._path.open(encoding="utf-8") as f:
                self._rows = [
                    dict(zip(columns, [i, *json.loads(r)], strict=True)) for i, r in enumerate(f)
                ]
        return self._rows

    def entity_set(self, name: str) -> list[dict[str, Any]] | None:
        """Rows of an entity set, None when the table has no such set."""
        if name == "TypedDataSet":
            return self.rows
        if name == "UntypedDataSet":
            return [_untyped(r) for r in self.rows]
        if name in ("TableInfos", "DataProperties", "CategoryGroups"):
            content: list[dict[str, Any]] = self.header[name]
            return content
        members: list[dict[str, Any]] | None = self.header["dimensies"].get(name)
        return members

    def names(self) -> list[str]:
        """Names of all entity sets."""
        return [
            "TableInfos",
            "UntypedDataSet",
            "TypedDataSet",
            "DataProperties",
            "CategoryGroups",
            *self.header["dimensies"],
        ]


def _untyped(row: dict[str, Any]) -> dict[str, Any]:
    """Untyped rows are text; a missing figure is a dot behind blanks."""
    return {k: v if k == "ID" else ("       ." if v is None else str(v)) for k, v in row.items()}


class OdataApi:
    """All tables of both hosts."""

    def __init__(self, folder: Path, page: int = FEED_PAGE) -> None:
        """Open the tables.

        Args:
            folder: folder with one description and one file of rows per table.
            page: rows per page of the feed.
        """
        self.tables = {p.stem: Table(p) for p in sorted(folder.glob("*.json"))}
        self.page = page

    def answer(self, request: Request) -> Answer:
        """Answer a request under `/ODataApi` or `/ODataFeed`."""
        parts = [d for d in request.path.split("/") if d]
        table = self.tables.get(parts[2]) if len(parts) > 2 else None
        if table is None or parts[1] != table.spelling or len(parts) > 4:
            return error(404, "Resource not found.")
        base = f"{HOSTS[table.spelling]}/{parts[0]}/{parts[1]}/{parts[2]}"
        if len(parts) == 3:
            names = [{"name": n, "url": f"{base}/{n}"} for n in table.names()]
            return json_answer(
                {"odata.metadata": f"{base}/$metadata", "value": names}, CONTENT_TYPE
            )
        rows = table.entity_set(parts[3])
        if rows is None:
            return error(404, "Resource not found.")
        try:
            return self._list(
                request, table, f"{base}/{parts[3]}", rows, feed=parts[0] == "ODataFeed"
            )
        except FilterError as e:
            return error(500, str(e))
        except ValueError:
            return error(400, "The query specified in the URI is not valid.")

    def _list(
        self,
        request: Request,
        table: Table,
        address: str,
        rows: list[dict[str, Any]],
        *,
        feed: bool,
    ) -> Answer:
        p = request.params
        is_data = address.endswith("DataSet")
        if "$filter" in p:
            fields = set(table.header["dimensies"]) if is_data else set(rows[0] if rows else ())
            fits = Parser(p["$filter"], fields).parse()
            rows = [r for r in rows if fits(r)]
        skip, top = int(p.get("$skip", "0")), int(p.get("$top", "-1"))
        if not feed and is_data:
            if "$skip" in p:
                return error(500, "An error has occurred.")
            if top < 0 and len(rows) > MAX_API:
                return error(
                    500,
                    f"The query returns more than {MAX_API} records. Use the ODataFeed or $filter.",
                )
        rows = rows[skip : skip + top if top >= 0 else None]
        following = None
        if feed and len(rows) > self.page:
            rows = rows[: self.page]
            following = self._next_link(address, p, skip, top)
        if "$select" in p:
            choice = [k.strip() for k in p["$select"].split(",")]
            rows = [{k: r[k] for k in choice if k in r} for r in rows]
        name = address.rsplit("/", 1)[-1]
        result: dict[str, Any] = {
            "odata.metadata": f"{address.rsplit('/', 1)[0]}/$metadata#Cbs.OData.WebAPI.{name}",
            "value": rows,
        }
        if following:
            result["odata.nextLink"] = following
        return json_answer(result, CONTENT_TYPE, 200, {"DataServiceVersion": "3.0;"})

    def _next_link(self, address: str, p: dict[str, str], skip: int, top: int) -> str:
        rest = {k: w for k, w in p.items() if k not in ("$skip", "$top")}
        if top >= 0:
            rest["$top"] = str(top - self.page)
        rest["$skip"] = str(skip + self.page)
        return address + "?" + "&".join(f"{k}={quote(w, safe='')}" for k, w in rest.items())
