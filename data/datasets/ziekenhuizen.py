"""Hospitals and outpatient clinics from a file of the profile; no open source for the country."""

from data.columns import name
from data.model import POSTCODE6, Bounds, Cadence, Column, Dataset, Role, Scope


def _text(column: str, title: str, title_en: str, *sources: str) -> Column:
    return Column(name=column, title=title, title_en=title_en, sources=sources, optional=True)


DATASET = Dataset(
    name="ziekenhuizen",
    title="Ziekenhuizen en buitenpoliklinieken",
    title_en="Hospitals and outpatient clinics",
    description="Locaties van ziekenhuizen en buitenpoliklinieken, met adres.",
    publisher="RIVM",
    licence="CC BY 4.0",
    attribution="RIVM",
    source_url="https://www.rivm.nl",
    theme="zorg",
    columns=(
        Column(
            name="ziekenhuisnummer",
            title="Ziekenhuisnummer",
            title_en="Hospital number",
            sources=("ziekenhuisnummer",),
            required=True,
            role=Role.KEY,
        ),
        name("naam", "Naam", "Name", "naam.ziekenhuis", "naam", optional=False),
        _text("organisatie", "Organisatie", "Organisation", "naam.organisatie", "organisatie"),
        _text("organisatienummer", "Organisatienummer", "Organisation number", "organisatienummer"),
        _text("soort", "Soort", "Kind", "soort.ziekenhuis", "soort"),
        _text("adres", "Adres", "Address", "adres"),
        Column(
            name="postcode",
            title="Postcode",
            title_en="Postcode",
            sources=("postcode",),
            pattern=POSTCODE6,
        ),
        _text("plaats", "Plaats", "Town", "plaats"),
    ),
    key=("ziekenhuisnummer",),
    scope=(Scope("zonder_postcode", "postcode", filled=True),),
    bounds=Bounds(first=(1, 2_000)),
    cadence=Cadence("5 6 1 * *", 800),
)
