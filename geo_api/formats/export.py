"""What goes out: a selection, the system of its coordinates, and what a reader must know of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from geo_api.describe import documents, schema
from geo_api.formats.job import heading
from geo_api.http.links import Links
from geo_api.items.crs import Crs
from geo_api.items.selection import Selection
from geo_api.model import LayerVersion, State

NUMBERS = frozenset({"smallint", "integer", "bigint", "real", "double precision", "numeric"})
FRACTIONS = frozenset({"real", "double precision", "numeric"})
WHOLE = NUMBERS - FRACTIONS


@dataclass(frozen=True)
class Field:
    """A column of a file.

    Attributes:
        name: as in the layer.
        kind: type in the database.
        title: for people, without unit.
        unit: None when it has none.
        meaning: sentences, "" when there are none.
    """

    name: str
    kind: str
    title: str
    unit: str | None
    meaning: str

    @property
    def heading(self) -> str:
        """Title with the unit behind it."""
        return heading(self.title, self.unit)

    @property
    def textual(self) -> bool:
        """Whether its values are text that somebody wrote."""
        return self.kind in ("text", "character varying", "character", "name", "uuid")

    @property
    def nested(self) -> bool:
        """Whether its values are lists or documents."""
        return self.kind.endswith("[]") or self.kind in ("json", "jsonb")


@dataclass(frozen=True)
class Export:
    """Features to write.

    Attributes:
        selection: which.
        crs: system of the coordinates.
        fields: id first, then the properties in order.
        about: source, licence, dates and columns, as JSON takes them; goes into the file.
    """

    selection: Selection
    crs: Crs
    fields: tuple[Field, ...]
    about: Mapping[str, Any]

    @property
    def version(self) -> LayerVersion:
        """The layer version it comes from."""
        return self.selection.version

    @property
    def shaped(self) -> bool:
        """Whether it has shapes to write."""
        return self.version.geometry is not None


def fields(links: Links, found: LayerVersion) -> tuple[Field, ...]:
    """The columns of a file, with the meaning the schema of the layer gives them."""
    described = schema.document(links, found)["properties"]
    listed = [_field(name, kind, described[name]) for name, kind in found.properties.items()]
    key = Field("id", "text", "Id", None, "Waarmee de API dit object aanwijst.")
    return tuple(listed) if "id" in found.properties else (key, *listed)


def _field(name: str, kind: str, content: Mapping[str, Any]) -> Field:
    unit = content.get("x-woonzorg-eenheid")
    meaning = content.get("description", "")
    return Field(name, kind, content.get("title", name), unit, meaning)


def about(
    links: Links, state: State, found: LayerVersion, columns: Iterable[Field], crs: Crs
) -> dict[str, Any]:
    """What every file tells of itself: one release, one version, one peildatum."""
    return {
        "titel": found.meta["titel"],
        "omschrijving": documents.description(found),
        **documents.origin(found),
        "release": state.release["release"],
        "gepubliceerdOp": documents.moment(state.release["gepubliceerd_op"]),
        "fictief": state.release["fictief"],
        "adres": links.collection(found.laag),
        "crs": crs.uri,
        "dekking": found.meta["dekking"],
        "kolommen": [_told(field, found) for field in columns],
    }


_SHORT = ("bron", "licentie", "attributie", "peildatum", "methodeVersie", "status", "version")


def short(about: Mapping[str, Any]) -> dict[str, Any]:
    """What goes with every single feature of a form that has no place for more."""
    return {name: about[name] for name in _SHORT if about[name] is not None}


def line(about: Mapping[str, Any]) -> str:
    """The same as one cell: `Bron: CBS; licentie: CC BY 4.0; …`."""
    words = {"attributie": "naamsvermelding", "methodeVersie": "methode", "version": "versie"}
    told = "; ".join(f"{words.get(name, name)}: {text}" for name, text in short(about).items())
    return told[:1].upper() + told[1:]


def _told(field: Field, found: LayerVersion) -> dict[str, Any]:
    told: dict[str, Any] = {
        "naam": field.name,
        "titel": field.title,
        "eenheid": field.unit,
        "omschrijving": field.meaning or None,
    }
    declared = next((column for column in found.columns if column.naam == field.name), None)
    if declared:
        told |= {
            "bron": declared.bron,
            "peildatum": declared.peildatum,
            "methodeVersie": declared.methode_versie,
            "statuskolom": declared.statuskolom,
        }
    if declared and declared.klassen:
        told |= {"klassen": declared.klassen, "palet": declared.palet}
    if declared and declared.vervalt:
        told["vervalt"] = declared.vervalt
    return told
