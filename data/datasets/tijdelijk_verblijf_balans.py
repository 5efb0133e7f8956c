"""Beyond M14, short stay: places that are there against places that were asked for."""

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
from data.model import Bounds, Dataset, Kind, Part, Role, Tier
from data.parameters import method_version
from data.partner import closed_layer

FEED = "tijdelijk_verblijf"
SUM = "som van de opgaven van de leveranciers"
COLUMNS = (
    *area_and_period(),
    note("soort", "Soort", "Kind", role=Role.KEY),
    count(
        "plaatsen",
        "Plaatsen",
        "Places",
        "plaatsen",
        tier=Tier.B,
        formula=SUM,
        parts=many(FEED, "plaatsen"),
    ),
    clients(
        "aanvragen",
        "Aanvragen",
        "Requests",
        "aanvragen",
        formula=SUM,
        parts=many(FEED, "aanvragen"),
    ),
    clients(
        "niet_geplaatst",
        "Niet geplaatst",
        "Not placed",
        "aanvragen",
        formula=SUM,
        parts=many(FEED, "niet_geplaatst"),
    ),
    client_share(
        "bezetting_pct",
        "Bezetting",
        "Occupancy",
        bounds=(0, None),
        formula="bezette dagen / (plaatsen × dagen van de periode)",
        parts=(*many(FEED, "bezette_dagen"), Part(column="plaatsen")),
    ),
    client_share(
        "niet_geplaatst_pct",
        "Aanvragen zonder plaats",
        "Requests without a place",
        formula="niet geplaatst / aanvragen",
        parts=(Part(column="niet_geplaatst"), Part(column="aanvragen")),
    ),
    count(
        "plaatsen_nodig",
        "Plaatsen nodig",
        "Places needed",
        "plaatsen",
        tier=Tier.C,
        formula=(
            "(bezette dagen + niet geplaatst × gemiddeld verblijf) / (dagen × "
            "verblijf.bezetting_norm), naar boven afgerond"
        ),
        parts=(*many(FEED, "bezette_dagen"), Part(column="niet_geplaatst")),
    ),
    count(
        "tekort",
        "Tekort aan plaatsen (negatief: ruimte)",
        "Shortage of places (negative: room)",
        "plaatsen",
        kind=Kind.SIGNED,
        bounds=(None, None),
        tier=Tier.C,
        formula="plaatsen nodig - plaatsen",
        parts=(Part(column="plaatsen_nodig"), Part(column="plaatsen")),
    ),
)

DATASET = Dataset(
    name="tijdelijk_verblijf_balans",
    title="Balans tijdelijk verblijf",
    title_en="Short-stay balance",
    description="Plaatsen voor crisis, respijt en logeren tegenover wat er is gevraagd.",
    publisher="Zorgaanbieders en zorgkantoren, bewerkt",
    licence=CLOSED,
    attribution="zorgaanbieders en zorgkantoren",
    theme="zorg",
    tier=Tier.C,
    columns=COLUMNS,
    key=("niveau", "gebiedscode", "periode", "soort"),
    inputs=(FEED,),
    optional_inputs=("cbs_gemeenten", "cbs_wijken", "cbs_buurten"),
    bounds=Bounds(first=(0, 100_000)),
    method_version=method_version("verblijf"),
    layers=(
        closed_layer(
            "verblijfbalans",
            "Balans tijdelijk verblijf",
            "Short-stay balance",
            "zorg",
            *(column.name for column in COLUMNS),
            remarks=(
                "De norm voor de bezetting is een voorstel van dit project.",
                "Een aanvraag bij twee aanbieders telt twee keer.",
                NEVER_A_PERSON,
            ),
        ),
    ),
)
