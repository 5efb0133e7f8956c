"""M2: residents of 65, 75 and 80 and over per buurt, now and in later years (METHODS 6)."""

from data import bevolking
from data.columns import buurtcode
from data.model import Column, Dataset, Part, Role, Scope
from data.parameters import method_version

_MADE_FROM = {
    name: (
        Part(dataset="leeftijd_buurt", column=f"inwoners_{name}", on="buurtcode"),
        Part(dataset="cbs_leeftijd_pc4", column="inwoners", many=True),
        Part(dataset="cbs_leeftijd_gemeente", column="inwoners", many=True),
        Part(dataset="levenstafel", column="levenden", many=True),
    )
    for name, _, _ in bevolking.MEASURES
}

DATASET = Dataset(
    name="bevolking_buurt",
    title="Ouderen per buurt, nu en later",
    title_en="Older people per neighbourhood, now and later",
    description=(
        "Inwoners van 65, 75 en 80 jaar en ouder in het basisjaar, 2030, 2035 en 2040, berekend "
        "door de leeftijdsgroepen van nu ouder te laten worden."
    ),
    publisher="CBS, bewerkt",
    licence="CC BY 4.0",
    attribution="CBS",
    theme="bevolking",
    columns=(
        buurtcode(),
        bevolking.year(),
        Column(
            name="niveau",
            title="Kleinste niveau dat getoond wordt",
            title_en="Smallest level shown",
            description=(
                "wijk waar nu minder dan 50 inwoners van 75 jaar en ouder wonen, anders buurt."
            ),
            role=Role.NOTE,
        ),
        *bevolking.people(_MADE_FROM),
        bevolking.growth(),
        *bevolking.error(),
        *bevolking.new_homes(),
    ),
    key=("buurtcode", "jaar"),
    inputs=(
        "cbs_kwb",
        "cbs_buurten",
        "leeftijd_buurt",
        "cbs_leeftijd_pc4",
        "cbs_leeftijd_gemeente",
        "bag_verblijfsobjecten",
        "levenstafel",
    ),
    optional_inputs=("plannen",),
    method_version=method_version("bevolking"),
    layers=(
        *bevolking.maps(
            "buurt",
            "neighbourhood",
            bevolking.shown("buurtcode"),
            geometry_from=("cbs_buurten", "buurtcode"),
            borrowed=("buurtnaam",),
            labels="buurtnaam",
            scope=(Scope("te_weinig_75plus", "niveau", keep=("buurt",)),),
            remarks=(
                *bevolking.REMARKS,
                "Buurten met nu minder dan 50 inwoners van 75 jaar en ouder staan alleen in de "
                "laag per wijk.",
            ),
        ),
        bevolking.with_plans("buurt", "neighbourhood", "buurtcode"),
    ),
)
