"""M14, meeting places per buurt: who has one near, which are open, which clusters have one."""

from data import ontmoeting
from data.columns import buurtcode
from data.model import Column, Dataset, Part, Role
from data.parameters import method_version

DATASET = Dataset(
    name="ontmoeting_buurt",
    title="Ontmoeting per buurt",
    title_en="Meeting places per neighbourhood",
    description=(
        "Aandeel 65-plussers met een ontmoetingsplek binnen 500 m lopen, bekende plekken en of ze "
        "open zijn voor de buurt."
    ),
    publisher="OpenStreetMap, gemeente en andere, bewerkt",
    licence="ODbL 1.0",
    attribution="© OpenStreetMap-bijdragers, Kadaster, CBS, gemeente",
    theme="zorg",
    columns=(
        buurtcode(),
        Column(name="wijkcode", title="Wijk", title_en="District", role=Role.NOTE),
        *ontmoeting.columns(
            people=(Part(dataset="leeftijd_buurt", column="inwoners_65plus"),),
            near=(Part(dataset="loop_buurt", column="aandeel_65_ontmoeting_500_pct"),),
        ),
    ),
    key=("buurtcode",),
    inputs=("cbs_buurten", "locaties"),
    optional_inputs=(
        "loop_buurt",
        "leeftijd_buurt",
        "ontmoetingsruimten",
        "corporatiecomplexen",
        "plaatsing",
    ),
    method_version=method_version("ontmoeting"),
    layers=ontmoeting.layers("buurt", "neighbourhood"),
)
