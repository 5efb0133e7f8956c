"""M12, spread and mix of dwellings per buurt (METHODS 16)."""

from typing import Any

from data.columns import breaks, buurtcode, count, figure, share
from data.model import Column, Dataset, Kind, Layer, Part, Role, Tier
from data.parameters import method_version

PROXY = "Corporatiewoning is niet hetzelfde als sociale huurwoning; het is een benadering."
CHANGES = (
    ("nieuw", "nieuw in de lijst", "new in the list"),
    ("uit_bezit", "uit bezit", "left the stock"),
    ("geliberaliseerd", "geliberaliseerd", "liberalised"),
    ("duurder", "hogere sociale klasse", "higher social class"),
    ("goedkoper", "lagere klasse", "lower class"),
)
KWB = Part(column="corporatie_pct", dataset="cbs_kwb")
STOCK = Part(column="woningvoorraad", dataset="cbs_kwb")


def _closed(name: str, title: str, title_en: str, **extra: object) -> Column:
    return count(name, title, title_en, "woningen", tier=Tier.B, **extra)


def _quotient(name: str, title: str, title_en: str, group: str, **extra: Any) -> Column:
    """Share of a group here against that of the whole gemeente; closed."""
    return figure(
        name,
        f"Aandeel {title}, gemeente = 1",
        f"Location quotient of {title_en}",
        "maal",
        unit_en="times",
        kind=Kind.RATE,
        tier=Tier.B,
        classes=breaks(0, 0.5, 0.8, 1.2, 1.5, 2),
        palette="viridis_r",
        parts=(Part(column=group), Part(column="woningen")),
        **extra,
    )


def _change(cause: str, title: str, title_en: str) -> Column:
    return figure(
        f"laag_{cause}",
        f"Verandering goedkope voorraad: {title}",
        f"Change of cheap stock: {title_en}",
        "woningen",
        kind=Kind.SIGNED,
        type="int",
        tier=Tier.B,
        formula="woningen onder de grens in de vorige en in deze lijst, vergeleken per woning",
        parts=(Part(dataset="corporatiewoningen", column="huurklasse", many=True),),
    )


DATASET = Dataset(
    name="spreiding_buurt",
    title="Spreiding en menging per buurt",
    title_en="Spread and mix per neighbourhood",
    description=(
        "Aandeel corporatiewoningen ten opzichte van de hele gemeente, en hoe gemengd koop, "
        "corporatiehuur en andere huur zijn."
    ),
    publisher="CBS, bewerkt",
    licence="CC BY 4.0",
    attribution="CBS",
    theme="woningen",
    columns=(
        buurtcode(),
        count(
            "woningen",
            "Woningen",
            "Dwellings",
            "woningen",
            formula="woningvoorraad van CBS",
            parts=(STOCK,),
        ),
        count(
            "corporatiewoningen",
            "Corporatiewoningen",
            "Dwellings of housing associations",
            "woningen",
            type="float",
            round_to=5,
            formula="aandeel corporatie x woningvoorraad",
            parts=(KWB, STOCK),
        ),
        share("corporatie_pct", "Corporatiewoningen", "Owned by associations", parts=(KWB,)),
        share(
            "koop_pct",
            "Koopwoningen",
            "Owner-occupied",
            parts=(Part(column="koop_pct", dataset="cbs_kwb"),),
        ),
        share(
            "overig_huur_pct",
            "Andere huurwoningen",
            "Other rented dwellings",
            formula="huurwoningen - corporatiewoningen",
            parts=(Part(column="huur_pct", dataset="cbs_kwb"), KWB),
        ),
        Column(
            name="corporatiebuurt",
            title="Corporatiebuurt",
            title_en="Association neighbourhood",
            description="Meer dan twee derde van de woningen is van corporaties.",
            role=Role.CLASS,
            classes=({"waarde": "ja"}, {"waarde": "nee"}),
            palette="soorten",
        ),
        figure(
            "lq",
            "Aandeel corporatiewoningen, gemeente = 1",
            "Location quotient of association dwellings",
            "maal",
            unit_en="times",
            kind=Kind.RATE,
            classes=breaks(0, 0.5, 0.8, 1.2, 1.5, 2),
            palette="viridis_r",
            formula="(corporatiewoningen / woningen) / (hetzelfde van de hele gemeente)",
            parts=(Part(column="corporatiewoningen"), Part(column="woningen")),
        ),
        figure(
            "bijdrage_ongelijkheid_pct",
            "Bijdrage aan de ongelijke spreiding",
            "Contribution to dissimilarity",
            "%",
            kind=Kind.SHARE,
            bounds=(0, 100),
            formula="100 x 0,5 x |deel van de corporatiewoningen - deel van de andere woningen|",
            parts=(Part(column="corporatiewoningen"), Part(column="woningen")),
        ),
        figure(
            "menging",
            "Menging van koop, corporatie en andere huur",
            "Mix of tenures",
            "0 tot 1",
            unit_en="0 to 1",
            kind=Kind.RATE,
            bounds=(0, 1),
            classes=breaks(0, 0.2, 0.4, 0.6, 0.8),
            palette="viridis_r",
            formula="-som p ln p / ln 3",
            parts=(
                Part(column="koop_pct"),
                Part(column="corporatie_pct"),
                Part(column="overig_huur_pct"),
            ),
        ),
        _closed(
            "sociale_huur",
            "Sociale huurwoningen van corporaties",
            "Social rent of associations",
            formula="woningen met een huurklasse tot de huurtoeslaggrens",
            parts=(Part(dataset="corporatiewoningen", column="huurklasse", many=True),),
        ),
        _closed(
            "onder_kwaliteitskortingsgrens",
            "Woningen onder de kwaliteitskortingsgrens",
            "Dwellings below the lowest rent boundary",
            formula="woningen in de laagste huurklasse",
            parts=(Part(dataset="corporatiewoningen", column="huurklasse", many=True),),
        ),
        _quotient(
            "lq_sociaal",
            "sociale huur",
            "social rent",
            "sociale_huur",
            formula="(sociale huurwoningen / woningen) / (hetzelfde van de hele gemeente)",
        ),
        *(_change(*cause) for cause in CHANGES),
        _closed(
            "rolstoelwoningen",
            "Rolstoelgeschikte woningen van corporaties",
            "Wheelchair dwellings of associations",
            formula="woningen met drie sterren of meer, of een label dat zoveel sterren is",
            parts=(Part(dataset="corporatiewoningen", column="sterren", many=True),),
        ),
        _quotient(
            "lq_rolstoel",
            "rolstoelgeschikte woningen",
            "wheelchair dwellings",
            "rolstoelwoningen",
            formula="(rolstoelwoningen / woningen) / (hetzelfde van de hele gemeente)",
        ),
    ),
    key=("buurtcode",),
    inputs=("cbs_buurten", "cbs_kwb"),
    optional_inputs=("corporatiewoningen", "plaatsing", "bag_verblijfsobjecten"),
    method_version=method_version("spreiding"),
    layers=(
        Layer(
            name="spreiding",
            title="Spreiding en menging",
            title_en="Spread and mix",
            description="Waar corporatiewoningen staan en hoe gemengd een buurt is.",
            theme="woningen",
            area="buurtcode",
            geometry_from=("cbs_buurten", "buurtcode"),
            borrowed=("buurtnaam",),
            labels="buurtnaam",
            columns=(
                "buurtcode",
                "woningen",
                "corporatiewoningen",
                "corporatie_pct",
                "koop_pct",
                "overig_huur_pct",
                "corporatiebuurt",
                "lq",
                "bijdrage_ongelijkheid_pct",
                "menging",
            ),
            remarks=(PROXY,),
        ),
        Layer(
            name="spreiding_besloten",
            title="Spreiding van sociale huur en rolstoelwoningen",
            title_en="Spread of social rent and wheelchair dwellings",
            description=(
                "Sociale huurwoningen en goedkope voorraad per buurt, met wat er sinds een jaar "
                "veranderde, en rolstoelgeschikte woningen; alleen voor de besloten omgeving."
            ),
            theme="woningen",
            area="buurtcode",
            geometry_from=("cbs_buurten", "buurtcode"),
            borrowed=("buurtnaam",),
            labels="buurtnaam",
            restricted=True,
            columns=(
                "buurtcode",
                "woningen",
                "sociale_huur",
                "onder_kwaliteitskortingsgrens",
                "lq_sociaal",
                *(f"laag_{cause}" for cause, _, _ in CHANGES),
                "rolstoelwoningen",
                "lq_rolstoel",
            ),
            remarks=("Alleen woningen van corporaties die hun lijst leverden.",),
        ),
    ),
)
