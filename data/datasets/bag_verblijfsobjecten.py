"""BAG verblijfsobjecten: every address object with use, floor area and status."""

from data.columns import BAG_HISTORY, HOUSE_NUMBER, figure
from data.model import BAG_ID, Bounds, Cadence, Column, Dataset, Kind, Layer, Role, Scope

DATASET = Dataset(
    name="bag_verblijfsobjecten",
    title="Verblijfsobjecten (BAG)",
    title_en="Address objects (BAG)",
    description=(
        "Verblijfsobjecten uit de Basisregistratie Adressen en Gebouwen in en rond de gemeente."
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
            title="BAG-identificatie",
            title_en="BAG id",
            sources=("identificatie", "identifica"),
            prefix="NL.IMBAG.Verblijfsobject.",
            pattern=BAG_ID,
            required=True,
            role=Role.KEY,
        ),
        Column(
            name="status", title="Status", title_en="Status", sources=("status",), required=True
        ),
        Column(
            name="gebruiksdoel",
            title="Gebruiksdoel",
            title_en="Use",
            sources=("gebruiksdoel", "gebr_doel"),
        ),
        figure(
            "oppervlakte_m2",
            "Oppervlakte",
            "Floor area",
            "m²",
            "oppervlakte",
            "opp",
            kind=Kind.AMOUNT,
            unknown=((0, 1), (99_999, 999_999)),
        ),
        Column(
            name="pand_verwijzing",
            title="Pand",
            title_en="Building",
            description="BAG-id van het pand, of het kenmerk van de koppeling in de bron.",
            sources=(
                "pand_identificatie",
                "pandidentificatie",
                "pandidenti",
                "pandRef",
                "pand.href",
                "pand",
            ),
            prefix="NL.IMBAG.Pand.",
            optional=True,
        ),
        Column(
            name="straat",
            title="Straat",
            title_en="Street",
            optional=True,
            sources=("openbare_ruimte_naam", "openbare_ruimte", "openbare_r"),
        ),
        *HOUSE_NUMBER,
        Column(
            name="woonplaats",
            title="Woonplaats",
            title_en="Town",
            sources=("woonplaats_naam", "woonplaats"),
            optional=True,
        ),
    ),
    key=("identificatie",),
    scope=(*BAG_HISTORY, Scope("buiten_gebied", "geometry", inside="ring")),
    bounds=Bounds(first=(1, 12_000_000)),
    cadence=Cadence("40 4 * * 1", 14),
    layers=(
        Layer(
            name="adressen",
            title="Adressen",
            title_en="Addresses",
            description="Adressen van de gemeente, om een plek te vinden.",
            theme="woningen",
            # To find a place by its address; on the map they would say nothing further out.
            minzoom=14,
            labels="straat",
            columns=(
                "identificatie",
                "straat",
                "huisnummer",
                "huisletter",
                "toevoeging",
                "postcode",
                "woonplaats",
            ),
        ),
    ),
)
