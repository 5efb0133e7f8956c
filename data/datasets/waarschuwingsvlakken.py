"""Places a municipality warns of on the kansenkaart: monuments, heat stress, contaminated soil.

A warning takes nothing off the map (METHODS 13). A kind that nobody delivers stays named there as
missing: no row of it does not mean that there is none. A row without a shape warns of nothing.
"""

from data.model import Role, Tier
from data.partner import choice, feed, key, peildatum, text

KINDS = ("monument", "hittestress", "bodemverontreiniging")

DATASET = feed(
    "waarschuwingsvlakken",
    "Waarschuwingen op de kansenkaart",
    "Warnings on the opportunity map",
    "Monumenten, plekken met hittestress en verontreinigde bodem, als punt of vlak.",
    publisher="Gemeenten",
    theme="kansen",
    late_days=500,
    tier=Tier.OPEN,
    key=("leverancier", "vlak_id"),
    geometry="Geometry",
    geometry_optional=True,
    repairs=("make_valid",),
    columns=(
        key("vlak_id", "Vlak", "Area", "M-0012", "vlak_id", "id", "nummer"),
        choice("soort", "Soort", "Kind", KINDS, "soort", required=True),
        text("naam", "Naam", "Name", "Oude kerk", "naam", "omschrijving", role=Role.NAME),
        peildatum(),
    ),
)
