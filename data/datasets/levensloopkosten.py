"""M5, cost of making dwellings fit for all ages, per measure, per complex and wijk (METHODS 9)."""

from data import geschikt
from data.columns import figure, wijkcode
from data.model import Bounds, Column, Dataset, Kind, Layer, Part, Role, Tier
from data.parameters import method_version
from data.partner import AGREEMENT

_PRICE = Part(dataset="prijstabel", column="prijs_euro", many=True)

DATASET = Dataset(
    name="levensloopkosten",
    title="Kosten levensloopgeschikt maken",
    title_en="Cost of adapting dwellings",
    description=(
        "Hoeveel van elke maatregel naar verwachting nodig is en wat dat kost, per complex en per "
        "wijk, volgens de prijstabel van de corporatie en het prijsjaar daarvan."
    ),
    publisher="Kadaster en woningcorporaties, bewerkt",
    licence=AGREEMENT,
    attribution="Kadaster (BAG), woningcorporaties",
    theme="woningen",
    tier=Tier.B,
    columns=(
        Column(
            name="niveau",
            title="Niveau",
            title_en="Level",
            allowed=("complex", "wijk"),
            role=Role.KEY,
        ),
        Column(
            name="gebied", title="Complex of wijk", title_en="Complex or district", role=Role.KEY
        ),
        Column(name="maatregel", title="Maatregel", title_en="Measure", role=Role.KEY),
        Column(name="naam", title="Naam", title_en="Name", role=Role.NAME),
        wijkcode(role=Role.NOTE),
        Column(name="per", title="Geteld per", title_en="Counted per"),
        geschikt.expected(
            "aantal",
            "Aantal nodig (verwacht)",
            "Number needed (expected)",
            unit="maatregelen",
            unit_en="measures",
            formula="verwacht aantal per maatregel over de woningen, portieken en complexen",
            parts=geschikt.PARTNER_PARTS,
        ),
        figure(
            "prijs_euro",
            "Prijs",
            "Price",
            "euro",
            kind=Kind.AMOUNT,
            description="Leeg waar complexen van een wijk verschillende prijzen hebben.",
            formula="prijstabel van de corporatie, anders de enige prijstabel die er is",
            parts=(_PRICE,),
        ),
        Column(name="prijsjaren", title="Prijsjaar", title_en="Price year"),
        Column(name="prijsbron", title="Prijstabel van", title_en="Price table of"),
        figure(
            "kosten_euro",
            "Kosten",
            "Cost",
            "euro",
            kind=Kind.AMOUNT,
            formula="aantal x prijs",
            parts=(Part(column="aantal"), Part(column="prijs_euro")),
        ),
        Column(
            name="toonbaar",
            title="Groot genoeg om te tonen",
            title_en="Large enough to show",
            allowed=("ja", "nee"),
        ),
    ),
    key=("niveau", "gebied", "maatregel"),
    inputs=geschikt.INPUTS,
    optional_inputs=(*geschikt.PARTNERS, geschikt.HEIGHTS, "prijstabel", "cbs_wijken"),
    bounds=Bounds(first=(0, 1_000_000)),
    method_version=method_version("geschikt"),
    layers=(
        Layer(
            name="kosten_levensloopgeschikt",
            title="Kosten levensloopgeschikt maken",
            title_en="Cost of adapting dwellings",
            description="Aantal en kosten per maatregel, per complex en per wijk.",
            theme="woningen",
            columns=(
                "niveau",
                "gebied",
                "maatregel",
                "naam",
                "wijkcode",
                "per",
                "aantal",
                "prijs_euro",
                "prijsjaren",
                "prijsbron",
                "kosten_euro",
            ),
            scope=(geschikt.LARGE,),
            rows="alles",
            restricted=True,
            labels="naam",
            remarks=(geschikt.ABOUT[0], *geschikt.ABOUT_COST),
        ),
    ),
)
