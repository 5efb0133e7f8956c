"""Beyond M14, X3: the figures of M4 against those of the edition before; restricted (tier B)."""

from data.clienten import CLOSED, note
from data.columns import figure
from data.model import Bounds, Column, Dataset, Kind, Part, Role, Tier
from data.parameters import method_version
from data.partner import closed_layer

# Figure of M4 -> title, English, unit.
FIGURES = {
    "groei_75plus": ("Groei 75-plussers", "Growth of residents 75+", "inwoners"),
    "opgave_a": ("Opgave, methode A", "Homes to add, method A", "woningen"),
    "opgave_b": ("Opgave, methode B", "Homes to add, method B", "woningen"),
    "behoefte_b": ("Behoefte, methode B", "Homes needed, method B", "woningen"),
    "tekort_a": ("Tekort, methode A", "Gap, method A", "woningen"),
    "tekort_b": ("Tekort, methode B", "Gap, method B", "woningen"),
}
SOURCES = ("opgave_gemeente", "opgave_gebied")


def _compared(name: str) -> tuple[Column, ...]:
    """Old, new, difference and verdict of one figure."""
    title, title_en, unit = FIGURES[name]
    both = tuple(Part(dataset=source, column=name, many=True) for source in SOURCES)

    def told(end: str, words: str, words_en: str, *parts: Part, formula: str = "") -> Column:
        return figure(
            f"{name}_{end}",
            f"{title}, {words}",
            f"{title_en}, {words_en}",
            unit,
            kind=Kind.SIGNED,
            round_to=5,
            tier=Tier.B,
            formula=formula,
            parts=parts,
        )

    return (
        told("oud", "vorige editie", "edition before", *both),
        told("nieuw", "deze editie", "this edition", *both),
        told(
            "verschil",
            "verschil",
            "difference",
            Part(column=f"{name}_nieuw"),
            Part(column=f"{name}_oud"),
            formula="deze editie min de vorige",
        ),
        note(f"{name}_oordeel", f"{title}, oordeel", f"{title_en}, verdict"),
    )


COLUMNS = (
    note("niveau", "Niveau", "Level", role=Role.KEY, description="gemeente of gebied"),
    note("gebied", "Gebied", "Area", role=Role.KEY),
    note("klasse", "Woningklasse", "Class of home", role=Role.KEY),
    note("jaar", "Jaar", "Year", role=Role.KEY),
    *(column for name in FIGURES for column in _compared(name)),
)

DATASET = Dataset(
    name="opgave_edities",
    title="Behoefteonderzoek tegenover de vorige editie",
    title_en="Needs survey against the edition before",
    description=(
        "Groei, opgave, behoefte en tekort per gemeente en gebied in deze editie en de vorige, met "
        "het verschil. Alleen van dezelfde methode en indeling."
    ),
    publisher="gemeente en CBS, bewerkt",
    licence=CLOSED,
    attribution="CBS, gemeente",
    theme="opgave",
    tier=Tier.B,
    columns=COLUMNS,
    key=("niveau", "gebied", "klasse", "jaar"),
    optional_inputs=SOURCES,
    bounds=Bounds(first=(0, 100_000)),  # the first edition has nothing before it
    method_version=method_version("edities"),
    layers=(
        closed_layer(
            "opgave_edities_besloten",
            "Behoefteonderzoek tegenover de vorige editie",
            "Needs survey against the edition before",
            "opgave",
            *(column.name for column in COLUMNS),
            labels="gebied",
            remarks=("Een verschil tussen edities zegt niet waardoor het komt.",),
        ),
    ),
)
