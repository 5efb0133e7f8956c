"""CBS figures per 100 m square; squares with few people are absent or secret."""

from types import MappingProxyType

from data.columns import count, figure
from data.model import (
    CBS_CODES,
    VIERKANT,
    Bounds,
    Cadence,
    Column,
    Dataset,
    Kind,
    Role,
    Scope,
    Status,
)

DATASET = Dataset(
    name="cbs_vierkanten",
    title="Vierkantstatistieken 100 m",
    title_en="100 m square statistics",
    description=(
        "Inwoners, 65-plussers en woningen per vierkant van 100 bij 100 meter, afgerond op 5."
    ),
    publisher="CBS",
    licence="CC BY 4.0",
    attribution="CBS",
    source_url="https://www.cbs.nl/nl-nl/dossier/nederland-regionaal/geografische-data",
    theme="bevolking",
    geometry="MultiPolygon",
    columns=(
        Column(
            name="vierkant",
            title="Vierkant",
            title_en="Square",
            sources=("crs28992res100m", "C28992R100", "vierkant"),
            pattern=VIERKANT,
            required=True,
            role=Role.KEY,
        ),
        count(
            "inwoners",
            "Inwoners",
            "Residents",
            "inwoners",
            "aantal_inwoners",
            "INW2014",
            optional=False,
        ),
        count(
            "inwoners_65plus",
            "Inwoners van 65 jaar en ouder",
            "Residents aged 65 and over",
            "inwoners",
            "aantal_inwoners_65_jaar_en_ouder",
            "I2014_65PL",
        ),
        count("woningen", "Woningen", "Dwellings", "woningen", "aantal_woningen", "WON2012"),
        figure(
            "woz_waarde_1000_eur",
            "Gemiddelde WOZ-waarde",
            "Mean property value",
            "x 1.000 euro",
            "gemiddelde_woz_waarde_woning",
            "WOZWON2012",
            kind=Kind.AMOUNT,
        ),
    ),
    key=("vierkant",),
    codes=MappingProxyType({**CBS_CODES, "nihil": Status.ONDERDRUKT}),
    null_status=Status.ONDERDRUKT,
    scope=(Scope("buiten_gebied", "geometry", inside="ring"),),
    bounds=Bounds(first=(1, 500_000)),
    cadence=Cadence("35 4 5 * *", 400),
)
