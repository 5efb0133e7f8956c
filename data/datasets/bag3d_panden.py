"""3DBAG: estimated floors and heights of panden, where an installation gives the file."""

from data.columns import figure
from data.model import BAG_ID, Bounds, Cadence, Column, Dataset, Kind, Role, Scope

DATASET = Dataset(
    name="bag3d_panden",
    title="Bouwlagen en hoogten (3DBAG)",
    title_en="Floors and heights (3DBAG)",
    description=(
        "Geschat aantal bouwlagen en hoogte van dak en maaiveld per pand, uit het 3D-model van "
        "gebouwen. Zonder dit bestand volgen bouwlagen uit oppervlakte en voetafdruk."
    ),
    publisher="TU Delft en 3DGI",
    licence="CC BY 4.0",
    attribution="3DBAG, tudelft3d en 3DGI",
    source_url="https://docs.3dbag.nl/nl/schema/attributes",
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
        figure(
            "bouwlagen",
            "Bouwlagen (schatting)",
            "Floors (estimate)",
            "bouwlagen",
            "b3_bouwlagen",
            kind=Kind.COUNT,
            type="int",
            bounds=(0, 100),
            unit_en="floors",
            optional=True,
        ),
        figure(
            "dak_nap_m",
            "Hoogte van het dak, mediaan",
            "Height of the roof, median",
            "m boven NAP",
            "b3_h_dak_50p",
            "b3_h_50p",
            kind=Kind.SIGNED,
            bounds=(-20, 500),
            unit_en="m above NAP",
            optional=True,
        ),
        figure(
            "maaiveld_nap_m",
            "Hoogte van het maaiveld",
            "Height of the ground",
            "m boven NAP",
            "b3_h_maaiveld",
            kind=Kind.SIGNED,
            bounds=(-20, 400),
            unit_en="m above NAP",
            optional=True,
        ),
    ),
    key=("identificatie",),
    scope=(Scope("buiten_gebied", "geometry", inside="ring"),),
    bounds=Bounds(first=(1, 12_000_000)),
    cadence=Cadence("50 4 3 * *", 400),
)
