"""What a dataset is: the vocabulary in which every feed and every derived product is declared once.

Belongs here: frozen declarations and the rules they must obey. Does not belong here: how data are
read, computed, stored or served (pipelines, geo_api), or facts about one dataset (data/datasets).
"""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

SRID = 28992


class Status(StrEnum):
    """How a published value came about; every value column `x` has one in `x_status`."""

    WAARGENOMEN = "waargenomen"
    GESCHAT = "geschat"
    GEIMPUTEERD = "geimputeerd"
    ONDERDRUKT = "onderdrukt"
    ONTBREEKT = "ontbreekt"
    UITGESLOTEN = "uitgesloten"
    SCENARIO = "scenario"


class Tier(StrEnum):
    """Who a column belongs to.

    Already open, business data of corporations (B), derived from clients (C).
    """

    OPEN = "open"
    B = "B"
    C = "C"


class Kind(StrEnum):
    """What a number measures.

    An unknown negative code in a count, share, rate or distance is a refusal.
    """

    COUNT = "aantal"
    SHARE = "aandeel"
    RATE = "ratio"
    DISTANCE = "afstand"
    AMOUNT = "bedrag"
    SCORE = "score"
    SIGNED = "getal"

    @property
    def never_negative(self) -> bool:
        """True where a negative number can only be a code."""
        return self in (Kind.COUNT, Kind.SHARE, Kind.RATE, Kind.DISTANCE, Kind.AMOUNT)


class Role(StrEnum):
    """What a column does for a reader of the layer."""

    KEY = "sleutel"
    NAME = "naam"
    VALUE = "waarde"
    CLASS = "klasse"
    NOTE = "toelichting"
    GEOMETRY = "geometrie"


# Official codes keep their zeros and their letters; a code that arrives as a number has lost them.
GM_CODE = r"^GM[0-9]{4}$"
WK_CODE = r"^WK[0-9]{4}[0-9A-Z]{2}$"
BU_CODE = r"^BU[0-9]{4}[0-9A-Z]{4}$"
BAG_ID = r"^[0-9]{16}$"
POSTCODE6 = r"^[1-9][0-9]{3}[A-Z]{2}$"
POSTCODE4 = r"^[1-9][0-9]{3}$"
VIERKANT = r"^E[0-9]{4}N[0-9]{4}$"


@dataclass(frozen=True, kw_only=True)
class Part:
    """One thing a figure is made from, so that it can be explained down to its inputs.

    Attributes:
        column: the column it is read from; empty for a dataset as a whole.
        dataset: whose column; empty is the same row of the same dataset.
        on: column of this row that holds the key of the other row; empty is an equal key.
        many: summed or measured over many rows: the source is named, no single row is shown.
        weight: what it weighs: key of the register, with the name in a table after it
            (`kans.weights.V`).
        score: column of this row with its normalised score.
        share: column of this row with what it adds to the figure.
    """

    column: str = ""
    dataset: str = ""
    on: str = ""
    many: bool = False
    weight: str = ""
    score: str = ""
    share: str = ""


@dataclass(frozen=True, kw_only=True)
class Leaving:
    """An announcement: with the next release at the earliest the column is gone.

    A release that holds the announcement comes first; publication refuses a removal without one.

    Attributes:
        reason: Dutch sentence for readers: why, and what to use instead.
        successor: column of the same dataset that takes its place (it is renamed), "" for none.
    """

    reason: str
    successor: str = ""


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of a dataset.

    Attributes:
        name: column name in the database; a number carries its unit in the name
            (`afstand_huisarts_m`).
        type: text, int, float, bool or date.
        title, title_en: what people read.
        unit, unit_en: shown beside every number.
        sources: names under which publishers deliver it: field names, OData titles; `Group|Title`
            where a title repeats. The first that occurs wins; never a position.
        value: it is a figure: it gets a column `<name>_status`, and null always has a reason.
        interval: it has `<name>_ci_low` and `<name>_ci_high`.
        events: count of rare events; its interval is the exact Poisson one, made on reading.
        kind: what the number measures.
        factor: publisher's unit to ours (km to m: 1000).
        bounds: lowest and highest credible value; outside is a bad row.
        unknown: ranges that publishers use for "we do not know" (floor area 1): status `ontbreekt`.
        prefix: what a publisher puts before every code (`NL.IMBAG.Pand.`); exactly this is taken
            off, also from each code of a list with commas.
        pattern: regular expression a code must match.
        required: null is a bad row.
        optional: the publisher may leave the column out.
        tier: who it belongs to, where that differs from the dataset.
        release: why a value of tier B or C may be shown all the same.
        classes, palette: how the map draws it.
        allowed: the only values a text may have; capitals do not count.
        example: one value as a supplier would write it, for templates and examples.
        contact: contact details of an organisation (info@…, a central telephone number) may stand
            here; those of a person never.
        formula, parts: how a figure of a product is made, in one line, and from what.
        mean_over: count in the same row by which a mean over rows weighs it (a share of residents:
            residents); empty is a mean nobody may give.
        leaving: set one release before the column goes or gets another name.
    round_to, minimum: a count as readers see it: rounded, and below the minimum `onderdrukt`.
    """

    name: str
    type: str = "text"
    title: str = ""
    title_en: str = ""
    description: str = ""
    unit: str = ""
    unit_en: str = ""
    sources: tuple[str, ...] = ()
    value: bool = False
    interval: bool = False
    events: bool = False
    kind: Kind | None = None
    factor: float = 1.0
    bounds: tuple[float | None, float | None] = (None, None)
    unknown: tuple[tuple[float, float], ...] = ()
    prefix: str = ""
    pattern: str = ""
    required: bool = False
    optional: bool = False
    tier: Tier | None = None
    release: str = ""
    role: Role | None = None
    classes: tuple[Mapping[str, object], ...] = ()
    palette: str = ""
    round_to: int = 0
    minimum: int = 0
    allowed: tuple[str, ...] = ()
    example: str = ""
    contact: bool = False
    formula: str = ""
    parts: tuple[Part, ...] = ()
    mean_over: str = ""
    leaving: Leaving | None = None

    @property
    def status(self) -> str:
        """Name of the status column, empty for columns that are no figures."""
        return f"{self.name}_status" if self.value else ""

    @property
    def published_role(self) -> Role:
        """The declared role, else what follows from being a figure or not."""
        return self.role or (Role.VALUE if self.value else Role.NOTE)


@dataclass(frozen=True)
class Scope:
    """A declared reason why a received row is not ours; counted per rule, never silent.

    Attributes:
        name: the rule in one word (`water`, `andere_gemeente`).
        column: the column looked at; `geometry` with `inside` for the area of the profile.
        keep: values that are in scope; empty with `starts` or `inside`.
        starts: prefixes that are in scope.
        leaves: prefixes that are out of scope, all else is in.
        filled: rows where the column is empty are out of scope.
        empty: rows where the column holds anything are out of scope (the end of an occurrence).
        inside: `ring` keeps what touches the gemeenten of the profile and the ring around them.
    """

    name: str
    column: str
    keep: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    leaves: tuple[str, ...] = ()
    filled: bool = False
    empty: bool = False
    inside: str = ""


@dataclass(frozen=True)
class Bounds:
    """When a delivery as a whole is refused.

    Attributes:
        first: lowest and highest number of rows at the first load, when there is nothing to compare
            with.
        shrink, grow: lowest and highest ratio to the last good delivery.
        bad_share, bad_rows: more quarantined rows than both refuse the delivery.
    """

    first: tuple[int, int] = (1, 10_000_000)
    shrink: float = 0.9
    grow: float = 1.5
    bad_share: float = 0.01
    bad_rows: int = 3


@dataclass(frozen=True)
class Cadence:
    """When a feed is pulled (cron, Europe/Amsterdam, never from 02:00 to 03:00) and when late."""

    cron: str
    late_days: int


@dataclass(frozen=True, kw_only=True)
class Layer:
    """What readers may see of one dataset: a choice of its columns, in its own protected table.

    Attributes:
        name: collection id; never the name of a dataset.
        columns: names to show, in this order; empty means every column of tier open.
        scope: rows of the dataset that this layer is about (buurten only, adults only).
        rows: `gemeente` shows rows of the own gemeenten only, `alles` everything held.
        area: column that tells the gemeente: a code whose digits 3 to 6 are the gemeente's
            (`buurtcode`), or empty when the geometry decides.
        geometry_from: (dataset, column) whose geometry is joined on for a table without one of its
            own.
        borrowed: columns of that dataset shown too, after the key: a code never stands without its
            name.
        minzoom, maxzoom: of the archive; a layer without geometry has none.
        remarks: sentences always shown with the layer.
        restricted: goes to `pub_restricted`, never to `pub`, tiles or caches.
        decidable: restricted until a dated decision in the profile opens it; holds nothing of tier
            B or C.
        labels: column shown as the name of a feature.
    """

    name: str
    title: str
    title_en: str
    description: str
    theme: str
    columns: tuple[str, ...] = ()
    rows: str = "gemeente"
    scope: tuple[Scope, ...] = ()
    area: str = ""
    geometry_from: tuple[str, str] | None = None
    borrowed: tuple[str, ...] = ()
    minzoom: int = 8
    maxzoom: int = 14
    remarks: tuple[str, ...] = ()
    restricted: bool = False
    decidable: bool = False
    labels: str = ""


@dataclass(frozen=True, kw_only=True)
class Dataset:
    """One feed or one derived product: everything the rest of the system needs to know about it.

    Attributes:
        name: table `store.<name>` and asset key; equal to its file name in data/datasets.
        key: columns that together are unique within one version; joined by `:` they are the feature
            id.
        geometry: Point, MultiPolygon, MultiLineString, Geometry (points and faces) or None.
        geometry_optional: a delivery without shapes is good too, as a table of places by address
            or code; a row without one is no bad row.
        repairs: listed geometry repairs (`make_valid`); the original is kept in quarantine as
            `hersteld`.
        codes: publisher's marks for a missing number -> status.
        null_status: status of a plain null.
        value_status: status of a figure that is there; `geschat` where the publisher modelled it.
        per_supplier: several suppliers deliver; the version is the union of each one's last good
            delivery.
        inputs, optional_inputs: datasets a derived one is made from; a missing required one means
            no new version.
        one_of: optional inputs of which at least one must be there.
        references: (column, dataset, column) that must exist; a row that misses is a bad row.
        tier: who its columns belong to, unless a column says otherwise.
        profile_key: part of the profile a derived dataset cannot do without; empty there means it
            is not made, unless one of its optional inputs was delivered instead.
        method_version: of the formula; empty for a feed.
        care_kind: columns that say which kind of care a row is about, in a table of care by area;
            a feed with addresses (data/places.py) needs no mention.
    """

    name: str
    title: str
    title_en: str
    description: str
    publisher: str
    licence: str
    attribution: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    theme: str
    geometry: str | None = None
    geometry_optional: bool = False
    repairs: tuple[str, ...] = ()
    codes: Mapping[str, Status] = field(default_factory=lambda: MappingProxyType({}))
    null_status: Status = Status.ONTBREEKT
    value_status: Status = Status.WAARGENOMEN
    scope: tuple[Scope, ...] = ()
    bounds: Bounds = Bounds()
    cadence: Cadence = Cadence("15 4 * * 1", 14)
    per_supplier: bool = False
    inputs: tuple[str, ...] = ()
    optional_inputs: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    references: tuple[tuple[str, str, str], ...] = ()
    layers: tuple[Layer, ...] = ()
    profile_key: str = ""
    tier: Tier = Tier.OPEN
    method_version: str = ""
    source_url: str = ""
    care_kind: tuple[str, ...] = ()

    @property
    def derived(self) -> bool:
        """True for a product computed from other datasets."""
        return bool(self.inputs or self.optional_inputs)

    def makeable(self, there: Container[str]) -> bool:
        """Whether a product can be made from the datasets that are there."""
        useful = self.one_of or (*self.inputs, *self.optional_inputs)
        return all(n in there for n in self.inputs) and any(n in there for n in useful)

    @property
    def closed(self) -> bool:
        """Whether it has columns of tier C: its bytes lie apart, and not for long."""
        return any(self.tier_of(column) is Tier.C for column in self.columns)

    def tier_of(self, column: Column) -> Tier:
        """Who a column belongs to."""
        return column.tier or self.tier

    def may_be_open(self, column: Column) -> bool:
        """Whether a column may stand in an open layer."""
        return self.tier_of(column) == Tier.OPEN or bool(column.release)

    def column(self, name: str) -> Column:
        """The declared column of that name; KeyError when there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} heeft geen kolom {name}")


# The marks CBS and RIVM use for a missing figure (TRUST 3.1, SOURCES): never zero.
CBS_CODES: Mapping[str, Status] = MappingProxyType(
    {
        "": Status.ONTBREEKT,
        ".": Status.ONTBREEKT,
        "-99995": Status.ONTBREEKT,
        "-99997": Status.ONDERDRUKT,
        "-99991": Status.ONTBREEKT,
        "-99998": Status.ONTBREEKT,
        "-99999": Status.ONTBREEKT,
        "-99999999": Status.ONTBREEKT,
        "geheim": Status.ONDERDRUKT,
        "x": Status.ONDERDRUKT,
    }
)
