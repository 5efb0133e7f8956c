"""People who wait for Wlz care, per area and waiting status: aggregates of the care office."""

from data.columns import figure
from data.model import Kind, Tier
from data.partner import (
    SECTORS,
    area,
    choice,
    closed_layer,
    feed,
    peildatum,
    people,
    period,
)

STATES = ("urgent plaatsen", "actief plaatsen", "wacht op voorkeur", "wacht uit voorzorg")

DATASET = feed(
    "wlz_wachtlijst",
    "Wachtlijst Wlz per gebied",
    "Long-term care waiting list by area",
    "Wachtenden per gebied, sector en wachtstatus.",
    publisher="Zorgkantoren",
    theme="zorg",
    late_days=60,
    tier=Tier.C,
    key=("niveau", "gebiedscode", "sector", "wachtstatus", "periode"),
    columns=(
        *area(),
        choice("sector", "Sector", "Sector", SECTORS, "sector", required=True),
        choice(
            "wachtstatus", "Wachtstatus", "Waiting status", STATES, "wachtstatus", required=True
        ),
        period(),
        people(
            "wachtenden",
            "Wachtenden",
            "People waiting",
            "wachtenden",
            "<10",
            "wachtenden",
            "aantal",
            required=True,
        ),
        figure(
            "wachttijd_weken",
            "Gemiddelde wachttijd",
            "Mean waiting time",
            "weken",
            "wachttijd_weken",
            kind=Kind.RATE,
            bounds=(0, 520),
            example="14",
        ),
        peildatum(),
    ),
    layers=(
        closed_layer(
            "wachtlijst",
            "Wachtlijst Wlz",
            "Long-term care waiting list",
            "zorg",
            "niveau",
            "gebiedscode",
            "sector",
            "wachtstatus",
            "periode",
            "wachtenden",
            "wachttijd_weken",
        ),
    ),
)
