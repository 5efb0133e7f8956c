"""M9 per plan or transformation site (METHODS 13): new homes, restricted (tier B)."""

from data import kansen
from data.columns import count, name, share
from data.model import Bounds, Column, Dataset, Layer, Part, Role, Tier
from data.parameters import method_version

CELL = ("v", "t", "z", "r", "b")


def _from_cells(code: str, title: str, title_en: str) -> Column:
    source = f"s_{code}_besloten" if code in ("v", "z", "b") else f"s_{code}"
    return kansen.part_score(
        f"s_{code}",
        f"Deelscore {title}",
        f"Score of {title_en}",
        formula="gemiddelde van de vakken onder de plek, naar oppervlak",
        parts=(Part(column=source, dataset="kans_cel", many=True),),
    )


FEASIBLE = (
    ("eigenaar", "Grond van corporatie of gemeente", "Land of association or municipality"),
    ("plan", "Plan- of transformatieplek", "Plan or transformation site"),
    ("capaciteit", "Ruimte voor 12 woningen of meer", "Room for 12 dwellings or more"),
    ("belemmering", "Geen belemmering in het omgevingsplan", "No obstacle in the zoning plan"),
)

H = (("s_h", "haalbaarheid", "feasibility"),)
LISTED = Part(dataset="plannen", many=True)

DATASET = Dataset(
    name="kans_plan",
    title="Kansen per planlocatie",
    title_en="Opportunities per plan site",
    description="Plannen en projecten als plek voor geclusterd wonen, met wat er past.",
    publisher="Gemeenten, CBS, OpenStreetMap en andere, bewerkt",
    licence="afspraak met de leverancier",
    attribution="gemeenten, CBS, Kadaster, © OpenStreetMap-bijdragers, RIVM",
    theme="kansen",
    tier=Tier.B,
    geometry="Geometry",
    columns=(
        Column(
            name="bron",
            title="Lijst",
            title_en="List",
            description="plan of project",
            role=Role.KEY,
        ),
        Column(name="plek", title="Nummer", title_en="Number", role=Role.KEY),
        name("naam", "Naam", "Name"),
        Column(name="status", title="Status", title_en="Status"),
        count(
            "woningen",
            "Woningen volgens de lijst",
            "Dwellings listed",
            "woningen",
            parts=(LISTED,),
        ),
        count(
            "eenheden",
            "Woningen die passen",
            "Dwellings that fit",
            "woningen",
            formula="oppervlak x FSI / bruto m² per woning, naar beneden afgerond",
            parts=(
                Part(column="grondoppervlakte_m2", dataset="plannen", on="plek", weight="kans.fsi"),
            ),
        ),
        *kansen.site_columns(("s_h",)),
        share(
            "uitgesloten_pct",
            "Deel van de plek dat is uitgesloten",
            "Part of the site that is excluded",
            parts=(Part(dataset="kans_cel", column="reden", many=True),),
        ),
        *kansen.site_contributions(H),
        *(_from_cells(code, t, e) for code, t, e in kansen.CRITERIA if code in CELL),
        kansen.part_score(
            "s_h",
            "Deelscore haalbaarheid",
            "Score of feasibility",
            formula="gemiddelde van de bekende onderdelen, vanaf twee",
            parts=tuple(Part(column=f"h_{code}") for code, _, _ in FEASIBLE),
        ),
        *(
            kansen.part_score(f"h_{code}", title, title_en, parts=(LISTED,))
            for code, title, title_en in FEASIBLE
        ),
    ),
    key=("bron", "plek"),
    inputs=("kans_cel",),
    optional_inputs=("plannen", "projecten", "plaatsing"),
    bounds=Bounds(first=(0, 100_000)),
    method_version=method_version("kans"),
    layers=(
        Layer(
            name="kansen_plannen",
            title="Kansen per planlocatie",
            title_en="Opportunities per plan site",
            description="Planlocaties als zoekgebied voor geclusterd wonen.",
            theme="kansen",
            rows="alles",
            restricted=True,
            labels="naam",
            remarks=kansen.REMARKS,
            columns=(
                "bron",
                "plek",
                "naam",
                "status",
                "woningen",
                "eenheden",
                *(c.name for c in kansen.site_columns()),
                "uitgesloten_pct",
                *(f"s_{code}" for code in (*CELL, "h")),
                *(f"h_{code}" for code, _, _ in FEASIBLE),
                *(c.name for c in kansen.site_contributions(H)),
            ),
        ),
    ),
)
