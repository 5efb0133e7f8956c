"""Where a provider says it delivers a kind of care: an area it drew, or a wijk by code per row.

No row about a wijk means that nothing was said, not that there is no care (METHODS 12).
"""

from data.columns import figure
from data.model import WK_CODE, Kind
from data.partner import CARE, choice, closed_layer, feed, key, peildatum, text, yes_no

DATASET = feed(
    "verzorgingsgebieden",
    "Verzorgingsgebieden van zorgaanbieders",
    "Service areas of care providers",
    "Gebieden of wijken waar een aanbieder een zorgsoort levert, met reactietijd en nachtzorg.",
    publisher="Zorgaanbieders",
    theme="zorg",
    late_days=400,
    key=("aanbieder", "zorgsoort", "gebied"),
    geometry="MultiPolygon",
    geometry_optional=True,
    repairs=("make_valid",),
    references=(("wijkcode", "cbs_wijken", "wijkcode"),),
    care_kind=("zorgsoort",),
    columns=(
        text("aanbieder", "Aanbieder", "Provider", "Zorggroep", "aanbieder", required=True),
        choice("zorgsoort", "Zorgsoort", "Kind of care", CARE, "zorgsoort", required=True),
        key(
            "gebied",
            "Gebied",
            "Area",
            "Noord",
            "gebied",
            "gebiedsnaam",
            description="Naam van het gebied; bij een lijst van wijken de wijkcode.",
        ),
        text(
            "wijkcode",
            "Wijkcode",
            "District code",
            "WK000001",
            "wijkcode",
            "wk_code",
            pattern=WK_CODE,
            description="Alleen als het gebied een hele wijk is.",
        ),
        yes_no("levert", "Levert hier", "Delivers here", "levert", required=True),
        yes_no("dag_en_nacht", "Ook 's nachts", "Also at night", "dag_en_nacht", "24_uurs"),
        figure(
            "reactietijd_min",
            "Reactietijd ongeplande zorg",
            "Response time",
            "minuten",
            "reactietijd_min",
            kind=Kind.RATE,
            bounds=(0, 240),
            example="30",
        ),
        peildatum(),
    ),
    layers=(
        closed_layer(
            "zorggebieden",
            "Verzorgingsgebieden",
            "Service areas",
            "zorg",
            "gebied",
            "aanbieder",
            "zorgsoort",
            "wijkcode",
            "levert",
            "dag_en_nacht",
            "reactietijd_min",
            labels="gebied",
        ),
    ),
)
