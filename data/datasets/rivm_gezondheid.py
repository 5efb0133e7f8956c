"""RIVM Gezondheid per wijk en buurt: modelled shares with an interval, per age group.

Each table has its own indicators; a title of another table is another indicator, never an alias.
"""

from data.columns import breaks, share
from data.model import CBS_CODES, Bounds, Cadence, Column, Dataset, Layer, Role, Scope, Status

REMARK = "Modelschatting, geen telling; niet bedoeld om lokaal beleid te evalueren."


def _share(name: str, title: str, title_en: str, *sources: str) -> Column:
    return share(
        name, title, title_en, *sources, interval=True, classes=breaks(0, 10, 20, 30, 40, 50)
    )


DATASET = Dataset(
    name="rivm_gezondheid",
    title="Gezondheid per wijk en buurt",
    title_en="Health per neighbourhood",
    description="Modelschattingen van de Gezondheidsmonitor met 95%-interval: geen tellingen.",
    publisher="RIVM, GGD'en en CBS",
    licence="CC BY 4.0",
    attribution="Gezondheidsmonitor GGD'en, CBS en RIVM",
    source_url="https://dataderden.cbs.nl",
    theme="gezondheid",
    columns=(
        Column(
            name="gebiedscode",
            title="Code",
            title_en="Code",
            sources=("WijkenEnBuurten", "Codering"),
            pattern=r"^(GM[0-9]{4}|WK[0-9]{4}[0-9A-Z]{2}|BU[0-9]{4}[0-9A-Z]{4})$",
            required=True,
            role=Role.KEY,
        ),
        Column(
            name="leeftijd",
            title="Leeftijdsgroep",
            title_en="Age group",
            sources=("Leeftijd",),
            required=True,
            role=Role.KEY,
        ),
        _share(
            "langdurig_beperkt_pct", "Langdurig beperkt", "Long-term limited", "LangdurigBeperkt"
        ),
        _share(
            "hoog_risico_angststoornis_pct",
            "Hoog risico op angststoornis of depressie",
            "High risk of anxiety disorder or depression",
            "HoogRisicoAngststoornisOfDepressie",
        ),
        _share("sterk_eenzaam_pct", "Sterk eenzaam", "Severely lonely", "SterkEenzaam"),
        _share("lage_veerkracht_pct", "Lage veerkracht", "Low resilience", "LageVeerkracht"),
        _share(
            "ernstig_beperkt_pct",
            "Ernstig beperkt vanwege gezondheid",
            "Severely limited by health",
            "ErnstigBeperktVanwegeGezondheid",
        ),
        _share(
            "langdurig_ernstig_beperkt_pct",
            "Langdurig en ernstig beperkt",
            "Long-term and severely limited",
            "LangdurigErnstigBeperkt",
        ),
        _share(
            "hoog_risico_angst_pct",
            "Hoog risico op angst of depressie",
            "High risk of anxiety or depression",
            "HoogRisicoOpAngstOfDepressie",
        ),
        _share(
            "ernstig_eenzaam_pct",
            "Ernstig of zeer ernstig eenzaam",
            "Severely or very severely lonely",
            "ErnstigZeerErnstigEenzaam",
        ),
        _share(
            "zeer_lage_veerkracht_pct",
            "Zeer lage veerkracht",
            "Very low resilience",
            "ZeerLageVeerkracht",
        ),
        _share("sociaal_eenzaam_pct", "Sociaal eenzaam", "Socially lonely", "SociaalEenzaam"),
        _share("eenzaam_pct", "Eenzaam", "Lonely", "Eenzaam"),
        _share("mantelzorger_pct", "Mantelzorger", "Informal carer", "Mantelzorger"),
        _share("vrijwilligerswerk_pct", "Vrijwilligerswerk", "Volunteer work", "Vrijwilligerswerk"),
        _share(
            "moeite_rondkomen_pct",
            "Moeite met rondkomen",
            "Difficulty making ends meet",
            "MoeiteMetRondkomen",
        ),
    ),
    key=("gebiedscode", "leeftijd"),
    codes=CBS_CODES,
    value_status=Status.GESCHAT,
    scope=(
        Scope("optelrij", "gebiedscode", starts=("GM", "WK", "BU")),
        Scope("marge", "marge", keep=("MW00000",)),
        Scope("leeftijdsgroep", "leeftijd", keep=("20300", "53115", "80200")),
    ),
    # An edition holds one, two or three age groups; ten times fewer is a fault all the same.
    bounds=Bounds(first=(1, 100_000), shrink=0.3, grow=3.5),
    cadence=Cadence("10 5 * * 3", 400),
    layers=(
        Layer(
            name="gezondheid",
            title="Gezondheid per buurt (18+)",
            title_en="Health per neighbourhood (18+)",
            description="Modelschattingen voor volwassenen per buurt; het zijn geen tellingen.",
            theme="gezondheid",
            columns=(
                "gebiedscode",
                "leeftijd",
                "langdurig_beperkt_pct",
                "sterk_eenzaam_pct",
                "ernstig_eenzaam_pct",
                "moeite_rondkomen_pct",
                "vrijwilligerswerk_pct",
                "mantelzorger_pct",
            ),
            scope=(
                Scope("buurten", "gebiedscode", starts=("BU",)),
                Scope("volwassenen", "leeftijd", keep=("20300",)),
            ),
            area="gebiedscode",
            geometry_from=("cbs_buurten", "buurtcode"),
            borrowed=("buurtnaam",),
            labels="buurtnaam",
            remarks=(REMARK,),
        ),
        Layer(
            name="gezondheid_65plus",
            title="Gezondheid per buurt (65+)",
            title_en="Health per neighbourhood (65+)",
            description="Modelschattingen voor 65-plussers per buurt; het zijn geen tellingen.",
            theme="gezondheid",
            columns=(
                "gebiedscode",
                "leeftijd",
                "langdurig_beperkt_pct",
                "sterk_eenzaam_pct",
                "ernstig_eenzaam_pct",
                "mantelzorger_pct",
                "moeite_rondkomen_pct",
            ),
            scope=(
                Scope("buurten", "gebiedscode", starts=("BU",)),
                Scope("ouderen", "leeftijd", keep=("80200",)),
            ),
            area="gebiedscode",
            geometry_from=("cbs_buurten", "buurtcode"),
            borrowed=("buurtnaam",),
            labels="buurtnaam",
            remarks=(REMARK,),
        ),
    ),
)
