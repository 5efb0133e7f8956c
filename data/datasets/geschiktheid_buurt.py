"""M5, suitability of existing dwellings per buurt: expected numbers (METHODS 9)."""

from data import geschikt
from data.columns import buurtcode
from data.model import Dataset, Layer
from data.parameters import method_version

DATASET = Dataset(
    name="geschiktheid_buurt",
    title="Geschiktheid van woningen per buurt",
    title_en="Suitability of dwellings per neighbourhood",
    description=(
        "Hoeveel woningen naar verwachting zonder treden bereikbaar en bewoonbaar zijn, geschikt "
        "voor rollator of rolstoel, of aan te passen."
    ),
    publisher="Kadaster, bewerkt",
    licence="CC0 1.0",
    attribution="Kadaster (BAG)",
    theme="woningen",
    columns=(
        buurtcode(),
        *geschikt.area_columns(),
    ),
    key=("buurtcode",),
    inputs=geschikt.INPUTS,
    optional_inputs=(*geschikt.PARTNERS, geschikt.HEIGHTS),
    method_version=method_version("geschikt"),
    layers=(
        Layer(
            name="geschiktheid",
            title="Geschiktheid van woningen",
            title_en="Suitability of dwellings",
            description="Verwachte nultreden-, rollator-, rolstoel- en aanpasbare woningen.",
            theme="woningen",
            columns=("buurtcode", *geschikt.SHOWN_OPEN),
            area="buurtcode",
            geometry_from=("cbs_buurten", "buurtcode"),
            borrowed=("buurtnaam",),
            labels="buurtnaam",
            remarks=(*geschikt.ABOUT, geschikt.NOT_THE_SAME),
        ),
        Layer(
            name="geschiktheid_besloten",
            title="Geschiktheid van woningen met partnergegevens",
            title_en="Suitability of dwellings with partner data",
            description="Als geschiktheid, maar labels en liften van corporaties gaan voor.",
            theme="woningen",
            columns=("buurtcode", *geschikt.SHOWN_CLOSED),
            area="buurtcode",
            geometry_from=("cbs_buurten", "buurtcode"),
            borrowed=("buurtnaam",),
            labels="buurtnaam",
            restricted=True,
            remarks=(*geschikt.ABOUT, geschikt.NOT_THE_SAME),
        ),
    ),
)
