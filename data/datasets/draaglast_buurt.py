"""M1, draaglast, draagkracht en balans per buurt (METHODS 5). Decimals are restricted.

Classes are public.
"""

from data.columns import buurtcode
from data.draaglast import OPTIONAL_INPUTS, layers, result_columns
from data.model import Dataset
from data.parameters import method_version

DATASET = Dataset(
    name="draaglast_buurt",
    title="Draaglast en draagkracht per buurt",
    title_en="Support load and capacity per neighbourhood",
    description=(
        "Hoe zwaar de belasting nu is en hoe sterk de draagkracht, als klasse, met de onderdelen. "
        "Het cijfer beschrijft een gebied, geen mensen."
    ),
    publisher="CBS, RIVM en andere, bewerkt",
    licence="ODbL 1.0",
    attribution=(
        "CBS, Gezondheidsmonitor GGD'en, RIVM, Politie, Leefbaarometer, © OpenStreetMap-bijdragers"
    ),
    theme="draaglast",
    columns=(buurtcode(), *result_columns("buurt")),
    key=("buurtcode",),
    inputs=("cbs_kwb", "cbs_buurten"),
    optional_inputs=OPTIONAL_INPUTS,
    method_version=method_version("draaglast"),
    layers=layers("buurt"),
)
