"""Profiles of tests: the product's own, with less in it."""

from collections.abc import Container
from pathlib import Path

import tomlkit

from data.registry import registry


def keep_products(profile: Path, wanted: Container[str]) -> None:
    """Switch off every product but those wanted, as a municipality can."""
    text = tomlkit.parse(profile.read_text(encoding="utf-8"))
    text["uit"] = {
        name: "niet in deze proef"
        for name, dataset in registry().items()
        if dataset.derived and name not in wanted
    }
    profile.write_text(tomlkit.dumps(text), encoding="utf-8")
