"""People who leave care and need a home: counts per area, group and form of housing.

The groups are those of the legal task of municipalities, as counts only; none enters a score.
"""

from data.model import Tier
from data.partner import area, choice, closed_layer, feed, peildatum, people, period

GROUPS = (
    "beschermd wonen",
    "klinische GGZ",
    "opvang",
    "jeugdhulp met verblijf",
    "alleenstaande jongeren",
    "vergunninghouders",
    "overig",
)
HOMES = ("zelfstandig", "kamer", "geclusterd begeleid", "gespikkeld", "tussenvorm")

DATASET = feed(
    "uitstroom",
    "Uitstroom uit zorg en opvang",
    "People leaving care",
    "Behoefte, plaatsingen en wachtenden per gebied, groep en woonvorm.",
    publisher="Gemeenten en zorgaanbieders",
    theme="opgave",
    late_days=400,
    tier=Tier.C,
    key=("leverancier", "niveau", "gebiedscode", "groep", "woonvorm", "periode"),
    columns=(
        *area(),
        choice("groep", "Groep", "Group", GROUPS, "groep", "doelgroep", required=True),
        choice("woonvorm", "Woonvorm", "Form of housing", HOMES, "woonvorm", required=True),
        period(),
        people("behoefte", "Nodig", "Needed", "woningen", "100", required=True),
        people("geplaatst", "Geplaatst", "Placed", "woningen", "60"),
        people(
            "binnen_half_jaar",
            "Geplaatst binnen zes maanden",
            "Placed within six months",
            "woningen",
            "45",
        ),
        people("wachtenden", "Wachtenden", "People waiting", "wachtenden", "25"),
        peildatum(),
    ),
    layers=(
        closed_layer(
            "uitstroom_per_gebied",
            "Uitstroom uit zorg en opvang",
            "People leaving care",
            "opgave",
            "niveau",
            "gebiedscode",
            "groep",
            "woonvorm",
            "periode",
            "behoefte",
            "geplaatst",
            "binnen_half_jaar",
            "wachtenden",
        ),
    ),
)
