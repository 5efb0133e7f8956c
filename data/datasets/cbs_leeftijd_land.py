"""Ages of the country by single year (03759ned): where the national growth of 75+ comes from."""

from data.columns import AGES, count
from data.model import CBS_CODES, Bounds, Cadence, Column, Dataset, Role, Scope

DATASET = Dataset(
    name="cbs_leeftijd_land",
    title="Leeftijd in Nederland",
    title_en="Age in the Netherlands",
    description="Inwoners van Nederland naar leeftijd in jaren.",
    publisher="CBS",
    licence="CC BY 4.0",
    attribution="CBS",
    source_url="https://opendata.cbs.nl",
    theme="bevolking",
    columns=(
        Column(
            name="land",
            title="Land",
            title_en="Country",
            sources=("RegioS",),
            pattern=r"^NL[0-9]{2}$",
            required=True,
            role=Role.KEY,
        ),
        *AGES,
        count(
            "inwoners",
            "Inwoners",
            "Residents",
            "inwoners",
            "BevolkingOp1Januari",
            "BevolkingOp1Januari_1",
            optional=False,
        ),
    ),
    key=("land", "leeftijd_van"),
    codes=CBS_CODES,
    scope=(
        Scope("optelrij", "soort", keep=("gebied",)),
        Scope("leeftijdstotaal", "klasse", keep=("jaar",)),
    ),
    bounds=Bounds(first=(1, 200)),
    cadence=Cadence("25 5 * * 3", 400),
)
