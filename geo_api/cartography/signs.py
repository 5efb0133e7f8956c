"""The colours, patterns and words of the map: read where the viewer has them, so nothing differs.

Ramps have five anchors; other numbers of classes are read off the same ramp in CIE Lab, so that
steps look equal. The same is written in `viewer/src/model/palette.ts`, and a test compares them.
"""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

_SOURCE = Path(__file__).resolve().parents[1] / "viewer" / "src"
KINDS = "soorten"
"""Palette of classes without an order."""
RAMP = "ylgnbu"
"""Palette of ranges when none was published."""
LANGUAGES = ("nl", "en")

_WHITE = (0.95047, 1.0, 1.08883)
_EPS, _KAPPA = 216 / 24389, 24389 / 27
_TO_XYZ = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.072175),
    (0.0193339, 0.119192, 0.9503041),
)
_TO_RGB = (
    (3.2404542, -1.5371385, -0.4985314),
    (-0.969266, 1.8760108, 0.041556),
    (0.0556434, -0.2040259, 1.0572252),
)


@cache
def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((_SOURCE / name).read_text(encoding="utf-8"))
    return found


def palettes() -> dict[str, list[str]]:
    """The anchors of each palette, light to dark."""
    return _read("model/palettes.json")


def sign(name: str) -> str:
    """A colour of its own: `effen` (no classes), `geen` (no value, or too many kinds), `rand`."""
    return str(_read("model/signs.json")[name])


def pattern(absence: str) -> dict[str, Any]:
    """How an absent value is drawn: `ground`, `ink`, `lines` and `dots` on a square of 8."""
    found: dict[str, Any] = _read("model/signs.json")["afwezig"][absence]
    return found


def absences() -> list[str]:
    """The ways in which a value can be absent, in the order of the legend."""
    return list(_read("model/signs.json")["afwezig"])


def word(language: str, key: str, **values: object) -> str:
    """A text of the viewer, with `{name}` replaced; the key itself when there is none."""
    text = str(_read(f"i18n/{language}.json").get(key, key))
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text


def known(key: str, language: str = "nl") -> bool:
    """Whether the viewer has a text under this key."""
    return key in _read(f"i18n/{language}.json")


def figure(value: float, language: str) -> str:
    """A number as people write it, two decimals at most."""
    text = f"{round(value, 2) + 0.0:,.2f}".rstrip("0").rstrip(".").replace("-", "\N{MINUS SIGN}")
    return text.translate(str.maketrans(",.", ".,")) if language == "nl" else text


def colours(name: str, count: int) -> list[str]:
    """So many colours of a palette, light to dark; one takes the middle of the ramp."""
    anchors = palettes().get(name, palettes()[RAMP])
    if name == KINDS:
        return [*anchors, *[sign("geen")] * count][:count]
    if count == len(anchors):
        return list(anchors)
    return [_between(anchors, 0.5 if count == 1 else n / (count - 1)) for n in range(count)]


def _between(anchors: Sequence[str], share: float) -> str:
    at = share * (len(anchors) - 1)
    first = min(int(at), len(anchors) - 2)
    pair = [_lab(anchors[first]), _lab(anchors[first + 1])]
    return _hex([a + (b - a) * (at - first) for a, b in zip(*pair, strict=True)])


def _lab(colour: str) -> list[float]:
    values = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    rgb = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values]
    x, y, z = (
        _root(sum(a * b for a, b in zip(row, rgb, strict=True)) / white)
        for row, white in zip(_TO_XYZ, _WHITE, strict=True)
    )
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)]


def _root(value: float) -> float:
    return float(value ** (1 / 3)) if value > _EPS else (_KAPPA * value + 16) / 116


def _hex(lab: Sequence[float]) -> str:
    y = (lab[0] + 16) / 116
    places = (y + lab[1] / 500, y, y - lab[2] / 200)
    xyz = [
        (t**3 if t**3 > _EPS else (116 * t - 16) / _KAPPA) * white
        for t, white in zip(places, _WHITE, strict=True)
    ]
    channels = (sum(a * b for a, b in zip(row, xyz, strict=True)) for row in _TO_RGB)
    return "#" + "".join(f"{_channel(value):02x}" for value in channels)


def _channel(value: float) -> int:
    clipped = min(1.0, max(0.0, value))
    curved = 12.92 * clipped if clipped <= 0.0031308 else 1.055 * clipped ** (1 / 2.4) - 0.055
    return int(curved * 255 + 0.5)
