"""What a request for features asks; read as a whole, so one answer names every fault."""

from collections.abc import Mapping
from dataclasses import dataclass

from geo_api import bbox, crs, cursor, filters, moments, order, parameters, texts
from geo_api.crs import Crs
from geo_api.errors import Fault, bad_request
from geo_api.model import Layer, LayerVersion
from geo_api.selection import TOUCHES, Selection
from geo_api.terms import Term

ITEMS = parameters.Asked(
    parameters.BBOX,
    parameters.BBOX_CRS,
    parameters.CRS,
    parameters.DATETIME,
    *filters.PARAMETERS,
    parameters.LIMIT,
    parameters.NA,
    parameters.PEILDATUM,
    order.SORTBY,
    parameters.F_ITEMS,
)
ITEM = parameters.Asked(parameters.CRS, parameters.PEILDATUM, parameters.F)

_FILTERS = ("bbox", "bbox-crs", "datetime", "peildatum", *filters.NAMES, "sortby")


@dataclass(frozen=True)
class Question:
    """A page of features.

    Attributes:
        version: what to read; None when no version lies in the asked interval.
        crs: system of the answer, with `crs_uri` as the client wrote it.
        box: EWKT of the area, `bbox.NOTHING` outside the Netherlands, None for everywhere.
        condition: what must hold of each feature, None for no condition.
        order: by what to sort before the id.
        limit: page size after clamping.
        last: id after which the page begins.
        check: checksum of the filter, for the next cursor.
        query: the parameters of the self link.
    """

    version: LayerVersion | None
    crs: Crs
    crs_uri: str
    box: str | None
    condition: Term | None
    order: order.Order
    limit: int
    last: str | None
    check: str
    query: Mapping[str, object]

    @property
    def selection(self) -> Selection | None:
        """The features of all pages; None when there can be none."""
        if self.version is None or self.box == bbox.NOTHING:
            return None
        chosen = Selection(self.version)
        if self.condition:
            chosen = chosen.with_(self.condition.text, *self.condition.values)
        if self.box is None:
            return chosen
        return chosen.with_(TOUCHES, self.box) if self.version.geometry else None

    @property
    def filtered(self) -> bool:
        """Whether the answer is a part of the layer."""
        return self.box is not None or self.condition is not None


def read(layer: Layer, asked: Mapping[str, str]) -> Question:
    """Read the parameters of an items request.

    Raises:
        Problem: 400 with every fault; 410 when the cursor's version is no longer kept.
    """
    faults: list[Fault] = []
    chosen, uri = crs.parse("crs", asked.get("crs"), faults)
    box_crs, _ = crs.parse("bbox-crs", asked.get("bbox-crs"), faults)
    box = bbox.parse(asked.get("bbox"), box_crs, faults)
    limit = parameters.limit(asked.get("limit"), faults)
    interval = moments.parse(asked.get("datetime"), faults)
    dated = dated_version(layer, asked.get("peildatum"), faults)
    condition = filters.read(dated, asked, faults)
    keys = order.parse(asked.get("sortby"), dated, faults)
    check = cursor.checksum(layer.name, *(asked.get(name) for name in _FILTERS))
    place = _place(asked.get("na"), check, faults)
    if faults:
        raise bad_request(faults)
    version: LayerVersion | None = dated
    if interval is not None:
        version = _newest_within(layer, interval, asked.get("peildatum"))
    if place is not None:
        version = layer.version(place.version)
    query = {name: asked[name] for name in (*_FILTERS, "crs", "na", "f") if name in asked}
    last = place.last if place else None
    return Question(
        version, chosen, uri, box, condition, keys, limit, last, check, {**query, "limit": limit}
    )


def dated_version(layer: Layer, peildatum: str | None, faults: list[Fault]) -> LayerVersion:
    """The version of a peildatum, the current one when none was asked."""
    if peildatum is None:
        return layer.current
    found = layer.by_date.get(peildatum)
    if found is None:
        dates = ", ".join(layer.by_date)
        detail = (
            f"Van deze laag is geen versie met peildatum '{peildatum[:40]}'. Beschikbaar: {dates}."
        )
        suggestion = texts.nearest(peildatum[:40], layer.by_date)
        faults.append(Fault("peildatum", "onbekend", detail, suggestion))
        return layer.current
    return found


def _newest_within(
    layer: Layer, interval: moments.Interval, peildatum: str | None
) -> LayerVersion | None:
    days = [peildatum] if peildatum else sorted(layer.by_date, reverse=True)
    day = next((day for day in days if interval.holds(day)), None)
    return layer.by_date[day] if day else None


def _place(text: str | None, check: str, faults: list[Fault]) -> cursor.Cursor | None:
    if text is None:
        return None
    place = cursor.parse(text) if len(text) <= 1200 else None
    if place is None or place.check != check:
        faults.append(Fault("na", "cursor", texts.CURSOR))
        return None
    return place
