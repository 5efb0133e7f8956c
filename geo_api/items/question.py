"""What a request for features asks; read as a whole, so one answer names every fault."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from geo_api import texts
from geo_api.contract import parameters
from geo_api.errors import Fault, bad_request
from geo_api.filter import filters
from geo_api.filter.terms import Term
from geo_api.items import bbox, counts, crs, cursor, moments, order, shown
from geo_api.items.crs import Crs
from geo_api.items.cursor import Cursor
from geo_api.items.selection import Selection
from geo_api.model import Layer, LayerVersion
from geo_api.saved.held import ZOEKVRAAG, Held

FILTERS = (
    parameters.BBOX,
    parameters.BBOX_CRS,
    parameters.DATETIME,
    *filters.PARAMETERS,
    ZOEKVRAAG,
    parameters.PEILDATUM,
    parameters.RELEASE,
)
"""What makes a `Selection`, together with the columns of the layer (`parameters.COLUMNS`)."""

ITEMS = parameters.Asked(
    *FILTERS,
    parameters.CRS,
    *shown.PARAMETERS,
    order.SORTBY,
    parameters.LIMIT,
    parameters.OFFSET,
    parameters.NA,
    counts.TELLEN,
    parameters.F_ITEMS,
    parameters.TAAL,
    free=parameters.COLUMNS,
)
ITEM = parameters.Asked(
    parameters.CRS,
    parameters.PEILDATUM,
    parameters.RELEASE,
    *shown.PARAMETERS,
    parameters.F,
    parameters.TAAL,
)
_OF_THE_PAGE = frozenset(
    parameter.name
    for parameter in (
        parameters.CRS,
        *shown.PARAMETERS,
        parameters.LIMIT,
        parameters.OFFSET,
        parameters.NA,
        counts.TELLEN,
        parameters.F_ITEMS,
        parameters.TAAL,
    )
)
"""What changes neither which features belong to the answer nor their order."""


@dataclass(frozen=True)
class Question:
    """A page of features.

    Attributes:
        selection: the features of all pages; None when no version lies in the asked interval.
        version: what of its version is shown.
        crs: system of the answer, with `crs_uri` as the client wrote it.
        order: by what to sort before the id.
        limit: page size after clamping.
        offset: how many to leave out, None when that was not asked.
        place: where the page lies, None for the start.
        count: one of the values of `tellen`.
        check: checksum of the filter, for the next cursor.
        query: the parameters of the self link.
    """

    selection: Selection | None
    version: LayerVersion | None
    crs: Crs
    crs_uri: str
    order: order.Order
    limit: int
    offset: int | None
    place: Cursor | None
    count: str
    check: str
    query: Mapping[str, object]


def read(layer: Layer, asked: Mapping[str, str], held: Held | None = None) -> Question:
    """Read the parameters of an items request.

    Args:
        layer: what is asked.
        asked: the query, whole.
        held: the saved question that it names.

    Raises:
        Problem: 400 with every fault; 410 when the version asked for is no longer kept.
    """
    faults: list[Fault] = []
    system, uri = crs.parse("crs", asked.get("crs"), faults)
    limit = parameters.limit(asked.get("limit"), faults)
    offset = _offset(layer, asked, faults)
    which = {name: text for name, text in asked.items() if name not in _OF_THE_PAGE}
    check = cursor.checksum(layer.name, which.items())
    place = _place(asked.get("na"), check, faults)
    pinned = layer.version(place.version) if place else None
    chosen = select(layer, asked, faults, others=ITEMS.names, pinned=pinned, held=held)
    found = chosen.version if chosen else layer.current
    question = Question(
        selection=chosen,
        version=shown.version(found, asked, faults),
        crs=shown.system(system, asked, faults),
        crs_uri=uri,
        order=order.parse(asked.get("sortby"), found, faults),
        limit=limit,
        offset=offset,
        place=place,
        count=counts.parse(asked.get("tellen"), faults),
        check=check,
        query={**asked, "limit": limit},
    )
    if faults:
        raise bad_request(faults)
    return question if chosen else replace(question, version=None)


def select(
    layer: Layer,
    asked: Mapping[str, str],
    faults: list[Fault],
    *,
    others: Collection[str] = (),
    pinned: LayerVersion | None = None,
    held: Held | None = None,
) -> Selection | None:
    """The features that the parameters of `FILTERS` and the columns of a layer choose.

    The same for items, tiles, statistics, downloads and saved questions. None when no version of
    the layer lies in the asked interval.

    Args:
        layer: what is asked.
        asked: the query, whole.
        faults: receives what is wrong; the selection then means nothing.
        others: names in the query that are not about which features.
        pinned: version that a cursor holds, instead of the one that the query names.
        held: the saved question that the query names (`saved.store.Questions.held`); whoever does
            not look it up answers with a fault, never without its conditions.

    Raises:
        Problem: 410 when the layer of the asked release is no longer kept.
    """
    system, _ = crs.parse("bbox-crs", asked.get("bbox-crs"), faults)
    box = bbox.parse(asked.get("bbox"), system, faults)
    found = pinned or version(layer, asked, faults)
    described = found or layer.current
    columns = _columns(described, asked, others, faults)
    conditions = filters.equal(described, columns, faults) + filters.read(described, asked, faults)
    if "zoekvraag" in asked:
        conditions += _saved(described, held, faults)
    if found is None:
        return None
    chosen = Selection(found)
    for term in conditions:
        chosen = chosen.with_(term.text, *term.values)
    return chosen if box is None else chosen.touching(box)


def _saved(found: LayerVersion, held: Held | None, faults: list[Fault]) -> list[Term]:
    if held is None:
        faults.append(Fault("zoekvraag", "onbekend", texts.NO_QUESTION))
        return []
    return held.conditions(found, faults)


def version(layer: Layer, asked: Mapping[str, str], faults: list[Fault]) -> LayerVersion | None:
    """The version that `release`, `peildatum` and `datetime` name; None when there is none then.

    Raises:
        Problem: 410 when the layer of the asked release is no longer kept.
    """
    held = _released(layer, asked.get("release"), faults)
    peildatum = asked.get("peildatum")
    interval = moments.parse(asked.get("datetime"), faults)
    dated = _dated(held, peildatum, faults)
    return dated if interval is None else _newest_within(held, interval, peildatum)


def released(layer: Layer, asked: Mapping[str, str]) -> Layer:
    """The layer as the release holds it that is asked for; as it is now without `release`.

    Raises:
        Problem: 400 when there never was such a release, 410 when it is no longer kept.
    """
    faults: list[Fault] = []
    found = _released(layer, asked.get("release"), faults)
    if faults:
        raise bad_request(faults)
    return found


def _released(layer: Layer, text: str | None, faults: list[Fault]) -> Layer:
    if text is None:
        return layer
    number = release(text, max(layer.by_release, default=0), faults)
    return layer.at(number) if number else layer


def release(text: str, newest: int, faults: list[Fault]) -> int | None:
    """The number of a release that there is or was; None when there never was one."""
    number = parameters.whole(text, newest)
    if not number:
        detail = f"'release' is het nummer van een release; de nieuwste is {newest}."
        faults.append(Fault("release", "onbekend", detail, str(newest) if newest else None))
    return number or None


def _dated(layer: Layer, peildatum: str | None, faults: list[Fault]) -> LayerVersion:
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
    return layer.by_date.get(day) if day else None


def _columns(
    found: LayerVersion, asked: Mapping[str, str], others: Collection[str], faults: list[Fault]
) -> dict[str, str]:
    """What is asked of columns by their own name."""
    known = {*(parameter.name for parameter in FILTERS), *others}
    given = {name: text for name, text in asked.items() if name not in known}
    wrong = [name for name in given if name not in found.properties]
    names = [*sorted(known), *found.properties]
    faults += [parameters.unknown(name, names) for name in wrong[: parameters.MAX_FAULTS]]
    return {name: text for name, text in given.items() if name in found.properties}


def _offset(layer: Layer, asked: Mapping[str, str], faults: list[Fault]) -> int | None:
    text = asked.get("offset")
    if text is None:
        return None
    number = parameters.whole(text, parameters.MOST_SKIPPED)
    if number is None:
        faults.append(Fault("offset", "getal", texts.offset(layer.name, parameters.MOST_SKIPPED)))
    if "na" in asked:
        faults.append(Fault("offset", "samen", texts.OFFSET_AND_CURSOR))
    return number


def _place(text: str | None, check: str, faults: list[Fault]) -> Cursor | None:
    if text is None:
        return None
    place = cursor.parse(text) if len(text) <= 1200 else None
    if place is None or place.check != check:
        faults.append(Fault("na", "cursor", texts.CURSOR))
        return None
    return place
