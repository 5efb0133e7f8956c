"""Attention areas around dangerous activities: excluded on the kansenkaart, where delivered."""

from data.vlakken import areas, columns

DATASET = areas(
    "externe_veiligheid",
    layer="externe_veiligheid_gebied",
    title="Externe veiligheid",
    title_en="External safety",
    description="Gebieden rond risicobronnen waar kwetsbare gebouwen niet mogen komen.",
    publisher="Register externe veiligheid",
    licence="CC0 1.0",
    attribution="Register externe veiligheid",
    theme="veiligheid",
    columns=columns(kind=("soort", "type", "contour"), label=("naam", "bron")),
)
