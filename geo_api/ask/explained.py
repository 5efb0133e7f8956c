"""The explanation of a published figure, read from what readers may see.

The tree itself is walked by `pipelines.indicators.uitleg`; here is where its rows come from: the
open layers of each dataset, merged. What stands in no open layer is not looked for anywhere else,
and the tree says `niet te zien` there. Rows are fetched in rounds: each round of the walk names
the rows it missed.
"""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from psycopg import sql

from data import weegprofielen
from data.model import Dataset
from data.parameters import chosen
from data.registry import layers as declared
from geo_api import texts
from geo_api.ask import rows, weighed
from geo_api.db import Database
from geo_api.describe import documents
from geo_api.errors import Fault, Problem
from geo_api.http.answers import GEOJSON, JSON
from geo_api.http.links import HTML, Links, link
from geo_api.model import LayerVersion, State

if TYPE_CHECKING:
    from pipelines.indicators.uitleg import Knoop

MOST_ROUNDS, MOST_ROWS = 12, 400
"""Deeper or wider than any declaration; a tree beyond it is a fault of ours."""
_KEY = sql.SQL("id = %s")
_EXPLAINED = ("waarde", "klasse")


@dataclass
class Published:
    """Rows of datasets as the open layers show them.

    Attributes:
        by_dataset: open layers of each dataset in the present release.
        held: rows read so far, None where no open layer has one.
        missed: rows that the last walk asked for and that were not read yet.
    """

    by_dataset: Mapping[str, list[LayerVersion]]
    held: dict[tuple[str, str], Mapping[str, Any] | None] = field(default_factory=dict)
    missed: set[tuple[str, str]] = field(default_factory=set)

    def row(self, dataset: str, key: str) -> Mapping[str, Any] | None:
        """A row read before, else none for now."""
        place = (dataset, key)
        if place not in self.held:
            self.missed.add(place)
        return self.held.get(place)

    def peildatum(self, dataset: str) -> date | None:
        """The newest moment that its open layers describe."""
        found = [one.peildatum for one in self.by_dataset.get(dataset, ()) if one.peildatum]
        return date.fromisoformat(max(found)) if found else None

    async def fetch(self, database: Database, state: State) -> None:
        """Read what was missed."""
        asked = sorted(self.missed)
        self.missed = set()
        self.held |= dict.fromkeys(asked)
        pairs = [
            (place, one) for place in asked if place[1] for one in self.by_dataset.get(place[0], ())
        ]
        wanted = [rows.Wanted(one, _KEY, (place[1],)) for place, one in pairs]
        for (place, _), found in zip(pairs, await rows.read(database, state, wanted), strict=True):
            for row in found:
                self.held[place] = {**row, **(self.held[place] or {})}


def dataset_of(laag: str, name: str) -> Dataset:
    """The dataset that a layer shows.

    Raises:
        Problem: 404, the figure is declared nowhere: it was published by another program.
    """
    found = declared().get(laag)
    if found is None or name not in {column.name for column in found[0].columns}:
        raise Problem(404, f"Van '{name}' in de laag '{laag}' is geen uitleg vastgelegd.")
    return found[0]


def check(found: LayerVersion, name: str | None, faults: list[Fault]) -> str:
    """The column to explain; `faults` then says that none was named, or no figure of this layer."""
    names = [
        column.naam
        for column in found.columns
        if column.rol in _EXPLAINED and column.naam in found.properties
    ]
    if name in names:
        return str(name)
    if name is None:
        detail = f"'veld' ontbreekt: de naam van een cijfer of klasse: {', '.join(names)}."
        faults.append(Fault("veld", "ontbreekt", detail))
        return ""
    near = texts.nearest(name[:60], names)
    hint = f" Bedoelde u '{near}'?" if near else ""
    detail = f"Deze laag heeft geen cijfer '{name[:60]}'.{hint} Wel: {', '.join(names)}."
    faults.append(Fault("veld", "onbekend", detail, near))
    return name


async def tree(
    database: Database, links: Links, state: State, laag: str, key: str, name: str
) -> dict[str, Any]:
    """The explanation of one figure of one object.

    Args:
        database: the pool.
        links: the link maker.
        state: the release.
        laag: the layer.
        key: id of the object.
        name: a column that `check` let through.

    Raises:
        Problem: 404, no such object.
    """
    from pipelines.indicators.uitleg import explain

    await asyncio.to_thread(declared)  # reading the declarations the first time takes a moment
    found = state.layer(laag).current
    dataset = dataset_of(laag, name)
    published = Published(_by_dataset(state))
    published.row(dataset.name, key)
    await published.fetch(database, state)
    if published.held[dataset.name, key] is None:
        raise Problem(404, texts.no_feature(laag, key))
    with chosen(_weights(state)):
        made = explain(dataset.name, key, name, published)
    for _ in range(MOST_ROUNDS):
        if not published.missed:
            break
        if len(published.held) + len(published.missed) > MOST_ROWS:
            raise Problem(503, texts.SLOW)
        await published.fetch(database, state)
        with chosen(_weights(state)):
            made = explain(dataset.name, key, name, published)
    own = links.feature(laag, key)
    path = f"/v1/collections/{quote(laag)}/items/{quote(key, safe='')}/uitleg"
    asked = {"veld": name, "release": links.release}
    return {
        "laag": laag,
        "id": key,
        "veld": name,
        "links": [
            link("self", links.url(path, asked), JSON, "Deze uitleg"),
            link("alternate", links.url(path, {**asked, "f": "html"}), HTML, "Als pagina"),
            link("item", own, GEOJSON, "Het object"),
            link("collection", links.collection(laag), JSON, "De laag"),
        ],
        "woonzorg": documents.origin(found),
        "uitleg": _told(made, links, published.by_dataset),
        "opmerkingen": _remarks(found, dataset),
    }


def _remarks(found: LayerVersion, dataset: Dataset) -> list[str]:
    """That the tree is worded by the method of now, where the figure was made by another."""
    made = found.meta["methode_versie"]
    return [] if made in (None, "", dataset.method_version) else [texts.OTHER_METHOD]


def _weights(state: State) -> dict[str, Any]:
    """Weights that a municipality chose, as the map that was made with them tells."""
    held = state.layers.get(weighed.LAYER)
    told = (held.current.meta["dekking"] or {}).get("weegprofielen") if held else None
    own = (told or {}).get(weegprofielen.DEFAULT)
    return {"kans.weights": own} if own else {}


def _by_dataset(state: State) -> dict[str, list[LayerVersion]]:
    found: dict[str, list[LayerVersion]] = {}
    for name, (dataset, _) in declared().items():
        if name in state.layers:
            found.setdefault(dataset.name, []).append(state.layers[name].current)
    return found


def _told(
    node: "Knoop", links: Links, by_dataset: Mapping[str, Iterable[LayerVersion]]
) -> dict[str, Any]:
    """A node as the pure function words it, with the layers where it can be read."""
    told = node.data()
    dataset, _, column = node.naam.partition(".")
    told["lagen"] = [
        links.collection(one.laag)
        for one in by_dataset.get(dataset, ())
        if not column or column in one.properties
    ]
    if node.onder:
        told["onder"] = [_told(child, links, by_dataset) for child in node.onder]
    return told
