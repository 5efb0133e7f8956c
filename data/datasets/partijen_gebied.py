"""Which organisations work in a gebied. A name in the list is presence, never coverage."""

from data.model import Role
from data.partner import choice, closed_layer, feed, key, peildatum, text

ROLES = ("Corporaties", "BW/MO", "VVT/LG", "VG/ZG", "Welzijn", "Huisartsen", "Overig")

DATASET = feed(
    "partijen_gebied",
    "Partijen per gebied",
    "Parties by area",
    "Corporaties en zorgaanbieders die in een gebied werken. Aanwezig is niet dekkend.",
    publisher="Gemeenten",
    theme="zorg",
    late_days=400,
    licence="openbaar, afspraak met de leverancier",
    key=("gebied", "rol", "partij"),
    columns=(
        key("gebied", "Gebied", "Area", "Noord", "gebied", "gebiedsnaam"),
        choice("rol", "Rol", "Role", ROLES, "rol", "categorie", required=True),
        key(
            "partij",
            "Partij",
            "Party",
            "Zorggroep",
            "partij",
            "organisatie",
            "naam",
            role=Role.NAME,
            description="Een organisatie, zoals de bron haar noemt.",
        ),
        text("bron", "Bron", "Source", "Uitvoeringsprogramma 2025", "bron"),
        peildatum(),
    ),
    layers=(
        closed_layer(
            "partijen",
            "Partijen per gebied",
            "Parties by area",
            "zorg",
            "partij",
            "gebied",
            "rol",
            "bron",
            labels="partij",
            remarks=("Aanwezig is niet dekkend: een naam zegt niet hoeveel zorg er is.",),
        ),
    ),
)
