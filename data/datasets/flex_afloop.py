"""Beyond M14, temporary homes that have to go, per year, and what has to replace them."""

from data.clienten import CLOSED, many
from data.columns import count, year_of_row
from data.model import Bounds, Column, Dataset, Kind, Part, Role, Tier
from data.parameters import method_version
from data.partner import closed_layer

SOURCES = many("flexwoningen", "woningen")


def _homes(name: str, title: str, title_en: str, formula: str, *parts: Part) -> Column:
    return count(name, title, title_en, "woningen", formula=formula, parts=parts or SOURCES)


COLUMNS = (
    year_of_row(role=Role.KEY, kind=Kind.SIGNED),
    _homes(
        "aflopend",
        "Woningen die weg moeten",
        "Homes that have to go",
        "woningen met dit laatste jaar; zonder afspraak start + kortste duur",
    ),
    _homes(
        "aflopend_laat",
        "Woningen die weg moeten, langste duur",
        "Homes that have to go, longest life",
        "woningen met dit laatste jaar; zonder afspraak start + langste duur",
    ),
    _homes(
        "afgesproken",
        "Daarvan met een afgesproken laatste jaar",
        "Of which with an agreed last year",
        "woningen waarvan de leverancier het laatste jaar geeft",
    ),
    _homes(
        "vervanging",
        "Afgesproken vervanging",
        "Replacement agreed",
        "som van de afgesproken vervanging",
        *many("flexwoningen", "vervanging"),
    ),
    _homes(
        "te_vervangen",
        "Nog te vervangen",
        "Still to be replaced",
        "woningen die weg moeten min vervanging, per locatie nooit onder nul",
        Part(column="aflopend"),
        Part(column="vervanging"),
    ),
    _homes(
        "resterend",
        "Flexwoningen na dit jaar",
        "Temporary homes after this year",
        "alle flexwoningen min wat tot en met dit jaar wegging",
        Part(column="aflopend"),
    ),
)

DATASET = Dataset(
    name="flex_afloop",
    title="Afloop van flexwoningen",
    title_en="Expiry of temporary homes",
    description="Flexwoningen die per jaar weg moeten, met vervanging die nodig en afgesproken is.",
    publisher="Gemeenten en corporaties, bewerkt",
    licence=CLOSED,
    attribution="gemeenten en corporaties",
    theme="opgave",
    tier=Tier.B,
    columns=COLUMNS,
    key=("jaar",),
    inputs=("flexwoningen",),
    bounds=Bounds(first=(0, 1000)),
    method_version=method_version("flex"),
    layers=(
        closed_layer(
            "flexafloop",
            "Afloop van flexwoningen",
            "Expiry of temporary homes",
            "opgave",
            *(column.name for column in COLUMNS),
            remarks=("Zonder afgesproken laatste jaar staat een locatie er 10 tot 15 jaar.",),
        ),
    ),
)
