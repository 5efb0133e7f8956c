"""Registered crime per month, all kinds together; a month arrives four to six weeks later."""

from data.columns import count
from data.gebieden_cbs import OPTELRIJ, gebiedscode, key, periode
from data.model import CBS_CODES, Bounds, Cadence, Dataset, Status

DATASET = Dataset(
    name="politie_maand",
    title="Geregistreerde misdrijven per maand",
    title_en="Registered crime per month",
    description="Aantal geregistreerde misdrijven per maand en buurt.",
    publisher="Politie",
    licence="CC BY 4.0",
    attribution="Politie, CBS",
    source_url="https://dataderden.cbs.nl",
    theme="veiligheid",
    columns=(
        gebiedscode(),
        key("soort_misdrijf", "Soort misdrijf", "Kind of crime", "SoortMisdrijf"),
        periode(),
        count(
            "misdrijven",
            "Geregistreerde misdrijven",
            "Registered crimes",
            "misdrijven",
            "GeregistreerdeMisdrijven",
            optional=False,
            unit_en="crimes",
        ),
    ),
    key=("gebiedscode", "soort_misdrijf", "periode"),
    codes={**CBS_CODES, "": Status.ONDERDRUKT, ".": Status.ONDERDRUKT},
    null_status=Status.ONDERDRUKT,
    scope=(OPTELRIJ,),
    # Within a year every month adds its rows.
    bounds=Bounds(first=(1, 400_000), grow=13.0),
    cadence=Cadence("25 5 16 * *", 80),
)
