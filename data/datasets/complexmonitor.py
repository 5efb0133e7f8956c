"""M11, complexmonitor leefbaarheid: signals per complex for the closed group (METHODS 15).

Tier C and business data: no open layer, from 20 dwellings on, counts to the nearest five (D13).
"""

from data.columns import buurtcode, count, figure, share
from data.model import Bounds, Column, Dataset, Kind, Layer, Part, Role, Tier
from data.parameters import method_version

SIGNALS = (
    {"waarde": "signaal"},
    {"waarde": "oplopend"},
    {"waarde": "geen"},
    {"waarde": "onbekend"},
)
# Counts of a quarter, tested with a u-chart: column of `mutaties`, title, unit.
COUNTED = (
    ("overlastmeldingen", "Overlastmeldingen", "Nuisance reports", "meldingen"),
    ("zorgsignalen", "Zorgsignalen", "Care signals", "meldingen"),
    ("huurachterstanden", "Huurachterstand van meer dan twee maanden", "Arrears", "huishoudens"),
    ("mutaties", "Verhuizingen", "Moves", "mutaties"),
    ("vandalisme", "Reparaties na vernieling", "Repairs after vandalism", "reparaties"),
)


def _counted(name: str, title: str, title_en: str, unit: str) -> tuple[Column, ...]:
    feed = Part(dataset="mutaties", column=name, many=True)
    size = Part(column="woningen")

    def rate(
        end: str, words: str, words_en: str, formula: str, *parts: Part, interval: bool = False
    ) -> Column:
        return figure(
            f"{name}_{end}_per_100",
            f"{title}, {words}",
            f"{title_en}, {words_en}",
            "per 100 woningen",
            unit_en="per 100 dwellings",
            kind=Kind.RATE,
            tier=Tier.C,
            round_to=1,
            formula=formula,
            parts=parts,
            interval=interval,
        )

    return (
        count(name, title, title_en, unit, tier=Tier.C, minimum=5, round_to=5, parts=(feed,)),
        rate(
            "getoond",
            "afgerond",
            "rounded",
            "afgerond aantal / woningen x 100; interval: exact Poisson van het afgeronde aantal",
            feed,
            size,
            interval=True,
        ),
        rate(
            "verwacht",
            "zelfde soort complexen",
            "same kind of complexes",
            "meldingen / woningen van complexen van dezelfde soort in de vier kwartalen ervoor",
            feed,
        ),
        rate(
            "grens",
            "grens van een signaal",
            "limit of a signal",
            "u + 3 x wortel(u / n), n in honderden woningen",
            Part(column=f"{name}_verwacht_per_100"),
            size,
        ),
        rate(
            "trend",
            "voortschrijdend",
            "moving average",
            "0,3 x dit kwartaal + 0,7 x vorige waarde",
            feed,
        ),
        Column(
            name=f"{name}_signaal",
            title=f"Signaal {title.lower()}",
            title_en=f"Signal: {title_en.lower()}",
            tier=Tier.C,
            role=Role.CLASS,
            classes=SIGNALS,
            palette="soorten",
            parts=(feed,),
        ),
    )


DATASET = Dataset(
    name="complexmonitor",
    title="Complexmonitor leefbaarheid",
    title_en="Liveability monitor of complexes",
    description=(
        "Per complex het laatste kwartaal: aantallen per 100 woningen, signalen en trend ten "
        "opzichte van complexen van dezelfde soort, en wat een plaatsing zou vragen."
    ),
    publisher="Woningcorporaties, bewerkt",
    licence="afspraak met de leverancier",
    attribution="woningcorporaties, CBS",
    theme="woningen",
    tier=Tier.B,
    geometry="Point",
    columns=(
        Column(name="leverancier", title="Leverancier", title_en="Supplier", role=Role.KEY),
        Column(name="complex_id", title="Complex", title_en="Complex", role=Role.KEY),
        Column(name="naam", title="Naam", title_en="Name", role=Role.NAME),
        Column(name="corporatie", title="Corporatie", title_en="Association"),
        buurtcode(role=Role.NOTE, sources=()),
        Column(name="periode", title="Kwartaal", title_en="Quarter"),
        count(
            "woningen",
            "Woningen",
            "Dwellings",
            "woningen",
            parts=(Part(dataset="mutaties", column="woningen", many=True),),
        ),
        Column(name="woningtype", title="Woningtype", title_en="Dwelling type"),
        share(
            "sociale_huur_pct",
            "Sociale huur",
            "Social rent",
            formula="woningen met een sociale huurklasse / woningen met een huurklasse",
            parts=(Part(dataset="corporatiewoningen", column="huurklasse", many=True),),
        ),
        Column(
            name="vergeleken_met",
            title="Vergeleken met",
            title_en="Compared with",
            description="Soort complexen waarvan het verwachte aantal komt.",
        ),
        Column(
            name="corporatiebuurt",
            title="Corporatiebuurt",
            title_en="Association neighbourhood",
            description="Meer dan twee derde van de woningen in de buurt is van corporaties.",
        ),
        Column(
            name="draaglast_klasse",
            title="Draaglast en draagkracht van de buurt",
            title_en="Support load class of the neighbourhood",
        ),
        *(column for item in COUNTED for column in _counted(*item)),
        share(
            "urgent_pct",
            "Toewijzingen met urgentie of directe bemiddeling, vier kwartalen",
            "Urgent or direct allocations, four quarters",
            tier=Tier.C,
            formula="afgeronde aantallen van vier kwartalen; nooit boven 90",
            parts=(
                Part(dataset="mutaties", column="toewijzingen_urgent", many=True),
                Part(dataset="mutaties", column="toewijzingen", many=True),
            ),
        ),
        count(
            "zorgaanbieders",
            "Zorgaanbieders actief",
            "Care providers active",
            "aanbieders",
            tier=Tier.C,
            parts=(Part(dataset="mutaties", column="zorgaanbieders", many=True),),
        ),
        figure(
            "sleutelkastjes_per_ingang",
            "Sleutelkastjes per ingang",
            "Key safes per entrance",
            "kastjes per ingang",
            unit_en="boxes per entrance",
            kind=Kind.RATE,
            tier=Tier.C,
            round_to=1,
            formula="sleutelkastjes / centrale ingangen",
            parts=(
                Part(dataset="mutaties", column="sleutelkastjes", many=True),
                Part(dataset="mutaties", column="ingangen", many=True),
            ),
        ),
        figure(
            "bewonersoordeel",
            "Oordeel van bewoners",
            "Score by residents",
            "cijfer",
            kind=Kind.SCORE,
            bounds=(1, 10),
            tier=Tier.C,
            parts=(Part(dataset="mutaties", column="bewonersoordeel", many=True),),
        ),
        count(
            "open_signalen",
            "Open signalen",
            "Open signals",
            "signalen",
            unit_en="signals",
            tier=Tier.C,
            formula="indicatoren met signaal of oplopend",
            parts=tuple(Part(column=f"{name}_signaal") for name, *_ in COUNTED),
        ),
        count(
            "indicatoren",
            "Bekende indicatoren",
            "Known indicators",
            "indicatoren",
            parts=(Part(dataset="mutaties", many=True),),
            unit_en="indicators",
        ),
        figure(
            "belasting_klasse",
            "Belasting van het complex, 1 licht tot 5 zwaar",
            "Load of the complex, 1 light to 5 heavy",
            "klasse",
            unit_en="class",
            kind=Kind.SCORE,
            type="int",
            tier=Tier.C,
            bounds=(1, 5),
            role=Role.CLASS,
            classes=tuple({"waarde": n} for n in range(1, 6)),
            palette="viridis_r",
            formula="gemiddelde T-score van minstens vijf indicatoren, als klasse",
            parts=(
                *(Part(column=name) for name, *_ in COUNTED),
                Part(column="urgent_pct"),
                Part(column="zorgaanbieders"),
                Part(column="sleutelkastjes_per_ingang"),
                Part(column="bewonersoordeel"),
            ),
        ),
        share(
            "zelfde_klasse_pct",
            "Wegingen met dezelfde belasting",
            "Weightings with the same load",
            tier=Tier.C,
            round_to=1,
            formula="deel van 1.000 wegingen van de indicatoren waarin de klasse gelijk blijft",
            parts=(Part(column="belasting_klasse"),),
        ),
        Column(name="reden", title="Waarom geen klasse", title_en="Why no class"),
        count(
            "toewijzingen_12m",
            "Toewijzingen in twaalf maanden",
            "Allocations in twelve months",
            "toewijzingen",
            tier=Tier.C,
            minimum=5,
            round_to=5,
            parts=(Part(dataset="mutaties", column="toewijzingen", many=True),),
        ),
        share(
            "vragers_na_plaatsing_pct",
            "Bewoners die vooral steun vragen, na een plaatsing",
            "Residents who mainly ask support, after one placement",
            tier=Tier.C,
            round_to=1,
            formula="(vragers + 1) / (volwassenen + 1), afgerond; nooit boven 90",
            parts=(
                Part(dataset="mutaties", column="vragers", many=True),
                Part(dataset="mutaties", column="volwassenen", many=True),
            ),
        ),
        Column(
            name="advies",
            title="Advies bij een plaatsing",
            title_en="Advice before a placement",
            tier=Tier.C,
        ),
    ),
    key=("leverancier", "complex_id"),
    inputs=("mutaties", "corporatiecomplexen"),
    optional_inputs=("corporatiewoningen", "plaatsing", "spreiding_buurt", "draaglast_buurt"),
    bounds=Bounds(first=(0, 100_000)),  # every complex may be too small to show
    method_version=method_version("complex"),
    layers=(
        Layer(
            name="complexmonitor_besloten",
            title="Complexmonitor leefbaarheid",
            title_en="Liveability monitor of complexes",
            description=(
                "Signalen per complex van het laatste kwartaal; alleen voor de besloten groep."
            ),
            theme="woningen",
            rows="alles",
            restricted=True,
            labels="naam",
            columns=(
                "leverancier",
                "complex_id",
                "naam",
                "corporatie",
                "buurtcode",
                "periode",
                "woningen",
                "woningtype",
                "vergeleken_met",
                "corporatiebuurt",
                "draaglast_klasse",
                *(
                    f"{name}{end}"
                    for name, *_ in COUNTED
                    for end in (
                        "",
                        "_getoond_per_100",
                        "_verwacht_per_100",
                        "_grens_per_100",
                        "_signaal",
                    )
                ),
                "urgent_pct",
                "zorgaanbieders",
                "sleutelkastjes_per_ingang",
                "bewonersoordeel",
                "open_signalen",
                "indicatoren",
                "belasting_klasse",
                "zelfde_klasse_pct",
                "reden",
                "toewijzingen_12m",
                "vragers_na_plaatsing_pct",
                "advies",
            ),
            remarks=(
                "Een signaal is een aanleiding om te kijken, geen oordeel over bewoners.",
                "Cijfers over huurders en cliënten: vanaf 20 woningen, afgerond op 5.",
            ),
        ),
    ),
)
