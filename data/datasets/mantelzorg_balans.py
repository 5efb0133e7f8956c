"""Beyond M14, homes for informal carers: what was asked for against what was granted."""

from data.clienten import (
    CLOSED,
    NEVER_A_PERSON,
    area_and_period,
    client_share,
    clients,
    many,
    note,
)
from data.model import Bounds, Dataset, Kind, Part, Role, Tier
from data.parameters import method_version
from data.partner import closed_layer

FEED = "mantelzorgvergunningen"
SUM = "som van de opgaven van de leveranciers"
COLUMNS = (
    *area_and_period(),
    note("soort", "Soort", "Kind", role=Role.KEY),
    *(
        clients(name, title, title_en, unit, formula=SUM, parts=many(FEED, name))
        for name, title, title_en, unit in (
            ("aangevraagd", "Aangevraagd", "Requested", "aanvragen"),
            ("verleend", "Verleend of gemeld", "Granted or reported", "vergunningen"),
            ("geweigerd", "Geweigerd", "Refused", "vergunningen"),
            ("beeindigd", "Beëindigd", "Ended", "vergunningen"),
        )
    ),
    clients(
        "in_behandeling",
        "Nog niet beslist",
        "Not yet decided",
        "aanvragen",
        formula="aangevraagd - verleend - geweigerd, nooit onder nul",
        parts=(Part(column="aangevraagd"), Part(column="verleend"), Part(column="geweigerd")),
    ),
    clients(
        "erbij",
        "Mantelzorgwoningen erbij (min: eraf)",
        "Homes for informal carers added (negative: gone)",
        "woningen",
        kind=Kind.SIGNED,
        minimum=0,
        formula="verleend - beëindigd",
        parts=(Part(column="verleend"), Part(column="beeindigd")),
    ),
    client_share(
        "verleend_pct",
        "Verleend, van de aanvragen",
        "Granted, of the requests",
        bounds=(0, None),
        formula="verleend / aangevraagd",
        parts=(Part(column="verleend"), Part(column="aangevraagd")),
    ),
)

DATASET = Dataset(
    name="mantelzorg_balans",
    title="Balans mantelzorgwoningen",
    title_en="Balance of homes for informal carers",
    description="Aanvragen voor mantelzorgwoningen tegenover vergunningen, per gebied en periode.",
    publisher="Gemeenten, bewerkt",
    licence=CLOSED,
    attribution="gemeenten",
    theme="opgave",
    tier=Tier.C,
    columns=COLUMNS,
    key=("niveau", "gebiedscode", "periode", "soort"),
    inputs=(FEED,),
    optional_inputs=("cbs_gemeenten", "cbs_wijken", "cbs_buurten"),
    bounds=Bounds(first=(0, 100_000)),
    method_version=method_version("verblijf"),
    layers=(
        closed_layer(
            "mantelzorgbalans",
            "Balans mantelzorgwoningen",
            "Balance of homes for informal carers",
            "opgave",
            *(column.name for column in COLUMNS),
            remarks=(NEVER_A_PERSON,),
        ),
    ),
)
