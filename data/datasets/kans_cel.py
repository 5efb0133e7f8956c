"""M9, opportunity for clustered housing per 100 m cell (METHODS 13)."""

from data import kansen
from data.columns import breaks, buurtcode, figure, name
from data.model import VIERKANT, Column, Dataset, Kind, Layer, Part, Role, Tier
from data.parameters import method_version

# What each criterion is read from.
SOURCES = {
    "v": (
        "percentiel in de gemeente van de vraag in 2035 binnen loopafstand",
        (
            Part(column="inwoners_75plus", dataset="leeftijd_cel", many=True),
            Part(column="inwoners_75plus", dataset="bevolking_buurt", many=True),
            Part(dataset="osm_wegen", many=True),
        ),
    ),
    "t": ("loopbereikbaarheid / 100", (Part(column="w", dataset="loop_cel"),)),
    "z": (
        "1 tot 500 m van een zorgbasis, 0 vanaf 2.000 m, daartussen evenredig",
        (Part(column="soort", dataset="locaties", many=True),),
    ),
    "r": (
        "gemiddelde van de twee grenzen van het deel van de loopbereikbaarheid dat met een "
        "rolstoel bereikbaar is",
        (
            Part(column="a_dest_laag", dataset="rolstoel_cel"),
            Part(column="a_dest_hoog", dataset="rolstoel_cel"),
        ),
    ),
    "b": (
        "draagkrachtig 1, overig 0,67, zwaar maar gedragen 0,33, onder druk 0",
        (Part(column="klasse", dataset="draaglast_buurt", on="buurtcode"),),
    ),
}
SCORE_PARTS = tuple(
    Part(
        column=f"s_{code}",
        weight=f"kans.weights.{code.upper()}",
        score=f"s_{code}",
        share=f"bijdrage_{code}",
    )
    for code, _, _ in kansen.OPEN
)
CLOSED = {
    "v": (
        "Vraag, min bestaande clusters",
        "Demand, less existing clusters",
        (
            Part(column="s_v"),
            Part(column="woningen", dataset="corporatiecomplexen", many=True),
            Part(column="rho", dataset="opgave_gemeente", many=True),
        ),
    ),
    "h": (
        "Haalbaarheid",
        "Feasibility",
        (
            Part(column="eigenaar", dataset="plannen", many=True),
            Part(column="woningen", dataset="corporatiecomplexen", many=True),
        ),
    ),
    "z": (
        "Zorg nabij, met capaciteit",
        "Care nearby, with capacity",
        (
            Part(column="s_z"),
            Part(column="spar_wijkverpleging", dataset="zorgtoegang_buurt", on="buurtcode"),
        ),
    ),
    "b": (
        "Draaglast-balans, exact",
        "Support load balance, exact",
        (Part(column="b_punten", dataset="draaglast_buurt", on="buurtcode"),),
    ),
}
CLOSED_PARTS = tuple(
    Part(
        column=f"s_{code}_besloten" if code in CLOSED else f"s_{code}",
        weight=f"kans.weights.{code.upper()}",
        score=f"s_{code}_besloten" if code in CLOSED else f"s_{code}",
        share=f"bijdrage_{code}_besloten",
    )
    for code, _, _ in kansen.CRITERIA
)
CELL = ("vierkant", "buurtcode", "buurtnaam")

DATASET = Dataset(
    name="kans_cel",
    title="Kansenkaart geclusterd wonen",
    title_en="Opportunity map for clustered housing",
    description=(
        "Waar geclusterd wonen voor ouderen kansrijk is: vraag, voorzieningen te voet, zorg "
        "nabij, toegankelijke omgeving en draaglast-balans, gewogen tot een score van 0 tot 100."
    ),
    publisher="CBS, OpenStreetMap, RIVM en andere, bewerkt",
    licence="ODbL 1.0",
    attribution="CBS, Kadaster, © OpenStreetMap-bijdragers, RIVM, NDOV, IGJ",
    theme="kansen",
    geometry="MultiPolygon",
    columns=(
        Column(name="vierkant", title="Vak", title_en="Cell", pattern=VIERKANT, role=Role.KEY),
        buurtcode(role=Role.NOTE),
        name("buurtnaam", "Buurt", "Neighbourhood", role=Role.NOTE),
        kansen.points(
            "score",
            "Kansscore, profiel gemeente",
            "Opportunity score, municipality",
            round_to=1,
            parts=SCORE_PARTS,
        ),
        *(
            kansen.points(
                f"score_{profile}",
                f"Kansscore, profiel {profile}",
                f"Opportunity score, {english}",
                round_to=1,
                parts=tuple(Part(column=part.column) for part in SCORE_PARTS),
            )
            for profile, english in kansen.PROFILES
        ),
        Column(
            name="zekerheid",
            title="Hoe vaak bij de hoogste 10%",
            title_en="How often among the highest 10%",
            description="Over 1.000 wegingen rond het profiel: overeenstemming, geen kans.",
        ),
        Column(name="reden", title="Waarom geen score", title_en="Why no score"),
        Column(name="ontbreekt", title="Onderdelen die ontbreken", title_en="Missing parts"),
        Column(
            name="waarschuwing",
            title="Let op",
            title_en="Mind",
            description=(
                "Sluit niets uit: geluid boven 60 dB, overstroming dieper dan 0,5 m, en monument, "
                "hittestress of bodemverontreiniging waar de gemeente die levert."
            ),
        ),
        Column(
            name="zone",
            title="Zoekzone",
            title_en="Search zone",
            description="Vak waarmee de zone begint; leeg buiten zones.",
        ),
        *(
            kansen.part_score(
                f"s_{code}",
                f"Deelscore {title}",
                f"Score of {title_en}",
                formula=SOURCES[code][0],
                parts=SOURCES[code][1],
            )
            for code, title, title_en in kansen.OPEN
        ),
        *(
            kansen.contribution(code.upper(), title, title_en, f"s_{code}")
            for code, title, title_en in kansen.OPEN
        ),
        *(
            kansen.points(
                f"variant_{variant}",
                f"Variant: {title}",
                f"Variant: {title_en}",
                round_to=1,
                formula=formula,
                parts=tuple(Part(column=part.column) for part in SCORE_PARTS),
            )
            for variant, title, title_en, formula in (
                (
                    "geometrisch",
                    "één zwak punt telt zwaar",
                    "one weak point weighs heavily",
                    "100 x product van deelscore tot de macht gewicht",
                ),
                ("gelijk", "gelijke gewichten", "equal weights", kansen.FORMULA),
                ("zonder_b", "zonder draaglast", "without support load", kansen.FORMULA),
            )
        ),
        figure(
            "geluid_db",
            "Hoogste geluidbelasting (Lden)",
            "Highest noise level (Lden)",
            "dB",
            kind=Kind.RATE,
            classes=breaks(0, 50, 55, 60, 65, 70),
            palette="viridis_r",
            parts=(Part(column="lden_db", dataset="geluid_lden", many=True),),
            formula="hoogste waarde van de vlakken die het vak raken",
        ),
        figure(
            "overstroming_m",
            "Hoogste overstromingsdiepte",
            "Highest flood depth",
            "m",
            kind=Kind.DISTANCE,
            classes=breaks(0, 0.2, 0.5, 1, 2, 5),
            palette="ylgnbu",
            parts=(Part(column="diepte_m", dataset="overstroming", many=True),),
            formula="hoogste waarde van de vlakken die het vak raken",
        ),
        kansen.agreement("p_top10", "Deel van de wegingen bij de hoogste 10%", "Agreement"),
        *kansen.rank_columns(),
        kansen.points(
            "score_besloten",
            "Kansscore met alle onderdelen",
            "Score with all parts",
            tier=Tier.B,
            parts=CLOSED_PARTS,
        ),
        *(
            kansen.points(
                f"score_besloten_{profile}",
                f"Kansscore met alle onderdelen, profiel {profile}",
                f"Score with all parts, {english}",
                tier=Tier.B,
                parts=tuple(Part(column=part.column) for part in CLOSED_PARTS),
            )
            for profile, english in kansen.PROFILES
        ),
        Column(
            name="ontbreekt_besloten",
            title="Onderdelen die ontbreken (alle onderdelen)",
            title_en="Missing parts (of all)",
            tier=Tier.B,
        ),
        *(
            kansen.part_score(
                f"s_{code}_besloten",
                f"Deelscore {title.lower()}",
                f"Score: {title_en.lower()}",
                tier=Tier.B,
                parts=parts,
            )
            for code, (title, title_en, parts) in CLOSED.items()
        ),
        *(
            kansen.points(
                f"bijdrage_{code}_besloten",
                f"Bijdrage {title}, met alle onderdelen",
                f"Contribution of {title_en}, with all parts",
                tier=Tier.B,
                round_to=1,
                formula=kansen.CONTRIBUTION,
                parts=(Part(column=part.column, weight=part.weight),),
            )
            for (code, title, title_en), part in zip(kansen.CRITERIA, CLOSED_PARTS, strict=True)
        ),
        kansen.gap_of_area(sources=(Part(dataset="opgave_gebied", column="tekort_a", many=True),)),
        Column(
            name="zone_besloten",
            title="Zoekzone met alle onderdelen",
            title_en="Search zone with all parts",
            tier=Tier.B,
        ),
    ),
    key=("vierkant",),
    inputs=("raster",),
    optional_inputs=(
        "leeftijd_cel",
        "bevolking_buurt",
        "opgave_gemeente",
        "opgave_gebied",
        "gebiedsindeling",
        "loop_cel",
        "rolstoel_cel",
        "draaglast_buurt",
        "zorgtoegang_buurt",
        "locaties",
        "osm_wegen",
        "osm_vlakken",
        "cbs_bodemgebruik",
        "cbs_buurten",
        "bag_verblijfsobjecten",
        "bag_panden",
        "corporatiecomplexen",
        "plannen",
        "projecten",
        "plaatsing",
        "natura2000",
        "nnn",
        "externe_veiligheid",
        "geluid_lden",
        "overstroming",
        "waarschuwingsvlakken",
    ),
    method_version=method_version("kans"),
    layers=(
        Layer(
            name="kansenkaart",
            title="Kansen voor geclusterd wonen",
            title_en="Opportunities for clustered housing",
            description="Score per vak van 100 meter; hoog is kansrijk.",
            theme="kansen",
            rows="alles",
            minzoom=10,
            labels="vierkant",
            columns=(
                *CELL,
                "score",
                *(f"score_{profile}" for profile, _ in kansen.PROFILES),
                "zekerheid",
                "reden",
                "ontbreekt",
                "waarschuwing",
                "zone",
                *(f"s_{code}" for code, _, _ in kansen.OPEN),
                *(f"bijdrage_{code}" for code, _, _ in kansen.OPEN),
                "variant_geometrisch",
                "variant_gelijk",
                "variant_zonder_b",
                "geluid_db",
                "overstroming_m",
            ),
            remarks=kansen.REMARKS,
        ),
        Layer(
            name="kansenkaart_besloten",
            title="Kansenkaart met alle onderdelen",
            title_en="Opportunity map with all parts",
            description=(
                "Score met exacte balans, plannen, bezit, zorgcapaciteit en bestaande clusters."
            ),
            theme="kansen",
            rows="alles",
            restricted=True,
            labels="vierkant",
            columns=(
                *CELL,
                "score_besloten",
                *(f"score_besloten_{profile}" for profile, _ in kansen.PROFILES),
                "score",
                "p_top10",
                *(column.name for column in kansen.rank_columns()),
                "ontbreekt_besloten",
                "waarschuwing",
                "zone_besloten",
                "tekort_gebied",
                "s_v_besloten",
                "s_t",
                "s_h_besloten",
                "s_z_besloten",
                "s_r",
                "s_b_besloten",
                *(f"bijdrage_{code}_besloten" for code, _, _ in kansen.CRITERIA),
            ),
            remarks=kansen.REMARKS,
        ),
    ),
)
