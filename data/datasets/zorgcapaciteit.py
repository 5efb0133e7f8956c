"""Care capacity by location, delivered by each provider: closed until agreed otherwise.

Locations of opvang, beschermd wonen, forensic care and vrouwenopvang are never points: such a row
is out of scope here and belongs, by area, in `tussenvormen`.
"""

from data.columns import figure
from data.model import Bounds, Cadence, Kind, Role, Scope
from data.partner import (
    CARE,
    SHELTERED,
    address,
    choice,
    closed_layer,
    count,
    feed,
    key,
    peildatum,
    text,
    yes_no,
)

DATASET = feed(
    "zorgcapaciteit",
    "Zorgcapaciteit per locatie",
    "Care capacity by location",
    "Plaatsen en formatie per locatie en zorgsoort, zoals zorgaanbieders ze leveren.",
    publisher="Zorgaanbieders",
    theme="zorg",
    late_days=120,
    key=("aanbieder", "locatie_id"),
    bounds=Bounds(first=(1, 5_000), shrink=0.7, grow=1.5, bad_rows=5),
    cadence=Cadence("35 7 * * *", 120),
    scope=(
        Scope(
            "besloten_locatie",
            "zorgsoort",
            leaves=tuple(form(word) for word in SHELTERED for form in (str, str.capitalize)),
        ),
    ),
    columns=(
        key("locatie_id", "Locatie", "Location", "L0001", "locatie_id", "vestigingsnummer"),
        text("aanbieder", "Aanbieder", "Provider", "Zorggroep", "aanbieder", required=True),
        text("naam", "Naam", "Name", "De Linde", "naam", role=Role.NAME, optional=False),
        choice("zorgsoort", "Zorgsoort", "Kind of care", CARE, "zorgsoort", required=True),
        count(
            "plaatsen",
            "Plaatsen",
            "Places",
            "plaatsen",
            "64",
            "plaatsen",
            "plaatsen_aantal",
            required=True,
            bounds=(0, 2000),
        ),
        figure(
            "formatie_fte",
            "Formatie",
            "Staff",
            "fte",
            "formatie_fte",
            "fte",
            kind=Kind.COUNT,
            bounds=(0, 2000),
            example="12,5",
        ),
        yes_no("dag_en_nacht", "24-uurszorg", "24-hour care", "24_uurs", "dag_en_nacht"),
        yes_no(
            "open_voor_nieuwe", "Neemt nieuwe cliënten aan", "Takes new clients", "open_voor_nieuwe"
        ),
        *address(),
        peildatum(),
    ),
    layers=(
        closed_layer(
            "capaciteit",
            "Zorgcapaciteit per locatie",
            "Care capacity by location",
            "zorg",
            "locatie_id",
            "aanbieder",
            "naam",
            "zorgsoort",
            "plaatsen",
            "dag_en_nacht",
            "postcode",
            labels="naam",
        ),
    ),
)
