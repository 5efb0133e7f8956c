"""Initiatives for living together that residents or organisations brought to the municipality."""

from data.model import Role
from data.partner import address, choice, closed_layer, count, feed, key, peildatum, text, year

KINDS = ("wooncoöperatie", "CPO", "hofje", "woongroep", "organisatie", "anders")
PHASES = ("idee", "verkenning", "locatie gevonden", "plan", "in uitvoering", "gereed", "gestopt")

DATASET = feed(
    "initiatieven",
    "Initiatieven voor woonvormen",
    "Housing initiatives",
    "Initiatieven met soort, doelgroep, aantal woningen en fase.",
    publisher="Gemeenten",
    theme="opgave",
    late_days=400,
    key=("leverancier", "initiatief_id"),
    columns=(
        key("initiatief_id", "Initiatief", "Initiative", "I-05", "initiatief_id", "nummer"),
        text(
            "naam",
            "Naam van het initiatief",
            "Name",
            "Hofje Zuid",
            "naam",
            role=Role.NAME,
            required=True,
            description="De naam van het initiatief, nooit van een bewoner.",
        ),
        choice("soort", "Soort", "Kind", KINDS, "soort", required=True),
        choice("fase", "Fase", "Phase", PHASES, "fase", required=True),
        text("doelgroep", "Doelgroep", "Target group", "ouderen", "doelgroep"),
        count("woningen", "Woningen", "Dwellings", "woningen", "16", "woningen", "aantal_woningen"),
        text("gebied", "Gebied", "Area", "Zuid", "gebied"),
        year("jaar", "Jaar van aanmelding", "Year of entry", "2024", "jaar"),
        text("oordeel", "Uitkomst van de toets", "Outcome of the test", "passend", "oordeel"),
        *address(),
        peildatum(),
    ),
    layers=(
        closed_layer(
            "initiatievenkaart",
            "Initiatieven voor woonvormen",
            "Housing initiatives",
            "opgave",
            "initiatief_id",
            "naam",
            "soort",
            "fase",
            "doelgroep",
            "woningen",
            "gebied",
            "jaar",
            labels="naam",
        ),
    ),
)
