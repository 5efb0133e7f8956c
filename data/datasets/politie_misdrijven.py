"""Registered crime per year and kind: roll-ups stand beside their parts and are never summed.

A withheld number is null and means `onderdrukt`; a row that is not there is unknown, never zero.
"""

from data.columns import count
from data.gebieden_cbs import HUNDREDS, OPTELRIJ, gebiedscode, key, per_area, periode
from data.model import CBS_CODES, Bounds, Cadence, Dataset, Scope, Status

DATASET = Dataset(
    name="politie_misdrijven",
    title="Geregistreerde misdrijven",
    title_en="Registered crime",
    description="Aantal geregistreerde misdrijven per jaar, naar soort en buurt.",
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
            interval=True,
            events=True,
            classes=HUNDREDS,
            palette="viridis_r",
        ),
    ),
    key=("gebiedscode", "soort_misdrijf", "periode"),
    codes={**CBS_CODES, "": Status.ONDERDRUKT, ".": Status.ONDERDRUKT},
    null_status=Status.ONDERDRUKT,
    scope=(OPTELRIJ,),
    bounds=Bounds(first=(1, 400_000)),
    cadence=Cadence("20 5 * * 3", 400),
    layers=(
        per_area(
            "misdrijven",
            "buurt",
            title="Geregistreerde misdrijven per buurt",
            title_en="Registered crime per neighbourhood",
            description="Alle geregistreerde misdrijven samen in een jaar; een aantal, geen kans.",
            theme="veiligheid",
            columns=("gebiedscode", "periode", "misdrijven"),
            scope=(Scope("totaal", "soort_misdrijf", keep=("0.0.0",)),),
            remarks=("Aangifte en registratie verschillen per buurt en per soort misdrijf.",),
        ),
    ),
)
