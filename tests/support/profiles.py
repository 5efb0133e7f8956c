"""Profiles of tests: the product's own, with less in it."""

from collections.abc import Iterable
from pathlib import Path

import tomlkit

from data.registry import registry


def keep_products(profile: Path, wanted: Iterable[str]) -> None:
    """Switch off every product but those wanted and what they need, as a municipality can."""
    kept = set(wanted)
    for name, dataset in reversed(registry().items()):  # inputs last
        if name in kept:
            kept.update(dataset.inputs)
    text = tomlkit.parse(profile.read_text(encoding="utf-8"))
    text["uit"] = {
        name: "niet in deze proef"
        for name, dataset in registry().items()
        if dataset.derived and name not in kept
    }
    profile.write_text(tomlkit.dumps(text), encoding="utf-8")
