"""M13, profile of every woonzorgzone: a row per indicator with its norm (METHODS 17).

Which indicators there are is data (`data/reference/woonzorgzone.toml`).
"""

from data.columns import figure
from data.datasets.woonzorgzone import AGREED, INPUTS, OPTIONAL, PUBLIC, REMARKS
from data.model import Bounds, Column, Dataset, Kind, Layer, Part, Role, Tier
from data.parameters import method_version

JUDGEMENTS = ("voldoet", "voldoet niet", "onbekend", "geen norm")
SHOWN = ("zone", "naam", "indicator", "titel", "waarde", "eenheid", "norm", "oordeel", "bron")


def _value(name: str, title: str, title_en: str, *parts: Part, **extra: object) -> Column:
    return figure(
        name,
        title,
        title_en,
        "zie eenheid",
        unit_en="see unit",
        kind=Kind.SIGNED,
        round_to=1,
        formula="som, gemiddelde of deel over de woningen van de zone, per indicator",
        parts=parts,
        **extra,
    )


DATASET = Dataset(
    name="woonzorgzone_profiel",
    title="Profiel van woonzorgzones",
    title_en="Profile of housing and care zones",
    description="Per zone een rij per indicator, met de norm en of de zone die haalt.",
    publisher="Gemeenten, OpenStreetMap en andere, bewerkt",
    licence="ODbL 1.0",
    attribution="© OpenStreetMap-bijdragers, Kadaster, CBS, gemeenten",
    theme="zorg",
    columns=(
        Column(name="zone", title="Zone", title_en="Zone", role=Role.KEY),
        Column(
            name="naam",
            title="Naam",
            title_en="Name",
            role=Role.NAME,
            tier=Tier.B,
            release=AGREED,
        ),
        Column(name="indicator", title="Indicator", title_en="Indicator", role=Role.KEY),
        Column(name="titel", title="Wat gemeten is", title_en="What is measured"),
        _value(
            "waarde",
            "Waarde",
            "Value",
            Part(dataset="cbs_kwb", column="inwoners", many=True),
            Part(dataset="loop_cel", column="w", many=True),
            Part(dataset="leeftijd_cel", column="inwoners_75plus", many=True),
        ),
        _value(
            "waarde_besloten",
            "Waarde uit besloten bronnen",
            "Value from closed sources",
            Part(dataset="corporatiecomplexen", column="woningen", many=True),
            Part(dataset="verzorgingsgebieden", column="dag_en_nacht", many=True),
            Part(dataset="vlekken", column="bijdrage_totaal", many=True),
            tier=Tier.B,
        ),
        Column(name="eenheid", title="Eenheid", title_en="Unit"),
        Column(name="norm", title="Norm", title_en="Norm"),
        Column(
            name="oordeel",
            title="Haalt de norm",
            title_en="Meets the norm",
            role=Role.CLASS,
            classes=tuple({"waarde": one} for one in JUDGEMENTS),
            palette="soorten",
        ),
        Column(name="openbaar", title="Wie het mag zien", title_en="Who may see it"),
        Column(name="bron", title="Bron", title_en="Source"),
    ),
    key=("zone", "indicator"),
    inputs=INPUTS,
    optional_inputs=OPTIONAL,
    bounds=Bounds(first=(0, 100_000)),
    method_version=method_version("zone"),
    layers=(
        Layer(
            name="woonzorgzones_profiel",
            title="Profiel van woonzorgzones",
            title_en="Profile of housing and care zones",
            description="Per zone en indicator de waarde, de norm en het oordeel.",
            theme="zorg",
            rows="alles",
            scope=(PUBLIC,),
            labels="naam",
            columns=SHOWN,
            remarks=REMARKS,
        ),
        Layer(
            name="woonzorgzones_profiel_besloten",
            title="Profiel van woonzorgzones, ook besloten",
            title_en="Profile of all zones, closed figures too",
            description="Alle zones met besloten cijfers; alleen voor de besloten omgeving.",
            theme="zorg",
            rows="alles",
            restricted=True,
            labels="naam",
            columns=(*SHOWN, "waarde_besloten", "openbaar"),
            remarks=REMARKS,
        ),
    ),
)
