"""Ages per postcode (PC4) in five-year classes (83502NED)."""

from data.columns import AGES, count
from data.model import CBS_CODES, POSTCODE4, Bounds, Cadence, Column, Dataset, Role, Scope

DATASET = Dataset(
    name="cbs_leeftijd_pc4",
    title="Leeftijd per postcode",
    title_en="Age per postcode",
    description="Inwoners per viercijferige postcode naar vijfjaarsklasse.",
    publisher="CBS",
    licence="CC BY 4.0",
    attribution="CBS",
    source_url="https://opendata.cbs.nl",
    theme="bevolking",
    columns=(
        Column(
            name="postcode4",
            title="Postcode",
            title_en="Postcode",
            sources=("Postcode",),
            pattern=POSTCODE4,
            required=True,
            role=Role.KEY,
        ),
        *AGES,
        count(
            "inwoners",
            "Inwoners",
            "Residents",
            "inwoners",
            "Bevolking_1",
            "Bevolking",
            optional=False,
        ),
    ),
    key=("postcode4", "leeftijd_van"),
    codes=CBS_CODES,
    scope=(
        Scope("optelrij", "soort", keep=("gebied",)),
        Scope("leeftijdstotaal", "klasse", keep=("vijfjaar",)),
    ),
    bounds=Bounds(first=(1, 300_000)),
    cadence=Cadence("15 5 * * 3", 400),
)
