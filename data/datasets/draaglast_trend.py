"""Trend of M1 per buurt: classes per year on one fixed reference (METHODS 3.4 and 5)."""

from data.columns import buurtcode, name, year_of_row
from data.draaglast import KLASSEN, NIVEAUS, REMARKS, class_column
from data.draaglast_onderdelen import points
from data.model import Bounds, Column, Dataset, Layer, Part
from data.parameters import method_version

SHOWN = ("klasse", "draaglast", "draagkracht")
SOURCES = ("cbs_kwb", "rivm_gezondheid", "ses_woa", "leefbaarometer")

DATASET = Dataset(
    name="draaglast_trend",
    title="Draaglast en draagkracht door de jaren",
    title_en="Support load and capacity over the years",
    description=(
        "Klasse per buurt en jaar, met in elk jaar dezelfde indicatoren en dezelfde vaste "
        "landelijke referentie."
    ),
    publisher="CBS, RIVM en andere, bewerkt",
    licence="CC BY 4.0",
    attribution="CBS, Gezondheidsmonitor GGD'en, RIVM, Politie, Leefbaarometer",
    theme="draaglast",
    columns=(
        buurtcode(),
        name("buurtnaam", "Buurt", "Neighbourhood"),
        year_of_row(),
        class_column(
            "klasse",
            "Draaglast en draagkracht",
            "Support load and capacity",
            KLASSEN,
            Part(column="draaglast"),
            Part(column="draagkracht"),
        ),
        *(
            class_column(
                column,
                title,
                title_en,
                NIVEAUS,
                *(Part(dataset=source, many=True) for source in SOURCES),
                formula="als in draaglast per buurt, met de indicatoren die elk jaar er zijn",
            )
            for column, title, title_en in (
                ("draaglast", "Draaglast", "Support load"),
                ("draagkracht", "Draagkracht", "Capacity"),
            )
        ),
        Column(
            name="draaglast_sinds_begin",
            title="Draaglast sinds het eerste jaar: hoger, gelijk of lager",
            title_en="Support load since the first year: higher, equal or lower",
        ),
        Column(
            name="reeksbreuk",
            title="Reeksbreuk: ruim een tiende van de adressen hoorde toen bij een ander gebied",
            title_en="Series break: over a tenth of the addresses were in another area then",
        ),
        *(
            points(name_, title, title_en, parts=tuple(Part(dataset=s, many=True) for s in SOURCES))
            for name_, title, title_en in (
                ("d_punten", "T-punten draaglast", "T-points support load"),
                ("k_punten", "T-punten draagkracht", "T-points capacity"),
            )
        ),
    ),
    key=("buurtcode", "jaar"),
    bounds=Bounds(first=(0, 10_000_000)),  # no year may have enough of the same indicators
    inputs=("cbs_kwb", "cbs_buurten"),
    optional_inputs=(
        "rivm_gezondheid",
        "leeftijd_buurt",
        "loop_buurt",
        "ses_woa",
        "politie_misdrijven",
        "politie_overlast",
        "leefbaarometer",
        "bag_verblijfsobjecten",
    ),
    method_version=method_version("draaglast"),
    layers=(
        Layer(
            name="draaglast_door_de_jaren",
            title="Draaglast en draagkracht door de jaren",
            title_en="Support load and capacity over the years",
            description="Klasse per buurt en jaar; een tabel, want een gebied komt vaker voor.",
            theme="draaglast",
            area="buurtcode",
            labels="buurtnaam",
            columns=(
                "buurtcode",
                "buurtnaam",
                "jaar",
                *SHOWN,
                "draaglast_sinds_begin",
                "reeksbreuk",
            ),
            remarks=REMARKS,
        ),
        Layer(
            name="draaglast_door_de_jaren_besloten",
            title="Draaglast en draagkracht door de jaren, met cijfers",
            title_en="Support load and capacity over the years, with figures",
            description="T-punten per buurt en jaar; alleen voor de besloten omgeving.",
            theme="draaglast",
            area="buurtcode",
            labels="buurtnaam",
            columns=("buurtcode", "buurtnaam", "jaar", "klasse", "d_punten", "k_punten"),
            remarks=REMARKS,
            restricted=True,
        ),
    ),
)
