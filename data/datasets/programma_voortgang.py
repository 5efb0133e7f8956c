"""Beyond M14, progress of the programme: actions, agreements, deadlines, what an edition changed.

A later edition replaces the one before it; what it dropped stays as a row `vervallen` until the
next.
"""

from data.clienten import CLOSED, note
from data.columns import figure
from data.model import Bounds, Dataset, Kind, Part, Role, Tier
from data.parameters import method_version
from data.partner import closed_layer

LISTS = (Part(dataset="acties", many=True), Part(dataset="afspraken", many=True))
COLUMNS = (
    note("soort", "Soort", "Kind", role=Role.KEY, description="actie of afspraak"),
    note("sleutel", "Nummer", "Number", role=Role.KEY),
    note("naam", "Wat", "What", role=Role.NAME),
    note("editie", "Editie", "Edition"),
    note("thema", "Thema of onderwerp", "Theme or subject"),
    note("trekker", "Organisatie", "Organisation"),
    note("termijn", "Uiterlijk gereed", "Deadline", type="date", parts=LISTS),
    note("voortgang", "Voortgang", "Progress", parts=LISTS),
    figure(
        "dagen_tot_termijn",
        "Dagen tot de termijn (negatief: voorbij)",
        "Days to the deadline (negative: past)",
        "dagen",
        kind=Kind.SIGNED,
        type="int",
        tier=Tier.B,
        formula="termijn - dag van de levering; leeg als het gereed of gestopt is",
        parts=(Part(column="termijn"), Part(column="voortgang")),
    ),
    note("te_laat", "Termijn voorbij", "Past its deadline", type="bool"),
    note("verschil", "Tegenover de vorige editie", "Against the edition before"),
    note("wat", "Wat er veranderde", "What changed"),
)

DATASET = Dataset(
    name="programma_voortgang",
    title="Voortgang van het programma",
    title_en="Progress of the programme",
    description="Acties en afspraken met hun termijn, en wat een nieuwe editie verandert.",
    publisher="Gemeenten en corporaties, bewerkt",
    licence=CLOSED,
    attribution="gemeenten en corporaties",
    theme="opgave",
    tier=Tier.B,
    columns=COLUMNS,
    key=("soort", "sleutel"),
    optional_inputs=("acties", "afspraken"),
    bounds=Bounds(first=(0, 100_000)),
    method_version=method_version("programma"),
    layers=(
        closed_layer(
            "programmavoortgang",
            "Voortgang van het programma",
            "Progress of the programme",
            "opgave",
            *(column.name for column in COLUMNS),
            labels="naam",
        ),
    ),
)
