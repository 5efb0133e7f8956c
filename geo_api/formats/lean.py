"""Keeps libraries out that others load only in case: half of the time a program takes to start."""

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType

FRAMES = frozenset({"pandas", "geopandas", "shapely"})


class _Absent:
    """Finder for which these packages are not installed."""

    @classmethod
    def find_spec(
        cls, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name in FRAMES:
            message = f"{name} is not used here"
            raise ModuleNotFoundError(message, name=name)
        del path, target
        return None


def install() -> None:
    """From now on pyarrow and pyogrio work without frames."""
    sys.meta_path.insert(0, _Absent)
