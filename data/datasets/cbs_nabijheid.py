"""CBS Nabijheid voorzieningen: mean road distance to facilities per area."""

from data.columns import distance_km, figure
from data.model import CBS_CODES, Bounds, Cadence, Column, Dataset, Kind, Role, Scope

DATASET = Dataset(
    name="cbs_nabijheid",
    title="Nabijheid voorzieningen",
    title_en="Proximity of facilities",
    description="Gemiddelde afstand over de weg van inwoners tot de dichtstbijzijnde voorziening.",
    publisher="CBS",
    licence="CC BY 4.0",
    attribution="CBS",
    source_url="https://opendata.cbs.nl",
    theme="omgeving",
    columns=(
        Column(
            name="gebiedscode",
            title="Code",
            title_en="Code",
            sources=("WijkenEnBuurten", "RegioS", "Regio's"),
            pattern=r"^(GM[0-9]{4}|WK[0-9]{4}[0-9A-Z]{2}|BU[0-9]{4}[0-9A-Z]{4})$",
            required=True,
            role=Role.KEY,
        ),
        distance_km(
            "afstand_huisarts_m",
            "Afstand tot huisartsenpraktijk",
            "Distance to a GP",
            "AfstandTotHuisartsenpraktijk",
        ),
        distance_km(
            "afstand_apotheek_m",
            "Afstand tot apotheek",
            "Distance to a pharmacy",
            "AfstandTotApotheek",
        ),
        distance_km(
            "afstand_supermarkt_m",
            "Afstand tot grote supermarkt",
            "Distance to a supermarket",
            "AfstandTotGroteSupermarkt",
        ),
        distance_km(
            "afstand_park_m",
            "Afstand tot park of plantsoen",
            "Distance to a park",
            "AfstandTotPark",
            "AfstandTotParkOfPlantsoen",
        ),
        distance_km(
            "afstand_treinstation_m",
            "Afstand tot treinstation",
            "Distance to a railway station",
            "AfstandTotTreinstationsTotaal",
        ),
        distance_km(
            "afstand_bibliotheek_m",
            "Afstand tot bibliotheek",
            "Distance to a library",
            "AfstandTotBibliotheek",
        ),
        figure(
            "huisartsen_3km",
            "Huisartsenpraktijken binnen 3 km",
            "GP practices within 3 km",
            "aantal",
            "Aantal huisartsenpraktijken|Binnen 3 km",
            kind=Kind.COUNT,
            unit_en="number",
            bounds=(0, None),
        ),
        figure(
            "supermarkten_3km",
            "Grote supermarkten binnen 3 km",
            "Large supermarkets within 3 km",
            "aantal",
            "Aantal grote supermarkten|Binnen 3 km",
            kind=Kind.COUNT,
            unit_en="number",
            bounds=(0, None),
        ),
    ),
    key=("gebiedscode",),
    codes=CBS_CODES,
    scope=(Scope("optelrij", "gebiedscode", starts=("GM", "WK", "BU")),),
    bounds=Bounds(first=(1, 25_000)),
    cadence=Cadence("55 4 * * 2", 400),
)
