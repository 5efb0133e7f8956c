"""M5, suitability of existing dwellings per wijk: sums over dwellings, as per buurt (METHODS 9)."""

from data import geschikt
from data.columns import wijkcode
from data.model import Dataset, Layer
from data.parameters import method_version

DATASET = Dataset(
    name="geschiktheid_wijk",
    title="Geschiktheid van woningen per wijk",
    title_en="Suitability of dwellings per district",
    description=(
        "Hoeveel woningen naar verwachting zonder treden bereikbaar en bewoonbaar zijn, geschikt "
        "voor rollator of rolstoel, of aan te passen."
    ),
    publisher="Kadaster, bewerkt",
    licence="CC0 1.0",
    attribution="Kadaster (BAG)",
    theme="woningen",
    columns=(wijkcode(), *geschikt.area_columns()),
    key=("wijkcode",),
    inputs=geschikt.INPUTS,
    optional_inputs=(*geschikt.PARTNERS, geschikt.HEIGHTS, "cbs_wijken"),
    method_version=method_version("geschikt"),
    layers=(
        Layer(
            name="geschiktheid_per_wijk",
            title="Geschiktheid van woningen per wijk",
            title_en="Suitability of dwellings per district",
            description="Verwachte nultreden-, rollator-, rolstoel- en aanpasbare woningen.",
            theme="woningen",
            columns=("wijkcode", *geschikt.SHOWN_OPEN),
            area="wijkcode",
            geometry_from=("cbs_wijken", "wijkcode"),
            borrowed=("wijknaam",),
            labels="wijknaam",
            remarks=(*geschikt.ABOUT, geschikt.NOT_THE_SAME),
        ),
        Layer(
            name="geschiktheid_wijk_besloten",
            title="Geschiktheid van woningen per wijk met partnergegevens",
            title_en="Suitability of dwellings per district with partner data",
            description="Als per wijk, maar labels en liften van corporaties gaan voor.",
            theme="woningen",
            columns=("wijkcode", *geschikt.SHOWN_CLOSED),
            area="wijkcode",
            geometry_from=("cbs_wijken", "wijkcode"),
            borrowed=("wijknaam",),
            labels="wijknaam",
            restricted=True,
            remarks=(*geschikt.ABOUT, geschikt.NOT_THE_SAME),
        ),
    ),
)
