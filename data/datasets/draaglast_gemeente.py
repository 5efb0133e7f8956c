"""M1, draaglast, draagkracht en balans per gemeente (METHODS 5). Decimals are restricted.

Classes are public. The Leefbaarometer is a score per buurt and wijk, so it has no part in it.
"""

from data.columns import gemeentecode
from data.draaglast import OPTIONAL_INPUTS, layers, result_columns
from data.model import Dataset
from data.parameters import method_version

DATASET = Dataset(
    name="draaglast_gemeente",
    title="Draaglast en draagkracht per gemeente",
    title_en="Support load and capacity per municipality",
    description=(
        "Hoe zwaar de belasting nu is en hoe sterk de draagkracht, als klasse, met de onderdelen, "
        "tegen de landelijke referentie van buurten. Het cijfer beschrijft een gebied, geen mensen."
    ),
    publisher="CBS, RIVM en andere, bewerkt",
    licence="ODbL 1.0",
    attribution="CBS, Gezondheidsmonitor GGD'en, RIVM, Politie, © OpenStreetMap-bijdragers",
    theme="draaglast",
    columns=(gemeentecode(), *result_columns("gemeente")),
    key=("gemeentecode",),
    inputs=("cbs_kwb", "cbs_gemeenten", "cbs_buurten"),
    optional_inputs=OPTIONAL_INPUTS,
    method_version=method_version("draaglast"),
    layers=layers("gemeente"),
)
