"""Ages of CBS tables: the key list says what a code means.

Totals and roll-ups are told apart from classes.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa

from pipelines.connectors import Delivery
from pipelines.errors import SourceChanged

_CLASS = re.compile(r"^(?P<van>\d+) (?:tot|-) (?P<tot>\d+) jaar")
_OPEN = re.compile(r"^(?P<van>\d+) jaar (?:of|en) ouder")
_YEAR = re.compile(r"^(?P<van>\d+) jaar$")


@dataclass(frozen=True)
class Age:
    """What one code of the dimension Leeftijd means; `tot` is None for an open class."""

    kind: str
    van: int | None
    tot: int | None


def age(title: str) -> Age:
    """Read the title of an age code: `vijfjaar`, `jaar`, `open` or `totaal`."""
    text = title.strip()
    if found := _YEAR.match(text):
        year = int(found["van"])
        return Age("jaar", year, year + 1)
    if found := _CLASS.match(text):
        low, high = int(found["van"]), int(found["tot"])
        return Age("vijfjaar" if high - low == 5 else "klasse", low, high)
    if found := _OPEN.match(text):
        return Age("open", int(found["van"]), None)
    return Age("totaal", None, None)


def meanings(delivery: Delivery, dimension: str = "Leeftijd") -> dict[str, Age]:
    """Code (without padding) -> age, from the landed key list.

    Raises:
        SourceChanged: the key list did not come with the delivery.
    """
    for file in delivery.files:
        if file.role == f"dimension:{dimension}":
            entries = json.loads(file.path.read_bytes())["value"]
            keyed = [(str(e.get("Key") or e.get("Identifier")), str(e["Title"])) for e in entries]
    return {key.strip(): age(title) for key, title in keyed}
    raise SourceChanged(
        f"{delivery.dataset}: de sleutellijst van {dimension} ontbreekt; "
        f'zet {dimension} = "*" in het filter.'
    )


def extended(
    batches: pa.RecordBatchReader,
    codes: dict[str, Age],
    *,
    open_from: int,
    kind: str,
    kind_of_row: str,
    row: str,
) -> pa.RecordBatchReader:
    """Rows plus `leeftijd_van`, `leeftijd_tot`, `klasse` (`kind` where we keep it) and `soort`.

    Args:
        batches: rows with column Leeftijd.
        codes: meaning per code.
        open_from: the open class that closes the series starts here or later; other open classes
            are roll-ups.
        kind: which classes are kept.
        kind_of_row: column of the area code.
        row: pattern of the area codes we keep; others are roll-ups.
    """
    extra = [
        pa.field("leeftijd_van", pa.int64()),
        pa.field("leeftijd_tot", pa.int64()),
        pa.field("klasse", pa.string()),
        pa.field("soort", pa.string()),
    ]
    schema = pa.schema([*batches.schema, *extra], metadata=batches.schema.metadata)
    last = max(
        (a.van for a in codes.values() if a.kind == "open" and a.van is not None), default=open_from
    )

    def rows() -> Iterator[pa.RecordBatch]:
        for batch in batches:
            ages = [
                codes.get(str(c).strip(), Age("totaal", None, None))
                for c in batch.column("Leeftijd").to_pylist()
            ]
            keep = [a.kind == kind or (a.kind == "open" and a.van == last) for a in ages]
            area = [
                bool(re.match(row, str(c).strip())) for c in batch.column(kind_of_row).to_pylist()
            ]
            yield pa.RecordBatch.from_arrays(
                [
                    *batch.columns,
                    pa.array([a.van for a in ages], pa.int64()),
                    pa.array([a.tot for a in ages], pa.int64()),
                    pa.array([kind if k else "totaal" for k in keep], pa.string()),
                    pa.array(["gebied" if a else "optelrij" for a in area], pa.string()),
                ],
                schema=schema,
            )

    return pa.RecordBatchReader.from_batches(schema, rows())
