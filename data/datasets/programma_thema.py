"""Beyond M14, the programme per theme: actions counted, and projects with a concrete agreement."""

from data.clienten import CLOSED, many, note
from data.columns import count, share
from data.model import Bounds, Column, Dataset, Part, Role, Tier
from data.parameters import method_version
from data.partner import closed_layer


def _count(name: str, title: str, title_en: str, unit: str = "acties") -> Column:
    source = {"acties": "programma_voortgang", "projecten": "projecten"}.get(unit, "projecten")
    return count(
        name,
        title,
        title_en,
        unit,
        unit_en={"acties": "actions", "projecten": "projects"}.get(unit, "dwellings"),
        formula="rijen geteld" if unit != "woningen" else "woningen opgeteld",
        parts=(Part(dataset=source, many=True),),
    )


COLUMNS = (
    note("thema", "Thema", "Theme", role=Role.NAME),
    _count("acties", "Acties", "Actions"),
    _count("gereed", "Gereed", "Done"),
    _count("gestopt", "Gestopt", "Stopped"),
    _count("vertraagd", "Vertraagd", "Delayed"),
    _count("niet_gestart", "Niet gestart", "Not started"),
    _count("te_laat", "Termijn voorbij", "Past its deadline"),
    share(
        "gereed_pct",
        "Gereed, van wat niet is gestopt",
        "Done, of what was not stopped",
        formula="gereed / (acties - gestopt)",
        parts=(Part(column="gereed"), Part(column="acties"), Part(column="gestopt")),
    ),
    _count("projecten", "Relevante projecten", "Relevant projects", "projecten"),
    _count("projecten_concreet", "Met concrete afspraak", "With concrete agreement", "projecten"),
    share(
        "projecten_concreet_pct",
        "Relevante projecten met een concrete afspraak",
        "Relevant projects with a concrete agreement",
        formula="projecten met een concrete afspraak / relevante projecten",
        parts=many("projecten", "afspraak"),
    ),
    _count("afgesproken_woningen", "Geclusterde woningen afgesproken", "Homes agreed", "woningen"),
)

DATASET = Dataset(
    name="programma_thema",
    title="Programma per thema",
    title_en="Programme by theme",
    description=(
        "Acties per thema naar voortgang; in de rij `alle` ook de projecten met een afspraak over "
        "geclusterd wonen."
    ),
    publisher="Gemeenten en corporaties, bewerkt",
    licence=CLOSED,
    attribution="gemeenten en corporaties",
    theme="opgave",
    tier=Tier.B,
    columns=COLUMNS,
    key=("thema",),
    inputs=("programma_voortgang",),
    optional_inputs=("projecten",),
    bounds=Bounds(first=(0, 10_000)),
    method_version=method_version("programma"),
    layers=(
        closed_layer(
            "programmathema",
            "Programma per thema",
            "Programme by theme",
            "opgave",
            *(column.name for column in COLUMNS),
            labels="thema",
        ),
    ),
)
