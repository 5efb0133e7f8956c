"""M2, age detail per 100 m cell.

Input of M6 and M9, not a layer of its own (cells are too small to show ages).
"""

from data.columns import count
from data.model import VIERKANT, Column, Dataset, Part, Role
from data.parameters import method_version


def _people(name: str, title: str, title_en: str) -> Column:
    spread = (
        Part(dataset="leeftijd_buurt", column=name, many=True),
        Part(dataset="raster", many=True),
    )
    return count(name, title, title_en, "inwoners", type="float", parts=spread)


DATASET = Dataset(
    name="leeftijd_cel",
    title="Ouderen naar leeftijd per vak",
    title_en="Older people by age per cell",
    description="Verdeling van de schatting per buurt over vakken van 100 meter.",
    publisher="CBS, bewerkt",
    licence="CC BY 4.0",
    attribution="CBS, Kadaster",
    theme="bevolking",
    columns=(
        Column(name="vierkant", title="Vak", title_en="Cell", pattern=VIERKANT, role=Role.KEY),
        _people("inwoners_65plus", "Inwoners van 65 jaar en ouder", "Residents aged 65 and over"),
        _people("inwoners_75plus", "Inwoners van 75 jaar en ouder", "Residents aged 75 and over"),
        Column(name="grondslag", title="Verdeeld naar", title_en="Distributed by"),
    ),
    key=("vierkant",),
    inputs=("leeftijd_buurt", "raster", "cbs_buurten", "bag_verblijfsobjecten"),
    method_version=method_version("leeftijd"),
)
