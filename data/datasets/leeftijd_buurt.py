"""M2, age detail.

Residents of 65-74, 75-79 and 80+ per buurt, estimated and raked (METHODS 3.2).
"""

from data.columns import breaks, buurtcode, count, figure
from data.model import Column, Dataset, Kind, Layer, Part, Role
from data.parameters import method_version


def _people(name: str, title: str, title_en: str, **extra: object) -> Column:
    return count(
        name,
        title,
        title_en,
        "inwoners",
        type="float",
        round_to=5,
        minimum=10,
        classes=breaks(0, 25, 50, 100, 200, 400),
        palette="viridis_r",
        **extra,
    )


# Shares per postcode of those of 65 and over, made to fit the ages of the gemeente.
ESTIMATED = (
    Part(column="inwoners_65plus"),
    Part(dataset="cbs_leeftijd_pc4", many=True),
    Part(dataset="cbs_leeftijd_gemeente", many=True),
    Part(dataset="bag_verblijfsobjecten", many=True),
)

REMARK = (
    "Geschat, niet geteld; alleen 80-plussers zijn van CBS waar de kerncijfers hen noemen, vanaf "
    "2026."
)

DATASET = Dataset(
    name="leeftijd_buurt",
    title="Ouderen naar leeftijd per buurt",
    title_en="Older people by age per neighbourhood",
    description=(
        "Geschat uit leeftijden per postcode en passend gemaakt op de cijfers van CBS per "
        "buurt en gemeente."
    ),
    publisher="CBS, bewerkt",
    licence="CC BY 4.0",
    attribution="CBS",
    theme="bevolking",
    columns=(
        buurtcode(),
        _people(
            "inwoners_65plus",
            "Inwoners van 65 jaar en ouder",
            "Residents aged 65 and over",
            parts=(Part(dataset="cbs_kwb", column="inwoners_65plus"),),
        ),
        _people(
            "inwoners_65_74", "Inwoners van 65 tot 75 jaar", "Residents aged 65-74", parts=ESTIMATED
        ),
        _people(
            "inwoners_75_79", "Inwoners van 75 tot 80 jaar", "Residents aged 75-79", parts=ESTIMATED
        ),
        _people(
            "inwoners_80plus",
            "Inwoners van 80 jaar en ouder",
            "Residents aged 80 and over",
            parts=(Part(dataset="cbs_kwb", column="inwoners_80plus"), *ESTIMATED),
        ),
        _people(
            "inwoners_75plus",
            "Inwoners van 75 jaar en ouder",
            "Residents aged 75 and over",
            parts=(Part(column="inwoners_75_79"), Part(column="inwoners_80plus")),
        ),
        count(
            "inwoners_50_74",
            "Inwoners van 50 tot 75 jaar",
            "Residents aged 50-74",
            "inwoners",
            type="float",
            parts=(Part(dataset="cbs_kwb", column="inwoners_45_65"), *ESTIMATED),
        ),
        count(
            "inwoners_85plus",
            "Inwoners van 85 jaar en ouder",
            "Residents aged 85 and over",
            "inwoners",
            type="float",
            parts=ESTIMATED,
        ),
        figure(
            "oosr",
            "Inwoners van 50-74 jaar per inwoner van 85 jaar en ouder",
            "Residents aged 50-74 per resident aged 85+",
            "personen per persoon",
            kind=Kind.RATE,
            unit_en="people per person",
            parts=(Part(column="inwoners_50_74"), Part(column="inwoners_85plus")),
        ),
        Column(
            name="oosr_niveau",
            title="Niveau van dit cijfer",
            title_en="Level of this figure",
            role=Role.NOTE,
        ),
    ),
    key=("buurtcode",),
    inputs=(
        "cbs_kwb",
        "cbs_buurten",
        "cbs_leeftijd_pc4",
        "cbs_leeftijd_gemeente",
        "bag_verblijfsobjecten",
    ),
    method_version=method_version("leeftijd"),
    layers=(
        Layer(
            name="leeftijd",
            title="Ouderen naar leeftijd",
            title_en="Older people by age",
            description=(
                "Geschat aantal inwoners naar leeftijd, afgerond op 5; onder 10 niet getoond."
            ),
            theme="bevolking",
            area="buurtcode",
            geometry_from=("cbs_buurten", "buurtcode"),
            borrowed=("buurtnaam",),
            labels="buurtnaam",
            columns=(
                "buurtcode",
                "inwoners_65plus",
                "inwoners_65_74",
                "inwoners_75_79",
                "inwoners_80plus",
                "inwoners_75plus",
            ),
            remarks=(REMARK,),
        ),
    ),
)
