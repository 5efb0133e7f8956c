"""M12, evenness and mix per gemeente, at the level of buurten and of wijken (METHODS 16)."""

from data.columns import count, figure, gemeentecode, share
from data.model import Column, Dataset, Kind, Layer, Part, Role, Tier
from data.parameters import method_version

PROXY = "Corporatiewoning is niet hetzelfde als sociale huurwoning; het is een benadering."


def _evenness(name: str, title: str, title_en: str, part: str, **extra: object) -> Column:
    return share(
        name,
        title,
        title_en,
        description=(
            "Deel dat zou moeten verhuizen om even verspreid te zijn als de andere woningen; "
            "0 is gelijk verspreid."
        ),
        formula="100 x 0,5 x som |s/S - o/O| over de gebieden, o de andere woningen",
        parts=(Part(column=part, dataset="spreiding_buurt", many=True),),
        **extra,
    )


DATASET = Dataset(
    name="spreiding_gemeente",
    title="Spreiding en menging van de gemeente",
    title_en="Spread and mix of the municipality",
    description=(
        "Hoe gelijk corporatiewoningen over buurten en over wijken zijn verspreid, en hoe gemengd "
        "de gemeente als geheel is."
    ),
    publisher="CBS, bewerkt",
    licence="CC BY 4.0",
    attribution="CBS",
    theme="woningen",
    columns=(
        gemeentecode(sources=()),
        Column(
            name="niveau",
            title="Niveau",
            title_en="Level",
            description="buurt of wijk: de uitkomst hangt af van de grootte van de gebieden",
            role=Role.NOTE,  # one gemeente has a row per level: a reader tells them apart by it
        ),
        _evenness(
            "ongelijkheid_pct",
            "Ongelijke spreiding van corporatiewoningen",
            "Dissimilarity of association dwellings",
            "corporatiewoningen",
        ),
        count(
            "gebieden",
            "Gebieden die meetellen",
            "Areas that count",
            "gebieden",
            unit_en="areas",
            parts=(Part(dataset="spreiding_buurt", column="woningen", many=True),),
        ),
        share(
            "niet_meegeteld_pct",
            "Woningen in gebieden zonder cijfer",
            "Dwellings in areas without a figure",
            parts=(Part(dataset="spreiding_buurt", column="woningen", many=True),),
        ),
        share(
            "corporatie_pct",
            "Corporatiewoningen",
            "Owned by associations",
            formula="som corporatiewoningen / som woningen",
            parts=(
                Part(dataset="spreiding_buurt", column="corporatiewoningen", many=True),
                Part(dataset="spreiding_buurt", column="woningen", many=True),
            ),
        ),
        figure(
            "menging",
            "Menging van koop, corporatie en andere huur",
            "Mix of tenures",
            "0 tot 1",
            unit_en="0 to 1",
            kind=Kind.RATE,
            bounds=(0, 1),
            formula="-som p ln p / ln 3 over de woningen van alle gebieden samen",
            parts=(Part(dataset="spreiding_buurt", column="menging", many=True),),
        ),
        _evenness(
            "ongelijkheid_sociaal_pct",
            "Ongelijke spreiding van sociale huur",
            "Dissimilarity of social rent",
            "sociale_huur",
            tier=Tier.B,
        ),
        _evenness(
            "ongelijkheid_goedkoop_pct",
            "Ongelijke spreiding van goedkope huur",
            "Dissimilarity of the cheapest rent",
            "onder_kwaliteitskortingsgrens",
            tier=Tier.B,
        ),
        _evenness(
            "ongelijkheid_rolstoel_pct",
            "Ongelijke spreiding van rolstoelgeschikte woningen",
            "Dissimilarity of wheelchair dwellings",
            "rolstoelwoningen",
            tier=Tier.B,
        ),
    ),
    key=("gemeentecode", "niveau"),
    inputs=("spreiding_buurt", "cbs_buurten"),
    method_version=method_version("spreiding"),
    layers=(
        Layer(
            name="spreiding_van_gemeente",
            title="Spreiding en menging van de gemeente",
            title_en="Spread and mix of the municipality",
            description="Ongelijke spreiding en menging, op buurt- en wijkniveau.",
            theme="woningen",
            rows="alles",
            area="gemeentecode",
            geometry_from=("cbs_gemeenten", "gemeentecode"),
            borrowed=("gemeentenaam",),
            labels="gemeentenaam",
            columns=(
                "gemeentecode",
                "niveau",
                "ongelijkheid_pct",
                "gebieden",
                "niet_meegeteld_pct",
                "corporatie_pct",
                "menging",
            ),
            remarks=(PROXY, "Vergelijk alleen cijfers van hetzelfde niveau."),
        ),
        Layer(
            name="spreiding_van_gemeente_besloten",
            title="Spreiding van sociale huur en rolstoelwoningen in de gemeente",
            title_en="Spread of social rent and wheelchair dwellings in the municipality",
            description=(
                "Ongelijke spreiding van sociale en goedkope huur en van rolstoelgeschikte "
                "woningen; alleen voor de besloten omgeving."
            ),
            theme="woningen",
            rows="alles",
            restricted=True,
            area="gemeentecode",
            geometry_from=("cbs_gemeenten", "gemeentecode"),
            borrowed=("gemeentenaam",),
            labels="gemeentenaam",
            columns=(
                "gemeentecode",
                "niveau",
                "ongelijkheid_sociaal_pct",
                "ongelijkheid_goedkoop_pct",
                "ongelijkheid_rolstoel_pct",
            ),
        ),
    ),
)
