"""Nursing-home locations from the open data of Zorginstituut Nederland.

The file has a row per location and indicator; a location is one row here, its further rows are
recorded duplicates. Rows about staffing are of made-up locations of the organisation: out of scope.
"""

from data.columns import name, year_of_row
from data.model import POSTCODE6, Bounds, Cadence, Column, Dataset, Role, Scope

LOCATIONS = ("Verpleeghuiszorg Basisveiligheid",)


def _text(column: str, title: str, title_en: str, *sources: str, **more: object) -> Column:
    given: dict[str, object] = {"sources": sources, "optional": True, **more}
    return Column(name=column, title=title, title_en=title_en, **given)  # type: ignore[arg-type]


DATASET = Dataset(
    name="zorginstituut_verpleeghuizen",
    title="Verpleeghuislocaties",
    title_en="Nursing-home locations",
    description="Locaties die kwaliteitsgegevens over verpleeghuiszorg aanleverden.",
    publisher="Zorginstituut Nederland",
    licence="CC0 1.0",
    attribution="Zorginstituut Nederland",
    source_url="https://www.zorginzicht.nl/openbare-data/open-data-verpleeghuiszorg",
    theme="zorg",
    columns=(
        _text(
            "kvk_nummer",
            "KvK-nummer",
            "Chamber of commerce number",
            "KvkNummer",
            "kvk_nummer",
            role=Role.KEY,
            optional=False,
        ),
        name("naam", "Locatie", "Location", "LocatieNaam", "locatie_naam", required=True),
        _text("organisatie", "Organisatie", "Organisation", "OrganisatieNaam", "organisatie_naam"),
        _text("vestigingsnummer", "Vestigingsnummer", "Branch number", "Vestigingsnummer"),
        _text("agb_code", "AGB-code", "AGB code", "LocatieAGBcode", "locatie_agb_code"),
        Column(
            name="postcode",
            title="Postcode",
            title_en="Postcode",
            sources=("LocatiePostcode", "locatie_postcode"),
            pattern=POSTCODE6,
        ),
        Column(
            name="huisnummer",
            type="int",
            title="Huisnummer",
            title_en="House number",
            sources=("huisnummer_getal",),
            optional=True,
        ),
        _text("huisletter", "Huisletter", "House letter", "huisnummer_letter"),
        _text("toevoeging", "Toevoeging", "Addition", "huisnummer_rest"),
        _text("plaats", "Plaats", "Town", "LocatiePlaats", "locatie_plaats"),
        _text(
            "indicatorset",
            "Indicatorset",
            "Set of indicators",
            "IndicatorsetNaam",
            "indicatorset_naam",
            optional=False,
        ),
        year_of_row(
            "verslagjaar",
            "Verslagjaar",
            "Reporting year",
            sources=("Verslagjaar",),
            required=True,
            bounds=(2015, 2100),
        ),
    ),
    key=("kvk_nummer", "naam", "postcode", "verslagjaar"),
    scope=(Scope("dummylocatie", "indicatorset", keep=LOCATIONS),),
    bounds=Bounds(first=(1, 10_000)),
    cadence=Cadence("35 6 1 * *", 500),
)
