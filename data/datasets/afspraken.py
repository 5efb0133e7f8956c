"""Agreements in figures: what was promised, by when, and what was done (METHODS 18, voortgang)."""

from data.columns import figure
from data.model import Kind, Role
from data.partner import choice, closed_layer, day, feed, key, peildatum, text

SUBJECTS = (
    "geclusterd",
    "nultreden",
    "zorggeschikt",
    "rolstoelgeschikt",
    "levensloopbestendig",
    "sociale huur",
    "flexwoningen",
    "doorstroming",
    "uitstroom",
    "ontmoeting",
    "anders",
)

DATASET = feed(
    "afspraken",
    "Prestatieafspraken",
    "Agreements",
    "Afspraken met een doel in aantallen, de periode en wat er is gerealiseerd.",
    publisher="Gemeenten en corporaties",
    theme="opgave",
    late_days=120,
    key=("leverancier", "afspraak_id"),
    columns=(
        key("afspraak_id", "Afspraak", "Agreement", "PA-2025-04", "afspraak_id", "nummer"),
        text(
            "partij",
            "Organisatie",
            "Organisation",
            "Lindenhof",
            "partij",
            "corporatie",
            required=True,
        ),
        choice("onderwerp", "Onderwerp", "Subject", SUBJECTS, "onderwerp", required=True),
        text("gebied", "Gebied", "Area", "Noord", "gebied"),
        text("eenheid", "Eenheid", "Unit", "woningen", "eenheid", role=Role.NOTE, required=True),
        figure(
            "doel",
            "Doel",
            "Target",
            "eenheden",
            "doel",
            "afgesproken",
            kind=Kind.COUNT,
            bounds=(0, None),
            optional=False,
            example="400",
        ),
        figure(
            "gerealiseerd",
            "Gerealiseerd",
            "Realised",
            "eenheden",
            "gerealiseerd",
            "realisatie",
            kind=Kind.COUNT,
            bounds=(0, None),
            example="120",
        ),
        day("start", "Start", "Start", "01-01-2025", "start", "ingangsdatum", required=True),
        day("einde", "Einde", "End", "31-12-2032", "einde", "einddatum", required=True),
        peildatum(),
    ),
    layers=(
        closed_layer(
            "prestatieafspraken",
            "Prestatieafspraken",
            "Agreements",
            "opgave",
            "afspraak_id",
            "partij",
            "onderwerp",
            "gebied",
            "eenheid",
            "doel",
            "gerealiseerd",
            "start",
            "einde",
        ),
    ),
)
