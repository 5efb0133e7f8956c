"""CBS OData v3 (feed): metadata first, keys as the publisher pads them, pages by `odata.nextLink`.

Belongs here: asking the right question, for a wrong key is answered with status 200 and no rows.
Not here: rows and titles (`readers/odata.py`). Addresses: `{adres}/TableInfos`, `/DataProperties`,
`/<Dimension>`, `/TypedDataSet`.
"""

import difflib
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from pipelines.connectors.bron import Bron, Delivery, Pull
from pipelines.connectors.ogc import RESTARTS, Moved
from pipelines.errors import SourceChanged
from pipelines.http.client import Fetch
from pipelines.landing import Landed

KEYS_PER_QUESTION = 20  # a question with very many "or" is answered with status 500
PAGES = 20_000
PAGE_CAP = 512 << 20


@dataclass(slots=True)
class Table:
    """One table being pulled, of either version of OData."""

    bron: Bron
    context: Pull
    fetches: list[Fetch]
    base: str
    files: list[Landed] = field(default_factory=list)
    ids: set[int] = field(default_factory=set)
    rows: int = 0

    def ask(
        self, url: str, role: str, params: Mapping[str, str] | None = None, *, single: bool = False
    ) -> dict[str, Any]:
        """One answer, landed and parsed: a list of entries, or a `single` one."""
        answer = self.context.http.get(
            url,
            params,
            cap_bytes=min(self.bron.cap_bytes, PAGE_CAP),
            expect="json",
            name=self.bron.name,
        )
        self.fetches.extend(answer.fetches)
        if answer.landed is None:
            raise SourceChanged(f"{self.bron.name}: antwoord zonder inhoud op {url}.")
        try:
            body = json.loads(answer.landed.path.read_bytes())
        except ValueError as error:
            raise Moved(f"een antwoord is geen geldige JSON ({error})") from error
        if not isinstance(body, dict) or not (single or isinstance(body.get("value"), list)):
            raise SourceChanged(
                f"{self.bron.name}: op {url} ontbreekt de lijst `value`. Controleer het "
                "adres van de tabel."
            )
        self.files.append(replace(answer.landed, role=role))
        return body

    def metadata(self, entity: str, role: str) -> list[dict[str, Any]]:
        """All entries of a small entity set."""
        body = self.ask(f"{self.base}/{entity}", role, {"$format": "json"})
        entries: list[dict[str, Any]] = body["value"]
        for _ in range(PAGES):
            following = self.following(body)
            if following is None:
                break
            body = self.ask(following, role)
            entries += body["value"]
        return entries

    def following(self, body: Mapping[str, Any]) -> str | None:
        """The next page; CBS writes these links with http, which is read as https."""
        link = body.get("odata.nextLink") or body.get("@odata.nextLink")
        if not link:
            return None
        href = urljoin(self.base + "/", str(link))
        if urlsplit(self.base).scheme == "https" and href.startswith("http://"):
            same = urlsplit(href).netloc == urlsplit(self.base).netloc
            href = "https://" + href.removeprefix("http://") if same else href
        return href


def pull(bron: Bron, context: Pull) -> Delivery:
    """The filtered table with its metadata; see `pipelines.connectors.pull`."""
    return attempts(bron, context, _table)


def attempts(bron: Bron, context: Pull, whole: Callable[[Table], Delivery]) -> Delivery:
    """A table pulled as a whole, from the start again when it moved meanwhile.

    Raises:
        SourceChanged: it moved every time.
    """
    fetches: list[Fetch] = []
    for attempt in range(1, RESTARTS + 2):
        table = Table(bron, context, fetches, bron.adres[0].rstrip("/"))
        try:
            return whole(table)
        except Moved as moved:
            if attempt > RESTARTS:
                raise SourceChanged(
                    f"{bron.name}: {moved}, ook na {RESTARTS} keer opnieuw beginnen. "
                    "De laatste goede versie blijft; meld het de bron als dit aanhoudt."
                ) from moved
    raise AssertionError


def _table(table: Table) -> Delivery:
    bron, previous = table.bron, table.context.previous
    modified = _modified(table, "tableinfos")
    if modified and modified == previous.modified and previous.content_hash:
        return delivery(table, previous.content_hash, modified)
    content = hashlib.sha256()
    properties = table.metadata("DataProperties", "dataproperties")
    update(content, properties)
    keys = {name: _keys(table, name, properties) for name in bron.filter}
    for question in questions(keys):
        query = f"&$filter={quote(question, safe='')}" if question else ""
        url = f"{table.base}/TypedDataSet?$format=json{query}"
        update(content, rows(table, url, "ID"))
    if not table.rows:
        raise SourceChanged(
            f"{bron.name}: de tabel geeft geen enkele rij met dit filter. Controleer filter "
            "in het profiel."
        )
    if _modified(table, "tableinfos") != modified:
        raise Moved("de tabel is gewijzigd tijdens het ophalen")
    return delivery(table, content.hexdigest(), modified)


def delivery(table: Table, content_hash: str, modified: str | None) -> Delivery:
    """What a pull of a table brought."""
    return Delivery(
        dataset=table.bron.dataset,
        supplier=table.bron.supplier,
        files=tuple(table.files),
        content_hash=content_hash,
        unchanged=content_hash == table.context.previous.content_hash,
        modified=modified,
        fetches=tuple(table.fetches),
        received_note={"rows": str(table.rows)},
    )


def _modified(table: Table, role: str) -> str | None:
    """The publisher's time of change, bound to the question: another filter is another answer."""
    infos = table.metadata("TableInfos", role)
    return mark(table.bron, infos[0] if infos else {})


def mark(bron: Bron, info: Mapping[str, Any]) -> str | None:
    """`Modified` of a table, bound to the question; null when the publisher does not say."""
    moment = str(info.get("Modified") or "")
    return f"{moment}#{bron.fingerprint()}" if moment else None


def _keys(table: Table, name: str, properties: list[dict[str, Any]]) -> list[str] | str:
    """The raw, padded keys of a filtered dimension, or the beginning to compare with."""
    dimensions = [str(p["Key"]) for p in properties if "Dimension" in str(p.get("Type", ""))]
    check_dimension(table.bron, name, dimensions)
    entries = table.metadata(name, f"dimension:{name}")
    return chosen_keys(table.bron, name, [str(entry["Key"]) for entry in entries])


def check_dimension(bron: Bron, name: str, dimensions: list[str]) -> None:
    """Refuse a filter on something that is no dimension of the table."""
    if name not in dimensions:
        raise SourceChanged(
            f"{bron.name}: de tabel heeft geen dimensie {name}; "
            f"wel {', '.join(dimensions) or 'geen enkele'}. Pas filter in het profiel aan."
        )


def chosen_keys(bron: Bron, name: str, known: list[str]) -> list[str] | str:
    """The keys of a dimension that the profile asks for, as the publisher writes them.

    Returns:
        The raw keys, or the beginning to compare with.

    Raises:
        SourceChanged: a key that is not in the dimension, with the nearest one.
    """
    raw = {key.strip(): key for key in known}
    wanted = bron.filter[name]
    values = (wanted,) if isinstance(wanted, str) else tuple(wanted)
    if len(values) == 1 and values[0].endswith("*"):
        start = values[0][:-1]
        if not any(key.startswith(start) for key in raw):
            raise _unknown(bron, name, values[0], raw)
        return start
    for value in values:
        if value.strip() not in raw:
            raise _unknown(bron, name, value, raw)
    return [raw[value.strip()] for value in values]


def _unknown(bron: Bron, name: str, value: str, raw: Mapping[str, str]) -> SourceChanged:
    near = difflib.get_close_matches(value.strip("* "), raw, n=1, cutoff=0.0)
    return SourceChanged(
        f"{bron.name}: sleutel {value!r} bestaat niet in dimensie {name}; "
        f"het dichtst bij is {near[0] if near else 'niets'}. Pas filter in het profiel aan."
    )


def questions(
    keys: Mapping[str, list[str] | str], clause: Callable[[str, list[str]], str] | None = None
) -> Iterator[str]:
    """The `$filter` texts; a long list of keys is cut into several questions.

    Args:
        keys: dimension -> raw keys, or a beginning.
        clause: how a list of keys is written; by default with `eq` and `or`.
    """
    listed = clause or _either
    lists = {name: value for name, value in keys.items() if not isinstance(value, str)}
    longest = max(lists, key=lambda name: len(lists[name]), default="")
    all_keys = lists.get(longest, [])
    for at in range(0, max(len(all_keys), 1), KEYS_PER_QUESTION):
        part = {longest: all_keys[at : at + KEYS_PER_QUESTION]} if longest else {}
        asked = {**keys, **part}
        yield " and ".join(
            f"startswith({name},{literal(value)})"
            if isinstance(value, str)
            else listed(name, value)
            for name, value in asked.items()
        )


def _either(name: str, keys: list[str]) -> str:
    clauses = [f"{name} eq {literal(key)}" for key in keys]
    return clauses[0] if len(clauses) == 1 else f"({' or '.join(clauses)})"


def literal(text: str) -> str:
    """A text as OData writes it."""
    return "'" + text.replace("'", "''") + "'"


def rows(table: Table, start: str, key: str) -> Iterator[dict[str, Any]]:
    """All rows from an address on, after the proof that none comes twice.

    Args:
        table: the table being pulled.
        start: address of the first page.
        key: field with the number of a row.
    """
    url: str | None = start
    seen: set[str] = set()
    for _ in range(PAGES):
        if url is None:
            return
        if url in seen:
            raise Moved("de verwijzing naar de volgende bladzijde draait rond")
        seen.add(url)
        body = table.ask(url, "page")
        page: list[dict[str, Any]] = body["value"]
        ids = [row[key] for row in page if key in row]
        before = len(table.ids)
        table.ids.update(ids)
        if len(table.ids) != before + len(ids):
            raise Moved("rijen komen dubbel voor (een bladzijde is herhaald of verschoven)")
        table.rows += len(page)
        yield from page
        url = table.following(body)
    raise SourceChanged(f"{table.bron.name}: meer dan {PAGES} bladzijden; controleer het filter.")


def update(content: "hashlib._Hash", entries: Any) -> None:
    """Take entries into a hash of the content."""
    for entry in entries:
        content.update(json.dumps(entry, sort_keys=True, separators=(",", ":")).encode())
