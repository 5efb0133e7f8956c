"""Permits for homes of informal carers: counts per area, never an address."""

from data.model import Tier
from data.partner import area, choice, closed_layer, feed, peildatum, people, period

DATASET = feed(
    "mantelzorgvergunningen",
    "Mantelzorgwoningen: aanvragen en vergunningen",
    "Homes for informal carers: requests and permits",
    "Aanvragen, vergunningen en meldingen per gebied en periode.",
    publisher="Gemeenten",
    theme="opgave",
    late_days=400,
    tier=Tier.C,
    key=("leverancier", "niveau", "gebiedscode", "soort", "periode"),
    columns=(
        *area(),
        choice(
            "soort",
            "Soort",
            "Kind",
            ("mantelzorgwoning", "premantelzorgwoning"),
            "soort",
            required=True,
        ),
        period(),
        people("aangevraagd", "Aangevraagd", "Requested", "aanvragen", "15", required=True),
        people("verleend", "Verleend of gemeld", "Granted or reported", "vergunningen", "10"),
        people("geweigerd", "Geweigerd", "Refused", "vergunningen", "<5"),
        people("beeindigd", "Beëindigd", "Ended", "vergunningen", "<5"),
        peildatum(),
    ),
    layers=(
        closed_layer(
            "mantelzorgwoningen",
            "Mantelzorgwoningen",
            "Homes for informal carers",
            "opgave",
            "niveau",
            "gebiedscode",
            "soort",
            "periode",
            "aangevraagd",
            "verleend",
            "geweigerd",
        ),
    ),
)
