"""M14, people who leave care: homes needed against found, by group and form (METHODS 18)."""

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
from data.model import Bounds, Dataset, Part, Role, Tier
from data.parameters import method_version
from data.partner import closed_layer

COLUMNS = (
    *area_and_period(),
    note("groep", "Groep", "Group", role=Role.KEY),
    note("woonvorm", "Woonvorm", "Form of housing", role=Role.KEY),
    clients(
        "behoefte",
        "Nodig",
        "Needed",
        "woningen",
        parts=many("uitstroom", "behoefte"),
        formula="som van de opgaven van de leveranciers",
    ),
    clients(
        "geplaatst",
        "Geplaatst",
        "Placed",
        "woningen",
        parts=many("uitstroom", "geplaatst"),
        formula="som van de opgaven van de leveranciers",
    ),
    clients(
        "binnen_half_jaar",
        "Geplaatst binnen zes maanden",
        "Placed within six months",
        "woningen",
        parts=many("uitstroom", "binnen_half_jaar"),
        formula="som van de opgaven van de leveranciers",
    ),
    clients(
        "wachtenden",
        "Wachtenden",
        "People waiting",
        "wachtenden",
        parts=many("uitstroom", "wachtenden"),
        formula="som van de opgaven van de leveranciers",
    ),
    client_share(
        "dekking_pct",
        "Dekking",
        "Coverage",
        bounds=(0, None),
        formula="geplaatst / nodig, beide op vijf afgerond",
        parts=(Part(column="geplaatst"), Part(column="behoefte")),
    ),
    client_share(
        "binnen_half_jaar_pct",
        "Binnen zes maanden geplaatst",
        "Placed within six months",
        formula="binnen zes maanden geplaatst / geplaatst, beide op vijf afgerond",
        parts=(Part(column="binnen_half_jaar"), Part(column="geplaatst")),
    ),
    note("afgetopt", "Aandeel is afgetopt", "Share is capped", type="bool"),
    count(
        "delen_onbekend",
        "Onderdelen die in de som ontbreken",
        "Parts missing in the sum",
        "eenheden",
        parts=(Part(dataset="uitstroom", many=True),),
    ),
)

DATASET = Dataset(
    name="uitstroom_monitor",
    title="Uitstroom: behoefte en plaatsing",
    title_en="People leaving care: need and placement",
    description=(
        "Woningen die nodig zijn voor mensen die zorg of opvang verlaten, tegenover plaatsingen, "
        "per groep en woonvorm en in totaal."
    ),
    publisher="Gemeenten en zorgaanbieders, bewerkt",
    licence=CLOSED,
    attribution="gemeenten en zorgaanbieders",
    theme="opgave",
    tier=Tier.C,
    columns=COLUMNS,
    key=("niveau", "gebiedscode", "periode", "groep", "woonvorm"),
    inputs=("uitstroom",),
    optional_inputs=("cbs_gemeenten", "cbs_wijken", "cbs_buurten"),
    bounds=Bounds(first=(0, 100_000)),
    method_version=method_version("uitstroom"),
    layers=(
        closed_layer(
            "uitstroommonitor",
            "Uitstroom: behoefte en plaatsing",
            "People leaving care: need and placement",
            "opgave",
            *(column.name for column in COLUMNS),
            remarks=(
                "Groepen onder de 10 worden niet getoond, en waar nodig een tweede groep ook niet.",
                NEVER_A_PERSON,
            ),
        ),
    ),
)
