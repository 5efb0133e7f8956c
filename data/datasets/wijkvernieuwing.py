"""Wijken that are being renewed, what happens to the homes there, and until when."""

from data.columns import wijkcode
from data.model import Role
from data.partner import PLAN_STATES, choice, closed_layer, count, feed, key, peildatum, text, year

DATASET = feed(
    "wijkvernieuwing",
    "Wijkvernieuwing",
    "Neighbourhood renewal",
    "Gebieden van wijkvernieuwing met renovatie, sloop, nieuwbouw en levensloopgeschikt maken.",
    publisher="Gemeenten en corporaties",
    theme="opgave",
    late_days=400,
    key=("leverancier", "vernieuwing_id"),
    geometry="MultiPolygon",
    geometry_optional=True,
    repairs=("make_valid",),
    references=(("wijkcode", "cbs_wijken", "wijkcode"),),
    columns=(
        key("vernieuwing_id", "Gebied van vernieuwing", "Renewal area", "V-1", "vernieuwing_id"),
        text("naam", "Naam", "Name", "Lindenveld", "naam", role=Role.NAME, required=True),
        wijkcode(optional=True, role=Role.NOTE, example="WK000001"),
        choice("status", "Status", "Status", PLAN_STATES, "status", required=True),
        year("jaar_start", "Start", "Start", "2024", "jaar_start"),
        year("jaar_eind", "Einde", "End", "2030", "jaar_eind"),
        count("renovatie", "Te renoveren woningen", "Dwellings renovated", "woningen", "300"),
        count("sloop", "Te slopen woningen", "Dwellings demolished", "woningen", "80"),
        count("nieuwbouw", "Nieuwe woningen", "New dwellings", "woningen", "120"),
        count(
            "levensloopgeschikt",
            "Levensloopgeschikt gemaakt",
            "Made fit for all ages",
            "woningen",
            "150",
        ),
        text("partijen", "Betrokken organisaties", "Organisations", "Lindenhof", "partijen"),
        peildatum(),
    ),
    layers=(
        closed_layer(
            "vernieuwingsgebieden",
            "Wijkvernieuwing",
            "Neighbourhood renewal",
            "opgave",
            "vernieuwing_id",
            "naam",
            "wijkcode",
            "status",
            "jaar_start",
            "jaar_eind",
            "renovatie",
            "sloop",
            "nieuwbouw",
            "levensloopgeschikt",
            labels="naam",
        ),
    ),
)
