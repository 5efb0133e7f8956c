"""Footways of BGT: polygons from which M7 takes how wide a street is to walk on (METHODS 11)."""

from data.model import Bounds, Cadence, Column, Dataset, Role, Scope

DATASET = Dataset(
    name="bgt_voetpaden",
    title="Voetpaden (BGT)",
    title_en="Footways (BGT)",
    description=(
        "Vlakken van voetpaden, voetgangersgebieden en woonerven. Zonder dit bestand komt de "
        "breedte van paden en stoepen uit OpenStreetMap alleen."
    ),
    publisher="Bronhouders BGT, via Kadaster",
    licence="CC0 1.0",
    attribution="BGT, Kadaster",
    source_url="https://www.pdok.nl/introductie/-/article/basisregistratie-grootschalige-topografie-bgt-",
    theme="omgeving",
    geometry="MultiPolygon",
    repairs=("make_valid",),
    columns=(
        Column(
            name="lokaal_id",
            title="Identificatie",
            title_en="Identifier",
            sources=("lokaal_id", "lokaalid", "identificatie_lokaalid", "identificatie.lokaalID"),
            required=True,
            role=Role.KEY,
        ),
        Column(
            name="functie",
            title="Functie",
            title_en="Function",
            sources=("functie", "bgt_functie", "bgt-functie"),
            required=True,
        ),
        Column(
            name="eind_registratie",
            title="Einde van de registratie",
            title_en="End of registration",
            sources=("eind_registratie", "eindregistratie", "eindRegistratie"),
            optional=True,
        ),
    ),
    key=("lokaal_id",),
    scope=(
        Scope("andere_functie", "functie", keep=("voetpad", "voetgangersgebied", "woonerf")),
        Scope("beeindigd", "eind_registratie", empty=True),
        Scope("buiten_gebied", "geometry", inside="ring"),
    ),
    bounds=Bounds(first=(1, 12_000_000), grow=2.0),
    cadence=Cadence("55 4 3 * *", 120),
)
