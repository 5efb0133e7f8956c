"""The filter parameters of OGC API Features Part 3, read into one condition."""

from collections.abc import Mapping

from geo_api.contract.parameters import Parameter
from geo_api.errors import Fault
from geo_api.filter import cql, terms
from geo_api.filter.conditions import Meaning
from geo_api.filter.terms import Term
from geo_api.items import crs
from geo_api.model import LayerVersion

FILTER = Parameter(
    "filter",
    (
        "Alleen objecten waarvoor dit geldt, in CQL2. Namen staan in 'queryables'; vergelijken, "
        "AND, OR, NOT, BETWEEN, IN, LIKE, IS NULL, CASEI, ACCENTI, rekenen (+ - * / % DIV ^), "
        "S_INTERSECTS en T_INTERSECTS met hun families."
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


def read(found: LayerVersion, asked: Mapping[str, str], faults: list[Fault]) -> list[Term]:
    """The conditions that `filter` asks for.

    Args:
        found: layer version whose columns may be named.
        asked: the query.
        faults: receives what is wrong.
    """
    system, _ = crs.parse("filter-crs", asked.get("filter-crs"), faults)
    if any(fault.name == "filter-crs" for fault in faults):
        system = crs.RD  # refused already; degrees that are none would only be said besides
    language = asked.get("filter-lang", cql.LANGUAGES[0])
    if language not in cql.LANGUAGES:
        detail = f"'filter-lang' is een van: {', '.join(cql.LANGUAGES)}."
        faults.append(Fault("filter-lang", "vorm", detail))
        language = cql.LANGUAGES[0]
    text = asked.get("filter")
    if text is None:
        return []
    try:
        tree = cql.parse(text, language)
        return [Meaning(found.properties, found.geometry is not None, system).condition(tree)]
    except cql.Wrong as wrong:
        faults.append(Fault("filter", "filter", wrong.sentence, wrong.suggestion))
        return []


def equal(found: LayerVersion, columns: Mapping[str, str], faults: list[Fault]) -> list[Term]:
    """The conditions that columns have these values.

    Args:
        found: layer version with these columns.
        columns: names that it has, with the value as text.
        faults: receives what is wrong.
    """
    meaning = Meaning(found.properties, shaped=False, crs=crs.CRS84)
    conditions = []
    for name, text in columns.items():
        try:
            value = _value(text, terms.KINDS.get(found.properties[name]))
            tree = {"op": "=", "args": [{"property": name}, value]}
            conditions.append(meaning.condition(tree))
        except cql.Wrong as wrong:
            detail = f"'{name}={text[:40]}': {wrong.detail}"
            faults.append(Fault(name, "waarde", detail, wrong.suggestion))
    return conditions


def _value(text: str, kind: str | None) -> float | bool | str:
    """A text as the kind of value that a column has."""
    if kind == terms.TRUTH:
        if text not in ("true", "false"):
            raise cql.Wrong("deze kolom is true of false.")
        return text == "true"
    if kind == terms.NUMBER:
        try:
            return int(text) if text.lstrip("-").isdigit() else float(text)
        except ValueError:
            raise cql.Wrong("deze kolom bevat getallen.") from None
    return text
