"""Homes that came free and how they were let: counts per area and period."""

from data.columns import figure
from data.model import Kind, Tier
from data.partner import (
    RENT_CLASSES,
    area,
    choice,
    closed_layer,
    feed,
    peildatum,
    people,
    period,
)

DATASET = feed(
    "toewijzingen",
    "Vrijgekomen en toegewezen woningen",
    "Homes vacated and let",
    "Vrijgekomen huurwoningen, toewijzingen met urgentie en directe bemiddeling, per gebied.",
    publisher="Woningcorporaties en woonruimteverdeling",
    theme="opgave",
    late_days=120,
    tier=Tier.C,
    key=("leverancier", "niveau", "gebiedscode", "huurklasse", "periode"),
    columns=(
        *area(),
        choice(
            "huurklasse",
            "Huurklasse",
            "Rent class",
            ("alle", *RENT_CLASSES),
            "huurklasse",
            required=True,
        ),
        period(),
        people(
            "vrijgekomen", "Vrijgekomen woningen", "Homes vacated", "woningen", "80", required=True
        ),
        people("toegewezen", "Toewijzingen", "Homes let", "toewijzingen", "75"),
        people("urgent", "Met urgentie", "With urgency", "toewijzingen", "20"),
        people(
            "directe_bemiddeling", "Directe bemiddeling", "Direct placement", "toewijzingen", "10"
        ),
        people(
            "ouderen",
            "Aan mensen van 65 jaar en ouder",
            "To people of 65 and over",
            "toewijzingen",
            "15",
        ),
        people(
            "doorstromers",
            "Uit een eengezinswoning",
            "From a single-family home",
            "toewijzingen",
            "5",
        ),
        people("rolstoel", "Rolstoelwoningen verhuurd", "Wheelchair homes let", "woningen", "5"),
        figure(
            "rolstoel_dagen",
            "Mediaan dagen tot verhuur rolstoelwoning",
            "Median days to let a wheelchair home",
            "dagen",
            "rolstoel_dagen",
            kind=Kind.RATE,
            bounds=(0, 3650),
            example="60",
        ),
        peildatum(),
    ),
    layers=(
        closed_layer(
            "verhuringen",
            "Vrijgekomen en toegewezen woningen",
            "Homes vacated and let",
            "opgave",
            "niveau",
            "gebiedscode",
            "huurklasse",
            "periode",
            "vrijgekomen",
            "toegewezen",
            "urgent",
            "directe_bemiddeling",
            "ouderen",
            "doorstromers",
        ),
    ),
)
