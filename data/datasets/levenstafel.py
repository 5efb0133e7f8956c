"""Life table of the Netherlands: survivors of 100,000 newborns, and years to live, by age."""

from data.columns import count, figure
from data.gebieden_cbs import key, periode
from data.model import CBS_CODES, Bounds, Cadence, Column, Dataset, Kind, Role, Scope

DATASET = Dataset(
    name="levenstafel",
    title="Overlevingstafel",
    title_en="Life table",
    description="Levenden, overledenen en levensverwachting per leeftijd en geslacht, landelijk.",
    publisher="CBS",
    licence="CC BY 4.0",
    attribution="CBS",
    source_url="https://opendata.cbs.nl",
    theme="bevolking",
    columns=(
        key("geslacht", "Geslacht", "Sex", "Geslacht"),
        Column(
            name="leeftijd",
            type="int",
            title="Leeftijd op 31 december",
            title_en="Age on 31 December",
            sources=("leeftijd_jaar",),
            required=True,
            role=Role.KEY,
            bounds=(0, 120),
        ),
        periode(),
        figure(
            "sterftekans",
            "Sterftekans",
            "Probability of dying",
            "kans",
            "Sterftekans",
            kind=Kind.RATE,
            unit_en="probability",
            bounds=(0, 1),
        ),
        count(
            "levenden",
            "Levenden van de tafelbevolking",
            "Survivors of the table population",
            "personen",
            "LevendenTafelbevolking",
            optional=False,
        ),
        count(
            "overledenen",
            "Overledenen van de tafelbevolking",
            "Deaths of the table population",
            "personen",
            "OverledenenTafelbevolking",
        ),
        figure(
            "levensverwachting_jaar",
            "Levensverwachting",
            "Life expectancy",
            "jaar",
            "Levensverwachting",
            kind=Kind.RATE,
            bounds=(0, 120),
            optional=False,
        ),
    ),
    key=("geslacht", "leeftijd", "periode"),
    codes=CBS_CODES,
    scope=(Scope("totaal_leeftijd", "leeftijd_jaar", filled=True),),
    bounds=Bounds(first=(50, 20_000)),
    cadence=Cadence("50 5 1 * *", 500),
)
