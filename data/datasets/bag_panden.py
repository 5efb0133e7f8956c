"""BAG panden: footprints with building year and status."""

from data.columns import BAG_HISTORY, breaks, figure
from data.model import BAG_ID, Bounds, Cadence, Column, Dataset, Kind, Layer, Role, Scope

# An extract holds these too; the services of the publisher leave them out.
GONE = ("Pand gesloopt", "Niet gerealiseerd pand", "Pand ten onrechte opgevoerd")

DATASET = Dataset(
    name="bag_panden",
    title="Panden (BAG)",
    title_en="Buildings (BAG)",
    description="Panden uit de Basisregistratie Adressen en Gebouwen in en rond de gemeente.",
    publisher="Kadaster",
    licence="Public Domain Mark 1.0",
    attribution="Kadaster",
    source_url="https://www.pdok.nl/ogc-apis/-/article/basisregistratie-adressen-en-gebouwen-ba-1",
    theme="woningen",
    geometry="MultiPolygon",
    repairs=("make_valid",),
    columns=(
        Column(
            name="identificatie",
            title="BAG-identificatie",
            title_en="BAG id",
            sources=("identificatie",),
            prefix="NL.IMBAG.Pand.",
            pattern=BAG_ID,
            required=True,
            role=Role.KEY,
        ),
        Column(
            name="kenmerk",
            title="Kenmerk in de bron",
            title_en="Id at the source",
            sources=("feature_id",),
            optional=True,
        ),
        figure(
            "bouwjaar",
            "Bouwjaar",
            "Building year",
            "jaar",
            "bouwjaar",
            "oorspronkelijkBouwjaar",
            kind=Kind.SIGNED,
            type="int",
            bounds=(1000, 2100),
            unknown=((9999, 9999),),
            classes=breaks(1000, 1945, 1965, 1985, 2005),
            palette="viridis_r",
        ),
        Column(
            name="status", title="Status", title_en="Status", sources=("status",), required=True
        ),
    ),
    key=("identificatie",),
    scope=(*BAG_HISTORY, Scope("buiten_gebied", "geometry", inside="ring")),
    bounds=Bounds(first=(1, 12_000_000)),
    cadence=Cadence("45 4 * * 1", 14),
    layers=(
        Layer(
            name="panden",
            title="Panden",
            title_en="Buildings",
            description="Panden met bouwjaar.",
            theme="woningen",
            columns=("identificatie", "bouwjaar", "status"),
            scope=(Scope("niet_aanwezig", "status", leaves=GONE),),
            minzoom=13,
            maxzoom=15,
        ),
    ),
)
