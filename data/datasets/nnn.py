"""Natuurnetwerk Nederland, kept by the provinces: excluded on the kansenkaart, where delivered."""

from data.vlakken import areas, columns

DATASET = areas(
    "nnn",
    layer="natuurnetwerk",
    title="Natuurnetwerk Nederland",
    title_en="National nature network",
    description="Natuur die de provincie beschermt; op de kansenkaart uitgesloten.",
    publisher="Provincies",
    licence="CC0 1.0",
    attribution="provincies",
    theme="omgeving",
    columns=columns(kind=("natuurtype", "soort", "type"), label=("naam", "gebiedsnaam")),
)
