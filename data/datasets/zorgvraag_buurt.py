"""M3: people who need care per buurt, year, kind and scenario (METHODS 7)."""

from data.columns import breaks, buurtcode, count, figure
from data.model import Column, Dataset, Kind, Layer, Part, Role, Scope
from data.parameters import method_version

MAPS = (
    ("loophulpmiddel", "Mensen met een loophulpmiddel", "People with a walking aid"),
    ("wijkverpleging", "Mensen met verpleging thuis", "People nursed at home"),
)
REMARKS = (
    "Gebruik van zorg is niet hetzelfde als behoefte, en dit is geen zorgbudget.",
    "Aandeel per inwoner van die leeftijd: van het zorgkantoor voor de gemeente, anders landelijk. "
    "Een landelijk aandeel is in elke buurt gelijk, tenzij het profiel een lokale "
    "gezondheidsfactor kiest.",
    "Buurten met nu minder dan 50 inwoners van 75 jaar en ouder worden niet getoond.",
)


def _key(name: str, title: str, title_en: str) -> Column:
    return Column(name=name, title=title, title_en=title_en, required=True, role=Role.KEY)


DATASET = Dataset(
    name="zorgvraag_buurt",
    title="Zorgvraag per buurt",
    title_en="Care demand per neighbourhood",
    description=(
        "Verwacht aantal mensen met een soort zorg, per buurt, jaar en scenario: inwoners van een "
        "leeftijd maal een aandeel met een bron."
    ),
    publisher="CBS en andere, bewerkt",
    licence="CC BY 4.0",
    attribution="CBS, Wonen en zorg in balans, RaboResearch",
    theme="zorg",
    columns=(
        buurtcode(),
        _key("jaar", "Jaar", "Year"),
        _key("zorgsoort", "Soort zorg", "Kind of care"),
        _key("scenario", "Scenario", "Scenario"),
        Column(
            name="leeftijd",
            title="Inwoners waarover het aandeel gaat",
            title_en="Residents the share is about",
            role=Role.NOTE,
        ),
        Column(
            name="niveau",
            title="Kleinste niveau dat getoond wordt",
            title_en="Smallest level shown",
            role=Role.NOTE,
        ),
        count(
            "personen",
            "Mensen met deze zorg",
            "People with this care",
            "personen",
            type="float",
            interval=True,
            round_to=5,
            minimum=10,
            formula="som over leeftijden van inwoners × aandeel × gezondheidsfactor",
            parts=(
                Part(dataset="bevolking_buurt", column="inwoners_75plus", many=True),
                Part(column="aandeel_pct"),
                Part(column="gezondheidsfactor"),
            ),
            classes=breaks(0, 10, 25, 50, 100, 200),
            palette="viridis_r",
        ),
        figure(
            "aandeel_pct",
            "Aandeel van de inwoners van die leeftijd",
            "Share of the residents of that age",
            "%",
            kind=Kind.SHARE,
            bounds=(0, 100),
            formula=(
                "aandeel van het zorgkantoor, anders van de tarieventabel, in het scenario van de "
                "rij; bij aandelen per leeftijd: mensen met deze zorg / inwoners"
            ),
            parts=(Part(dataset="zorgtarieven", column="aandeel_pct", many=True),),
        ),
        figure(
            "gezondheidsfactor",
            "Lokale gezondheidsfactor",
            "Local health factor",
            "keer",
            unit_en="times",
            kind=Kind.RATE,
            round_to=0.01,
            bounds=(0, 10),
            formula=(
                "1, of na een keuze in het profiel: langdurig beperkte 65-plussers in de buurt / "
                "gemeente, tussen 0,7 en 1,5"
            ),
            parts=(
                Part(dataset="rivm_gezondheid", column="langdurig_ernstig_beperkt_pct", many=True),
            ),
        ),
        Column(
            name="bron",
            title="Bron en jaar van het aandeel",
            title_en="Source and year of the share",
            role=Role.NOTE,
        ),
    ),
    key=("buurtcode", "jaar", "zorgsoort", "scenario"),
    inputs=("bevolking_buurt",),
    optional_inputs=("rivm_gezondheid", "zorgtarieven"),
    method_version=method_version("zorgvraag"),
    layers=(
        *(
            Layer(
                name=f"zorgvraag_{kind}",
                title=f"{title} in 2035",
                title_en=f"{title_en} in 2035",
                description=(
                    "Verwacht aantal bij een gelijk aandeel per inwoner, afgerond op 5; onder 10 "
                    "niet getoond."
                ),
                theme="zorg",
                area="buurtcode",
                geometry_from=("cbs_buurten", "buurtcode"),
                borrowed=("buurtnaam",),
                labels="buurtnaam",
                columns=(
                    "buurtcode",
                    "jaar",
                    "leeftijd",
                    "personen",
                    "aandeel_pct",
                    "gezondheidsfactor",
                    "bron",
                ),
                scope=(
                    Scope("ander_jaar", "jaar", keep=("2035",)),
                    Scope("andere_zorg", "zorgsoort", keep=(kind,)),
                    Scope("ander_scenario", "scenario", keep=("constant",)),
                    Scope("te_weinig_75plus", "niveau", keep=("buurt",)),
                ),
                remarks=REMARKS,
            )
            for kind, title, title_en in MAPS
        ),
        Layer(
            name="zorgvraag",
            title="Zorgvraag naar jaar en scenario",
            title_en="Care demand by year and scenario",
            description="Alle jaren, soorten zorg en scenario's als tabel.",
            theme="zorg",
            area="buurtcode",
            columns=(
                "buurtcode",
                "jaar",
                "zorgsoort",
                "scenario",
                "leeftijd",
                "personen",
                "aandeel_pct",
                "gezondheidsfactor",
                "bron",
            ),
            scope=(Scope("te_weinig_75plus", "niveau", keep=("buurt",)),),
            remarks=REMARKS,
        ),
    ),
)
