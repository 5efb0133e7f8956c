"""X2, quadrant of homes and care per gebied and class of home: both gaps and the word for them.

Both rest on what partners delivered (stock and plans, statements of providers): all is restricted.
"""

from data import opgave
from data.columns import count, share
from data.model import Column, Dataset, Layer, Part, Role, Tier
from data.parameters import method_version

WORDS = ("woningen en zorg tekort", "woningen tekort", "zorg tekort", "geen tekort", "onbekend")
KIND = "wijkverpleging"  # the care whose gap is meant: without it nobody grows old at home


def _care(end: str, words: str, words_en: str, source: str) -> Column:
    return share(
        f"zorgtekort_{end}_pct",
        f"75-plussers zonder {KIND}, {words}",
        f"Residents 75+ without district nursing, {words_en}",
        tier=Tier.B,
        round_to=1,
        formula="som over buurten van 75-plussers x (100 - dekking van de wijk) / som 75-plussers",
        parts=(
            Part(column=source, dataset="dekking_wijk", many=True),
            Part(column="inwoners_75plus", dataset="leeftijd_buurt", many=True),
        ),
    )


DATASET = Dataset(
    name="kwadrant_gebied",
    title="Woningen en zorg naast elkaar per gebied",
    title_en="Homes and care side by side per policy area",
    description=(
        "Waar woningen voor ouderen tekortkomen, waar zorg, waar beide en waar geen van beide: "
        "het tekort van de woningopgave naast wie buiten een verzorgingsgebied woont."
    ),
    publisher="Corporaties, zorgaanbieders en CBS, bewerkt",
    licence="afspraak met de leverancier",
    attribution="CBS, gemeente, corporaties, zorgaanbieders",
    theme="opgave",
    tier=Tier.B,
    columns=(
        opgave.key("gebied", "Gebied", "Policy area"),
        opgave.key("klasse", "Woningklasse", "Class of home", allowed=opgave.CLASSES),
        Column(
            name="kwadrant",
            title="Woningen en zorg",
            title_en="Homes and care",
            role=Role.CLASS,
            classes=tuple({"waarde": word} for word in WORDS),
            palette="soorten",
            formula="woningtekort boven 0, en zorgtekort boven 5% van de 75-plussers; onbekend "
            "als een van beide onbekend is of de grenzen verschillen",
            parts=(
                Part(column="woningtekort"),
                Part(column="zorgtekort_laag_pct", weight="zorg.dekkend_threshold"),
                Part(column="zorgtekort_hoog_pct", weight="zorg.dekkend_threshold"),
            ),
        ),
        opgave.homes(
            "woningtekort",
            "Tekort aan woningen tot en met 2030 (min: overschot)",
            "Homes short up to 2030 (negative: surplus)",
            "tekort van klasse en gebied in 2030 volgens methode A",
            Part(column="tekort_a", dataset="opgave_gebied", many=True),
        ),
        _care("laag", "ten minste", "at least", "dekking_hoog_pct"),
        _care("hoog", "ten hoogste", "at most", "dekking_laag_pct"),
        count(
            "inwoners_75plus",
            "Inwoners van 75 jaar en ouder",
            "Residents aged 75 and over",
            "inwoners",
            type="float",
            round_to=5,
            minimum=10,
            formula="som over de buurten van het gebied",
            parts=(Part(column="inwoners_75plus", dataset="leeftijd_buurt", many=True),),
        ),
    ),
    key=("gebied", "klasse"),
    inputs=("opgave_gebied", "gebieden", "cbs_buurten"),
    optional_inputs=("gebiedsindeling", "dekking_wijk", "leeftijd_buurt"),
    method_version=method_version("kwadrant"),
    layers=(
        Layer(
            name="kwadrant_besloten",
            title="Woningen en zorg naast elkaar per gebied",
            title_en="Homes and care side by side per policy area",
            description="Per gebied en woningklasse of woningen, zorg of beide tekortkomen.",
            theme="opgave",
            rows="alles",
            area="gebied",
            columns=(
                "gebied",
                "klasse",
                "kwadrant",
                "woningtekort",
                "zorgtekort_laag_pct",
                "zorgtekort_hoog_pct",
                "inwoners_75plus",
            ),
            geometry_from=("gebieden", "gebied"),
            labels="gebied",
            restricted=True,
            remarks=(
                "Vier woorden, geen volgorde: lees altijd de twee tekorten erbij.",
                "Woningen tot en met 2030 volgens methode A, zorg zoals aanbieders nu zeggen te "
                "leveren: twee momenten naast elkaar.",
                "Dekking is per wijk bekend en geldt hier voor al haar buurten.",
            ),
        ),
    ),
)
