"""Wlz clients and capacity per area, as the care office counts them: aggregates only."""

from data.model import Tier
from data.partner import (
    SECTORS,
    area,
    choice,
    closed_layer,
    count,
    feed,
    peildatum,
    people,
    period,
)

FORMS = ("verblijf", "VPT", "MPT", "PGB", "deeltijdverblijf")

DATASET = feed(
    "wlz_plaatsen",
    "Wlz-zorg per gebied",
    "Long-term care by area",
    "Cliënten, plaatsen en benodigde plaatsen per gebied, leveringsvorm en sector.",
    publisher="Zorgkantoren",
    theme="zorg",
    late_days=120,
    tier=Tier.C,
    key=("niveau", "gebiedscode", "leveringsvorm", "sector", "periode"),
    columns=(
        *area(),
        choice(
            "leveringsvorm",
            "Leveringsvorm",
            "Form of delivery",
            FORMS,
            "leveringsvorm",
            required=True,
        ),
        choice("sector", "Sector", "Sector", SECTORS, "sector", required=True),
        period(),
        people(
            "clienten",
            "Cliënten",
            "Clients",
            "cliënten",
            "120",
            "clienten",
            "aantal",
            required=True,
        ),
        count(
            "plaatsen",
            "Plaatsen",
            "Places",
            "plaatsen",
            "110",
            "plaatsen",
            "capaciteit",
            tier=Tier.B,
        ),
        people(
            "plaatsen_nodig",
            "Benodigde plaatsen",
            "Places needed",
            "plaatsen",
            "130",
            "plaatsen_nodig",
            "benodigde_capaciteit",
        ),
        peildatum(),
    ),
    layers=(
        closed_layer(
            "wlz_zorg",
            "Wlz-zorg per gebied",
            "Long-term care by area",
            "zorg",
            "niveau",
            "gebiedscode",
            "leveringsvorm",
            "sector",
            "periode",
            "clienten",
            "plaatsen",
            "plaatsen_nodig",
        ),
    ),
)
