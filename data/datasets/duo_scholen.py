"""Locations of schools, with an address and without coordinates."""

from data.columns import name
from data.model import POSTCODE6, Bounds, Cadence, Column, Dataset, Role

DATASET = Dataset(
    name="duo_scholen",
    title="Schoolvestigingen",
    title_en="School locations",
    description="Vestigingen van basisscholen, met adres.",
    publisher="DUO",
    licence="CC0 1.0",
    attribution="DUO",
    source_url="https://onderwijsdata.duo.nl",
    theme="omgeving",
    columns=(
        Column(
            name="vestigingscode",
            title="Vestigingscode",
            title_en="Branch code",
            sources=("VESTIGINGSCODE",),
            required=True,
            role=Role.KEY,
        ),
        name("naam", "Naam", "Name", "VESTIGINGSNAAM", optional=False),
        Column(
            name="straat", title="Straat", title_en="Street", sources=("STRAATNAAM",), optional=True
        ),
        Column(
            name="huisnummer",
            title="Huisnummer met toevoeging",
            title_en="House number with addition",
            sources=("HUISNUMMER-TOEVOEGING",),
            optional=True,
        ),
        Column(
            name="postcode",
            title="Postcode",
            title_en="Postcode",
            sources=("POSTCODE",),
            pattern=POSTCODE6,
        ),
        Column(
            name="plaats", title="Plaats", title_en="Town", sources=("PLAATSNAAM",), optional=True
        ),
    ),
    key=("vestigingscode",),
    bounds=Bounds(first=(1, 20_000)),
    cadence=Cadence("35 6 3 * *", 90),
)
