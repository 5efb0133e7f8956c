"""Temporary homes with the year they have to go."""

from data.model import Role
from data.partner import address, closed_layer, count, feed, key, peildatum, text, year

DATASET = feed(
    "flexwoningen",
    "Flexwoningen",
    "Temporary homes",
    "Locaties met flexwoningen, het jaar van plaatsing en het jaar waarin de plek eindigt.",
    publisher="Gemeenten en corporaties",
    theme="opgave",
    late_days=400,
    key=("leverancier", "locatie_id"),
    columns=(
        key("locatie_id", "Locatie", "Location", "F-02", "locatie_id"),
        text("naam", "Naam", "Name", "Havenkade", "naam", role=Role.NAME, required=True),
        count(
            "woningen",
            "Woningen",
            "Dwellings",
            "woningen",
            "120",
            "woningen",
            "aantal_woningen",
            required=True,
            bounds=(1, 5000),
        ),
        year(
            "jaar_start",
            "Jaar van plaatsing",
            "Year of placing",
            "2024",
            "jaar_start",
            optional=False,
        ),
        year("jaar_eind", "Laatste jaar", "Last year", "2038", "jaar_eind"),
        text("eigenaar", "Eigenaar", "Owner", "Lindenhof", "eigenaar", "corporatie"),
        count("vervanging", "Afgesproken vervanging", "Replacement agreed", "woningen", "60"),
        *address(),
        peildatum(),
    ),
    layers=(
        closed_layer(
            "flexlocaties",
            "Flexwoningen",
            "Temporary homes",
            "opgave",
            "locatie_id",
            "naam",
            "woningen",
            "jaar_start",
            "jaar_eind",
            "eigenaar",
            "vervanging",
            labels="naam",
        ),
    ),
)
