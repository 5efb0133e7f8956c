"""What a derived dataset reads.

The newest good version of each of its inputs, and the choices of the profile.
"""

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from data.registry import dataset as declared
from pipelines.area import Area
from pipelines.errors import DeliveryRefused
from pipelines.work import Work

Made = TypeVar("Made")
# Results kept for the next product: the oldest goes, or a run would hold everything it ever read.
KEPT = 16


@dataclass(frozen=True)
class Derived:
    """A product before it is stored.

    Attributes:
        table: the declared columns, their statuses and intervals, and `geometry` as WKB in RD where
            declared.
        coverage: what was missing and what must be said: `ontbrekend` (names), `opmerkingen`
            (sentences), figures.
    """

    table: pa.Table
    coverage: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Inputs:
    """Fixed input versions of one derivation.

    Attributes:
        work: the run.
        area: own gemeenten and ring.
        versions: version record per input that is there: of the edition that fits (`editions`).
        every: all editions per input, newest peildatum first.
        read: versions of which rows were read so far.
        shared: what was made of one edition, for all who read it as of another moment (`replace`).
    """

    work: Work
    area: Area
    versions: dict[str, dict[str, Any]]
    every: Mapping[str, tuple[dict[str, Any], ...]] = field(default_factory=dict)
    read: set[int] = field(default_factory=set)
    shared: dict[Any, Any] = field(default_factory=dict)

    def used(self) -> list[dict[str, Any]]:
        """What the product is made from: dataset, version and peildatum of each edition.

        Of every input the one that fits, and after it the others that were read, newest first.
        """
        found = []
        for name, record in self.versions.items():
            others = [e for e in self.editions(name) if e["version"] != record["version"]]
            kept = [record, *(e for e in others if e["version"] in self.read)]
            found += [
                {"dataset": name, "version": one["version"], "peildatum": one["peildatum"]}
                for one in kept
            ]
        return found

    def has(self, name: str) -> bool:
        """Whether an optional input is there."""
        return name in self.versions

    def editions(self, name: str) -> tuple[dict[str, Any], ...]:
        """Version records of all editions of an input, newest peildatum first; none when absent."""
        one = (self.versions[name],) if name in self.versions else ()
        return self.every.get(name, one)

    def frame(
        self,
        name: str,
        columns: Sequence[str] | None = None,
        edition: Mapping[str, Any] | None = None,
    ) -> pd.DataFrame:
        """Rows of an input, ordered by id; `geometry` as shapely objects.

        Args:
            name: dataset.
            columns: fields to read; all when absent.
            edition: one of `editions(name)`; the one that fits when absent.
        """
        record = edition or self.versions[name]
        self.read.add(record["version"])
        dataset = declared(name)
        wanted = list(columns) if columns else ["*"]
        if columns is None and dataset.geometry:
            wanted = [f'"{n}"' for n in _fields(self.work, name) if n != "geometry"] + ["geometry"]
        listed = ", ".join(
            "ST_AsBinary(geometry) AS geometry" if c == "geometry" else c for c in wanted
        )
        query = f"SELECT {listed} FROM store.{name} WHERE version = {record['version']} ORDER BY id"  # noqa: S608
        with self.work.bulk() as connection, connection.cursor() as cursor:
            cursor.execute(query)
            frame: pd.DataFrame = cursor.fetch_arrow_table().to_pandas(date_as_object=True)
        if "geometry" in frame:
            frame["geometry"] = shapely.from_wkb(frame["geometry"].to_numpy())
        return frame

    def once(self, needs: Sequence[str], make: "Callable[[Inputs], Made]", *key: object) -> Made:
        """What several products of a run share, made by the first of them.

        Args:
            needs: every dataset that `make` looks at; other versions of these make another result.
            make: given inputs, so that what it reads counts as read by each product.
            key: tells results of one `make` apart.

        Returns:
            A copy that is the caller's own.
        """
        seen = tuple((name, tuple(e["version"] for e in self.editions(name))) for name in needs)
        fits = tuple(self.versions[name]["version"] for name in needs if self.has(name))
        place = (make.__module__, make.__qualname__, key, seen, fits)
        kept = self.work.kept
        if place not in kept:
            own = replace(self, read=set())
            kept[place] = (make(own), own.read)
            while len(kept) > KEPT:
                del kept[next(iter(kept))]
        value, read = kept[place]
        self.read.update(read)
        own_copy: Made = deepcopy(value)
        return own_copy

    def year(self, name: str) -> int | None:
        """Division year of an input."""
        year: int | None = self.versions[name]["indelingsjaar"]
        return year

    def joins(self, name: str) -> str | None:
        """How codes of an input fit the profile's own year.

        Returns:
            Empty when the years are equal, the reason of the signed line when that lets them stand,
            None when they must be left out.
        """
        if self.year(name) in (None, self.work.profile.indelingsjaar):
            return ""
        line = self.work.profile.same_codes(self.year(name), name)
        return line.reden if line else None

    def missing(self, names: Sequence[str]) -> list[str]:
        """Inputs of these that are not there."""
        return [name for name in names if name not in self.versions]


def _fields(work: Work, name: str) -> list[str]:
    rows = work.connection.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = 'store' AND "
        "table_name = %s"
        " ORDER BY ordinal_position",
        (name,),
    )
    return [row["column_name"] for row in rows]


def numbers(values: Any, *, whole: bool = False) -> pa.Array:
    """Numbers as a column: NaN and pandas' NA become null.

    Raises:
        DeliveryRefused: infinity where a whole number is asked: it would become some number.
    """
    floats = pd.to_numeric(pd.Series(np.asarray(values, dtype=object)), errors="coerce").to_numpy(
        float
    )
    empty = np.isnan(floats)
    kept = np.where(empty, 0.0, floats)
    if whole:
        if np.isinf(kept).any():
            raise DeliveryRefused("Een geheel getal is oneindig; een noemer is nul of ontbreekt.")
        return pa.array(np.round(kept).astype(np.int64), mask=empty)
    return pa.array(kept, mask=empty)


def texts(values: Any) -> pa.Array:
    """Texts as a column: None, NaN and empty text become null."""
    return pa.array([None if pd.isna(v) or v == "" else str(v) for v in values], pa.string())


def stated(name: str, values: Any, status: Any, *, whole: bool = False) -> dict[str, pa.Array]:
    """A figure with its status; one status for all rows, or one per row.

    A row without a value is never called observed: where `status` is a single word, null is
    `ontbreekt`.
    """
    array = numbers(values, whole=whole)
    if isinstance(status, str):
        absent = np.asarray(array.is_null())
        status = np.where(absent, "ontbreekt", status)
    return {name: array, f"{name}_status": pa.array([str(s) for s in status], pa.string())}


def wkb(shapes: Any) -> pa.Array:
    """Shapes as the binary column a derived table wants."""
    return pa.array(shapely.to_wkb(np.asarray(shapes, dtype=object)), pa.binary())


def among(values: Any, wanted: Any) -> "np.ndarray[Any, np.dtype[np.bool_]]":
    """Which texts are among those wanted, null never; pandas' own `isin` goes one by one."""
    text = pc.cast(pa.array(values, from_pandas=True), pa.string())
    known = pa.array(wanted, pa.string(), from_pandas=True).drop_null()
    return np.asarray(pc.is_in(text, value_set=known))
