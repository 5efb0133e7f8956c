"""M5 per complex of a corporation: what is fit, what is to do, at what cost (METHODS 9).

With the wijk of each complex these rows answer, for any two wijken, which complexes, how many
dwellings, at what cost and where next (`pipelines.indicators.geschikt_kosten.compare_wijken`).
"""

from data import geschikt
from data.columns import buurtcode, figure, wijkcode
from data.model import Bounds, Column, Dataset, Kind, Layer, Part, Role, Tier
from data.parameters import method_version
from data.partner import AGREEMENT

_COST = Part(dataset="prijstabel", column="prijs_euro", many=True)

DATASET = Dataset(
    name="geschiktheid_complex",
    title="Geschiktheid van complexen",
    title_en="Suitability of housing complexes",
    description=(
        "Per complex met ten minste tien woningen: verwachte geschikte woningen, wat nog te doen "
        "is en wat dat kost volgens de prijstabel van de corporatie."
    ),
    publisher="Kadaster en woningcorporaties, bewerkt",
    licence=AGREEMENT,
    attribution="Kadaster (BAG), woningcorporaties",
    theme="woningen",
    tier=Tier.B,
    geometry="MultiPolygon",
    columns=(
        Column(name="corporatie", title="Corporatie", title_en="Association", role=Role.KEY),
        Column(name="complex_id", title="Complex", title_en="Complex", role=Role.KEY),
        Column(name="naam", title="Naam", title_en="Name", role=Role.NAME),
        buurtcode(role=Role.NOTE, description="De buurt met de meeste woningen van het complex."),
        wijkcode(role=Role.NOTE, description="De wijk met de meeste woningen van het complex."),
        *geschikt.size(),
        *geschikt.sums(open_=False),
        geschikt.definition(),
        *geschikt.lifetime(),
        geschikt.expected(
            "te_doen",
            "Woningen waar een maatregel nodig is (verwacht)",
            "Dwellings that need a measure (expected)",
            description=(
                "Wat de maatregelen tellen: geen twee sterren, of een badkamer waarvan niet bekend "
                "is dat die aanpasbaar is. Dit is niet het begrip levensloopbestendig."
            ),
            formula="som van 1 - P(twee sterren) x (badkamer bekend als aanpasbaar)",
            parts=(
                Part(column="twee_sterren"),
                Part(dataset="corporatiewoningen", column="badkamer_aanpasbaar", many=True),
            ),
        ),
        figure(
            "kosten_euro",
            "Kosten levensloopgeschikt",
            "Cost of adaptation",
            "euro",
            kind=Kind.AMOUNT,
            formula="som van aantal x prijs over de maatregelen",
            parts=(_COST, *geschikt.PARTNER_PARTS),
        ),
        figure(
            "kosten_per_woning_euro",
            "Kosten per woning waar een maatregel nodig is",
            "Cost per dwelling that needs a measure",
            "euro",
            kind=Kind.AMOUNT,
            formula="kosten / woningen waar een maatregel nodig is",
            parts=(Part(column="kosten_euro"), Part(column="te_doen")),
        ),
        Column(name="prijsjaren", title="Prijsjaar", title_en="Price year"),
        Column(
            name="toonbaar",
            title="Groot genoeg om te tonen",
            title_en="Large enough to show",
            allowed=("ja", "nee"),
        ),
    ),
    key=("corporatie", "complex_id"),
    inputs=geschikt.INPUTS,
    optional_inputs=(*geschikt.PARTNERS, geschikt.HEIGHTS, "prijstabel"),
    bounds=Bounds(first=(0, 1_000_000)),
    method_version=method_version("geschikt"),
    layers=(
        Layer(
            name="complexen_geschiktheid",
            title="Geschiktheid en kosten van complexen",
            title_en="Suitability and cost of complexes",
            description="Wat geschikt is, wat nog te doen is en wat dat kost, per complex.",
            theme="woningen",
            columns=(
                "corporatie",
                "complex_id",
                "naam",
                "buurtcode",
                "wijkcode",
                "woningen",
                *geschikt.FIGURES,
                "begrip_levensloop",
                *geschikt.LIFETIME,
                "te_doen",
                "kosten_euro",
                "kosten_per_woning_euro",
                "prijsjaren",
            ),
            scope=(geschikt.LARGE,),
            rows="alles",
            minzoom=12,
            labels="naam",
            restricted=True,
            remarks=(*geschikt.ABOUT, geschikt.NOT_THE_SAME, *geschikt.ABOUT_COST),
        ),
    ),
)
