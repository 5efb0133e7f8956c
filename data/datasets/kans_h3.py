"""M9 per H3 hexagon of resolution 9: a form of delivery of the open map (METHODS 1)."""

from data import kansen
from data.columns import buurtcode, figure, name, share
from data.model import Bounds, Column, Dataset, Kind, Layer, Part, Role
from data.parameters import method_version

IN_BUURT = (
    "De buurt waarin het midden van de zeshoek ligt; ligt dat buiten de gemeente, dan de buurt "
    "die er het meest van beslaat."
)
SCORES = ("score", *(f"score_{name}" for name, _ in kansen.PROFILES))


def _carried(column: str, title: str, title_en: str) -> Column:
    return kansen.points(
        column,
        title,
        title_en,
        round_to=1,
        formula="gemiddelde van de vakken eronder, naar oppervlak; vanaf de helft van de zeshoek",
        parts=(Part(column=column, dataset="kans_cel", many=True),),
    )


DATASET = Dataset(
    name="kans_h3",
    title="Kansenkaart in zeshoeken (H3)",
    title_en="Opportunity map in hexagons (H3)",
    description="De open kansscore van vakken van 100 meter, overgebracht op zeshoeken van H3.",
    publisher="CBS, OpenStreetMap, RIVM en andere, bewerkt",
    licence="ODbL 1.0",
    attribution="CBS, Kadaster, © OpenStreetMap-bijdragers, RIVM, NDOV, IGJ",
    theme="kansen",
    geometry="MultiPolygon",
    columns=(
        Column(
            name="h3",
            title="Zeshoek",
            title_en="Hexagon",
            pattern=r"^[0-9a-f]{15}$",
            role=Role.KEY,
        ),
        buurtcode(role=Role.NOTE),
        name("buurtnaam", "Buurt", "Neighbourhood", role=Role.NOTE, description=IN_BUURT),
        _carried("score", "Kansscore, profiel gemeente", "Opportunity score, municipality"),
        *(
            _carried(
                f"score_{name}",
                f"Kansscore, profiel {name}",
                f"Opportunity score, {english}",
            )
            for name, english in kansen.PROFILES
        ),
        share(
            "gedekt_pct",
            "Deel van de zeshoek met een score",
            "Part with a score",
            parts=(Part(dataset="kans_cel", column="score", many=True),),
        ),
        figure(
            "oppervlakte_m2",
            "Oppervlakte",
            "Area",
            "m²",
            kind=Kind.RATE,
            description="De ware oppervlakte van deze zeshoek; zij zijn niet even groot.",
        ),
    ),
    key=("h3",),
    inputs=("kans_cel", "cbs_buurten"),
    bounds=Bounds(first=(0, 1_000_000)),
    method_version=method_version("kans"),
    layers=(
        Layer(
            name="kansenkaart_h3",
            title="Kansen voor geclusterd wonen in zeshoeken",
            title_en="Opportunities for clustered housing in hexagons",
            description="Dezelfde score in zeshoeken van H3, niveau 9.",
            theme="kansen",
            rows="alles",
            minzoom=9,
            labels="h3",
            remarks=(
                kansen.REMARK,
                "Alleen een vorm van levering: gerekend is met vakken van 100 meter.",
            ),
        ),
    ),
)
