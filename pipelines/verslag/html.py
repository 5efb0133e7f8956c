"""A delivery report as one HTML file that needs nothing else, on a screen and on paper."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from pipelines.verslag.inhoud import Inhoud, getal, rijen
from pipelines.verslag.tekst import WORDS


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("pipelines.verslag", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"getal": getal, "rijen": rijen}
    return environment.get_template("verslag.html.j2")


def html(said: Inhoud) -> str:
    """The report as HTML: no script, no address outside it."""
    return _template().render(v=said, word=WORDS.get(said.uitkomst, "Ontvangen"))
