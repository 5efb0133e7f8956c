"""The quarter of a complex: moves, allocations, reports. Counts per complex, never per dwelling.

Counts derived from tenants are tier C. No layer: METHODS 15 allows it to a closed group only, from
ten dwellings.
"""

from data.columns import figure
from data.model import Kind, Tier
from data.partner import count, feed, key, peildatum, people, period, text

DATASET = feed(
    "mutaties",
    "Mutaties en signalen per complex",
    "Turnover and signals by complex",
    "Aantallen per complex en kwartaal: verhuizingen, toewijzingen, meldingen en signalen.",
    publisher="Woningcorporaties",
    theme="woningen",
    late_days=120,
    tier=Tier.C,
    key=("leverancier", "complex_id", "periode"),
    columns=(
        key("complex_id", "Complex", "Complex", "C000123", "complex_id", "complexnummer"),
        text("corporatie", "Corporatie", "Association", "Lindenhof", "corporatie"),
        period(),
        count(
            "woningen", "Woningen", "Dwellings", "woningen", "48", required=True, bounds=(1, 5000)
        ),
        people("mutaties", "Verhuizingen", "Moves", "mutaties", "2", "mutaties", required=True),
        figure(
            "leegstand_dagen",
            "Mediaan dagen tot verhuur",
            "Median days to let",
            "dagen",
            "leegstand_dagen",
            kind=Kind.RATE,
            bounds=(0, 3650),
            example="35",
        ),
        people("toewijzingen", "Toewijzingen", "Allocations", "toewijzingen", "2"),
        people(
            "toewijzingen_urgent",
            "Toewijzingen met urgentie of directe bemiddeling",
            "Urgent or direct allocations",
            "toewijzingen",
            "1",
        ),
        people("overlastmeldingen", "Overlastmeldingen", "Nuisance reports", "meldingen", "3"),
        people("zorgsignalen", "Zorgsignalen", "Care signals", "meldingen", "<5"),
        people(
            "huurachterstanden",
            "Huurachterstand van meer dan twee maanden",
            "Rent arrears over two months",
            "huishoudens",
            "<5",
        ),
        count(
            "vandalisme",
            "Reparaties na vernieling",
            "Repairs after vandalism",
            "reparaties",
            "1",
            "vandalisme",
            "vandalismereparaties",
        ),
        count(
            "zorgaanbieders", "Zorgaanbieders actief", "Care providers active", "aanbieders", "4"
        ),
        count("sleutelkastjes", "Sleutelkastjes", "Key safes", "kastjes", "6"),
        count("ingangen", "Centrale ingangen", "Entrances", "ingangen", "2"),
        figure(
            "bewonersoordeel",
            "Oordeel van bewoners",
            "Score by residents",
            "cijfer",
            "bewonersoordeel",
            kind=Kind.SCORE,
            bounds=(1, 10),
            example="7,1",
        ),
        people("volwassenen", "Volwassen bewoners", "Adult residents", "personen", "70"),
        people(
            "vragers",
            "Bewoners die vooral steun vragen",
            "Residents who mainly ask support",
            "personen",
            "20",
        ),
        peildatum(),
    ),
)
