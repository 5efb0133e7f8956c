"""Writes `docs/feeds.md` from the declarations and the national profile.

`python -m tests.support.docs_feeds`; a test refuses a page that says something else.
"""

from collections.abc import Iterable

from data.model import Dataset, Layer
from data.registry import registry
from pipelines import profile
from pipelines.profile import BronKeuze
from pipelines.settings import CHECKOUT

PAGE = CHECKOUT / "docs" / "feeds.md"
HEAD = """# Feeds, products and layers

Written by `python -m tests.support.docs_feeds` from `data/datasets/` and
`data/profiles/landelijk.toml`; do not edit by hand.
"""
FEEDS = """## Feeds

Pulled by the cron line (Europe/Amsterdam) while Dagster runs, and by every `./woonzorg refresh`.
*Late* is the number of days without a confirmed delivery after which `./woonzorg status` says so.
A feed that is not among the addresses below gets one from a profile of your own.
"""
ADDRESSES = """## Addresses in the national profile

Filters and query parameters stand in the profile.
"""
OFF = """## Known and switched off

Addresses that stand in the national profile with `uit = true`, and why.
"""
PRODUCTS = """## Products

Made from the newest good version of each input. Without a required input there is no new version;
an optional one that is missing is named on the layer.
"""
LAYERS = """## Layers

What readers see. Restricted layers go to `pub_restricted`, never to the API, tiles or caches.
"""


def render() -> str:
    """The whole page."""
    declared = [registry()[name] for name in sorted(registry())]
    national = profile.load("landelijk")
    feeds = [d for d in declared if not d.derived]
    products = [d for d in declared if d.derived]
    parts = [
        HEAD,
        FEEDS,
        _table(("feed", "what", "publisher", "licence", "tier", "cron", "late"), map(_feed, feeds)),
        ADDRESSES,
        _table(
            ("feed", "form", "address", "peildatum", "indelingsjaar"),
            (_address(d.name, s) for d in feeds for s in national.sources(d.name)),
        ),
        OFF,
        _table(
            ("feed", "form", "address", "why off"),
            (
                (*_address(d.name, s)[:3], s.reden)
                for d in feeds
                for s in national.bronnen.get(d.name, ())
                if s.uit
            ),
        ),
        PRODUCTS,
        _table(
            ("product", "what", "method", "needs", "uses when there", "licence"),
            map(_product, products),
        ),
        LAYERS,
        _table(
            ("layer", "title", "of", "shape", "zoom", "restricted"),
            (_layer(d, layer) for d in declared for layer in d.layers),
        ),
    ]
    return "\n".join(parts)


def _feed(dataset: Dataset) -> tuple[str, ...]:
    what = f"{dataset.title}{', per supplier' if dataset.per_supplier else ''}"
    source = f"[{dataset.publisher}]({dataset.source_url})" if dataset.source_url else ""
    return (
        f"`{dataset.name}`",
        what,
        source or dataset.publisher,
        dataset.licence,
        dataset.tier.value,
        f"`{dataset.cadence.cron}`",
        str(dataset.cadence.late_days),
    )


def _address(name: str, source: BronKeuze) -> tuple[str, ...]:
    addresses = (source.adres,) if isinstance(source.adres, str) else source.adres
    return (
        f"`{name}`",
        f"`{source.vorm}`",
        " ".join(f"`{address}`" for address in addresses),
        str(source.peildatum),
        str(source.indelingsjaar or ""),
    )


def _product(dataset: Dataset) -> tuple[str, ...]:
    needs = [f"`{name}`" for name in dataset.inputs]
    if dataset.profile_key:
        needs.append(f"`{dataset.profile_key}` in the profile")
    return (
        f"`{dataset.name}`",
        dataset.title,
        dataset.method_version,
        ", ".join(needs),
        ", ".join(f"`{name}`" for name in dataset.optional_inputs),
        dataset.licence,
    )


def _layer(dataset: Dataset, layer: Layer) -> tuple[str, ...]:
    lender = layer.geometry_from[0] if layer.geometry_from else ""
    shape = f"of `{lender}`" if lender else dataset.geometry or "none, table only"
    drawn = bool(lender or dataset.geometry) and not layer.restricted
    return (
        f"`{layer.name}`",
        layer.title,
        f"`{dataset.name}`",
        shape,
        f"{layer.minzoom}-{layer.maxzoom}" if drawn else "",
        "yes" if layer.restricted else "",
    )


def _table(names: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [names, ("---",) * len(names), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
