"""Which share of an age group uses a kind of care, as a care office counts it per gemeente.

A share of a whole gemeente holds no client count; by the agreement it is open, so what is made
from it may be public. A share without source and year is not used.
"""

from data.columns import figure, gemeentecode
from data.model import Kind, Tier
from data.parameters import table
from data.partner import choice, feed, key, peildatum, year

KINDS = {
    str(row["titel"]): name for name, row in table("zorgtarieven").items() if row.get("zorg", True)
}
"""What a care office may deliver, and the kind in the rate table it is about."""
AGES = {
    "65 t/m 74 jaar": "65_74",
    "75 t/m 79 jaar": "75_79",
    "65 jaar en ouder": "65plus",
    "75 jaar en ouder": "75plus",
    "80 jaar en ouder": "80plus",
}

DATASET = feed(
    "zorgtarieven",
    "Gebruik van zorg per leeftijd",
    "Use of care by age",
    "Aandeel van de inwoners van een leeftijd dat een soort zorg gebruikt, per gemeente.",
    publisher="Zorgkantoren",
    theme="zorg",
    late_days=500,
    tier=Tier.OPEN,
    key=("gemeentecode", "zorgsoort", "leeftijd"),
    columns=(
        gemeentecode(required=True, example="GM0000"),
        choice("zorgsoort", "Soort zorg", "Kind of care", tuple(KINDS), "zorgsoort", required=True),
        choice(
            "leeftijd",
            "Leeftijd",
            "Age",
            tuple(AGES),
            "leeftijd",
            "leeftijdsgroep",
            required=True,
            description=(
                "Leeftijden van een soort zorg sluiten op elkaar aan en eindigen bij de oudsten."
            ),
        ),
        figure(
            "aandeel_pct",
            "Aandeel van de inwoners",
            "Share of the residents",
            "%",
            "aandeel_pct",
            "aandeel",
            kind=Kind.SHARE,
            bounds=(0, 100),
            optional=False,
            example="12,5",
        ),
        key("bron", "Bron", "Source", "declaraties van het zorgkantoor", "bron"),
        year("bronjaar", "Jaar van de cijfers", "Year of the figures", "2025", optional=False),
        peildatum(),
    ),
)
