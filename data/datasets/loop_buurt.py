"""M6, walk access per buurt, weighted with residents of 65 and over (METHODS 10)."""

from data.columns import buurtcode, figure, share
from data.loopafstanden import CLASSES_W, DISTANCES, OFF_STREET
from data.model import Dataset, Kind, Layer, Part
from data.parameters import method_version

PARTS = (
    Part(dataset="osm_wegen", many=True),
    Part(dataset="locaties", many=True),
    Part(dataset="ov_haltes", many=True),
    Part(dataset="osm_vlakken", many=True),
    Part(dataset="leeftijd_cel", column="inwoners_65plus", many=True),
)

DATASET = Dataset(
    name="loop_buurt",
    title="Loopbereikbaarheid per buurt",
    title_en="Walk access per neighbourhood",
    description="Gemiddelde loopbereikbaarheid en aandelen van 65-plussers per buurt.",
    publisher="OpenStreetMap en andere, bewerkt",
    licence="ODbL 1.0",
    attribution="© OpenStreetMap-bijdragers, Kadaster, NDOV, IGJ, CBS",
    theme="omgeving",
    columns=(
        buurtcode(),
        figure(
            "w_65",
            "Loopbereikbaarheid van 65-plussers",
            "Walk access of residents 65+",
            "punten",
            kind=Kind.SCORE,
            bounds=(0, 100),
            classes=CLASSES_W,
            palette="viridis_r",
            formula=(
                "gemiddelde loopbereikbaarheid over de adressen, gewogen met inwoners van 65 jaar "
                "en ouder"
            ),
            parts=PARTS,
            interval=True,
        ),
        figure(
            "w_65_rollator",
            "Loopbereikbaarheid van 65-plussers met een rollator",
            "Walk access of residents 65+ with a rollator",
            "punten",
            kind=Kind.SCORE,
            bounds=(0, 100),
            classes=CLASSES_W,
            palette="viridis_r",
            formula="als de loopbereikbaarheid van 65-plussers, zonder trappen",
            parts=PARTS,
        ),
        share(
            "aandeel_65_w60_pct",
            "65-plussers met een loopbereikbaarheid van 60 of meer",
            "Residents 65+ with a walk access of 60 or more",
            palette="viridis_r",
            parts=PARTS,
        ),
        share(
            "aandeel_65_drietal_pct",
            "65-plussers met huisarts, apotheek en supermarkt binnen 800 m",
            "Residents 65+ with GP, pharmacy and supermarket within 800 m",
            palette="viridis_r",
            parts=PARTS,
        ),
        share(
            "aandeel_65_ontmoeting_500_pct",
            "65-plussers met een ontmoetingsplek binnen 500 m",
            "Residents 65+ with a meeting place within 500 m",
            palette="viridis_r",
            parts=PARTS,
        ),
        *DISTANCES,
        share(
            "niet_aangesloten_pct",
            "Adressen te ver van een weg",
            "Addresses too far from a street",
            parts=OFF_STREET,
        ),
    ),
    key=("buurtcode",),
    inputs=(
        "raster",
        "osm_wegen",
        "locaties",
        "bag_verblijfsobjecten",
        "cbs_buurten",
        "leeftijd_cel",
    ),
    optional_inputs=(
        "ov_haltes",
        "osm_vlakken",
        "osm_bestemmingen",
        "igj_apotheken",
        "cbs_nabijheid",
    ),
    method_version=method_version("loop"),
    layers=(
        Layer(
            name="loopbereikbaarheid_buurt",
            title="Loopbereikbaarheid per buurt",
            title_en="Walk access per neighbourhood",
            description="Loopbereikbaarheid gewogen naar inwoners van 65 jaar en ouder.",
            theme="omgeving",
            area="buurtcode",
            geometry_from=("cbs_buurten", "buurtcode"),
            borrowed=("buurtnaam",),
            labels="buurtnaam",
        ),
    ),
)
