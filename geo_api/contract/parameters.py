"""Query parameters: one declaration both checks a request and describes it in OpenAPI.

So the description is true. OGC names win over the camelCase of the Dutch API rules on OGC paths
(`bbox-crs`).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request

from geo_api import texts
from geo_api.errors import Fault, bad_request
from geo_api.items import crs

MAX_LIMIT = 1000
DEFAULT_LIMIT = 100
MAX_FAULTS = 20
"""Enough to act on; the rest of a hostile query stays unread."""
_NOTED = "woonzorg.fouten"
TELLS_ALL = "tells_all"
"""What a route has that tells noted faults itself (`routing.Told`); elsewhere they are refused at
once, so that none passes."""


@dataclass(frozen=True)
class Parameter:
    """A query parameter.

    Attributes:
        schema: JSON Schema that OpenAPI 3.0 and 3.1 read alike.
        explode: False makes `style: form, explode: false` explicit.
        required: there is no answer without it; whoever reads it says so.
    """

    name: str
    description: str
    schema: Mapping[str, Any]
    explode: bool = False
    required: bool = False

    def document(self) -> dict[str, Any]:
        """The parameter object of OpenAPI."""
        return {
            "name": self.name,
            "in": "query",
            "required": self.required,
            "description": self.description,
            "style": "form",
            "explode": self.explode,
            "schema": dict(self.schema),
        }


class Asked:
    """Dependency: the query of a request.

    What is wrong with its names is noted with the request, for the answer that also tells what is
    wrong with its values (`routing.Told`).
    """

    def __init__(self, *parameters: Parameter, free: Parameter | None = None) -> None:
        """Know these parameters and no others.

        Args:
            parameters: the known ones.
            free: stands for names that only the layer knows; whoever reads them checks them.
        """
        self._known = {parameter.name: parameter for parameter in parameters}
        self._free = free

    @property
    def names(self) -> tuple[str, ...]:
        """The known names."""
        return tuple(self._known)

    async def __call__(self, request: Request) -> Mapping[str, str]:
        """The query of a request; a plain function would cost a thread."""
        faults: list[Fault] = []
        values = self.read(request.query_params.multi_items(), faults)
        if faults and not getattr(request.scope.get("route"), TELLS_ALL, False):
            raise bad_request(faults)
        note(request, faults)
        return values

    def read(self, given: Sequence[tuple[str, str]], faults: list[Fault]) -> Mapping[str, str]:
        """The known parameters; values are checked where they are used.

        Args:
            given: names and values, as they were sent.
            faults: receives unknown and repeated names, and a form or language that is none.
        """
        names = [name for name, _ in given]
        for name in dict.fromkeys(names):
            if name not in self._known and self._free is None:
                faults.append(unknown(name, self._known))
            elif names.count(name) > 1:
                faults.append(Fault(name, "herhaald", f"'{name}' staat er meer dan een keer."))
            if len(faults) == MAX_FAULTS:
                break
        values = dict(given)
        if "f" in self._known and "f" in values:
            valid = self._known["f"].schema["enum"]
            form(values["f"], valid, faults)
            if values["f"] not in valid:
                del values["f"]
        if "taal" in self._known and values.get("taal", "nl") not in ("nl", "en"):
            faults.append(Fault("taal", "waarde", "'taal' is nl of en."))
            del values["taal"]
        known = self._known if self._free is None else values
        return {name: text for name, text in values.items() if name in known}

    def document(self) -> dict[str, Any]:
        """What the route adds to its operation in OpenAPI."""
        described = [*self._known.values(), *([self._free] if self._free else [])]
        return {"parameters": [parameter.document() for parameter in described]}


def note(request: Request, faults: Sequence[Fault]) -> None:
    """Keep what is wrong with the query of a request, for the answer that tells all of it."""
    if faults:
        request.scope[_NOTED] = [*noted(request), *faults]


def noted(request: Request) -> Sequence[Fault]:
    """What is wrong with the query of a request, as far as it was noted."""
    found: Sequence[Fault] = request.scope.get(_NOTED, ())
    return found


def settle(request: Request) -> None:
    """Refuse a request whose query is wrong; what has an effect does so before it.

    Raises:
        Problem: 400 with what was noted.
    """
    found = noted(request)
    if found:
        raise bad_request(found)


def unknown(name: str, known: Collection[str]) -> Fault:
    """The fault of a name that does not exist here."""
    shown = name[:60]
    suggestion = texts.nearest(shown, known)
    hint = f" Bedoelde u '{suggestion}'?" if suggestion else ""
    options = ", ".join(known) or "geen"
    detail = f"De parameter '{shown}' bestaat hier niet.{hint} Bekend: {options}."
    return Fault(shown, "onbekend", detail, suggestion)


def form(value: str, valid: Sequence[str], faults: list[Fault]) -> None:
    """Whether a form is one of these; a fault names the nearest."""
    if value not in valid:
        names = ", ".join(f"'{name}'" for name in valid)
        detail = f"'f' kan hier alleen {names} zijn.{texts.did_you_mean(value[:40], valid)}"
        faults.append(Fault("f", "vorm", detail, texts.nearest(value[:40], valid)))


def limit(value: str | None, faults: list[Fault]) -> int:
    """Page size: whole and at least 1; above the maximum it is clamped, as the self link shows."""
    if value is None:
        return DEFAULT_LIMIT
    if not (value.isascii() and value.isdigit()) or not value.strip("0"):
        faults.append(Fault("limit", "getal", "'limit' is een geheel getal vanaf 1."))
        return DEFAULT_LIMIT
    digits = value.lstrip("0")
    return MAX_LIMIT if len(digits) > 9 else min(int(digits), MAX_LIMIT)


def whole(text: str, most: int) -> int | None:
    """A whole number from 0 to `most`, None when it is something else."""
    plain = text.isascii() and text.isdigit() and len(text.lstrip("0")) < 19
    return int(text) if plain and int(text) <= most else None


F = Parameter(
    "f",
    "Vorm van het antwoord: json voor programma's, html voor mensen; zonder beslist Accept.",
    {"type": "string", "enum": ["json", "html"]},
)
F_ITEMS = Parameter(
    "f",
    "Vorm van het antwoord: GeoJSON (json), JSON-FG, CSV of een pagina (html); zonder beslist "
    "Accept tussen json, csv en html.",
    {"type": "string", "enum": ["json", "jsonfg", "csv", "html"], "default": "json"},
)
LIMIT = Parameter(
    "limit",
    (
        f"Aantal objecten per pagina. Meer dan {MAX_LIMIT} wordt {MAX_LIMIT}; de "
        "link 'self' toont de gebruikte waarde."
    ),
    {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT},
)
BBOX = Parameter(
    "bbox",
    (
        "Alleen objecten die dit rechthoekige gebied raken: minx,miny,maxx,maxy in "
        "de asvolgorde van bbox-crs."
    ),
    {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 6},
)
BBOX_CRS = Parameter(
    "bbox-crs",
    "Coördinatenstelsel van bbox.",
    {"type": "string", "format": "uri", "enum": crs.URIS, "default": crs.CRS84.uri},
)
CRS = Parameter(
    "crs",
    "Coördinatenstelsel van het antwoord; de asvolgorde is die van de beheerder van het stelsel.",
    {"type": "string", "format": "uri", "enum": crs.URIS, "default": crs.CRS84.uri},
)
DATETIME = Parameter(
    "datetime",
    (
        "Tijdstip of interval (RFC 3339, open eind '..'): de nieuwste versie met een "
        "peildatum daarbinnen."
    ),
    {"type": "string"},
)
PEILDATUM = Parameter(
    "peildatum",
    "De versie met deze peildatum; zonder: de nieuwste.",
    {"type": "string", "format": "date"},
)
RELEASE = Parameter(
    "release",
    "De laag zoals deze release haar bevat; zonder: de nieuwste.",
    {"type": "integer", "minimum": 1},
)
COLUMNS = Parameter(
    "kolommen",
    "De naam van een kolom (zie 'queryables') met de waarde die zij moet hebben, zoals "
    "buurtcode=BU00000101. Een kolom die heet als een andere parameter gaat alleen met 'filter'.",
    {"type": "object", "additionalProperties": {"type": "string"}},
    explode=True,
)
"""Names that differ per layer: OpenAPI describes them as the members of one object."""
MOST_SKIPPED = 10_000
OFFSET = Parameter(
    "offset",
    f"Aantal objecten om over te slaan, hoogstens {MOST_SKIPPED}. Bladeren met 'next' gaat sneller "
    "en kan verder.",
    {"type": "integer", "minimum": 0, "maximum": MOST_SKIPPED, "default": 0},
)
NA = Parameter(
    "na",
    "Cursor uit de link 'next' of 'prev'; houdt de pagina's bij één versie.",
    {"type": "string", "maxLength": 1200},
)
VERSION = Parameter(
    "v",
    "Versie van de laag, zoals in de TileJSON; zonder: de huidige.",
    {"type": "integer", "minimum": 1},
)
TAAL = Parameter("taal", "Taal van de pagina.", {"type": "string", "enum": ["nl", "en"]})
Told = Annotated[Mapping[str, str], Depends(Asked(F, TAAL))]
"""The query of a page that is a document too."""
