"""The plan list: where homes are planned, how sure, for whom. Points or faces, or an address.

What of it is shown to the public follows from the status agreed per plan; here it is all closed.
"""

from data.columns import figure
from data.model import Kind, Role
from data.partner import (
    PLAN_STATES,
    address,
    choice,
    closed_layer,
    count,
    feed,
    key,
    peildatum,
    text,
    year,
    yes_no,
)

KINDS = (
    "nieuwbouw",
    "transformatie",
    "sloop en nieuwbouw",
    "wijkvernieuwing",
    "splitsen",
    "optoppen",
    "woningdelen",
)

DATASET = feed(
    "plannen",
    "Woningbouwplannen",
    "Housing plans",
    "Plannen met status, programma per woningklasse, jaren en partijen.",
    publisher="Gemeenten en ontwikkelaars",
    theme="opgave",
    late_days=120,
    key=("leverancier", "plan_id"),
    geometry="Geometry",
    geometry_optional=True,
    repairs=("make_valid",),
    columns=(
        key("plan_id", "Plan", "Plan", "P-014", "plan_id", "plancode", "projectcode"),
        text(
            "naam", "Naam", "Name", "Stationsweg", "naam", "plannaam", role=Role.NAME, required=True
        ),
        choice("status", "Status", "Status", PLAN_STATES, "status", "planstatus", required=True),
        choice("soort", "Soort plan", "Kind of plan", KINDS, "soort"),
        count(
            "woningen",
            "Woningen in het plan",
            "Dwellings planned",
            "woningen",
            "60",
            "woningen",
            "aantal_woningen",
            required=True,
            bounds=(0, 20_000),
        ),
        count("zorggeschikt", "Zorggeschikt", "Suitable for care", "woningen", "0"),
        count(
            "geclusterd", "Geclusterd voor ouderen", "Clustered for older people", "woningen", "24"
        ),
        count("nultreden", "Overig nultreden", "Other step-free", "woningen", "20"),
        count("sloop", "Te slopen woningen", "Dwellings to be demolished", "woningen", "0"),
        count("sociale_huur", "Sociale huur", "Social rent", "woningen", "21"),
        count(
            "sociale_huur_laag",
            "Sociale huur onder de lage aftoppingsgrens",
            "Social rent below the first limit",
            "woningen",
            "16",
        ),
        year("jaar_start", "Start van de bouw", "Start of building", "2027", "jaar_start"),
        year("jaar_gereed", "Jaar van oplevering", "Year of completion", "2029", "jaar_gereed"),
        figure(
            "grondoppervlakte_m2",
            "Grondoppervlakte",
            "Site area",
            "m²",
            "grondoppervlakte_m2",
            kind=Kind.RATE,
            bounds=(0, 10_000_000),
            example="4200",
        ),
        choice(
            "eigenaar",
            "Eigenaar van de grond",
            "Owner of the land",
            ("corporatie", "gemeente", "ontwikkelaar", "anders"),
            "eigenaar",
        ),
        choice(
            "omgevingsplan",
            "Past in het omgevingsplan",
            "Fits the zoning plan",
            ("past", "wijziging nodig", "belemmering"),
            "omgevingsplan",
        ),
        text(
            "partijen",
            "Betrokken organisaties",
            "Organisations",
            "Lindenhof en gemeente",
            "partijen",
            description="Namen van organisaties, nooit van medewerkers.",
        ),
        text(
            "zorgpartij",
            "Zorgpartij",
            "Care party",
            "Zorggroep",
            "zorgpartij",
            description="De organisatie die zorg gaat leveren; leeg als die er nog niet is.",
        ),
        yes_no("zorgpartij_nodig", "Zorgpartij gezocht", "Care party wanted", "zorgpartij_nodig"),
        choice(
            "openbaar",
            "Wie het mag zien",
            "Who may see it",
            ("besloten", "programma", "openbaar"),
            "openbaar",
        ),
        *address(),
        peildatum(),
    ),
    layers=(
        closed_layer(
            "plankaart",
            "Woningbouwplannen",
            "Housing plans",
            "opgave",
            "plan_id",
            "naam",
            "status",
            "soort",
            "woningen",
            "zorggeschikt",
            "geclusterd",
            "nultreden",
            "sloop",
            "sociale_huur",
            "jaar_start",
            "jaar_gereed",
            "partijen",
            "zorgpartij",
            "openbaar",
            labels="naam",
        ),
    ),
)
