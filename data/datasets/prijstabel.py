"""What it costs to make a dwelling fit for all ages, per measure; there are no built-in prices."""

from data.columns import figure
from data.model import Kind
from data.partner import choice, feed, peildatum, text, year

MEASURES = (
    "drempels",
    "badkamer",
    "traplift",
    "toilet en slaapkamer begane grond",
    "lift per portiek",
    "hoofdentree",
)

DATASET = feed(
    "prijstabel",
    "Prijzen van aanpassingen",
    "Prices of adaptations",
    "Prijs per maatregel om een woning levensloopgeschikt te maken, met prijsjaar.",
    publisher="Woningcorporaties en gemeenten",
    theme="woningen",
    late_days=400,
    key=("leverancier", "maatregel"),
    columns=(
        choice("maatregel", "Maatregel", "Measure", MEASURES, "maatregel", required=True),
        text("per", "Prijs per", "Price per", "woning", "per", "eenheid"),
        figure(
            "prijs_euro",
            "Prijs",
            "Price",
            "euro",
            "prijs_euro",
            "prijs",
            kind=Kind.AMOUNT,
            bounds=(0, 2_000_000),
            optional=False,
            example="7500",
        ),
        year("prijsjaar", "Prijsjaar", "Price year", "2025", "prijsjaar", optional=False),
        peildatum(),
    ),
)
