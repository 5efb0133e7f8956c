"""Beyond M14, intermediate and sheltered forms: need against places, with and without plans."""

from data.clienten import (
    CLOSED,
    NEVER_A_PERSON,
    area_and_period,
    client_share,
    clients,
    many,
    note,
)
from data.columns import count
from data.model import Bounds, Column, Dataset, Kind, Part, Role, Tier
from data.parameters import method_version
from data.partner import closed_layer

FEED = "tussenvormen"
SUM = "som van de opgaven van de leveranciers"


def _shortage(name: str, title: str, title_en: str, formula: str, *parts: str) -> Column:
    return count(
        name,
        title,
        title_en,
        "plaatsen",
        kind=Kind.SIGNED,
        bounds=(None, None),
        tier=Tier.C,
        round_to=5,
        formula=formula,
        parts=tuple(Part(column=part) for part in parts),
    )


COLUMNS = (
    *area_and_period(),
    note("vorm", "Vorm", "Form", role=Role.KEY),
    clients(
        "plaatsen", "Plaatsen", "Places", "plaatsen", formula=SUM, parts=many(FEED, "plaatsen")
    ),
    clients(
        "bezet",
        "Bezette plaatsen",
        "Places taken",
        "plaatsen",
        formula=SUM,
        parts=many(FEED, "bezet"),
    ),
    clients("behoefte", "Nodig", "Needed", "plaatsen", formula=SUM, parts=many(FEED, "behoefte")),
    clients("gepland", "Gepland", "Planned", "plaatsen", formula=SUM, parts=many(FEED, "gepland")),
    client_share(
        "bezetting_pct",
        "Bezetting",
        "Occupancy",
        bounds=(0, None),
        formula="bezet / plaatsen",
        parts=(Part(column="bezet"), Part(column="plaatsen")),
    ),
    _shortage(
        "tekort",
        "Tekort (negatief: ruimte)",
        "Shortage (negative: room)",
        "nodig - plaatsen",
        "behoefte",
        "plaatsen",
    ),
    _shortage(
        "tekort_na_plannen",
        "Tekort na plannen",
        "Shortage after plans",
        "nodig - plaatsen - gepland",
        "behoefte",
        "plaatsen",
        "gepland",
    ),
)

DATASET = Dataset(
    name="tussenvormen_balans",
    title="Balans tussenvormen en beschermd wonen",
    title_en="Balance of intermediate and sheltered housing",
    description="Plaatsen die er zijn en gepland zijn tegenover de behoefte, per gebied en vorm.",
    publisher="Zorgaanbieders en gemeenten, bewerkt",
    licence=CLOSED,
    attribution="zorgaanbieders en gemeenten",
    theme="opgave",
    tier=Tier.C,
    columns=COLUMNS,
    key=("niveau", "gebiedscode", "periode", "vorm"),
    inputs=(FEED,),
    optional_inputs=("cbs_gemeenten", "cbs_wijken", "cbs_buurten"),
    bounds=Bounds(first=(0, 100_000)),
    method_version=method_version("verblijf"),
    layers=(
        closed_layer(
            "tussenvormenbalans",
            "Balans tussenvormen en beschermd wonen",
            "Balance of intermediate and sheltered housing",
            "opgave",
            *(column.name for column in COLUMNS),
            remarks=("Per gebied, nooit een adres.", NEVER_A_PERSON),
        ),
    ),
)
