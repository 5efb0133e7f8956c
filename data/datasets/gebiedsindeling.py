"""Which buurt belongs to which gebied of the municipality, by delivery instead of by profile."""

from data.columns import buurtcode
from data.model import Role, Tier
from data.partner import feed, peildatum, text

DATASET = feed(
    "gebiedsindeling",
    "Indeling van buurten in gebieden",
    "Neighbourhoods by policy area",
    "Per buurt het gebied van de gemeente; elke buurt hoort in hoogstens een gebied.",
    publisher="Gemeenten",
    theme="grenzen",
    late_days=800,
    tier=Tier.OPEN,
    key=("buurtcode",),
    references=(("buurtcode", "cbs_buurten", "buurtcode"),),
    columns=(
        buurtcode(required=True, example="BU00000101"),
        text(
            "gebied",
            "Gebied",
            "Policy area",
            "Noord",
            "gebied",
            "gebiedsnaam",
            "stadsdeel",
            role=Role.NAME,
            required=True,
        ),
        peildatum(),
    ),
)
