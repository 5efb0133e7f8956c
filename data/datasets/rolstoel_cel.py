"""M7, surroundings for wheelchair and rollator per 100 m cell (METHODS 11)."""

from data.columns import breaks, buurtcode, figure, name, share
from data.model import VIERKANT, Column, Dataset, Kind, Layer, Part, Role
from data.parameters import method_version

FIFTHS = breaks(0, 0.2, 0.4, 0.6, 0.8)
STREETS = Part(dataset="osm_wegen", many=True)
FOOTWAYS = Part(dataset="bgt_voetpaden", many=True)
KEY = (
    "vierkant",
    "buurtcode",
    "buurtnaam",
)
REMARKS = (
    "Lees nooit één getal: de ondergrens telt alleen straten waarvan alles bekend is, de "
    "bovengrens ook straten waarvan iets onbekend is.",
    "OpenStreetMap is ongelijk ingevuld; een schouw op straat beslist. Tijdelijke obstakels zijn "
    "niet bekend.",
)


def _ratio(name: str, title: str, title_en: str, formula: str, *parts: Part) -> Column:
    return figure(
        name,
        title,
        title_en,
        "verhouding",
        kind=Kind.RATE,
        unit_en="ratio",
        bounds=(0, 1),
        classes=FIFTHS,
        palette="viridis_r",
        formula=formula,
        parts=parts,
    )


def _detour(name: str, title: str, title_en: str) -> Column:
    return figure(
        name,
        title,
        title_en,
        "keer",
        kind=Kind.RATE,
        unit_en="times",
        bounds=(1, None),
        classes=breaks(1, 1.1, 1.25, 1.5, 2),
        palette="ylgnbu",
        formula="afstand met een rolstoel / afstand te voet, tot de dichtstbijzijnde supermarkt",
        parts=(STREETS, FOOTWAYS, Part(dataset="locaties", many=True)),
    )


def _bounds(name: str, what: str, what_en: str, formula: str, *parts: Part) -> tuple[Column, ...]:
    return (
        _ratio(
            f"{name}_laag",
            f"{what}, ondergrens",
            f"{what_en}, lower bound",
            f"{formula}; onbekend telt als afgesloten",
            *parts,
        ),
        _ratio(
            f"{name}_hoog",
            f"{what}, bovengrens",
            f"{what_en}, upper bound",
            f"{formula}; onbekend telt als begaanbaar",
            *parts,
        ),
    )


FIGURES = (
    *_bounds(
        "a_dest",
        "Voorzieningen met een rolstoel",
        "Facilities by wheelchair",
        "loopbereikbaarheid met een rolstoel / te voet",
        STREETS,
        FOOTWAYS,
        Part(dataset="locaties", many=True),
        Part(dataset="ov_haltes", many=True),
        Part(dataset="osm_vlakken", many=True),
    ),
    *_bounds(
        "a_net",
        "Straten met een rolstoel",
        "Streets by wheelchair",
        "straatlengte binnen 800 m met een rolstoel / te voet",
        STREETS,
        FOOTWAYS,
    ),
    share(
        "volledigheid_pct",
        "Straatlengte waarvan alles bekend is",
        "Street length with all attributes known",
        palette="viridis_r",
        formula="100 × lengte met alle kenmerken bekend / lengte, binnen 800 m te voet",
        parts=(STREETS, FOOTWAYS),
    ),
    _detour("omweg_min", "Omweg naar de supermarkt, minstens", "Detour to supermarket, least"),
    _detour("omweg_max", "Omweg naar de supermarkt, hoogstens", "Detour to supermarket, most"),
    share(
        "zitplaatsen_pct",
        "Route naar de supermarkt met een zitplaats per 125 m",
        "Route to supermarket with a seat per 125 m",
        palette="viridis_r",
        formula=(
            "100 × lengte van stukken van hoogstens 125 m tussen zitplaatsen / lengte van de "
            "route; thuis en supermarkt tellen als zitplaats"
        ),
        parts=(
            STREETS,
            Part(dataset="osm_bestemmingen", many=True),
            Part(dataset="locaties", many=True),
        ),
    ),
)

DATASET = Dataset(
    name="rolstoel_cel",
    title="Rolstoelvriendelijke omgeving per vak",
    title_en="Wheelchair-friendly surroundings per cell",
    description=(
        "Welk deel van wat te voet bereikbaar is, ook met een rolstoel bereikbaar is: straten en "
        "voorzieningen, met een onder- en een bovengrens."
    ),
    publisher="OpenStreetMap en andere, bewerkt",
    licence="ODbL 1.0",
    attribution="© OpenStreetMap-bijdragers, Kadaster, BGT, NDOV, IGJ",
    theme="omgeving",
    geometry="MultiPolygon",
    columns=(
        Column(name="vierkant", title="Vak", title_en="Cell", pattern=VIERKANT, role=Role.KEY),
        buurtcode(role=Role.NOTE),
        name("buurtnaam", "Buurt", "Neighbourhood", role=Role.NOTE),
        *FIGURES,
        Column(
            name="a_dest_reden",
            title="Waarom geen verhouding van voorzieningen",
            title_en="Why no ratio of facilities",
        ),
        Column(
            name="a_net_reden",
            title="Waarom geen verhouding van straten",
            title_en="Why no ratio of streets",
        ),
        Column(name="omweg_min_reden", title="Waarom geen omweg", title_en="Why no detour"),
        Column(
            name="omweg_max_reden",
            title="Waarom geen grootste omweg",
            title_en="Why no largest detour",
        ),
    ),
    key=("vierkant",),
    inputs=("raster", "osm_wegen", "locaties", "bag_verblijfsobjecten"),
    optional_inputs=("ov_haltes", "osm_vlakken", "osm_bestemmingen", "bgt_voetpaden"),
    method_version=method_version("rolstoel"),
    layers=(
        Layer(
            name="rolstoelomgeving",
            title="Rolstoelvriendelijke omgeving",
            title_en="Wheelchair-friendly surroundings",
            description=(
                "Straten en voorzieningen die met een rolstoel bereikbaar zijn, als deel van wat "
                "te voet bereikbaar is, tussen twee grenzen."
            ),
            theme="omgeving",
            rows="alles",
            minzoom=10,
            labels="vierkant",
            columns=(
                *KEY,
                *(column.name for column in FIGURES),
                "a_dest_reden",
                "a_net_reden",
                "omweg_min_reden",
                "omweg_max_reden",
            ),
            remarks=REMARKS,
        ),
    ),
)
