"""Foot network of OpenStreetMap.

Edges between junctions, with what a rollator or wheelchair needs to know.
"""

from data.model import Bounds, Cadence, Column, Dataset, Layer, Role, Scope


def _tag(name: str, title: str, title_en: str, source: str = "") -> Column:
    return Column(
        name=name, title=title, title_en=title_en, sources=(source or name,), optional=True
    )


DATASET = Dataset(
    name="osm_wegen",
    title="Voetpaden en wegen (OSM)",
    title_en="Foot network (OSM)",
    description="Wegen waarop gelopen mag worden, geknipt op kruisingen.",
    publisher="OpenStreetMap",
    licence="ODbL 1.0",
    attribution="© OpenStreetMap-bijdragers",
    source_url="https://download.geofabrik.de",
    theme="omgeving",
    geometry="MultiLineString",
    columns=(
        Column(
            name="weg_id",
            type="int",
            title="OSM-weg",
            title_en="OSM way",
            sources=("way_id",),
            required=True,
            role=Role.KEY,
        ),
        Column(
            name="van_knoop",
            type="int",
            title="Van knoop",
            title_en="From node",
            sources=("u",),
            required=True,
            role=Role.KEY,
        ),
        Column(
            name="naar_knoop",
            type="int",
            title="Naar knoop",
            title_en="To node",
            sources=("v",),
            required=True,
            role=Role.KEY,
        ),
        Column(
            name="volgnummer",
            type="int",
            title="Volgnummer",
            title_en="Sequence",
            sources=("volgnummer",),
            required=True,
            role=Role.KEY,
        ),
        Column(
            name="naam",
            title="Straatnaam",
            title_en="Street name",
            sources=("name",),
            optional=True,
            role=Role.NAME,
        ),
        Column(name="soort", title="Soort weg", title_en="Kind of way", sources=("highway",)),
        Column(name="trap", type="bool", title="Trap", title_en="Steps", sources=("is_steps",)),
        _tag("surface", "Verharding", "Surface"),
        _tag("smoothness", "Vlakheid (OSM smoothness)", "Smoothness"),
        _tag("width", "Breedte (OSM width)", "Width"),
        _tag("incline", "Helling (OSM incline)", "Incline"),
        _tag("wheelchair", "Rolstoel (OSM wheelchair)", "Wheelchair"),
        _tag("kerb", "Stoeprand (OSM kerb)", "Kerb"),
        _tag("kerb_height", "Hoogte stoeprand (OSM kerb:height)", "Kerb height", "kerb:height"),
        _tag("crossing", "Oversteek (OSM crossing)", "Crossing"),
        _tag("tracktype", "Soort veldweg (OSM tracktype)", "Track type"),
        _tag(
            "stoep_breedte",
            "Breedte stoep (OSM sidewalk:both:width)",
            "Pavement width",
            "sidewalk:both:width",
        ),
    ),
    key=("weg_id", "van_knoop", "naar_knoop", "volgnummer"),
    scope=(Scope("buiten_gebied", "geometry", inside="ring"),),
    bounds=Bounds(first=(1, 20_000_000), grow=2.0),
    cadence=Cadence("10 3 * * 1", 30),
    layers=(
        Layer(
            name="voetpaden",
            title="Wegen en paden om te lopen",
            title_en="Walkable ways",
            description="Het loopnetwerk zoals OpenStreetMap het kent; het is niet volledig.",
            theme="omgeving",
            columns=(
                "weg_id",
                "van_knoop",
                "naar_knoop",
                "volgnummer",
                "naam",
                "soort",
                "trap",
                "surface",
            ),
            minzoom=12,
            labels="naam",
            remarks=(
                "OpenStreetMap is niet volledig; een ontbrekend pad is geen bewijs dat er geen "
                "pad is.",
            ),
        ),
    ),
)
