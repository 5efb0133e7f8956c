"""M8b, access to care capacity per buurt (METHODS 12): SPAR by capacity, known locations in reach.

Capacity by location is the providers' (tier B): SPAR is restricted. What is known from open lists
is public, as a number of locations in reach, which is presence and not capacity.
"""

from data.columns import breaks, buurtcode, figure, share
from data.model import Column, Dataset, Kind, Layer, Part, Tier
from data.parameters import method_version

# Kinds with a capacity: what is counted, and whose share it is.
KINDS = {
    "huisarts": ("huisarts", "GP", "fte per inwoner", "inwoners", "cbs_kwb"),
    "wijkverpleging": (
        "wijkverpleging",
        "district nursing",
        "fte per inwoner van 75 jaar en ouder",
        "inwoners_75plus",
        "leeftijd_buurt",
    ),
    "dagbesteding": (
        "dagbesteding",
        "day care",
        "plaatsen per inwoner van 75 jaar en ouder",
        "inwoners_75plus",
        "leeftijd_buurt",
    ),
    "verpleeghuiszorg": (
        "verpleeghuiszorg",
        "nursing home care",
        "plaatsen per inwoner van 75 jaar en ouder",
        "inwoners_75plus",
        "leeftijd_buurt",
    ),
}
OPEN = (
    ("huisarts", "huisartsen", "GPs"),
    ("apotheek", "apotheken", "pharmacies"),
    ("fysiotherapeut", "fysiotherapeuten", "physiotherapists"),
    ("verpleeghuis", "verpleeghuizen", "nursing homes"),
)
STREETS = Part(dataset="osm_wegen", many=True)


def _spar(kind: str) -> Column:
    title, title_en, what, people, source = KINDS[kind]
    return figure(
        f"spar_{kind}",
        f"Capaciteit {title}, ten opzichte van het gemiddelde",
        f"Capacity of {title_en}, relative to the mean",
        "maal het gemiddelde",
        kind=Kind.RATE,
        unit_en="times the mean",
        interval=True,
        tier=Tier.B,
        classes=breaks(0, 0.5, 0.8, 1.2, 2),
        palette="viridis_r",
        description=f"E2SFCA: {what} binnen bereik; het interval is de spreiding van 2SFCA, "
        "E2SFCA en 3SFCA.",
        formula=f"({what} binnen bereik) / gemiddelde van het rekengebied",
        parts=(
            Part(
                column="plaatsen" if "plaatsen" in what else "formatie_fte",
                dataset="zorgcapaciteit",
                many=True,
            ),
            Part(column=people, dataset=source, many=True),
            STREETS,
        ),
    )


def _known(kind: str, title: str, title_en: str) -> Column:
    return figure(
        f"bekend_{kind}",
        f"Bekende {title} binnen bereik",
        f"Known {title_en} in reach",
        "locaties",
        kind=Kind.RATE,
        unit_en="locations",
        round_to=1,
        classes=breaks(0, 1, 2, 5, 10),
        palette="viridis_r",
        description="Gemiddelde over de inwoners; aanwezig is niet hetzelfde als capaciteit.",
        formula="gemiddeld aantal bekende locaties binnen 15 minuten fietsen, over de inwoners",
        parts=(Part(column="soort", dataset="locaties", many=True), STREETS),
    )


DATASET = Dataset(
    name="zorgtoegang_buurt",
    title="Zorg binnen bereik per buurt",
    title_en="Care in reach per neighbourhood",
    description=(
        "Hoeveel zorgcapaciteit inwoners van een buurt binnen bereik hebben, aanbod en vraag van "
        "over de grens meegerekend."
    ),
    publisher="Zorgaanbieders, CBS en OpenStreetMap, bewerkt",
    licence="ODbL 1.0",
    attribution="CBS, Kadaster, © OpenStreetMap-bijdragers, IGJ, zorgaanbieders",
    theme="zorg",
    columns=(
        buurtcode(),
        *(_known(*one) for one in OPEN),
        share(
            "niet_aangesloten_pct",
            "Inwoners te ver van een weg",
            "Residents too far from a street",
            parts=(
                Part(dataset="bag_verblijfsobjecten", many=True),
                Part(dataset="osm_wegen", many=True),
            ),
        ),
        *(_spar(kind) for kind in KINDS),
        figure(
            "huisarts_open_spar",
            "Huisartsen die nieuwe patiënten aannemen, ten opzichte van het gemiddelde",
            "GPs that take new patients, relative to the mean",
            "maal het gemiddelde",
            kind=Kind.RATE,
            unit_en="times the mean",
            tier=Tier.B,
            formula="als capaciteit huisarts, met 0 voor gesloten praktijken",
            parts=(Part(column="open_voor_nieuwe", dataset="zorgcapaciteit", many=True),),
        ),
        figure(
            "huisarts_norm",
            "Huisartsen ten opzichte van de norm",
            "GPs relative to the norm",
            "maal de norm",
            kind=Kind.RATE,
            unit_en="times the norm",
            tier=Tier.B,
            classes=breaks(0, 0.5, 0.8, 1, 1.25),
            palette="viridis_r",
            description="Vanaf 1 is er op papier genoeg: 1 fte per 2.095 ingeschreven patiënten.",
            formula="fte per inwoner binnen bereik x 2.095",
            parts=(
                Part(
                    column="formatie_fte",
                    dataset="zorgcapaciteit",
                    many=True,
                    weight="zorg.norm_huisarts",
                ),
                Part(column="inwoners", dataset="cbs_kwb", many=True),
            ),
        ),
        figure(
            "huisarts_tekort_fte",
            "Ontbrekende huisartsen volgens de norm (min: overschot)",
            "GPs missing by the norm (negative: surplus)",
            "fte",
            kind=Kind.SIGNED,
            round_to=0.1,
            tier=Tier.B,
            classes=breaks(-1, 0, 0.5, 1, 2),
            palette="viridis_r",
            description=(
                "Onbekend waar alleen locaties bekend zijn en geen formatie. Op papier: praktijken "
                "verschillen in wie zij bedienen."
            ),
            formula="inwoners / 2.095 − fte per inwoner binnen bereik x inwoners",
            parts=(
                Part(
                    column="formatie_fte",
                    dataset="zorgcapaciteit",
                    many=True,
                    weight="zorg.norm_huisarts",
                ),
                Part(column="inwoners", dataset="cbs_kwb", many=True),
            ),
        ),
    ),
    key=("buurtcode",),
    inputs=("cbs_buurten", "osm_wegen", "bag_verblijfsobjecten"),
    optional_inputs=(
        "cbs_kwb",
        "leeftijd_buurt",
        "locaties",
        "zorgcapaciteit",
        "plaatsing",
    ),
    method_version=method_version("zorgtoegang"),
    layers=(
        Layer(
            name="zorg_binnen_bereik",
            title="Bekende zorg binnen bereik",
            title_en="Known care in reach",
            description="Hoeveel bekende zorglocaties inwoners binnen een kwartier fietsen hebben.",
            theme="zorg",
            area="buurtcode",
            geometry_from=("cbs_buurten", "buurtcode"),
            borrowed=("buurtnaam",),
            labels="buurtnaam",
            columns=("buurtcode", *(f"bekend_{kind}" for kind, _, _ in OPEN)),
            remarks=(
                "Bekende locaties, niet per se alle; aanwezig is niet hetzelfde als capaciteit.",
            ),
        ),
        Layer(
            name="zorgtoegang",
            title="Zorgcapaciteit binnen bereik",
            title_en="Care capacity in reach",
            description="Capaciteit per inwoner ten opzichte van het gemiddelde (SPAR).",
            theme="zorg",
            area="buurtcode",
            geometry_from=("cbs_buurten", "buurtcode"),
            borrowed=("buurtnaam",),
            labels="buurtnaam",
            restricted=True,
            columns=(
                "buurtcode",
                *(f"spar_{kind}" for kind in KINDS),
                "huisarts_open_spar",
                "huisarts_norm",
                "huisarts_tekort_fte",
                "niet_aangesloten_pct",
            ),
            remarks=(
                "Vergelijkt buurten met het gemiddelde; alleen voor huisartsen bestaat een norm.",
                "Reistijd is de afstand over straat gedeeld door een vaste snelheid.",
            ),
        ),
    ),
)
