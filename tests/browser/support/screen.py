"""A page of the viewer as the tests use it, with a record of everything that went wrong on it."""

import base64
import time
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import ConsoleMessage, Locator, Page, Request

from tests.browser.support.server import Server

OUTPUT = Path(__file__).parents[1] / "output"
_VIOLATIONS = """
window.violations = [];
document.addEventListener("securitypolicyviolation",
  (event) => window.violations.push(`${event.violatedDirective}: ${event.blockedURI}`));
"""
_COUNT = """async (data) => {
  const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
  const canvas = new OffscreenCanvas(image.width, image.height);
  const pen = canvas.getContext("2d");
  pen.drawImage(image, 0, 0);
  const { data: rgba } = pen.getImageData(0, 0, image.width, image.height);
  const counts = {};
  for (let i = 0; i < rgba.length; i += 4) {
    const rgb = (rgba[i] << 16) | (rgba[i + 1] << 8) | rgba[i + 2];
    const hex = "#" + rgb.toString(16).padStart(6, "0");
    counts[hex] = (counts[hex] ?? 0) + 1;
  }
  return counts;
}"""


class Screen:
    """A page of the viewer.

    Attributes:
        allow: parts of console errors that the test provokes itself (a refused request is one).
    """

    def __init__(self, page: Page, server: Server) -> None:
        """Listen to the page from its first request on."""
        self.page = page
        self.server = server
        self.allow: list[str] = []
        self.errors: list[str] = []
        self.foreign: list[str] = []
        self.violations: list[str] = []
        page.add_init_script(_VIOLATIONS)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", self._console)
        page.on("request", self._request)

    def open(self, query: str = "", *, drawn: bool = True) -> "Screen":
        """Go to the viewer; waits until the map is drawn and at rest, unless `drawn` is False."""
        self.page.goto(f"{self.server.url}/kaart{query}")
        if drawn:
            self.rest()
        return self

    def rest(self, layer: str | None = None, column: str = "") -> None:
        """Wait until the map of this layer and column (default: any) is drawn and at rest."""
        wanted = f'[data-drawn^="{layer} "]' if layer else ""
        wanted += f'[data-drawn$=" {column}"]' if column else ""
        self.page.wait_for_selector(f'wz-map[data-map="idle"]{wanted}')

    def see(self, selector: str, text: str | None = None) -> Locator:
        """Wait until something is visible, with this text if given; the first that fits."""
        found = self.page.locator(selector)
        if text is not None:
            found = found.filter(has_text=text)
        found.first.wait_for(state="visible")
        return found.first

    def state(self) -> dict[str, str]:
        """The state as the address has it."""
        return {name: values[0] for name, values in parse_qs(urlsplit(self.page.url).query).items()}

    def shot(self, name: str) -> Path:
        """Keep a picture for people to look at."""
        OUTPUT.mkdir(exist_ok=True)
        path = OUTPUT / f"{name}.png"
        self.page.screenshot(path=path)
        return path

    def evaluate(self, script: str, argument: Any = None) -> Any:
        """Run JavaScript on the page."""
        return self.page.evaluate(script, argument)

    def focus(self) -> str:
        """What has the focus: its accessible name, text or id."""
        script = """() => { const e = document.activeElement;
          return e.getAttribute("aria-label") || e.querySelector(".wz-lagen__titel")?.textContent
            || e.id || e.textContent.trim(); }"""
        found: str = self.page.evaluate(script)
        return found.strip()

    def tab_to(self, wanted: str, most: int = 80) -> None:
        """Press Tab until this has the focus."""
        for _ in range(most):
            self.page.keyboard.press("Tab")
            if self.focus() == wanted:
                return
        raise AssertionError(f"'{wanted}' is not reached by Tab within {most} steps")

    def click_map(self, x: float, y: float) -> None:
        """Click at these parts of the width and height of the map."""
        box = self.page.locator(".wz-kaart__doek canvas").bounding_box()
        assert box
        self.page.mouse.click(box["x"] + box["width"] * x, box["y"] + box["height"] * y)

    def pixels(self) -> dict[str, int]:
        """How often each colour occurs in a picture of the map."""
        image = self.page.locator(".wz-kaart__doek canvas").screenshot()
        found: dict[str, int] = self.page.evaluate(_COUNT, base64.b64encode(image).decode())
        return found

    def wait_for_colour(self, colour: str, least: int, seconds: float = 15.0) -> None:
        """Wait until more than so many points of the map have a colour; a map may still move."""
        deadline = time.monotonic() + seconds
        while (found := self.pixels().get(colour, 0)) <= least:
            assert time.monotonic() < deadline, f"{found} points of {colour}, wanted over {least}"
            self.page.wait_for_timeout(200)

    def keep_violations(self) -> None:
        """Take over what the page itself saw of its policy; call before the page goes."""
        self.violations += self.page.evaluate("window.violations ?? []")

    def check(self) -> None:
        """Fail on script errors, policy violations and requests to other origins."""
        assert not self.errors, f"errors on the page: {self.errors}"
        assert not self.violations, f"content security policy: {self.violations}"
        assert not self.foreign, f"requests to another origin: {self.foreign}"

    def _console(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.violations.append(message.text)
        elif any(part in message.text for part in self.allow):
            return
        elif message.type == "error" or "GL_INVALID" in message.text:
            # The second is a drawing program that the build left out.
            self.errors.append(message.text)

    def _request(self, request: Request) -> None:
        own = request.url.startswith((self.server.url + "/", "data:", f"blob:{self.server.url}/"))
        if not own:
            self.foreign.append(request.url)
