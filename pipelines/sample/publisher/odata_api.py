"""CBS OData v3.

The API (at most 10,000 rows, else 500) and the bulk feed (pages with `odata.nextLink`).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pipelines.sample.publisher.antwoord import Antwoord, Vraag, json_antwoord
from pipelines.sample.publisher.odata_filter import FilterError, Ontleder

MAX_API = 10_000
PAGINA_FEED = 10_000
HOSTS = {"odata": "https://opendata.cbs.nl", "OData": "https://dataderden.cbs.nl"}
"""The two hosts differ in the case of one path segment; a table answers on its own host only."""
SOORT = "application/json; odata=minimalmetadata; charset=utf-8"


def fout(status: int, tekst: str) -> Antwoord:
    """Error in the shape of OData v3."""
    return json_antwoord(
        {"odata.error": {"code": "", "message": {"lang": "nl-NL", "value": tekst}}}, SOORT, status
    )


class Tabel:
    """One table; rows are read at first use."""

    def __init__(self, kop: Path) -> None:
        """Read the description beside the rows."""
        self.kop: dict[str, Any] = json.loads(kop.read_text(encoding="utf-8"))
        self._pad = kop.with_suffix(".jsonl")
        self._rijen: list[dict[str, Any]] | None = None

    @property
    def stijl(self) -> str:
        """Spelling of the path segment: `odata` or `OData`."""
        return str(self.kop["pad"].rsplit("/", 1)[-1])

    @property
    def rijen(self) -> list[dict[str, Any]]:
        """All rows with their ID."""
        if self._rijen is None:
            kolommen = ["ID", *self.kop["kolommen"]]
            with self._pad.open(encoding="utf-8") as f:
                self._rijen = [
                    dict(zip(kolommen, [i, *json.loads(r)], strict=True)) for i, r in enumerate(f)
                ]
        return self._rijen

    def verzameling(self, naam: str) -> list[dict[str, Any]] | None:
        """Rows of an entity set, None when the table has no such set."""
        if naam == "TypedDataSet":
            return self.rijen
        if naam == "UntypedDataSet":
            return [_ongetypeerd(r) for r in self.rijen]
        if naam in ("TableInfos", "DataProperties", "CategoryGroups"):
            inhoud: list[dict[str, Any]] = self.kop[naam]
            return inhoud
        leden: list[dict[str, Any]] | None = self.kop["dimensies"].get(naam)
        return leden

    def namen(self) -> list[str]:
        """Names of all entity sets."""
        return [
            "TableInfos",
            "UntypedDataSet",
            "TypedDataSet",
            "DataProperties",
            "CategoryGroups",
            *self.kop["dimensies"],
        ]


def _ongetypeerd(rij: dict[str, Any]) -> dict[str, Any]:
    """Untyped rows are text; a missing figure is a dot behind blanks."""
    return {k: v if k == "ID" else ("       ." if v is None else str(v)) for k, v in rij.items()}


class OdataApi:
    """All tables of both hosts."""

    def __init__(self, map_: Path, pagina: int = PAGINA_FEED) -> None:
        """Open the tables.

        Args:
            map_: folder with one description and one file of rows per table.
            pagina: rows per page of the feed.
        """
        self.tabellen = {p.stem: Tabel(p) for p in sorted(map_.glob("*.json"))}
        self.pagina = pagina

    def antwoord(self, v: Vraag) -> Antwoord:
        """Answer a request under `/ODataApi` or `/ODataFeed`."""
        delen = [d for d in v.pad.split("/") if d]
        tabel = self.tabellen.get(delen[2]) if len(delen) > 2 else None
        if tabel is None or delen[1] != tabel.stijl or len(delen) > 4:
            return fout(404, "Resource not found.")
        basis = f"{HOSTS[tabel.stijl]}/{delen[0]}/{delen[1]}/{delen[2]}"
        if len(delen) == 3:
            namen = [{"name": n, "url": f"{basis}/{n}"} for n in tabel.namen()]
            return json_antwoord({"odata.metadata": f"{basis}/$metadata", "value": namen}, SOORT)
        rijen = tabel.verzameling(delen[3])
        if rijen is None:
            return fout(404, "Resource not found.")
        try:
            return self._lijst(v, tabel, f"{basis}/{delen[3]}", rijen, feed=delen[0] == "ODataFeed")
        except FilterError as e:
            return fout(500, str(e))
        except ValueError:
            return fout(400, "The query specified in the URI is not valid.")

    def _lijst(
        self, v: Vraag, tabel: Tabel, adres: str, rijen: list[dict[str, Any]], *, feed: bool
    ) -> Antwoord:
        p = v.params
        gegevens = adres.endswith("DataSet")
        if "$filter" in p:
            velden = set(tabel.kop["dimensies"]) if gegevens else set(rijen[0] if rijen else ())
            past = Ontleder(p["$filter"], velden).ontleed()
            rijen = [r for r in rijen if past(r)]
        sla, top = int(p.get("$skip", "0")), int(p.get("$top", "-1"))
        if not feed and gegevens:
            if "$skip" in p:
                return fout(500, "An error has occurred.")
            if top < 0 and len(rijen) > MAX_API:
                return fout(
                    500,
                    f"The query returns more than {MAX_API} records. Use the ODataFeed or $filter.",
                )
        rijen = rijen[sla : sla + top if top >= 0 else None]
        volgende = None
        if feed and len(rijen) > self.pagina:
            rijen = rijen[: self.pagina]
            volgende = self._volgende(adres, p, sla, top)
        if "$select" in p:
            keus = [k.strip() for k in p["$select"].split(",")]
            rijen = [{k: r[k] for k in keus if k in r} for r in rijen]
        naam = adres.rsplit("/", 1)[-1]
        uit: dict[str, Any] = {
            "odata.metadata": f"{adres.rsplit('/', 1)[0]}/$metadata#Cbs.OData.WebAPI.{naam}",
            "value": rijen,
        }
        if volgende:
            uit["odata.nextLink"] = volgende
        return json_antwoord(uit, SOORT, 200, {"DataServiceVersion": "3.0;"})

    def _volgende(self, adres: str, p: dict[str, str], sla: int, top: int) -> str:
        rest = {k: w for k, w in p.items() if k not in ("$skip", "$top")}
        if top >= 0:
            rest["$top"] = str(top - self.pagina)
        rest["$skip"] = str(sla + self.pagina)
        return adres + "?" + "&".join(f"{k}={quote(w, safe='')}" for k, w in rest.items())
