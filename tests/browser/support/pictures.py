"""Pictures of the viewer held against kept ones, small enough to survive another Chromium.

A picture is brought to a quarter of its width and height: what is anti-aliased otherwise is then
nearly the same, and what moved, vanished or got another colour is not.
"""

import base64
import os
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.support.screen import OUTPUT, Screen

KEPT = Path(__file__).parents[1] / "beelden"
RENEW = "WOONZORG_NIEUWE_BEELDEN"
"""When set, the kept pictures are made anew: look at each before it is committed."""
QUARTER = 4
CLEAR = 24
"""Steps of a colour channel from which a pixel is another one."""
MOST = 0.01
"""Share of other pixels that a version of Chromium or of a font may explain."""
_SMALL = """async ([data, quarter]) => {
  const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
  const [wide, high] = [Math.round(image.width / quarter), Math.round(image.height / quarter)];
  const canvas = new OffscreenCanvas(wide, high);
  const pen = canvas.getContext("2d");
  pen.imageSmoothingQuality = "high";
  pen.drawImage(image, 0, 0, wide, high);
  const made = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
  return btoa(made.reduce((text, byte) => text + String.fromCharCode(byte), ""));
}"""
_APART = """async ([one, other, clear]) => {
  const read = async (data) => {
    const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const pen = new OffscreenCanvas(image.width, image.height).getContext("2d");
    pen.drawImage(image, 0, 0);
    return pen.getImageData(0, 0, image.width, image.height);
  };
  const [a, b] = [await read(one), await read(other)];
  if (a.width !== b.width || a.height !== b.height) return 1;
  let count = 0;
  for (let i = 0; i < a.data.length; i += 4) {
    if ([0, 1, 2].some((k) => Math.abs(a.data[i + k] - b.data[i + k]) > clear)) count++;
  }
  return count / (a.width * a.height);
}"""


def small(screen: Screen) -> bytes:
    """What the page shows, at a quarter of its size, as PNG."""
    screen.evaluate("document.fonts.ready.then(() => document.activeElement?.blur())")
    whole = screen.page.screenshot(animations="disabled", caret="hide")
    made: str = screen.evaluate(_SMALL, [_text(whole), QUARTER])
    return base64.b64decode(made)


def apart(page: Page, one: bytes, other: bytes) -> float:
    """Share of pixels that clearly differ; 1 when the pictures have another size."""
    found: float = page.evaluate(_APART, [_text(one), _text(other), CLEAR])
    return found


def held(screen: Screen, name: str) -> None:
    """Hold what the page shows against the kept picture of this name.

    The major version of the Chromium that made it stands in its name.
    """
    browser = screen.page.context.browser
    assert browser
    version = browser.version.partition(".")[0]
    now = small(screen)
    OUTPUT.mkdir(exist_ok=True)
    seen = OUTPUT / f"beeld-{name}.png"
    seen.write_bytes(now)
    kept = sorted(KEPT.glob(f"{name}.chromium-*.png"))
    if os.environ.get(RENEW):
        for old in kept:
            old.unlink()
        (KEPT / f"{name}.chromium-{version}.png").write_bytes(now)
        return
    assert len(kept) == 1, f"one picture of {name} is kept; {RENEW}=1 makes it"
    share = apart(screen.page, kept[0].read_bytes(), now)
    assert share <= MOST, (
        f"{share:.1%} of {seen} differs from {kept[0].name} (this is Chromium {version}). "
        f"Look at both; when the new one is right, {RENEW}=1 keeps it."
    )


def _text(png: bytes) -> str:
    return base64.b64encode(png).decode()
