"""Leefbaarometer per buurt: deviation of the national mean per dimension (3.0), classes (2.0).

Models of their own: a class of 2.0 is never read as a score of 3.0.
"""

from data.gebieden_cbs import BUURTEN, gebiedscode
from data.leefbaarometer import CODES, FIGURES, REMARK, SHOWN
from data.model import Bounds, Cadence, Dataset, Layer, Scope

DATASET = Dataset(
    name="leefbaarometer",
    title="Leefbaarometer",
    title_en="Liveability index",
    description="Modelscore van de leefbaarheid per buurt, met vijf dimensies.",
    publisher="Ministerie van BZK",
    licence="CC0 1.0",
    attribution="Leefbaarometer, ministerie van BZK",
    source_url="https://www.leefbaarometer.nl/page/Opendata",
    theme="leefbaarheid",
    columns=(gebiedscode("bu_code", "__sleutel"), *FIGURES),
    key=("gebiedscode", "jaar"),
    codes=CODES,
    bounds=Bounds(first=(1, 300_000)),
    cadence=Cadence("55 5 1 * *", 800),
    layers=(
        Layer(
            name="leefbaarheid",
            title="Leefbaarometer per buurt",
            title_en="Liveability index per neighbourhood",
            description="Score en dimensies van de Leefbaarometer bij de laatste meting.",
            theme="leefbaarheid",
            columns=SHOWN,
            scope=(BUURTEN, Scope("eerdere_meting", "meting", keep=("laatste",))),
            area="gebiedscode",
            geometry_from=("cbs_buurten", "buurtcode"),
            borrowed=("buurtnaam",),
            labels="buurtnaam",
            remarks=(REMARK,),
        ),
    ),
)
