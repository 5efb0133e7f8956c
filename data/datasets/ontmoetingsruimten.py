"""Places where people of the buurt meet, as the municipality keeps them: a public list.

The complex such a room belongs to is business data of a corporation.
"""

from data.columns import figure
from data.model import Kind, Role, Tier
from data.partner import address, choice, count, feed, key, peildatum, text, yes_no

DATASET = feed(
    "ontmoetingsruimten",
    "Ontmoetingsruimten",
    "Meeting rooms",
    "Buurthuizen, ontmoetingsruimten en inlopen, met organisatie en of ze open zijn voor de buurt.",
    publisher="Gemeenten en welzijnsorganisaties",
    theme="zorg",
    late_days=400,
    tier=Tier.OPEN,
    key=("leverancier", "ruimte_id"),
    columns=(
        key("ruimte_id", "Ruimte", "Room", "O-07", "ruimte_id", "id"),
        text("naam", "Naam", "Name", "Buurthuis De Linde", "naam", role=Role.NAME, required=True),
        choice(
            "soort",
            "Soort",
            "Kind",
            ("buurthuis", "ontmoetingsruimte", "inloop", "dorpshuis", "multifunctioneel"),
            "soort",
            required=True,
        ),
        choice(
            "open_voor_buurt",
            "Open voor de buurt",
            "Open to the neighbourhood",
            ("ja", "nee", "onbekend"),
            "open_voor_buurt",
            required=True,
        ),
        text(
            "organisatie",
            "Organisatie",
            "Organisation",
            "Welzijn",
            "organisatie",
            description="Wie de ruimte beheert: een organisatie, nooit een persoon.",
        ),
        text("complex_id", "Complex", "Complex", "C000123", "complex_id", tier=Tier.B),
        yes_no("rolstoel", "Toegankelijk voor rolstoelen", "Wheelchair access", "rolstoel"),
        count("plaatsen", "Plaatsen", "Places", "plaatsen", "40", "plaatsen", "capaciteit"),
        figure(
            "dagdelen",
            "Open",
            "Open",
            "dagdelen per week",
            "dagdelen",
            kind=Kind.COUNT,
            type="int",
            bounds=(0, 21),
            example="10",
        ),
        *address(),
        peildatum(),
    ),
)
