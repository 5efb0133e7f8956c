"""Answers of people to the eisen and wensen of an initiative that no data can fill (METHODS 17).

Who answered is an organisation or a role, with the date; never a person.
"""

from data.model import Role
from data.partner import choice, day, feed, key, peildatum, text

FIELDS = (
    "principemedewerking",
    "past_omgevingsplan",
    "nultreden",
    "ontmoetingsruimte",
    "zorgverklaring",
    "businesscase",
    "ondersteuning",
    "scootmobielen",
    "buurtruimte",
    "mix",
    "prijsmix",
    "doorstroming",
    "aanpasbaar",
    "technologie",
)

DATASET = feed(
    "toetsantwoorden",
    "Antwoorden bij het toetsingskader",
    "Answers for the assessment framework",
    "Antwoorden op eisen en wensen van een initiatief, met wie antwoordde en wanneer.",
    publisher="Gemeenten",
    theme="opgave",
    late_days=400,
    key=("leverancier", "initiatief_id", "veld"),
    columns=(
        key("initiatief_id", "Initiatief", "Initiative", "I-05", "initiatief_id", "nummer"),
        choice("veld", "Vraag", "Question", FIELDS, "veld", "vraag", required=True, role=Role.KEY),
        choice(
            "antwoord",
            "Antwoord",
            "Answer",
            ("ja", "deels", "nee", "onbekend"),
            "antwoord",
            required=True,
        ),
        text(
            "door",
            "Beantwoord door",
            "Answered by",
            "Gemeente, team wonen",
            "door",
            required=True,
            description="Een organisatie of functie, nooit de naam van een medewerker.",
        ),
        day("datum", "Datum", "Date", "15-03-2025", "datum", required=True),
        peildatum(),
    ),
)
