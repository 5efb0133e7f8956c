"""RIVM index of surroundings that invite to move; no method uses it."""

from data.columns import figure
from data.gebieden_cbs import OPTELRIJ, gebiedscode, periode
from data.model import CBS_CODES, Bounds, Cadence, Dataset, Kind, Status

DATASET = Dataset(
    name="rivm_beweegvriendelijk",
    title="Beweegvriendelijke omgeving",
    title_en="Activity-friendly surroundings",
    description="Score van de beweegvriendelijkheid van de omgeving per wijk en buurt.",
    publisher="RIVM",
    licence="CC BY 4.0",
    attribution="RIVM",
    source_url="https://dataderden.cbs.nl",
    theme="gezondheid",
    columns=(
        gebiedscode(),
        periode(),
        figure(
            "score",
            "Totaalscore",
            "Total score",
            "score",
            "Totaalscore",
            "TotaalscoreBeweegvriendelijkeOmgeving",
            kind=Kind.SCORE,
            optional=False,
        ),
    ),
    key=("gebiedscode", "periode"),
    codes=CBS_CODES,
    value_status=Status.GESCHAT,
    scope=(OPTELRIJ,),
    bounds=Bounds(first=(1, 25_000)),
    cadence=Cadence("25 6 3 * *", 500),
)
