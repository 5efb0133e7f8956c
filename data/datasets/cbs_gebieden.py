"""Gemeenten with their province, as CBS lists them for a year."""

from data.columns import gemeentecode, name
from data.model import Bounds, Cadence, Column, Dataset, Scope

DATASET = Dataset(
    name="cbs_gebieden",
    title="Gebieden in Nederland",
    title_en="Areas of the Netherlands",
    description="Gemeenten van een jaar met hun provincie.",
    publisher="CBS",
    licence="CC BY 4.0",
    attribution="CBS",
    source_url="https://opendata.cbs.nl",
    theme="grenzen",
    columns=(
        gemeentecode(sources=("RegioS",), required=True),
        name("gemeentenaam", "Gemeente", "Municipality", "Naam_2"),
        Column(
            name="provinciecode",
            title="Provinciecode",
            title_en="Province code",
            sources=("Code_28",),
            optional=True,
        ),
        Column(
            name="provincie",
            title="Provincie",
            title_en="Province",
            sources=("Naam_29",),
            optional=True,
        ),
    ),
    key=("gemeentecode",),
    scope=(Scope("optelrij", "gemeentecode", starts=("GM",)),),
    bounds=Bounds(first=(1, 1_000)),
    cadence=Cadence("40 6 3 * *", 500),
)
