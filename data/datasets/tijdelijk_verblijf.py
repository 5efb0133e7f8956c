"""Beds for a short stay: crisis, respite, lodging. Per area, with requests that found no bed."""

from data.model import Tier
from data.partner import area, choice, closed_layer, count, feed, peildatum, people, period

KINDS = ("crisis", "respijt", "logeren", "eerstelijnsverblijf", "time-out")

DATASET = feed(
    "tijdelijk_verblijf",
    "Tijdelijk verblijf",
    "Short-stay beds",
    "Plaatsen voor crisis, respijt en logeren per gebied, met aanvragen en wat er niet kon.",
    publisher="Zorgaanbieders en zorgkantoren",
    theme="zorg",
    late_days=120,
    tier=Tier.C,
    key=("leverancier", "niveau", "gebiedscode", "soort", "periode"),
    columns=(
        *area(),
        choice("soort", "Soort", "Kind", KINDS, "soort", required=True),
        period(),
        count(
            "plaatsen",
            "Plaatsen",
            "Places",
            "plaatsen",
            "8",
            "plaatsen",
            "capaciteit",
            required=True,
            tier=Tier.B,
        ),
        people("aanvragen", "Aanvragen", "Requests", "aanvragen", "30"),
        people("niet_geplaatst", "Niet geplaatst", "Not placed", "aanvragen", "<5"),
        people("bezette_dagen", "Bezette dagen", "Days taken", "dagen", "620"),
        peildatum(),
    ),
    layers=(
        closed_layer(
            "logeerplaatsen",
            "Tijdelijk verblijf",
            "Short-stay beds",
            "zorg",
            "niveau",
            "gebiedscode",
            "soort",
            "periode",
            "plaatsen",
            "aanvragen",
            "niet_geplaatst",
        ),
    ),
)
