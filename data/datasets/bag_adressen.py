"""BAG addresses (nummeraanduidingen): side addresses, berths and pitches beside main addresses."""

from data.columns import HOUSE_NUMBER
from data.model import BAG_ID, Bounds, Cadence, Column, Dataset, Role, Scope

DATASET = Dataset(
    name="bag_adressen",
    title="Adressen (BAG)",
    title_en="Addresses (BAG)",
    description=(
        "Nummeraanduidingen uit de Basisregistratie Adressen en Gebouwen, met het object waar ze "
        "bij horen: een verblijfsobject, ligplaats of standplaats."
    ),
    publisher="Kadaster",
    licence="Public Domain Mark 1.0",
    attribution="Kadaster",
    source_url="https://www.pdok.nl/ogc-apis/-/article/basisregistratie-adressen-en-gebouwen-ba-1",
    theme="woningen",
    geometry="Point",
    columns=(
        Column(
            name="identificatie",
            title="Nummeraanduiding",
            title_en="Address id",
            sources=("identificatie", "nummer_id"),
            pattern=BAG_ID,
            required=True,
            role=Role.KEY,
        ),
        Column(
            name="object",
            title="Adresseerbaar object",
            title_en="Addressable object",
            sources=("adresseerbaar_object_identificatie",),
            pattern=BAG_ID,
            optional=True,
        ),
        Column(
            name="status",
            title="Status",
            title_en="Status",
            sources=("status",),
            optional=True,
        ),
        *HOUSE_NUMBER,
    ),
    key=("identificatie",),
    scope=(Scope("buiten_gebied", "geometry", inside="ring"),),
    bounds=Bounds(first=(0, 12_000_000)),
    cadence=Cadence("42 4 * * 1", 14),
)
