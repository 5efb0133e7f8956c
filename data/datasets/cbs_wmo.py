"""Wmo clients per wijk and kind of provision; kinds overlap, so they do not add up to the total."""

from data.columns import breaks, count, figure
from data.gebieden_cbs import OPTELRIJ, gebiedscode, key, per_area, periode
from data.model import CBS_CODES, Bounds, Cadence, Dataset, Kind, Scope

TOTAAL = "T001024"

DATASET = Dataset(
    name="cbs_wmo",
    title="Wmo-cliënten per wijk",
    title_en="Social support clients per district",
    description=(
        "Cliënten met een maatwerkvoorziening van de Wmo per gemeente en wijk, naar soort "
        "voorziening. Voorlopige cijfers."
    ),
    publisher="CBS",
    licence="CC BY 4.0",
    attribution="CBS",
    source_url="https://opendata.cbs.nl",
    theme="zorg",
    columns=(
        gebiedscode("Wijken", "WijkenEnBuurten"),
        key("voorziening", "Soort voorziening", "Kind of provision", "TypeMaatwerkvoorziening"),
        periode(),
        count(
            "wmo_clienten",
            "Wmo-cliënten",
            "Social support clients",
            "personen",
            "WmoClienten",
            optional=False,
        ),
        figure(
            "wmo_per_1000",
            "Wmo-cliënten per 1.000 inwoners",
            "Social support clients per 1,000 residents",
            "per 1.000 inwoners",
            "WmoClientenPer1000Inwoners",
            kind=Kind.RATE,
            bounds=(0, 1000),
            classes=breaks(0, 25, 50, 75, 100),
            palette="viridis_r",
        ),
    ),
    key=("gebiedscode", "voorziening", "periode"),
    codes=CBS_CODES,
    scope=(OPTELRIJ,),
    bounds=Bounds(first=(1, 60_000)),
    cadence=Cadence("40 5 * * 2", 400),
    layers=(
        per_area(
            "wmo",
            "wijk",
            title="Wmo-cliënten per wijk",
            title_en="Social support clients per district",
            description="Cliënten met een maatwerkvoorziening van de Wmo, alle soorten samen.",
            theme="zorg",
            columns=("gebiedscode", "periode", "wmo_per_1000", "wmo_clienten"),
            scope=(Scope("totaal", "voorziening", keep=(TOTAAL,)),),
            remarks=(
                "Gebruik hangt ook af van beleid en toegang; het is geen maat voor de vraag.",
            ),
        ),
    ),
)
