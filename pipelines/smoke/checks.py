"""What the live services are asked, per protocol: the first-run list of the feed notes.

Collections and schema, queryables, table information, key lists, headers of downloads, columns and
number of rows. Belongs here: one small question per check and what was expected. Not here: pulling
a source as a whole; only its first page is read.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from data.model import Dataset
from pipelines import aliases, delivery
from pipelines.connectors import Bron, Delivery, atom, odata, odata4, wfs
from pipelines.connectors.bron import local_path
from pipelines.connectors.folder import suppliers
from pipelines.connectors.wfs_question import question
from pipelines.errors import SourceChanged, SourceUnavailable
from pipelines.landing import Landed
from pipelines.smoke.look import Check, Finding, Look

PAGE_CAP = 512 << 20
COLLECTIONS = "/collections/"
# Parameters of the protocol itself; anything else in a profile must be a queryable.
RESERVED = frozenset(
    {"f", "limit", "cursor", "bbox", "bbox-crs", "crs", "profile", "datetime"}
    | {"filter", "filter-lang", "filter-crs"}
)


def checks(bron: Bron) -> Sequence[Check]:
    """The checks for a source, in order."""
    if bron.vorm == "map":
        return (folder,)
    if bron.vorm == "sftp":
        return (own_key,)
    if local_path(bron.adres[0], Path(), bron.name) is not None:
        return (file,)
    return PROTOCOLS.get(bron.vorm, (download,))


# OGC API Features


def collection(look: Look) -> Iterator[Finding]:
    """The collection exists, and its schema can be had."""
    base, name = _collection(look)
    known = [c.get("id") for c in _json(look, f"{base}/collections?f=json").get("collections", [])]
    if name not in known:
        raise SourceChanged(
            f"{look.bron.name}: collectie {name} bestaat niet; wel {', '.join(map(str, known))}."
        )
    fields = _json(look, f"{base}{COLLECTIONS}{name}/schema?f=json").get("properties", {})
    yield Finding(look.label, "collectie", f"{name}, {len(fields)} velden", name, bool(fields))


def queryables(look: Look) -> Iterator[Finding]:
    """What the profile filters on may be filtered on."""
    base, name = _collection(look)
    known = sorted(
        _json(look, f"{base}{COLLECTIONS}{name}/queryables?f=json").get("properties", {})
    )
    used = sorted(set(look.bron.parameters) - RESERVED)
    absent = [field for field in used if field not in known]
    found = ", ".join(field for field in known if field != "geometry") or "geen"
    wanted = ", ".join(used) or "geen filter in het profiel"
    yield Finding(look.label, "filtervelden", found, wanted, not absent)


def ogc_rows(look: Look) -> Iterator[Finding]:
    """The first page has our columns and enough rows."""
    if look.needs_area:
        yield _no_area(look)
        return
    landed = _landed(look, look.bron.adres[0], dict(look.bron.parameters))
    page = json.loads(landed.path.read_bytes())
    more = any(link.get("rel") == "next" for link in page.get("links") or [])
    yield _columns(look, look.bron, (replace(landed, role="page"),))
    yield _rows(look, len(page.get("features") or []), more=more)


# WFS


def wfs_rows(look: Look) -> Iterator[Finding]:
    """The feature type counts its objects, and its first page has our columns."""
    if look.needs_area:
        yield _no_area(look)
        return
    asked = question(look.bron)
    number = wfs.counted(look.bron, look.context, asked)
    landed = _landed(look, look.bron.adres[0], asked.page(0, 100))
    yield _columns(look, look.bron, (replace(landed, role="page"),))
    yield _rows(look, number, more=False)


# CBS OData


def odata3_rows(look: Look) -> Iterator[Finding]:
    """Table information, key lists of the filtered dimensions, columns and rows of a page."""
    table = odata.Table(look.bron, look.context, [], look.bron.adres[0].rstrip("/"))
    infos = table.metadata("TableInfos", "tableinfos")
    properties = table.metadata("DataProperties", "dataproperties")
    topics = sum("Dimension" not in str(p.get("Type")) and bool(p.get("Key")) for p in properties)
    yield _table(look, infos[0] if infos else {}, topics)
    keys: dict[str, list[str] | str] = {}
    for name in look.bron.filter:
        entries = table.metadata(name, f"dimension:{name}")
        known = [str(entry["Key"]) for entry in entries]
        keys[name] = odata.chosen_keys(look.bron, name, known)
        yield _keys(look, name, known)
    asked = next(odata.questions(keys))
    query = f"&$filter={quote(asked, safe='')}" if asked else ""
    body = table.ask(f"{table.base}/TypedDataSet?$format=json{query}", "page")
    yield _columns(look, look.bron, tuple(table.files))
    yield _rows(look, len(body["value"]), more=table.following(body) is not None)


def odata4_rows(look: Look) -> Iterator[Finding]:
    """The same over v4, where a page holds observations."""
    table = odata.Table(look.bron, look.context, [], look.bron.adres[0].rstrip("/"))
    about = table.ask(f"{table.base}/Properties", "properties", single=True)
    measures = table.metadata("MeasureCodes", "measurecodes")
    table.metadata("Dimensions", "dimensions")
    yield _table(look, about, len(measures))
    keys: dict[str, list[str] | str] = {}
    for name in look.bron.filter:
        role = f"dimension:{name}"
        entries = measures if name == odata4.MEASURE else table.metadata(f"{name}Codes", role)
        known = [str(entry["Identifier"]) for entry in entries]
        keys[name] = odata.chosen_keys(look.bron, name, known)
        yield _keys(look, name, known)
    asked = next(odata.questions(keys, odata4.listed))
    query = f"?$filter={quote(asked, safe='')}" if asked else ""
    body = table.ask(f"{table.base}/Observations{query}", "page")
    yield _columns(look, look.bron, tuple(table.files))
    found = f"{len(body['value'])} waarnemingen op de eerste bladzijde"
    yield Finding(look.label, "rijen", found, "minstens 1", bool(body["value"]))


def second_address(look: Look) -> Iterator[Finding]:
    """The address that is asked when the first gives nothing, when there is one."""
    if look.bron.uitwijk:
        other = replace(look.bron, vorm="odata4", adres=(look.bron.uitwijk,), uitwijk="")
        for finding in odata4_rows(replace(look, bron=other)):
            yield replace(finding, check=f"v4: {finding.check}")


# Downloads


def feed(look: Look) -> Iterator[Finding]:
    """The feed names the download, and the download is there."""
    entry, _ = atom.chosen(look.bron, look.context)
    yield Finding(look.label, "feed", f"{entry.file}, gewijzigd {entry.updated}", "download", True)
    yield _headers(look, entry.url)


def download(look: Look) -> Iterator[Finding]:
    """Size, ETag and Last-Modified of every address."""
    for address in look.bron.adres:
        yield _headers(look, address)


def file(look: Look) -> Iterator[Finding]:
    """A local file is there."""
    for address in look.bron.adres:
        path = local_path(address, look.context.root, look.bron.name)
        if path is None or not path.is_file():
            raise SourceUnavailable(
                f"{look.bron.name}: bestand {address} bestaat niet. Zet het daar neer."
            )
        yield Finding(look.label, "bestand", _size(path.stat().st_size), "bestand", True)


def folder(look: Look) -> Iterator[Finding]:
    """How many suppliers have a folder; none is no fault."""
    number = len(suppliers(look.bron, look.context.root))
    yield Finding(look.label, "map", f"{number} leveranciers", "geen eis", None)


def own_key(look: Look) -> Iterator[Finding]:
    """A supplier's own server: only a refresh uses the key for it."""
    yield Finding(look.label, "sftp", "niet bekeken: vraagt de sleutel", "geen eis", None)


PROTOCOLS: dict[str, tuple[Check, ...]] = {
    "ogc": (collection, queryables, ogc_rows),
    "wfs": (wfs_rows,),
    "odata3": (odata3_rows, second_address),
    "odata4": (odata4_rows,),
    "atom": (feed,),
}


# What the checks share


def _collection(look: Look) -> tuple[str, str]:
    base, mark, rest = look.bron.adres[0].partition(COLLECTIONS)
    if not mark:
        raise SourceChanged(
            f"{look.bron.name}: {look.bron.adres[0]} is geen adres van een collectie "
            "(…/collections/<naam>/items). Controleer adres in het profiel."
        )
    return base, rest.partition("/")[0]


def _landed(look: Look, url: str, params: dict[str, str] | None = None) -> Landed:
    answer = look.context.http.get(
        url, params, cap_bytes=PAGE_CAP, expect="json", name=look.bron.name
    )
    if answer.landed is None:
        raise SourceChanged(f"{look.bron.name}: antwoord zonder inhoud op {url}.")
    return answer.landed


def _json(look: Look, url: str) -> dict[str, Any]:
    landed = _landed(look, url)
    try:
        body: dict[str, Any] = json.loads(landed.path.read_bytes())
    except ValueError as error:
        raise SourceChanged(f"{look.bron.name}: {url} geeft geen JSON ({error}).") from error
    return body


def _columns(look: Look, bron: Bron, files: tuple[Landed, ...]) -> Finding:
    """Whether our columns are found by name or title; a required one that is not is an error."""
    page = Delivery(bron.dataset, "", files, "", False, None, ())
    schema = delivery.prepared(look.dataset, bron, page).schema
    found = aliases.resolve(look.dataset, schema, look.choice.kolommen)
    declared = [column.name for column in look.dataset.columns]
    absent = [name for name in declared if name not in found]
    beside = f"; niet: {', '.join(absent)}" if absent else ""
    text = f"{len(found)} van {len(declared)}{beside}"
    return Finding(look.label, "kolommen", text, _required(look.dataset), True)


def _required(dataset: Dataset) -> str:
    return f"de {sum(not column.optional for column in dataset.columns)} verplichte"


def _rows(look: Look, number: int, *, more: bool) -> Finding:
    """Whether there are enough rows; a first page of many can only be too few."""
    low, high = look.dataset.bounds.first
    good = number > 0 if more else low <= number <= high
    found = f"{number} en meer" if more else str(number)
    return Finding(look.label, "rijen", found, f"{low} tot {high}", good)


def _table(look: Look, info: dict[str, Any], topics: int) -> Finding:
    moment = str(info.get("Modified") or "")
    found = f"{topics} onderwerpen, gewijzigd {moment or 'onbekend'}"
    return Finding(look.label, "tabel", found, "onderwerpen en moment", bool(topics and moment))


def _keys(look: Look, name: str, known: list[str]) -> Finding:
    padded = sum(key != key.strip() for key in known)
    found = f"{len(known)} sleutels, {padded} aangevuld met spaties"
    wanted = look.bron.filter[name]
    expected = wanted if isinstance(wanted, str) else ", ".join(wanted[:4])
    return Finding(look.label, f"sleutels {name}", found, expected, True)


def _headers(look: Look, url: str) -> Finding:
    headers = look.context.http.head(url, look.bron.name)
    length = headers.get("content-length", "")
    size = int(length) if length.isdigit() else None
    marks = [f"{k}: {headers[k]}" for k in ("etag", "last-modified") if k in headers]
    found = ", ".join([_size(size) if size is not None else "grootte onbekend", *marks])
    cap = look.bron.cap_bytes
    expected = f"hoogstens {_size(cap)}"
    if look.choice.omvang_mb:
        expected = f"ongeveer {look.choice.omvang_mb:.0f} MiB, {expected}"
    return Finding(look.label, "download", found, expected, size is None or 0 < size <= cap)


def _size(number: int) -> str:
    return f"{number / (1 << 20):.1f} MiB".replace(".", ",")


def _no_area(look: Look) -> Finding:
    why = "overgeslagen: het gebied is niet bekend, want de grenzen zijn er niet"
    return Finding(look.label, "rijen", why, "rijen in het gebied", None)
