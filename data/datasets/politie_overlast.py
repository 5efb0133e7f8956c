"""Registered nuisance per period: per year, and where the publisher has no years per month."""

from data.columns import count
from data.gebieden_cbs import HUNDREDS, OPTELRIJ, gebiedscode, key, per_area, periode
from data.model import CBS_CODES, Bounds, Cadence, Dataset, Scope, Status

DATASET = Dataset(
    name="politie_overlast",
    title="Geregistreerde overlast",
    title_en="Registered nuisance",
    description="Aantal meldingen van overlast die de politie registreerde, per periode en buurt.",
    publisher="Politie",
    licence="CC BY 4.0",
    attribution="Politie, CBS",
    source_url="https://dataderden.cbs.nl",
    theme="veiligheid",
    columns=(
        gebiedscode(),
        key("soort_overlast", "Soort overlast", "Kind of nuisance", "Overlast", "SoortOverlast"),
        periode(),
        count(
            "meldingen",
            "Geregistreerde overlast",
            "Registered nuisance",
            "meldingen",
            "GeregistreerdeOverlast",
            optional=False,
            unit_en="reports",
            interval=True,
            events=True,
            classes=HUNDREDS,
            palette="viridis_r",
        ),
    ),
    key=("gebiedscode", "soort_overlast", "periode"),
    codes={**CBS_CODES, "": Status.ONDERDRUKT, ".": Status.ONDERDRUKT},
    null_status=Status.ONDERDRUKT,
    scope=(OPTELRIJ,),
    bounds=Bounds(first=(1, 400_000), grow=13.0),
    cadence=Cadence("25 5 * * 3", 400),
    layers=(
        per_area(
            "overlast",
            "buurt",
            title="Geregistreerde overlast per buurt",
            title_en="Registered nuisance per neighbourhood",
            description="Alle geregistreerde overlast samen, per jaar.",
            theme="veiligheid",
            columns=("gebiedscode", "periode", "meldingen"),
            scope=(
                Scope("totaal", "soort_overlast", keep=("0.0.0",)),
                Scope("jaren", "periode", keep=tuple(f"{y}JJ00" for y in range(2012, 2041))),
            ),
            remarks=("Of overlast gemeld en geregistreerd wordt, verschilt per buurt.",),
        ),
    ),
)
