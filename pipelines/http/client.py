"""The one way to the publishers: listed hosts, bounded time, bounded size, every try in the log.

Belongs here: asking for one address and landing what comes. Not here: paging and protocols
(`connectors/`), the judging of bytes (`http_body.py`), sockets and addresses (`http_network.py`).
"""

import random
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

import httpx

from pipelines.errors import SourceChanged, SourceUnavailable, WoonzorgError
from pipelines.http import body as http_body
from pipelines.http import network as http_network
from pipelines.http.body import Expect
from pipelines.http.hosts import Hosts
from pipelines.http.records import Answer, Caller, Fetch, Known, Timing
from pipelines.landing import Landed, Landing

__all__ = ["Answer", "Caller", "Fetch", "Http", "Known", "Timing"]

REDIRECTS = 3
RETRIED = frozenset({408, 429, 500, 502, 503, 504})
KEPT_HEADERS = ("content-crs", "content-type", "api-version")


@dataclass(frozen=True, slots=True)
class _Ask:
    """One request with its limits."""

    name: str
    url: str
    headers: Mapping[str, str]
    cap: int
    expect: Expect


@dataclass(slots=True)
class _Trail:
    """What happened so far: the lines of the log, and the status of the last answer."""

    fetches: list[Fetch] = field(default_factory=list)
    status: int | None = None


class _Again(Exception):  # noqa: N818 - not an error for people
    """This try failed in a way that another try may repair."""

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.reason, self.after = reason, after


class Http:
    """Client for all publishers.

    Attributes:
        on_fetch: called with every line of the fetch log, also those of tries that failed.
    """

    def __init__(
        self,
        settings: Caller,
        hosts: Mapping[str, str],
        allowed: Collection[str],
        timing: Timing | None = None,
        on_fetch: Callable[[Fetch], None] = lambda _: None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Prepare a client.

        Args:
            settings: contact address and landing root.
            hosts: original host -> base URL; hosts named here may be plain http and on an inside
                address.
            allowed: host names that may be asked, also after a redirect.
            timing: limits in seconds.
            on_fetch: receiver of the fetch log.
            sleep: how to wait between tries.
        """
        self.landing = Landing(settings.landing)
        self.timing = timing or Timing()
        self.on_fetch, self._sleep = on_fetch, sleep
        self._hosts = Hosts(hosts, allowed)
        self._headers = {
            "User-Agent": f"Woonzorgkaart/0.1 (+mailto:{settings.contact})",
            "Referer": "https://woonzorgkaart.invalid/",
            "Accept-Encoding": "gzip",
        }
        limit, local = self.timing, self._hosts.local
        self._client = http_network.client(
            local, httpx.Timeout(limit.read, connect=limit.connect, pool=limit.read)
        )

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def __enter__(self) -> "Http":
        """Use as a context; connections close at its end."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connections."""
        self.close()

    def get(
        self,
        url: str,
        params: Mapping[str, str] | None = None,
        known: Known | None = None,
        cap_bytes: int = 1 << 30,
        expect: Expect = "binary",
        name: str = "",
    ) -> Answer:
        """Ask one address and land its body.

        Args:
            url: original address of the publisher; the host map is applied here.
            params: query parameters, added to those in `url`.
            known: what came last time; used for a conditional request when that body is still in
                the store.
            cap_bytes: largest size, counted after unpacking.
            expect: the kind of body; content type and first bytes are checked against it.
            name: dataset for messages.

        Raises:
            SourceUnavailable: no (usable) answer within the tries and the time.
            SourceChanged: a refused address, a 4xx, or another kind of answer.
            DeliveryRefused: too large.
        """
        if params:
            url = str(httpx.URL(url).copy_merge_params(dict(params)))
        headers = dict(self._headers)
        if known and self.landing.has(known.sha256):
            headers |= {"If-None-Match": known.etag} if known.etag else {}
            headers |= {"If-Modified-Since": known.last_modified} if known.last_modified else {}
        ask = _Ask(name or url, url, headers, cap_bytes, expect)
        token = http_network.deadline.set(time.monotonic() + self.timing.total)
        try:
            return self._tries(ask, _Trail())
        finally:
            http_network.deadline.reset(token)

    def head(self, url: str, name: str = "") -> Mapping[str, str]:
        """Headers of one address, asked once and without a body (`content-length`, `etag`).

        Raises:
            SourceUnavailable: no answer now.
            SourceChanged: a refused address, or a status that another try does not mend.
        """
        asked = url
        try:
            for _ in range(REDIRECTS + 1):
                address = self._hosts.resolve(asked, name)
                response = self._client.head(address, headers=self._headers)
                if not response.has_redirect_location:
                    break
                asked = urljoin(asked, response.headers["location"])
        except httpx.TransportError as error:
            raise SourceUnavailable(f"{name}: {_sentence(error)} op {url}.") from error
        if response.status_code != 200:
            kind = SourceUnavailable if response.status_code in RETRIED else SourceChanged
            raise kind(f"{name}: status {response.status_code} op {url}, 200 verwacht.")
        return dict(response.headers)

    def _tries(self, ask: _Ask, trail: _Trail) -> Answer:
        reason = ""
        for number in range(1, self.timing.tries + 1):
            try:
                answer = self._once(ask, trail)
            except _Again as again:
                reason = again.reason
                self._log(ask, trail, reason)
                if number < self.timing.tries:
                    self._wait(ask, number, again, trail.status)
            except WoonzorgError as error:
                self._log(ask, trail, str(error))
                raise
            else:
                return answer
        raise SourceUnavailable(
            f"{ask.name}: {reason}, na {self.timing.tries} "
            f"poging{'en' if self.timing.tries > 1 else ''} op {ask.url}. "
            "De laatste goede versie blijft; probeer het later opnieuw."
        )

    def _once(self, ask: _Ask, trail: _Trail) -> Answer:
        """One try, redirects included; network faults become `_Again`."""
        trail.status = None
        try:
            url = ask.url
            for _ in range(REDIRECTS + 1):
                request = self._client.build_request(
                    "GET", self._hosts.resolve(url, ask.name), headers=dict(ask.headers)
                )
                response = self._client.send(request, stream=True)
                trail.status = response.status_code
                try:
                    if response.has_redirect_location:
                        url = urljoin(url, response.headers.get("location", ""))
                        continue
                    return self._take(ask, response, trail)
                finally:
                    response.close()
            raise SourceChanged(
                f"{ask.name}: meer dan {REDIRECTS} doorverwijzingen vanaf {ask.url}. "
                "Controleer het adres in het profiel."
            )
        except http_network.DeadlinePassed as error:
            raise SourceUnavailable(
                f"{ask.name}: niet klaar binnen {self.timing.total:g} s ({ask.url}). "
                "De bron is te traag; probeer het later opnieuw."
            ) from error
        except httpx.InvalidURL as error:
            raise SourceChanged(f"{ask.name}: {url[:100]} is geen adres ({error}).") from error
        except httpx.TransportError as error:
            if isinstance(error.__cause__, http_network.ForbiddenAddress):
                raise SourceChanged(f"{ask.name}: {error}; dat wordt niet gevraagd.") from error
            raise _Again(_sentence(error)) from error
        except http_body.Truncated as error:
            raise _Again(str(error)) from error

    def _take(self, ask: _Ask, response: httpx.Response, trail: _Trail) -> Answer:
        status = response.status_code
        if status == 304 and ("If-None-Match" in ask.headers or "If-Modified-Since" in ask.headers):
            trail.fetches.append(self._line(ask, response, None, "ongewijzigd"))
            return Answer(tuple(trail.fetches), None)
        if status in RETRIED:
            raise _Again(f"status {status}", _after(response))
        if status != 200:
            raise SourceChanged(
                f"{ask.name}: status {status} op {ask.url}, 200 verwacht. "
                "Het adres of een parameter klopt niet (meer); controleer het profiel."
            )
        http_body.check_type(ask.name, response.headers.get("content-type", ""), ask.expect)
        raw = _counted(response)
        body = http_body.decoded(
            ask.name, raw, response.headers.get("content-encoding", ""), ask.cap
        )
        landed = self.landing.put(http_body.peeked(ask.name, body, ask.expect), ask.cap, ask.name)
        landed = Landed(landed.sha256, landed.bytes, landed.path, url=ask.url)
        trail.fetches.append(self._line(ask, response, landed, None))
        kept = {key: response.headers[key] for key in KEPT_HEADERS if key in response.headers}
        return Answer(tuple(trail.fetches), landed, kept)

    def _wait(self, ask: _Ask, number: int, again: _Again, status: int | None) -> None:
        """Exponential with jitter, or what the publisher asks; that does not count as our time."""
        limit = self.timing
        if again.after is not None:
            if again.after > limit.retry_after_max:
                raise SourceUnavailable(
                    f"{ask.name}: de bron vraagt {again.after:g} s te wachten (status "
                    f"{status}), "
                    f"meer dan {limit.retry_after_max:g} s. De volgende verversing probeert "
                    "het opnieuw."
                ) from again
            http_network.deadline.set(http_network.deadline.get() + again.after)
            self._sleep(again.after)
            return
        pause = min(limit.wait_max, limit.wait * 2 ** (number - 1))
        self._sleep(pause * (0.5 + random.random() / 2))  # noqa: S311 - jitter, no secret

    def _log(self, ask: _Ask, trail: _Trail, reason: str) -> None:
        fetch = Fetch(ask.url, datetime.now(UTC), trail.status, 0, None, None, None, reason)
        trail.fetches.append(fetch)
        self.on_fetch(fetch)

    def _line(
        self, ask: _Ask, response: httpx.Response, landed: Landed | None, reason: str | None
    ) -> Fetch:
        fetch = Fetch(
            url=ask.url,
            at=datetime.now(UTC),
            status=response.status_code,
            bytes=landed.bytes if landed else 0,
            sha256=landed.sha256 if landed else None,
            etag=response.headers.get("etag"),
            last_modified=response.headers.get("last-modified"),
            reason=reason,
        )
        self.on_fetch(fetch)
        return fetch


def _counted(response: httpx.Response) -> Iterator[bytes]:
    """The raw body; shorter than its Content-Length is truncated.

    Raises:
        Truncated: fewer bytes than announced.
        DeadlinePassed: the fetch as a whole took too long.
    """
    announced, size = response.headers.get("content-length"), 0
    for chunk in response.iter_raw():
        size += len(chunk)
        if time.monotonic() > http_network.deadline.get():
            raise http_network.DeadlinePassed("totale tijd op")
        yield chunk
    if announced is not None and announced.isdigit() and int(announced) != size:
        raise http_body.Truncated(f"{size} van {announced} bytes ontvangen")


def _sentence(error: httpx.TransportError) -> str:
    if isinstance(error, httpx.ConnectTimeout | httpx.ConnectError):
        return f"geen verbinding ({error})"
    if isinstance(error, httpx.TimeoutException):
        return "geen antwoord binnen de tijd"
    return f"verbinding verbroken ({error})"


def _after(response: httpx.Response) -> float | None:
    """Seconds of Retry-After (a number or a date); null when absent or unreadable."""
    text = response.headers.get("retry-after", "").strip()
    if text.isdigit():
        return float(text)
    try:
        return max(0.0, (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None
