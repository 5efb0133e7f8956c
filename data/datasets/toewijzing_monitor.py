"""M14, vacated and let homes: the share of urgent lettings against the norm (METHODS 18)."""

from data.clienten import CLOSED, area_and_period, client_share, clients, many, note
from data.model import Bounds, Column, Dataset, Part, Tier
from data.parameters import method_version
from data.partner import closed_layer

SUM = "som over corporaties; per corporatie de rij voor alle huurklassen, anders de som daarvan"
COUNTS = (
    ("vrijgekomen", "Vrijgekomen woningen", "Homes vacated", "woningen"),
    ("toegewezen", "Toewijzingen", "Homes let", "toewijzingen"),
    ("urgent", "Met urgentie", "With urgency", "toewijzingen"),
    ("directe_bemiddeling", "Directe bemiddeling", "Direct placement", "toewijzingen"),
    ("ouderen", "Aan mensen van 65 jaar en ouder", "To people of 65 and over", "toewijzingen"),
    ("doorstromers", "Uit een eengezinswoning", "From a single-family home", "toewijzingen"),
)


def _sum(name: str, title: str, title_en: str, unit: str) -> Column:
    return clients(name, title, title_en, unit, formula=SUM, parts=many("toewijzingen", name))


COLUMNS = (
    *area_and_period(),
    *(_sum(*given) for given in COUNTS),
    client_share(
        "urgent_pct",
        "Urgent, van de vrijgekomen woningen",
        "Urgent, of the homes vacated",
        bounds=(0, None),
        formula="met urgentie toegewezen / vrijgekomen, beide op vijf afgerond",
        parts=(Part(column="urgent"), Part(column="vrijgekomen")),
    ),
    note("oordeel", "Tegenover de norm", "Against the norm"),
)

DATASET = Dataset(
    name="toewijzing_monitor",
    title="Toewijzing en urgentie",
    title_en="Lettings and urgency",
    description=(
        "Vrijgekomen en toegewezen huurwoningen per gebied en periode, met het aandeel urgenten "
        "tegenover de norm."
    ),
    publisher="Woningcorporaties, bewerkt",
    licence=CLOSED,
    attribution="woningcorporaties",
    theme="opgave",
    tier=Tier.C,
    columns=COLUMNS,
    key=("niveau", "gebiedscode", "periode"),
    inputs=("toewijzingen",),
    optional_inputs=("cbs_gemeenten", "cbs_wijken", "cbs_buurten"),
    bounds=Bounds(first=(0, 100_000)),
    method_version=method_version("uitstroom"),
    layers=(
        closed_layer(
            "toewijzingsmonitor",
            "Toewijzing en urgentie",
            "Lettings and urgency",
            "opgave",
            *(column.name for column in COLUMNS),
            remarks=(
                "De norm geldt per jaar en voor de gemeente; een wijk of kwartaal is een signaal.",
            ),
        ),
    ),
)
