"""Land use of CBS: what every piece of ground is used for (Bestand Bodemgebruik)."""

from data.model import Column, Role
from data.vlakken import areas, columns

GROUPS = (
    "Verkeersterrein",
    "Bebouwd terrein",
    "Semi-bebouwd terrein",
    "Recreatieterrein",
    "Agrarisch terrein",
    "Bos en open natuurlijk terrein",
    "Binnenwater",
    "Buitenwater",
)

DATASET = areas(
    "cbs_bodemgebruik",
    layer="bodemgebruik",
    title="Bodemgebruik",
    title_en="Land use",
    description="Waarvoor de grond gebruikt wordt, in de indeling van CBS.",
    publisher="CBS",
    licence="CC BY 4.0",
    attribution="CBS, Kadaster",
    source_url="https://www.pdok.nl/introductie/-/article/cbs-bestand-bodemgebruik-2017",
    theme="omgeving",
    columns=columns(
        kind=("bodemgebruik",),
        label=("omschrijving",),
        more=(
            Column(
                name="groep",
                title="Hoofdgroep",
                title_en="Main group",
                sources=("categorie",),
                optional=True,
                role=Role.CLASS,
                classes=tuple({"waarde": group} for group in GROUPS),
                palette="soorten",
            ),
            Column(
                name="code",
                title="Code bodemgebruik",
                title_en="Land use code",
                sources=("bg2017", "bg2015", "bg2020"),
                optional=True,
            ),
        ),
    ),
)
