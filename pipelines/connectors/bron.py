"""Where one dataset of one supplier comes from, and what one pull gives back.

Belongs here: the plain records between profile, connectors and readers. Not here: any doing.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from pipelines.errors import ConfigurationError
from pipelines.http.client import Fetch, Http, Known
from pipelines.landing import Landed, Landing
from pipelines.vorm import Vorm

GIB = 1 << 30


@dataclass(frozen=True, slots=True)
class Bron:
    """One source declaration, placeholders already filled in.

    Attributes:
        dataset: internal dataset name (`bag_panden`).
        supplier: who delivers; for a watched folder the name of the supplier's own folder.
        vorm: protocol or format.
        adres: https addresses, or local paths (also below an environment variable:
            `$WOONZORG_FEEDS/...`); a relative path is below the run-time directory.
        parameters: query parameters of an OGC API.
        filter: OData dimension -> value, list of values, or a beginning ending in `*`; for a WFS
            property -> value or list of values.
        laag: layer in a file with several; feature type of a WFS; kind of object in a BAG extract;
            for OSM `wegen`, `bestemmingen` or `vlakken`.
        lid: member in a zip, with `*` as wildcard; `binnenste.zip/lid.gpkg` opens a declared zip
            in the zip; of an ATOM feed the file name of the download.
        crs: CRS of the file when it states none (`EPSG:28992`); a file that states another is
            refused.
        scheiding: field separator of CSV; `auto` finds it in a watched folder.
        codering: agreed encoding of CSV and shapefile; `auto` is UTF-8, or Windows-1252 where the
            bytes prove it.
        decimaal: decimal sign of numbers written as text, for who makes numbers of them; with
            `auto` the reader turns what a column as a whole proves into points.
        kolommen: our column -> the name this source uses, for readers that look for the table.
        cap_bytes: largest size of one body.
        uitwijk: address of the same CBS table over OData v4, asked when v3 gives nothing usable.
        vast: fields the source leaves out because all its rows are alike, with their value.
        hostsleutel: public key of an SFTP server, as its owner gave it.
        geheim: environment variable or file with the key or password for it.
        bbox: WGS84 west, south, east, north; OSM and stops outside it are left out.
    """

    dataset: str
    supplier: str
    vorm: Vorm
    adres: tuple[str, ...]
    parameters: Mapping[str, str] = field(default_factory=dict)
    filter: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    laag: str | None = None
    lid: str | None = None
    crs: str | None = None
    scheiding: str = ","
    codering: str = "utf-8"
    decimaal: str = "."
    kolommen: Mapping[str, str] = field(default_factory=dict)
    cap_bytes: int = 4 * GIB
    bbox: tuple[float, float, float, float] | None = None
    vast: Mapping[str, str] = field(default_factory=dict)
    uitwijk: str = ""
    hostsleutel: str = ""
    geheim: str = ""

    @property
    def name(self) -> str:
        """Dataset, with the supplier where that adds something; for messages."""
        return f"{self.dataset} ({self.supplier})" if self.supplier else self.dataset

    def fingerprint(self) -> str:
        """Hash of what is asked (not of limits): another question never counts as unchanged."""
        asked = asdict(self)
        del asked["cap_bytes"], asked["kolommen"]
        text = json.dumps(asked, sort_keys=True, default=list)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Previous:
    """The last good delivery of the same source, for the question whether anything changed."""

    content_hash: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one pull brought.

    Attributes:
        files: landed bodies with role and url, in reading order; empty when `unchanged` was known
            beforehand.
        content_hash: hash of the content without its variable parts (time stamps, links).
        unchanged: equal to the previous good delivery: "confirmed", nothing to read.
        modified: the publisher's own mark of change, to be passed in `Previous` next time.
        fetches: the lines of the fetch log of this pull.
        received_note: what the reader or a person may need: `crs`, `file`, `suffix`, `features`.
    """

    dataset: str
    supplier: str
    files: tuple[Landed, ...]
    content_hash: str
    unchanged: bool
    modified: str | None
    fetches: tuple[Fetch, ...]
    received_note: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Pull:
    """What a connector may use.

    Attributes:
        http: the client; its landing store is the one used.
        known: per address what came last time.
        previous: the last good delivery of this source.
        root: directory below which relative paths lie.
        recent: bodies downloaded earlier in this run, by address, so that three datasets of one
            file cost one download; share one dict between the pulls of a run.
    """

    http: Http
    known: Mapping[str, Known] = field(default_factory=dict)
    previous: Previous = field(default_factory=Previous)
    root: Path = Path()
    recent: dict[str, Landed] = field(default_factory=dict)

    @property
    def landing(self) -> Landing:
        """The landing store."""
        return self.http.landing


def local_path(adres: str, root: Path, name: str) -> Path | None:
    """The local path an address means, or null for a web address.

    Raises:
        ConfigurationError: an environment variable in the path is not set.
    """
    if "://" in adres:
        if adres.startswith(("https://", "http://")):
            return None
        raise ConfigurationError(f"{name}: adres {adres} is geen https-adres en geen pad.")
    expanded = os.path.expandvars(adres)
    if "$" in expanded:
        raise ConfigurationError(
            f"{name}: in {adres} staat een omgevingsvariabele die niet gezet is. Zet haar "
            "of geef een pad."
        )
    return root / Path(expanded).expanduser()
