"""M5, cluster candidates: panden of one owner close together with enough step-free dwellings."""

from data import geschikt
from data.columns import buurtcode, figure, wijkcode
from data.columns import count as whole
from data.model import Bounds, Column, Dataset, Kind, Layer, Part, Role, Tier
from data.parameters import method_version
from data.partner import AGREEMENT

DATASET = Dataset(
    name="clusterkandidaten",
    title="Kandidaten voor geclusterd wonen",
    title_en="Candidates for clustered housing",
    description=(
        "Pand of groep panden van een eigenaar binnen 50 meter van elkaar met ten minste 12 "
        "verwachte nultredenwoningen. Kandidaat, tenzij gegevens van partners alles bewijzen."
    ),
    publisher="Kadaster en woningcorporaties, bewerkt",
    licence=AGREEMENT,
    attribution="Kadaster (BAG), woningcorporaties",
    theme="woningen",
    tier=Tier.B,
    geometry="MultiPolygon",
    columns=(
        Column(
            name="eigenaar",
            title="Eigenaar",
            title_en="Owner",
            description="De corporatie; onbekend voor een pand dat van geen corporatie is.",
            role=Role.KEY,
        ),
        Column(
            name="pand",
            title="Eerste pand",
            title_en="First building",
            description="Laagste BAG-nummer van de groep.",
            role=Role.KEY,
        ),
        buurtcode(role=Role.NOTE),
        wijkcode(role=Role.NOTE),
        Column(
            name="status",
            title="Status",
            title_en="Status",
            description="Geclusterd alleen waar gegevens van partners elk onderdeel bewijzen.",
            allowed=("kandidaat", "geclusterd"),
        ),
        whole(
            "panden",
            "Panden",
            "Buildings",
            "panden",
            unit_en="buildings",
            parts=(Part(dataset="bag_panden", many=True),),
        ),
        whole(
            "woningen",
            "Woningen",
            "Dwellings",
            "woningen",
            parts=(Part(dataset="bag_verblijfsobjecten", many=True),),
        ),
        geschikt.expected(
            "nultreden",
            "Verwachte nultredenwoningen",
            "Expected step-free dwellings",
            interval=True,
            formula=geschikt.STEPFREE,
            parts=geschikt.PARTNER_PARTS,
        ),
        whole(
            "nultreden_bekend",
            "Nultredenwoningen volgens de corporatie",
            "Step-free dwellings according to the association",
            "woningen",
            parts=(Part(dataset="corporatiewoningen", column="nultreden", many=True),),
        ),
        Column(name="complexen", title="Complexen", title_en="Complexes"),
        Column(name="bewezen", title="Bewezen", title_en="Proven"),
        Column(name="niet_voldaan", title="Niet voldaan", title_en="Not met"),
        Column(name="onbekend", title="Niet bewezen", title_en="Not proven"),
        figure(
            "afstand_ontmoetingsruimte_m",
            "Dichtstbijzijnde ontmoetingsruimte",
            "Nearest meeting room",
            "m",
            kind=Kind.DISTANCE,
            description="Hemelsbreed, van gevel tot adres, tot 500 m.",
            formula="kortste afstand tot een geleverde ontmoetingsruimte",
            parts=(Part(dataset="ontmoetingsruimten", many=True),),
        ),
        Column(
            name="toonbaar",
            title="Groot genoeg om te tonen",
            title_en="Large enough to show",
            allowed=("ja", "nee"),
        ),
    ),
    key=("eigenaar", "pand"),
    inputs=geschikt.INPUTS,
    optional_inputs=(*geschikt.PARTNERS, geschikt.HEIGHTS, "ontmoetingsruimten"),
    bounds=Bounds(first=(0, 1_000_000)),
    method_version=method_version("geschikt"),
    layers=(
        Layer(
            name="clusters_kandidaat",
            title="Kandidaten voor geclusterd wonen",
            title_en="Candidates for clustered housing",
            description="Panden van een eigenaar met genoeg verwachte nultredenwoningen.",
            theme="woningen",
            columns=(
                "eigenaar",
                "pand",
                "buurtcode",
                "wijkcode",
                "status",
                "panden",
                "woningen",
                "nultreden",
                "nultreden_bekend",
                "complexen",
                "bewezen",
                "niet_voldaan",
                "onbekend",
                "afstand_ontmoetingsruimte_m",
            ),
            scope=(geschikt.LARGE,),
            rows="alles",
            minzoom=12,
            labels="pand",
            restricted=True,
            remarks=(
                geschikt.ABOUT[0],
                "Kandidaat is geen cluster: het aandeel 55-plussers en de ontmoetingsruimte staan "
                "niet in open gegevens.",
                "Panden op minder dan 50 meter van elkaar vormen een keten; een lange keten is "
                "geen gebouw.",
            ),
        ),
    ),
)
