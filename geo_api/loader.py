"""From the one document of `sql/state.sql` to a `State`."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from data.shapes import READY
from geo_api.model import Archive, Column, Layer, LayerVersion, State

COMPANIONS = ("_n", "_ci_low", "_ci_high")
"""Endings of the columns that go with a value column, beside its status."""

_Key = tuple[str, int]
_Rows = list[dict[str, Any]]


def load(document: bytes) -> State:
    """Build the state.

    Args:
        document: JSON with releases, pointers, inhoud, ingetrokken, lagen, kolommen, archieven and
            views.
    """
    return _state(json.loads(document), _tag(document), "pub")


def load_both(document: bytes) -> State:
    """Build the state of open and restricted layers together.

    Args:
        document: JSON list of two documents as `load` reads them: of `pub` and `pub_restricted`.
    """
    first, second = json.loads(document)
    tag = _tag(document)
    # What is not open has no archives; one of a time when it was open stays unread.
    closed = _state({**second, "archieven": []}, tag, "pub_restricted")
    public = _state(first, tag, "pub")
    return replace(
        public,
        layers=dict(sorted([*public.layers.items(), *closed.layers.items()])),
        withdrawn={**public.withdrawn, **closed.withdrawn},
        broken=public.broken + closed.broken,
    )


def _tag(document: bytes) -> str:
    return hashlib.sha256(document).hexdigest()[:16]


def _state(raw: Mapping[str, Any], tag: str, schema: str) -> State:
    themes = {row["laag"]: row["thema"] for row in raw["lagen"]}
    versions = _versions(raw, schema)
    withdrawn = {
        row["laag"]: {
            **row,
            **_last(versions.get(row["laag"])),
            "schema": schema,
            "thema": themes.get(row["laag"]),
        }
        for row in raw["ingetrokken"]
    }
    pointers: dict[str, _Rows] = defaultdict(list)
    broken = []
    for row in raw["pointers"]:
        if row["laag"] in withdrawn:
            continue
        if row["version"] in versions.get(row["laag"], {}):
            pointers[row["laag"]].append(row)
        else:
            broken.append(f"{row['laag']} versie {row['version']}")
    return State(
        tag=tag,
        releases=tuple(raw["releases"]),
        layers={
            name: _layer(name, rows, versions[name], raw["inhoud"])
            for name, rows in pointers.items()
        },
        withdrawn=withdrawn,
        broken=tuple(broken),
    )


def _last(versions: Mapping[int, LayerVersion] | None) -> dict[str, Any]:
    """What a layer was called at last; nothing when no version is kept."""
    if not versions:
        return {}
    meta = versions[max(versions)].meta
    return {name: meta[name] for name in ("titel", "titel_en")}


def _layer(name: str, pointers: _Rows, versions: Mapping[int, LayerVersion], held: _Rows) -> Layer:
    by_release: dict[int, tuple[int, ...]] = defaultdict(tuple)
    for row in held:
        if row["laag"] == name and row["version"] in versions:
            for release in row["releases"]:
                by_release[release] += (row["version"],)
    by_date = {row["peildatum"]: versions[row["version"]] for row in pointers}
    current = next((row for row in pointers if row["huidig"]), pointers[-1])
    return Layer(name, versions[current["version"]], by_date, versions, dict(by_release))


def _versions(raw: Mapping[str, Any], schema: str) -> dict[str, dict[int, LayerVersion]]:
    columns: dict[_Key, list[Column]] = defaultdict(list)
    for row in raw["kolommen"]:
        column = {name: value for name, value in row.items() if name not in ("laag", "version")}
        columns[row["laag"], row["version"]].append(Column(naam=column.pop("kolom"), **column))
    archives = {(row["laag"], row["version"]): Archive(**row) for row in raw["archieven"]}
    versions: dict[str, dict[int, LayerVersion]] = defaultdict(dict)
    for row in raw["lagen"]:
        key = (row["laag"], row["version"])
        declared = tuple(columns[key])
        view = raw["views"].get(row["laag"], {})
        versions[key[0]][key[1]] = LayerVersion(
            laag=key[0],
            version=key[1],
            peildatum=row["peildatum"],
            meta=row,
            columns=declared,
            properties=_properties(declared, view),
            missing=tuple(_missing(declared, row, view)),
            archive=archives.get(key),
            schema=schema,
            ready=frozenset(READY) & view.keys(),
        )
    return versions


def _properties(columns: Iterable[Column], view: Mapping[str, str]) -> dict[str, str]:
    names: list[str] = []
    for column in columns:
        if column.rol == "geometrie":
            continue
        names.append(column.naam)
        names += [column.statuskolom or f"{column.naam}_status"]
        names += [column.naam + ending for ending in COMPANIONS]
    names.append("peildatum")
    return {name: view[name] for name in dict.fromkeys(names) if name in view}


def _missing(
    columns: Iterable[Column], meta: Mapping[str, Any], view: Mapping[str, str]
) -> Iterable[str]:
    needed = ["version", "id"] + (["geometry"] if meta["geometrie"] else [])
    for column in columns:
        if column.rol != "geometrie":
            needed += [column.naam] + ([column.statuskolom] if column.statuskolom else [])
    return (name for name in dict.fromkeys(needed) if name not in view)
