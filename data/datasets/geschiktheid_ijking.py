"""M5, calibration: chances from BAG against what corporations tell, and a lift table made anew."""

from data import geschikt
from data.columns import breaks, figure, share
from data.columns import count as whole
from data.model import Bounds, Column, Dataset, Kind, Layer, Part, Role, Tier
from data.parameters import method_version
from data.partner import AGREEMENT

_LABEL = (
    *geschikt.BAG_PARTS,
    Part(dataset="corporatiewoningen", column="nultreden", many=True),
    Part(dataset="corporatiewoningen", column="sterren", many=True),
)

DATASET = Dataset(
    name="geschiktheid_ijking",
    title="IJking van de geschiktheid",
    title_en="Calibration of suitability",
    description=(
        "Kansen uit de BAG naast labels van corporaties: Brierscore, afwijking per type, "
        "betrouwbaarheid per kansklasse, en een lifttabel naar wat corporaties zeggen."
    ),
    publisher="Kadaster en woningcorporaties, bewerkt",
    licence=AGREEMENT,
    attribution="Kadaster (BAG), woningcorporaties",
    theme="woningen",
    tier=Tier.B,
    columns=(
        Column(
            name="soort",
            title="Tabel",
            title_en="Table",
            allowed=("totaal", "type", "kansklasse", "lifttabel"),
            role=Role.KEY,
        ),
        Column(name="groep", title="Groep", title_en="Group", role=Role.KEY),
        whole(
            "woningen",
            "Woningen of panden vergeleken",
            "Dwellings or buildings compared",
            "woningen",
            parts=(Part(dataset="corporatiewoningen", many=True),),
            description="In de lifttabel: panden waarvan een corporatie zegt of er een lift is.",
        ),
        share("voorspeld_pct", "Voorspeld", "Predicted", formula="gemiddelde kans", parts=_LABEL),
        share(
            "waargenomen_pct",
            "Volgens de corporatie",
            "According to the association",
            formula="aandeel met het label",
            parts=_LABEL,
        ),
        figure(
            "afwijking_punt",
            "Afwijking",
            "Bias",
            "procentpunt",
            unit_en="percentage points",
            kind=Kind.SIGNED,
            bounds=(-100, 100),
            formula="voorspeld - volgens de corporatie",
            parts=(Part(column="voorspeld_pct"), Part(column="waargenomen_pct")),
        ),
        figure(
            "brier",
            "Brierscore",
            "Brier score",
            "punten",
            kind=Kind.SCORE,
            bounds=(0, 1),
            description="0 is volmaakt; 0,25 is wat steeds 50% raden geeft.",
            classes=breaks(0, 0.05, 0.1, 0.2, 0.3),
            palette="viridis_r",
            formula="gemiddelde van (kans - label) in het kwadraat",
            parts=_LABEL,
        ),
        share(
            "lift_in_gebruik_pct",
            "P(lift) in gebruik",
            "P(lift) in use",
            formula="lifttabel van het register",
        ),
        share(
            "lift_herijkt_pct",
            "P(lift) herijkt",
            "P(lift) recalibrated",
            description="Een voorstel: het wordt nergens vanzelf gebruikt.",
            formula="(liften + k x P(lift) in gebruik) / (panden + k)",
            parts=(
                Part(dataset="corporatiewoningen", column="lift", many=True),
                Part(column="lift_in_gebruik_pct", weight="geschikt.ijk_k"),
            ),
        ),
    ),
    key=("soort", "groep"),
    inputs=geschikt.INPUTS,
    optional_inputs=(*geschikt.PARTNERS, geschikt.HEIGHTS),
    bounds=Bounds(first=(0, 1000)),
    method_version=method_version("geschikt"),
    layers=(
        Layer(
            name="ijking_geschiktheid",
            title="IJking van de geschiktheid",
            title_en="Calibration of suitability",
            description="Hoe goed de kansen kloppen met labels van corporaties.",
            theme="woningen",
            rows="alles",
            restricted=True,
            labels="groep",
            columns=(
                "soort",
                "groep",
                "woningen",
                "voorspeld_pct",
                "waargenomen_pct",
                "afwijking_punt",
                "brier",
                "lift_in_gebruik_pct",
                "lift_herijkt_pct",
            ),
            remarks=(
                "Alleen woningen van corporaties: andere woningen kunnen anders zijn.",
                "De herijkte lifttabel is een voorstel en wordt nergens vanzelf gebruikt.",
            ),
        ),
    ),
)
