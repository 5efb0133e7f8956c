"""M2: residents of 65, 75 and 80 and over per wijk, the sum of its buurten (METHODS 6)."""

from data import bevolking
from data.columns import wijkcode
from data.model import Dataset, Part
from data.parameters import method_version

_MADE_FROM = {
    name: (Part(dataset="bevolking_buurt", column=f"inwoners_{name}", many=True),)
    for name, _, _ in bevolking.MEASURES
}

DATASET = Dataset(
    name="bevolking_wijk",
    title="Ouderen per wijk, nu en later",
    title_en="Older people per district, now and later",
    description=(
        "Inwoners van 65, 75 en 80 jaar en ouder in het basisjaar, 2030, 2035 en 2040: de som van "
        "de buurten van de wijk."
    ),
    publisher="CBS, bewerkt",
    licence="CC BY 4.0",
    attribution="CBS",
    theme="bevolking",
    columns=(
        wijkcode(),
        bevolking.year(),
        *bevolking.people(_MADE_FROM),
        bevolking.growth(),
        *bevolking.new_homes(added_up=True),
    ),
    key=("wijkcode", "jaar"),
    inputs=("bevolking_buurt", "cbs_buurten", "cbs_kwb"),
    method_version=method_version("bevolking"),
    layers=(
        *bevolking.maps(
            "wijk",
            "district",
            bevolking.shown("wijkcode", error=False),
            geometry_from=("cbs_wijken", "wijkcode"),
            borrowed=("wijknaam",),
            labels="wijknaam",
            remarks=(
                *bevolking.REMARKS,
                "Interval: de lage en de hoge varianten van de buurten opgeteld, dus ruim.",
            ),
        ),
        bevolking.with_plans("wijk", "district", "wijkcode"),
    ),
)
