"""Noise over a whole day (Lden): a warning on the kansenkaart above 60 dB, never an exclusion."""

from data.columns import breaks, figure
from data.model import Kind
from data.vlakken import areas, columns

DATASET = areas(
    "geluid_lden",
    layer="geluid",
    title="Geluid (Lden)",
    title_en="Noise (Lden)",
    description="Gemiddelde geluidbelasting over dag, avond en nacht.",
    publisher="RIVM of gemeente",
    licence="CC0 1.0",
    attribution="RIVM",
    theme="omgeving",
    columns=columns(
        kind=("bron", "soort"),
        label=("naam",),
        more=(
            figure(
                "lden_db",
                "Geluidbelasting Lden",
                "Noise level Lden",
                "dB",
                "lden",
                "Lden",
                kind=Kind.RATE,
                bounds=(0, 120),
                optional=False,
                classes=breaks(0, 50, 55, 60, 65, 70),
                palette="viridis_r",
            ),
        ),
    ),
)
