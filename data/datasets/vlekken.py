"""M13, vlekkenkaart: sites of current plans and projects, and what they add (METHODS 17).

Plans are business data. A site is shown to everyone only where its supplier marked it `openbaar`:
that mark is the release ground of the open layer, row by row.
"""

from data.columns import breaks, count, figure, share
from data.model import Bounds, Column, Dataset, Kind, Layer, Part, Role, Scope, Tier
from data.parameters import method_version
from data.partner import PLAN_STATES

AGREED = "per plan openbaar gemaakt door de leverancier (kolom openbaar)"
CLASSES = (
    ("zorggeschikt", "zorggeschikt", "suitable for care"),
    ("geclusterd", "geclusterd voor ouderen", "clustered for older people"),
    ("nultreden", "overig nultreden", "other step-free"),
)
PUBLIC = Scope("niet_openbaar", "openbaar", keep=("openbaar",))


def _text(name: str, title: str, title_en: str, **extra: object) -> Column:
    given: dict[str, object] = {"release": AGREED, **extra}
    return Column(name=name, title=title, title_en=title_en, **given)  # type: ignore[arg-type] # field by field


def _programme(name: str, title: str, title_en: str) -> Column:
    return count(
        name,
        f"Woningen {title}",
        f"Dwellings {title_en}",
        "woningen",
        release=AGREED,
        parts=(Part(dataset="plannen", column=name, on="rij"),),
    )


def _adds(name: str, title: str, title_en: str, *parts: Part, formula: str = "") -> Column:
    return figure(
        f"bijdrage_{name}",
        f"Bijdrage aan de opgave: {title}",
        f"Contribution to the gap: {title_en}",
        "woningen",
        kind=Kind.COUNT,
        round_to=1,
        formula=formula or "programma x kans van de status x deel dat meetelt",
        parts=parts or (Part(column=name), Part(column="kans"), Part(column="telt_mee_pct")),
    )


SHOWN = (
    "vlek_id",
    "naam",
    "lijst",
    "status",
    "soort",
    "woningen",
    *(name for name, _, _ in CLASSES),
    "sloop",
    "jaar_start",
    "jaar_gereed",
    "partijen",
    "zorgpartij",
    "zorgpartij_gevonden",
    "kans",
    "ontbreekt",
    "kansscore",
    "kansscore_dekking_pct",
    "getekend_als",
)

DATASET = Dataset(
    name="vlekken",
    title="Vlekkenkaart wonen en zorg",
    title_en="Sites for housing and care",
    description=(
        "Lopende projecten en transformatielocaties met status, programma, partijen en jaar, en "
        "wat zij naar verwachting toevoegen."
    ),
    publisher="Gemeenten, corporaties en ontwikkelaars, bewerkt",
    licence="afspraak met de leverancier",
    attribution="gemeenten en ontwikkelaars",
    theme="opgave",
    tier=Tier.B,
    geometry="MultiPolygon",
    care_kind=("doelgroep",),
    columns=(
        _text("vlek_id", "Vlek", "Site", role=Role.KEY),
        _text("naam", "Naam", "Name", role=Role.NAME),
        _text("lijst", "Staat in", "Listed in", description="plannen of projecten"),
        Column(name="rij", title="Rij van de lijst", title_en="Row of the list"),
        Column(name="leverancier", title="Leverancier", title_en="Supplier"),
        Column(name="project_id", title="Project", title_en="Project"),
        _text(
            "status",
            "Status",
            "Status",
            role=Role.CLASS,
            classes=tuple({"waarde": state} for state in PLAN_STATES),
            palette="soorten",
            parts=(Part(dataset="plannen", column="status", on="rij"),),
        ),
        _text("soort", "Soort", "Kind"),
        _text("openbaar", "Wie het mag zien", "Who may see it"),
        Column(name="doelgroep", title="Doelgroep", title_en="Target group"),
        Column(name="afspraak", title="Afspraak geclusterd wonen", title_en="Agreement"),
        count(
            "woningen",
            "Woningen in het plan",
            "Dwellings planned",
            "woningen",
            release=AGREED,
            parts=(Part(dataset="plannen", column="woningen", on="rij"),),
        ),
        *(_programme(*one) for one in CLASSES),
        _programme("sloop", "te slopen", "to be demolished"),
        figure(
            "jaar_start",
            "Start van de bouw",
            "Start of building",
            "jaar",
            parts=(Part(dataset="plannen", column="jaar_start", on="rij"),),
            kind=Kind.SIGNED,
            type="int",
            release=AGREED,
        ),
        figure(
            "jaar_gereed",
            "Jaar van oplevering",
            "Year of completion",
            "jaar",
            parts=(Part(dataset="plannen", column="jaar_gereed", on="rij"),),
            kind=Kind.SIGNED,
            type="int",
            release=AGREED,
        ),
        _text("partijen", "Betrokken organisaties", "Organisations"),
        _text("zorgpartij", "Zorgpartij", "Care party"),
        _text(
            "zorgpartij_gevonden",
            "Zorgpartij gevonden",
            "Care party matched",
            description="ja, nee, of niet nodig: geen programma met zorg en er wordt niet gezocht",
        ),
        figure(
            "kans",
            "Kans van de status",
            "Probability of the status",
            "0 tot 1",
            unit_en="0 to 1",
            kind=Kind.RATE,
            release=AGREED,
            formula="kans die bij de status hoort",
            parts=(Part(column="status"),),
        ),
        share(
            "telt_mee_pct",
            "Deel dat meetelt",
            "Part that counts",
            description="Grond onder meer dan een vlek telt een keer: de verste status gaat voor.",
            formula="deel van de vlek dat niet onder een verdere vlek ligt",
            parts=(Part(dataset="plannen", many=True), Part(dataset="projecten", many=True)),
        ),
        _text("overlapt_met", "Telt niet mee door", "Gives way to", release=""),
        *(_adds(*one) for one in CLASSES),
        _adds(
            "totaal",
            "samen",
            "together",
            *(Part(column=f"bijdrage_{name}", share=f"bijdrage_{name}") for name, _, _ in CLASSES),
            formula="som van de bekende bijdragen",
        ),
        figure(
            "bijdrage_openbaar",
            "Bijdrage aan de opgave, van openbare plannen",
            "Contribution to the gap, among public plans",
            "woningen",
            kind=Kind.COUNT,
            round_to=1,
            release=AGREED,
            formula="programma x kans van de status; gedeelde grond telt een keer",
            parts=(*(Part(column=name) for name, _, _ in CLASSES), Part(column="kans")),
        ),
        _text("ontbreekt", "Niet opgegeven", "Not stated"),
        _text("getekend_als", "Getekend als", "Drawn as"),
        figure(
            "kansscore",
            "Gemiddelde kansscore van de plek",
            "Mean opportunity score of the site",
            "punten",
            kind=Kind.SCORE,
            bounds=(0, 100),
            round_to=1,
            release=AGREED,
            classes=breaks(0, 20, 40, 60, 80),
            palette="viridis_r",
            formula="gemiddelde van de vakken eronder, gewogen naar oppervlakte",
            parts=(Part(dataset="kans_cel", column="score", many=True),),
        ),
        share(
            "kansscore_dekking_pct",
            "Deel van de plek met een kansscore",
            "Part of the site with a score",
            release=AGREED,
            parts=(Part(dataset="kans_cel", column="score", many=True),),
        ),
    ),
    key=("vlek_id",),
    optional_inputs=("plannen", "projecten", "plaatsing", "kans_cel"),
    one_of=("plannen", "projecten"),
    bounds=Bounds(first=(0, 100_000)),
    method_version=method_version("vlek"),
    layers=(
        Layer(
            name="vlekkenkaart",
            title="Vlekkenkaart wonen en zorg",
            title_en="Sites for housing and care",
            description="Plannen en projecten die openbaar zijn, met wat zij toevoegen.",
            theme="opgave",
            rows="alles",
            scope=(PUBLIC,),
            labels="naam",
            columns=(*SHOWN, "bijdrage_openbaar"),
            remarks=(
                "Alleen plannen die hun leverancier openbaar maakte; het zijn niet alle plannen.",
                "De kansscore is een zoekgebied, geen planologische uitspraak.",
            ),
        ),
        Layer(
            name="vlekkenkaart_besloten",
            title="Vlekkenkaart, alle plannen en projecten",
            title_en="All sites for housing and care",
            description="Alle plannen en projecten; alleen voor de besloten omgeving.",
            theme="opgave",
            rows="alles",
            restricted=True,
            labels="naam",
            columns=(
                *SHOWN,
                "telt_mee_pct",
                "overlapt_met",
                *(f"bijdrage_{name}" for name, _, _ in CLASSES),
                "bijdrage_totaal",
                "openbaar",
                "doelgroep",
                "afspraak",
                "project_id",
            ),
        ),
    ),
)
