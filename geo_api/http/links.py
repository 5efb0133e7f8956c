"""Links: always from the fixed base URL, never from what the client said it asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

OPENAPI_30 = "application/vnd.oai.openapi+json;version=3.0"
OPENAPI_31 = "application/vnd.oai.openapi+json;version=3.1"
HTML = "text/html"
REL_SCHEMA = "http://www.opengis.net/def/rel/ogc/1.0/schema"
REL_TILESETS = "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector"
REL_SCHEME = "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme"
REL_SCHEMES = "http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes"
REL_STYLES = "http://www.opengis.net/def/rel/ogc/1.0/styles"
REL_QUERYABLES = "http://www.opengis.net/def/rel/ogc/1.0/queryables"


@dataclass(frozen=True)
class Links:
    """Makes addresses.

    Attributes:
        base: start of every address, without a slash at the end.
        release: the release that links to layers, objects and areas stay in; None for the newest.
    """

    base: str
    release: int | None = None

    def url(self, path: str, query: Mapping[str, object] | None = None) -> str:
        """An address; None values are left out of the query."""
        given = {name: value for name, value in (query or {}).items() if value is not None}
        text = f"?{urlencode(given, safe=':/,', quote_via=quote)}" if given else ""
        return f"{self.base}{path}{text}"

    def both(
        self, path: str, title: str, query: Mapping[str, object] | None = None
    ) -> list[dict[str, Any]]:
        """Links of a document to itself and to its page at the same address."""
        asked = {**(query or {}), "release": self.release}
        page = self.url(path, {**asked, "f": "html"})
        return [
            link("self", self.url(path, asked), "application/json", title),
            link("alternate", page, HTML, f"{title}: pagina"),
        ]

    def collection(self, laag: str, rest: str = "") -> str:
        """Address of a collection or something under it."""
        return self.url(f"/v1/collections/{quote(laag)}{rest}", {"release": self.release})

    def feature(self, laag: str, key: str) -> str:
        """Address of one feature."""
        return self.collection(laag, f"/items/{quote(key, safe='')}")

    def area(self, path: str, code: str) -> str:
        """Address of the profile of a buurt, wijk or gebied."""
        return self.url(f"/v1/{path}/{quote(code, safe='')}", {"release": self.release})


def link(rel: str, href: str, media_type: str, title: str) -> dict[str, Any]:
    """A link object; the texts behind it are Dutch."""
    return {"rel": rel, "href": href, "type": media_type, "title": title, "hreflang": "nl"}
