"""Leefbaarometer per wijk: deviation of the national mean per dimension (3.0), classes (2.0).

Models of their own: a class of 2.0 is never read as a score of 3.0.
"""

from data.gebieden_cbs import WIJKEN, gebiedscode
from data.leefbaarometer import CODES, FIGURES, REMARK, SHOWN
from data.model import Bounds, Cadence, Dataset, Layer, Scope

DATASET = Dataset(
    name="leefbaarometer_wijk",
    title="Leefbaarometer per wijk",
    title_en="Liveability index per district",
    description="Modelscore van de leefbaarheid per wijk, met vijf dimensies.",
    publisher="Ministerie van BZK",
    licence="CC0 1.0",
    attribution="Leefbaarometer, ministerie van BZK",
    source_url="https://www.leefbaarometer.nl/page/Opendata",
    theme="leefbaarheid",
    columns=(gebiedscode("wk_code", "__sleutel"), *FIGURES),
    key=("gebiedscode", "jaar"),
    codes=CODES,
    bounds=Bounds(first=(1, 300_000)),
    cadence=Cadence("55 5 1 * *", 800),
    layers=(
        Layer(
            name="leefbaarheid_wijk",
            title="Leefbaarometer per wijk",
            title_en="Liveability index per district",
            description="Score en dimensies van de Leefbaarometer bij de laatste meting.",
            theme="leefbaarheid",
            columns=(*SHOWN, "klasse_2_0"),
            scope=(WIJKEN, Scope("eerdere_meting", "meting", keep=("laatste",))),
            area="gebiedscode",
            geometry_from=("cbs_wijken", "wijkcode"),
            borrowed=("wijknaam",),
            labels="wijknaam",
            remarks=(REMARK,),
        ),
    ),
)
