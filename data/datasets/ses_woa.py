"""SES-WOA: score of wealth, education and work of the households of an area.

One title stands in four groups of the table, so a column is found by group and title.
"""

from data.columns import breaks, count, figure
from data.gebieden_cbs import OPTELRIJ, gebiedscode, per_area, periode
from data.model import CBS_CODES, Bounds, Cadence, Column, Dataset, Kind

SCORES = breaks(-5, -0.5, -0.2, 0, 0.2, 0.5)


def _score(name: str, title: str, title_en: str, *sources: str, optional: bool = True) -> Column:
    return figure(
        name,
        title,
        title_en,
        "score",
        *sources,
        kind=Kind.SIGNED,
        bounds=(-5, 5),
        optional=optional,
        classes=SCORES,
        palette="viridis",
    )


DATASET = Dataset(
    name="ses_woa",
    title="Sociaal-economische status (SES-WOA)",
    title_en="Socio-economic status (SES-WOA)",
    description=(
        "Score van welvaart, opleiding en arbeid van huishoudens per wijk en buurt; 0 is ongeveer "
        "het landelijk gemiddelde. Ongeveer 70% van de buurten heeft een score."
    ),
    publisher="CBS",
    licence="CC BY 4.0",
    attribution="CBS",
    source_url="https://opendata.cbs.nl",
    theme="bevolking",
    columns=(
        gebiedscode("WijkenEnBuurten", "Regiocode (gemeente, wijk, buurt) (code)"),
        periode(),
        count(
            "huishoudens",
            "Particuliere huishoudens",
            "Private households",
            "huishoudens",
            "ParticuliereHuishoudens",
            "Particuliere huishoudens (Aantal)",
        ),
        _score(
            "ses_totaal",
            "SES-WOA, totaalscore",
            "SES-WOA, total score",
            "Totaalscore|Gemiddelde score",
            "SES-WOA/Totaalscore/Gemiddelde score (Getal)",
            optional=False,
        ),
        _score(
            "ses_welvaart",
            "SES-WOA, financiële welvaart",
            "SES-WOA, wealth",
            "Financiële welvaart|Gemiddelde score",
        ),
        _score(
            "ses_opleiding",
            "SES-WOA, opleidingsniveau",
            "SES-WOA, education",
            "Opleidingsniveau|Gemiddelde score",
        ),
        _score(
            "ses_arbeid",
            "SES-WOA, recent arbeidsverleden",
            "SES-WOA, work",
            "Recent arbeidsverleden|Gemiddelde score",
        ),
    ),
    key=("gebiedscode", "periode"),
    codes=CBS_CODES,
    scope=(OPTELRIJ,),
    bounds=Bounds(first=(1, 25_000)),
    cadence=Cadence("35 5 * * 2", 500),
    layers=(
        per_area(
            "ses",
            "buurt",
            title="Sociaal-economische status per buurt",
            title_en="Socio-economic status per neighbourhood",
            description="Totaalscore en deelscores per buurt; zonder score: te weinig gegevens.",
            theme="bevolking",
            columns=(
                "gebiedscode",
                "ses_totaal",
                "ses_welvaart",
                "ses_opleiding",
                "ses_arbeid",
                "huishoudens",
            ),
        ),
    ),
)
