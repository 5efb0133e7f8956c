"""RIVM Regiobeeld per wijk and buurt, derived from declared care; no method uses it."""

from data.columns import figure
from data.gebieden_cbs import OPTELRIJ, gebiedscode, periode
from data.model import CBS_CODES, Bounds, Cadence, Dataset, Kind, Status

DATASET = Dataset(
    name="rivm_regiobeeld",
    title="Regiobeeld per wijk en buurt",
    title_en="Regional health picture per neighbourhood",
    description="Kerncijfers van zorggebruik per wijk en buurt, uit declaraties.",
    publisher="RIVM, Vektis",
    licence="CC BY 4.0",
    attribution="RIVM, Vektis",
    source_url="https://dataderden.cbs.nl",
    theme="gezondheid",
    columns=(
        gebiedscode(),
        periode(),
        figure(
            "wijkverpleging_per_1000",
            "Gebruikers van wijkverpleging",
            "Users of district nursing",
            "per 1.000 inwoners",
            "Wijkverpleging",
            kind=Kind.RATE,
            bounds=(0, 1000),
            optional=False,
        ),
    ),
    key=("gebiedscode", "periode"),
    codes=CBS_CODES,
    value_status=Status.GESCHAT,
    scope=(OPTELRIJ,),
    bounds=Bounds(first=(1, 200_000)),
    cadence=Cadence("30 6 3 * *", 500),
)
