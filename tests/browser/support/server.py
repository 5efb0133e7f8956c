"""A server that speaks the part of `/v1` the viewer uses, with the faults its tests need.

As strict as the product: unknown query parameters are refused, pages run under its policy.
"""

import json
import mimetypes
import re
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from pmtiles.reader import MmapSource, Reader
from shapely.geometry import shape

from tests.browser.support import answers, catalogue
from tests.browser.support.tiles import MAXZOOM
from tests.browser.support.world import Feature

POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; worker-src 'self'; "
    "connect-src 'self'; font-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
WITHDRAWN = "De laag 'ingetrokken' is op 3 november 2026 ingetrokken omdat een bron onjuist was."
EARLIER_VERSION = 7
KEEP = ("limit", "peildatum", "release", "properties", "skipGeometry", "sortby")


@dataclass
class Site:
    """What the server serves, and how it misbehaves."""

    static: Path
    archives: Path
    features: dict[str, list[Feature]]
    layers: dict[str, dict[str, Any]]
    delay: dict[str, float] = field(default_factory=dict)
    """Path prefix to seconds before the answer."""
    broken: set[str] = field(default_factory=set)
    """Path prefixes answered with 503."""
    minzoom: dict[str, int] = field(default_factory=dict)
    """First zoom of the tiles of a layer, where that is not 8."""
    seen: list[str] = field(default_factory=list)
    saved: list[dict[str, Any]] = field(default_factory=list)
    """Questions that were saved; their number is their id."""
    signed_out: bool = False
    """Everything is answered with a way to the page for signing in."""


class RefusedError(Exception):
    """A problem document with this status."""

    def __init__(self, status: int, detail: str) -> None:
        """Keep status and sentence."""
        super().__init__(detail)
        self.status = status
        self.detail = detail


class Handler(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"
    site: Site

    def log_message(self, *_: object) -> None:
        """Say nothing: the tests read `seen`."""

    def do_GET(self) -> None:
        """Answer."""
        parts = urlsplit(self.path)
        path = unquote(parts.path)
        self.site.seen.append(self.path)
        time.sleep(next((s for prefix, s in self.site.delay.items() if path.startswith(prefix)), 0))
        try:
            if any(path.startswith(prefix) for prefix in self.site.broken):
                raise RefusedError(503, "De database is nu niet beschikbaar.")
            self._route(path, dict(parse_qsl(parts.query)))
        except RefusedError as error:
            self._refuse(error)

    def do_POST(self) -> None:
        """Answer a question with a body."""
        path = urlsplit(self.path).path
        self.site.seen.append(self.path)
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        try:
            if any(path.startswith(prefix) for prefix in self.site.broken):
                raise RefusedError(503, "De database is nu niet beschikbaar.")
            if path == "/v1/zoekvragen":
                self._save(body)
            elif path == "/v1/watals":
                buurten = self.site.features["buurten"]
                names = {one["id"]: one["properties"]["naam"] for one in buurten}
                self._json(answers.what_if(body["plannen"], names))
            else:
                raise RefusedError(404, "Deze pagina bestaat niet.")
        except RefusedError as error:
            self._refuse(error)

    def _save(self, body: dict[str, Any]) -> None:
        codes = {one["id"] for name in ("buurten", "wijken") for one in self.site.features[name]}
        unknown = set(body["gebied"].get("codes", [])) - codes
        if unknown:
            raise RefusedError(400, f"Deze gebieden bestaan hier niet: '{min(unknown)}'.")
        self.site.saved.append(body)
        self._json({"id": str(len(self.site.saved) - 1)})

    def _refuse(self, error: RefusedError) -> None:
        body = json.dumps({"status": error.status, "detail": error.detail}).encode()
        self._send(error.status, body, "application/problem+json")

    def _route(self, path: str, query: dict[str, str]) -> None:
        if path == "/aanmelden":
            self._send(200, b"<!doctype html><title>Aanmelden</title>", "text/html; charset=utf-8")
        elif self.site.signed_out and path.startswith("/v1"):
            self._send(303, b"", None, ("location", "/aanmelden"))
        elif path == "/kaart":
            self._send(
                200, (self.site.static / "index.html").read_bytes(), "text/html; charset=utf-8"
            )
        elif path.startswith("/static/"):
            self._static(path.removeprefix("/static/"))
        elif path == "/v1/collections":
            _only(query)
            pages = [{"rel": "related", "href": f"http://{self.headers['Host']}/toets"}]
            layers = list(self.site.layers.values())
            self._json({"links": pages, "collections": layers, "woonzorg": catalogue.RELEASE})
        elif path == "/v1/zoek":
            _only(query, "q", "limit")
            self._search(query["q"].casefold())
        elif path == "/v1/isochroon":
            _only(query, "x", "y", "minuten")
            self._walk(float(query["x"]), float(query["y"]), int(query["minuten"]))
        elif found := re.fullmatch(r"/v1/archives/(\w+)\.pmtiles", path):
            _only(query, "v")
            self._ranges(self.site.archives / f"{found[1]}.pmtiles")
        elif found := re.fullmatch(r"/v1/collections/(\w+)(/.*)?", path):
            self._layer(found[1], found[2] or "", query)
        else:
            raise RefusedError(404, "Deze pagina bestaat niet.")

    def _layer(self, laag: str, rest: str, query: dict[str, str]) -> None:
        if laag == "ingetrokken":
            raise RefusedError(410, WITHDRAWN)
        layer = self.site.layers.get(laag)
        if layer is None:
            raise RefusedError(404, f"De laag '{laag}' bestaat niet.")
        if rest == "":
            _only(query, "taal")
            english = {"engels": catalogue.ENGLISH} if query.get("taal") == "en" else {}
            self._json({**layer, "woonzorg": {**layer["woonzorg"], **english}})
        elif rest == "/items":
            _only(query, *KEEP, "na", "bbox", "filter")
            self._items(layer, query)
        elif rest == "/statistiek":
            _only(query, "kolom", "klassen", "zoekvraag", "peildatum", "release")
            self._figures(layer, query)
        elif rest == "/tilejson":
            _only(query)
            tiles = f"http://{self.headers['host']}/v1/collections/{laag}/tiles/WebMercatorQuad/{{z}}/{{y}}/{{x}}?v=12"
            self._json(
                {
                    "tilejson": "3.0.0",
                    "tiles": [tiles],
                    "minzoom": self.site.minzoom.get(laag, 8),
                    "maxzoom": MAXZOOM,
                    "bounds": catalogue.BOX,
                }
            )
        elif found := re.fullmatch(r"/items/(.+)", rest):
            _only(query, "peildatum", "release")
            _kept(query)
            wanted = [one for one in self.site.features[laag] if one["id"] == found[1]]
            if not wanted:
                raise RefusedError(404, "Dit object bestaat niet.")
            self._json(wanted[0], "application/geo+json")
        elif found := re.fullmatch(r"/tiles/WebMercatorQuad/(\d+)/(\d+)/(\d+)", rest):
            z, y, x = map(int, found.groups())
            self._tile(laag, z, x, y)
        else:
            raise RefusedError(404, "Deze pagina bestaat niet.")

    def _figures(self, layer: dict[str, Any], query: dict[str, str]) -> None:
        features, area = self.site.features[layer["id"]], None
        if "zoekvraag" in query:
            area = self.site.saved[int(query["zoekvraag"])]["gebied"]
            features = answers.chosen(features, area, self.site.features["buurten"])
        columns = query["kolom"].split(",") if "kolom" in query else []
        self._json(answers.figures(layer, features, columns, area))

    def _walk(self, x: float, y: float, minutes: int) -> None:
        reach = minutes * 0.0006
        ring = [(x - reach, y), (x, y + reach / 2), (x + reach, y), (x, y - reach / 2)]
        self._json(
            {
                "type": "Feature",
                "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
                "properties": {"minuten": minutes, "afstand_m": minutes * 64.2},
                "woonzorg": {"attributie": "© OpenStreetMap-bijdragers"},
                "opmerkingen": ["Oversteken, hellingen en sociale veiligheid zitten er niet in."],
            }
        )

    def _search(self, text: str) -> None:
        places = [
            {
                "soort": "buurt",
                "naam": one["properties"]["naam"],
                "code": one["id"],
                "laag": "buurten",
                "punt": dict(zip("xy", one["geometry"]["coordinates"][0][0], strict=True)),
            }
            for one in self.site.features["buurten"]
            if one["properties"]["naam"].casefold().startswith(text)
        ]
        first = self.site.features["buurten"][0]
        spot = shape(first["geometry"]).representative_point()
        address = {"soort": "adres", "naam": "Dorpsstraat 1, 9901AA Meerwolde", "code": "1"}
        address |= {"laag": "adressen", "punt": {"x": spot.x, "y": spot.y}}
        if address["naam"].casefold().startswith(text):
            places.append(address)
        if text.startswith("rd "):
            around = {"soort": "coordinaten", "naam": "RD 1, 2 (Lindehof)", "laag": "buurten"}
            places.append(address | around | {"code": first["id"]})
        self._json({"q": text, "aantal": len(places), "plekken": places[:8]})

    def _items(self, layer: dict[str, Any], query: dict[str, str]) -> None:
        laag, meta = layer["id"], layer["woonzorg"]
        start, limit = int(query.get("na", 0)), min(int(query.get("limit", 100)), 1000)
        _kept(query)
        features = self.site.features[laag]
        if "bbox" in query:
            features = answers.inside(features, query["bbox"])
        if "filter" in query:
            wanted = set(re.findall(r"'([^']*)'", query["filter"]))
            features = [one for one in features if one["id"] in wanted]
        if "sortby" in query:
            features = answers.ordered(features, query["sortby"])
        if "properties" in query:
            names = query["properties"].split(",")
            features = [
                {**one, "properties": {n: one["properties"].get(n) for n in names}}
                for one in features
            ]
        if query.get("skipGeometry") == "true":
            features = [{**one, "geometry": None} for one in features]
        peildatum = query.get("peildatum", meta["peildatum"])
        version = meta["version"] if peildatum == meta["peildatum"] else EARLIER_VERSION
        links = []
        if start + limit < len(features):
            kept = "".join(f"&{one}={query[one]}" for one in KEEP if one in query)
            path = f"/v1/collections/{laag}/items?na={start + limit}{kept}"
            # Another host than the page's, as behind a proxy: the viewer follows the path.
            links.append({"rel": "next", "href": f"http://elders.example{path}"})
        origin = {"version": version, "peildatum": peildatum, "opmerkingen": meta["opmerkingen"]}
        body = {
            "type": "FeatureCollection",
            "links": links,
            "numberMatched": len(features),
            "woonzorg": origin,
            "features": features[start : start + limit],
        }
        self._json(body, "application/geo+json")

    def _tile(self, laag: str, z: int, x: int, y: int) -> None:
        with (self.site.archives / f"{laag}.pmtiles").open("rb") as file:
            reader: Any = Reader(MmapSource(file))  # type: ignore[no-untyped-call]
            tile = reader.get(z, x, y)
        if tile is None:
            self._send(204, b"", None)
        else:
            self._send(
                200, tile, "application/vnd.mapbox-vector-tile", ("content-encoding", "gzip")
            )

    def _ranges(self, archive: Path) -> None:
        if not archive.is_file():
            raise RefusedError(404, "Deze laag heeft geen tegels.")
        content = archive.read_bytes()
        asked = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("range", ""))
        if not asked:
            self._send(200, content, catalogue.ARCHIVE)
            return
        first, last = int(asked[1]), min(int(asked[2]), len(content) - 1)
        extra = ("content-range", f"bytes {first}-{last}/{len(content)}")
        self._send(206, content[first : last + 1], catalogue.ARCHIVE, extra, ("etag", '"12"'))

    def _static(self, name: str) -> None:
        file = (self.site.static / name).resolve()
        if not file.is_relative_to(self.site.static.resolve()) or not file.is_file():
            raise RefusedError(404, "Dit bestand bestaat niet.")
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        zipped = file.with_name(file.name + ".gz")
        if zipped.is_file() and "gzip" in self.headers.get("accept-encoding", ""):
            self._send(200, zipped.read_bytes(), kind, ("content-encoding", "gzip"))
        else:
            self._send(200, file.read_bytes(), kind)

    def _json(self, body: object, kind: str = "application/json") -> None:
        self._send(200, json.dumps(body).encode(), kind)

    def _send(self, status: int, body: bytes, kind: str | None, *extra: tuple[str, str]) -> None:
        self.send_response(status)
        if kind:
            self.send_header("content-type", kind)
        for name, value in (
            *extra,
            ("content-security-policy", POLICY),
            ("x-content-type-options", "nosniff"),
        ):
            self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _only(query: dict[str, str], *known: str) -> None:
    unknown = set(query) - set(known)
    if unknown:
        raise RefusedError(400, f"Onbekende parameter: {', '.join(sorted(unknown))}.")


def _kept(query: dict[str, str]) -> None:
    """Releases 2 and up are kept."""
    if int(query.get("release", 2)) < 2:
        raise RefusedError(410, "Van deze laag is geen versie uit die release bewaard.")


class Server:
    """The server on a free port of this machine."""

    def __init__(self, site: Site) -> None:
        """Bind the port; nothing is answered before `start`."""
        handler = type("SiteHandler", (Handler,), {"site": site})
        self.site = site
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}"
        self._thread = threading.Thread(target=self._http.serve_forever, daemon=True)

    def start(self) -> None:
        """Begin to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Stop and close."""
        self._http.shutdown()
        self._http.server_close()
        self._thread.join(5)
