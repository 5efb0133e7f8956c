"""Jobs per buurt, as a municipality has them from its register of establishments.

More jobs than residents means visitors: part of what the police register there is not of those who
live there (METHODS 21, reading 14). Whole buurten only, so that no firm is told apart.
"""

from data.columns import buurtcode
from data.model import Tier
from data.partner import count, feed, peildatum

DATASET = feed(
    "banen",
    "Banen per buurt",
    "Jobs per neighbourhood",
    "Aantal banen van werkenden per buurt, uit het vestigingenregister.",
    publisher="Gemeenten",
    theme="draaglast",
    late_days=500,
    tier=Tier.OPEN,
    key=("buurtcode",),
    columns=(
        buurtcode(required=True, example="BU00000001"),
        count(
            "banen", "Banen", "Jobs", "banen", "850", "banen", "werkzame_personen", required=True
        ),
        peildatum(),
    ),
)
