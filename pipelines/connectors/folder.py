"""The watched folder of a partner feed: `<folder>/<supplier>/*`, one delivery per supplier.

Belongs here: choosing the newest file that is not being written any more. Not here: what is in it.
"""

import time
from dataclasses import replace
from pathlib import Path

from pipelines.connectors.bron import Bron, Delivery, Pull, local_path
from pipelines.connectors.download import check_signature, copied, digest
from pipelines.errors import ConfigurationError, DeliveryRefused, SourceUnavailable

STABLE_S = 2.0
SUFFIXES = {
    ".csv": "csv",
    ".txt": "csv",
    ".tsv": "csv",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",  # with a macro in it the reader refuses it
    ".gpkg": "gpkg",
    ".geojson": "geojson",
    ".json": "geojson",
}


def suppliers(bron: Bron, root: Path) -> tuple[Bron, ...]:
    """One declaration per supplier with a folder of his own, by name; none without a folder."""
    base = _folder(bron, root)
    if not base.is_dir():
        return ()
    names = sorted(entry.name for entry in base.iterdir() if _visible(entry) and entry.is_dir())
    return tuple(replace(bron, supplier=name) for name in names)


def pull(bron: Bron, context: Pull) -> Delivery:
    """Land the newest stable file of one supplier; see `pipelines.connectors.pull`.

    Raises:
        SourceUnavailable: no file yet, or the newest is still being written.
        DeliveryRefused: the newest file is of a format that is not read.
    """
    file = newest(bron, context.root)
    vorm = form(bron, file.name)
    landed, lines = copied(bron, file, context)
    check_signature(bron, vorm, landed.path)
    content = digest([landed.sha256])
    return Delivery(
        dataset=bron.dataset,
        supplier=bron.supplier,
        files=(landed,),
        content_hash=content,
        unchanged=content == context.previous.content_hash,
        modified=lines[0].last_modified,
        fetches=lines,
        received_note={"file": file.name, "suffix": file.suffix.lower()},
    )


def form(bron: Bron, name: str) -> str:
    """The format of a file by its name.

    Raises:
        DeliveryRefused: a format that is not read.
    """
    suffix = Path(name).suffix.lower()
    if suffix in SUFFIXES:
        return SUFFIXES[suffix]
    advice = "Open het en kies Opslaan als, Excel-werkmap (.xlsx) of CSV."
    raise DeliveryRefused(
        f"{bron.name}: {name} is van soort {suffix or 'onbekend'}; gelezen wordt "
        f"{', '.join(sorted(SUFFIXES))}. {advice}"
    )


def _folder(bron: Bron, root: Path) -> Path:
    path = local_path(bron.adres[0], root, bron.name)
    if path is None:
        raise ConfigurationError(f"{bron.name}: vorm map vraagt een pad, geen {bron.adres[0]}.")
    return path


def newest(bron: Bron, root: Path) -> Path:
    """The newest stable file; links are not followed, for they could point outside the folder."""
    folder = _folder(bron, root) / bron.supplier
    if not bron.supplier or Path(bron.supplier).name != bron.supplier:
        raise ConfigurationError(
            f"{bron.dataset}: {bron.supplier!r} is geen naam van een leverancier."
        )
    entries = list(folder.iterdir()) if folder.is_dir() else []
    files = [entry for entry in entries if _visible(entry) and entry.is_file()]
    if not files:
        raise SourceUnavailable(f"{bron.name}: nog geen levering in de map {folder.name}.")
    now = time.time()
    # A file of the future was copied from a machine whose clock is ahead; it is not being written.
    stable = [file for file in files if not 0 <= now - file.stat().st_mtime < STABLE_S]
    if not stable:
        raise SourceUnavailable(
            f"{bron.name}: het bestand wordt nog geschreven; het volgt bij de volgende verversing."
        )
    return max(stable, key=lambda file: (file.stat().st_mtime, file.name))


def _visible(entry: Path) -> bool:
    return not entry.name.startswith((".", "~")) and not entry.is_symlink()
