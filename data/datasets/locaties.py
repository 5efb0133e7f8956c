"""Destinations and care locations from OpenStreetMap, registers and partner lists, on one map.

Only kinds that may be points are taken; opvang, beschermd wonen and the like never are.
"""

from data.model import Column, Dataset, Layer, Role

KINDS = (
    "supermarkt",
    "huisarts",
    "apotheek",
    "ontmoeting",
    "fysiotherapeut",
    "verpleeghuis",
    "horeca",
    "hoofdkantoor verpleeghuis",
)

DATASET = Dataset(
    name="locaties",
    title="Voorzieningen en zorglocaties",
    title_en="Facilities and care locations",
    description="Bekende winkels, zorg en ontmoetingsplekken; bekend is niet volledig.",
    publisher="OpenStreetMap, IGJ en partners, bewerkt",
    licence="ODbL 1.0",
    attribution="© OpenStreetMap-bijdragers, IGJ, Zorginstituut Nederland",
    theme="zorg",
    geometry="Point",
    columns=(
        Column(name="sleutel", title="Sleutel", title_en="Key", role=Role.KEY),
        Column(
            name="soort",
            title="Soort",
            title_en="Kind",
            role=Role.CLASS,
            classes=tuple({"waarde": kind} for kind in KINDS),
            palette="soorten",
        ),
        Column(name="naam", title="Naam", title_en="Name", role=Role.NAME),
        Column(name="herkomst", title="Herkomst", title_en="Origin"),
        Column(
            name="plaatsing",
            title="Geplaatst op",
            title_en="Placed by",
            description="punt, adres (BAG) of postcodegebied",
        ),
    ),
    key=("sleutel",),
    optional_inputs=(
        "osm_bestemmingen",
        "igj_apotheken",
        "zorgaanbieders",
        "zorginstituut_organisaties",
        "bag_verblijfsobjecten",
        "bag_adressen",
        "pc6_vlakken",
    ),
    method_version="1.1",
    layers=(
        Layer(
            name="voorzieningen",
            title="Voorzieningen en zorglocaties",
            title_en="Facilities and care locations",
            description="Bekende locaties, met hun herkomst.",
            theme="zorg",
            minzoom=9,
            labels="naam",
            columns=("sleutel", "soort", "naam", "herkomst", "plaatsing"),
            remarks=("Bekende locaties, niet per se alle.",),
        ),
    ),
)
