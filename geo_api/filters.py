"""The filter parameters of OGC API Features Part 3, read into one condition."""

from collections.abc import Mapping

from geo_api import cql, crs
from geo_api.conditions import Meaning
from geo_api.errors import Fault
from geo_api.model import LayerVersion
from geo_api.parameters import Parameter
from geo_api.terms import Term

FILTER = Parameter(
    "filter",
    (
        "Alleen objecten waarvoor dit geldt, in CQL2. Namen staan in 'queryables'; vergelijken, "
        "AND, OR, NOT, BETWEEN, IN, LIKE, IS NULL, CASEI, rekenen en S_INTERSECTS en haar familie."
    ),
    {"type": "string", "maxLength": cql.MOST_TEXT},
)
FILTER_LANG = Parameter(
    "filter-lang",
    "Schrijfwijze van filter.",
    {"type": "string", "enum": list(cql.LANGUAGES), "default": cql.LANGUAGES[0]},
)
FILTER_CRS = Parameter(
    "filter-crs",
    "Coördinatenstelsel van vormen in filter, met de asvolgorde van de beheerder van het stelsel.",
    {"type": "string", "format": "uri", "enum": crs.URIS, "default": crs.CRS84.uri},
)
PARAMETERS = (FILTER, FILTER_LANG, FILTER_CRS)
NAMES = tuple(parameter.name for parameter in PARAMETERS)


def read(found: LayerVersion, asked: Mapping[str, str], faults: list[Fault]) -> Term | None:
    """The condition that a request asks for; None when it asks for none.

    Args:
        found: layer version whose columns may be named.
        asked: the query.
        faults: receives what is wrong.
    """
    system, _ = crs.parse("filter-crs", asked.get("filter-crs"), faults)
    language = asked.get("filter-lang", cql.LANGUAGES[0])
    if language not in cql.LANGUAGES:
        detail = f"'filter-lang' is een van: {', '.join(cql.LANGUAGES)}."
        faults.append(Fault("filter-lang", "vorm", detail))
        return None
    text = asked.get("filter")
    if text is None:
        return None
    try:
        tree = cql.parse(text, language)
        return Meaning(found.properties, found.geometry is not None, system).condition(tree)
    except cql.Wrong as wrong:
        faults.append(Fault("filter", "filter", wrong.sentence, wrong.suggestion))
        return None
