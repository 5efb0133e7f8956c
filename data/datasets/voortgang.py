"""M14, progress of demand and supply: series with owner, target, realised and light (METHODS 18).

Which series there are is `data/reference/voortgang.toml`. What a named party achieved is never in
the open layer: it says of each series only that there is one, and its figure where that is open.
"""

from data.clienten import CLOSED, NEVER_A_PERSON, note
from data.columns import figure
from data.model import Bounds, Column, Dataset, Kind, Layer, Role, Scope, Tier
from data.parameters import listed_version, table
from data.partner import closed_layer

FEEDS = tuple(sorted({line["feed"] for line in table("voortgang")["reeksen"].values()} - {""}))
LIGHTS = ("groen", "oranje", "rood")
EXPECTED = "doel × deel van de looptijd dat voorbij is"
REMARK = "Het licht gaat over de reeks als geheel, niet over een partij of een plek."


def _number(name: str, title: str, title_en: str, formula: str, **extra: object) -> Column:
    given: dict[str, object] = {"kind": Kind.SIGNED, "tier": Tier.C, **extra}
    return figure(name, title, title_en, "eenheden", formula=formula, **given)  # type: ignore[arg-type]


OPEN = (
    note("reeks", "Reeks", "Series", role=Role.KEY),
    note("titel", "Wat", "What", role=Role.NAME),
    note("eenheid", "Eenheid", "Unit"),
    note("minimum", "Hoort er minstens bij", "Part of the minimum set", type="bool"),
    note(
        "beschikbaar",
        "Beschikbaar",
        "Available",
        description="openbaar, besloten, of geen bron",
    ),
    _number(
        "waarde_openbaar",
        "Cijfer, waar het openbaar is",
        "Figure, where it is public",
        "gerealiseerd, van reeksen die alleen open gegevens gebruiken",
        tier=None,
    ),
)
SHUT = (
    note("soort_rij", "Soort rij", "Kind of row", tier=Tier.B),
    note("eigenaar", "Eigenaar", "Owner", tier=Tier.B),
    note("gebied", "Gebied", "Area", tier=Tier.B),
    _number("doel", "Doel", "Target", "doel van de reeks; van afspraken de som"),
    _number("gerealiseerd", "Gerealiseerd", "Realised", "gerealiseerd van dezelfde rijen"),
    _number("verwacht", "Verwacht tot nu", "Expected by now", EXPECTED),
    figure(
        "ratio",
        "Gerealiseerd ten opzichte van verwacht",
        "Realised against expected",
        "ratio",
        kind=Kind.RATE,
        tier=Tier.C,
        formula="gerealiseerd / verwacht",
    ),
    note(
        "licht",
        "Licht",
        "Light",
        tier=Tier.C,
        role=Role.CLASS,
        classes=tuple({"waarde": word} for word in LIGHTS),
        palette="soorten",
    ),
    note("reden", "Waarom geen licht", "Why no light", tier=Tier.B),
    note("cijfer_van", "Cijfer van", "Figure of", type="date", tier=Tier.B),
    note("verouderd_vanaf", "Verouderd vanaf", "Stale from", type="date", tier=Tier.B),
    note("verouderd", "Verouderd", "Stale", type="bool", tier=Tier.B),
    note("opmerking", "Opmerking", "Remark", tier=Tier.B),
)

DATASET = Dataset(
    name="voortgang",
    title="Monitor vraag en aanbod",
    title_en="Monitor of demand and supply",
    description=(
        "Reeksen met doel, gerealiseerd en wat tot nu te verwachten was, met een licht en een "
        "teken als een cijfer te oud is."
    ),
    publisher="Gemeente en partners, bewerkt",
    licence=CLOSED,
    attribution="gemeente en partners",
    theme="opgave",
    columns=(*OPEN, *SHUT),
    key=("reeks",),
    optional_inputs=FEEDS,
    bounds=Bounds(first=(0, 10_000)),
    method_version=listed_version("voortgang", "voortgang"),
    layers=(
        Layer(
            name="monitor_vraag_aanbod",
            title="Monitor vraag en aanbod: welke reeksen er zijn",
            title_en="Monitor of demand and supply: which series there are",
            description="Reeksen van de monitor, en het cijfer waar dat openbaar is.",
            theme="opgave",
            rows="alles",
            scope=(Scope("afspraak van een partij", "soort_rij", keep=("reeks",)),),
            labels="titel",
            columns=tuple(column.name for column in OPEN),
            remarks=("Lichten en cijfers van partijen staan alleen in de besloten omgeving.",),
        ),
        closed_layer(
            "voortgangsmonitor",
            "Monitor vraag en aanbod",
            "Monitor of demand and supply",
            "opgave",
            *(column.name for column in (*OPEN, *SHUT)),
            labels="titel",
            remarks=(REMARK, NEVER_A_PERSON),
        ),
    ),
)
