"""M6, walk access for older people per 100 m cell (METHODS 10)."""

from data.columns import breaks, count, figure, share
from data.loopafstanden import CLASSES_W, DISTANCES, OFF_STREET
from data.model import VIERKANT, Column, Dataset, Kind, Layer, Part, Role
from data.parameters import method_version

KLASSEN = tuple(
    Column(
        name=f"klasse_{column.name.split('_')[1]}",
        title=f"{column.title}, klasse",
        title_en=f"{column.title_en}, class",
        description="goed tot 300 m, redelijk tot 500 m, matig tot 800 m, anders slecht",
        role=Role.CLASS,
        classes=tuple({"waarde": word} for word in ("goed", "redelijk", "matig", "slecht")),
        palette="ylgnbu",
    )
    for column in DISTANCES
)


def _minutes(name: str, title: str, title_en: str, speed: str) -> Column:
    return figure(
        name,
        title,
        title_en,
        "minuten",
        kind=Kind.RATE,
        bounds=(0, 60),
        classes=breaks(0, 5, 10, 15, 20),
        palette="ylgnbu",
        round_to=1,
        formula=f"loopafstand / {speed} m/s",
        parts=(Part(dataset="osm_wegen", many=True), Part(dataset="locaties", many=True)),
    )


MINUTES = (
    _minutes(
        "looptijd_supermarkt_min",
        "Looptijd naar de supermarkt",
        "Walking time to the supermarket",
        "0,92",
    ),
    _minutes(
        "looptijd_supermarkt_rollator_min",
        "Looptijd naar de supermarkt met een rollator",
        "Walking time to the supermarket with a rollator",
        "0,80",
    ),
)
PARTS = (
    Part(dataset="osm_wegen", many=True),
    Part(dataset="locaties", many=True),
    Part(dataset="ov_haltes", many=True),
    Part(dataset="osm_vlakken", many=True),
)

DATASET = Dataset(
    name="loop_cel",
    title="Loopbereikbaarheid per vak",
    title_en="Walk access per cell",
    description=(
        "Hoe ver oudere inwoners lopen naar winkels, zorg, ontmoeting, halte en groen, en het "
        "gewogen cijfer daarvan."
    ),
    publisher="OpenStreetMap en andere, bewerkt",
    licence="ODbL 1.0",
    attribution="© OpenStreetMap-bijdragers, Kadaster, NDOV, IGJ",
    theme="omgeving",
    geometry="MultiPolygon",
    columns=(
        Column(name="vierkant", title="Vak", title_en="Cell", pattern=VIERKANT, role=Role.KEY),
        figure(
            "w",
            "Loopbereikbaarheid",
            "Walk access",
            "punten",
            kind=Kind.SCORE,
            bounds=(0, 100),
            classes=CLASSES_W,
            palette="viridis_r",
            formula="100 × Σ gewicht × f(afstand) / Σ gewicht; f = 1 tot 300 m, 0 vanaf 800 m",
            parts=PARTS,
            interval=True,
        ),
        Column(
            name="w_reden",
            title="Waarom geen loopbereikbaarheid",
            title_en="Why no walk access",
        ),
        figure(
            "w_rollator",
            "Loopbereikbaarheid met een rollator",
            "Walk access with a rollator",
            "punten",
            kind=Kind.SCORE,
            bounds=(0, 100),
            classes=CLASSES_W,
            palette="viridis_r",
            formula="als de loopbereikbaarheid, zonder trappen",
            parts=PARTS,
        ),
        *DISTANCES,
        *KLASSEN,
        *MINUTES,
        count("adressen", "Woonadressen", "Dwelling addresses", "adressen", parts=OFF_STREET[:1]),
        share(
            "niet_aangesloten_pct",
            "Adressen te ver van een weg",
            "Addresses too far from a street",
            parts=OFF_STREET,
        ),
    ),
    key=("vierkant",),
    inputs=("raster", "osm_wegen", "locaties", "bag_verblijfsobjecten"),
    optional_inputs=("ov_haltes", "osm_vlakken", "osm_bestemmingen", "igj_apotheken"),
    method_version=method_version("loop"),
    layers=(
        Layer(
            name="loopbereikbaarheid",
            title="Loopbereikbaarheid",
            title_en="Walk access",
            description=(
                "Loopafstanden en het gewogen cijfer (0 tot 100, hoog is goed) per vak van "
                "100 meter."
            ),
            theme="omgeving",
            rows="alles",
            minzoom=10,
            labels="vierkant",
            columns=(
                "vierkant",
                "w",
                "w_reden",
                "w_rollator",
                *(c.name for c in DISTANCES),
                *(c.name for c in KLASSEN),
                *(c.name for c in MINUTES),
                "adressen",
                "niet_aangesloten_pct",
            ),
            remarks=(
                "Openingstijden, hellingen en sociale veiligheid zitten niet in de "
                "loopbereikbaarheid.",
            ),
        ),
    ),
)
