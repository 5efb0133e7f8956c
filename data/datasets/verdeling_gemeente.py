"""M14, fair share over the gemeenten of the profile (METHODS 18, reading 66)."""

from data.clienten import many
from data.columns import breaks, count, figure, gemeentecode, name, share
from data.model import Bounds, Dataset, Kind, Layer, Part, Tier
from data.parameters import method_version
from data.partner import closed_layer

REST = "grootste rest, bij gelijke rest de grootste sleutel en dan de laagste code"

COLUMNS = (
    gemeentecode(),
    name("gemeentenaam", "Gemeente", "Municipality"),
    count(
        "inwoners",
        "Inwoners",
        "Residents",
        "inwoners",
        parts=(Part(dataset="cbs_kwb", column="inwoners"),),
        formula="inwoners volgens CBS",
    ),
    share(
        "sleutel_pct",
        "Deel van de inwoners van de regio",
        "Share of the residents of the region",
        formula="inwoners / inwoners van alle gemeenten van de regio",
        parts=(Part(column="inwoners"),),
    ),
    count(
        "aandeel_plaatsen",
        "Eerlijk deel van het open totaal",
        "Fair share of the open total",
        "plaatsen",
        classes=breaks(0, 100, 250, 500, 750),
        palette="viridis_r",
        description="Zonder totaal in het profiel: van elke 1.000 plaatsen.",
        formula=f"verdeling.totaal × deel van de inwoners; hele plaatsen door {REST}",
        parts=(Part(column="sleutel_pct"),),
    ),
    count(
        "doel",
        "Eerlijk deel van de behoefte",
        "Fair share of the need",
        "plaatsen",
        tier=Tier.C,
        round_to=5,
        formula=f"behoefte van de regio × sleutel; hele plaatsen door {REST}",
        parts=(Part(column="inwoners"), *many("uitstroom", "behoefte")),
    ),
    count(
        "gerealiseerd",
        "Geplaatst",
        "Placed",
        "plaatsen",
        tier=Tier.C,
        minimum=5,
        round_to=5,
        formula="som van de plaatsingen in de gemeente",
        parts=many("uitstroom", "geplaatst"),
    ),
    figure(
        "realisatie",
        "Geplaatst ten opzichte van het deel",
        "Placed against the share",
        "plaatsen per plaats",
        unit_en="places per place",
        kind=Kind.RATE,
        tier=Tier.C,
        formula="geplaatst / eerlijk deel van de behoefte",
        parts=(Part(column="gerealiseerd"), Part(column="doel")),
    ),
    figure(
        "geplaatst_per_1000",
        "Geplaatst per 1.000 inwoners",
        "Placed per 1,000 residents",
        "per 1.000 inwoners",
        kind=Kind.RATE,
        tier=Tier.C,
        formula="1.000 × geplaatst / inwoners",
        parts=(Part(column="gerealiseerd"), Part(column="inwoners")),
    ),
    figure(
        "plaatsen_per_1000",
        "Plaatsen beschermd wonen en tussenvormen per 1.000 inwoners",
        "Sheltered and intermediate places per 1,000 residents",
        "per 1.000 inwoners",
        kind=Kind.RATE,
        tier=Tier.C,
        formula="1.000 × plaatsen / inwoners",
        parts=(*many("tussenvormen", "plaatsen"), Part(column="inwoners")),
    ),
    figure(
        "ongelijkheid_d",
        "Ongelijkheid van de verdeling in de regio",
        "Unevenness over the region",
        "aandeel",
        unit_en="share",
        kind=Kind.RATE,
        bounds=(0, 1),
        tier=Tier.C,
        description="Gelijk voor alle gemeenten: 0 is verdeeld zoals de inwoners.",
        formula="0,5 × som |geplaatst / som geplaatst - inwoners / som inwoners|",
        parts=(Part(column="gerealiseerd"), Part(column="inwoners")),
    ),
)

DATASET = Dataset(
    name="verdeling_gemeente",
    title="Verdeling over gemeenten",
    title_en="Fair share between municipalities",
    description=(
        "Een totaal aan plaatsen verdeeld over de gemeenten van de regio naar inwoners, tegenover "
        "wat er is geplaatst."
    ),
    publisher="CBS, bewerkt",
    licence="CC BY 4.0",
    attribution="CBS",
    theme="opgave",
    columns=COLUMNS,
    key=("gemeentecode",),
    inputs=("cbs_kwb",),
    optional_inputs=(
        "cbs_gemeenten",
        "uitstroom",
        "toewijzingen",
        "tussenvormen",
        "gebiedsindeling",
    ),
    bounds=Bounds(first=(0, 500)),  # a table of key figures may hold no gemeenten
    method_version=method_version("verdeling"),
    layers=(
        Layer(
            name="verdeling",
            title="Verdeling over gemeenten",
            title_en="Fair share between municipalities",
            description="Een totaal aan plaatsen, verdeeld naar inwoners.",
            theme="opgave",
            columns=("gemeentecode", "gemeentenaam", "inwoners", "sleutel_pct", "aandeel_plaatsen"),
            area="gemeentecode",
            geometry_from=("cbs_gemeenten", "gemeentecode"),
            minzoom=6,
            labels="gemeentenaam",
            remarks=("Rekenregel, geen afspraak: gemeenten spreken zelf een verdeling af.",),
        ),
        closed_layer(
            "verdeling_besloten",
            "Verdeling over gemeenten, met plaatsingen",
            "Fair share between municipalities, with placements",
            "opgave",
            *(column.name for column in COLUMNS),
            area="gemeentecode",
            geometry_from=("cbs_gemeenten", "gemeentecode"),
            labels="gemeentenaam",
        ),
    ),
)
