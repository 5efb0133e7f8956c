"""M14, meeting places per wijk: buurten summed, then divided; a wijk without any is flagged."""

from data import ontmoeting
from data.columns import wijkcode
from data.model import Column, Dataset, Part, Role
from data.parameters import method_version

DATASET = Dataset(
    name="ontmoeting_wijk",
    title="Ontmoeting per wijk",
    title_en="Meeting places per district",
    description="Buurten bij elkaar: eerst opgeteld, dan gedeeld; een wijk zonder plek valt op.",
    publisher="OpenStreetMap, gemeente en andere, bewerkt",
    licence="ODbL 1.0",
    attribution="© OpenStreetMap-bijdragers, Kadaster, CBS, gemeente",
    theme="zorg",
    columns=(
        wijkcode(),
        *ontmoeting.columns(
            people=(Part(dataset="ontmoeting_buurt", column="inwoners_65plus", many=True),),
            near=(
                Part(
                    dataset="ontmoeting_buurt",
                    column="aandeel_65_ontmoeting_500_pct",
                    many=True,
                ),
                Part(column="inwoners_65plus"),
            ),
        ),
        Column(
            name="geen_ruimte",
            type="bool",
            title="Geen enkele bekende ontmoetingsplek",
            title_en="No known meeting place at all",
            role=Role.NOTE,
        ),
    ),
    key=("wijkcode",),
    inputs=("ontmoeting_buurt",),
    method_version=method_version("ontmoeting"),
    layers=ontmoeting.layers("wijk", "district", "geen_ruimte"),
)
