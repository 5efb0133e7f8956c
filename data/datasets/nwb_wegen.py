"""National road register: roads with a name or number, to check other networks against."""

from data.model import Bounds, Cadence, Column, Dataset, Role, Scope

DATASET = Dataset(
    name="nwb_wegen",
    title="Nationaal Wegenbestand",
    title_en="National road register",
    description="Wegvakken met een naam of nummer; weinig voetpaden, dus alleen ter controle.",
    publisher="Rijkswaterstaat",
    licence="CC0 1.0",
    attribution="Rijkswaterstaat",
    source_url="https://service.pdok.nl/rws/nationaal-wegenbestand-wegen/wfs/v1_0",
    theme="omgeving",
    geometry="MultiLineString",
    columns=(
        Column(
            name="wegvak",
            title="Wegvak",
            title_en="Road section",
            sources=("wvk_id", "wvkId"),
            required=True,
            role=Role.KEY,
        ),
        Column(
            name="straatnaam",
            title="Straat",
            title_en="Street",
            sources=("stt_naam", "sttNaam"),
            optional=True,
            role=Role.NAME,
        ),
        Column(
            name="beheerder",
            title="Soort beheerder",
            title_en="Kind of authority",
            sources=("wegbehsrt",),
            optional=True,
        ),
    ),
    key=("wegvak",),
    scope=(Scope("buiten_gebied", "geometry", inside="ring"),),
    bounds=Bounds(first=(1, 2_000_000)),
    cadence=Cadence("20 6 3 * *", 90),
)
