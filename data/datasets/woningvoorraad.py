"""Housing stock per buurt from BAG: number, type, area and age of dwellings."""

from data.columns import breaks, buurtcode, count, figure, share
from data.model import Dataset, Kind, Layer, Part

HOMES = (Part(dataset="bag_verblijfsobjecten", many=True),)

DATASET = Dataset(
    name="woningvoorraad",
    title="Woningvoorraad per buurt",
    title_en="Dwelling stock per neighbourhood",
    description=(
        "Verblijfsobjecten met woonfunctie die in gebruik of tijdelijk buiten gebruik zijn, "
        "per buurt."
    ),
    publisher="Kadaster, bewerkt",
    licence="CC0 1.0",
    attribution="Kadaster",
    theme="woningen",
    columns=(
        buurtcode(),
        count(
            "woningen",
            "Woningen",
            "Dwellings",
            "woningen",
            classes=breaks(0, 250, 500, 1000, 2000),
            palette="viridis_r",
            parts=HOMES,
        ),
        share(
            "meergezins_pct",
            "In een gebouw met meer woningen",
            "In a building with several dwellings",
            palette="viridis_r",
            parts=(*HOMES, Part(dataset="bag_panden", many=True)),
        ),
        figure(
            "oppervlakte_mediaan_m2",
            "Oppervlakte (mediaan)",
            "Floor area (median)",
            "m²",
            kind=Kind.AMOUNT,
            classes=breaks(0, 60, 80, 100, 120, 150),
            palette="viridis_r",
            parts=HOMES,
        ),
        figure(
            "bouwjaar_mediaan",
            "Bouwjaar (mediaan)",
            "Building year (median)",
            "jaar",
            kind=Kind.SIGNED,
            type="int",
            classes=breaks(1000, 1945, 1965, 1985, 2005),
            palette="viridis_r",
            parts=(*HOMES, Part(dataset="bag_panden", many=True)),
        ),
    ),
    key=("buurtcode",),
    inputs=("bag_verblijfsobjecten", "cbs_buurten"),
    optional_inputs=("bag_panden",),
    method_version="1.0",
    layers=(
        Layer(
            name="woningvoorraad_buurt",
            title="Woningvoorraad",
            title_en="Dwelling stock",
            description="Woningen per buurt volgens de BAG.",
            theme="woningen",
            area="buurtcode",
            geometry_from=("cbs_buurten", "buurtcode"),
            borrowed=("buurtnaam",),
            labels="buurtnaam",
        ),
    ),
)
