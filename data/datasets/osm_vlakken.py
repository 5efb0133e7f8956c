"""Water, green and land use of OpenStreetMap.

Parks as destinations, the rest as background and exclusion.
"""

from data.model import Bounds, Cadence, Column, Dataset, Layer, Role, Scope


def _tag(name: str, title: str) -> Column:
    return Column(name=name, title=title, title_en=title, sources=(name,), optional=True)


DATASET = Dataset(
    name="osm_vlakken",
    title="Water, groen en grondgebruik (OSM)",
    title_en="Water, green and land use (OSM)",
    description="Vlakken zoals OpenStreetMap ze kent.",
    publisher="OpenStreetMap",
    licence="ODbL 1.0",
    attribution="© OpenStreetMap-bijdragers",
    source_url="https://download.geofabrik.de",
    theme="omgeving",
    geometry="MultiPolygon",
    repairs=("make_valid",),
    columns=(
        Column(
            name="osm_soort",
            title="Soort object",
            title_en="Object type",
            sources=("osm_type",),
            required=True,
            role=Role.KEY,
        ),
        Column(
            name="osm_id",
            type="int",
            title="OSM-nummer",
            title_en="OSM id",
            sources=("osm_id",),
            required=True,
            role=Role.KEY,
        ),
        Column(
            name="naam",
            title="Naam",
            title_en="Name",
            sources=("name",),
            optional=True,
            role=Role.NAME,
        ),
        Column(
            name="soort",
            title="Soort",
            title_en="Kind",
            sources=("soort",),
            required=True,
            role=Role.CLASS,
            classes=({"waarde": "groen"}, {"waarde": "water"}, {"waarde": "overig"}),
            palette="soorten",
        ),
        _tag("natural", "OSM natural"),
        _tag("landuse", "OSM landuse"),
        _tag("leisure", "OSM leisure"),
    ),
    key=("osm_soort", "osm_id"),
    scope=(Scope("buiten_gebied", "geometry", inside="ring"),),
    bounds=Bounds(first=(1, 2_000_000), grow=2.0),
    cadence=Cadence("30 3 * * 1", 30),
    layers=(
        Layer(
            name="water",
            title="Water",
            title_en="Water",
            description="Waterpartijen.",
            theme="ondergrond",
            columns=("osm_soort", "osm_id", "naam", "soort"),
            scope=(Scope("water", "soort", keep=("water",)),),
            minzoom=9,
            labels="naam",
        ),
        Layer(
            name="groen",
            title="Groen",
            title_en="Green",
            description="Parken en ander groen.",
            theme="ondergrond",
            columns=("osm_soort", "osm_id", "naam", "soort"),
            scope=(Scope("groen", "soort", keep=("groen",)),),
            minzoom=9,
            labels="naam",
        ),
    ),
)
