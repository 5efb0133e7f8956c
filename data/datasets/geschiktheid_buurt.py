"""M5, suitability of existing dwellings per buurt: expected numbers (METHODS 9)."""

from data import geschikt
from data.columns import buurtcode
from data.model import Column, Dataset, Layer, Role
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
        *geschikt.size(),
        *geschikt.sums(),
        Column(
            name="begrip_levensloop",
            title="Begrip levensloopbestendig",
            title_en="Definition of lifetime home",
            description="Naam, versie en datum van het vastgestelde begrip.",
            role=Role.NOTE,
        ),
        *geschikt.sums(geschikt.PREFIX, open_=False),
        *geschikt.lifetime(),
    ),
    key=("buurtcode",),
    inputs=("bag_verblijfsobjecten", "bag_panden", "cbs_buurten"),
    optional_inputs=("corporatiewoningen", "corporatiecomplexen", "plaatsing"),
    method_version=method_version("geschikt"),
    layers=(
        Layer(
            name="geschiktheid",
            title="Geschiktheid van woningen",
            title_en="Suitability of dwellings",
            description="Verwachte nultreden-, rollator-, rolstoel- en aanpasbare woningen.",
            theme="woningen",
            columns=(
                "buurtcode",
                "aandeel_nultreden_pct",
                "nultreden",
                "twee_sterren",
                "vier_sterren",
                "aanpasbaar",
                "woningen",
                "beoordeeld",
                "begrip_levensloop",
            ),
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
            columns=(
                "buurtcode",
                *(f"{geschikt.PREFIX}{name}" for name in geschikt.FIGURES),
                *geschikt.LIFETIME,
                "woningen",
                "begrip_levensloop",
            ),
            area="buurtcode",
            geometry_from=("cbs_buurten", "buurtcode"),
            borrowed=("buurtnaam",),
            labels="buurtnaam",
            restricted=True,
            remarks=(*geschikt.ABOUT, geschikt.NOT_THE_SAME),
        ),
    ),
)
