"""The place of every row of every feed with an address, and why a row has none.

Its rows lend shapes and buurten to the layers of those feeds and have no layer of their own. Which
feeds it reads follows from their columns (data/places.py).
"""

from data.columns import buurtcode
from data.model import BAG_ID, Bounds, Column, Dataset, Role, Tier

DATASET = Dataset(
    name="plaatsing",
    title="Plaats van adressen",
    title_en="Places of addresses",
    description=(
        "Per rij met een adres: het BAG-object, het punt, de buurt en hoe zeker dat is. Een adres "
        "wordt nooit geraden en verlaat de installatie niet."
    ),
    publisher="Kadaster en leveranciers, bewerkt",
    licence="afspraak met de leverancier",
    attribution="Kadaster (BAG)",
    theme="zorg",
    tier=Tier.C,  # the highest of the feeds; a layer has the tier of its own feed
    geometry="Point",
    columns=(
        Column(name="bron", title="Feed", title_en="Feed", role=Role.KEY),
        Column(name="rij", title="Rij", title_en="Row", role=Role.KEY),
        Column(name="leverancier", title="Leverancier", title_en="Supplier"),
        Column(
            name="plaats_status",
            title="Geplaatst op",
            title_en="Placed by",
            description=(
                "bag_id: op het BAG-nummer; adres: op postcode en huisnummer in de BAG; pc6: in "
                "het midden van het postcodegebied (geschat); niet_geplaatst: geen plek bekend."
            ),
        ),
        Column(
            name="plaats_reden",
            title="Opmerking bij de plek",
            title_en="Remark on the place",
        ),
        Column(
            name="verblijfsobject",
            title="BAG-object",
            title_en="BAG object",
            pattern=BAG_ID,
        ),
        buurtcode(
            role=Role.NOTE,
            sources=(),
            description="De buurt waarin de plek ligt, in de indeling van het profiel.",
        ),
    ),
    key=("bron", "rij"),
    optional_inputs=("bag_verblijfsobjecten", "bag_adressen", "pc6_vlakken", "cbs_buurten"),
    bounds=Bounds(first=(0, 10_000_000)),  # no partner may have delivered yet
    method_version="1.0",
)
