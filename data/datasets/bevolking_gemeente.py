"""M2: residents of 65, 75 and 80 and over per gemeente, by its own cohorts (METHODS 6)."""

from data import bevolking
from data.columns import gemeentecode
from data.model import Dataset, Part
from data.parameters import method_version

_MADE_FROM = {
    name: (
        Part(dataset="cbs_leeftijd_gemeente", column="inwoners", many=True),
        Part(dataset="levenstafel", column="levenden", many=True),
    )
    for name, _, _ in bevolking.MEASURES
}

DATASET = Dataset(
    name="bevolking_gemeente",
    title="Ouderen per gemeente, nu en later",
    title_en="Older people per municipality, now and later",
    description=(
        "Inwoners van 65, 75 en 80 jaar en ouder in het basisjaar, 2030, 2035 en 2040, berekend "
        "uit de leeftijden van de gemeente zelf."
    ),
    publisher="CBS, bewerkt",
    licence="CC BY 4.0",
    attribution="CBS",
    theme="bevolking",
    columns=(
        gemeentecode(),
        bevolking.year(),
        *bevolking.people(_MADE_FROM, variants=False),
        bevolking.growth(),
        *bevolking.error(),
    ),
    key=("gemeentecode", "jaar"),
    inputs=("cbs_leeftijd_gemeente", "levenstafel"),
    optional_inputs=("cbs_kwb",),
    method_version=method_version("bevolking"),
    layers=bevolking.maps(
        "gemeente",
        "municipality",
        bevolking.shown("gemeentecode", variants=False),
        geometry_from=("cbs_gemeenten", "gemeentecode"),
        borrowed=("gemeentenaam",),
        labels="gemeentenaam",
        remarks=(bevolking.REMARKS[0],),
    ),
)
