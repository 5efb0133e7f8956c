"""Ages per gemeente by single year (03759ned)."""

from data.columns import AGES, count, gemeentecode
from data.model import CBS_CODES, Bounds, Cadence, Dataset, Scope

DATASET = Dataset(
    name="cbs_leeftijd_gemeente",
    title="Leeftijd per gemeente",
    title_en="Age per municipality",
    description="Inwoners per gemeente naar leeftijd in jaren.",
    publisher="CBS",
    licence="CC BY 4.0",
    attribution="CBS",
    source_url="https://opendata.cbs.nl",
    theme="bevolking",
    columns=(
        gemeentecode(required=True, sources=("RegioS",)),
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
    key=("gemeentecode", "leeftijd_van"),
    codes=CBS_CODES,
    scope=(
        Scope("optelrij", "soort", keep=("gebied",)),
        Scope("leeftijdstotaal", "klasse", keep=("jaar",)),
    ),
    bounds=Bounds(first=(1, 50_000)),
    cadence=Cadence("20 5 * * 3", 400),
)
