"""What tables of CBS and the Politie per area have in common: the code, the period, roll-ups."""

from data.columns import breaks
from data.model import Column, Layer, Role, Scope

AREA_CODE = r"^(GM[0-9]{4}|WK[0-9]{4}[0-9A-Z]{2}|BU[0-9]{4}[0-9A-Z]{4})$"
OPTELRIJ = Scope("optelrij", "gebiedscode", starts=("GM", "WK", "BU"))
BUURTEN = Scope("buurten", "gebiedscode", starts=("BU",))
WIJKEN = Scope("wijken", "gebiedscode", starts=("WK",))
HUNDREDS = breaks(0, 25, 50, 100, 200, 400)


def gebiedscode(*sources: str) -> Column:
    """Code of a gemeente, wijk or buurt; padding is taken off on reading."""
    return Column(
        name="gebiedscode",
        title="Code",
        title_en="Code",
        sources=sources or ("WijkenEnBuurten",),
        pattern=AREA_CODE,
        required=True,
        role=Role.KEY,
    )


def key(name: str, title: str, title_en: str, *sources: str) -> Column:
    """A dimension of the table: text, part of the key."""
    return Column(
        name=name, title=title, title_en=title_en, sources=sources, required=True, role=Role.KEY
    )


def periode() -> Column:
    """Period as the publisher writes it: `2024JJ00` a year, `2024MM03` a month."""
    return key("periode", "Periode", "Period", "Perioden")


def per_area(name: str, what: str, **given: object) -> Layer:
    """A layer drawn on the shapes of `what` (buurt or wijk), with their names."""
    rows = BUURTEN if what == "buurt" else WIJKEN
    extra = given.pop("scope", ())
    return Layer(
        name=name,
        area="gebiedscode",
        geometry_from=(f"cbs_{what}en", f"{what}code"),
        borrowed=(f"{what}naam",),
        labels=f"{what}naam",
        scope=(rows, *extra),  # type: ignore[misc]
        **given,  # type: ignore[arg-type]
    )
