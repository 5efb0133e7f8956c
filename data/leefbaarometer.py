"""Columns of the Leefbaarometer, the same for buurten and wijken (METHODS 4)."""

from data.columns import breaks, figure, year_of_row
from data.model import CBS_CODES, Column, Kind, Role

AROUND_MEAN = breaks(-5, -0.2, -0.1, -0.05, 0.05, 0.1, 0.2)
BLANK = {"NA": CBS_CODES["."], "NULL": CBS_CODES["."]}


def _score(name: str, title: str, title_en: str, source: str, *, optional: bool = True) -> Column:
    return figure(
        name,
        title,
        title_en,
        "afwijking van het landelijk gemiddelde",
        source,
        kind=Kind.SIGNED,
        unit_en="deviation from the national mean",
        bounds=(-5, 5),
        optional=optional,
        classes=AROUND_MEAN,
        palette="viridis",
    )


FIGURES = (
    year_of_row(sources=("jaar",), required=True, role=Role.KEY, bounds=(2000, 2100)),
    Column(
        name="meting",
        title="Laatste meting of eerder",
        title_en="Latest measurement or earlier",
        sources=("meting",),
    ),
    figure(
        "leefbaarheid",
        "Leefbaarheid, score",
        "Liveability, score",
        "score",
        "lbm",
        kind=Kind.SIGNED,
        bounds=(-10, 10),
    ),
    _score("afwijking", "Leefbaarheid, afwijking", "Liveability, deviation", "afw"),
    _score("woningen", "Woningvoorraad", "Housing stock", "won"),
    _score("fysiek", "Fysieke omgeving", "Physical surroundings", "fys"),
    _score("voorzieningen", "Voorzieningen", "Facilities", "vrz"),
    _score("samenhang", "Sociale samenhang", "Social cohesion", "soc"),
    _score("overlast", "Overlast en onveiligheid", "Nuisance and safety", "onv"),
    figure(
        "klasse_2_0",
        "Leefbaarheid, klasse van Leefbaarometer 2.0",
        "Liveability, class of index 2.0",
        "klasse 1-9",
        "klasse",
        kind=Kind.SIGNED,
        type="int",
        unit_en="class 1-9",
        bounds=(1, 9),
    ),
)
SHOWN = (
    "gebiedscode",
    "jaar",
    "leefbaarheid",
    "afwijking",
    "woningen",
    "fysiek",
    "voorzieningen",
    "samenhang",
    "overlast",
)
CODES = {**CBS_CODES, **BLANK}
REMARK = "Een model: signaal, geen oorzaak en geen oordeel over bewoners."
