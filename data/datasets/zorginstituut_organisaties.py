"""Nursing-home organisations by year; the only place known is the head office."""

from data.columns import count, figure, name, year_of_row
from data.model import CBS_CODES, POSTCODE6, Bounds, Cadence, Column, Dataset, Kind, Role, Status

DATASET = Dataset(
    name="zorginstituut_organisaties",
    title="Verpleeghuisorganisaties",
    title_en="Nursing-home organisations",
    description="Een rij per organisatie en verslagjaar; de postcode is die van het hoofdkantoor.",
    publisher="Zorginstituut Nederland",
    licence="CC0 1.0",
    attribution="Zorginstituut Nederland",
    source_url="https://www.zorginzicht.nl/openbare-data/open-data-verpleeghuiszorg",
    theme="zorg",
    columns=(
        Column(
            name="kvk_nummer",
            title="KvK-nummer",
            title_en="Chamber of commerce number",
            sources=("kvk",),
            role=Role.KEY,
        ),
        name("naam", "Organisatie", "Organisation", "organisatie", optional=False),
        Column(
            name="postcode",
            title="Postcode hoofdkantoor",
            title_en="Postcode of head office",
            sources=("pc",),
            pattern=POSTCODE6,
        ),
        year_of_row(
            "verslagjaar",
            "Verslagjaar",
            "Reporting year",
            sources=("jaar",),
            required=True,
            role=Role.KEY,
            bounds=(2015, 2100),
        ),
        figure(
            "personeel_fte",
            "Personeel",
            "Staff",
            "fte",
            "nFTE",
            kind=Kind.RATE,
            bounds=(0, 100_000),
        ),
        count("clienten", "Cliënten", "Clients", "personen", "nClient"),
    ),
    key=("kvk_nummer", "naam", "verslagjaar"),
    codes={**CBS_CODES, "NA": Status.ONTBREEKT},
    bounds=Bounds(first=(1, 20_000), bad_rows=10),
    cadence=Cadence("45 5 1 * *", 400),
)
