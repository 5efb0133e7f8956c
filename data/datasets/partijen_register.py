"""M14, register of parties per gebied and role, counted (METHODS 12, 18)."""

from data.clienten import CLOSED, many, note
from data.columns import count
from data.model import Bounds, Dataset, Role, Tier
from data.parameters import listed_version
from data.partner import closed_layer

FORMULA = "vermeldingen in het register; een organisatie in twee rollen telt in beide"

COLUMNS = (
    note("gebied", "Gebied", "Area", role=Role.NAME),
    note("rol", "Rol", "Role", role=Role.KEY),
    count(
        "partijen",
        "Vermeldingen",
        "Entries",
        "organisaties",
        unit_en="organisations",
        formula=FORMULA,
        parts=many("partijen_gebied", "partij"),
    ),
    count(
        "organisaties",
        "Verschillende organisaties",
        "Different organisations",
        "organisaties",
        unit_en="organisations",
        formula="verschillende namen",
        parts=many("partijen_gebied", "partij"),
    ),
    note("namen", "Organisaties", "Organisations"),
)

DATASET = Dataset(
    name="partijen_register",
    title="Partijenregister per gebied",
    title_en="Register of parties by area",
    description="Hoeveel organisaties per gebied en rol bekend zijn, met hun namen.",
    publisher="Gemeenten, bewerkt",
    licence=CLOSED,
    attribution="gemeenten",
    theme="zorg",
    tier=Tier.B,
    columns=COLUMNS,
    key=("gebied", "rol"),
    inputs=("partijen_gebied",),
    bounds=Bounds(first=(0, 10_000)),
    method_version=listed_version("partijen", "partijen_controle"),
    layers=(
        closed_layer(
            "partijenregister",
            "Partijenregister per gebied",
            "Register of parties by area",
            "zorg",
            *(column.name for column in COLUMNS),
            labels="gebied",
            remarks=("Aanwezig is niet dekkend: een naam zegt niet hoeveel zorg er is.",),
        ),
    ),
)
