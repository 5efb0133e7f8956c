"""What holds for every page that says that a form is not right yet."""

from playwright.sync_api import Page

from tests.browser.support import axe

_DESCRIBED = """(field) => (field.getAttribute("aria-describedby") || "").split(" ")
  .map((id) => document.getElementById(id)?.textContent ?? `no element ${id}`).join(" ")"""


def check(page: Page, kept: dict[str, str], *, title: str = "Fout: ") -> None:
    """The summary has the focus and leads to each field, which says itself what is wrong.

    Args:
        page: with the form that was refused.
        kept: what was filled in, by id of the field.
        title: how the title of the page begins.
    """
    assert page.title().startswith(title), page.title()
    found = axe.faults(page)
    assert found == [], found
    summary = page.locator(".fouten")
    assert summary.evaluate("one => one === document.activeElement"), "the summary has the focus"
    assert summary.get_attribute("role") == "alert"
    links = summary.locator("a")
    assert links.count() > 0
    for number in range(links.count()):
        link = links.nth(number)
        told = link.inner_text()
        link.press("Enter")
        field = page.locator(":focus")
        assert f"#{field.get_attribute('id')}" == link.get_attribute("href"), told
        assert field.get_attribute("aria-invalid") == "true", told
        assert told in field.evaluate(_DESCRIBED)
    for name, text in kept.items():
        assert page.locator(f"[id='{name}']").input_value() == text
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.emulate_media(forced_colors="active")
    found = axe.faults(page)
    assert found == [], found
    page.emulate_media(forced_colors="none")
