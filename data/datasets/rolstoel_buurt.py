"""M7 per buurt: means of the cells, weighted with residents of 65 and over (METHODS 11)."""

from dataclasses import replace

from data.columns import buurtcode
from data.datasets.rolstoel_cel import FIGURES, REMARKS
from data.model import Column, Dataset, Layer, Part
from data.parameters import method_version

LEFT_OUT = ("omweg_min", "omweg_max")  # a ratio that most cells lack has no mean to show


def _mean(column: Column) -> Column:
    return replace(
        column,
        formula="gemiddelde over de vakken, gewogen met inwoners van 65 jaar en ouder",
        parts=(
            Part(dataset="rolstoel_cel", column=column.name, many=True),
            Part(dataset="leeftijd_cel", column="inwoners_65plus", many=True),
        ),
    )


DATASET = Dataset(
    name="rolstoel_buurt",
    title="Rolstoelvriendelijke omgeving per buurt",
    title_en="Wheelchair-friendly surroundings per neighbourhood",
    description=(
        "Welk deel van wat te voet bereikbaar is ook met een rolstoel bereikbaar is, gemiddeld "
        "over 65-plussers, met een onder- en een bovengrens."
    ),
    publisher="OpenStreetMap en andere, bewerkt",
    licence="ODbL 1.0",
    attribution="© OpenStreetMap-bijdragers, Kadaster, NDOV, IGJ, CBS",
    theme="omgeving",
    columns=(buurtcode(), *(_mean(c) for c in FIGURES if c.name not in LEFT_OUT)),
    key=("buurtcode",),
    inputs=("rolstoel_cel", "leeftijd_cel", "cbs_buurten"),
    method_version=method_version("rolstoel"),
    layers=(
        Layer(
            name="rolstoelomgeving_buurt",
            title="Rolstoelvriendelijke omgeving per buurt",
            title_en="Wheelchair-friendly surroundings per neighbourhood",
            description="Gemiddelde van de vakken, gewogen naar inwoners van 65 jaar en ouder.",
            theme="omgeving",
            area="buurtcode",
            geometry_from=("cbs_buurten", "buurtcode"),
            borrowed=("buurtnaam",),
            labels="buurtnaam",
            remarks=REMARKS,
        ),
    ),
)
