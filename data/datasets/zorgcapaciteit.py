"""Care capacity by location, delivered by each provider: closed until agreed otherwise.

Locations of opvang, beschermd wonen, forensic care and vrouwenopvang are never points, so this
table has no shape.
"""

from data.columns import count
from data.model import BAG_ID, POSTCODE6, Bounds, Cadence, Column, Dataset, Layer, Role, Tier

DATASET = Dataset(
    name="zorgcapaciteit",
    title="Zorgcapaciteit per locatie",
    title_en="Care capacity by location",
    description="Plaatsen per locatie en zorgsoort, zoals zorgaanbieders ze leveren.",
    publisher="Zorgaanbieders",
    licence="afspraak met de leverancier",
    attribution="zorgaanbieders",
    theme="zorg",
    per_supplier=True,
    tier=Tier.B,
    columns=(
        Column(
            name="locatie_id",
            title="Locatie",
            title_en="Location",
            sources=("locatie_id",),
            required=True,
            role=Role.KEY,
        ),
        Column(
            name="aanbieder",
            title="Aanbieder",
            title_en="Provider",
            sources=("aanbieder",),
            required=True,
        ),
        Column(name="naam", title="Naam", title_en="Name", sources=("naam",), role=Role.NAME),
        Column(
            name="zorgsoort",
            title="Zorgsoort",
            title_en="Kind of care",
            sources=("zorgsoort",),
            required=True,
        ),
        count(
            "plaatsen",
            "Plaatsen",
            "Places",
            "plaatsen",
            "plaatsen_aantal",
            optional=False,
            bounds=(0, 2000),
        ),
        Column(
            name="dag_en_nacht",
            type="bool",
            title="24-uurszorg",
            title_en="24-hour care",
            sources=("24_uurs",),
            optional=True,
        ),
        Column(
            name="postcode",
            title="Postcode",
            title_en="Postcode",
            sources=("postcode",),
            pattern=POSTCODE6,
        ),
        Column(
            name="huisnummer",
            type="int",
            title="Huisnummer",
            title_en="House number",
            sources=("huisnummer",),
        ),
        Column(
            name="verblijfsobject",
            title="BAG-verblijfsobject",
            title_en="BAG address object",
            sources=("bag_verblijfsobject_id",),
            pattern=BAG_ID,
            optional=True,
        ),
        Column(
            name="peildatum",
            type="date",
            title="Peildatum",
            title_en="Reference date",
            sources=("peildatum",),
            required=True,
        ),
    ),
    key=("aanbieder", "locatie_id"),
    bounds=Bounds(first=(1, 5_000), shrink=0.7, grow=1.5, bad_rows=5),
    cadence=Cadence("35 7 * * *", 120),
    layers=(
        Layer(
            name="capaciteit",
            title="Zorgcapaciteit per locatie",
            title_en="Care capacity by location",
            description="Plaatsen per locatie; alleen voor de besloten omgeving.",
            theme="zorg",
            rows="alles",
            restricted=True,
            labels="naam",
            columns=(
                "locatie_id",
                "aanbieder",
                "naam",
                "zorgsoort",
                "plaatsen",
                "dag_en_nacht",
                "postcode",
            ),
        ),
    ),
)
