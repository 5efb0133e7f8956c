"""Answers of the raw ASGI mounts (tiles, archives), without a framework."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.types import Scope, Send

from geo_api import texts
from geo_api.contract.parameters import RELEASE, VERSION, Asked
from geo_api.errors import Fault, Problem, bad_request
from geo_api.http.headers import Headers
from geo_api.items import question
from geo_api.model import Archive, LayerVersion, State

_ASKED = Asked(VERSION, RELEASE)


@dataclass(frozen=True)
class Answer:
    """A whole answer."""

    status: int
    headers: Headers
    body: bytes = b""

    async def send(self, send: Send) -> None:
        """Send it."""
        await start(send, self.status, self.headers)
        await send({"type": "http.response.body", "body": self.body})


def problem(error: Problem) -> Answer:
    """A problem as an answer."""
    response = error.response()
    return Answer(response.status_code, response.raw_headers, bytes(response.body))


async def start(send: Send, status: int, headers: Headers) -> None:
    """Send status and headers."""
    await send({"type": "http.response.start", "status": status, "headers": headers})


def wanted(scope: Scope, names: Iterable[bytes]) -> dict[bytes, str]:
    """The request headers with these names; repeated ones joined, as HTTP defines."""
    chosen = frozenset(names)
    found: dict[bytes, str] = {}
    for name, value in scope["headers"]:
        if name in chosen:
            text = value.decode("latin-1")
            found[name] = f"{found[name]}, {text}" if name in found else text
    return found


def version(state: State, name: str, query: bytes) -> LayerVersion:
    """The layer version that path and query (`v` or `release`) ask for.

    Raises:
        Problem: 400, 404 or 410, each with a sentence.
    """
    given = parse_qsl(query.decode("latin-1"), keep_blank_values=True, max_num_fields=None)
    faults: list[Fault] = []
    values = _ASKED.read(given, faults)
    asked = values.get("v")
    fit = asked is None or (asked.isascii() and asked.isdigit() and len(asked) < 19)
    if not fit:
        faults.append(Fault("v", "getal", texts.TILE_VERSION))
    if asked is not None and "release" in values:
        faults.append(Fault("release", "samen", texts.VERSION_AND_RELEASE))
    if faults:
        raise bad_request(faults)
    layer = state.layer(name)
    if asked is None and "release" not in values:
        return layer.current
    found = layer.version(int(asked)) if asked else question.released(layer, values).current
    if found.archive is None and layer.current.archive is not None:
        raise Problem(410, texts.gone(name, found.version))  # described still, its file is not kept
    return found


def archive(found: LayerVersion) -> Archive:
    """The archive of a layer version.

    Raises:
        Problem: 404 when it has no tiles.
    """
    if found.archive is None:
        raise Problem(404, texts.no_tiles(found.laag))
    return found.archive
