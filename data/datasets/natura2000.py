"""Natura 2000 areas: excluded on the kansenkaart."""

from data.model import Column
from data.vlakken import areas, columns

DATASET = areas(
    "natura2000",
    layer="natuurgebieden",
    title="Natura 2000-gebieden",
    title_en="Natura 2000 areas",
    description="Europees beschermde natuur; op de kansenkaart uitgesloten.",
    publisher="RVO",
    licence="CC0 1.0",
    attribution="RVO",
    source_url="https://service.pdok.nl/rvo/natura2000/wfs/v1_0",
    theme="omgeving",
    columns=columns(
        kind=("beschermin", "bescherming"),
        label=("naamN2K", "naam_n2k", "naam"),
        more=(
            Column(
                name="nummer",
                title="Gebiedsnummer",
                title_en="Area number",
                sources=("nr",),
                optional=True,
            ),
            Column(
                name="status",
                title="Status",
                title_en="Status",
                sources=("status",),
                optional=True,
            ),
        ),
    ),
)
