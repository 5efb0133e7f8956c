"""Register of established pharmacists (IGJ): name and visiting address.

Person columns are never loaded.
"""

from data.columns import name
from data.model import POSTCODE6, Bounds, Cadence, Column, Dataset, Role, Scope

DATASET = Dataset(
    name="igj_apotheken",
    title="Apotheken (register IGJ)",
    title_en="Pharmacies (IGJ register)",
    description="Vestigingen uit het register van gevestigde apothekers.",
    publisher="IGJ",
    licence="CC0 1.0",
    attribution="Inspectie Gezondheidszorg en Jeugd",
    source_url="https://www.igj.nl",
    theme="zorg",
    columns=(
        Column(
            name="kvk_nummer",
            title="KvK-nummer",
            title_en="Chamber of commerce number",
            sources=("KvKnr",),
            role=Role.KEY,
        ),
        name("naam", "Naam", "Name", "Officiëlenaam", optional=False),
        Column(
            name="adres", title="Bezoekadres", title_en="Visiting address", sources=("Adresbezoek",)
        ),
        Column(
            name="postcode",
            title="Postcode",
            title_en="Postcode",
            sources=("Postcode",),
            pattern=POSTCODE6,
        ),
        Column(name="plaats", title="Plaats", title_en="Town", sources=("Plaats",)),
        Column(
            name="relatie",
            title="Soort vestiging",
            title_en="Kind of establishment",
            sources=("Typerelatie",),
            optional=True,
        ),
    ),
    key=("kvk_nummer", "naam", "adres", "postcode"),
    scope=(Scope("zonder_postcode", "postcode", filled=True),),
    bounds=Bounds(first=(1, 10_000)),
    cadence=Cadence("30 5 1 * *", 60),
)
