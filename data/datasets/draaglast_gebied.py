"""M1, draaglast, draagkracht en balans per gebied (METHODS 5, Levels). Decimals are restricted.

Classes are public.
"""

from data.columns import name
from data.draaglast import OPTIONAL_INPUTS, layers, result_columns
from data.model import Dataset
from data.parameters import method_version

DATASET = Dataset(
    name="draaglast_gebied",
    title="Draaglast en draagkracht per gebied",
    title_en="Support load and capacity per policy area",
    description=(
        "Hoe zwaar de belasting nu is en hoe sterk de draagkracht per gebied van de gemeente, als "
        "klasse: aantallen over de buurten opgeteld en dan gedeeld, nooit een gemiddelde van "
        "percentages."
    ),
    publisher="CBS, RIVM en andere, bewerkt",
    licence="ODbL 1.0",
    attribution=(
        "CBS, Gezondheidsmonitor GGD'en, RIVM, Politie, Leefbaarometer, © OpenStreetMap-bijdragers"
    ),
    theme="draaglast",
    columns=(name("gebied", "Gebied", "Policy area"), *result_columns("gebied")),
    key=("gebied",),
    inputs=("cbs_kwb", "cbs_buurten", "gebieden"),
    optional_inputs=("gebiedsindeling", *OPTIONAL_INPUTS),
    method_version=method_version("draaglast"),
    layers=layers("gebied"),
)
