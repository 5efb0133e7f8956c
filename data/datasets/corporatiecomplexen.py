"""Complexes of housing corporations, delivered by each corporation.

Business data, never in the open layers.
"""

from data.columns import count, figure, share
from data.model import BAG_ID, POSTCODE6, Bounds, Cadence, Column, Dataset, Kind, Layer, Role, Tier

DATASET = Dataset(
    name="corporatiecomplexen",
    title="Complexen van corporaties",
    title_en="Housing association complexes",
    description=(
        "Complexen met aantal woningen, type, lift, doelgroep en ontmoetingsruimte, per corporatie."
    ),
    publisher="Woningcorporaties",
    licence="afspraak met de leverancier",
    attribution="woningcorporaties",
    theme="woningen",
    per_supplier=True,
    tier=Tier.B,
    columns=(
        Column(
            name="complex_id",
            title="Complex",
            title_en="Complex",
            sources=("complex_id",),
            required=True,
            role=Role.KEY,
        ),
        Column(name="naam", title="Naam", title_en="Name", sources=("naam",), role=Role.NAME),
        Column(
            name="corporatie",
            title="Corporatie",
            title_en="Association",
            sources=("corporatie",),
            required=True,
        ),
        Column(
            name="straat", title="Straat", title_en="Street", sources=("straat",), optional=True
        ),
        Column(
            name="huisnummer",
            type="int",
            title="Huisnummer",
            title_en="House number",
            sources=("huisnummer",),
            optional=True,
        ),
        Column(
            name="postcode",
            title="Postcode",
            title_en="Postcode",
            sources=("postcode",),
            pattern=POSTCODE6,
        ),
        count(
            "woningen",
            "Woningen",
            "Dwellings",
            "woningen",
            "woningen_aantal",
            optional=False,
            bounds=(1, 5000),
        ),
        Column(
            name="woningtype",
            title="Woningtype",
            title_en="Dwelling type",
            sources=("woningtype",),
            optional=True,
        ),
        Column(
            name="lift",
            type="bool",
            title="Lift",
            title_en="Lift",
            sources=("lift",),
            optional=True,
        ),
        share(
            "doelgroep_ouderen_pct",
            "Bestemd voor ouderen",
            "Meant for older people",
            "doelgroep_ouderen_pct",
        ),
        Column(
            name="ontmoetingsruimte",
            type="bool",
            title="Ontmoetingsruimte",
            title_en="Meeting room",
            sources=("ontmoetingsruimte",),
            optional=True,
        ),
        figure(
            "bouwjaar",
            "Bouwjaar",
            "Building year",
            "jaar",
            "bouwjaar",
            kind=Kind.SIGNED,
            type="int",
            bounds=(1000, 2100),
        ),
        Column(
            name="pand_identificatie",
            title="BAG-pand",
            title_en="BAG building",
            sources=("bag_pand_id",),
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
    key=("corporatie", "complex_id"),
    bounds=Bounds(first=(1, 20_000), shrink=0.7, grow=1.5, bad_rows=5),
    cadence=Cadence("30 7 * * *", 120),
    layers=(
        Layer(
            name="complexen",
            title="Complexen van corporaties",
            title_en="Housing association complexes",
            description=(
                "Complexen zoals de corporaties ze leveren; alleen voor de besloten omgeving."
            ),
            theme="woningen",
            rows="alles",
            restricted=True,
            labels="naam",
            columns=(
                "complex_id",
                "naam",
                "corporatie",
                "postcode",
                "woningen",
                "woningtype",
                "lift",
                "doelgroep_ouderen_pct",
                "ontmoetingsruimte",
                "bouwjaar",
            ),
        ),
    ),
)
