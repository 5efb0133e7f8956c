"""What is published at one moment, as immutable values.

A `State` is one snapshot of schema `pub`: releases, layers, their versions, columns and archives.
Every answer is made from one State, so it never mixes two releases. Dates are ISO text (as they
leave the database and as they are served); null means: not stated.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from geo_api import texts
from geo_api.errors import Problem


@dataclass(frozen=True)
class Column:
    """A column of a layer version, as `pub.kolom` describes it.

    Attributes:
        vervalt: announcement that it will go: `reden`, and `opvolger` (a column) or null.
    """

    naam: str
    type: str
    titel: str
    titel_en: str | None
    omschrijving: str | None
    eenheid: str | None
    eenheid_en: str | None
    bron: str | None
    peildatum: str | None
    methode_versie: str | None
    statuskolom: str | None
    rol: str
    klassen: list[dict[str, Any]] | None
    palet: str | None
    vervalt: dict[str, Any] | None = None

    @property
    def calendar_year(self) -> bool:
        """Is it a year of the calendar, written plain and without unit? Durations have decimals."""
        return self.eenheid == "jaar" and self.type == "int"


@dataclass(frozen=True)
class Archive:
    """A PMTiles archive: file name under var/tiles, zoom range, size in bytes."""

    laag: str
    version: int
    sha256: str
    bytes: int
    bestand: str
    minzoom: int
    maxzoom: int


@dataclass(frozen=True)
class LayerVersion:
    """One version of one layer.

    Attributes:
        meta: the row of `pub.laag`.
        columns: the declared columns in order.
        properties: names of the served properties in order, with their database type; declared
            columns with the companions `_status`, `_n`, `_ci_low`, `_ci_high` that the view has,
            and `peildatum` last.
        missing: declared columns that the view lacks; makes the service not ready.
        archive: its tiles, None for a table without geometry.
        schema: where its view stands: `pub`, or `pub_restricted` for a layer that is not open.
        ready: what its view has of `data.shapes.READY`; null in versions of before it.
    """

    laag: str
    version: int
    peildatum: str | None
    meta: Mapping[str, Any]
    columns: tuple[Column, ...]
    properties: Mapping[str, str]
    missing: tuple[str, ...]
    archive: Archive | None
    schema: str = "pub"
    ready: frozenset[str] = frozenset()

    @property
    def closed(self) -> bool:
        """Whether it is a layer that is not open: it has a right to be read by, and no archive."""
        return self.schema != "pub"

    @property
    def geometry(self) -> str | None:
        """Geometry type, None for a table."""
        kind: str | None = self.meta["geometrie"]
        return kind


@dataclass(frozen=True)
class Layer:
    """A layer with the version of each peildatum and every version that is still kept.

    Attributes:
        by_release: numbers of the versions that each release holds, as far as they are kept.
    """

    name: str
    current: LayerVersion
    by_date: Mapping[str, LayerVersion]
    versions: Mapping[int, LayerVersion]
    by_release: Mapping[int, tuple[int, ...]] = field(default_factory=dict)

    def version(self, number: int) -> LayerVersion:
        """A kept version.

        Raises:
            Problem: 410 when it is no longer kept.
        """
        found = self.versions.get(number)
        if found is None:
            raise Problem(410, texts.gone(self.name, number))
        return found

    def at(self, release: int) -> Self:
        """The layer as a release holds it.

        Raises:
            Problem: 410 when that release has it no longer, or did not have it.
        """
        held = [self.versions[number] for number in self.by_release.get(release, ())]
        if not held:
            raise Problem(410, texts.not_in_release(self.name, release))
        by_date = {str(version.peildatum): version for version in held}
        return replace(self, current=by_date[max(by_date)], by_date=by_date)


@dataclass(frozen=True)
class State:
    """What is published now.

    Attributes:
        tag: hash of everything below; equal tags mean equal content.
        releases: newest first, as rows of `pub.release`.
        withdrawn: layers that the steward withdrew: `sinds`, `reden`, `schema`, `thema`, and
            `titel` and `titel_en` of the last version, where one is kept.
        broken: pointers whose version is not described; makes the service not ready.
        asof: row of the release that was asked for, null for the newest.
        lacking: layers of now that this release does not have, or of which none is kept.
    """

    tag: str
    releases: tuple[Mapping[str, Any], ...]
    layers: Mapping[str, Layer]
    withdrawn: Mapping[str, Mapping[str, Any]]
    broken: tuple[str, ...]
    asof: Mapping[str, Any] | None = None
    lacking: Mapping[str, Layer] = field(default_factory=dict)

    @property
    def release(self) -> Mapping[str, Any]:
        """The newest release."""
        return self.releases[0]

    @property
    def told(self) -> Mapping[str, Any]:
        """The release that an answer is made from."""
        return self.asof or self.release

    def at(self, row: Mapping[str, Any]) -> Self:
        """What a release holds of it, as far as that is kept; with a tag of its own.

        Args:
            row: of `pub.release`.

        Raises:
            Problem: 410 when nothing of it is kept.
        """
        number = row["release"]
        layers = {
            name: layer.at(number)
            for name, layer in self.layers.items()
            if layer.by_release.get(number)
        }
        if not layers:
            raise Problem(410, texts.release_gone(number))
        lacking = {name: held for name, held in self.layers.items() if name not in layers}
        tag = f"{self.tag}.{number}"
        return replace(self, tag=tag, layers=layers, asof=row, lacking=lacking)

    def layer(self, name: str) -> Layer:
        """A published layer.

        Raises:
            Problem: 410 when the steward withdrew it or the release asked for lacks it, 404 with
            the nearest name when it does not exist.
        """
        found = self.layers.get(name)
        if found is not None:
            return found
        if self.asof is not None and name in self.lacking:
            raise Problem(410, texts.not_in_release(name, self.asof["release"]))
        withdrawn = self.withdrawn.get(name)
        if withdrawn is not None:
            raise Problem(410, texts.withdrawn(name, withdrawn["sinds"], withdrawn["reden"]))
        raise Problem(404, texts.unknown_layer(name, self.layers))
