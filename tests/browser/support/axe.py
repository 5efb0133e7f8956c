"""What a page must hold for everybody: the rules of axe, targets that fit a finger, no overflow."""

from playwright.sync_api import Page

from tests.browser.support import build

_RULES = """async () => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const result = await axe.run(document, { runOnly: { type: "tag", values: tags } });
  const where = (found) => found.nodes.map((node) => node.html.slice(0, 160)).join(" | ");
  return result.violations.map((found) => `${found.id}: ${found.help}: ${where(found)}`);
}"""


def faults(page: Page) -> list[str]:
    """What axe finds on a page that is there as a whole: of half a page half the landmarks miss."""
    page.wait_for_load_state()
    # Evaluated as text: the policy of the page refuses a script element, and should.
    page.evaluate((build.VIEWER / "node_modules" / "axe-core" / "axe.min.js").read_text())
    found: list[str] = page.evaluate(_RULES)
    return found
