"""Actions of the programme and how far they are; a new edition of the programme replaces the old.

Remarks and contact persons are not declared: they could be about people.
"""

from data.model import Role
from data.partner import PROGRESS, choice, closed_layer, day, feed, key, peildatum, text

DATASET = feed(
    "acties",
    "Acties van het uitvoeringsprogramma",
    "Actions of the programme",
    "Acties met thema, resultaat, trekkende organisatie, termijn en voortgang.",
    publisher="Gemeenten",
    theme="opgave",
    late_days=120,
    key=("leverancier", "actie_id"),
    columns=(
        key("actie_id", "Actie", "Action", "2A", "actie_id", "nummer", "nr"),
        text(
            "editie",
            "Editie van het programma",
            "Edition of the programme",
            "2025-2027",
            "editie",
            required=True,
        ),
        text("thema", "Thema", "Theme", "Passend woningaanbod", "thema"),
        text("ambitie", "Ambitie", "Ambition", "2", "ambitie"),
        text(
            "actie",
            "Wat er gebeurt",
            "What is done",
            "Afwegingskader maken",
            "actie",
            "maatregel",
            "activiteit",
            role=Role.NAME,
            required=True,
        ),
        text(
            "resultaat",
            "Tussenresultaat",
            "Result",
            "Afwegingskader is vastgesteld",
            "resultaat",
            "tussenresultaat",
        ),
        text(
            "trekker",
            "Trekkende organisatie",
            "Leading organisation",
            "gemeente",
            "trekker",
            "primair_verantwoordelijk",
            description="Een organisatie, nooit een medewerker.",
        ),
        text(
            "partijen",
            "Betrokken organisaties",
            "Organisations",
            "corporaties",
            "partijen",
            "betrokkenen",
            "ondersteunend",
        ),
        day("start", "Start", "Start", "01-07-2025", "start", "startdatum"),
        day(
            "gereed",
            "Uiterlijk gereed",
            "Deadline",
            "31-12-2026",
            "gereed",
            "einddatum",
            "deadline",
        ),
        choice(
            "voortgang", "Voortgang", "Progress", PROGRESS, "voortgang", "status", required=True
        ),
        peildatum(),
    ),
    layers=(
        closed_layer(
            "programma_acties",
            "Acties van het programma",
            "Actions of the programme",
            "opgave",
            "actie_id",
            "actie",
            "editie",
            "thema",
            "ambitie",
            "resultaat",
            "trekker",
            "gereed",
            "voortgang",
            labels="actie",
        ),
    ),
)
