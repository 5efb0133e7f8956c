"""Young people with youth care per wijk and form; forms overlap, so they do not add up."""

from data.columns import breaks, count, share
from data.gebieden_cbs import OPTELRIJ, gebiedscode, key, per_area, periode
from data.model import CBS_CODES, Bounds, Cadence, Column, Dataset, Scope

DATASET = Dataset(
    name="cbs_jeugdzorg",
    title="Jeugdzorg per wijk",
    title_en="Youth care per district",
    description=(
        "Jongeren met jeugdzorg in natura per gemeente en wijk, naar vorm; vormen overlappen. "
        "Voorlopige cijfers."
    ),
    publisher="CBS",
    licence="CC BY 4.0",
    attribution="CBS",
    source_url="https://opendata.cbs.nl",
    theme="zorg",
    columns=(
        gebiedscode("Wijken", "WijkenEnBuurten"),
        key("vorm", "Vorm van jeugdzorg", "Form of youth care", "Vormen", "VormenVanJeugdzorg"),
        Column(
            name="vorm_naam",
            title="Vorm",
            title_en="Form",
            sources=("vorm_naam",),
            optional=True,
        ),
        Column(
            name="rij",
            title="Totaal of deel",
            title_en="Total or part",
            sources=("rij",),
            optional=True,
        ),
        periode(),
        count(
            "jongeren_jeugdzorg",
            "Jongeren met jeugdzorg",
            "Young people in youth care",
            "personen",
            "TotaalJongerenMetJeugdzorg",
            "JongerenMetJeugdzorg",
            optional=False,
            classes=breaks(0, 25, 50, 100, 200, 400),
            palette="viridis_r",
        ),
        share(
            "jongeren_jeugdzorg_pct",
            "Aandeel jongeren met jeugdzorg",
            "Share of young people in youth care",
            "PercentageJongerenMetJeugdzorg",
            "TotaalJongerenMetJeugdzorgRelatief",
            classes=breaks(0, 5, 10, 15, 20),
            palette="viridis_r",
        ),
    ),
    key=("gebiedscode", "vorm", "periode"),
    codes=CBS_CODES,
    scope=(OPTELRIJ,),
    bounds=Bounds(first=(1, 200_000)),
    cadence=Cadence("45 5 * * 2", 400),
    layers=(
        per_area(
            "jeugdzorg",
            "wijk",
            title="Jeugdzorg per wijk",
            title_en="Youth care per district",
            description="Jongeren met jeugdzorg in natura, alle vormen samen.",
            theme="zorg",
            columns=("gebiedscode", "periode", "jongeren_jeugdzorg_pct", "jongeren_jeugdzorg"),
            scope=(Scope("totaal", "rij", keep=("totaal",)),),
            remarks=(
                "Gebruik hangt ook af van beleid en toegang; het is geen maat voor de vraag.",
            ),
        ),
    ),
)
