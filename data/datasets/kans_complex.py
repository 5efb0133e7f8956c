"""M9 per complex of a corporation (METHODS 13, reading 74): existing buildings, restricted.

Tier B, closed until a dated decision of the profile; complexes of fewer than 10 dwellings are not
in it.
"""

from data import kansen
from data.columns import breaks, count, figure, name
from data.model import Bounds, Column, Dataset, Kind, Layer, Part, Role, Tier
from data.parameters import method_version

CELL = ("v", "t", "z", "r", "b")
COMPLEX = "corporatiecomplexen"


def _from_cell(code: str, title: str, title_en: str) -> Column:
    source = f"s_{code}_besloten" if code in ("v", "z", "b") else f"s_{code}"
    return kansen.part_score(
        f"s_{code}",
        f"Deelscore {title}",
        f"Score of {title_en}",
        formula="van het vak waarin het complex staat",
        parts=(Part(column=source, dataset="kans_cel", on="vierkant"),),
    )


PARTS = {
    "h_eigenaar": Part(column="woningen", dataset=COMPLEX),
    "h_nultreden": Part(column="nultreden", dataset="geschiktheid_complex", on="geschiktheid"),
    "h_eenheden": Part(column="woningen", dataset=COMPLEX),
    "h_ontmoeting": Part(column="ontmoetingsruimte", dataset=COMPLEX),
}

DATASET = Dataset(
    name="kans_complex",
    title="Kansen per corporatiecomplex",
    title_en="Opportunities per housing complex",
    description=(
        "Bestaande complexen die geclusterd wonen kunnen worden: de score van hun vak, met één "
        "eigenaar, nultredenwoningen, aantal woningen en ontmoetingsruimte."
    ),
    publisher="Woningcorporaties, CBS, OpenStreetMap en andere, bewerkt",
    licence="afspraak met de leverancier",
    attribution="woningcorporaties, CBS, Kadaster, © OpenStreetMap-bijdragers, RIVM",
    theme="kansen",
    tier=Tier.B,
    geometry="Point",
    columns=(
        Column(name="complex", title="Complex", title_en="Complex", role=Role.KEY),
        name("naam", "Naam", "Name"),
        Column(name="corporatie", title="Corporatie", title_en="Association"),
        Column(name="vierkant", title="Vak", title_en="Cell"),
        Column(
            name="geschiktheid",
            title="Rij in geschiktheid van complexen",
            title_en="Row in suitability of complexes",
        ),
        count(
            "woningen",
            "Woningen",
            "Dwellings",
            "woningen",
            parts=(Part(dataset=COMPLEX, column="woningen", many=True),),
        ),
        *kansen.site_columns(tuple(code for code, _, _ in kansen.COMPLEX_PARTS)),
        *kansen.site_contributions(kansen.COMPLEX_PARTS),
        *(_from_cell(code, t, e) for code, t, e in kansen.CRITERIA if code in CELL),
        *(
            kansen.part_score(code, title.capitalize(), title_en, parts=(PARTS[code],))
            for code, title, title_en in kansen.COMPLEX_PARTS
        ),
        figure(
            "ontmoeting_m",
            "Loopafstand tot een ontmoetingsruimte",
            "Walking distance to a meeting room",
            "m",
            kind=Kind.DISTANCE,
            classes=breaks(0, 100, 300, 500),
            palette="ylgnbu",
            description="0 is in het gebouw; leeg is verder dan 100 m of niet te meten.",
            parts=(
                Part(dataset=COMPLEX, column="ontmoetingsruimte", many=True),
                Part(dataset="locaties", many=True),
                Part(dataset="osm_wegen", many=True),
            ),
        ),
    ),
    key=("complex",),
    inputs=("kans_cel", COMPLEX),
    optional_inputs=(
        "geschiktheid_complex",
        "plaatsing",
        "bag_panden",
        "bag_verblijfsobjecten",
        "locaties",
        "osm_wegen",
    ),
    bounds=Bounds(first=(0, 100_000)),
    method_version=method_version("kans"),
    layers=(
        Layer(
            name="kansen_complexen",
            title="Kansen per corporatiecomplex",
            title_en="Opportunities per housing complex",
            description="Bestaande complexen als zoekgebied voor geclusterd wonen.",
            theme="kansen",
            rows="alles",
            restricted=True,
            labels="naam",
            remarks=kansen.REMARKS,
            columns=(
                "complex",
                "naam",
                "corporatie",
                "woningen",
                *(c.name for c in kansen.site_columns()),
                *(f"s_{code}" for code in CELL),
                *(code for code, _, _ in kansen.COMPLEX_PARTS),
                *(c.name for c in kansen.site_contributions(kansen.COMPLEX_PARTS)),
                "ontmoeting_m",
            ),
        ),
    ),
)
