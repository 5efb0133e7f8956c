"""Destinations of OpenStreetMap: shops, care, meeting places, catering. Known, never all."""

from data.model import Bounds, Cadence, Column, Dataset, Role, Scope


def _tag(name: str, source: str, title: str, title_en: str) -> Column:
    return Column(name=name, title=title, title_en=title_en, sources=(source,), optional=True)


DATASET = Dataset(
    name="osm_bestemmingen",
    title="Bestemmingen (OSM)",
    title_en="Destinations (OSM)",
    description="Winkels, zorg, ontmoetingsplekken en horeca zoals OpenStreetMap ze kent.",
    publisher="OpenStreetMap",
    licence="ODbL 1.0",
    attribution="© OpenStreetMap-bijdragers",
    source_url="https://download.geofabrik.de",
    theme="zorg",
    geometry="Point",
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
        _tag("amenity", "amenity", "OSM amenity", "OSM amenity"),
        _tag("shop", "shop", "OSM shop", "OSM shop"),
        _tag("healthcare", "healthcare", "OSM healthcare", "OSM healthcare"),
        _tag("leisure", "leisure", "OSM leisure", "OSM leisure"),
        _tag("social_facility", "social_facility", "OSM social_facility", "OSM social_facility"),
        _tag(
            "doelgroep", "social_facility:for", "OSM social_facility:for", "OSM social_facility:for"
        ),
        _tag("postcode", "addr:postcode", "Postcode", "Postcode"),
        _tag("huisnummer", "addr:housenumber", "Huisnummer", "House number"),
    ),
    key=("osm_soort", "osm_id"),
    scope=(Scope("buiten_gebied", "geometry", inside="ring"),),
    bounds=Bounds(first=(1, 2_000_000), grow=2.0),
    cadence=Cadence("20 3 * * 1", 30),
)
