"""Places between care and a home of one's own, and of sheltered care: per area, never an address.

This feed has no shape and no address on purpose: locations of opvang, beschermd wonen, forensic
care and vrouwenopvang are never points.
"""

from data.model import Tier
from data.partner import (
    SHELTERED,
    area,
    choice,
    closed_layer,
    count,
    feed,
    peildatum,
    people,
    period,
)

FORMS = ("tussenvorm", "geclusterd begeleid jongeren", "skaeve huse", *SHELTERED)

DATASET = feed(
    "tussenvormen",
    "Tussenvormen en beschermd wonen",
    "Intermediate and sheltered housing",
    "Plaatsen en behoefte per gebied en vorm, zonder adressen.",
    publisher="Zorgaanbieders en gemeenten",
    theme="opgave",
    late_days=400,
    tier=Tier.C,
    key=("leverancier", "niveau", "gebiedscode", "vorm", "periode"),
    care_kind=("vorm",),
    columns=(
        *area(),
        choice("vorm", "Vorm", "Form", FORMS, "vorm", "woonvorm", required=True),
        period(),
        count(
            "plaatsen",
            "Plaatsen",
            "Places",
            "plaatsen",
            "24",
            "plaatsen",
            "capaciteit",
            required=True,
            minimum=5,
            round_to=5,
        ),
        people("bezet", "Bezette plaatsen", "Places taken", "plaatsen", "22"),
        people("behoefte", "Nodig", "Needed", "plaatsen", "40"),
        count("gepland", "Gepland", "Planned", "plaatsen", "12", minimum=5, round_to=5),
        peildatum(),
    ),
    layers=(
        closed_layer(
            "tussenvormen_per_gebied",
            "Tussenvormen en beschermd wonen",
            "Intermediate and sheltered housing",
            "opgave",
            "niveau",
            "gebiedscode",
            "vorm",
            "periode",
            "plaatsen",
            "bezet",
            "behoefte",
            "gepland",
        ),
    ),
)
