"""Public list of care providers kept by one partner: GPs, physiotherapists, nursing homes."""

from data.model import POSTCODE6, Bounds, Cadence, Role, Tier
from data.partner import address, feed, key, text

STREET, _, LETTER, ADDITION, _, BAG = address()

DATASET = feed(
    "zorgaanbieders",
    "Zorgaanbieders (lijst van een partner)",
    "Care providers (a partner's list)",
    "Praktijken en locaties die een partner openbaar bijhoudt.",
    publisher="Zorgpartner",
    theme="zorg",
    late_days=120,
    tier=Tier.OPEN,
    key=("leverancier", "aanbieder_id"),
    bounds=Bounds(first=(1, 5_000), shrink=0.7, grow=1.5, bad_rows=5),
    cadence=Cadence("40 7 * * *", 120),
    columns=(
        key("aanbieder_id", "Nummer", "Number", "Z0001", "aanbieder_id"),
        text(
            "naam",
            "Naam",
            "Name",
            "Huisartsenpraktijk Noord",
            "naam",
            required=True,
            role=Role.NAME,
        ),
        text("soort", "Soort", "Kind", "huisarts", "soort", required=True),
        STREET,
        text(
            "huisnummer",
            "Huisnummer",
            "House number",
            "12",
            "huisnummer",
            "huisnr",
            type="int",
            required=True,
        ),
        LETTER,
        ADDITION,
        text(
            "postcode",
            "Postcode",
            "Postcode",
            "1234AB",
            "postcode",
            pattern=POSTCODE6,
            required=True,
        ),
        BAG,
    ),
)
