"""M8a, coverage of care per wijk and kind of care (METHODS 12): nothing said is onbekend, never 0.

What providers say is theirs (tier B), so coverage is restricted; known locations are public.
"""

from data.columns import count, name, share, wijkcode
from data.model import Column, Dataset, Layer, Part, Role, Tier
from data.parameters import method_version
from data.partner import CARE

# The kinds of METHODS 12; what providers have besides is no part of the matrix.
ZORGSOORTEN = CARE[:10]
KLASSEN = ("dekkend", "deels", "niet", "onbekend")
PRESENCE = "Aanwezig is niet dekkend: een bekende locatie of naam zegt niet wie er zorg krijgt."
PEOPLE = Part(column="inwoners_75plus", dataset="leeftijd_cel", many=True)
SAID = Part(column="levert", dataset="verzorgingsgebieden", many=True)


def _bound(column: str, title: str, title_en: str, formula: str) -> Column:
    return share(
        column, title, title_en, tier=Tier.B, round_to=1, formula=formula, parts=(PEOPLE, SAID)
    )


DATASET = Dataset(
    name="dekking_wijk",
    title="Dekkend zorgaanbod per wijk",
    title_en="Care coverage per district",
    description=(
        "Per wijk en zorgsoort welk deel van de inwoners van 75 jaar en ouder woont waar een "
        "aanbieder zegt te leveren. Zonder uitspraak is het onbekend."
    ),
    publisher="Zorgaanbieders, CBS en OpenStreetMap, bewerkt",
    licence="ODbL 1.0",
    attribution="CBS, Kadaster, © OpenStreetMap-bijdragers, IGJ, zorgaanbieders",
    theme="zorg",
    columns=(
        wijkcode(),
        name("wijknaam", "Wijk", "District", role=Role.NOTE),
        Column(name="zorgsoort", title="Zorgsoort", title_en="Kind of care", role=Role.KEY),
        count(
            "locaties_bekend",
            "Bekende locaties in de wijk",
            "Known locations in the district",
            "locaties",
            unit_en="locations",
            formula="aantal bekende locaties van deze zorgsoort in de wijk",
            parts=(Part(column="soort", dataset="locaties", many=True),),
        ),
        Column(
            name="klasse",
            title="Dekking",
            title_en="Coverage",
            role=Role.CLASS,
            tier=Tier.B,
            palette="purples",
            classes=tuple({"waarde": word} for word in KLASSEN),
            formula="dekkend vanaf 95%, deels vanaf 50%, anders niet; onbekend als de grenzen "
            "in verschillende klassen vallen of niemand iets zei",
            parts=(Part(column="dekking_laag_pct"), Part(column="dekking_hoog_pct")),
        ),
        _bound(
            "dekking_pct",
            "75-plussers binnen een verzorgingsgebied",
            "Residents 75+ inside a service area",
            "75-plussers binnen een verzorgingsgebied / 75-plussers, als over iedereen iets is "
            "gezegd",
        ),
        _bound(
            "dekking_laag_pct",
            "Dekking, ondergrens",
            "Coverage, lower bound",
            "wie zonder uitspraak is telt als niet gedekt",
        ),
        _bound(
            "dekking_hoog_pct",
            "Dekking, bovengrens",
            "Coverage, upper bound",
            "wie zonder uitspraak is telt als gedekt",
        ),
        _bound(
            "uitspraak_pct",
            "75-plussers over wie iets is gezegd",
            "Residents 75+ about whom something was said",
            "75-plussers met een uitspraak van een aanbieder / 75-plussers",
        ),
    ),
    key=("wijkcode", "zorgsoort"),
    inputs=("cbs_wijken", "raster"),
    optional_inputs=(
        "leeftijd_cel",
        "verzorgingsgebieden",
        "gebieden",
        "locaties",
    ),
    method_version=method_version("zorgdekking"),
    layers=(
        Layer(
            name="zorgaanbod_wijk",
            title="Bekend zorgaanbod per wijk",
            title_en="Known care per district",
            description="Hoeveel locaties per zorgsoort in de wijk bekend zijn.",
            theme="zorg",
            area="wijkcode",
            columns=("wijkcode", "wijknaam", "zorgsoort", "locaties_bekend"),
            remarks=(PRESENCE,),
        ),
        Layer(
            name="zorgdekking_wijk",
            title="Dekkend zorgaanbod per wijk",
            title_en="Care coverage per district",
            description="Welk deel van de 75-plussers in een verzorgingsgebied woont, met grenzen.",
            theme="zorg",
            area="wijkcode",
            restricted=True,
            remarks=(
                PRESENCE,
                "Onbekend is niet nul: over deze inwoners heeft geen aanbieder iets gezegd.",
            ),
            columns=(
                "wijkcode",
                "wijknaam",
                "zorgsoort",
                "klasse",
                "dekking_pct",
                "dekking_laag_pct",
                "dekking_hoog_pct",
                "uitspraak_pct",
                "locaties_bekend",
            ),
        ),
    ),
)
