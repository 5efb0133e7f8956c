"""M5, suitability per block: a postcode of six places (METHODS 3.8, 9).

A block is a postcode: everyone knows it, BAG gives it with every address, and about twenty homes on
one side of a street share it. Blocks of touching panden join whole streets in old towns.
"""

from data import geschikt
from data.columns import buurtcode
from data.model import POSTCODE6, Bounds, Column, Dataset, Layer, Role
from data.parameters import method_version

DATASET = Dataset(
    name="geschiktheid_blok",
    title="Geschiktheid van woningen per blok",
    title_en="Suitability of dwellings per block",
    description=(
        "Verwachte nultreden- en aanpasbare woningen per postcode van zes tekens, met ten minste "
        "tien woningen, uit de BAG alleen."
    ),
    publisher="Kadaster, bewerkt",
    licence="CC0 1.0",
    attribution="Kadaster (BAG)",
    theme="woningen",
    geometry="MultiPolygon",
    columns=(
        Column(
            name="postcode",
            title="Postcode",
            title_en="Postcode",
            pattern=POSTCODE6,
            role=Role.KEY,
        ),
        buurtcode(role=Role.NOTE, description="De buurt met de meeste woningen van het blok."),
        *geschikt.size(),
        *geschikt.sums(),
    ),
    key=("postcode",),
    bounds=Bounds(first=(0, 10_000_000)),  # no postcode of an area need have ten dwellings
    inputs=geschikt.INPUTS,
    optional_inputs=(geschikt.HEIGHTS,),
    method_version=method_version("geschikt"),
    layers=(
        Layer(
            name="geschiktheid_per_blok",
            title="Geschiktheid van woningen per blok",
            title_en="Suitability of dwellings per block",
            description="Verwachte nultreden- en aanpasbare woningen per postcode.",
            theme="woningen",
            columns=(
                "postcode",
                "buurtcode",
                *(name for name in geschikt.SHOWN_OPEN if name != "begrip_levensloop"),
            ),
            rows="alles",
            minzoom=13,
            labels="postcode",
            remarks=(
                *geschikt.ABOUT,
                "Alleen blokken met ten minste 10 woningen; een aandeel vanaf 20.",
            ),
        ),
    ),
)
