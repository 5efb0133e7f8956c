"""Public list of care providers kept by one partner: GPs, physiotherapists, nursing homes."""

from data.model import BAG_ID, POSTCODE6, Bounds, Cadence, Column, Dataset, Role

DATASET = Dataset(
    name="zorgaanbieders",
    title="Zorgaanbieders (lijst van een partner)",
    title_en="Care providers (a partner's list)",
    description="Praktijken en locaties die een partner openbaar bijhoudt.",
    publisher="Zorgpartner",
    licence="openbaar, afspraak met de leverancier",
    attribution="zorgpartner",
    theme="zorg",
    per_supplier=True,
    columns=(
        Column(
            name="aanbieder_id",
            title="Nummer",
            title_en="Number",
            sources=("aanbieder_id",),
            required=True,
            role=Role.KEY,
        ),
        Column(
            name="naam",
            title="Naam",
            title_en="Name",
            sources=("naam",),
            required=True,
            role=Role.NAME,
        ),
        Column(name="soort", title="Soort", title_en="Kind", sources=("soort",), required=True),
        Column(
            name="straat", title="Straat", title_en="Street", sources=("straat",), optional=True
        ),
        Column(
            name="huisnummer",
            type="int",
            title="Huisnummer",
            title_en="House number",
            sources=("huisnummer",),
            required=True,
        ),
        Column(
            name="huisletter",
            title="Huisletter",
            title_en="House letter",
            sources=("huisletter",),
            optional=True,
        ),
        Column(
            name="toevoeging",
            title="Toevoeging",
            title_en="Addition",
            sources=("toevoeging",),
            optional=True,
        ),
        Column(
            name="postcode",
            title="Postcode",
            title_en="Postcode",
            sources=("postcode",),
            pattern=POSTCODE6,
            required=True,
        ),
        Column(
            name="verblijfsobject",
            title="BAG-verblijfsobject",
            title_en="BAG address object",
            sources=("bag_verblijfsobject_id",),
            pattern=BAG_ID,
            optional=True,
        ),
    ),
    key=("leverancier", "aanbieder_id"),
    bounds=Bounds(first=(1, 5_000), shrink=0.7, grow=1.5, bad_rows=5),
    cadence=Cadence("40 7 * * *", 120),
)
